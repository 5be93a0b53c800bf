// askd_sim: runs seeds, every crash point of seeds, and the search for planted bugs.
#include "sim/world.hpp"

#include "base/planted.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace askd::planted {
std::string_view bug;
}

namespace askd::detail {
// A broken CHECK is a find like any other, and must name its seed.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, std::string_view message) {
  throw sim::Broken(std::string(file) + ":" + std::to_string(line) + ": " + condition + " " + std::string(message));
}
}  // namespace askd::detail

namespace {

using namespace askd::sim;

// Bugs that were made, or nearly made, in programs like this one.
constexpr std::array<std::string_view, 16> bugs = {
    "no_deduplication",      "last_answer_wins",      "no_parking",      "no_identify",
    "receipt_before_commit", "early_acknowledgement", "lost_effects",    "early_expiry",
    "double_vote",           "no_prefetch",           "forgotten_key",   "stale_row",
    "no_copy_learned",       "retired_early",         "unheard_message", "second_token"};
constexpr std::uint64_t seeds_for_a_bug = 1'000;

void add(Tally& total, const Tally& one) {
  total.steps += one.steps;
  total.crashes += one.crashes;
  total.asks += one.asks;
  total.acts += one.acts;
  total.points += one.points;
}

// What was found, if anything was.
std::optional<std::string> run_one(std::uint64_t seed, CrashPlan plan, Tally& total) {
  try {
    World world(seed, plan);
    world.run();
    add(total, world.tally());
  } catch (const Broken& broken) {
    return broken.what();
  }
  return std::nullopt;
}

int report(const char* mode, std::uint64_t seed, std::optional<std::size_t> at, const std::string& what) {
  std::printf("seed %llu", static_cast<unsigned long long>(seed));
  if (at) std::printf(" point %zu", *at);
  std::printf(" (%s): %s\n", mode, what.c_str());
  return 1;
}

void close(const char* mode, std::uint64_t runs, const Tally& total, std::chrono::steady_clock::time_point since) {
  const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
  std::printf("%s: %llu runs, %zu steps, %zu crashes, %zu asks, %zu acts of people, %.1f s\n", mode,
              static_cast<unsigned long long>(runs), total.steps, total.crashes, total.asks, total.acts, took);
}

int random_seeds(std::uint64_t from, std::uint64_t count) {
  const auto since = std::chrono::steady_clock::now();
  Tally total;
  for (std::uint64_t seed = from; seed < from + count; ++seed)
    if (const auto found = run_one(seed, CrashPlan{{}, true}, total)) return report("random", seed, {}, *found);
  close("random", count, total, since);
  return 0;
}

int every_point(std::uint64_t from, std::uint64_t count) {
  const auto since = std::chrono::steady_clock::now();
  Tally total;
  std::uint64_t runs = 0;
  for (std::uint64_t seed = from; seed < from + count; ++seed) {
    Tally calm;
    if (const auto found = run_one(seed, CrashPlan{}, calm)) return report("every", seed, {}, *found);
    for (std::size_t at = 0; at < calm.points; ++at, ++runs)
      if (const auto found = run_one(seed, CrashPlan{at, false}, total)) return report("every", seed, at, *found);
  }
  close("every", runs, total, since);
  return 0;
}

// Each planted bug must be found: a simulator that can't is decoration.
int planted_bugs() {
  int missed = 0;
  for (const std::string_view bug : bugs) {
    askd::planted::bug = bug;
    Tally total;
    std::optional<std::string> found;
    std::uint64_t seed = 0;
    while (seed < seeds_for_a_bug && !(found = run_one(seed, CrashPlan{{}, true}, total))) ++seed;
    if (found) {
      std::printf("%-22s found at seed %llu: %s\n", std::string(bug).c_str(), static_cast<unsigned long long>(seed),
                  found->c_str());
    } else {
      std::printf("%-22s NOT FOUND within %llu seeds\n", std::string(bug).c_str(),
                  static_cast<unsigned long long>(seeds_for_a_bug));
      ++missed;
    }
  }
  askd::planted::bug = {};
  std::printf("planted: %zu bugs, %d missed\n", bugs.size(), missed);
  return missed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("The simulator: real core, engine, rows and chain in a hostile world.");
  std::uint64_t from = 0;
  std::uint64_t count = 1'000;
  std::string bug;
  app.add_option("--from", from, "The first seed");
  app.add_option("--count", count, "How many seeds");
  app.add_option("--bug", bug, "Plant this bug");
  CLI::App* random = app.add_subcommand("random", "Seeds with random crashes")->fallthrough();
  CLI::App* every = app.add_subcommand("every", "Each crash point of each seed")->fallthrough();
  CLI::App* planted = app.add_subcommand("planted", "Each planted bug must be found")->fallthrough();
  app.require_subcommand(1);
  CLI11_PARSE(app, argc, argv);
  askd::planted::bug = bug;
  if (*random) return random_seeds(from, count);
  if (*every) return every_point(from, count);
  return *planted ? planted_bugs() : 2;
}
