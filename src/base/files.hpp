// Whole files: read with a bound, written atomically, and secrets read with care.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "askd/result.hpp"
#include "base/secret.hpp"

namespace askd {

// Fault::not_found if it isn't there, forbidden if we may not, too_large beyond `max_size` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_size);

// After a crash at any time the file holds the old or the new content, whole: written beside, synced, renamed, and the
// folder synced.
Result<> write_file_atomic(const std::filesystem::path& path, std::string_view data, mode_t mode = 0600);

// A file of at most 64 KiB without the line feeds at its end. Refused if its group or others may read it; the error
// names the chmod that mends that.
Result<Secret> read_secret(const std::filesystem::path& path);

// The systemd credential of that name, in $CREDENTIALS_DIRECTORY. systemd guards that folder, so modes aren't checked.
Result<Secret> read_credential(std::string_view name);

}  // namespace askd
