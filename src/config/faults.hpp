// What is wrong with a configuration, collected, so that all of it can be told at once.
#pragma once

#include "askd/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace askd::config {

// Where something stands. Without a line it is no file but the name of an environment variable or of a flag.
struct Place {
  std::string file = {};
  std::size_t line = 0;    // from 1
  std::size_t column = 0;  // from 1, in code points
  std::size_t order = 0;   // of the file among those that are read

  std::string text() const;
};

class Faults {
 public:
  // `key` is the dotted path of the setting, or empty; `what` says what is wrong and how to mend it. A fault that was
  // told already isn't told twice.
  void add(const Place& place, const std::string& key, const std::string& what);

  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size(); }

  // "askd.yaml:3:5: server.listen: what", in the order of the files and of their lines; at most a hundred of them.
  std::vector<std::string> lines() const;
  // Fault::invalid. The message holds all lines; each problem has its line, and the key as a JSON pointer.
  Error error() const;

 private:
  struct Entry {
    Place place;
    std::string key;
    std::string what;
    std::string line() const;
  };
  std::vector<Entry> sorted() const;

  std::vector<Entry> list_;
};

}  // namespace askd::config
