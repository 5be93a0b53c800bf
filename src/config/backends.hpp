// The backends: each is an adapter with settings of its own, which the adapter declares.
#pragma once

#include "config/configuration.hpp"
#include "config/section.hpp"

#include <span>
#include <vector>

namespace askd::config {

using AdapterTypes = std::span<const AdapterType* const>;

// The backends that have faults are among them too, so that teams can name them.
void declare_backends(Section& is, AdapterTypes types, std::vector<Backend>& backends);

}  // namespace askd::config
