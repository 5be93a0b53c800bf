#include "client.hpp"

#include <poll.h>

#include <charconv>

namespace askd::bench {
namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view chunked_end = "\r\n0\r\n\r\n";

}  // namespace

void Client::send(std::string_view request) {
  text_.clear();
  head_ = length_ = 0;
  chunked_ = false;
  status_ = 0;
  // A request is far smaller than what the kernel buffers.
  if (put(request) != request.size()) throw Failure("A request can't be sent at once.");
}

Client::Progress Client::receive() {
  text_.append(take());
  if (head_ == 0) read_head();
  if (head_ == 0) return Progress::nothing;
  const bool whole = chunked_ ? std::string_view(text_).ends_with(chunked_end) : text_.size() >= length_;
  return whole ? Progress::whole : Progress::head;
}

void Client::await() {
  const Clock::time_point end = Clock::now() + patience;
  while (receive() != Progress::whole) {
    pollfd readable{descriptor(), POLLIN, 0};
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (rest.count() <= 0 || ::poll(&readable, 1, static_cast<int>(rest.count())) == 0)
      throw Failure("There is no answer within " + std::to_string(patience.count()) + " s.");
  }
}

void Client::read_head() {
  const std::size_t end = text_.find(head_end);
  if (end == std::string::npos) return;
  head_ = end + head_end.size();
  std::from_chars(text_.data() + text_.find(' ') + 1, text_.data() + end, status_);
  if (const std::string_view length = header("Content-Length"); !length.empty()) {
    std::from_chars(length.data(), length.data() + length.size(), length_);
    length_ += head_;
  } else if (header("Transfer-Encoding") == "chunked") {
    chunked_ = true;
  } else {
    throw Failure("An answer doesn't tell its length: " + text_);
  }
}

std::string_view Client::header(std::string_view name) const {
  const std::string_view head = std::string_view(text_).substr(0, head_);
  for (std::size_t at = head.find(name); at != std::string_view::npos; at = head.find(name, at + 1)) {
    const std::size_t value = at + name.size() + 2;
    if (head.substr(at - 1, 1) != "\n" || head.substr(value - 2, 2) != ": ") continue;
    return head.substr(value, head.find('\r', value) - value);
  }
  return {};
}

}  // namespace askd::bench
