#include "measures.hpp"

#include "client.hpp"
#include "daemon.hpp"
#include "level.hpp"
#include "requests.hpp"

#include <fmt/format.h>

namespace askd::bench {
namespace {

constexpr std::size_t rows_kept = 200'000;  // asks whose rows bare LevelDB gets

// Many connections, each of which asks anew as soon as its ask was accepted.
class Asking {
 public:
  Asking(const Plan& plan, const Daemon& daemon, const Keys& keys) : request_(daemon.port(), keys, "") {
    for (std::size_t i = 0; i < plan.asking_connections; ++i) clients_.emplace_back(daemon.port(), i);
    for (std::size_t i = 0; i < clients_.size(); ++i) poller_.add(clients_[i], i);
    for (Client& client : clients_) ask(client);
  }

  // Goes on until `end`, or, with `drain`, until every ask that is under way was accepted.
  void run(Clock::time_point end, bool drain = false) {
    while (Clock::now() < end && (!drain || under_way_ > 0))
      poller_.wait(end, [&](std::size_t i) { look(clients_[i], !drain); });
    if (drain && under_way_ > 0) throw Failure(fmt::format("{} asks were never accepted.", under_way_));
  }

  std::size_t accepted() const { return accepted_; }

 private:
  void ask(Client& client) {
    client.send(request_.next(asked_++));
    ++under_way_;
  }

  void look(Client& client, bool go_on) {
    if (client.receive() != Client::Progress::whole) return;
    if (client.status() != 201) throw Failure("An ask was not accepted: " + client.text());
    ++accepted_;
    --under_way_;
    if (go_on) ask(client);
  }

  AskRequest request_;
  std::vector<Client> clients_;
  Poller poller_;
  std::size_t asked_ = 0;
  std::size_t under_way_ = 0;
  std::size_t accepted_ = 0;
};

struct Accepted {
  double per_second = 0;
  double daemon_load = 0;  // processors used
  double own_load = 0;
  std::size_t lasting = 0;
  std::size_t all = 0;
};

Accepted ask_for_a_while(const Plan& plan, const std::string& store) {
  Accepted result;
  Daemon daemon(plan, store);
  const Keys keys = set_up(daemon);
  Asking asking(plan, daemon, keys);
  asking.run(Clock::now() + std::chrono::duration_cast<Clock::duration>(plan.warm_up));

  const Clock::time_point start = Clock::now();
  const std::size_t before = asking.accepted();
  const Seconds daemon_before = daemon.process().processor_time();
  const Seconds own_before = own_processor_time();
  asking.run(start + std::chrono::duration_cast<Clock::duration>(plan.measured));
  const Seconds time = Clock::now() - start;
  result.per_second = static_cast<double>(asking.accepted() - before) / time.count();
  result.daemon_load = (daemon.process().processor_time() - daemon_before) / time;
  result.own_load = (own_processor_time() - own_before) / time;

  asking.run(Clock::now() + std::chrono::minutes(1), true);
  result.all = asking.accepted();
  daemon.process().kill();
  return result;
}

}  // namespace

void measure_accept(const Plan& plan, Report& report) {
  Accepted result = ask_for_a_while(plan, "accept");
  {
    Daemon again(plan, "accept");
    result.lasting = static_cast<std::size_t>(again.metric("askd_asks_open"));
    again.process().stop();
  }
  if (result.lasting < result.all)
    throw Failure(fmt::format("askd accepted {} asks, and has {} after a kill.", result.all, result.lasting));
  const AskRows rows = rows_of(plan.folder / "accept", rows_kept);
  const double bare = asks_per_second(rows, plan.folder / "accept-bare", plan.measured);
  report.add({"durable asks accepted, " + std::to_string(plan.asking_connections) + " connections", "20,000 /s or more",
              number(result.per_second) + " /s", number(bare) + " /s: bare LevelDB, 64 asks in each synced write",
              times(result.per_second, bare)});
  report.note(fmt::format(
      "accept: {:.1f} rows and {:.0f} bytes an ask. askd used {:.2f} processors ({:.1f} us an ask), the load generator "
      "{:.2f} ({:.1f} us). All {} asks that were accepted were there after kill -9.",
      rows.rows_per_ask, rows.bytes_per_ask, result.daemon_load, result.daemon_load * 1e6 / result.per_second,
      result.own_load, result.own_load * 1e6 / result.per_second, number(static_cast<double>(result.all))));
}

}  // namespace askd::bench
