// The flat JSON Schema objects that forms are made of: the subset of MCP's elicitation.
//
//   schema   {"type": "object", "properties": {name: property}, "required"?: [name], "title"?, "description"?}
//   property any of these, with "title"?, "description"? and "default"?
//     {"type": "string", "minLength"?, "maxLength"?, "format"?: "email" | "uri" | "date" | "date-time"}
//     {"type": "number" | "integer", "minimum"?, "maximum"?}
//     {"type": "boolean"}
//     {"type": "string", "enum": [value], "enumNames"?: [label]}
//     {"type": "string", "oneOf": [{"const": value, "title"?: label}]}
//     {"type": "array", "items": {"enum": …} or {"anyOf": …}, "minItems"?, "maxItems"?, "uniqueItems"?}
#pragma once

#include <cstddef>
#include <vector>

#include "askd/result.hpp"
#include "base/form_field.hpp"
#include "base/json.hpp"

namespace askd::schema {

inline constexpr std::size_t fields_max = 50;
inline constexpr std::size_t options_max = 100;

using Field = FormField;

// The fields, required ones first and otherwise by name: JSON objects have no order. The error tells all problems, with
// pointers into the schema.
Result<std::vector<Field>> parse_fields(const Json& schema);

}  // namespace askd::schema
