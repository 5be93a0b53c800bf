#include "slack.hpp"

#include "render.hpp"

#include "askd/first.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;
using namespace boost::asio::experimental::awaitable_operators;

Instant wall_clock() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::unique_ptr<Adapter> make(Settings& settings) {
  return std::make_unique<Slack>(read_options(settings), wall_clock);
}

WebApi api_of(const Options& options) { return WebApi{options.api_url, options.bot_token, options.app_token}; }

}  // namespace

Options read_options(Settings& settings) {
  Options options;
  settings(options.mode, {.name = "mode",
                          .fallback = "socket",
                          .help = "How Slack's events reach askd: over a WebSocket that askd opens (socket), or by "
                                  "calls to askd's public address (events).",
                          .one_of = {"socket", "events"}});
  settings(options.bot_token, {.name = "bot_token",
                               .help = "The app's Bot User OAuth Token, which begins with xoxb-.",
                               .required = true,
                               .secret = true,
                               .example = "{credential: slack-bot}"});
  settings(options.app_token, {.name = "app_token",
                               .help = "With mode: socket, an app-level token with the scope connections:write, which "
                                       "begins with xapp-.",
                               .secret = true,
                               .example = "{credential: slack-app}"});
  settings(options.signing_secret, {.name = "signing_secret",
                                    .help = "With mode: events, the app's signing secret, by which Slack's calls are "
                                            "told from forged ones.",
                                    .secret = true,
                                    .example = "{credential: slack-signing}"});
  settings(options.api_url, {.name = "api_url",
                             .fallback = "https://slack.com/api/",
                             .help = "Where Slack's Web API is: https://slack-gov.com/api/ for GovSlack."});
  if (options.mode == "socket" && options.app_token.empty()) settings.fault("app_token", "mode: socket needs it");
  if (options.mode == "events" && options.signing_secret.empty())
    settings.fault("signing_secret", "mode: events needs it");
  return options;
}

Slack::Slack(Options options, Clock clock)
    : options_(std::move(options)),
      api_(api_of(options_)),
      account_(api_),
      posts_(api_, account_, clock),
      intake_(account_, posts_),
      catch_up_(api_, account_, intake_),
      socket_mode_(api_, account_, intake_, catch_up_, clock),
      events_mode_(api_, account_, intake_, catch_up_, options_.signing_secret, clock) {
  account_.learn_app(app_in_token(options_.app_token));
  posts_.when_found([this] { catch_up_.wanted_later(); });
}

Capabilities Slack::capabilities() const { return capabilities_of_slack(); }

Async<Result<>> Slack::listen(Host& host) {
  auto arrived = co_await arrive(host);
  if (!arrived) co_return arrived;
  auto first = co_await first_of(attend(host), work(host));
  if (first.index() == 0) co_return std::get<0>(std::move(first));
  co_return Error{Fault::internal, "Catching up in Slack came to an end.", {}};
}

Async<> Slack::work(Host& host) { co_await (catch_up_.run(host) && intake_.work(host)); }

// Who we are must be known before anything is heard: our own words would be taken for a person's.
Async<Result<>> Slack::arrive(Host& host) {
  std::chrono::milliseconds pause = 1s;
  for (;;) {
    auto known = co_await account_.know_self(host);
    if (known || is_final(known.error())) co_return known;
    host.report(known.error().message);
    co_await host.sleep(pause_or(known.error(), pause));
    pause = std::min<std::chrono::milliseconds>(pause * 2, 60s);
  }
}

Async<Result<>> Slack::attend(Host& host) {
  if (options_.mode == "events") co_return co_await events_mode_.run(host);
  co_return co_await socket_mode_.run(host);
}

Async<Result<PostRef>> Slack::post(Host& host, Room room, std::optional<PostRef> thread, DeliveryId id, Card card) {
  co_return co_await posts_.post(host, std::move(room), std::move(thread), id, std::move(card));
}

Async<Result<>> Slack::edit(Host& host, PostRef post, DeliveryId id, Card card) {
  co_return co_await posts_.edit(host, std::move(post), id, std::move(card));
}

Async<Result<>> Slack::reply(Host& host, PostRef thread, DeliveryId id, Words words) {
  co_return co_await posts_.reply(host, std::move(thread), id, std::move(words));
}

Async<Result<std::optional<DeliveryId>>> Slack::identify(Host& host, PostRef post) {
  co_return co_await posts_.identify(host, std::move(post));
}

extern const AdapterType type;
const AdapterType type{.name = "slack",
                       .summary = "Asks in Slack, with buttons, menus and forms; people answer there or in the thread.",
                       .make = make,
                       .setup = setup_of_slack};

}  // namespace askd::adapters::slack
