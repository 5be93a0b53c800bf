// The sending half of a connection, and the long wait before it.
#include "net/connection.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <boost/asio/post.hpp>

#include "base/check.hpp"
#include "net/awaited.hpp"
#include "net/response_text.hpp"

namespace askd::net {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Answers to pipelined requests are gathered up to this size, and leave with one system call.
constexpr std::size_t gather_max = std::size_t{64} << 10;

// Far deadlines fall together, so that thousands of them wake the loop a few times a second at most.
TimePoint hold_end(std::optional<milliseconds> how_long) {
  if (!how_long || *how_long == milliseconds::max()) return TimePoint::max();
  const TimePoint end = steady_clock::now() + *how_long;
  if (*how_long <= milliseconds(5'000)) return end;
  const auto quarter = milliseconds(250);
  const auto since = std::chrono::ceil<milliseconds>(end.time_since_epoch());
  return TimePoint((since + quarter - milliseconds(1)) / quarter * quarter);
}

}  // namespace

// Lives in the frame of hold(). The timer is both the deadline and what the coroutine waits on.
struct Connection::HoldWaiter : Signal::Waiter {
  using Timer =
      asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, asio::io_context::executor_type>;
  HoldWaiter(Connection& connection, TimePoint end) : timer(connection.server_->io), due(end), holder(connection) {
    timer.expires_at(end);
    holder.held_ = this;
  }
  ~HoldWaiter() override { holder.held_ = nullptr; }
  void wake() override { end(Wake::fired); }
  void end(Wake reason) {
    if (why) return;
    why = reason;
    timer.cancel();
  }

  Timer timer;
  TimePoint due;
  Connection& holder;
  std::optional<Wake> why = {};
};

Async<Wake> Connection::hold(std::optional<milliseconds> how_long, Signal& signal) {
  if (signal.take()) co_return Wake::fired;
  co_await flush();
  if (gone_) co_return Wake::gone;
  if (server_->stopping) co_return Wake::stopping;
  if (signal.take()) co_return Wake::fired;
  in_.shrink();
  out_.shrink();
  watch();
  if (gone_) co_return Wake::gone;
  const TimePoint end = hold_end(how_long);
  HoldWaiter waiter(*this, end);
  signal.join(waiter);
  co_await waiter.timer.async_wait(awaited);
  co_return waiter.why.value_or(Wake::elapsed);
}

void Connection::wake_if_due(TimePoint now) {
  if (held_ != nullptr && now >= held_->due) held_->end(Wake::elapsed);
}

void Connection::wake_for_stop() {
  if (held_ != nullptr) held_->end(Wake::stopping);
}

// While a request is held nobody reads, so this looks whether the peer is still there. One look stays posted across
// holds; a read that waits at the same time is woken as well.
void Connection::watch() {
  // With as much as we buffer waiting, only an error of the socket can still tell us.
  const bool full = in_.size() >= server_->limits.ahead_max;
  bool Connection::*const flag = full ? &Connection::watching_errors_ : &Connection::watching_;
  if (this->*flag || !stream_.open()) return;
  this->*flag = true;
  const auto what = full ? Stream::Socket::wait_error : Stream::Socket::wait_read;
  stream_.socket().async_wait(what, [self = shared_from_this(), flag](boost::system::error_code error) {
    self.get()->*flag = false;
    if (error || self->held_ == nullptr || !self->stream_.open()) return;
    self->look_at_peer();
  });
}

void Connection::look_at_peer() {
  auto& scratch = server_->scratch;
  const std::size_t room = server_->limits.ahead_max - std::min(in_.size(), server_->limits.ahead_max);
  if (room == 0) return lose_peer();
  const auto [state, size] = stream_.read(scratch.data(), std::min(room, scratch.size()));
  if (state == Stream::State::moved) in_.append(std::string_view(scratch.data(), size));
  if (state == Stream::State::ended || state == Stream::State::failed) return lose_peer();
  watch();
}

void Connection::lose_peer() {
  gone_ = true;
  keep_ = false;
  out_.clear();
  if (held_ != nullptr) held_->end(Wake::gone);
  if (guest_ != nullptr) guest_->on_lost();
}

Result<> Connection::presence() const {
  if (gone_) return Error{Fault::unavailable, "The client hung up."};
  return boost::system::in_place_value;
}

// False once the peer is gone. Leaves in out_ what the kernel doesn't take now.
bool Connection::write_some() {
  while (!gone_ && !out_.empty()) {
    const auto [state, size] = stream_.write(out_.view());
    if (state == Stream::State::blocked) return true;
    if (state != Stream::State::moved) {
      lose_peer();
      return false;
    }
    out_.consume(size);
    if (sending_) advance(size);
  }
  return !gone_;
}

// Sends all of out_, at the pace that the limits ask of the reader. False once the peer is gone.
Async<bool> Connection::flush() {
  if (!write_some()) co_return false;
  if (out_.empty()) co_return true;
  const TimePoint before = deadline_;
  sending_ = true;
  pace(server_->limits.write_timeout);
  while (write_some() && !out_.empty()) {
    if (co_await stream_.wait()) continue;
    lose_peer();
  }
  sending_ = false;
  deadline_ = pace_deadline_ = before;
  co_return !gone_;
}

// Sends what is gathered as soon as the loop comes round: at the latest when a handler waits for something.
void Connection::flush_soon() {
  if (flush_posted_) return;
  flush_posted_ = true;
  asio::post(server_->io, [self = shared_from_this()] {
    self->flush_posted_ = false;
    if (self->stream_.open()) self->write_some();
  });
}

void Connection::add_field(std::string_view name, std::string_view value) { append_field(fields_, name, value); }

void Connection::put_answer(const Response& response) {
  answer_ = Answer::finished;
  if (gone_) return;
  HeadFacts facts;
  facts.keep_alive = keep_ = keep_ && !server_->stopping;
  facts.http11 = http11_;
  facts.length = response.body.size();
  facts.date = server_->date();
  facts.more = fields_;
  std::string& out = out_.tail();
  append_head(out, response.status, response.headers, response.content_type, facts);
  if (!head_only_ && has_body(response.status)) out += response.body;
}

Async<> Connection::send(Response response) {
  CHECK(answer_ == Answer::none);
  put_answer(response);
  // A reader may take its time with what is in out_: it is there once.
  std::string().swap(response.body);
  if (!in_.empty() && keep_ && out_.size() < gather_max)
    flush_soon();
  else
    co_await flush();
}

Async<Result<>> Connection::start(int status, Fields headers) {
  CHECK(answer_ == Answer::none);
  answer_ = Answer::started;
  chunked_ = http11_ && has_body(status);
  keep_ = keep_ && chunked_ && !server_->stopping;
  if (!gone_) {
    HeadFacts facts;
    facts.keep_alive = keep_;
    facts.http11 = http11_;
    facts.chunked = chunked_;
    facts.date = server_->date();
    facts.more = fields_;
    append_head(out_.tail(), status, headers, {}, facts);
    std::string().swap(fields_);
    co_await flush();
  }
  co_return presence();
}

// With a co_return in each branch, g++ 12 lets the frame's self handle overwrite `this` where the address sanitizer is
// on; the branches meet at one co_return instead.
Async<Result<>> Connection::write(std::string chunk) {
  CHECK(answer_ == Answer::started);
  if (!gone_ && !head_only_ && !chunk.empty()) {
    if (chunked_)
      append_chunk(out_.tail(), chunk);
    else
      out_.append(chunk);
    std::string().swap(chunk);
    co_await flush();
  }
  co_return presence();
}

Async<> Connection::finish() {
  CHECK(answer_ == Answer::started);
  answer_ = Answer::finished;
  if (gone_) co_return;
  if (chunked_ && !head_only_) out_.append("0\r\n\r\n");
  co_await flush();
}

void Exchange::add_field(std::string_view name, std::string_view value) { connection_.add_field(name, value); }

// These aren't coroutines themselves: a frame less per call, and per held request.
Async<> Exchange::send(Response response) { return connection_.send(std::move(response)); }
Async<Result<>> Exchange::start(int status, Fields headers) { return connection_.start(status, std::move(headers)); }
Async<Result<>> Exchange::write(std::string chunk) { return connection_.write(std::move(chunk)); }
Async<> Exchange::finish() { return connection_.finish(); }
Async<Wake> Exchange::hold(std::optional<milliseconds> how_long, Signal& signal) {
  return connection_.hold(how_long, signal);
}

bool Exchange::gone() const { return connection_.gone(); }
bool Exchange::stopping() const { return connection_.stopping(); }
bool Exchange::answered() const { return connection_.answered(); }

}  // namespace askd::net
