// The documents that are printed from the declared settings.
#pragma once

#include "config/backends.hpp"

#include <iosfwd>

namespace askd::config {

// An askd.yaml that changes nothing: every setting in a comment, with its default and its meaning. A line that is
// uncommented by taking its # away is valid.
void print_example(std::ostream& out, AdapterTypes types);

// JSON Schema 2020-12 of askd.yaml, for editors. That of a team's file is its "#/$defs/team".
void print_schema(std::ostream& out, AdapterTypes types);

// The manual page askd.yaml(5), in mdoc.
void print_manual(std::ostream& out, AdapterTypes types);

}  // namespace askd::config
