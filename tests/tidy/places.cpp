// What files are called, where they point, and who builds them.
#include "rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <set>

namespace askd::tidy {
namespace {

constexpr std::size_t kReadmeMax = 15;

std::string why_not_called(const std::string& name) {
  const std::string stem = name.substr(0, name.find('.'));
  for (const std::string_view word : {"util", "utils", "common", "misc", "helper", "helpers", "ng"}) {
    if (stem == word || stem.ends_with("_" + std::string(word))) return "says nothing about what it holds";
  }
  if (stem.starts_with("new")) return "won't be new for long: replace the old one in one change";
  const bool numbered =
      stem.size() > 1 && stem.back() == '2' && std::isalpha(static_cast<unsigned char>(stem[stem.size() - 2]));
  return numbered ? "is the second of two: replace the first in one change" : "";
}

// The targets of a line's Markdown links.
std::vector<std::string> targets(const std::string& line) {
  std::vector<std::string> found;
  for (std::size_t at = line.find("]("); at != std::string::npos; at = line.find("](", at + 1)) {
    const std::size_t end = line.find_first_of(") ", at);
    if (end != std::string::npos) found.push_back(line.substr(at + 2, end - at - 2));
  }
  return found;
}

// How a heading is called in an address.
std::string anchor(std::string_view heading) {
  heading.remove_prefix(std::min(heading.find_first_not_of("# "), heading.size()));
  std::string name;
  for (const char c : heading) {
    if (c == ' ' || c == '-') name += '-';
    if (is_word_char(c) || (c & 0x80) != 0) name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

bool has_heading(const File& page, const std::string& name) {
  return std::ranges::any_of(page.lines,
                             [&](const std::string& line) { return line.starts_with('#') && anchor(line) == name; });
}

bool leads_somewhere(const Tree& tree, const std::string& from, const std::string& target) {
  if (target.find(':') != std::string::npos) return true;  // elsewhere: no test asks the network
  const std::size_t hash = target.find('#');
  const std::string place = target.substr(0, hash);
  std::string path = from;
  if (!place.empty()) path = (std::filesystem::path(folder_of(from)) / place).lexically_normal().string();
  if (path.ends_with('/')) path.pop_back();
  if (path == ".") path.clear();
  if (!tree.has(path)) return false;
  const auto page = tree.files().find(path);
  if (hash == std::string::npos || page == tree.files().end() || !path.ends_with(".md")) return true;
  return has_heading(page->second, target.substr(hash + 1));
}

// Does a CMakeLists.txt in the source's folder, or above it, name it?
bool is_listed(const Tree& tree, const std::string& source) {
  std::string stem = name_of(source);
  stem = stem.substr(0, stem.rfind('.'));
  if (stem.ends_with("_fuzz")) stem = stem.substr(0, stem.size() - 5);
  for (std::string folder = folder_of(source); !folder.empty(); folder = folder_of(folder)) {
    const auto list = tree.files().find(folder + "/CMakeLists.txt");
    if (list == tree.files().end()) continue;
    const std::string relative = source.substr(folder.size() + 1);
    if (find_word(list->second.text, relative) != std::string_view::npos) return true;
    if (source.ends_with("_fuzz.cpp") && find_word(list->second.text, stem) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

Findings names(const Tree& tree) {
  Findings found;
  std::set<std::string> seen;
  for (const auto& entry : tree.files()) {
    for (std::string path = entry.first; !path.empty() && seen.insert(path).second; path = folder_of(path)) {
      const std::string why = why_not_called(name_of(path));
      if (!why.empty()) found.push_back({path, 0, "the name " + why});
    }
  }
  return found;
}

Findings links(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!path.ends_with(".md")) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      for (const std::string& target : targets(file.lines[i])) {
        if (!leads_somewhere(tree, path, target))
          found.push_back({path, i + 1, "the link to " + target + " leads nowhere"});
      }
    }
  }
  return found;
}

Findings readmes(const Tree& tree) {
  Findings found;
  std::set<std::string> floors;
  for (const auto& [path, file] : tree.files()) {
    if (!under(path, "src")) continue;
    const std::size_t slash = path.find('/', 4);
    floors.insert(slash == std::string::npos ? "src" : path.substr(0, slash));
    if (name_of(path) != "README.md" || file.lines.size() <= kReadmeMax) continue;
    found.push_back(
        {path, 0, std::to_string(file.lines.size()) + " lines, 15 at most: the rest belongs to ARCHITECTURE.md"});
  }
  for (const std::string& floor : floors) {
    if (!tree.has(floor + "/README.md")) found.push_back({floor, 0, "has no README.md that says what it is for"});
  }
  return found;
}

Findings built(const Tree& tree, const std::string& root, const std::string& sources) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!path.ends_with(".cpp") || sources.find(root + "/" + path + "\n") != std::string::npos) continue;
    // The benchmark and the fuzzers are built by presets of their own.
    const bool elsewhere = under(path, "bench") || under(path, "tests/fuzz");
    if (!elsewhere || !is_listed(tree, path)) found.push_back({path, 0, "no target builds it"});
  }
  return found;
}

}  // namespace askd::tidy
