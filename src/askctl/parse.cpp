#include "askctl/parse.hpp"

#include "askctl/exits.hpp"
#include "askctl/table.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

namespace askd::askctl {
namespace {

// The example first: whoever asks for help wants to see how it is done. Each command's footer holds it.
class Formatter : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override {
    std::string text;
    if (!app->get_footer().empty()) text = "Example:\n  " + app->get_footer() + "\n\n";
    return text + app->get_description() + ".\n";
  }
  std::string make_footer(const CLI::App*) const override { return {}; }
};

// One option or argument of a command, and where the parser has it.
struct Bound {
  std::string_view name;
  CLI::Option* option;
};

struct Use {
  const Command* command;
  CLI::App* app;
  std::vector<Bound> bound;
};

// Any word is fine here: what is wrong with values is told by those who read them.
bool take(const CLI::results_t&) { return true; }

void only(CLI::Option& option, const std::vector<std::string_view>& words) {
  if (words.empty()) return;
  std::vector<std::string> list(words.begin(), words.end());
  option.check(
      [list](const std::string& given) {
        if (std::find(list.begin(), list.end(), given) != list.end()) return std::string{};
        return "must be one of: " + CLI::detail::join(list, ", ");
      },
      "{" + CLI::detail::join(list, ",") + "}");
}

Bound bind(CLI::App& app, const Option& option) {
  std::string names = "--" + std::string(option.name);
  if (option.letter != '\0') names = std::string("-") + option.letter + "," + names;
  const std::string help(option.help);
  if (option.value.empty()) return {option.name, app.add_flag(names, help)};
  CLI::Option* made = app.add_option(names, CLI::callback_t(take), help);
  made->type_name(option.words.empty() ? std::string(option.value) : std::string{});
  // Otherwise an option that may be given again would take the title too.
  if (option.many) made->take_all()->expected(1)->allow_extra_args(false);
  only(*made, option.words);
  return {option.name, made};
}

Use use_of(CLI::App& root, const Command& command) {
  CLI::App* parent = &root;
  if (!command.group().empty()) parent = root.get_subcommand(std::string(command.group()));
  CLI::App* app = parent->add_subcommand(std::string(command.word()), std::string(command.summary));
  app->footer(std::string(command.example));
  Use use{&command, app, {}};
  if (command.argument) {
    CLI::Option* argument = app->add_option(std::string(command.argument->name), CLI::callback_t(take),
                                            std::string(command.argument->help));
    argument->required()->type_name("");
    only(*argument, command.argument->words);
    use.bound.push_back({command.argument->name, argument});
  }
  for (const Option& option : command.options) use.bound.push_back(bind(*app, option));
  return use;
}

Parsed refused(const CLI::App& root, const CLI::ParseError& error) {
  std::ostringstream out;
  std::ostringstream err;
  Parsed parsed;
  if (root.exit(error, out, err) != 0) parsed.exit = exits::usage;
  parsed.out = out.str();
  parsed.err = err.str().empty() ? "" : "askctl: " + err.str();
  return parsed;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

// What the parser would only call a missing subcommand.
std::optional<Parsed> unknown_command(const CLI::App& root, const std::vector<std::string>& words) {
  const CLI::App* app = &root;
  std::string path = "askctl";
  for (const std::string& word : words) {
    const auto there = commands_of(*app);
    if (there.empty() || word.starts_with('-')) break;
    const auto next =
        std::find_if(there.begin(), there.end(), [&](const CLI::App* one) { return one->get_name() == word; });
    if (next == there.end()) {
      std::string known;
      for (const CLI::App* one : there) known += (known.empty() ? "" : ", ") + one->get_name();
      return Parsed{.exit = exits::usage,
                    .err = "askctl: " + path + " has no command " + word + ". It has " + known + ".\n"};
    }
    app = *next;
    path += " " + word;
  }
  return std::nullopt;
}

Parsed found(const std::vector<Use>& uses) {
  Parsed parsed;
  for (const Use& use : uses) {
    if (!use.app->parsed()) continue;
    parsed.command = use.command;
    for (const Bound& bound : use.bound)
      if (bound.option->count() > 0) parsed.given.add(bound.name, bound.option->results());
  }
  return parsed;
}

}  // namespace

Parsed parse(std::vector<std::string> words) {
  CLI::App root("Ask people from the command line, and look after askd", "askctl");
  root.formatter(std::make_shared<Formatter>());
  root.footer(std::string(commands().front().example));
  root.set_version_flag("--version", "askctl " ASKD_VERSION);
  root.require_subcommand(1);
  for (const Group& group : groups()) {
    CLI::App* app = root.add_subcommand(std::string(group.name), std::string(group.summary));
    app->require_subcommand(1);
    app->footer("");
  }
  std::vector<Use> uses;
  for (const Command& command : commands()) uses.push_back(use_of(root, command));
  if (words.empty()) return {.exit = exits::usage, .err = root.help()};
  if (auto unknown = unknown_command(root, words)) return *unknown;
  std::reverse(words.begin(), words.end());
  try {
    root.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return refused(root, error);
  }
  return found(uses);
}

}  // namespace askd::askctl
