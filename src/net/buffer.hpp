// Bytes that arrived and wait to be taken from the front, or to be sent.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace askd::net {

class Buffer {
 public:
  std::string_view view() const { return std::string_view(text_).substr(at_); }
  std::size_t size() const { return text_.size() - at_; }
  bool empty() const { return at_ == text_.size(); }

  void append(std::string_view bytes) { tail().append(bytes); }

  // What to append to. The front is moved away first where that is cheap compared to what was taken.
  std::string& tail() {
    if (at_ > 4096 && at_ > text_.size() / 2) {
      text_.erase(0, at_);
      at_ = 0;
    }
    return text_;
  }

  void consume(std::size_t size) {
    at_ += size;
    if (at_ < text_.size()) return;
    text_.clear();
    at_ = 0;
  }

  void clear() {
    text_.clear();
    at_ = 0;
  }

  // Gives memory back: all of it if nothing waits.
  void shrink() {
    if (empty()) {
      std::string().swap(text_);
      at_ = 0;
    } else if (text_.capacity() > 2 * size() + 1024) {
      std::string(view()).swap(text_);
      at_ = 0;
    }
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace askd::net
