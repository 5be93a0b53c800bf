// Sends requests to askd, again where that is safe and worth it.
#pragma once

#include "askctl/shell.hpp"
#include "askctl/target.hpp"
#include "net/client.hpp"

#include "askd/result.hpp"
#include "base/json.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askd::askctl {

// A request. Every one of them may be sent again: it reads, or askd knows it by its key or by what it is about.
struct Call {
  std::string method = "GET";
  std::string path = {};              // below the address, from "/api/v1" on, with its query
  std::string body = {};              // JSON
  std::string key = {};               // Idempotency-Key
  std::chrono::milliseconds held{0};  // how long askd may hold it
};

// 429, 502, 503 or 504: askd, or a proxy before it, will answer later.
bool says_later(int status);

// "a=b&c=d", each part encoded.
std::string query_text(const std::vector<std::pair<std::string, std::string>>& fields);

class Caller {
 public:
  Caller(Shell& shell, Target target);

  // Tries until then, and no longer than until `first` while no answer has come at all: the address may be wrong.
  struct Patience {
    std::chrono::steady_clock::time_point first;
    std::chrono::steady_clock::time_point until;
  };
  // Enough for a connection that broke: some two seconds.
  Patience short_patience() const;

  // Once. Any answer is a success. While it waits, Ctrl-C makes it an error.
  Result<net::ClientResponse> send(const Call& call);

  // `call` is made anew for every try. It is tried again where no answer came, or one that says "later" (429, 502, 503,
  // 504; Retry-After is obeyed), with growing pauses. What it ends with is returned: the last answer, or the error.
  Result<net::ClientResponse> send(const std::function<Call()>& call, const Patience& patience);

  const Target& target() const { return target_; }

 private:
  net::ClientRequest request_of(const Call& call) const;
  void tell_trouble(const Result<net::ClientResponse>& result);

  Shell& shell_;
  Target target_;
  net::Client client_;
  bool reached_ = false;
  bool told_ = false;
};

// What an answer that isn't a success says, for people: the detail, and every field that is wrong. A 401 tells where
// the token comes from.
std::string problem_words(const Target& target, const net::ClientResponse& response);

// Tells why it failed, on stderr; with `json` a problem document stays as it is. Returns exits::failed, or
// exits::interrupted.
int tell_failure(const Shell& shell, const Target& target, const Result<net::ClientResponse>& result, bool json);

// The body as JSON, if it is a success and is JSON.
Result<Json> json_of(const net::ClientResponse& response);

}  // namespace askd::askctl
