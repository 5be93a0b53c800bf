// The log as a chain: each record carries the hash of the one before.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "askd/result.hpp"
#include "askd/words.hpp"
#include "core/fact.hpp"
#include "core/values.hpp"
#include "store/kv.hpp"
#include "store/log_json.hpp"

namespace askd::store {

// The last record. Before the first one the number is zero, and so is the hash.
struct Head {
  core::Sequence seq = 0;
  core::Digest hash = {};
  bool operator==(const Head&) const = default;
};

// One record of the log. `json` is {"at":…,"before":…,"fact":…,"seq":…} in the form of RFC 8785, and `hash` is its
// SHA-256. It views the bytes that were read.
struct Record {
  core::Sequence seq = 0;
  core::Digest before = {};
  core::Digest hash = {};
  std::string_view json;
};

// Makes records, one after the other.
class Sealer {
 public:
  explicit Sealer(Head head) : head_(head) {}

  // Appends to `out` what is kept under keys::log(): the hash and the JSON. Long texts are appended to `texts`.
  void seal(const core::Fact& fact, Instant at, std::string& out, std::vector<LongText>& texts);
  const Head& head() const { return head_; }

 private:
  Head head_;
};

// Takes a row of the log apart. Fault::corrupt if the hash isn't that of the JSON, or the JSON isn't record `seq`.
Result<Record> read_record(core::Sequence seq, std::string_view row);

// The record as others get it, one line of JSON in which the hash has joined the members: taken out again, what is left
// is what it is the hash of. Long texts stand as hashes.
std::string line_of(const Record& record);
// The same with the long texts in their places, and "(erased)" for those that are gone. Fault::corrupt if one isn't the
// text that its name is the hash of.
Result<std::string> resolved_line_of(const Record& record, const View& view);

// Called now and then with the number of the last record that was found good; returns false to stop.
using Progress = std::function<bool(core::Sequence)>;

// Walks from record `from` to the last one, which must be `head`: numbers without gaps, hashes that are right and link
// up. The error is Fault::corrupt and names the first bad record.
Result<> verify_chain(const View& view, core::Sequence from, const Head& head, const Progress& progress = {});
// Checks that every text that is kept is the one that its name is the hash of.
Result<> verify_texts(const View& view);

std::string pack_head(const Head& head);
std::optional<Head> unpack_head(std::string_view bytes);

}  // namespace askd::store
