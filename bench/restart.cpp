#include "measures.hpp"

#include "daemon.hpp"
#include "fill.hpp"
#include "level.hpp"

#include <fmt/format.h>

namespace askd::bench {
namespace {

struct Start {
  Seconds until_ready{};
  std::size_t resident = 0;
  std::size_t resident_most = 0;
};

Start start(const Plan& plan, std::size_t asks) {
  Daemon daemon(plan, "restart");
  Start result{daemon.until_ready(), daemon.process().resident(), daemon.process().resident_most()};
  const double open = daemon.metric("askd_asks_open");
  if (open != static_cast<double>(asks)) throw Failure(fmt::format("{} asks are open instead of {}.", open, asks));
  daemon.process().stop();
  return result;
}

std::size_t empty_resident(const Plan& plan) {
  Daemon daemon(plan, "restart-empty");
  set_up(daemon);
  const std::size_t resident = daemon.process().resident();
  daemon.process().stop();
  return resident;
}

std::string in_seconds(Seconds time) { return number(time.count()) + " s"; }

}  // namespace

void measure_restart(const Plan& plan, Report& report) {
  const auto store = plan.folder / "restart";
  const std::size_t empty = empty_resident(plan);
  const Clock::time_point before = Clock::now();
  fill(store, plan.open_asks, plan.keys);
  const Seconds filled = Clock::now() - before;

  const Start first = start(plan, plan.open_asks);
  const Scan scan = scan_live(store);
  const Start second = start(plan, plan.open_asks);
  const auto count = static_cast<double>(plan.open_asks);
  const double each = static_cast<double>(first.resident - empty) / count / 1024;
  const double row = static_cast<double>(scan.bytes) / count / 1024;
  const std::string what = "restart with " + number(count) + " open asks";
  report.add({what + ", until ready", "5 s or less", in_seconds(first.until_ready),
              in_seconds(scan.time) + ": bare LevelDB opens and reads the same rows",
              times(first.until_ready.count(), scan.time.count())});
  report.add({what + ", once more", "5 s or less", in_seconds(second.until_ready), "the same",
              times(second.until_ready.count(), scan.time.count())});
  report.add({"memory per open ask", "1.5 KiB or less", number(each) + " KiB", number(row) + " KiB: its rows on disk",
              times(each, row)});
  report.note(fmt::format(
      "restart: filled in {:.1f} s by the real core, engine and store, without the doors and {} idempotency keys; {} "
      "live "
      "rows, warm page cache. Resident {:.0f} MiB when ready, {:.0f} MiB at most while starting.",
      filled.count(), plan.keys ? "with" : "without", number(static_cast<double>(scan.rows)),
      static_cast<double>(first.resident) / (1 << 20), static_cast<double>(first.resident_most) / (1 << 20)));
}

}  // namespace askd::bench
