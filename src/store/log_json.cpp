// A walk over described types like that of base/json_write.hpp, but with long texts set aside and nothing empty
// written.
#include "store/log_json.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.hpp"
#include "base/crypto.hpp"
#include "base/json_describe.hpp"
#include "base/json_write.hpp"
#include "core/describe.hpp"

namespace askd::store {
namespace {

template <class T>
bool is_empty(const T& value) {
  if constexpr (std::is_same_v<T, core::Prose> || std::is_same_v<T, core::Sealed>)
    return value.text.empty();
  else if constexpr (std::is_same_v<T, Instant> || json::detail::is_bytes<T>)
    return value == T{};
  else if constexpr (json::detail::is_id<T> || json::detail::is_optional<T>)
    return !value;
  else if constexpr (requires { value.empty(); })
    return value.empty();
  else
    return false;
}

class Encoder {
 public:
  Encoder(std::string& out, std::vector<LongText>& texts) : writer_(out), texts_(texts) {}

  template <class T>
  void value(const T& value) {
    if constexpr (json::Described<T>)
      object<false>(value);
    else
      json::write_value(writer_, value);
  }

  void value(const core::Prose& prose) {
    if (prose.text.size() <= short_prose)
      writer_.value(prose.text);
    else
      set_aside(prose.text);
  }
  // The log proves which secret it was, and nobody reads it there.
  void value(const core::Sealed& sealed) {
    writer_.begin_object();
    writer_.key("sealed");
    json::write_value(writer_, crypto::sha256(sealed.text));
    writer_.end_object();
  }

  // A text is a string, several are an array, and a form's fields are an object.
  void value(const core::Value& answer) {
    if (const auto* fields = std::get_if<std::vector<core::FieldValue>>(&answer)) {
      writer_.begin_object();
      writer_.key("fields");
      value(*fields);
      writer_.end_object();
    } else {
      std::visit([this](const auto& one) { this->value(one); }, answer);
    }
  }

  template <class T>
  void value(const std::optional<T>& some) {
    CHECK(some.has_value(), "What is empty is left out.");
    value(*some);
  }
  template <class T>
  void value(const std::vector<T>& list) {
    array(list);
  }
  template <class T>
  void value(const std::set<T>& list) {
    array(list);
  }
  template <class A, class B>
  void value(const std::pair<A, B>& pair) {
    writer_.begin_array();
    value(pair.first);
    value(pair.second);
    writer_.end_array();
  }

  template <class... Ts>
  void value(const std::variant<Ts...>& some) {
    std::visit(
        [this]<class T>(const T& one) {
          if constexpr (json::Kinded<T>)
            this->template object<true>(one);
          else
            this->value(one);
        },
        some);
  }

 private:
  template <class List>
  void array(const List& list) {
    writer_.begin_array();
    for (const auto& element : list) value(element);
    writer_.end_array();
  }

  template <bool with_kind, class T>
  void object(const T& described) {
    writer_.begin_object();
    [&]<std::size_t... index>(std::index_sequence<index...>) { (member<with_kind, index>(described), ...); }
    (std::make_index_sequence<json::detail::order<T, with_kind>.size()>{});
    writer_.end_object();
  }

  template <bool with_kind, std::size_t index, class T>
  void member(const T& described) {
    constexpr const auto& text = json::detail::key_text<T, with_kind, index>;
    constexpr std::string_view key(text.data(), text.size());
    constexpr std::size_t declared = json::detail::order<T, with_kind>[index];
    if constexpr (declared == json::detail::member_count<T>) {
      writer_.prepared_key(key);
      writer_.value(std::string_view(T::kind));
    } else {
      const auto& one = described.*json::detail::MemberAt<T, declared>::pointer;
      if (is_empty(one)) return;
      writer_.prepared_key(key);
      value(one);
    }
  }

  void set_aside(const std::string& text) {
    const core::Digest hash = crypto::sha256(text);
    writer_.begin_object();
    writer_.key("sha256");
    json::write_value(writer_, hash);
    writer_.end_object();
    texts_.push_back({hash, text});
  }

  json::Writer writer_;
  std::vector<LongText>& texts_;
};

}  // namespace

void write_fact(std::string& out, const core::Fact& fact, std::vector<LongText>& texts) {
  Encoder(out, texts).value(fact);
}

namespace detail {

// A quote within a string is escaped, so these bytes can only be what set_aside() wrote.
Reference next_reference(std::string_view json, std::size_t from) {
  constexpr std::string_view opening = R"({"sha256":")";
  constexpr std::string_view closing = R"("})";
  constexpr std::size_t digits = 64;
  for (std::size_t at = json.find(opening, from); at != json.npos; at = json.find(opening, at + 1)) {
    const std::size_t end = at + opening.size() + digits + closing.size();
    if (end > json.size() || json.substr(end - closing.size(), closing.size()) != closing) continue;
    const auto bytes = crypto::unhex(json.substr(at + opening.size(), digits));
    if (!bytes) continue;
    Reference found{at, end, {}};
    for (std::size_t i = 0; i < found.hash.size(); ++i) found.hash[i] = static_cast<std::uint8_t>((*bytes)[i]);
    return found;
  }
  return {};
}

void append_json_string(std::string& out, std::string_view text) { json::append_string(out, text); }

}  // namespace detail
}  // namespace askd::store
