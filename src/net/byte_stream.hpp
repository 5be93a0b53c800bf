// Byte streams that askd opens itself, for what is neither HTTP nor a WebSocket: mail, mostly.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "askd/async.hpp"
#include "askd/host.hpp"
#include "askd/result.hpp"
#include "net/client.hpp"

namespace askd::net {

struct DialRequest {
  std::string address;                         // "mail.example.com:993", "192.0.2.7:25" or "[2001:db8::1]:25"
  bool tls = false;                            // from the first byte; otherwise start_tls() may follow
  std::chrono::milliseconds timeout{15'000};   // name, connection and TLS; and of each start_tls()
  std::chrono::milliseconds blocked{60'000};   // how long the peer may take nothing of what is written
  std::chrono::milliseconds quiet{1'800'000};  // how long a read may wait: IMAP's IDLE is begun anew before that
};

// Connects with the client's resolver, authorities and may_connect; through a proxy never, whatever its settings say:
// a proxy that lets CONNECT pass to ports of mail is rare, and to fall back would be a way that nobody chose. A peer
// that has vanished without a word is noticed by TCP's own probes, after some two minutes.
//
// The certificate is always verified against the address's host, after start_tls() too. What arrived in the clear
// before start_tls() and wasn't read ends the stream, as it is no TLS; what was read is the caller's to forget.
//
// One read() and one write() at a time; they may overlap, start_tls() overlaps with neither. Cancelling a read() loses
// nothing; whoever cancels a write() doesn't know how much has left, and start_tls() ends the stream then. The stream
// may be destroyed in the middle of any call, which ends with an error.
Async<Result<std::unique_ptr<askd::Stream>>> dial(Client& client, DialRequest request);

}  // namespace askd::net
