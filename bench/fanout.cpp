#include "daemon.hpp"
#include "echo.hpp"
#include "enrolled.hpp"
#include "measures.hpp"
#include "web_socket.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

namespace askd::bench {
namespace {

constexpr std::chrono::minutes patience{5};
constexpr std::size_t sender = 0;
constexpr std::string_view mark = "Candidate ";  // its number follows

std::string content(std::size_t number) {
  return fmt::format("{}{:08}: seven years of C++ on Linux, two of them on databases; free from March on.", mark,
                     number);
}

// A sender's messages, until all members have them. Each member must get each message once, in order.
class Channel {
 public:
  using Frame = std::function<std::string(std::size_t number)>;
  Channel(WebSockets& sockets, Frame frame) : sockets_(sockets), frame_(std::move(frame)), next_(sockets.count()) {}

  struct Figures {
    double per_second = 0;  // messages that all members have
    Latencies latencies;    // from sending to each member but the sender, who has acknowledgements to read as well
  };
  // Sends for that long. `window` is how many may not be acknowledged; 0: the next one is sent once all members have
  // the one before.
  Figures run(Seconds time, std::size_t window) {
    figures_ = {};
    const std::size_t before = sent_.size();
    const Clock::time_point start = Clock::now();
    const Clock::time_point end = start + std::chrono::duration_cast<Clock::duration>(time);
    while (Clock::now() < end || !quiet()) {
      const Clock::time_point now = Clock::now();
      if (now > end + patience)
        throw Failure(fmt::format("{} of {} deliveries came.", arrived_, sent_.size() * sockets_.count()));
      while (Clock::now() < end && (window == 0 ? quiet() : sent_.size() - acknowledged_ < window)) send();
      sockets_.wait(now + std::chrono::seconds(1), [this](std::size_t i, std::string_view text) { read(i, text); });
    }
    figures_.per_second = static_cast<double>(sent_.size() - before) / Seconds(last_ - start).count();
    return std::move(figures_);
  }

  std::size_t bytes() const { return bytes_; }
  std::size_t messages() const { return sent_.size(); }

 private:
  bool quiet() const { return acknowledged_ == sent_.size() && arrived_ == sent_.size() * sockets_.count(); }

  void send() {
    const std::string frame = frame_(sent_.size());
    sent_.push_back(Clock::now());
    sockets_.send(sender, frame);
  }

  void read(std::size_t member, std::string_view text) {
    if (text.starts_with(R"({"type":"new_message")")) return arrived(member, text);
    if (text.starts_with(R"({"type":"ok")")) {
      if (member != sender || ++acknowledged_ > sent_.size()) throw Failure("A message is acknowledged twice.");
    } else {
      throw Failure(fmt::format("Member {} was sent: {}", member, text));
    }
  }

  void arrived(std::size_t member, std::string_view text) {
    const std::string_view digits = after(text, mark);
    std::size_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (number != next_[member]++ || number >= sent_.size())
      throw Failure(fmt::format("Member {} has message {} instead of {}.", member, number, next_[member] - 1));
    last_ = Clock::now();
    if (member != sender) figures_.latencies.add(last_ - sent_[number]);
    ++arrived_;
    bytes_ = text.size();
  }

