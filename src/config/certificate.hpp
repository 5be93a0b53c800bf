// Checks a TLS certificate and its key before anybody connects.
#pragma once

#include "base/secret.hpp"

#include "askd/result.hpp"

#include <string>

namespace askd::config {

// That both are PEM, and that the key is the first certificate's.
Result<> check_certificate(const std::string& chain, const Secret& key);

}  // namespace askd::config
