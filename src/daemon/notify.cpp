// Speaks to systemd through libsystemd.
#include "daemon/notify.hpp"

#include <systemd/sd-daemon.h>

#include <time.h>

namespace askd::daemon {

void notify(const std::string& state) { sd_notify(0, state.c_str()); }

void notify_reloading() {
  // Type=notify-reload of later systemd wants the time of the monotonic clock along (sd_notify(3)).
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto microseconds = static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
  notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

std::optional<std::chrono::microseconds> watchdog_period() {
  std::uint64_t period = 0;
  if (sd_watchdog_enabled(0, &period) <= 0) return std::nullopt;
  return std::chrono::microseconds(period);
}

std::vector<int> passed_sockets() {
  const int count = sd_listen_fds(0);
  std::vector<int> sockets;
  for (int i = 0; i < count; ++i) sockets.push_back(SD_LISTEN_FDS_START + i);
  return sockets;
}

}  // namespace askd::daemon
