// CHECK: on in production too; a broken invariant stops the process before it can do harm.
#pragma once

#include <string_view>

namespace askd::detail {

// Writes "file:line: sentence" to stderr and aborts.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, std::string_view message = {});

}  // namespace askd::detail

// CHECK(condition) or CHECK(condition, message): the message is a sentence, and is made only if the condition is false.
#define CHECK(condition, ...)                                                                  \
  do {                                                                                         \
    if (!(condition)) [[unlikely]]                                                             \
      ::askd::detail::check_failed(__FILE__, __LINE__, #condition __VA_OPT__(, ) __VA_ARGS__); \
  } while (false)
