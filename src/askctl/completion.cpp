#include "askctl/completion.hpp"

#include "askctl/exits.hpp"
#include "askctl/shell.hpp"
#include "askctl/table.hpp"

#include "base/json.hpp"

#include <nlohmann/json.hpp>

#include <ostream>
#include <set>
#include <vector>

namespace askd::askctl {
namespace {

std::string joined(const std::vector<std::string_view>& words, std::string_view between = " ") {
  std::string text;
  for (const auto word : words) text.append(text.empty() ? "" : between).append(word);
  return text;
}

// First words: commands outside of groups, and groups.
std::vector<std::string_view> first_words() {
  std::vector<std::string_view> words;
  std::set<std::string_view> seen;
  for (const Command& command : commands()) {
    const auto word = command.group().empty() ? command.word() : command.group();
    if (seen.insert(word).second) words.push_back(word);
  }
  return words;
}

std::vector<std::string_view> words_of(const Group& group) {
  std::vector<std::string_view> words;
  for (const Command& command : commands())
    if (command.group() == group.name) words.push_back(command.word());
  return words;
}

std::string replaced(std::string_view text, char which, std::string_view with) {
  std::string out;
  for (const char c : text) c == which ? void(out += with) : out.push_back(c);
  return out;
}

// Within single quotes.
std::string bash_quoted(std::string_view text) { return "'" + replaced(text, '\'', R"('\'')") + "'"; }
std::string fish_quoted(std::string_view text) {
  return "'" + replaced(replaced(text, '\\', R"(\\)"), '\'', R"(\')") + "'";
}
// Zsh's descriptions end at a bracket or a colon.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '[' || c == ']' || c == ':') out += '\\';
    out += c;
  }
  return out;
}

void append_bash_values(std::string& out, const Command& command) {
  out += "      case $previous in\n";
  for (const Option& option : command.options) {
    if (option.value.empty()) continue;
    out += "        --" + std::string(option.name) + ") ";
    if (!option.words.empty())
      out += "COMPREPLY=($(compgen -W '" + joined(option.words) + "' -- \"$current\"))";
    else if (option.offer == Offer::files)
      out += "COMPREPLY=($(compgen -f -- \"$current\"))";
    else if (option.offer == Offer::folders)
      out += "COMPREPLY=($(compgen -d -- \"$current\"))";
    else
      out += "COMPREPLY=()";
    out += "; return ;;\n";
  }
  out += "      esac\n";
}

void append_bash_command(std::string& out, const Command& command) {
  std::string words = "--help";
  for (const Option& option : command.options) words += " --" + std::string(option.name);
  if (command.argument && !command.argument->words.empty()) words += " " + joined(command.argument->words);
  out += "    " + bash_quoted(command.name) + ")\n";
  append_bash_values(out, command);
  out += "      COMPREPLY=($(compgen -W '" + words + "' -- \"$current\"))\n      ;;\n";
}

// "--to[Whom it is for]:TARGET:_files".
std::string zsh_option(const Option& option) {
  std::string text = (option.many ? "*--" : "--") + std::string(option.name) + "[" + zsh_text(option.help) + "]";
  if (option.value.empty()) return text;
  text += ":" + zsh_text(option.value) + ":";
  if (!option.words.empty()) text += "(" + joined(option.words) + ")";
  if (option.offer == Offer::files) text += "_files";
  if (option.offer == Offer::folders) text += "_files -/";
  return text;
}

void append_zsh_command(std::string& out, const Command& command) {
  out += "    " + bash_quoted(command.name) + ")\n      _arguments";
  for (const Option& option : command.options) out += " \\\n        " + bash_quoted(zsh_option(option));
  if (command.argument) {
    std::string text = "1:" + zsh_text(command.argument->name) + ":";
    if (!command.argument->words.empty()) text += "(" + joined(command.argument->words) + ")";
    out += " \\\n        " + bash_quoted(text);
  }
  out += "\n      ;;\n";
}

// What zsh shows for each of these words.
std::string zsh_described(std::string_view word, std::string_view summary) {
  return bash_quoted(zsh_text(word) + ":" + zsh_text(summary));
}

std::string_view summary_of(std::string_view word) {
  for (const Group& group : groups())
    if (group.name == word) return group.summary;
  for (const Command& command : commands())
    if (command.name == word) return command.summary;
  return {};
}

