// Answer forms, values and answers as JSON, both ways.
#pragma once

#include "base/json.hpp"
#include "base/json_read.hpp"
#include "core/asks/ask.hpp"
#include "core/forms.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace askd::shapes {

// {"kind": "choice", …}: the members in the order of RFC 8785, each one with its value or default.
void write_form(json::Writer& writer, const core::Form& form);
// A string, an array of strings, or an object with the form's types; members in the order of RFC 8785.
void write_value(json::Writer& writer, const core::Value& value);
// One answer or vote of an ask with that digest. "by" is left out where nobody decided, "via" where nothing came from a
// person.
void write_answer(json::Writer& writer, const core::Answer& answer, const core::Digest& digest);

// Reads a form and tells every problem. A missing kind, an unknown member and a bad option are each named in place.
core::Form read_form(const json::Reader& reader, const Json& json);

// Reads a value for `form` as far as its JSON type goes: a string, an array of strings, or an object of scalars (and
// arrays of strings, for fields that take several options). core::answers::check() says whether it fits.
std::optional<core::Value> read_value_for(const json::Reader& reader, const Json& json, const core::Form& form);

// What a person sends to answer: {"value": …, "note"?: "…"}.
struct AnswerRequest {
  core::Value value = {};
  std::string note = {};
};
// Every problem at once; the value isn't checked against the form here, but read by the form's type.
Result<AnswerRequest> read_answer(const Json& body, const core::Form& form);

}  // namespace askd::shapes
