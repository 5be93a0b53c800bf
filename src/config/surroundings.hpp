// What a configuration depends on beside its files: the environment, files of secrets, credentials, time zones.
#pragma once

#include "base/secret.hpp"

#include "askd/result.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace askd::config {

using Environment = std::map<std::string, std::string>;

// Each function may be replaced, for fuzzing and tests: reading a configuration touches nothing but these.
struct Surroundings {
  Environment environment = {};
  std::function<Result<Secret>(const std::filesystem::path&)> secret_file = {};
  std::function<Result<Secret>(const std::string& name)> credential = {};
  std::function<Result<std::string>(const std::filesystem::path&)> plain_file = {};
  std::function<Result<>(const std::string& zone)> check_zone = {};
};

// Those of this process's machine, with the given environment.
Surroundings real_surroundings(Environment environment);

// The variables of this process.
Environment process_environment();

}  // namespace askd::config
