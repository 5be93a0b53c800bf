// The enrollment classes: how agents let themselves in.
#pragma once

#include "config/configuration.hpp"
#include "config/section.hpp"

#include <vector>

namespace askd::config {

// The classes that have faults are among them too, so that teams can name them.
void declare_enrollment(Section& is, std::vector<EnrollmentClass>& classes);
// As the core decides by them: with hashes for secrets.
std::vector<core::RosterClass> roster_classes(const std::vector<EnrollmentClass>& classes);

}  // namespace askd::config
