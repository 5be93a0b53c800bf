// What a modal must know of an ask. It travels inside the button that opens the modal, since askd may have been
// restarted between the post and the press.
#pragma once

#include "json.hpp"

#include "askd/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askd::adapters::slack {

struct AnswerForm {
  CardInput input = CardInput::text;
  std::vector<Button> options = {};
  std::vector<CardField> fields = {};
  bool note = false;
  std::string title = {};
  std::string hint = {};
  bool operator==(const AnswerForm&) const = default;
};

AnswerForm form_of(const Card& card);

// The value of the button: `<delivery>` or `<delivery>|<form as JSON>`, the first if the second is too long for Slack.
std::string form_value(const DeliveryId& id, const AnswerForm& form);

// Both tolerate anything.
std::optional<DeliveryId> delivery_in(std::string_view value);
std::optional<AnswerForm> form_in(std::string_view value);

}  // namespace askd::adapters::slack
