#include "api/call.hpp"

#include <utility>

namespace askd::api {

shapes::Body body_of(Call& call, bool optional) {
  if (call.parsed != nullptr) return {std::move(*call.parsed)};
  return shapes::body_of(call.request, call.settings.bounds, optional);
}

}  // namespace askd::api
