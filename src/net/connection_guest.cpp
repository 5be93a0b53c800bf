// A connection that HTTP has left: its bytes go through here to what has taken it over.
#include "net/connection.hpp"

#include <algorithm>
#include <cstring>

#include "base/check.hpp"

namespace askd::net {

void Connection::dismiss_guest() {
  guest_ = nullptr;
  if (phase_ == Phase::handling) pace(std::chrono::milliseconds::max());
}

Async<bool> Connection::hand_over() {
  CHECK(answer_ == Answer::none && guest_ != nullptr);
  const bool there = co_await flush();
  answer_ = Answer::finished;
  keep_ = false;
  // It may last for days: nothing of the request stays but the bytes that came behind it.
  reader_.reset();
  in_.shrink();
  out_.shrink();
  co_return there;
}

Stream::Moved Connection::take(char* to, std::size_t size) {
  if (!in_.empty()) {
    size = std::min(size, in_.size());
    std::memcpy(to, in_.view().data(), size);
    in_.consume(size);
    in_.shrink();
    return Stream::Moved{Stream::State::moved, size};
  }
  const auto moved = stream_.read(to, size);
  if (moved.state == Stream::State::ended || moved.state == Stream::State::failed) lose_peer();
  return moved;
}

Stream::Moved Connection::put(std::string_view bytes) {
  const auto moved = stream_.write(bytes);
  if (moved.state == Stream::State::moved) advance(moved.size);
  if (moved.state == Stream::State::ended || moved.state == Stream::State::failed) lose_peer();
  return moved;
}

}  // namespace askd::net
