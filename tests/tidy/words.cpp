// Words that must not stand somewhere.
#include "rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace askd::tidy {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

template <class Words>
void find_words(const std::string& path, const std::vector<std::string>& lines, const Words& words,
                const std::string& why, Findings& found) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const std::string_view word : words) {
      if (find_word(lines[i], word) != std::string_view::npos) found.push_back({path, i + 1, std::string(word) + why});
    }
  }
}

bool decides(const std::string& path) {
  return is_cpp(path) && !path.ends_with("_test.cpp") &&
         (under(path, "src/core") || path.starts_with("src/engine/engine."));
}

// Fetched by a tool, or a licence: not written here.
bool is_foreign(const std::string& path) { return path == "LICENSE" || path.ends_with("package-lock.json"); }

// Whole files of rules about words would break them, were the words not taken apart here.
const std::array<std::string, 4> kMarks = {std::string("FIX") + "ME", std::string("TO") + "DO", std::string("XX") + "X",
                                           std::string("HA") + "CK"};

const std::array<std::string, 12> kHosts = {
    std::string("registry.npm") + "js", std::string("npm") + "mirror",       std::string("pypi.") + "org",
    std::string("python") + "hosted",   std::string("proxy.go") + "lang",    std::string("crates.") + "io",
    std::string("deb.") + "debian",     std::string("security.") + "debian", std::string("repo1.") + "maven",
    std::string("archive.") + "ubuntu", std::string("index") + "-url",       std::string("deb.node") + "source"};

// The end of an address that names something to download.
constexpr std::array<std::string_view, 6> kArchives = {".tar.gz", ".tgz", ".tar.xz", ".zip", ".deb", ".whl"};

// The address that starts at `from`.
std::string address_at(const std::string& line, std::size_t from) {
  return line.substr(from, line.find_first_of(" \"'`)>,;", from) - from);
}

bool is_download(const std::string& address) {
  return std::ranges::any_of(kArchives, [&](std::string_view end) { return address.ends_with(end); });
}

}  // namespace

Findings decisions_are_repeatable(const Tree& tree) {
  static constexpr std::array<std::string_view, 15> kBanned = {
      "rand",         "srand",      "mt19937",   "system_clock", "steady_clock", "::now(", "getenv",   "std::thread",
      "std::jthread", "std::mutex", "std::hash", "float",        "double",       "asio::", "leveldb::"};
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!decides(path)) continue;
    find_words(path, file.code_lines, kBanned,
               " has no place where asks are decided: the same inputs must end the same", found);
    for (std::size_t i = 0; i < file.code_lines.size(); ++i) {
      if (file.code_lines[i].find("unordered_") == std::string::npos) continue;
      found.push_back({path, i + 1, "unordered_ containers have no order to repeat"});
    }
  }
  return found;
}

Findings platforms_stay_in_adapters(const Tree& tree) {
  static constexpr std::array<std::string_view, 8> kPlatforms = {"slack", "matrix",     "telegram", "discord",
                                                                 "zulip", "mattermost", "whatsapp", "mautrix"};
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!under(path, "src") && !under(path, "include")) continue;
    std::vector<std::string> lines;
    for (const std::string& line : file.lines) lines.push_back(lower(line));
    find_words(path, lines, kPlatforms, " is a platform's name, which only its adapter knows", found);
  }
  return found;
}

Findings nothing_left_over(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (!is_foreign(path)) find_words(path, file.lines, kMarks, " is left: finish it or open an issue", found);
  }
  return found;
}

Findings no_download_addresses(const Tree& tree) {
  Findings found;
  for (const auto& [path, file] : tree.files()) {
    if (path == "LICENSE") continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string line = lower(file.lines[i]);
      for (const std::string& host : kHosts) {
        if (line.find(host) != std::string::npos)
          found.push_back({path, i + 1, host + " is the machine's choice, not ours"});
      }
      const std::size_t start = line.find("://");
      if (start != std::string::npos && is_download(address_at(line, start))) {
        found.push_back({path, i + 1, "names something to download: use Debian's package"});
      }
    }
  }
  return found;
}

}  // namespace askd::tidy
