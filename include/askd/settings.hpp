// A setting is declared once, beside the value it fills: parser, check, default and documentation come from there.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace askd {

// `fallback` is written as in the file. A secret is never inline: {file: …}, {env: …} or {credential: …}.
struct Key {
  std::string name;
  std::string fallback = {};  // empty: the value stays as it was
  std::string help;           // a sentence
  bool required = false;
  bool secret = false;
  std::vector<std::string> one_of = {};                           // the allowed words, if only these are allowed
  std::string example = {};                                       // for the manual, where there is no fallback
  std::int64_t least = std::numeric_limits<std::int64_t>::min();  // of a number, or of a duration in milliseconds
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

// Visits the settings of one owner, to read them or to document them. The owner can't tell which, and is made as often
// as that is wanted: it must do nothing but fill its values, also with values that don't fit together. The text of a
// secret is what the file, the variable or the credential holds.
class Settings {
 public:
  virtual ~Settings() = default;
  virtual void operator()(std::string& value, const Key& key) = 0;
  virtual void operator()(bool& value, const Key& key) = 0;
  virtual void operator()(std::int64_t& value, const Key& key) = 0;
  virtual void operator()(std::chrono::milliseconds& value, const Key& key) = 0;
  virtual void operator()(std::vector<std::string>& value, const Key& key) = 0;
  // A fault that only the owner can see ("mode: events needs signing_secret"), told beside the key it names.
  virtual void fault(const std::string& key, const std::string& what) = 0;
};

}  // namespace askd
