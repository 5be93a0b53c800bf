// How long and how shaped code may be.
#include "rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace askd::tidy {
namespace {

constexpr std::size_t kFileMax = 400, kTestFileMax = 600, kFunctionMax = 70, kLineMax = 120, kHostMax = 10;

bool is_measured(const std::string& path) {
  return is_cpp(path) || under(path, "web/src") || path.ends_with(".py") || under(path, "scripts") ||
         under(path, "cmake");
}

std::size_t width(const std::string& line) {
  return static_cast<std::size_t>(std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Preprocessor lines are no statements: blanked, so that what follows them is read for itself.
std::string without_directives(const File& file) {
  std::string code;
  for (const std::string& line : file.code_lines) code += (line.starts_with('#') ? "" : line) + "\n";
  return code;
}

enum class Scope { container, function, other };

// What a brace opens at the level of declarations, by what stands before it.
Scope opened_by(std::string_view head) {
  head = trim(head);
  for (const std::string_view word : {"namespace", "class", "struct", "union", "enum", "extern"}) {
    if (head.starts_with(word) && (head.size() == word.size() || !is_word_char(head[word.size()])))
      return Scope::container;
  }
  if (head.starts_with("template")) {
    const std::size_t call = head.find('('),
                      type = std::min(find_word(head, "struct"), find_word(head, "class", head.find('>')));
    if (type != std::string_view::npos && (call == std::string_view::npos || type < call)) return Scope::container;
  }
  const std::size_t call = head.find('('), set = head.find('=');
  if (call == std::string_view::npos || set < call)
    return head.find("operator") < call ? Scope::function : Scope::other;
  return Scope::function;
}

struct Function {
  std::size_t line, lines;
};

// The functions of a file, by its braces. Lambdas and local types belong to the function around them.
std::vector<Function> functions_of(const std::string& code) {
  std::vector<Function> functions;
  std::vector<Scope> scopes;
  std::size_t line = 1, head = 0, head_line = 1, first_line = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool declares = std::ranges::all_of(scopes, [](Scope s) { return s == Scope::container; });
    if (declares && is_space(code[i]) && trim(std::string_view(code).substr(head, i - head)).empty()) {
      head_line = line + (code[i] == '\n' ? 1 : 0);
    }
    if (code[i] == '\n') ++line;
    if (code[i] == '{') {
      const Scope scope = declares ? opened_by(std::string_view(code).substr(head, i - head)) : Scope::other;
      if (scope == Scope::function) first_line = head_line;
      scopes.push_back(scope);
    } else if (code[i] == '}' && !scopes.empty()) {
      if (scopes.back() == Scope::function) functions.push_back({first_line, line - first_line + 1});
      scopes.pop_back();
    }
    if (code[i] == '{' || code[i] == '}' || code[i] == ';') {
      head = i + 1;
      head_line = line;
    }
  }
  return functions;
}

// A brace that opens a block stands after a space, as clang-format writes it, and not where a value is expected.
bool opens_block(std::string_view code, std::size_t brace) {
  if (brace == 0 || !is_space(code[brace - 1])) return false;
  const std::string_view before = trim(code.substr(0, brace));
  if (before.ends_with("return") || before.empty()) return before.empty();
  return std::string_view("(,={").find(before.back()) == std::string_view::npos || before.back() == '{';
}

// A lambda that captures: brackets that aren't empty, an index, a binding or an attribute.
bool has_capture(std::string_view statement) {
  for (std::size_t at = statement.find('['); at != std::string_view::npos; at = statement.find('[', at + 1)) {
    const char next = at + 1 < statement.size() ? statement[at + 1] : ']';
    if (next == ']' || next == '[' || (at > 0 && statement[at - 1] == '[')) continue;
    std::string_view before = trim(statement.substr(0, at));
    while (before.ends_with('&')) before.remove_suffix(1);
    before = trim(before);
    const bool value = before.ends_with("co_await") || before.ends_with("return") || before.ends_with("co_yield");
    const bool index = !before.empty() && (is_word_char(before.back()) || before.back() == ']' || before.back() == ')');
    if (value || !index) return true;
  }
  return false;
}

// A value built in braces: `Card{…}`, `ns::card{…}`, `optional<int>{…}`, `f({…})`.
bool has_braced(std::string_view statement) {
  for (std::size_t at = statement.find('{'); at != std::string_view::npos; at = statement.find('{', at + 1)) {
    const std::string_view before = trim(statement.substr(0, at));
    if (before.empty()) continue;
    if (before.back() == '(' || before.back() == ',' || before.back() == '>') return true;
    std::size_t start = before.size();
    while (start > 0 && (is_word_char(before[start - 1]) || before[start - 1] == ':')) --start;
    const std::string_view name = before.substr(start);
    const std::string_view last = name.substr(name.rfind(':') + 1);
    if (name.find("::") != std::string_view::npos) return true;
    if (!last.empty() && std::isupper(static_cast<unsigned char>(last.front())) != 0) return true;
  }
  return false;
}

// `a ? co_await b : co_await c`: g++ 12 destroys what the branch that was not taken would have made.
bool has_choice(std::string_view statement, std::size_t at) {
  const std::size_t question = statement.substr(0, at).rfind('?');
  return question != std::string_view::npos && statement.find(':', question) != std::string_view::npos;
}

void check_statement(const std::string& path, std::string_view statement, std::size_t line, Findings& found) {
  const std::size_t at = find_word(statement, "co_await");
  if (at == std::string_view::npos) return;
  line += static_cast<std::size_t>(std::ranges::count(statement.substr(0, at), '\n'));
  if (has_capture(statement))
    found.push_back({path, line, "co_await takes names: give the capturing lambda a statement"});
  if (has_braced(statement)) found.push_back({path, line, "co_await takes names: give the braced value a statement"});
  if (has_choice(statement, at)) found.push_back({path, line, "co_await stands in no ?: (g++ 12): write an if"});
}

}  // namespace

Findings file_lengths(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    const std::size_t most = is_test(path) ? kTestFileMax : kFileMax;
    if (!is_measured(path) || file.lines.size() <= most) continue;
    found.push_back({path, 0, std::to_string(file.lines.size()) + " lines, " + std::to_string(most) + " at most"});
  }
  return found;
}

