#include "askctl/backend_file.hpp"

#include "base/files.hpp"
#include "base/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <system_error>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace askd::askctl {
namespace {

std::string secret_file(const NewBackend& backend, const std::string& key) {
  return "secrets/" + backend.name + "-" + key;
}

// A text that YAML 1.2 reads as it is: JSON is YAML.
std::string quoted(const std::string& text) { return Json(text).dump(); }

// Where the first line of that kind begins and ends, without its line feed.
struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::optional<Line> line_of(const std::string& yaml, std::string_view key) {
  for (std::size_t at = 0; at < yaml.size();) {
    const std::size_t end = std::min(yaml.find('\n', at), yaml.size());
    if (std::string_view(yaml).substr(at, end - at).starts_with(key)) return Line{at, end};
    at = end + 1;
  }
  return std::nullopt;
}

// How far the lines below a key are set in: as far as the first of them.
std::string indent_below(const std::string& yaml, std::size_t at) {
  while (at < yaml.size()) {
    const std::size_t text = yaml.find_first_not_of(' ', at);
    if (text == std::string::npos) break;
    if (yaml[text] != '\n' && yaml[text] != '#') return text > at ? yaml.substr(at, text - at) : "  ";
    at = std::min(yaml.find('\n', text), yaml.size() - 1) + 1;
  }
  return "  ";
}

std::string set_in(const std::string& lines, const std::string& indent) {
  std::string out;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size() - 1) + 1;
    out += indent + lines.substr(at, end - at);
    at = end;
  }
  return out;
}

Result<> give_to_askd(const std::filesystem::path& path) {
  if (::geteuid() != 0) return {};
  passwd entry{};
  passwd* user = nullptr;
  std::array<char, 4096> texts{};
  const int error = ::getpwnam_r("askd", &entry, texts.data(), texts.size(), &user);
  if (error != 0 || user == nullptr || ::chown(path.c_str(), user->pw_uid, user->pw_gid) == 0) return {};
  return Error{Fault::unavailable, path.string() + " can't be given to the user askd."};
}

// Writing anew mustn't change whose file it is, nor who may read it.
Result<> write_as_before(const std::filesystem::path& file, const std::string& text) {
  struct stat before {};
  const bool there = ::stat(file.c_str(), &before) == 0;
  if (const auto written = write_file_atomic(file, text, there ? before.st_mode & 07777 : 0640); !written)
    return written.error();
  if (!there) return give_to_askd(file);
  if (::geteuid() == 0 && ::chown(file.c_str(), before.st_uid, before.st_gid) != 0)
    return Error{Fault::unavailable, file.string() + " can't be given back to its owner."};
  return {};
}

}  // namespace

std::string lines_of(const NewBackend& backend) {
  std::string lines = backend.name + ":\n  adapter: " + backend.adapter + "\n";
  for (const BackendSetting& setting : backend.settings)
    lines += "  " + setting.key + ": " +
             (setting.secret ? "{file: " + quoted(secret_file(backend, setting.key)) + "}" : quoted(setting.value)) +
             "\n";
  return lines;
}

Result<std::string> with_backend(const std::string& yaml, const NewBackend& backend) {
  const auto line = line_of(yaml, "backends:");
  if (!line) {
    std::string out = yaml;
    if (!out.empty() && out.back() != '\n') out += '\n';
    return out + "backends:\n" + set_in(lines_of(backend), "  ");
  }
  std::string_view rest = std::string_view(yaml).substr(line->begin, line->end - line->begin);
  rest.remove_prefix(std::string_view("backends:").size());
  const auto text = rest.find_first_not_of(" \t\r");
  if (text != std::string_view::npos && rest[text] != '#')
    return Error{Fault::conflict, "Its backends stand on one line, which is left as it is."};
  std::string out = yaml;
  if (line->end == out.size()) out += '\n';
  out.insert(line->end + 1, set_in(lines_of(backend), indent_below(out, line->end + 1)));
  return out;
}

Result<> write_backend(const std::filesystem::path& file, const std::string& yaml, const NewBackend& backend) {
  const std::filesystem::path folder = file.parent_path();
  for (const BackendSetting& setting : backend.settings) {
    if (!setting.secret) continue;
    const std::filesystem::path path = folder / secret_file(backend, setting.key);
    std::error_code trouble;
    if (std::filesystem::create_directories(path.parent_path(), trouble)) {
      std::filesystem::permissions(path.parent_path(), std::filesystem::perms::owner_all, trouble);
      if (const auto given = give_to_askd(path.parent_path()); !given) return given.error();
    }
    if (trouble) return Error{Fault::unavailable, path.parent_path().string() + ": " + trouble.message() + "."};
    if (const auto written = write_file_atomic(path, setting.value + "\n", 0600); !written) return written.error();
    if (const auto given = give_to_askd(path); !given) return given.error();
  }
  return write_as_before(file, yaml);
}

Result<> put_back(const std::filesystem::path& file, const std::optional<std::string>& before) {
  if (before) return write_as_before(file, *before);
  std::error_code trouble;
  std::filesystem::remove(file, trouble);
  if (trouble) return Error{Fault::unavailable, file.string() + ": " + trouble.message() + "."};
  return {};
}

}  // namespace askd::askctl
