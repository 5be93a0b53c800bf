// The exit codes of askd; sysexits.h where it has a word for it. systemd's unit doesn't restart on the last three.
#pragma once

namespace askd::exits {

inline constexpr int runtime = 1;
inline constexpr int usage = 2;
inline constexpr int damaged = 74;  // the store
inline constexpr int configuration = 78;

}  // namespace askd::exits
