#include "base/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/crypto.hpp"

namespace askd {
namespace {

constexpr std::size_t secret_max = std::size_t{64} << 10;

// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  // Some file systems tell of a failed write only now.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

Error system_error(const std::filesystem::path& path, const std::string& what) {
  const int number = errno;
  const std::string reason = std::error_code(number, std::generic_category()).message();
  Fault fault = Fault::unavailable;
  if (number == ENOENT || number == ENOTDIR) fault = Fault::not_found;
  if (number == EACCES || number == EPERM || number == EROFS) fault = Fault::forbidden;
  if (number == EISDIR) fault = Fault::invalid;
  return Error{fault, path.string() + " can't be " + what + ": " + reason + "."};
}

Result<std::string> read_all(const Descriptor& file, const std::filesystem::path& path, std::size_t max_size) {
  constexpr std::size_t chunk = std::size_t{64} << 10;
  std::string content;
  for (;;) {
    const std::size_t before = content.size();
    content.resize(before + std::min(chunk, max_size + 1 - before));
    const ssize_t got = ::read(file.number(), content.data() + before, content.size() - before);
    if (got < 0 && errno != EINTR) return system_error(path, "read");
    content.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (content.size() > max_size) {
      return Error{Fault::too_large,
                   path.string() + " is larger than the " + std::to_string(max_size) + " bytes that are allowed."};
    }
    if (got == 0) return content;
  }
}

bool write_all(const Descriptor& file, std::string_view data) {
  while (!data.empty()) {
    const ssize_t put = ::write(file.number(), data.data(), data.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    data.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

Result<> sync_folder(const std::filesystem::path& folder) {
  const Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!open.open() || ::fsync(open.number()) != 0) return system_error(folder, "synced");
  return {};
}

Result<> write_beside(const std::filesystem::path& path, std::string_view data, mode_t mode) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.open()) return system_error(path, "created");
  if (::fchmod(file.number(), mode) != 0) return system_error(path, "given its mode");
  if (!write_all(file, data) || ::fsync(file.number()) != 0 || !file.close()) return system_error(path, "written");
  return {};
}

Result<Secret> read_secret_from(const Descriptor& file, const std::filesystem::path& path) {
  auto content = read_all(file, path, secret_max);
  if (!content) return content.error();
  std::string text = std::move(content).value();
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (text.empty()) return invalid(path.string() + " is empty: put the secret into it.");
  return Secret(std::move(text));
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_size) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) return system_error(path, "opened");
  return read_all(file, path, max_size);
}

Result<> write_file_atomic(const std::filesystem::path& path, std::string_view data, mode_t mode) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const std::filesystem::path beside =
      folder / ("." + path.filename().string() + "." + crypto::hex(crypto::random_bytes(8)));
  const auto written = write_beside(beside, data, mode);
  if (written && ::rename(beside.c_str(), path.c_str()) == 0) return sync_folder(folder);
  Error error = written ? system_error(path, "replaced") : written.error();
  ::unlink(beside.c_str());
  return error;
}

Result<Secret> read_secret(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) return system_error(path, "opened");
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return system_error(path, "looked at");
  if (!S_ISREG(status.st_mode)) return invalid(path.string() + " isn't a file.");
  if ((status.st_mode & 077) != 0)
    return Error{Fault::forbidden, path.string() + " holds a secret that others may read: chmod 600 " + path.string()};
  return read_secret_from(file, path);
}

Result<Secret> read_credential(std::string_view name) {
  // Nobody sets a variable while askd runs.
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe)
  if (folder == nullptr || *folder == '\0') {
    return Error{Fault::not_found,
                 "There are no systemd credentials ($CREDENTIALS_DIRECTORY isn't set): add "
                 "LoadCredential=" +
                     std::string(name) + ":/path to the unit."};
  }
  if (name.empty() || name.find('/') != std::string_view::npos || name.starts_with('.'))
    return invalid("'" + std::string(name) + "' isn't the name of a credential.");
  const std::filesystem::path path = std::filesystem::path(folder) / name;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) return system_error(path, "opened");
  return read_secret_from(file, path);
}

}  // namespace askd
