// Who may include whom.
#include "rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace askd::tidy {
namespace {

struct Include {
  std::size_t line;
  std::string target;  // as written, without the quotes
  bool ours;           // "…", not <…>
};

std::vector<Include> includes_of(const File& file) {
  std::vector<Include> found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string& line = file.lines[i];
    if (!line.starts_with("#include")) continue;
    const std::size_t open = line.find_first_of("\"<");
    if (open == std::string::npos) continue;
    const std::size_t close = line.find_first_of("\">", open + 1);
    if (close == std::string::npos) continue;
    found.push_back({i + 1, line.substr(open + 1, close - open - 1), line[open] == '"'});
  }
  return found;
}

std::string first_part(const std::string& path) { return path.substr(0, path.find('/')); }

// The floors of src/, each with those whose files it may include.
const std::map<std::string, std::set<std::string>> kFloors = {
    {"base", {"askd"}},
    {"core", {"askd", "base"}},
    {"store", {"askd", "base", "core"}},
    {"net", {"askd", "base", "core"}},
    {"engine", {"askd", "base", "core", "store", "net"}},
    {"shapes", {"askd", "base", "core", "store", "net", "engine"}},
    {"api", {"askd", "base", "core", "store", "net", "engine", "shapes"}},
    {"inbox", {"askd", "base", "core", "store", "net", "engine", "shapes", "web"}},
    {"config", {"askd", "base", "core", "store", "net", "engine", "shapes"}},
};

std::string why_not(const Tree& tree, const std::string& path, const std::string& target) {
  const std::string there = first_part(target);
  if (under(path, "include/askd")) return there == "askd" ? "" : "include/askd stands on nothing of ours";
  if (under(path, "adapters")) {
    const bool own = tree.has(folder_of(path) + "/" + target) && target.find("..") == std::string::npos;
    const bool suite = path.ends_with("_test.cpp") && target == "adapter_suite.hpp";
    return there == "askd" || own || suite ? "" : "an adapter sees include/askd and its own folder";
  }
  const std::string floor = first_part(path.substr(path.find('/') + 1));
  const auto known = kFloors.find(floor);
  if (known == kFloors.end()) return "";  // askd.cpp and askctl.cpp see everything
  if (there == floor || known->second.contains(there)) return "";
  return floor + " doesn't stand on " + there;
}

// Calls inside core go from left to right. What isn't named here is a leaf, which calls none of these.
constexpr std::array<std::string_view, 7> kOrder = {"registrations", "conversations", "asks",   "notices",
                                                    "grants",        "deliveries",    "streams"};

std::size_t rank(const std::string& noun) {
  return static_cast<std::size_t>(std::ranges::find(kOrder, noun) - kOrder.begin());
}

// "asks" for src/core/asks/open.cpp; empty for core's own files.
std::string noun_of(const std::string& path) {
  const std::string prefix = "src/core/";
  const std::size_t slash = path.find('/', prefix.size());
  return under(path, "src/core") && slash != std::string::npos ? path.substr(prefix.size(), slash - prefix.size()) : "";
}

// core/asks/ask.hpp says what an ask is and calls nothing: everybody may know it.
bool is_vocabulary(const std::string& path) {
  const std::string noun = noun_of(path), name = name_of(path);
  return name == noun.substr(0, noun.size() - 1) + ".hpp" || (noun == "people" && name == "person.hpp");
}

using Edges = std::map<std::string, std::set<std::string>>;

bool reaches(const Edges& edges, const std::string& from, const std::string& goal, std::set<std::string>& seen) {
  const auto next = edges.find(from);
  if (next == edges.end()) return false;
  return std::ranges::any_of(next->second, [&](const std::string& to) {
    return to == goal || (seen.insert(to).second && reaches(edges, to, goal, seen));
  });
}

// The nouns that each noun calls: its own files' includes, without the vocabulary.
struct Call {
  std::string path;
  std::size_t line;
  std::string from, to;
};

std::vector<Call> calls_in_core(const Tree& tree) {
  std::vector<Call> calls;
  for (const auto& [path, file] : tree.files()) {
    const std::string from = noun_of(path);
    if (from.empty() || path.ends_with("_test.cpp")) continue;
    for (const Include& include : includes_of(file)) {
      const std::string target = "src/" + include.target, to = noun_of(target);
      if (!include.ours || to.empty() || to == from || is_vocabulary(target)) continue;
      calls.push_back({path, include.line, from, to});
    }
  }
  return calls;
}

// Headers of the world outside: libraries by how their paths begin, and those of the standard library.
constexpr std::array<std::string_view, 7> kLibraries = {"nlohmann/", "boost/asio", "boost/beast", "leveldb/",
                                                        "openssl/",  "yaml-cpp/",  "spdlog/"};
constexpr std::array<std::string_view, 9> kStandard = {"thread",        "mutex",         "future",
                                                       "random",        "filesystem",    "fstream",
                                                       "unordered_map", "unordered_set", "condition_variable"};

bool is_impure(const std::string& header) {
  return std::ranges::count(kStandard, header) > 0 ||
         std::ranges::any_of(kLibraries, [&](std::string_view start) { return header.starts_with(start); });
}

// The first impure header that `path` reaches, as "base/json.hpp → nlohmann/json.hpp"; empty if there is none.
std::string impurity(const Tree& tree, const std::string& path, std::set<std::string>& seen) {
  const auto file = tree.files().find(path);
  if (file == tree.files().end()) return "";
  for (const Include& include : includes_of(file->second)) {
    if (!include.ours) {
      if (is_impure(include.target)) return include.target;
      continue;
    }
    const std::string next = (under(include.target, "askd") ? "include/" : "src/") + include.target;
    if (!seen.insert(next).second) continue;
    const std::string found = impurity(tree, next, seen);
    if (!found.empty()) return include.target + " → " + found;
  }
  return "";
}

bool is_ours(const std::string& path) {
  return is_cpp(path) && (under(path, "src") || under(path, "include") || under(path, "adapters"));
}

}  // namespace

Findings floors(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!is_ours(path)) continue;
    for (const Include& include : includes_of(file)) {
      if (!include.ours) continue;
      const std::string why = why_not(tree, path, include.target);
      if (!why.empty()) found.push_back({path, include.line, "includes " + include.target + ": " + why});
    }
  }
  return found;
}

Findings nouns(const Tree& tree) {
  Findings found;
  const std::vector<Call> calls = calls_in_core(tree);
  Edges edges;
  for (const Call& call : calls) edges[call.from].insert(call.to);
  for (const Call& call : calls) {
    std::set<std::string> seen;
    if (rank(call.to) < rank(call.from)) {
      found.push_back({call.path, call.line, call.from + " must not call " + call.to + ", which stands above it"});
    } else if (reaches(edges, call.to, call.from, seen)) {
      found.push_back({call.path, call.line, call.from + " and " + call.to + " call each other in a circle"});
    }
  }
  return found;
}

Findings pure_core(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!under(path, "src/core") || !is_cpp(path) || path.ends_with("_test.cpp")) continue;
    std::set<std::string> seen;
    const std::string chain = impurity(tree, path, seen);
    if (!chain.empty()) found.push_back({path, 0, "core decides and nothing else, but reaches " + chain});
  }
  return found;
}

Findings beast_in_net_only(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!is_ours(path) || under(path, "src/net")) continue;
    for (const Include& include : includes_of(file)) {
      if (include.target.starts_with("boost/beast"))
        found.push_back({path, include.line, "only src/net includes Beast"});
    }
  }
  return found;
}

}  // namespace askd::tidy
