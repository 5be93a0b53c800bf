// The life of a connection: handshake, requests, and the end.
#include "net/connection.hpp"

#include <exception>
#include <string_view>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "net/problem.hpp"
#include "net/response_text.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How long, and how much, a peer may still send after our last word. Closing with unread bytes would make the kernel
// reset the connection, and the peer might never read that word.
constexpr milliseconds linger_time{2'000};
constexpr std::size_t linger_bytes = std::size_t{16} << 20;

}  // namespace

Connection::Connection(std::shared_ptr<ServerState> server, Stream stream, Peer peer, bool refusing)
    : server_(std::move(server)),
      stream_(std::move(stream)),
      reader_(server_->limits),
      peer_(std::move(peer)),
      refusing_(refusing) {}

Connection::~Connection() { server_->left(refusing_); }

void Connection::launch(std::shared_ptr<Connection> connection, std::shared_ptr<ServerTls> tls) {
  connection->server_->joined(*connection, connection->refusing_);
  auto& io = connection->server_->io;
  const auto life = [](std::shared_ptr<Connection> self, std::shared_ptr<ServerTls> with) -> Async<> {
    co_await self->run(std::move(with));
  };
  const auto server = connection->server_;
  boost::asio::co_spawn(io, life(std::move(connection), std::move(tls)), [server](std::exception_ptr failure) {
    if (failure == nullptr) return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      server->say(std::string("A connection was cut: ") + error.what());
    }
  });
}

Async<> Connection::run(std::shared_ptr<ServerTls> tls) {
  bool ready = true;
  if (tls != nullptr) ready = co_await shake_hands(std::move(tls));
  if (ready && refusing_) {
    Response response = problem(503, "too_many_connections", "The server has as many connections as it can take.");
    response.headers.emplace_back("Retry-After", "5");
    co_await refuse(std::move(response));
  } else if (ready) {
    co_await serve();
  }
  if (stream_.open() && !gone_) co_await linger();
  stream_.close();
}

Async<bool> Connection::shake_hands(std::shared_ptr<ServerTls> tls) {
  enter(Phase::handshake, server_->limits.head_timeout);
  if (!stream_.secure_as_server(tls->context())) co_return false;
  tls.reset();
  for (;;) {
    const auto [state, size] = stream_.handshake();
    if (state == Stream::State::moved) co_return true;
    if (state != Stream::State::blocked) break;
    if (!co_await stream_.wait()) break;
  }
  gone_ = true;
  co_return false;
}

Async<> Connection::serve() {
  do {
    Request request;
    begin_request(request);
    if (!co_await read_request(request)) break;
    co_await answer(request);
    if (server_->stopping) keep_ = false;
  } while (keep_ && !gone_);
}

void Connection::begin_request(Request& request) {
  reader_.reset();
  std::string().swap(fields_);
  answer_ = Answer::none;
  chunked_ = head_only_ = false;
  keep_ = http11_ = true;
  request.peer = peer_.address;
  request.loopback = peer_.loopback;
  request.local = peer_.local;
  request.tls = stream_.secure();
}

// False when there is nothing to serve any more: the peer left, or it was refused.
Async<bool> Connection::read_request(Request& request) {
  if (in_.empty())
    enter(Phase::idle, server_->limits.idle_timeout);
  else
    enter(Phase::head, server_->limits.head_timeout);
  for (;;) {
    switch (reader_.read(in_, request)) {
      case RequestReader::Step::done:
        keep_ = reader_.keep_alive();
        http11_ = reader_.chunked_ok();
        head_only_ = request.method == "HEAD";
        enter(Phase::handling, milliseconds::max());
        co_return true;
      case RequestReader::Step::refused: {
        Response response = reader_.take_refusal();
        co_await refuse(std::move(response));
        co_return false;
      }
      case RequestReader::Step::wants_continue:
        out_.append("HTTP/1.1 100 Continue\r\n\r\n");
        break;
      case RequestReader::Step::need_more:
        break;
    }
    note_progress(request);
    if (!co_await flush() || !co_await receive()) co_return false;
  }
}

