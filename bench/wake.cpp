#include "measures.hpp"

#include "client.hpp"
#include "daemon.hpp"
#include "echo.hpp"
#include "level.hpp"
#include "requests.hpp"
#include "schedule.hpp"
#include "waiting.hpp"

#include <fmt/format.h>

#include <deque>
#include <functional>
#include <memory>

namespace askd::bench {
namespace {

constexpr std::chrono::minutes patience{2};

// Agents that wait, and people who answer them one after the other. Who was woken asks again, so that as many wait at
// the end as in the beginning.
class Answering {
 public:
  Answering(const Plan& plan, const Daemon& daemon, const Keys& keys)
      : agents_(daemon, keys, plan.waiting_agents), answer_(daemon.port(), keys), due_(plan.waiting_agents) {
    for (std::size_t i = 0; i < plan.answering_connections; ++i) people_.emplace_back(daemon.port(), i);
    for (std::size_t i = 0; i < people_.size(); ++i) {
      agents_.poller().add(people_[i], agents_.count() + i);
      free_.push_back(i);
    }
    for (std::size_t i = 0; i < agents_.count(); ++i) asleep_.push_back(i);
  }

  Latencies run(const Plan& plan) {
    const Span span = span_of(plan);
    Schedule schedule(span.start, plan.answers_per_second);
    measured_from_ = span.measured;
    while (schedule.next() < span.end || !called_for_.empty() || under_way_ > 0) {
      const Clock::time_point now = Clock::now();
      if (now > span.end + patience) throw Failure("Agents were answered and didn't wake up.");
      for (; schedule.next() < span.end && schedule.next() <= now; schedule.called())
        called_for_.push_back(schedule.next());
      answer_those_called_for();
      agents_.poller().wait(schedule.next() < span.end ? schedule.next() : now + patience,
                            [&](std::size_t i) { look(i); });
    }
    return std::move(latencies_);
  }

 private:
  void answer_those_called_for() {
    while (!called_for_.empty() && !free_.empty() && !asleep_.empty()) {
      const std::size_t agent = asleep_.front();
      due_[agent] = called_for_.front();
      people_[free_.back()].send(answer_.to(agents_.ask_of(agent)));
      asleep_.pop_front();
      called_for_.pop_front();
      free_.pop_back();
      ++under_way_;
    }
  }

  void look(std::size_t i) {
    if (i < agents_.count())
      look_at_agent(i);
    else
      look_at_person(i - agents_.count());
  }

  void look_at_agent(std::size_t i) {
    switch (agents_.look(i)) {
      case WaitingAgents::Event::none:
        return;
      case WaitingAgents::Event::waits:
        asleep_.push_back(i);
        return;
      case WaitingAgents::Event::woken:
        const Clock::time_point now = Clock::now();
        if (due_[i] >= measured_from_) latencies_.add(now - due_[i]);
        --under_way_;
        agents_.ask(i);
    }
  }

  void look_at_person(std::size_t i) {
    if (people_[i].receive() != Client::Progress::whole) return;
    if (people_[i].status() != 200) throw Failure("An answer was not taken: " + people_[i].text());
    free_.push_back(i);
  }

  WaitingAgents agents_;
  AnswerRequest answer_;
  std::vector<Client> people_;
  std::vector<Clock::time_point> due_;        // of each agent's answer
  std::deque<std::size_t> asleep_;            // agents, those that wait longest first
  std::vector<std::size_t> free_;             // people
  std::deque<Clock::time_point> called_for_;  // when answers were due that nobody gave yet
  std::size_t under_way_ = 0;                 // answers given whose agents still sleep
  Clock::time_point measured_from_ = {};
  Latencies latencies_;
};

// Round trips to the bare server, called for in the same way.
Latencies echo_round_trips(const Plan& plan) {
  Echo echo(plan);
  const std::string request = post_request(echo.port(), "/", "", R"({"value":"approve"})");
  std::vector<Client> clients;
  std::vector<Clock::time_point> due(plan.answering_connections);
  std::vector<std::size_t> free;
  Poller poller;
  for (std::size_t i = 0; i < plan.answering_connections; ++i) {
    clients.emplace_back(echo.port(), i);
    poller.add(clients.back(), i);
    free.push_back(i);
  }
  Latencies latencies;
  const Span span = span_of(plan);
  Schedule schedule(span.start, plan.answers_per_second);
  while (schedule.next() < span.end || free.size() < clients.size()) {
    if (Clock::now() > span.end + patience) throw Failure("The bare server doesn't answer.");
    for (; schedule.next() < span.end && schedule.next() <= Clock::now() && !free.empty(); schedule.called()) {
      due[free.back()] = schedule.next();
      clients[free.back()].send(request);
      free.pop_back();
    }
    const bool calls = schedule.next() < span.end && !free.empty();
    poller.wait(calls ? schedule.next() : Clock::now() + patience, [&](std::size_t i) {
      if (clients[i].receive() != Client::Progress::whole) return;
      if (due[i] >= span.measured) latencies.add(Clock::now() - due[i]);
      free.push_back(i);
    });
  }
  return latencies;
}

// How long the disk takes for one ask: no answer can be quicker. The asks are those of this run that are still open.
Latencies disk_latencies(const Plan& plan) {
  const AskRows rows = rows_of(plan.folder / "wake", plan.waiting_agents);
  return synced_writes(rows, plan.folder / "wake-bare", plan.measured / 2);
}

std::string in_ms(double value) { return number(value) + " ms"; }

}  // namespace

void measure_wake(const Plan& plan, Report& report) {
  Daemon daemon(plan, "wake");
  const Keys keys = set_up(daemon);
  auto answering = std::make_unique<Answering>(plan, daemon, keys);
  const Seconds daemon_before = daemon.process().processor_time();
  const Seconds own_before = own_processor_time();
  Latencies wake = answering->run(plan);
  const Seconds span = plan.warm_up + plan.measured;
  const double daemon_load = (daemon.process().processor_time() - daemon_before) / span;
  const double own_load = (own_processor_time() - own_before) / span;
  answering.reset();
  daemon.process().stop();
  Latencies echo = echo_round_trips(plan);
  Latencies disk = disk_latencies(plan);
  const std::string what =
      fmt::format("answer to wake-up, {} answers/s, {} waiting, ", number(static_cast<double>(plan.answers_per_second)),
                  number(static_cast<double>(plan.waiting_agents)));
  report.add({what + "p50", "1 ms or less", in_ms(wake.at(0.5)), in_ms(echo.at(0.5)) + ": bare Beast echo, p50",
              times(wake.at(0.5), echo.at(0.5))});
  report.add({what + "p99", "10 ms or less", in_ms(wake.at(0.99)), in_ms(echo.at(0.99)) + ": bare Beast echo, p99",
              times(wake.at(0.99), echo.at(0.99))});
  report.add({what + "max", "", in_ms(wake.most()), in_ms(echo.most()) + ": bare Beast echo, max",
              times(wake.most(), echo.most())});
  report.note(fmt::format(
      "wake: {} wake-ups counted from when each answer was due; every woken agent asked again, so that as many durable "
      "asks came beside the answers. askd used {:.2f} processors, the load generator {:.2f}. A bare synced LevelDB "
      "write "
      "takes {} at p50, {} at p99.",
      number(static_cast<double>(wake.count())), daemon_load, own_load, in_ms(disk.at(0.5)), in_ms(disk.at(0.99))));
}

}  // namespace askd::bench
