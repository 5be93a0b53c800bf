// What askctl's exit codes mean; scripts rely on them.
#pragma once

namespace askd::askctl::exits {

inline constexpr int done = 0;        // answered; for an approval: approved
inline constexpr int failed = 1;      // an error, which stderr tells
inline constexpr int usage = 2;       // called wrongly
inline constexpr int denied = 3;      // the answer to an approval is no
inline constexpr int expired = 4;     // the ask's time ran out, and nobody answered
inline constexpr int still_open = 5;  // the wait ended before the ask did
inline constexpr int withdrawn = 6;   // the ask was cancelled or superseded
inline constexpr int configuration = 78;
inline constexpr int interrupted = 130;  // 128 and SIGINT, as shells have it

}  // namespace askd::askctl::exits
