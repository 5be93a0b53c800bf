// Deliveries as readers see them: where a thing was posted, and what became of that.
#pragma once

#include "base/json.hpp"
#include "core/deliveries/delivery.hpp"

#include <string_view>
#include <vector>

namespace askd::shapes {

// "queued", "sent", "failed", or, once every copy shows how the ask ended, "updated".
std::string_view state_of(const core::Delivery& delivery, bool ended);

// {"backend", "room", "state", "link"?, "reason"?}.
void write_delivery(json::Writer& writer, const core::Delivery& delivery, bool ended);
// The list, the inbox's own first: what the inbox holds is always sent.
void write_deliveries(json::Writer& writer, const std::vector<core::Delivery>& deliveries, bool ended);

// "all" unless some failed for good; "none" if all of them did: then the inbox alone holds it.
std::string_view reach_of(const std::vector<core::Delivery>& deliveries);

}  // namespace askd::shapes
