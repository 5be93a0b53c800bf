// Slack: a card is a message of blocks, a conversation is its thread.
#pragma once

#include "account.hpp"
#include "catch_up.hpp"
#include "events_mode.hpp"
#include "intake.hpp"
#include "posts.hpp"
#include "socket_mode.hpp"
#include "web_api.hpp"

#include "askd/adapter.hpp"
#include "askd/settings.hpp"

#include <functional>
#include <string>

namespace askd::adapters::slack {

struct Options {
  std::string mode = "socket";
  std::string app_token = {};
  std::string bot_token = {};
  std::string signing_secret = {};
  std::string api_url = "https://slack.com/api/";
};

Options read_options(Settings& settings);

class Slack : public Adapter {
 public:
  using Clock = std::function<Instant()>;

  Slack(Options options, Clock clock);

  Capabilities capabilities() const override;
  Async<Result<>> listen(Host& host) override;
  Async<Result<PostRef>> post(Host& host, Room room, std::optional<PostRef> thread, DeliveryId id, Card card) override;
  Async<Result<>> edit(Host& host, PostRef post, DeliveryId id, Card card) override;
  Async<Result<>> reply(Host& host, PostRef thread, DeliveryId id, Words words) override;
  Async<Result<std::optional<DeliveryId>>> identify(Host& host, PostRef post) override;

  // For `askctl connect`: whether the tokens are right and what they lack.
  Async<Result<std::string>> check(Host& host);

 private:
  Async<Result<>> arrive(Host& host);
  Async<Result<>> attend(Host& host);
  Async<> work(Host& host);

  Options options_;
  WebApi api_;
  Account account_;
  Posts posts_;
  Intake intake_;
  CatchUp catch_up_;
  SocketMode socket_mode_;
  EventsMode events_mode_;
};

Setup setup_of_slack();

}  // namespace askd::adapters::slack
