#include "client.hpp"
#include "daemon.hpp"
#include "echo.hpp"
#include "enrolled.hpp"
#include "level.hpp"
#include "measures.hpp"
#include "requests.hpp"
#include "schedule.hpp"
#include "web_socket.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

namespace askd::bench {
namespace {

constexpr std::chrono::minutes patience{5};

// The number of a frame that is sent, and of what answers it.
std::size_t ref_of(std::string_view text) {
  const std::string_view digits = after(text, R"("ref":)");
  std::size_t ref = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), ref);
  return ref;
}

std::string ask_frame(std::size_t number) {
  return frame_of(
      fmt::format(R"({{"type":"ask","ref":{},"title":"{}","form":{{"kind":"approval"}}}})", number, title_of(number)));
}

// Every socket sends all that it has to ask at once; each of these is answered once, on the same socket.
class Burst {
 public:
  explicit Burst(const Plan& plan) : each_(plan.asks_per_socket), frames_(plan.sockets), sent_(plan.sockets) {
    for (std::size_t number = 0; number < plan.sockets * each_; ++number) frames_[number / each_] += ask_frame(number);
    came_.resize(plan.sockets * each_);
  }

  void send(WebSockets& sockets) {
    start_ = Clock::now();
    for (std::size_t i = 0; i < frames_.size(); ++i) {
      sent_[i] = Clock::now();
      sockets.send(i, frames_[i]);
    }
  }

  void came(std::size_t socket, std::size_t number) {
    if (number >= came_.size() || number / each_ != socket || came_[number])
      throw Failure(fmt::format("Socket {} has an answer to frame {}, which it didn't wait for.", socket, number));
    came_[number] = true;
    end_ = Clock::now();
    latencies_.add(end_ - sent_[socket]);
  }

  bool all_came() const { return latencies_.count() == came_.size(); }
  void check_patience() const {
    if (Clock::now() > start_ + patience)
      throw Failure(fmt::format("Only {} of {} frames were answered.", latencies_.count(), came_.size()));
  }
  Seconds time() const { return end_ - start_; }
  double per_second() const { return static_cast<double>(came_.size()) / time().count(); }
  Latencies& latencies() { return latencies_; }

 private:
  std::size_t each_;
  std::vector<std::string> frames_;  // of each socket
  std::vector<Clock::time_point> sent_;
  std::vector<bool> came_;
  Clock::time_point start_ = {};
  Clock::time_point end_ = {};
  Latencies latencies_;
};

// What is called for at a steady rate, in turns over the sockets.
struct Turns {
  explicit Turns(const Plan& plan)
      : sockets(plan.sockets),
        each(plan.asks_per_socket),
        count(std::min(sockets * each, static_cast<std::size_t>(static_cast<double>(plan.answers_per_second) *
                                                                (plan.warm_up + plan.measured).count()))),
        first(static_cast<std::size_t>(static_cast<double>(count) * plan.warm_up.count() /
                                       (plan.warm_up + plan.measured).count())) {}
  // The number of the ask whose turn it is.
  std::size_t number(std::size_t turn) const { return turn % sockets * each + turn / sockets; }
  std::size_t turn(std::size_t number) const { return number % each * sockets + number / each; }

  std::size_t sockets;
  std::size_t each;
  std::size_t count;
  std::size_t first;  // from here on it counts
};

// Agents on their WebSockets, and the people who answer them.
class Agents {
 public:
  Agents(const Plan& plan, const Daemon& daemon, const Keys& keys, const std::vector<std::string>& tokens)
      : sockets_(daemon.port(), "/ws", tokens),
        ids_(plan.sockets * plan.asks_per_socket),
        answer_(daemon.port(), keys),
        turns_(plan),
        told_(turns_.count) {
    for (std::size_t i = 0; i < plan.answering_connections; ++i) people_.emplace_back(daemon.port(), i);
    for (std::size_t i = 0; i < people_.size(); ++i) {
      sockets_.poller().add(people_[i], sockets_.count() + i);
      free_.push_back(i);
    }
    gives_.resize(people_.size());
  }

  // Until all asks are open and their agents heard so, in both ways: the answer, and the entry in the stream.
  void ask(Burst& burst) {
    burst_ = &burst;
    burst.send(sockets_);
    while (!burst.all_came() || opened_ < ids_.size()) {
      burst.check_patience();
      look_until(Clock::now() + std::chrono::seconds(1));
    }
  }

  void answer(std::size_t per_second) {
    const Clock::time_point start = Clock::now();
    Schedule schedule(start, per_second);
    std::size_t due = 0;
    while (heard_ < turns_.count || free_.size() < people_.size()) {
      const Clock::time_point now = Clock::now();
      if (now > start + patience) throw Failure(fmt::format("{} of {} answered asks were told.", heard_, turns_.count));
      for (; due < turns_.count && schedule.next() <= now; schedule.called()) told_[due++].due = schedule.next();
      for (; given_ < due && !free_.empty(); free_.pop_back()) {
        gives_[free_.back()] = given_;
        people_[free_.back()].send(answer_.to(ids_[turns_.number(given_++)]));
      }
      look_until(due < turns_.count ? schedule.next() : now + std::chrono::seconds(1));
    }
  }

