// Sends agents' streams to their webhooks.
#pragma once

#include "api/entries.hpp"
#include "core/core.hpp"
#include "engine/service.hpp"
#include "net/client.hpp"
#include "net/io.hpp"
#include "net/networks.hpp"

#include "askd/async.hpp"
#include "askd/result.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace askd::api {

// How patient deliveries are.
struct WebhookPatience {
  std::chrono::milliseconds first_pause = std::chrono::seconds(5);  // doubles with each attempt
  std::chrono::milliseconds longest_pause = std::chrono::hours(2);
  std::chrono::milliseconds give_up_after = std::chrono::hours(24);  // then the webhook is disabled
  std::chrono::milliseconds answer_within = std::chrono::seconds(15);
};

// One courier for each agent with an active webhook. It delivers in order: an entry that doesn't arrive holds up those
// behind it, and nothing is skipped. Everything happens on the loop's thread.
class Webhooks {
 public:
  // `log` gets a sentence when a webhook is disabled.
  Webhooks(boost::asio::io_context& io, engine::Service& service, Entries& entries,
           std::function<void(std::string)> log, WebhookPatience patience = {});
  ~Webhooks();

  // Takes effect with the next delivery.
  void use(std::string public_url, net::Networks allowed);
  // Sends out couriers for the webhooks that there are.
  void start();
  // To be called for every decided input once it is on disk.
  void observe(const core::Outcome& outcome);
  // Fault::forbidden where the url stands for an address that webhooks may not go to.
  Async<Result<>> reachable(std::string url);
  // No more deliveries: what is under way is delivered again after the next start.
  void stop();

 private:
  // What a courier and its overseer share: it may outlive the overseer by a turn of the loop.
  struct Courier {
    net::Signal signal = {};  // something came, or the webhook changed
    bool recalled = false;
    core::Sequence position = 0;  // the stored cursor, as far as this one moved it
  };
  struct Attempt {
    bool delivered = false;
    bool gone = false;
    std::string reason = {};
    std::optional<std::chrono::milliseconds> retry_after = {};
  };

  void send_out(AgentId agent);
  void fail(AgentId agent, const std::exception_ptr& failure);
  Async<> carry(AgentId agent, std::shared_ptr<Courier> courier);
  // False once there is nothing to do for this courier any more.
  Async<bool> deliver(AgentId agent, std::shared_ptr<Courier> courier, core::Event event);
  Async<Attempt> attempt(core::Webhook webhook, const core::Event& event, const std::string& body);
  Async<> give_up(AgentId agent, std::string url, std::string reason);
  const core::Webhook* webhook_of(AgentId agent, const Courier& courier) const;

  boost::asio::io_context& io_;
  engine::Service& service_;
  Entries& entries_;
  std::function<void(std::string)> log_;
  WebhookPatience patience_;
  std::string public_url_;
  std::shared_ptr<net::Networks> allowed_;
  net::Client client_;
  std::map<AgentId, std::shared_ptr<Courier>> couriers_;
};

}  // namespace askd::api
