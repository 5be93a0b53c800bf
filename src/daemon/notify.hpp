// What systemd is told, and what it hands over. All of it is a no-op outside of systemd.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace askd::daemon {

// sd_notify(3): "READY=1", "STOPPING=1", "RELOADING=1", "WATCHDOG=1", "STATUS=…".
void notify(const std::string& state);
void notify_reloading();

// How often the watchdog must be fed at the latest; nothing if the unit has none.
std::optional<std::chrono::microseconds> watchdog_period();

// The listening sockets that systemd passed (sd_listen_fds(3)).
std::vector<int> passed_sockets();

}  // namespace askd::daemon
