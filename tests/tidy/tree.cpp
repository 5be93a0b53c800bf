// Reads the project, and strips C++ of what isn't code.
#include "tree.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace askd::tidy {
namespace {

constexpr std::array<std::string_view, 10> kSkippedFolders = {
    ".git",   "build",  "node_modules",  "dist",        "__pycache__",
    "corpus", ".cache", ".pytest_cache", ".hypothesis", "test-results"};

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool is_binary(const std::string& text) { return text.find('\0') != std::string::npos; }

// Where the literal or comment that starts at `from` ends (one past its last character), or `from` if none starts
// there.
std::size_t end_of_raw_string(std::string_view text, std::size_t from) {
  const std::size_t open = text.find('(', from);
  if (open == std::string_view::npos) return text.size();
  const std::string close = ")" + std::string(text.substr(from + 2, open - from - 2)) + "\"";
  const std::size_t end = text.find(close, open);
  return end == std::string_view::npos ? text.size() : end + close.size();
}

std::size_t end_of_quoted(std::string_view text, std::size_t from) {
  const char quote = text[from];
  for (std::size_t i = from + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

std::size_t end_of_dead(std::string_view text, std::size_t i) {
  const bool after_word = i > 0 && is_word_char(text[i - 1]);
  if (text.compare(i, 2, "//") == 0) return std::min(text.find('\n', i), text.size());
  if (text.compare(i, 2, "/*") == 0) {
    const std::size_t end = text.find("*/", i + 2);
    return end == std::string_view::npos ? text.size() : end + 2;
  }
  if (text.compare(i, 2, "R\"") == 0 && !after_word) return end_of_raw_string(text, i);
  if (text[i] == '"' || (text[i] == '\'' && !after_word)) return end_of_quoted(text, i);
  return i;
}

}  // namespace

std::string blank(std::string_view text) {
  std::string code(text);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = end_of_dead(text, i);
    const bool literal = text[i] != '/';
    for (std::size_t at = i; at < end; ++at) {
      const bool edge = literal && (at == i || at + 1 == end);
      if (code[at] != '\n' && !edge) code[at] = ' ';
    }
    i = end == i ? i + 1 : end;
  }
  return code;
}

Tree::Tree(const std::map<std::string, std::string>& texts) {
  for (const auto& [path, text] : texts) add(path, text);
}

Tree Tree::of_folder(const std::string& root) {
  namespace fs = std::filesystem;
  Tree tree;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && std::ranges::count(kSkippedFolders, name) > 0) it.disable_recursion_pending();
    if (!it->is_regular_file()) continue;
    std::ifstream in(it->path(), std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    tree.add(it->path().lexically_relative(root).string(), is_binary(text) ? "" : std::move(text));
  }
  return tree;
}

void Tree::add(const std::string& path, std::string text) {
  File file;
  file.lines = split(text);
  if (is_cpp(path)) {
    file.code = blank(text);
    file.code_lines = split(file.code);
  }
  file.text = std::move(text);
  files_.emplace(path, std::move(file));
}

bool Tree::has(const std::string& path) const {
  if (path.empty() || files_.contains(path)) return true;
  const auto next = files_.lower_bound(path + "/");
  return next != files_.end() && next->first.starts_with(path + "/");
}

bool is_cpp(std::string_view path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

bool is_test(std::string_view path) {
  return path.ends_with("_test.cpp") || under(path, "tests") || path.find(".test.") != std::string_view::npos;
}

bool under(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

std::string name_of(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
}

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t find_word(std::string_view line, std::string_view word, std::size_t from) {
  for (std::size_t at = line.find(word, from); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool starts = at == 0 || !is_word_char(word.front()) || !is_word_char(line[at - 1]);
    const bool ends = end == line.size() || !is_word_char(word.back()) || !is_word_char(line[end]);
    if (starts && ends) return at;
  }
  return std::string_view::npos;
}

}  // namespace askd::tidy
