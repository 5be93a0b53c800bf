// Reads requests from the bytes of one connection, and refuses what is malformed or too large.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "net/buffer.hpp"
#include "net/limits.hpp"
#include "net/message.hpp"

namespace askd::net {

// Finds the end of a head line by line, so that what a parser would forgive (bare line feeds, folded lines) and what
// is too long is refused early, however slowly it arrives.
class HeadScanner {
 public:
  enum class Step { need_more, found, refused };

  // `text` is everything from the start of the head and only ever grows between calls.
  Step scan(std::string_view text, const Limits& limits);

  std::size_t size() const { return at_; }  // of the head with its blank line, once found
  const std::optional<Response>& refusal() const { return refusal_; }

 private:
  Step line(std::string_view line, std::string_view text, const Limits& limits);
  Step refuse(Response response);

  std::size_t at_ = 0;  // where the current line begins
  std::size_t lines_ = 0;
  std::optional<Response> refusal_;
};

class RequestReader {
 public:
  enum class Step {
    need_more,       // everything that arrived is taken, or waits for its rest
    wants_continue,  // the head was accepted and the client waits for a 100 before it sends the body
    done,
    refused  // answer with refusal() and close
  };

  explicit RequestReader(const Limits& limits);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  // Starts a new request.
  void reset();

  // Takes from `in` what belongs to the request.
  Step read(Buffer& in, Request& request);

  bool in_body() const;     // the head was accepted
  bool keep_alive() const;  // what the request allows; false before its head was read
  bool chunked_ok() const;  // the client speaks HTTP/1.1
  Response take_refusal();

 private:
  struct Parser;
  Step read_head(Buffer& in, Request& request);
  Step read_body(Buffer& in);
  Step refuse(Response response);

  const Limits& limits_;
  HeadScanner scanner_;
  std::unique_ptr<Parser> parser_;
  bool empty_line_ = false;  // the one before a request line is taken away
  Response refusal_;
};

}  // namespace askd::net
