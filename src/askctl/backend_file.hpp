// Writes a backend into an operator's askd.yaml, with its secrets in files beside it.
#pragma once

#include "askd/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace askd::askctl {

struct BackendSetting {
  std::string key = {};
  std::string value = {};
  bool secret = false;
};

struct NewBackend {
  std::string name = {};
  std::string adapter = {};
  std::vector<BackendSetting> settings = {};
};

// The lines of askd.yaml that make it, below "backends:". Secrets are named as files: secrets/<backend>-<key>.
std::string lines_of(const NewBackend& backend);

// `yaml` with the backend in it. Fault::conflict where its `backends` is written in a way that a line can't be put
// into: an operator's file isn't written anew for that.
Result<std::string> with_backend(const std::string& yaml, const NewBackend& backend);

// The secrets first, each in a file that only its owner may read, and then the file. An existing secret is replaced.
// As root, what is written belongs to the user "askd", if there is one.
Result<> write_backend(const std::filesystem::path& file, const std::string& yaml, const NewBackend& backend);

// The file as it was before write_backend(): what it held, or none. The secrets stay.
Result<> put_back(const std::filesystem::path& file, const std::optional<std::string>& before);

}  // namespace askd::askctl
