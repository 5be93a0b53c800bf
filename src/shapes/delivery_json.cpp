#include "shapes/delivery_json.hpp"

#include "askd/words.hpp"

#include <algorithm>
#include <cstddef>

namespace askd::shapes {

std::string_view state_of(const core::Delivery& delivery, bool ended) {
  if (delivery.stage == core::Stage::queued) return "queued";
  if (delivery.stage == core::Stage::failed) return "failed";
  const bool shown = !delivery.copies.empty() && std::all_of(delivery.copies.begin(), delivery.copies.end(),
                                                             [](const core::Copy& copy) { return copy.final; });
  return ended && shown ? "updated" : "sent";
}

void write_delivery(json::Writer& writer, const core::Delivery& delivery, bool ended) {
  writer.begin_object();
  writer.key("backend");
  writer.value(delivery.room.backend);
  writer.key("room");
  writer.value(delivery.room.name);
  writer.key("state");
  writer.value(state_of(delivery, ended));
  if (!delivery.link.empty()) {
    writer.key("link");
    writer.value(delivery.link);
  }
  if (!delivery.reason.empty()) {
    writer.key("reason");
    writer.value(delivery.reason);
  }
  writer.end_object();
}

void write_deliveries(json::Writer& writer, const std::vector<core::Delivery>& deliveries, bool ended) {
  writer.begin_array();
  writer.raw(ended ? R"({"backend":"inbox","room":"inbox","state":"updated"})"
                   : R"({"backend":"inbox","room":"inbox","state":"sent"})");
  for (const core::Delivery& delivery : deliveries) write_delivery(writer, delivery, ended);
  writer.end_array();
}

std::string_view reach_of(const std::vector<core::Delivery>& deliveries) {
  const auto failed = std::count_if(deliveries.begin(), deliveries.end(), [](const core::Delivery& delivery) {
    return delivery.stage == core::Stage::failed;
  });
  if (failed == 0) return "all";
  return static_cast<std::size_t>(failed) == deliveries.size() ? "none" : "some";
}

}  // namespace askd::shapes
