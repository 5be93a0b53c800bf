#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace askd::detail {

void check_failed(const char* file, int line, const char* condition, std::string_view message) {
  const std::string_view sentence = message.empty() ? std::string_view(condition) : message;
  std::fprintf(stderr, "%s:%d: %.*s (CHECK %s)\n", file, line, static_cast<int>(sentence.size()), sentence.data(),
               condition);
  std::fflush(stderr);
  std::abort();
}

}  // namespace askd::detail
