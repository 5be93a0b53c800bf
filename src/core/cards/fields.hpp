// The fields of a form, as a card shows them.
#pragma once

#include "askd/capabilities.hpp"
#include "askd/words.hpp"
#include "base/form_field.hpp"

#include <string>

namespace askd::core::cards {

// Whole, with the description and the limits of what may be written as its hint.
CardField field_of(const FormField& field);

// For a modal: labels that don't fit are numbered and cut, with the whole of them in the hint; a list that is too long
// for the platform becomes a text field whose hint names the options.
CardField fit_field(CardField field, const Capabilities& capabilities);

// What a person must know to fill the field in by typing, without its name: "Cost per month. A number. Required."
std::string field_text(const CardField& field);

}  // namespace askd::core::cards
