// What was given on the command line → the body of POST /asks and of POST /notices.
#pragma once

#include "askctl/command.hpp"
#include "askctl/shell.hpp"

#include "askd/result.hpp"
#include "base/json.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace askd::askctl {

// Checks what the command line alone can be blamed for: forms that exclude each other, pairs without "=", a schema that
// isn't JSON. All else is askd's to judge. Errors are usage errors.
Result<Json> ask_body(const Shell& shell, const Given& given);
Result<Json> notice_body(const Shell& shell, const Given& given);

// "10m", "90" (seconds), "forever"; ten minutes where nothing was said, and none with --no-wait.
Result<std::chrono::milliseconds> read_wait(const Given& given);

// A number of at least 1.
Result<long> read_count(const Given& given, std::string_view name, long otherwise);

// "a=b" → a and b. `name` is the option's.
Result<std::pair<std::string, std::string>> read_pair(std::string_view name, std::string_view text);

}  // namespace askd::askctl
