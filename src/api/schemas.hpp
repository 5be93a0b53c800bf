// JSON Schemas (2020-12) of what goes over the wire, as components of the OpenAPI document. A test holds them against
// the limits in the code.
#pragma once

#include <span>
#include <string_view>

namespace askd::api {

struct NamedSchema {
  std::string_view name;
  std::string_view json;
};

// What agents send. Null is as good as leaving a member out.
std::span<const NamedSchema> request_schemas();
// What they get.
std::span<const NamedSchema> reply_schemas();

}  // namespace askd::api