Findings line_lengths(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!is_measured(path)) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::size_t columns = width(file.lines[i]);
      if (columns > kLineMax) found.push_back({path, i + 1, std::to_string(columns) + " columns, 120 at most"});
    }
  }
  return found;
}

Findings function_lengths(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!is_cpp(path)) continue;
    for (const Function& function : functions_of(without_directives(file))) {
      if (function.lines <= kFunctionMax) continue;
      found.push_back({path, function.line, "a function of " + std::to_string(function.lines) + " lines, 70 at most"});
    }
  }
  return found;
}

Findings co_await_takes_names(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    const std::string code = without_directives(file);
    std::size_t start = 0, start_line = 1, line = 1;
    for (std::size_t i = 0; i < code.size(); ++i) {
      const bool block = code[i] == '{' && opens_block(code, i);
      const bool ends = code[i] == ';' || block || (code[i] == '}' && i > 0 && is_space(code[i - 1]));
      if (ends) {
        check_statement(path, std::string_view(code).substr(start, i - start), start_line, found);
        start = i + 1;
        start_line = line;
      }
      if (code[i] == '\n') ++line;
    }
  }
  return found;
}

Findings host_is_small(const Tree& tree) {
  const auto file = tree.files().find("include/askd/host.hpp");
  if (file == tree.files().end()) return {{"include/askd/host.hpp", 0, "is gone: who checks the size of Host now?"}};
  const std::string& code = file->second.code;
  const std::size_t start = find_word(code, "class Host");
  const std::size_t end = code.find("\n};", start == std::string::npos ? 0 : start);
  if (start == std::string::npos || end == std::string::npos) return {{file->first, 0, "declares no class Host"}};
  const std::string_view body = std::string_view(code).substr(start, end - start);
  std::size_t functions = 0;
  for (std::size_t at = find_word(body, "virtual"); at != std::string_view::npos;
       at = find_word(body, "virtual", at + 1)) {
    if (!trim(body.substr(at + 7)).starts_with('~')) ++functions;
  }
  if (functions <= kHostMax) return {};
  return {{file->first, 0, "Host has " + std::to_string(functions) + " functions, 10 at most: let data grow instead"}};
}

}  // namespace askd::tidy
