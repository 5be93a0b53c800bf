// Reads one response from the bytes of a connection.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "askd/result.hpp"
#include "net/buffer.hpp"
#include "net/client.hpp"

namespace askd::net {

class ResponseReader {
 public:
  // Gets each piece of the body; false ends the reading there.
  using Sink = std::function<bool(std::string_view piece)>;

  // `bodiless` for the answer to a HEAD. `response` and what the sink refers to must outlive the reader.
  ResponseReader(ClientResponse& response, bool bodiless, Sink sink);
  ~ResponseReader();
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;

  // Takes from `in`. An error is a clause about what is wrong with the answer.
  Result<> read(Buffer& in);
  // The peer closed its side: the end of an answer without a length.
  Result<> end();

  bool done() const;        // the whole answer is there, or the sink wants no more
  bool stopped() const;     // the sink wants no more
  bool begun() const;       // a byte of the answer has come
  bool keep_alive() const;  // the connection can be used again

 private:
  struct Parser;
  Result<> read_one(Buffer& in);

  ClientResponse& response_;
  bool bodiless_;
  Sink sink_;
  std::unique_ptr<Parser> parser_;
  bool begun_ = false;
};

}  // namespace askd::net
