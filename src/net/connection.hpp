// One accepted connection: reads requests, runs the handler, sends answers in order.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/buffer.hpp"
#include "net/exchange.hpp"
#include "net/request_reader.hpp"
#include "net/server_state.hpp"
#include "net/stream.hpp"
#include "net/tls.hpp"

namespace askd::net {

struct Peer {
  std::string address;
  bool loopback = false;
  bool local = false;
};

// What takes a connection over from HTTP. It hears here what the connection learns, in the middle of anything and more
// than once: it only makes things happen soon.
class Guest {
 public:
  Guest() = default;
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  virtual ~Guest() = default;
  virtual void on_sweep(TimePoint now) = 0;
  virtual void on_stop() = 0;
  virtual void on_lost() = 0;
};

class Connection : public std::enable_shared_from_this<Connection>, public Hook {
 public:
  // With `refusing`, it hears a 503 and nothing else.
  Connection(std::shared_ptr<ServerState> server, Stream stream, Peer peer, bool refusing);
  ~Connection();

  static void launch(std::shared_ptr<Connection> connection, std::shared_ptr<ServerTls> tls);

  // For the exchange; exchange.hpp says what they do.
  void add_field(std::string_view name, std::string_view value);
  Async<> send(Response response);
  Async<Result<>> start(int status, Fields headers);
  Async<Result<>> write(std::string chunk);
  Async<> finish();
  Async<Wake> hold(std::optional<std::chrono::milliseconds> how_long, Signal& signal);
  bool gone() const { return gone_; }
  bool stopping() const { return server_->stopping; }
  bool answered() const { return answer_ != Answer::none; }

  // For a guest. Nothing else reads or writes between hand_over() and the end of the handler, which ends the
  // connection.
  void receive_guest(Guest& guest) { guest_ = &guest; }
  void dismiss_guest();
  // Sends what is gathered; false once the peer is gone. From here on the request counts as answered.
  Async<bool> hand_over();
  Stream::Moved take(char* to, std::size_t size);
  Stream::Moved put(std::string_view bytes);
  // How long the peer may take for what is put from now on, beyond what `rate_min` allows; max() is for ever.
  void pace(std::chrono::milliseconds allowed);
  Stream& stream() { return stream_; }
  ServerState& server() { return *server_; }
  const std::string& fields() const { return fields_; }
  bool http11() const { return http11_; }

  // For the server.
  void sweep(TimePoint now);
  void begin_stop();
  void cut();

 private:
  struct HoldWaiter;
  enum class Phase { handshake, idle, head, body, handling, closing };
  enum class Answer { none, started, finished };

  Async<> run(std::shared_ptr<ServerTls> tls);
  Async<bool> shake_hands(std::shared_ptr<ServerTls> tls);
  Async<> serve();
  Async<bool> read_request(Request& request);
  Async<bool> receive();
  Async<> answer(Request& request);
  Async<> refuse(Response response);
  Async<> linger();

  void begin_request(Request& request);
  void note_progress(const Request& request);
  void put_answer(const Response& response);
  Async<bool> flush();
  bool write_some();
  Result<> presence() const;
  void flush_soon();
  void lose_peer();
  void watch();
  void look_at_peer();
  void enter(Phase phase, std::chrono::milliseconds allowed);
  void advance(std::size_t bytes);
  void wake_if_due(TimePoint now);
  void wake_for_stop();

  std::shared_ptr<ServerState> server_;
  Stream stream_;
  RequestReader reader_;
  Buffer in_;
  Buffer out_;
  std::string fields_;  // of the answer to come, beside the handler's own
  Peer peer_;
  HoldWaiter* held_ = nullptr;
  Guest* guest_ = nullptr;

  // The time at which the sweep cuts the connection: `pace_start_` and what was allowed, and a second for each
  // Limits::rate_min bytes that moved since.
  TimePoint deadline_ = TimePoint::max();
  TimePoint pace_deadline_ = TimePoint::max();
  std::size_t pace_bytes_ = 0;

  Phase phase_ = Phase::idle;
  Answer answer_ = Answer::none;
  bool refusing_ = false;
  bool keep_ = true;        // the connection goes on after this answer
  bool http11_ = true;      // of the current request
  bool head_only_ = false;  // the current request is a HEAD
  bool chunked_ = false;
  bool gone_ = false;
  bool sending_ = false;  // somebody waits for the peer to take what is in out_
  bool flush_posted_ = false;
  bool watching_ = false;
  bool watching_errors_ = false;
};

}  // namespace askd::net
