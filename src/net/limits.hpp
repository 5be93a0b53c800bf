// What one client may cost the server: the bounds of a request, of its time and of its memory.
#pragma once

#include <chrono>
#include <cstddef>

namespace askd::net {

struct Limits {
  std::size_t body_max = std::size_t{1} << 20;    // bytes; more is 413
  std::size_t head_max = std::size_t{64} << 10;   // bytes of request line and headers; more is 431
  std::size_t fields_max = 256;                   // header fields; more is 431
  std::size_t line_max = std::size_t{8} << 10;    // bytes of the request line; more is 414
  std::size_t ahead_max = std::size_t{16} << 10;  // bytes of further requests read while one is held
  std::size_t connections_max = 0;                // 0: the limit of descriptors less 2,000; beyond is 503

  std::chrono::milliseconds head_timeout{10'000};   // from the first byte of a request (or the handshake) to its head
  std::chrono::milliseconds idle_timeout{75'000};   // between two requests
  std::chrono::milliseconds body_timeout{10'000};   // for a body, beyond what `rate_min` allows
  std::chrono::milliseconds write_timeout{30'000};  // for one write, beyond what `rate_min` allows
  std::size_t rate_min = 1024;                      // bytes per second that a peer must send or take
};

}  // namespace askd::net
