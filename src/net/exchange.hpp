// One request's answer: at once, in pieces, or after a long wait.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/io.hpp"
#include "net/message.hpp"

namespace askd::net {

class Connection;

// Why a hold ended.
enum class Wake {
  fired,    // the signal
  elapsed,  // the time
  gone,     // the peer hung up: whatever is sent goes nowhere
  stopping  // the server stops: answer now, as things stand
};

// What a handler answers through. It answers once: send(), or start(), write()… and finish(). A handler that returns
// without having answered makes a 500 (or cuts the connection, where it had started). Nothing here fails because the
// peer is gone: writes are dropped, and gone() tells.
class Exchange {
 public:
  explicit Exchange(Connection& connection) : connection_(connection) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Puts a field into the head of whatever answer follows.
  void add_field(std::string_view name, std::string_view value);

  // Returns when the answer is on its way or in a bounded buffer, not when the peer has it.
  Async<> send(Response response);

  // Begins an answer of unknown length: chunked, or up to the end of the connection for HTTP/1.0. The head leaves at
  // once. Fault::unavailable once the peer is gone.
  Async<Result<>> start(int status, Fields headers);
  // Returns when the kernel took the chunk, so a slow reader slows its writer; one that takes nothing for
  // Limits::write_timeout is cut, and this says so. An empty chunk is nothing.
  Async<Result<>> write(std::string chunk);
  Async<> finish();

  // Waits without keeping buffers until the signal fires, the time passes (exact up to 5 s, up to 250 ms late beyond),
  // the peer hangs up, or the server stops. While it lasts the connection watches for the peer's end; a peer that only
  // closes its sending side counts as gone. Once the server stops, every hold returns at once.
  Async<Wake> hold(std::optional<std::chrono::milliseconds> how_long, Signal& signal);

  bool gone() const;
  bool stopping() const;
  // send() or start() was called.
  bool answered() const;

 private:
  friend class WebSocket;
  Connection& connection_;
};

// Both arguments outlive the coroutine. An exception that leaves it is a bug; it becomes a 500 and a line in the log.
using Handler = std::function<Async<>(Request&, Exchange&)>;

}  // namespace askd::net
