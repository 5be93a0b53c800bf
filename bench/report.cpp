#include "report.hpp"

#include <fmt/format.h>

#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

namespace askd::bench {
namespace {

std::string cpu_model() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown processor";
}

std::string memory() {
  const auto pages = static_cast<double>(sysconf(_SC_PHYS_PAGES));
  return fmt::format("{:.0f} GiB", pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 30));
}

std::string file_system(const Plan& plan) {
  struct statfs found {};
  if (statfs(plan.folder.c_str(), &found) != 0) return "unknown file system";
  constexpr std::array<std::pair<long, const char*>, 5> known{
      {{0xEF53, "ext4"}, {0x58465342, "xfs"}, {0x9123683E, "btrfs"}, {0x01021994, "tmpfs"}, {0x794c7630, "overlayfs"}}};
  for (const auto& [magic, name] : known)
    if (static_cast<long>(found.f_type) == magic) return name;
  return fmt::format("file system {:#x}", static_cast<unsigned long>(found.f_type));
}

std::string machine(const Plan& plan) {
  utsname system{};
  uname(&system);
  std::array<double, 1> load{};
  getloadavg(load.data(), 1);
  std::array<char, 32> day{};
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::strftime(day.data(), day.size(), "%F", &parts);
  return fmt::format("machine: {} x {}, {}, {} {}, {} at {}, load {:.1f} at the end, {}",
                     std::thread::hardware_concurrency(), cpu_model(), memory(), system.sysname, system.release,
                     file_system(plan), plan.folder.parent_path().string(), load[0], day.data());
}

std::string line_of(const Row& row, const std::array<std::size_t, 4>& width) {
  std::string line = fmt::format("{:<{}}  {:<{}}  {:>{}}  {:<{}}  {}", row.what, width[0], row.target, width[1],
                                 row.figure, width[2], row.reference, width[3], row.ratio);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string Report::text(const Plan& plan) const {
  const Row head{"measured", "target", "figure", "reference", "ratio"};
  std::vector<Row> rows{head};
  rows.insert(rows.end(), rows_.begin(), rows_.end());
  std::array<std::size_t, 4> width{};
  for (const Row& row : rows) {
    const std::array<const std::string*, 4> cells{&row.what, &row.target, &row.figure, &row.reference};
    for (std::size_t i = 0; i < width.size(); ++i) width[i] = std::max(width[i], cells[i]->size());
  }
  std::string text;
  for (const Row& row : rows) text += line_of(row, width);
  text += "\n";
  for (const std::string& note : notes_) text += note + "\n";
  return text + machine(plan) + "\n";
}

std::string number(double value) {
  if (std::abs(value) < 1) return fmt::format("{:.3f}", value);
  if (std::abs(value) < 100) return fmt::format("{:.2f}", value);
  std::string digits = fmt::format("{:.0f}", value);
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string whole(std::size_t count) {
  return count < 100 ? std::to_string(count) : number(static_cast<double>(count));
}

std::string times(double figure, double reference) {
  return reference > 0 ? fmt::format("{:.2f}", figure / reference) : "-";
}

double Latencies::at(double share) {
  if (taken_.empty()) throw Failure("No latency was measured: the run is too short.");
  if (!sorted_) std::sort(taken_.begin(), taken_.end());
  sorted_ = true;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(taken_.size())));
  return taken_[std::clamp<std::size_t>(rank, 1, taken_.size()) - 1];
}

}  // namespace askd::bench
