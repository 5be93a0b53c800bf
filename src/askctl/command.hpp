// A command as data: from it come the parser, the help, the completions and the manual.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askd::askctl {

struct Shell;

// What a shell offers for a value.
enum class Offer : unsigned char { nothing, files, folders };

struct Option {
  std::string_view name;        // without its dashes
  std::string_view value = {};  // what its value is called; empty: it takes none
  std::string_view help = {};
  bool many = false;                         // may be given again
  std::vector<std::string_view> words = {};  // the only values there are; empty: any
  Offer offer = Offer::nothing;
  char letter = '\0';  // of its short form
};

struct Argument {
  std::string_view name;
  std::string_view help = {};
  std::vector<std::string_view> words = {};
};

// What the caller gave, by the names of options and arguments.
class Given {
 public:
  void add(std::string_view name, std::vector<std::string> values) { values_[std::string(name)] = std::move(values); }

  bool has(std::string_view name) const { return find(name).has_value(); }
  std::optional<std::string> find(std::string_view name) const;
  std::string text(std::string_view name) const { return find(name).value_or(""); }
  std::span<const std::string> all(std::string_view name) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

struct Command {
  std::string_view name;          // "ask", or "audit verify" for one of a group
  std::string_view summary;       // a sentence
  std::string_view example;       // one or more lines that work as they stand
  std::string_view details = {};  // for the manual: paragraphs, with an empty line between them
  std::optional<Argument> argument = {};
  std::vector<Option> options = {};
  int (*run)(Shell& shell, const Given& given) = nullptr;  // returns the exit code

  std::string_view group() const;  // "audit"; empty where it is in none
  std::string_view word() const;   // "verify"
};

struct Group {
  std::string_view name;
  std::string_view summary;
};

}  // namespace askd::askctl
