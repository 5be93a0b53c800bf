// A delivery: one posting of an ask, a notice or some words into one room, with its own state.
#pragma once

#include "core/values.hpp"

#include "askd/result.hpp"
#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace askd::core {

// What is delivered. Its id is the delivery's with the lowest 16 bits cleared.
enum class Subject : std::uint8_t { ask, notice, words };

enum class Stage : std::uint8_t { queued, sent, failed };

// One post that shows a delivery. A platform without idempotent posting can come to show it twice.
struct Copy {
  PostRef post = {};
  bool final = false;  // it shows how the ask ended
  bool operator==(const Copy&) const = default;
};

struct Delivery {
  DeliveryId id = {};
  Subject subject = Subject::ask;
  ConversationId conversation = {};
  Room room = {};
  std::optional<PostRef> thread = {};  // replies go there
  std::string author = {};             // of words
  Prose text = {};                     // of words
  std::string to = {};                 // words for one person alone: the platform's id
  Stage stage = Stage::queued;
  std::uint32_t attempts = 0;
  Instant not_before = {};  // the next attempt
  std::string reason = {};  // why the last attempt failed
  std::string link = {};
  std::vector<Copy> copies = {};
  std::uint32_t edit_attempts = 0;
  Instant edit_not_before = {};
  bool edits_given_up = false;
  bool operator==(const Delivery&) const = default;
};

// What the world still lacks. Derived from State, so a crash can't lose it.
struct Errand {
  enum class Kind : std::uint8_t { post, edit, reply, identify };
  Kind kind = Kind::post;
  BackendId backend = {};
  DeliveryId delivery = {};  // not of identify
  PostRef post = {};         // of edit and identify
  auto operator<=>(const Errand&) const = default;
};

namespace deliveries {

struct Posted {
  DeliveryId id = {};
  PostRef post = {};
  std::string link = {};
};
struct PostFailed {
  DeliveryId id = {};
  Fault fault = Fault::unavailable;
  std::string reason = {};
  std::optional<Instant> retry_at = {};  // what the platform asked for
};
struct Edited {
  DeliveryId id = {};
  PostRef post = {};
};
struct EditFailed {
  DeliveryId id = {};
  PostRef post = {};
  Fault fault = Fault::unavailable;
  std::string reason = {};
  std::optional<Instant> retry_at = {};
};
using Input = std::variant<Posted, PostFailed, Edited, EditFailed>;

struct Queued {
  static constexpr std::string_view kind = "delivery.queued";
  Delivery delivery = {};
  bool operator==(const Queued&) const = default;
};
struct Sent {
  static constexpr std::string_view kind = "delivery.sent";
  DeliveryId id = {};
  PostRef post = {};
  std::string link = {};
  bool operator==(const Sent&) const = default;
};
struct Delayed {
  static constexpr std::string_view kind = "delivery.delayed";
  DeliveryId id = {};
  Instant until = {};
  std::string reason = {};
  bool operator==(const Delayed&) const = default;
};
struct Failed {
  static constexpr std::string_view kind = "delivery.failed";
  DeliveryId id = {};
  std::string reason = {};
  bool operator==(const Failed&) const = default;
};
// A copy shows how its ask ended.
struct Shown {
  static constexpr std::string_view kind = "delivery.updated";
  DeliveryId id = {};
  PostRef post = {};
  bool operator==(const Shown&) const = default;
};
struct ShowDelayed {
  static constexpr std::string_view kind = "delivery.update_delayed";
  DeliveryId id = {};
  Instant until = {};
  std::string reason = {};
  bool operator==(const ShowDelayed&) const = default;
};
// No further attempt: the copies keep what they show.
struct ShowFailed {
  static constexpr std::string_view kind = "delivery.update_failed";
  DeliveryId id = {};
  std::string reason = {};
  bool operator==(const ShowFailed&) const = default;
};
// A post of ours that we had no receipt for.
struct CopyFound {
  static constexpr std::string_view kind = "delivery.copy_found";
  DeliveryId id = {};
  PostRef post = {};
  bool operator==(const CopyFound&) const = default;
};
using Fact = std::variant<Queued, Sent, Delayed, Failed, Shown, ShowDelayed, ShowFailed, CopyFound>;

}  // namespace deliveries
}  // namespace askd::core
