// askd-bench: starts the release binary on a temporary store, drives it over loopback, and prints each figure beside a
// reference from the same run.
#include "daemon.hpp"
#include "echo.hpp"
#include "measures.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <utility>

#include <stdlib.h>

namespace {

using namespace askd::bench;

struct Measure {
  const char* name;
  const char* help;
  void (*run)(const Plan&, Report&);
};
constexpr std::array<Measure, 7> measures{{
    {"accept", "Durable asks accepted per second", measure_accept},
    {"wake", "From an answer to the wake-up of the waiting agent", measure_wake},
    {"waiting", "Memory of waiting agents", measure_waiting},
    {"sockets", "Asks over WebSockets, and their answers", measure_sockets},
    {"fanout", "Messages to a channel of many agents", measure_fanout},
    {"restart", "A restart with many open asks", measure_restart},
    {"idle", "An empty start, and an idle askd", measure_idle},
}};

// A folder of this run alone, gone at its end.
class Folder {
 public:
  explicit Folder(const std::filesystem::path& parent) {
    std::string name = (std::filesystem::absolute(parent) / "askd-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw Failure("Can't make a folder in " + parent.string());
    path_ = name;
  }
  ~Folder() {
    std::error_code failed;
    std::filesystem::remove_all(path_, failed);
    if (failed) std::fprintf(stderr, "askd-bench: %s is left: %s\n", path_.c_str(), failed.message().c_str());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void be_quick(Plan& plan) {
  plan.warm_up = Seconds(0.3);
  plan.measured = Seconds(2);
  plan.waiting_agents = 2'000;
  plan.idle_agents = 2'000;
  plan.open_asks = 50'000;
  plan.starts = 3;
  plan.sockets = 100;
  plan.members = 100;
}

std::filesystem::path beside_us() { return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "askd"; }

int measure(Plan plan, const std::filesystem::path& parent, const std::string& wanted) {
  const Folder folder(parent);
  plan.folder = folder.path();
  const std::size_t descriptors =
      raise_descriptors(std::max({plan.idle_agents, plan.waiting_agents, plan.sockets, plan.members}) + 4'000);
  Report report;
  for (const Measure& measure : measures) {
    if (wanted != "all" && wanted != measure.name) continue;
    std::fprintf(stderr, "askd-bench: %s …\n", measure.name);
    measure.run(plan, report);
  }
  report.note(std::string(raised_limits) + "; open files " + std::to_string(descriptors));
  std::fputs(report.text(plan).c_str(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view first = argc == 3 ? argv[1] : "";
  if (first == "serve-echo") return serve_echo(static_cast<std::uint16_t>(std::stoi(argv[2])));
  if (first == "serve-sockets") return serve_sockets(static_cast<std::uint16_t>(std::stoi(argv[2])));
  CLI::App app("askd-bench: figures of askd, each beside a reference from the same run.");
  Plan plan;
  std::string wanted = "all";
  std::filesystem::path parent = std::filesystem::temp_directory_path();
  double seconds = 0;
  bool quick = false;
  std::vector<std::string> names{"all"};
  for (const Measure& measure : measures) names.emplace_back(measure.name);
  app.add_option("measure", wanted, "accept, wake, waiting, sockets, fanout, restart, idle, or all of them")
      ->check(CLI::IsMember(names));
  app.add_flag("--quick", quick, "Small numbers: to see that it works, not how fast askd is");
  app.add_option("--seconds", seconds, "How long each rate is measured (10)")->check(CLI::PositiveNumber);
  app.add_option("--askd", plan.askd, "The binary (the askd beside this program)");
  app.add_option("--folder", parent, "Where the temporary stores lie: a disk, not a tmpfs");
  const auto* asks = app.add_option("--asks", plan.open_asks, "Open asks at the restart (1,000,000)");
  const auto* agents = app.add_option("--agents", plan.idle_agents, "Waiting agents whose memory is weighed (15,000)");
  const auto* sockets =
      app.add_option("--sockets", plan.sockets, "WebSockets that ask (1,000)")->check(CLI::PositiveNumber);
  app.add_option("--asks-per-socket", plan.asks_per_socket, "What each of them asks (100)")->check(CLI::PositiveNumber);
  const auto* members =
      app.add_option("--members", plan.members, "Agents in the channel (1,000)")->check(CLI::Range(2, 100'000));
  app.add_flag("--keys", plan.keys, "The open asks at the restart came with idempotency keys");
  CLI11_PARSE(app, argc, argv);
  const Plan given = plan;
  if (quick) be_quick(plan);
  if (seconds > 0) plan.measured = Seconds(seconds);
  if (asks->count() > 0) plan.open_asks = given.open_asks;
  if (agents->count() > 0) plan.idle_agents = given.idle_agents;
  if (sockets->count() > 0) plan.sockets = given.sockets;
  if (members->count() > 0) plan.members = given.members;
  try {
    plan.askd = std::filesystem::canonical(plan.askd.empty() ? beside_us() : plan.askd);
    return measure(std::move(plan), parent, wanted);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "askd-bench: %s\n", failure.what());
    return 1;
  }
}