  WebSockets& sockets_;
  Frame frame_;
  std::vector<Clock::time_point> sent_;
  std::vector<std::size_t> next_;  // the message that each member waits for
  std::size_t acknowledged_ = 0;
  std::size_t arrived_ = 0;
  std::size_t bytes_ = 0;  // of what arrives
  Clock::time_point last_ = {};
  Figures figures_;
};

// What came of either server.
struct Result {
  Channel::Figures one;     // at a time
  Channel::Figures window;  // of them that aren't acknowledged
  double load = 0;          // processors used in the latter
  double own_load = 0;
  std::size_t bytes = 0;
};

Result drive(const Plan& plan, Channel& channel, const Process& process) {
  Result result;
  channel.run(plan.warm_up, 0);
  result.one = channel.run(plan.measured, 0);
  const Clock::time_point start = Clock::now();
  const Seconds before = process.processor_time();
  const Seconds own_before = own_processor_time();
  result.window = channel.run(plan.measured, plan.window);
  const Seconds time = Clock::now() - start;
  result.load = (process.processor_time() - before) / time;
  result.own_load = (own_processor_time() - own_before) / time;
  result.bytes = channel.bytes();
  return result;
}

Result drive_askd(const Plan& plan) {
  Daemon daemon(plan, "fanout", enrollment(plan));
  set_up(daemon);
  std::vector<std::string> tokens = enroll(daemon, 0, 1);
  const std::string id = make_channel(daemon, tokens.front());
  for (std::string& token : enroll(daemon, 1, plan.members - 1)) tokens.push_back(std::move(token));
  WebSockets sockets(daemon.port(), "/ws", tokens);
  Channel channel(sockets, [&](std::size_t number) {
    return frame_of(fmt::format(R"({{"type":"send_message","ref":{},"channel_id":"{}","content":"{}"}})", number, id,
                                content(number)));
  });
  Result result = drive(plan, channel, daemon.process());
  daemon.process().stop();
  return result;
}

// Its messages are as large as those that askd delivers.
Result drive_bare(const Plan& plan, std::size_t bytes) {
  Echo server(plan, "sockets");
  WebSockets sockets(server.port(), broadcast_target, plan.members);
  Channel channel(sockets, [&](std::size_t number) {
    std::string text = fmt::format(R"({{"type":"new_message","content":"{}","rest":")", content(number));
    text.append(std::max(bytes, text.size() + 2) - text.size() - 2, 'x');
    return frame_of(text + "\"}");
  });
  return drive(plan, channel, server.process());
}

std::string in_ms(double value) { return number(value) + " ms"; }

void add_latencies(Report& report, const std::string& what, Latencies& askd, Latencies& bare) {
  for (const auto& [name, share] : {std::pair{"p50", 0.5}, std::pair{"p99", 0.99}, std::pair{"max", 1.0}})
    report.add({fmt::format("{}, {}", what, name), "", in_ms(askd.at(share)),
                fmt::format("{}: bare Beast broadcast, {}", in_ms(bare.at(share)), name),
                times(askd.at(share), bare.at(share))});
}

void add_rate(Report& report, const std::string& what, double askd, double bare) {
  report.add({what, "", number(askd) + " /s", number(bare) + " /s: bare Beast broadcast", times(askd, bare)});
}

}  // namespace

void measure_fanout(const Plan& plan, Report& report) {
  Result askd = drive_askd(plan);
  Result bare = drive_bare(plan, askd.bytes);
  const auto members = static_cast<double>(plan.members);
  const std::string many = whole(plan.members);
  const std::string single = fmt::format("channel of {}, one message at a time", many);
  const std::string window = fmt::format("channel of {}, {} messages at a time", many, plan.window);
  add_rate(report, single, askd.one.per_second, bare.one.per_second);
  add_latencies(report, single + ", to each member", askd.one.latencies, bare.one.latencies);
  add_rate(report, window, askd.window.per_second, bare.window.per_second);
  add_rate(report, window + ", deliveries", askd.window.per_second * members, bare.window.per_second * members);
  add_latencies(report, window + ", to each member", askd.window.latencies, bare.window.latencies);
  report.note(fmt::format(
      "fanout: the sender is a member too, and its own copies count as deliveries, not as latencies. One at a time: "
      "the next is sent once all have the one before; {} at a time: "
      "that many aren't acknowledged yet, and the rate counts until the last member has the last one. Every member had "
      "all messages, in order; each delivery has {} bytes. With {} at a time askd used {:.2f} processors ({:.1f} us a "
      "delivery) and the load generator {:.2f}; the bare server {:.2f} ({:.1f} us) and {:.2f}.",
      plan.window, askd.bytes, plan.window, askd.load, askd.load * 1e6 / (askd.window.per_second * members),
      askd.own_load, bare.load, bare.load * 1e6 / (bare.window.per_second * members), bare.own_load));
}

}  // namespace askd::bench