void append_fish_command(std::string& out, const Command& command) {
  std::string when = "__fish_seen_subcommand_from " + std::string(command.word());
  if (!command.group().empty()) when = "__fish_seen_subcommand_from " + std::string(command.group()) + "; and " + when;
  const std::string start = "complete -c askctl -n " + fish_quoted(when);
  if (command.argument && !command.argument->words.empty())
    out += start + " -f -a " + fish_quoted(joined(command.argument->words)) + "\n";
  for (const Option& option : command.options) {
    out += start + " -l " + std::string(option.name);
    if (option.letter != '\0') out += std::string(" -s ") + option.letter;
    if (!option.value.empty()) out += option.offer == Offer::nothing ? " -x" : " -r -F";
    if (!option.words.empty()) out += " -a " + fish_quoted(joined(option.words));
    out += " -d " + fish_quoted(option.help) + "\n";
  }
}

}  // namespace

std::string bash_completion() {
  std::string out =
      "# Completion of askctl for bash, printed by: askctl completion bash\n"
      "_askctl() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local command=${COMP_WORDS[1]}\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    COMPREPLY=($(compgen -W '" +
      joined(first_words()) +
      " --help --version' -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case $command in\n";
  for (const Group& group : groups())
    out += "    " + std::string(group.name) +
           ")\n      if ((COMP_CWORD == 2)); then\n        COMPREPLY=($(compgen -W '" + joined(words_of(group)) +
           "' -- \"$current\"))\n        return\n      fi\n      command+=\" ${COMP_WORDS[2]}\"\n      ;;\n";
  out += "  esac\n  case $command in\n";
  for (const Command& command : commands()) append_bash_command(out, command);
  return out + "  esac\n}\ncomplete -F _askctl askctl\n";
}

std::string zsh_completion() {
  std::string out =
      "#compdef askctl\n"
      "# Completion of askctl for zsh, printed by: askctl completion zsh\n"
      "_askctl() {\n"
      "  local command=$words[2]\n"
      "  local -a choices\n"
      "  if ((CURRENT == 2)); then\n"
      "    choices=(\n";
  for (const auto word : first_words()) out += "      " + zsh_described(word, summary_of(word)) + "\n";
  out += "    )\n    _describe command choices\n    return\n  fi\n  case $command in\n";
  for (const Group& group : groups()) {
    out += "    " + std::string(group.name) + ")\n      if ((CURRENT == 3)); then\n        choices=(\n";
    for (const Command& command : commands())
      if (command.group() == group.name) out += "          " + zsh_described(command.word(), command.summary) + "\n";
    out +=
        "        )\n        _describe command choices\n        return\n      fi\n"
        "      command+=\" $words[3]\"\n      shift words\n      ((CURRENT--))\n      ;;\n";
  }
  out += "  esac\n  shift words\n  ((CURRENT--))\n  case $command in\n";
  for (const Command& command : commands()) append_zsh_command(out, command);
  return out +
         "  esac\n}\nif [[ $funcstack[1] == _askctl ]]; then\n  _askctl \"$@\"\nelse\n"
         "  compdef _askctl askctl\nfi\n";
}

std::string fish_completion() {
  std::string out =
      "# Completion of askctl for fish, printed by: askctl completion fish\n"
      "complete -c askctl -f\n"
      "complete -c askctl -n __fish_use_subcommand -l version -d 'Print the version'\n"
      "complete -c askctl -s h -l help -d 'Print how it is used'\n";
  for (const auto word : first_words())
    out += "complete -c askctl -n __fish_use_subcommand -a " + std::string(word) + " -d " +
           fish_quoted(summary_of(word)) + "\n";
  for (const Group& group : groups()) {
    const std::string name(group.name);
    const std::string when =
        "__fish_seen_subcommand_from " + name + "; and not __fish_seen_subcommand_from " + joined(words_of(group));
    for (const Command& command : commands())
      if (command.group() == group.name)
        out += "complete -c askctl -n " + fish_quoted(when) + " -a " + std::string(command.word()) + " -d " +
               fish_quoted(command.summary) + "\n";
  }
  for (const Command& command : commands()) append_fish_command(out, command);
  return out;
}

int completion(Shell& shell, const Given& given) {
  const std::string which = given.text("SHELL");
  const std::string text = which == "bash" ? bash_completion() : which == "zsh" ? zsh_completion() : fish_completion();
  shell.out << (given.has("json") ? Json{{"text", text}}.dump() + "\n" : text);
  return exits::done;
}

}  // namespace askd::askctl