  // From when each answer was due, or from its 200, until its agent had heard of it.
  Latencies from_due() const { return latencies(&Told::due); }
  Latencies from_taken() const { return latencies(&Told::taken); }
  std::size_t frame_bytes() const { return answered_bytes_ / std::max<std::size_t>(heard_, 1); }
  std::size_t answers() const { return heard_; }

 private:
  struct Told {
    Clock::time_point due = {};
    Clock::time_point taken = {};
    Clock::time_point heard = {};
  };

  void look_until(Clock::time_point end) {
    sockets_.wait(
        end, [this](std::size_t socket, std::string_view text) { read(socket, text); },
        [this](std::size_t i) { look_at_person(i - sockets_.count()); });
  }

  void read(std::size_t socket, std::string_view text) {
    if (text.starts_with(R"({"type":"ok")")) return opened(socket, text);
    if (text.starts_with(R"({"type":"ask.opened")")) {
      ++opened_;
    } else if (text.starts_with(R"({"type":"ask.answered")")) {
      answered(socket, text);
    } else if (text.starts_with(R"({"type":"error")")) {
      throw Failure("A frame was refused: " + std::string(text));
    }
  }

  void opened(std::size_t socket, std::string_view text) {
    const std::size_t number = ref_of(text);
    burst_->came(socket, number);
    ids_[number] = after(text, R"("ask":{"id":")");
    numbers_.emplace(ids_[number], number);
  }

