#include "config/surroundings.hpp"

#include "base/files.hpp"
#include "config/meant.hpp"

#include <date/tz.h>

#include <cstddef>
#include <exception>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace askd::config {
namespace {

constexpr std::size_t plain_file_max = std::size_t{1} << 20;  // bytes: a chain of certificates has some thousand

Result<> check_zone(const std::string& zone) {
  try {
    const date::tzdb& known = date::get_tzdb();
    for (const date::time_zone& candidate : known.zones)
      if (candidate.name() == zone) return {};
    std::vector<std::string> names;
    for (const date::time_zone& candidate : known.zones) names.push_back(candidate.name());
    return invalid("\"" + zone + "\" is no time zone: write a name of the IANA database, as in Europe/Berlin" +
                   did_you_mean(zone, names));
  } catch (const std::exception&) {
    return Error{Fault::unavailable,
                 "this machine's time zones can't be read from /usr/share/zoneinfo: install the package tzdata"};
  }
}

}  // namespace

Surroundings real_surroundings(Environment environment) {
  Surroundings out;
  out.environment = std::move(environment);
  out.secret_file = [](const std::filesystem::path& path) { return read_secret(path); };
  out.credential = [](const std::string& name) { return read_credential(name); };
  out.plain_file = [](const std::filesystem::path& path) { return read_file(path, plain_file_max); };
  out.check_zone = check_zone;
  return out;
}

Environment process_environment() {
  Environment out;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view variable = *at;
    const std::size_t equals = variable.find('=');
    if (equals != std::string_view::npos) out.emplace(variable.substr(0, equals), variable.substr(equals + 1));
  }
  return out;
}

}  // namespace askd::config
