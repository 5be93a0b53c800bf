// The rules of the project that no compiler knows. Each returns what breaks it.
#pragma once

#include "tree.hpp"

#include <span>
#include <string>
#include <vector>

namespace askd::tidy {

struct Finding {
  std::string path;
  std::size_t line = 0;  // from 1; 0 for the whole file
  std::string what;
};
using Findings = std::vector<Finding>;

// includes.cpp
Findings floors(const Tree& tree);     // a floor includes only what lies below it
Findings nouns(const Tree& tree);      // inside core, calls go one way
Findings pure_core(const Tree& tree);  // core reaches no JSON, socket, disk, clock or thread, however indirectly
Findings beast_in_net_only(const Tree& tree);

// words.cpp
Findings decisions_are_repeatable(
    const Tree& tree);  // nothing random, unordered, timed or rounded where asks are decided
Findings platforms_stay_in_adapters(const Tree& tree);
Findings nothing_left_over(const Tree& tree);  // marks of unfinished work
Findings no_download_addresses(const Tree& tree);

// shapes.cpp
Findings file_lengths(const Tree& tree);
Findings line_lengths(const Tree& tree);
Findings function_lengths(const Tree& tree);
Findings co_await_takes_names(const Tree& tree);
Findings host_is_small(const Tree& tree);

// places.cpp
Findings names(const Tree& tree);    // files and folders are called after what they hold
Findings links(const Tree& tree);    // what a Markdown page points to is there
Findings readmes(const Tree& tree);  // each floor introduces itself, briefly
// Every source belongs to a target. `sources` has a line for each that the build of the project in `root` knows.
Findings built(const Tree& tree, const std::string& root, const std::string& sources);

}  // namespace askd::tidy