  void answered(std::size_t socket, std::string_view text) {
    const auto found = numbers_.find(std::string(after(text, R"("ask":{"id":")")));
    const std::size_t turn = found == numbers_.end() ? turns_.count : turns_.turn(found->second);
    if (turn >= given_ || found->second / turns_.each != socket || told_[turn].heard != Clock::time_point{})
      throw Failure(fmt::format("Socket {} hears of an answer that isn't its own: {}", socket, text));
    told_[turn].heard = Clock::now();
    ++heard_;
    answered_bytes_ += text.size();
  }

  void look_at_person(std::size_t i) {
    if (people_[i].receive() != Client::Progress::whole) return;
    if (people_[i].status() != 200) throw Failure("An answer was not taken: " + people_[i].text());
    told_[gives_[i]].taken = Clock::now();
    free_.push_back(i);
  }

  Latencies latencies(Clock::time_point Told::*from) const {
    Latencies latencies;
    for (std::size_t i = turns_.first; i < told_.size(); ++i) latencies.add(told_[i].heard - told_[i].*from);
    return latencies;
  }

  WebSockets sockets_;
  Burst* burst_ = nullptr;
  std::vector<std::string> ids_;  // of the asks, by their numbers
  std::unordered_map<std::string, std::size_t> numbers_;
  std::size_t opened_ = 0;
  AnswerRequest answer_;
  Turns turns_;
  std::vector<Told> told_;  // in turn
  std::vector<Client> people_;
  std::vector<std::size_t> free_;   // people
  std::vector<std::size_t> gives_;  // whose turn each of them answers
  std::size_t given_ = 0;
  std::size_t heard_ = 0;
  std::size_t answered_bytes_ = 0;
};

// What came of either server.
struct Result {
  double per_second = 0;
  Latencies burst;
  Latencies told;          // from when it was due
  Latencies after_taken;   // askd's alone
  std::size_t before = 0;  // resident bytes: without sockets,
  std::size_t open = 0;    // with them,
  std::size_t asked = 0;   // and with what they asked
  double load = 0;         // processors used in the burst
  double own_load = 0;
  double row_bytes = 0;  // of each open ask on disk; none where all were answered
  std::size_t frame = 0;
};

double each_of(std::size_t before, std::size_t now, std::size_t count) {
  return (static_cast<double>(now) - static_cast<double>(before)) / static_cast<double>(count) / 1024;
}

Result ask_askd(const Plan& plan) {
  Result result;
  Daemon daemon(plan, "sockets", enrollment(plan));
  const Keys keys = set_up(daemon);
  const std::vector<std::string> tokens = enroll(daemon, 0, plan.sockets);
  Burst burst(plan);
  result.before = daemon.process().resident();
  Agents agents(plan, daemon, keys, tokens);
  result.open = daemon.process().resident();
  const Seconds daemon_before = daemon.process().processor_time();
  const Seconds own_before = own_processor_time();
  const Clock::time_point began = Clock::now();
  agents.ask(burst);
  const Seconds took = Clock::now() - began;
  result.load = (daemon.process().processor_time() - daemon_before) / took;
  result.own_load = (own_processor_time() - own_before) / took;
  result.asked = daemon.process().resident();
  result.per_second = burst.per_second();
  result.burst = std::move(burst.latencies());
  agents.answer(plan.answers_per_second);
  result.told = agents.from_due();
  result.after_taken = agents.from_taken();
  result.frame = agents.frame_bytes();
  daemon.process().stop();
  // What was answered lives no longer.
  const std::size_t open = plan.sockets * plan.asks_per_socket - agents.answers();
  const auto bytes = static_cast<double>(scan_live(plan.folder / "sockets").bytes);
  if (open > 0) result.row_bytes = bytes / static_cast<double>(open);
  return result;
}

Latencies round_trips(const Plan& plan, WebSockets& sockets) {
  const Turns turns(plan);
  std::vector<Clock::time_point> due(turns.count);
  Latencies latencies;
  const Clock::time_point start = Clock::now();
  Schedule schedule(start, plan.answers_per_second);
  std::size_t called = 0;
  for (std::size_t came = 0; came < turns.count;) {
    const Clock::time_point now = Clock::now();
    if (now > start + patience) throw Failure("The bare server doesn't answer.");
    for (; called < turns.count && schedule.next() <= now; schedule.called(), ++called) {
      due[called] = schedule.next();
      sockets.send(called % turns.sockets, ask_frame(called));
    }
    sockets.wait(called < turns.count ? schedule.next() : now + patience, [&](std::size_t, std::string_view text) {
      const std::size_t turn = ref_of(text);
      if (turn >= turns.first) latencies.add(Clock::now() - due.at(turn));
      ++came;
    });
  }
  return latencies;
}

Result ask_echo(const Plan& plan) {
  Result result;
  Echo echo(plan, "sockets");
  Burst burst(plan);
  result.before = echo.process().resident();
  WebSockets sockets(echo.port(), echo_target, plan.sockets);
  result.open = echo.process().resident();
  burst.send(sockets);
  while (!burst.all_came()) {
    burst.check_patience();
    sockets.wait(Clock::now() + std::chrono::seconds(1),
                 [&](std::size_t socket, std::string_view text) { burst.came(socket, ref_of(text)); });
  }
  result.asked = echo.process().resident();
  result.per_second = burst.per_second();
  result.burst = std::move(burst.latencies());
  result.told = round_trips(plan, sockets);
  return result;
}

std::string in_ms(double value) { return number(value) + " ms"; }

}  // namespace

void measure_sockets(const Plan& plan, Report& report) {
  Result askd = ask_askd(plan);
  Result echo = ask_echo(plan);
  const std::size_t count = plan.sockets * plan.asks_per_socket;
  const std::string asks = whole(count);
  const std::string many = whole(plan.sockets);
  report.add({fmt::format("{} asks over {} WebSockets at once", asks, many), "", number(askd.per_second) + " /s",
              number(echo.per_second) + " /s: bare Beast WebSocket echo", times(askd.per_second, echo.per_second)});
  const double socket = each_of(askd.before, askd.open, plan.sockets);
  const double bare_socket = each_of(echo.before, echo.open, plan.sockets);
  report.add({fmt::format("memory per WebSocket, {} of them", many), "", number(socket) + " KiB",
              number(bare_socket) + " KiB: bare Beast WebSocket echo", times(socket, bare_socket)});
  const double ask = each_of(askd.open, askd.asked, count);
  report.add({"memory per ask in flight, beside its WebSocket", "", number(ask) + " KiB",
              number(askd.row_bytes / 1024) + " KiB: its rows on disk", times(ask, askd.row_bytes / 1024)});
  const std::string rate = whole(plan.answers_per_second);
  for (const auto& [name, share] : {std::pair{"p50", 0.5}, std::pair{"p99", 0.99}}) {
    const double bare = echo.told.at(share);
    const std::string reference = fmt::format("{}: bare Beast WebSocket echo, {}", in_ms(bare), name);
    const double told = askd.told.at(share);
    report.add({fmt::format("answer to its frame on the WebSocket, {} answers/s, {}", rate, name), "", in_ms(told),
                reference, times(told, bare)});
  }
  report.note(fmt::format(
      "sockets: all frames were sent in the first moment, so that an ask had its ok after {} at p50 and {} at p99 "
      "(echo: "
      "{}, {}). askd used {:.2f} processors meanwhile ({:.1f} us an ask, with its entry in the stream), the load "
      "generator {:.2f}. Resident {} KiB without sockets, {} KiB with them, {} KiB with the asks (echo: {}, {}, {}). "
      "{} answers were heard, counted from when each was due; the slowest after {}. Counted from the answer's 200, and "
      "less than 0 where the frame came first: {} at p50, {} at p99, {} at most. Frames: {} "
      "bytes ask, {} tell an answer.",
      in_ms(askd.burst.at(0.5)), in_ms(askd.burst.at(0.99)), in_ms(echo.burst.at(0.5)), in_ms(echo.burst.at(0.99)),
      askd.load, askd.load * 1e6 / askd.per_second, askd.own_load, askd.before / 1024, askd.open / 1024,
      askd.asked / 1024, echo.before / 1024, echo.open / 1024, echo.asked / 1024, whole(askd.told.count()),
      in_ms(askd.told.most()), in_ms(askd.after_taken.at(0.5)), in_ms(askd.after_taken.at(0.99)),
      in_ms(askd.after_taken.most()), ask_frame(0).size(), askd.frame));
}

}  // namespace askd::bench
