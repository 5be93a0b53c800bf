// Calls of Slack's Web API.
#pragma once

#include "answers.hpp"
#include "json.hpp"

#include "askd/host.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace askd::adapters::slack {

using Arguments = std::vector<std::pair<std::string, std::string>>;

class WebApi {
 public:
  std::string api_url = "https://slack.com/api/";
  std::string bot_token = {};
  std::string app_token = {};

  static constexpr std::chrono::milliseconds patience{30'000};

  // A method that writes: its arguments as JSON.
  Async<Result<Parsed>> write(Host& host, std::string method, Json body, std::chrono::milliseconds timeout = patience);

  // A method that reads takes a form only.
  Async<Result<Parsed>> read(Host& host, std::string method, Arguments arguments,
                             std::chrono::milliseconds timeout = patience);

  // A method without arguments, and its answer as it came, for what only its header fields say.
  Async<Result<Response>> send(Host& host, std::string method);

  // The one method that wants the app's token: the address of a new WebSocket, good for one connection.
  Async<Result<std::string>> open_connection(Host& host);

 private:
  std::string address(const std::string& method) const;
  Async<Result<Parsed>> call(Host& host, std::string method, Request request);
};

}  // namespace askd::adapters::slack
