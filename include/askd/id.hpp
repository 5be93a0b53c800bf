// Ids: a prefix that says what it names, and a ULID (48 bits of time, 80 bits of chance).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace askd {

// 128 bits, ordered as their text is. The lowest 16 bits of what a door draws are zero: the core counts in them when it
// derives ids from ids (the deliveries of an ask), so that it needs no randomness of its own.
struct Ulid {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Ulid&) const = default;
};

namespace detail {
inline constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

constexpr int crockford_value(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  for (std::size_t i = 0; i < crockford.size(); ++i)
    if (crockford[i] == c) return static_cast<int>(i);
  return -1;
}
}  // namespace detail

// 26 characters of Crockford's base 32, upper case, as the ULID specification says.
inline void append_ulid(std::string& out, Ulid id) {
  std::array<char, 26> text{};
  for (std::size_t i = text.size(); i-- > 0;) {
    text[i] = detail::crockford[id.low & 31];
    id.low = (id.low >> 5) | (id.high << 59);
    id.high >>= 5;
  }
  out.append(text.data(), text.size());
}

// Nothing if the text isn't 26 characters of the alphabet, or holds more than 128 bits.
inline std::optional<Ulid> parse_ulid(std::string_view text) {
  if (text.size() != 26 || detail::crockford_value(text[0]) > 7) return std::nullopt;
  Ulid id;
  for (const char c : text) {
    const int value = detail::crockford_value(c);
    if (value < 0) return std::nullopt;
    id.high = (id.high << 5) | (id.low >> 59);
    id.low = (id.low << 5) | static_cast<std::uint64_t>(value);
  }
  return id;
}

// Each kind of id is a type of its own, so that two can't be swapped by mistake. Tag::prefix is "ask_" and the like.
template <class Tag>
struct Id {
  Ulid value = {};

  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != Ulid{}; }

  std::string text() const {
    std::string out;
    append(out);
    return out;
  }
  void append(std::string& out) const {
    out += Tag::prefix;
    append_ulid(out, value);
  }
  static std::optional<Id> parse(std::string_view text) {
    if (!text.starts_with(Tag::prefix)) return std::nullopt;
    const auto value = parse_ulid(text.substr(Tag::prefix.size()));
    if (!value) return std::nullopt;
    return Id{*value};
  }
};

struct AskTag {
  static constexpr std::string_view prefix = "ask_";
};
struct NoticeTag {
  static constexpr std::string_view prefix = "ntc_";
};
struct ConversationTag {
  static constexpr std::string_view prefix = "cnv_";
};
struct ChannelTag {
  static constexpr std::string_view prefix = "ch_";
};
struct MessageTag {
  static constexpr std::string_view prefix = "msg_";
};
struct AgentTag {
  static constexpr std::string_view prefix = "agt_";
};
struct PersonTag {
  static constexpr std::string_view prefix = "per_";
};
struct DeliveryTag {
  static constexpr std::string_view prefix = "dlv_";
};
struct InviteTag {
  static constexpr std::string_view prefix = "inv_";
};
struct SessionTag {
  static constexpr std::string_view prefix = "ses_";
};
struct TokenTag {
  static constexpr std::string_view prefix = "tok_";
};
struct RegistrationTag {
  static constexpr std::string_view prefix = "reg_";
};

using AskId = Id<AskTag>;
using NoticeId = Id<NoticeTag>;
using ConversationId = Id<ConversationTag>;
using ChannelId = Id<ChannelTag>;
using MessageId = Id<MessageTag>;
using AgentId = Id<AgentTag>;
using PersonId = Id<PersonTag>;
using DeliveryId = Id<DeliveryTag>;
using InviteId = Id<InviteTag>;
using SessionId = Id<SessionTag>;
using TokenId = Id<TokenTag>;
using RegistrationId = Id<RegistrationTag>;

}  // namespace askd
