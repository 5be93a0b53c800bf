// All that an adapter may ask of askd: three ways out, one way in, and the facts of its backend.
#pragma once

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "askd/words.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd {

using Headers = std::vector<std::pair<std::string, std::string>>;

// One HTTPS request. `timeout` bounds the whole of it, `response_max` the body in bytes.
struct Request {
  std::string method = "GET";
  std::string url;
  Headers headers = {};
  std::string body = {};
  std::chrono::milliseconds timeout{30'000};
  std::size_t response_max = std::size_t{4} << 20;
};

struct Response {
  int status = 0;
  Headers headers = {};
  std::string body = {};
};

// One WebSocket of text frames. A message goes out as one unfragmented frame, and writes go out in order.
class Socket {
 public:
  virtual ~Socket() = default;
  virtual Async<Result<std::string>> read() = 0;
  virtual Async<Result<>> write(std::string message) = 0;
  virtual Async<> close() = 0;
};

// One byte stream, plain or TLS.
class Stream {
 public:
  virtual ~Stream() = default;
  virtual Async<Result<std::string>> read(std::size_t most) = 0;  // what is there, at least one byte; empty at the end
  virtual Async<Result<>> write(std::string bytes) = 0;
  virtual Async<Result<>> start_tls() = 0;
  virtual Async<> close() = 0;
};

// A call that came in under /hooks/<backend>/<name>, and its answer.
using Hook = std::function<Async<Response>(Request)>;

class Host {
 public:
  virtual ~Host() = default;
  // On disk when it completes: acknowledge to the platform only then.
  virtual Async<> heard(Inbound what) = 0;
  // Nothing older is left to read: asks may expire again.
  virtual Async<> caught_up() = 0;
  // The one committed with the last Inbound that carried one; empty at the first start.
  virtual std::string cursor() const = 0;
  // Where people may have answered while we were away.
  virtual std::vector<PostRef> open_posts() const = 0;
  // Ends by `Request::timeout` at the latest. Of an error, `Error::unsent` says that nothing of the request left.
  virtual Async<Result<Response>> send(Request request) = 0;
  // connect() and dial() end after a quarter of a minute at the latest. What isn't text closes a Socket with 1003.
  virtual Async<Result<std::unique_ptr<Socket>>> connect(std::string url, Headers headers) = 0;
  virtual Async<Result<std::unique_ptr<Stream>>> dial(std::string address, bool tls) = 0;
  virtual Result<> serve(std::string name, Hook hook) = 0;
  virtual Async<> sleep(std::chrono::milliseconds time) = 0;
  // The state of the backend, for the operator: `reason` is empty while all is well.
  virtual void report(std::string_view reason) = 0;
};

}  // namespace askd
