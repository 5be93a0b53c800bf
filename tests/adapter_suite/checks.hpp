// What the suite looks at: each check tries one promise of include/askd/adapter.hpp and host.hpp.
#pragma once

#include "adapter_suite/stage.hpp"

#include <vector>

namespace askd::adapter_suite {

// `name` is a sentence that is true of an adapter which keeps the promise.
struct Check {
  const char* name;
  Problems (*problems)(const MakePeer& make_peer);
};

std::vector<Check> input_checks();      // inputs.cpp: people answer what is shown
std::vector<Check> post_checks();       // posts.cpp: whose post is this, and what became of it?
std::vector<Check> text_checks();       // texts.cpp: all of it is shown, and nothing of it acts
std::vector<Check> listening_checks();  // listening.cpp: nothing is lost, and nothing is told twice
std::vector<Check> trouble_checks();    // troubles.cpp: what is said of a platform that is unwell
std::vector<Check> ending_checks();     // endings.cpp: everything can be stopped

std::vector<Check> all_checks();

}  // namespace askd::adapter_suite
