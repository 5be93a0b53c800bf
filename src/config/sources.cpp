#include "config/sources.hpp"

#include "base/files.hpp"

#include <algorithm>
#include <cstddef>
#include <system_error>
#include <utility>

namespace askd::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_max = std::size_t{4} << 20;  // bytes

void add(Faults& faults, const fs::path& path, const std::string& what) {
  Place place;
  place.file = path.string();
  faults.add(place, {}, what);
}

void read_one(const fs::path& path, const std::string& team, std::vector<SourceFile>& out, Faults& faults) {
  auto bytes = read_file(path, file_max);
  if (bytes) return out.push_back({path.string(), *std::move(bytes), team});
  switch (bytes.error().fault) {
    case Fault::not_found:
      return add(faults, path, "there is no such file: write its path, or leave --config out");
    case Fault::forbidden:
      return add(faults, path, "askd may not read this file: give its user the right to");
    case Fault::too_large:
      return add(faults, path, "this file is larger than 4 MiB, which is no configuration");
    default:
      return add(faults, path, bytes.error().message);
  }
}

void gather_teams(const fs::path& folder, std::vector<SourceFile>& out, Faults& faults) {
  std::error_code code;
  const fs::file_status status = fs::status(folder, code);
  if (status.type() == fs::file_type::not_found) return;
  if (!fs::is_directory(status)) return add(faults, folder, "this must be a folder with a file for each team");
  std::vector<fs::path> files;
  fs::directory_iterator at(folder, code);
  for (; !code && at != fs::directory_iterator(); at.increment(code)) {
    const fs::path& path = at->path();
    if (path.filename().string().starts_with('.')) continue;
    if (path.extension() == ".yaml") files.push_back(path);
    if (path.extension() == ".yml")
      add(faults, path, "files of this ending aren't read: rename it to " + path.stem().string() + ".yaml");
  }
  if (code)
    return add(faults, folder, "this folder can't be read (" + code.message() + "): give askd's user the right to");
  std::sort(files.begin(), files.end());
  for (const fs::path& path : files) read_one(path, path.stem().string(), out, faults);
}

}  // namespace

std::optional<std::vector<SourceFile>> gather(const std::optional<fs::path>& file, Faults& faults) {
  std::vector<SourceFile> out;
  const fs::path path = file.value_or(fs::path(default_file));
  std::error_code code;
  const fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
  const bool is_there = fs::exists(path, code) || code;
  if (file && !code && !is_there && !fs::exists(folder, code))
    add(faults, path, "there is no folder " + folder.string() + ": write the path of the file, or leave --config out");
  else if (file || is_there)
    read_one(path, {}, out, faults);
  const bool readable = faults.empty();
  gather_teams(folder / "teams.d", out, faults);
  if (!readable) return std::nullopt;
  return out;
}

}  // namespace askd::config