// A request that has begun has a time of its own to come in.
void Connection::note_progress(const Request& request) {
  if (phase_ == Phase::idle && !in_.empty()) enter(Phase::head, server_->limits.head_timeout);
  if (phase_ == Phase::body || !reader_.in_body()) return;
  enter(Phase::body, server_->limits.body_timeout);
  advance(request.body.size());
}

// Waits for bytes and puts them into in_. False if there are none to come.
Async<bool> Connection::receive() {
  in_.shrink();
  out_.shrink();
  if (phase_ == Phase::idle && server_->stopping) co_return false;
  auto& scratch = server_->scratch;
  for (;;) {
    const auto [state, size] = stream_.read(scratch.data(), scratch.size());
    if (state == Stream::State::moved) {
      in_.append(std::string_view(scratch.data(), size));
      if (phase_ == Phase::body) advance(size);
      co_return true;
    }
    if (state != Stream::State::blocked) {
      if (state == Stream::State::failed) lose_peer();
      co_return false;
    }
    if (!co_await stream_.wait()) {
      lose_peer();
      co_return false;
    }
  }
}

Async<> Connection::answer(Request& request) {
  Exchange exchange(*this);
  std::string failure;
  try {
    co_await server_->handler(request, exchange);
    if (answer_ == Answer::none && !gone_) failure = "it returned without an answer";
    if (answer_ == Answer::started && !gone_) failure = "it returned in the middle of its answer";
  } catch (const std::exception& error) {
    failure = error.what();
  }
  if (!failure.empty()) {
    server_->say("The handler of " + request.method + " " + request.path + " failed: " + failure + ".");
    if (answer_ == Answer::started) cut();
    if (answer_ == Answer::none) {
      Response response = problem(500, "internal", "askd failed here; its log says why.");
      co_await send(std::move(response));
    }
  }
  if (out_.size() > server_->scratch.size() || !keep_) co_await flush();
}

// Answers what isn't a request we serve, and ends the connection.
Async<> Connection::refuse(Response response) {
  keep_ = false;
  enter(Phase::handling, milliseconds::max());
  put_answer(response);
  co_await flush();
}

Async<> Connection::linger() {
  if (!co_await flush()) co_return;
  if (phase_ == Phase::idle) co_return;
  enter(Phase::closing, linger_time);
  stream_.shutdown_send();
  in_.clear();
  in_.shrink();
  auto& scratch = server_->scratch;
  std::size_t taken = 0;
  while (taken < linger_bytes) {
    const auto [state, size] = stream_.read(scratch.data(), scratch.size());
    if (state == Stream::State::moved)
      taken += size;
    else if (state != Stream::State::blocked || !co_await stream_.wait())
      co_return;
  }
}

void Connection::enter(Phase phase, milliseconds allowed) {
  phase_ = phase;
  pace(allowed);
}

void Connection::pace(milliseconds allowed) {
  pace_bytes_ = 0;
  pace_deadline_ = allowed == milliseconds::max() ? TimePoint::max() : steady_clock::now() + allowed;
  deadline_ = pace_deadline_;
}

void Connection::advance(std::size_t bytes) {
  pace_bytes_ += bytes;
  if (pace_deadline_ == TimePoint::max()) return;
  deadline_ = pace_deadline_ + std::chrono::seconds(pace_bytes_ / server_->limits.rate_min);
}

void Connection::sweep(TimePoint now) {
  wake_if_due(now);
  if (guest_ != nullptr) guest_->on_sweep(now);
  if (now < deadline_) return;
  if ((phase_ == Phase::head || phase_ == Phase::body) && out_.empty()) {
    keep_ = false;
    put_answer(problem(408, "request_timeout", "The request took too long to arrive."));
    write_some();
  }
  cut();
}

void Connection::begin_stop() {
  if (phase_ == Phase::idle && in_.empty() && out_.empty()) cut();
  wake_for_stop();
  if (guest_ != nullptr) guest_->on_stop();
}

void Connection::cut() {
  lose_peer();
  stream_.close();
}

}  // namespace askd::net
