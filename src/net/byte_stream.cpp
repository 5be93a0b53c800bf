// net::Stream behind the interface that adapters know.
#include "net/byte_stream.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "net/client_pool.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t piece_max = 65'536;

// One call of a kind at a time, also where it is called off or goes in the middle.
class Claim {
 public:
  explicit Claim(bool& taken) : taken_(taken) { taken_ = true; }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  ~Claim() { taken_ = false; }

 private:
  bool& taken_;
};

// Told of a deadline's stream while it lives.
class Guarded {
 public:
  Guarded(Deadline& deadline, Stream& stream) : deadline_(deadline) { deadline_.guard(&stream); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  ~Guarded() { deadline_.guard(nullptr); }

 private:
  Deadline& deadline_;
};

// The coroutines hold it, so that it outlives the stream that was destroyed under them.
struct ByteSession {
  using Self = std::shared_ptr<ByteSession>;

  ByteSession(std::shared_ptr<Client::Pool> from, std::unique_ptr<Link> made, Origin to, const DialRequest& request)
      : pool(std::move(from)),
        link(std::move(made)),
        origin(std::move(to)),
        timeout(request.timeout),
        blocked(request.blocked),
        quiet(request.quiet) {}

  Stream& stream() { return link->stream; }
  Error error(Fault fault, const std::string& clause) const {
    return Error{fault, "The connection to " + origin.name() + " " + clause + ".", {}};
  }
  Error gone(const Deadline& deadline, const std::string& late) const {
    return error(Fault::unavailable, deadline.passed() ? late : closed ? "is closed" : "broke");
  }

  static Async<Result<std::string>> read(Self self, std::size_t most);
  static Async<Result<>> write(Self self, std::string bytes);
  static Async<Result<>> start_tls(Self self);
  static Async<> close(Self self);

  std::shared_ptr<Client::Pool> pool;
  std::unique_ptr<Link> link;
  Origin origin;
  milliseconds timeout;
  milliseconds blocked;
  milliseconds quiet;
  bool reading = false;
  bool writing = false;
  bool closed = false;
};

Async<Result<std::string>> ByteSession::read(Self self, std::size_t most) {
  if (self->reading) co_return self->error(Fault::internal, "is read already");
  const Claim claim(self->reading);
  std::string bytes(std::clamp(most, std::size_t{1}, piece_max), '\0');
  Deadline deadline(self->pool->io);
  const Guarded guarded(deadline, self->stream());
  for (bool waited = false;; waited = true) {
    const auto [state, size] = self->stream().read(bytes.data(), bytes.size());
    if (state == Stream::State::ended) co_return std::string();
    if (state == Stream::State::moved) {
      bytes.resize(size);
      co_return bytes;
    }
    if (!waited) deadline.set(steady_clock::now() + self->quiet);
    const bool again = state == Stream::State::blocked && co_await self->stream().wait();
    if (!again) co_return self->gone(deadline, "was quiet for too long");
  }
}

Async<Result<>> ByteSession::write(Self self, std::string bytes) {
  if (self->writing) co_return self->error(Fault::internal, "is written to already");
  const Claim claim(self->writing);
  Deadline deadline(self->pool->io);
  const Guarded guarded(deadline, self->stream());
  std::string_view unsent = bytes;
  while (!unsent.empty()) {
    const auto [state, size] = self->stream().write(unsent);
    if (state == Stream::State::moved) {
      unsent.remove_prefix(size);
      continue;
    }
    deadline.set(steady_clock::now() + self->blocked);
    const bool again = state == Stream::State::blocked && co_await self->stream().wait();
    if (!again) co_return self->gone(deadline, "takes nothing any more");
  }
  co_return boost::system::in_place_value;
}

Async<Result<>> ByteSession::start_tls(Self self) {
  if (self->reading || self->writing) co_return self->error(Fault::internal, "is in use");
  if (self->stream().secure()) co_return self->error(Fault::internal, "is TLS already");
  if (!self->stream().open()) co_return self->error(Fault::unavailable, "is closed");
  const Claim read_claim(self->reading), write_claim(self->writing);
  Deadline deadline(self->pool->io);
  const Guarded guarded(deadline, self->stream());
  deadline.set(steady_clock::now() + self->timeout);
  auto secured = co_await self->pool->secure(self->origin, *self->link);
  if (secured) co_return secured;
  // Half a handshake is neither plain nor TLS: nothing more can be said on it.
  self->stream().close();
  if (deadline.passed()) co_return self->error(Fault::unavailable, "took too long to begin TLS");
  co_return about(self->origin, secured.error());
}

Async<> ByteSession::close(Self self) {
  self->closed = true;
  self->stream().shutdown_send();
  self->stream().close();
  co_return;
}

class OutgoingStream final : public askd::Stream {
 public:
  explicit OutgoingStream(ByteSession::Self session) : session_(std::move(session)) {}
  OutgoingStream(const OutgoingStream&) = delete;
  OutgoingStream& operator=(const OutgoingStream&) = delete;
  ~OutgoingStream() override {
    session_->closed = true;
    session_->stream().close();
  }

  // No coroutines of their own: such a one would refer to this, which may go first.
  Async<Result<std::string>> read(std::size_t most) override { return ByteSession::read(session_, most); }
  Async<Result<>> write(std::string bytes) override { return ByteSession::write(session_, std::move(bytes)); }
  Async<Result<>> start_tls() override { return ByteSession::start_tls(session_); }
  Async<> close() override { return ByteSession::close(session_); }

 private:
  ByteSession::Self session_;
};

// A url's authority has the same form.
Result<Origin> parse_address(const std::string& address, bool tls) {
  const bool plain = address.find_first_of("/?#@ ") == std::string::npos;
  const auto url = parse_url("https://" + address, {});
  const bool ported = url && url->origin.authority.ends_with(":" + url->origin.port);
  if (!plain || !ported) return invalid("\"" + address + "\" isn't an address as in mail.example.com:993.");
  Origin origin = url->origin;
  origin.tls = tls;
  return origin;
}

void probe(Stream& stream) {
  const int descriptor = stream.socket().native_handle();
  const int on = 1, idle = 60, every = 15, count = 4;
  ::setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, &every, sizeof every);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
}

Async<Result<std::unique_ptr<askd::Stream>>> dial_from(std::shared_ptr<Client::Pool> pool, DialRequest request) {
  auto origin = parse_address(request.address, request.tls);
  if (!origin) co_return origin.error();
  Route route;
  route.origin = *origin;
  Deadline deadline(pool->io);
  deadline.set(steady_clock::now() + request.timeout);
  auto link = co_await pool->connect(route, deadline);
  if (!link) co_return about(*origin, link.error());
  probe((*link)->stream);
  auto session = std::make_shared<ByteSession>(pool, std::move(*link), std::move(*origin), request);
  std::unique_ptr<askd::Stream> stream = std::make_unique<OutgoingStream>(std::move(session));
  co_return stream;
}

}  // namespace

// No coroutine: one would ask for the client only later, when it may be gone.
Async<Result<std::unique_ptr<askd::Stream>>> dial(Client& client, DialRequest request) {
  return dial_from(client.pool(), std::move(request));
}

}  // namespace askd::net
