// The number of the format, and the way from each older one to the next.
#pragma once

#include "askd/result.hpp"
#include "store/kv.hpp"

namespace askd::store {

// Grows by one with each change of rows or keys that older versions can't read, or that this one can't without an
// upgrade. A member appended to a packed struct is no such change for reading, but is one for going back.
inline constexpr unsigned format_number = 2;

// Marks an empty store with the number, brings an older one up to it, and refuses a newer one: Fault::invalid. A store
// with content and without a number is Fault::corrupt.
Result<> bring_up_to_date(Kv& kv);

}  // namespace askd::store
