// Foreign replies and presses to forms of all kinds: what is read as an answer fits the form, is canonical, and can be
// told to people.
#include "base/check.hpp"
#include "base/unicode.hpp"
#include "core/answers/answers.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace askd;
using namespace askd::core;

// The doors let no other texts into a form.
std::string shown_text(FuzzedDataProvider& from, std::size_t most, const char* otherwise) {
  std::string text = unicode::visible(from.ConsumeRandomLengthString(most), unicode::Lines::one);
  text = std::string(unicode::trim(text));
  return text.empty() ? otherwise : text;
}

std::vector<Option> options(FuzzedDataProvider& from) {
  std::vector<Option> made;
  std::set<std::string> values;
  const auto count = from.ConsumeIntegralInRange<std::size_t>(2, 5);
  for (std::size_t i = 0; i < count; ++i) {
    std::string value = shown_text(from, 8, "v");
    while (!values.insert(value).second) value += "x";
    std::string label = shown_text(from, 12, "Label");
    made.push_back({std::move(value), std::move(label)});
  }
  return made;
}

FormField field(FuzzedDataProvider& from, std::size_t number) {
  FormField made;
  made.name = shown_text(from, 6, "f") + std::to_string(number);
  made.title = from.ConsumeBool() ? shown_text(from, 8, "") : "";
  made.type = from.PickValueInArray({FormField::Type::string, FormField::Type::number, FormField::Type::integer,
                                     FormField::Type::boolean, FormField::Type::choice, FormField::Type::several});
  made.required = from.ConsumeBool();
  if (made.type == FormField::Type::integer && from.ConsumeBool()) made.maximum = "12";
  if (made.type == FormField::Type::string)
    made.format = from.PickValueInArray({"", "", "email", "uri", "date", "date-time"});
  if (made.type == FormField::Type::choice || made.type == FormField::Type::several)
    for (const Option& option : options(from)) made.options.emplace_back(option.value, option.label);
  return made;
}

Form form(FuzzedDataProvider& from) {
  switch (from.ConsumeIntegralInRange(0, 4)) {
    case 0:
      return Approval{from.ConsumeBool()};
    case 1:
      return Choice{options(from), false, from.ConsumeBool()};
    case 2:
      return Choice{options(from), true, from.ConsumeBool()};
    case 3:
      return Text{from.ConsumeBool(), from.ConsumeIntegralInRange<std::uint32_t>(1, 40), {}};
    default:
      break;
  }
  Fields fields;
  fields.note = from.ConsumeBool();
  const auto count = from.ConsumeIntegralInRange<std::size_t>(1, 4);
  for (std::size_t i = 0; i < count; ++i) fields.fields.push_back(field(from, i));
  return fields;
}

Inbound press(FuzzedDataProvider& from, const std::string& said) {
  Inbound made;
  made.pressed = true;
  if (from.ConsumeBool()) made.said = said;
  for (auto count = from.ConsumeIntegralInRange(0, 3); count > 0; --count)
    made.values.push_back(from.ConsumeRandomLengthString(12));
  for (auto count = from.ConsumeIntegralInRange(0, 3); count > 0; --count) {
    std::string name = from.ConsumeRandomLengthString(8);
    made.filled.emplace_back(std::move(name), from.ConsumeRandomLengthString(12));
  }
  made.note = from.ConsumeRandomLengthString(20);
  return made;
}

void check_answer(const Form& form, const Value& value) {
  const auto checked = answers::check(form, value);
  CHECK(checked.has_value(), "What was read as an answer doesn't fit the form.");
  CHECK(*checked == value, "What was read as an answer isn't canonical.");
  const std::string told = answers::describe(form, value);
  const auto* fields = std::get_if<std::vector<FieldValue>>(&value);
  const bool filled = fields == nullptr || !fields->empty();  // all fields may be optional
  CHECK(unicode::valid_utf8(told) && told.empty() != filled, "An answer can't be told.");
  CHECK(unicode::all_visible(told, unicode::Lines::one), "An answer isn't told in one line.");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider from(data, size);
  const Form asked = form(from);
  CHECK(!answers::hint(asked).empty());
  std::string said = from.ConsumeRandomLengthString(300);
  Inbound pressed = press(from, said);
  if (const auto reading = answers::read(asked, said)) {
    CHECK(unicode::length(reading->note) <= answers::note_max);
    check_answer(asked, reading->value);
  }
  const auto picked = answers::read_press(asked, pressed);
  if (picked) {
    CHECK(answers::check_note(asked, picked->note).has_value(), "A press brings a note that the form doesn't take.");
    check_answer(asked, picked->value);
  } else {
    CHECK(!picked.error().message.empty());
  }
  return 0;
}
