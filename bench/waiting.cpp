#include "waiting.hpp"

#include "echo.hpp"
#include "measures.hpp"

#include <fmt/format.h>

namespace askd::bench {
namespace {

constexpr std::size_t at_once = 256;  // connections that begin together
constexpr std::chrono::minutes patience{5};

struct Growth {
  std::size_t before = 0;  // resident bytes
  std::size_t after = 0;
  double for_each(const Plan& plan) const {
    return (static_cast<double>(after) - static_cast<double>(before)) / static_cast<double>(plan.idle_agents);
  }
};

// The two of them must not be there at the same time: descriptors would run short.
Growth growth_by_agents(const Plan& plan) {
  Growth growth;
  Daemon daemon(plan, "waiting");
  const Keys keys = set_up(daemon);
  growth.before = daemon.process().resident();
  const WaitingAgents agents(daemon, keys, plan.idle_agents);
  growth.after = daemon.process().resident();
  daemon.process().kill();
  return growth;
}

// By connections to the bare server that each made one round trip, and stay.
Growth growth_by_echoes(const Plan& plan) {
  Growth growth;
  Echo echo(plan);
  const std::string request = post_request(echo.port(), "/", "", R"({"value":"approve"})");
  growth.before = echo.process().resident();
  std::vector<Client> clients;
  for (std::size_t i = 0; i < plan.idle_agents; ++i) {
    clients.emplace_back(echo.port(), i);
    clients.back().send(request);
    clients.back().await();
  }
  growth.after = echo.process().resident();
  return growth;
}

}  // namespace

WaitingAgents::WaitingAgents(const Daemon& daemon, const Keys& keys, std::size_t count)
    : request_(daemon.port(), keys, "?wait=1h") {
  agents_.reserve(count);
  const Clock::time_point end = Clock::now() + patience;
  std::size_t waiting = 0;
  while (waiting < count) {
    if (Clock::now() > end) throw Failure(fmt::format("Only {} of {} agents wait.", waiting, count));
    while (agents_.size() < count && agents_.size() < waiting + at_once) {
      agents_.push_back(Agent{Client(daemon.port(), agents_.size())});
      poller_.add(agents_.back().client, agents_.size() - 1);
      ask(agents_.size() - 1);
    }
    poller_.wait(end, [&](std::size_t agent) { waiting += look(agent) == Event::waits ? 1 : 0; });
  }
}

void WaitingAgents::ask(std::size_t agent) {
  agents_[agent].ask.clear();
  agents_[agent].client.send(request_.next(asked_++));
}

WaitingAgents::Event WaitingAgents::look(std::size_t agent) {
  auto& [client, ask] = agents_[agent];
  const Client::Progress progress = client.receive();
  if (progress == Client::Progress::nothing) return Event::none;
  if (client.status() != 201) throw Failure("An agent doesn't wait: " + client.text());
  if (progress == Client::Progress::whole) {
    if (client.text().find(R"("state":"answered")") == std::string::npos)
      throw Failure("An agent was woken without an answer: " + client.text());
    return Event::woken;
  }
  if (!ask.empty()) return Event::none;  // a sign of life
  const std::string_view location = client.header("Location");
  ask = location.substr(location.rfind('/') + 1);
  return Event::waits;
}

void measure_waiting(const Plan& plan, Report& report) {
  const Growth agents = growth_by_agents(plan);
  const double each = agents.for_each(plan) / 1024;
  const double echo = growth_by_echoes(plan).for_each(plan) / 1024;
  report.add({fmt::format("memory per waiting agent, {} of them", number(static_cast<double>(plan.idle_agents))),
              "16 KiB or less", number(each) + " KiB", number(echo) + " KiB: bare Beast echo, per connection",
              times(each, echo)});
  report.note(fmt::format(
      "waiting: resident {} KiB before and {} KiB with all of them; each holds POST /asks?wait= on a connection "
      "of its own (from 127.0.0.1 to 127.0.0.16), and its open ask is counted.",
      agents.before / 1024, agents.after / 1024));
}

}  // namespace askd::bench
