// From rows to State: everything that is live, with its indexes.
#pragma once

#include "askd/result.hpp"
#include "core/state.hpp"
#include "store/chain.hpp"
#include "store/kv.hpp"

namespace askd::store {

// Reads the live rows into a State whose last record is `head`. It is the one that replaying the log with core::apply()
// and core::retire() would make, indexes included. Decodes on `threads` threads. Fault::corrupt names the row that
// can't be read.
Result<core::State> load_state(const Kv& kv, const Head& head, unsigned threads);

}  // namespace askd::store
