// Two adapters that declare settings and do nothing, for the tests of the configuration.
#pragma once

#include "config/backends.hpp"

#include <string>

namespace askd::config::testing {

// "chat", which people are known in by an id, and "post", which reaches them by their email address.
AdapterTypes fake_types();

// What an adapter of type "chat" made of its settings: its values, joined by spaces.
std::string seen_by(const Adapter& adapter);

}  // namespace askd::config::testing
