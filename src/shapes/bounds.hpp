// What the operator bounds in the requests of both doors.
#pragma once

#include <chrono>
#include <cstddef>

namespace askd::shapes {

struct Bounds {
  std::size_t json_depth = 32;                                    // arrays and objects within each other
  std::chrono::milliseconds wait_max = std::chrono::minutes(10);  // the longest that one request may wait
};

}  // namespace askd::shapes
