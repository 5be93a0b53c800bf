// Checks the chain of the audit log by the lines that a running askd hands out.
#pragma once

#include "askd/result.hpp"
#include "core/values.hpp"
#include "store/chain.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace askd::askctl {

// A page of GET /audit. The lines are the very bytes that were sent: what is read and written again may hash otherwise.
struct RecordPage {
  std::vector<std::string> lines = {};
  std::string next = {};  // empty: it is the last one
};
Result<RecordPage> read_page(std::string_view body);

// Takes records from the first one on, and stops at the first that isn't what its hash says, that doesn't follow on the
// one before, or that isn't there. The error names it.
class ChainCheck {
 public:
  Result<> take(std::string_view line);
  // The last record that was found good.
  const store::Head& head() const { return head_; }

 private:
  store::Head head_;
};

}  // namespace askd::askctl
