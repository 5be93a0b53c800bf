#include "measures.hpp"

#include "daemon.hpp"
#include "echo.hpp"

#include <fmt/format.h>

#include <thread>

namespace askd::bench {
namespace {

double mib(std::size_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

// The medians of several starts, askd's on an empty store each.
struct Starts {
  Latencies askd;
  Latencies echo;
};

Starts start_often(const Plan& plan) {
  Starts starts;
  for (std::size_t i = 0; i < plan.starts; ++i) {
    Daemon daemon(plan, "idle-" + std::to_string(i));
    starts.askd.add(daemon.until_ready());
    daemon.process().stop();
    Echo echo(plan);
    starts.echo.add(echo.until_ready());
  }
  return starts;
}

}  // namespace

void measure_idle(const Plan& plan, Report& report) {
  Starts starts = start_often(plan);
  report.add({"empty start until ready", "100 ms or less", number(starts.askd.at(0.5)) + " ms",
              number(starts.echo.at(0.5)) + " ms: bare Beast echo", times(starts.askd.at(0.5), starts.echo.at(0.5))});

  Daemon daemon(plan, "idle");
  Echo echo(plan);
  const Seconds daemon_before = daemon.process().processor_time();
  const Seconds echo_before = echo.process().processor_time();
  std::this_thread::sleep_for(plan.measured);  // this is what is measured: time in which nothing happens
  const Seconds daemon_used = daemon.process().processor_time() - daemon_before;
  const Seconds echo_used = echo.process().processor_time() - echo_before;
  const double resident = mib(daemon.process().resident());
  const double bare = mib(echo.process().resident());
  report.add({"idle memory, resident", "20 MiB or less", number(resident) + " MiB",
              number(bare) + " MiB: bare Beast echo", times(resident, bare)});
  report.add({fmt::format("idle processor time in {:.0f} s", plan.measured.count()), "none",
              number(daemon_used.count() * 1000) + " ms", number(echo_used.count() * 1000) + " ms: bare Beast echo",
              times(daemon_used.count(), echo_used.count())});
  report.note(fmt::format("idle: {} starts, {:.0f} ms at most.", starts.askd.count(), starts.askd.most()));
  daemon.process().stop();
}

}  // namespace askd::bench
