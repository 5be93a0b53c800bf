#include "api/webhooks.hpp"

#include "api/webhook_signature.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <exception>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace askd::api {
namespace {

constexpr std::size_t entries_at_once = 16;
constexpr std::chrono::milliseconds longest_retry_after = std::chrono::hours(1);
constexpr int gone_for_good = 410;

// askd's own ClientSettings for strangers' servers.
net::ClientSettings settings_for(std::shared_ptr<net::Networks> allowed) {
  net::ClientSettings settings;
  settings.may_connect = [allowed = std::move(allowed)](const std::string& address, bool tls) {
    if (allowed->contains(address)) return true;
    return tls && net::is_public_address(address);
  };
  return settings;
}

std::string sentence_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

Webhooks::Webhooks(boost::asio::io_context& io, engine::Service& service, Entries& entries,
                   std::function<void(std::string)> log, WebhookPatience patience)
    : io_(io),
      service_(service),
      entries_(entries),
      log_(std::move(log)),
      patience_(patience),
      allowed_(std::make_shared<net::Networks>()),
      client_(io, settings_for(allowed_)) {}

Webhooks::~Webhooks() { stop(); }

void Webhooks::use(std::string public_url, net::Networks allowed) {
  public_url_ = std::move(public_url);
  *allowed_ = std::move(allowed);
  client_.close();  // a kept connection was allowed by what was allowed then
}

void Webhooks::start() {
  for (const auto& [id, agent] : service_.state().agents)
    if (agent.webhook && agent.webhook->state == core::WebhookState::active) send_out(id);
}

void Webhooks::stop() {
  for (auto& [agent, courier] : couriers_) {
    courier->recalled = true;
    courier->signal.fire();
  }
  couriers_.clear();
}

void Webhooks::observe(const core::Outcome& outcome) {
  const auto note = [this]<class T>(const T& one) {
    using namespace core::agents;
    if constexpr (std::is_same_v<T, WebhookSet> || std::is_same_v<T, WebhookRedriven> ||
                  std::is_same_v<T, Readmitted>) {
      send_out(one.agent);
    } else if constexpr (std::is_same_v<T, WebhookRemoved> || std::is_same_v<T, Revoked>) {
      if (const auto found = couriers_.find(one.agent); found != couriers_.end()) found->second->signal.fire();
    }
  };
  for (const core::Fact& fact : outcome.facts)
    if (const auto* agents = std::get_if<core::agents::Fact>(&fact)) std::visit(note, *agents);
}

Async<Result<>> Webhooks::reachable(std::string url) { return client_.reachable(std::move(url)); }

// Whoever is under way for this agent is called back: the url or the place to go on from may be another one.
void Webhooks::send_out(AgentId agent) {
  auto& courier = couriers_[agent];
  if (courier != nullptr) {
    courier->recalled = true;
    courier->signal.fire();
  }
  courier = std::make_shared<Courier>();
  const auto ended = [this, agent, sent = courier](std::exception_ptr failure) {
    if (failure != nullptr && !sent->recalled) fail(agent, failure);
  };
  boost::asio::co_spawn(io_, carry(agent, courier), ended);
}

// A row that can't be read, say: without a word the webhook would seem to work.
void Webhooks::fail(AgentId agent, const std::exception_ptr& failure) {
  const core::Agent* known = service_.state().agent(agent);
  if (known == nullptr || !known->webhook) return;
  auto giving_up = give_up(agent, known->webhook->url, "askd failed: " + sentence_of(failure));
  boost::asio::co_spawn(io_, std::move(giving_up), boost::asio::detached);
}

const core::Webhook* Webhooks::webhook_of(AgentId agent, const Courier& courier) const {
  if (courier.recalled) return nullptr;
  const core::Agent* known = service_.state().agent(agent);
  if (known == nullptr || known->revoked || !known->webhook) return nullptr;
  return known->webhook->state == core::WebhookState::active ? &*known->webhook : nullptr;
}

Async<> Webhooks::carry(AgentId agent, std::shared_ptr<Courier> courier) {
  co_await service_.settled();
  const core::Webhook* webhook = webhook_of(agent, *courier);
  if (webhook == nullptr) co_return;
  courier->position = webhook->cursor;
  auto follower = service_.follow(agent, webhook->cursor, courier->signal);
  while (follower && !courier->recalled) {
    auto entries = co_await (*follower)->next(entries_at_once);
    for (core::Event& entry : entries) {
      const bool goes_on = co_await deliver(agent, courier, std::move(entry));
      if (!goes_on) co_return;
    }
    if (courier->recalled) co_return;
    co_await service_.settled();
    if (webhook_of(agent, *courier) == nullptr) co_return;
    if (entries.empty()) co_await courier->signal.wait();
  }
}

Async<bool> Webhooks::deliver(AgentId agent, std::shared_ptr<Courier> courier, core::Event event) {
  const Text data = co_await entries_.text_of(event);
  const std::string body = cloud_event(event, public_url_, *data);
  const auto first = std::chrono::steady_clock::now();
  for (std::chrono::milliseconds pause = patience_.first_pause;; pause = std::min(2 * pause, patience_.longest_pause)) {
    if (courier->recalled) co_return false;
    co_await service_.settled();
    const core::Webhook* webhook = webhook_of(agent, *courier);
    if (webhook == nullptr) co_return false;
    core::Webhook copy = *webhook;
    const std::string url = copy.url;
    Attempt made = co_await attempt(std::move(copy), event, body);
    if (courier->recalled) co_return false;
    if (made.delivered) break;
    const std::chrono::milliseconds rest = std::max(pause, made.retry_after.value_or(pause));
    const bool too_long = std::chrono::steady_clock::now() + rest - first > patience_.give_up_after;
    if (made.gone || too_long) {
      if (too_long && !made.gone) made.reason = "No entry arrived for a day: " + made.reason;
      co_await give_up(agent, url, std::move(made.reason));
      co_return false;
    }
    // What comes meanwhile fires the signal too: it must not hurry the next attempt.
    const auto deadline = std::chrono::steady_clock::now() + rest;
    for (auto now = deadline - rest; !courier->recalled && now < deadline; now = std::chrono::steady_clock::now())
      co_await courier->signal.wait_for(std::chrono::ceil<std::chrono::milliseconds>(deadline - now));
  }
  core::Input input = core::agents::Input{
      core::agents::WebhookDelivered{agent, std::exchange(courier->position, event.cursor), event.cursor}};
  co_await service_.submit(std::move(input));
  co_return !courier->recalled;
}

Async<Webhooks::Attempt> Webhooks::attempt(core::Webhook webhook, const core::Event& event, const std::string& body) {
  net::ClientRequest request;
  request.method = "POST";
  request.url = webhook.url;
  request.headers = delivery_headers(webhook, delivery_id(event), body, service_.now());
  request.body = body;
  request.timeout = patience_.answer_within;
  request.on_chunk = [](const net::ClientResponse&, std::string_view) { return false; };  // the status says it all
  const auto response = co_await client_.send(std::move(request));
  Attempt made;
  if (!response) {
    made.reason = response.error().message;
  } else if (response->status >= 200 && response->status < 300) {
    made.delivered = true;
  } else {
    made.gone = response->status == gone_for_good;
    made.reason = "It answered " + std::to_string(response->status) + ".";
    if (response->status >= 300 && response->status < 400)
      made.reason += " Redirects aren't followed: set the webhook to where it is.";
    if (const auto asked = response->retry_after())
      made.retry_after = std::min<std::chrono::milliseconds>(*asked, longest_retry_after);
  }
  co_return made;
}

Async<> Webhooks::give_up(AgentId agent, std::string url, std::string reason) {
  if (log_) log_("The webhook of " + agent.text() + " is disabled: " + reason);
  core::Input input = core::agents::Input{core::agents::WebhookGaveUp{agent, std::move(url), std::move(reason)}};
  co_await service_.submit(std::move(input));
}

}  // namespace askd::api
