#include "config/documents.hpp"

#include "config/config.hpp"
#include "config/document_settings.hpp"
#include "config/example_settings.hpp"
#include "config/manual_settings.hpp"
#include "config/scalars.hpp"
#include "config/schema_settings.hpp"
#include "config/team.hpp"

#include "base/check.hpp"

#include <nlohmann/json.hpp>

#include <ostream>
#include <utility>

namespace askd::config {
namespace {

// Documents are the same on every machine.
Surroundings no_surroundings() {
  Surroundings out;
  out.secret_file = [](const std::filesystem::path&) { return Result<Secret>(Secret()); };
  out.credential = [](const std::string&) { return Result<Secret>(Secret()); };
  out.plain_file = [](const std::filesystem::path&) { return Result<std::string>(std::string()); };
  out.check_zone = [](const std::string&) { return Result<>(); };
  return out;
}

void document_server(Section& is, AdapterTypes types) {
  Configuration configuration;
  declare(is, configuration, types, no_surroundings());
}

void document_team(Section& is) {
  const std::vector<core::RosterTeam> before;
  const std::vector<Backend> backends;
  const std::vector<EnrollmentClass> classes;
  const Surroundings surroundings = no_surroundings();
  core::RosterTeam team;
  declare_team(is, team, {before, backends, classes, surroundings});
}

// A default that can't be read as what it is for is a slip of whoever declared it.
template <class T, class Read>
void fill(T& value, const Key& key, const Read& read) {
  if (key.fallback.empty()) return;
  auto meaning = read(key.fallback, key);
  CHECK(meaning.has_value(), "the default of the setting " + key.name + " isn't valid");
  value = *std::move(meaning);
}

}  // namespace

void DocumentSettings::operator()(std::string& value, const Key& key) {
  if (!key.secret) fill(value, key, read_text);
  document(key, key.secret ? Type::secret : Type::text);
}

void DocumentSettings::operator()(bool& value, const Key& key) {
  fill(value, key, [](const std::string& text, const Key&) { return read_bool(text); });
  document(key, Type::truth);
}

void DocumentSettings::operator()(std::int64_t& value, const Key& key) {
  fill(value, key, read_number);
  document(key, Type::number);
}

void DocumentSettings::operator()(std::chrono::milliseconds& value, const Key& key) {
  fill(value, key, read_duration);
  document(key, Type::duration);
}

void DocumentSettings::operator()(std::vector<std::string>& value, const Key& key) {
  if (!key.fallback.empty()) value = fallback_list(key.fallback);
  document(key, Type::list);
}

void DocumentSettings::size(std::uint64_t& bytes, const Key& key) {
  fill(bytes, key, read_size);
  document(key, Type::size);
}

void DocumentSettings::secret(SecretValue&, const Key& key) { document(key, Type::secret); }

void DocumentSettings::path(std::filesystem::path& value, const Key& key) {
  if (!key.fallback.empty()) value = key.fallback;
  document(key, Type::path);
}

std::vector<std::string> DocumentSettings::names(const Key& placeholder) {
  placeholder_ = placeholder;
  return {placeholder.name};
}

void print_example(std::ostream& out, AdapterTypes types) {
  out << "# askd.yaml: the server. Each team has a file of its own in teams.d beside this one. Every line in a comment "
         "shows\n# a default, or an example where there is none; take its # away to change it. askd.yaml(5) says "
         "more.\n";
  ExampleSettings example(out);
  document_server(example, types);
}

void print_schema(std::ostream& out, AdapterTypes types) {
  SchemaSettings server;
  SchemaSettings team;
  document_server(server, types);
  document_team(team);
  nlohmann::ordered_json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                   {"title", "askd.yaml"},
                                   {"description", "The settings of askd; #/$defs/team is a team's file."}};
  schema.update(server.take());
  schema["$defs"] = SchemaSettings::definitions();
  schema["$defs"]["team"] = team.take();
  out << schema.dump(2) << "\n";
}

void print_manual(std::ostream& out, AdapterTypes types) {
  print_manual_head(out);
  ManualSettings server(out, {});
  document_server(server, types);
  out << ".Sh SETTINGS OF A TEAM'S FILE\n";
  ManualSettings team(out, {});
  document_team(team);
  print_manual_end(out);
}

}  // namespace askd::config
