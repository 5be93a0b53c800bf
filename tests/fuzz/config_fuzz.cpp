// Foreign configuration files: whatever the bytes are, they end in a configuration or in faults that name a line which
// is there. A team's file follows behind a line "=".
#include "base/check.hpp"
#include "base/unicode.hpp"
#include "config/address.hpp"
#include "config/config.hpp"
#include "config/naming.hpp"
#include "config/testing/fake_adapter.hpp"
#include "config/yaml.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace askd;

constexpr std::string_view secret = "hunter2hunter2hunter2";

// A machine on which every secret is there, and only the zone that the corpus names.
config::Surroundings surroundings() {
  config::Surroundings out;
  out.environment = {{"WORKERS", std::string(secret)}, {"CHAT", std::string(secret)}, {"HOME", "/home/ana"}};
  out.secret_file = [](const std::filesystem::path&) { return Result<Secret>(Secret(std::string(secret))); };
  out.credential = [](const std::string&) { return Result<Secret>(Secret(std::string(secret))); };
  out.plain_file = [](const std::filesystem::path&) { return Result<std::string>("text"); };
  out.check_zone = [](const std::string& zone) {
    return zone == "Europe/Berlin" ? Result<>() : Result<>(invalid("There is no such zone."));
  };
  return out;
}

std::vector<config::SourceFile> files_of(std::string_view text) {
  constexpr std::string_view mark = "\n=\n";
  const auto end = text.find(mark);
  std::vector<config::SourceFile> files{{"askd.yaml", std::string(text.substr(0, end)), {}}};
  if (end != text.npos) files.push_back({"teams.d/growth.yaml", std::string(text.substr(end + mark.size())), "growth"});
  return files;
}

void check_places(const config::Node& node, std::size_t lines) {
  CHECK(node.place.line >= 1 && node.place.line <= lines && node.place.column >= 1, "A value stands nowhere.");
  CHECK(unicode::valid_utf8(node.text));
  for (const config::Node& item : node.items) check_places(item, lines);
  for (std::size_t i = 0; i < node.entries.size(); ++i) {
    const config::Entry& entry = node.entries[i];
    CHECK(node.find(entry.key) == &entry, "A key stands twice.");
    CHECK(entry.place.line >= 1 && entry.place.line <= lines);
    check_places(entry.value, lines);
  }
}

void check_yaml(const config::SourceFile& file) {
  config::Faults faults;
  const auto node = config::read_yaml(file.name, 0, file.bytes, faults);
  CHECK(node || !faults.empty(), "A file was refused without a fault.");
  const auto ends = std::count_if(file.bytes.begin(), file.bytes.end(), [](char c) { return c == '\n' || c == '\r'; });
  if (node) check_places(*node, static_cast<std::size_t>(ends) + 1);
}

void check_names(std::string_view text) {
  if (const auto endpoint = config::parse_endpoint(text)) CHECK(endpoint->from_systemd || !endpoint->address.empty());
  if (const auto origin = config::parse_origin(text)) {
    const auto again = config::parse_origin(*origin);
    CHECK(again && *again == *origin && !origin->ends_with('/'), "An origin isn't canonical.");
  }
  if (const auto email = config::parse_email(text)) {
    const auto again = config::parse_email(*email);
    CHECK(again && *again == *email, "An address isn't canonical.");
  }
  if (config::check_pattern(text)) CHECK(config::patterns_overlap(text, text), "A pattern doesn't fit itself.");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 10'000) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_names(text);
  const auto files = files_of(text);
  for (const config::SourceFile& file : files) check_yaml(file);
  const auto read = config::read(files, {}, config::testing::fake_types(), surroundings());
  if (read) {
    CHECK(!read->server.listen.empty() && read->roster.teams.size() == files.size() - 1);
    return 0;
  }
  const Error& error = read.error();
  CHECK(error.fault == Fault::invalid && !error.problems.empty(), "A configuration was refused without a fault.");
  CHECK(unicode::valid_utf8(error.message), "A fault repeats bytes that aren't UTF-8.");
  const bool written_out = text.find(secret) != text.npos;  // then it may stand where no secret does
  CHECK(written_out || error.message.find(secret) == error.message.npos, "A fault shows a secret.");
  return 0;
}
