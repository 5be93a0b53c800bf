#include "config/config.hpp"

#include "config/enrollment.hpp"
#include "config/naming.hpp"
#include "config/server.hpp"
#include "config/sources.hpp"
#include "config/team.hpp"
#include "config/yaml.hpp"
#include "config/yaml_settings.hpp"

#include "base/crypto.hpp"
#include "base/unicode.hpp"

#include <cstddef>
#include <utility>

namespace askd::config {
namespace {

struct Parsed {
  const SourceFile& source;
  std::optional<Node> root;
  Place begin;
};

Reading reading_of(const SourceFile& file, Faults& faults, Overrides& overrides, const Surroundings& surroundings) {
  return Reading{faults, overrides, surroundings, std::filesystem::path(file.name).parent_path()};
}

void read_server_file(const Parsed* parsed, Configuration& configuration, Reading& reading, AdapterTypes types) {
  Place place;
  if (parsed != nullptr) place = parsed->begin;
  YamlSettings is(reading, parsed == nullptr ? nullptr : &*parsed->root, place, {}, true);
  declare(is, configuration, types, reading.surroundings);
  is.refuse_unknown();
}

void read_team_file(const Parsed& parsed, Configuration& configuration, Reading& reading) {
  auto& teams = configuration.roster.teams;
  core::RosterTeam team;
  team.name = parsed.source.team;
  if (const auto checked = check_name(team.name); !checked)
    reading.faults.add(parsed.begin, {}, "the file's name is the team's: " + checked.error().message);
  for (const core::RosterTeam& other : teams)
    if (unicode::fold_name(other.name) == unicode::fold_name(team.name))
      reading.faults.add(parsed.begin, {}, "there is a team of this name already, in other letters: " + other.name);
  YamlSettings is(reading, &*parsed.root, parsed.begin, {}, false);
  const Named named{teams, configuration.backends, configuration.enrollment, reading.surroundings};
  declare_team(is, team, named);
  is.refuse_unknown();
  teams.push_back(std::move(team));
}

// Only now is it sure that the adapters' settings are as their owners want them.
void describe_backends(Configuration& configuration) {
  for (const Backend& backend : configuration.backends)
    configuration.roster.backends[backend.name] = backend.make()->capabilities();
}

// `faults` holds what is known to be wrong already.
Result<Configuration> read_all(const std::vector<SourceFile>& files, const Flags& flags, AdapterTypes types,
                               const Surroundings& surroundings, Faults& faults) {
  Configuration configuration;
  std::vector<Parsed> parsed;
  const Parsed* server = nullptr;
  parsed.reserve(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    parsed.push_back({files[i], read_yaml(files[i].name, i, files[i].bytes, faults), {files[i].name, 1, 1, i}});
    configuration.files.emplace_back(files[i].name);
    if (files[i].team.empty()) server = &parsed.back();
  }
  // What a file that can't be read says of backends is unknown: telling the teams that theirs are missing misleads.
  if (server != nullptr && !server->root) return faults.error();

  Overrides overrides(flags, surroundings.environment);
  static const SourceFile none;
  Reading reading = reading_of(server == nullptr ? none : server->source, faults, overrides, surroundings);
  read_server_file(server, configuration, reading, types);
  overrides.tell_unknown(faults);

  Overrides no_overrides({}, {});
  for (const Parsed& one : parsed) {
    if (one.source.team.empty() || !one.root) continue;
    Reading of_team = reading_of(one.source, faults, no_overrides, surroundings);
    read_team_file(one, configuration, of_team);
  }
  if (!faults.empty()) return faults.error();
  describe_backends(configuration);
  return configuration;
}

Result<Configuration> from_disk(const std::optional<std::filesystem::path>& file, const Environment& environment,
                                const Flags& flags, AdapterTypes types, bool with_digest) {
  Faults faults;
  const auto sources = gather(file, faults);
  if (!sources) return faults.error();
  auto configuration = read_all(*sources, flags, types, real_surroundings(environment), faults);
  if (!configuration || !with_digest) return configuration;
  crypto::Sha256 digest;
  for (const SourceFile& source : *sources) digest.update(std::string_view(source.bytes));
  configuration->roster.digest = digest.finish();
  return configuration;
}

}  // namespace

void declare(Section& is, Configuration& configuration, AdapterTypes types, const Surroundings& surroundings) {
  is.section({.name = "server", .help = "Where askd listens, and how others reach it."},
             [&](Section& inner) { declare_server(inner, configuration.server, surroundings); });
  is.section({.name = "store", .help = "Where the data is kept."},
             [&](Section& inner) { declare_store(inner, configuration.store, surroundings); });
  is.section({.name = "limits", .help = "What one agent or one request may cost."},
             [&](Section& inner) { declare_limits(inner, configuration.limits); });
  is.section({.name = "asks", .help = "How asks are kept."}, [&](Section& inner) { declare_asks(inner); });
  is.section({.name = "log", .help = "What askd tells the operator while it runs. The audit log is another thing."},
             [&](Section& inner) { declare_log(inner, configuration.log); });
  is.section({.name = "enrollment", .help = "How agents let themselves in: a class for each kind of agent."},
             [&](Section& inner) { declare_enrollment(inner, configuration.enrollment); });
  is.section({.name = "webhooks", .help = "What agents' webhooks may do. Public addresses over https always work."},
             [&](Section& inner) { declare_webhooks(inner, configuration.webhooks); });
  is.section({.name = "backends", .help = "Where people are reached, beside the inbox, which needs no setting."},
             [&](Section& inner) { declare_backends(inner, types, configuration.backends); });
  configuration.roster.classes = roster_classes(configuration.enrollment);
  configuration.roster.open_asks_per_agent = static_cast<std::uint32_t>(configuration.limits.open_asks_per_agent);
}

Result<Configuration> read(const std::vector<SourceFile>& files, const Flags& flags, AdapterTypes types,
                           const Surroundings& surroundings) {
  Faults faults;
  return read_all(files, flags, types, surroundings, faults);
}

Result<Configuration> check(const std::optional<std::filesystem::path>& file, const Environment& environment,
                            const Flags& flags, AdapterTypes types) {
  return from_disk(file, environment, flags, types, false);
}

Result<Configuration> load(const std::optional<std::filesystem::path>& file, const Environment& environment,
                           const Flags& flags, AdapterTypes types) {
  return from_disk(file, environment, flags, types, true);
}

}  // namespace askd::config
