// Emitting applies: what one line decides, the next one sees.
#include "core/turn.hpp"

#include "base/check.hpp"

#include <utility>

namespace askd::core {

void Turn::emit(Fact fact) {
  core::apply(state_, fact);  // qualified: a variant argument brings std::apply along
  if (outcome_.facts.empty()) outcome_.first = state_.sequence;
  outcome_.facts.push_back(std::move(fact));
}

void Turn::refuse(Error error) {
  if (!outcome_.error) outcome_.error = std::move(error);
}

void Turn::refuse_field(std::string pointer, std::string detail) {
  if (!outcome_.error) outcome_.error = Error{Fault::invalid, "The request has fields that can't be used.", {}};
  outcome_.error->problems.push_back(Problem{std::move(pointer), std::move(detail)});
}

void Turn::repeat(Ulid subject) {
  CHECK(outcome_.facts.empty(), "a repeated input decided something");
  outcome_.repeated = true;
  outcome_.subject = subject;
}

}  // namespace askd::core
