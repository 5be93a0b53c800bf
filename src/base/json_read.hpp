// Json → described types: the inverse of base/json_write.hpp. Every problem is told at once, each with its JSON
// pointer.
//
// A member that isn't there keeps the value that the type's default constructor gave it, unless the type says
//   static constexpr std::array<std::string_view, 1> required_members{"title"};
// or `required_members<T>` is specialised. null is as good as absent for std::optional and a wrong type elsewhere.
//
// A type of another shape has `void read_json(const json::Reader&, const Json&, T&)` in its own namespace, declared
// before the first use.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "askd/id.hpp"
#include "askd/result.hpp"
#include "askd/words.hpp"
#include "base/json.hpp"
#include "base/json_describe.hpp"
#include "base/json_write.hpp"

namespace askd::json {

// Strict is for what others send: an unknown member is a problem. Lenient is for what we wrote ourselves, perhaps in a
// later version: an unknown member is passed over.
enum class Strictness : std::uint8_t { strict, lenient };

// Where we are in the JSON, and where problems go. The pointer is spelled out only if there is a problem.
class Reader {
 public:
  explicit Reader(std::vector<Problem>& problems, Strictness strictness = Strictness::strict,
                  std::string_view pointer = {})
      : problems_(problems), name_(pointer), strictness_(strictness) {}

  // The parent and the name must outlive what is returned.
  Reader member(std::string_view name) const { return Reader(*this, name, not_an_index); }
  Reader element(std::size_t index) const { return Reader(*this, {}, index); }

  // `detail` completes a sentence that begins with the field's name: "must be a string".
  void problem(std::string detail) const;
  std::string pointer() const;
  bool strict() const { return strictness_ == Strictness::strict; }

 private:
  static constexpr std::size_t not_an_index = std::numeric_limits<std::size_t>::max();
  Reader(const Reader& parent, std::string_view name, std::size_t index)
      : problems_(parent.problems_), parent_(&parent), name_(name), index_(index), strictness_(parent.strictness_) {}

  std::vector<Problem>& problems_;
  const Reader* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = not_an_index;
  Strictness strictness_;
};

template <class T>
concept CustomRead = requires(const Reader& reader, const Json& json, T& value) {
  read_json(reader, json, value);
};

template <class T>
inline constexpr std::array<std::string_view, 0> required_members{};

// Reads one value. What has a problem keeps what it held.
template <class T>
void read_value(const Reader& reader, const Json& json, T& value);

// As read_value(); problems are added to `problems`, with pointers that begin with `pointer`.
template <class T>
void read_into(const Json& json, T& value, std::vector<Problem>& problems, std::string_view pointer = {},
               Strictness strictness = Strictness::strict) {
  read_value(Reader(problems, strictness, pointer), json, value);
}

// The error of a reading with problems: Fault::invalid and a message that names the first of them.
Error error_of(std::vector<Problem> problems);

template <class T>
Result<T> read(const Json& json, Strictness strictness = Strictness::strict) {
  std::vector<Problem> problems;
  T value{};
  read_into(json, value, problems, {}, strictness);
  if (!problems.empty()) return error_of(std::move(problems));
  return Result<T>(boost::system::in_place_value, std::move(value));
}

namespace detail {

// The part that needs no template. Each returns false after telling the problem.
bool expect_object(const Reader& reader, const Json& json);
bool expect_array(const Reader& reader, const Json& json);
const std::string* expect_string(const Reader& reader, const Json& json);
bool read_bool(const Reader& reader, const Json& json, bool& value);
bool read_signed(const Reader& reader, const Json& json, std::int64_t min, std::int64_t max, std::int64_t& value);
bool read_unsigned(const Reader& reader, const Json& json, std::uint64_t max, std::uint64_t& value);
bool read_instant(const Reader& reader, const Json& json, Instant& value);
bool read_ulid(const Reader& reader, const Json& json, std::string_view prefix, Ulid& value);
template <class Tag>
void read_id(const Reader& reader, const Json& json, Id<Tag>& id) {
  read_ulid(reader, json, Tag::prefix, id.value);
}
bool read_bytes(const Reader& reader, const Json& json, std::uint8_t* bytes, std::size_t size);
void unknown_member(const Reader& reader, std::string_view name, std::span<const std::string_view> known);
void unknown_word(const Reader& reader, std::string_view word, std::span<const std::string_view> allowed);
void missing_member(const Reader& reader, std::string_view name);
// The text of the member "kind"; tells the problem and returns nothing if it isn't there or isn't a string.
const std::string* kind_of(const Reader& reader, const Json& json);

template <class T>
constexpr std::span<const std::string_view> required_of() {
  if constexpr (requires { T::required_members; })
    return T::required_members;
  else
    return required_members<T>;
}

template <class T, bool with_kind, std::size_t index>
void read_member(const Reader& reader, const Json& json, T& value) {
  constexpr std::size_t declared = order<T, with_kind>[index];
  if constexpr (declared != member_count<T>) {
    auto& member = value.*MemberAt<T, declared>::pointer;
    read_value(reader.member(names<T, with_kind>[index]), json, member);
  }
}

// The members of the object and of the struct are both sorted by bytes, so one pass over both finds what is unknown
// and what is missing.
template <bool with_kind, class T>
void read_struct(const Reader& reader, const Json& json, T& value) {
  if (!expect_object(reader, json)) return;
  const auto& object = json.get_ref<const Json::object_t&>();
  auto given = object.begin();
  const std::span<const std::string_view> known = names<T, with_kind>;
  const auto skip_to = [&](std::string_view name) {
    for (; given != object.end() && (name.empty() || given->first.compare(name) < 0); ++given)
      if (reader.strict()) unknown_member(reader, given->first, known);
  };
  const auto one = [&]<std::size_t index>(std::integral_constant<std::size_t, index>) {
    constexpr std::string_view name = names<T, with_kind>[index];
    skip_to(name);
    if (given == object.end() || given->first != name) return;
    read_member<T, with_kind, index>(reader, given->second, value);
    ++given;
  };
  [&]<std::size_t... index>(std::index_sequence<index...>) { (one(std::integral_constant<std::size_t, index>{}), ...); }
  (std::make_index_sequence<order<T, with_kind>.size()>{});
  skip_to({});
  for (const std::string_view name : required_of<T>())
    if (!object.contains(name)) missing_member(reader, name);
}

// The kinds of all alternatives, those of variants within the variant included.
template <class V>
void collect_kinds(std::vector<std::string_view>& kinds) {
  [&]<class... Ts>(std::type_identity<std::variant<Ts...>>) {
    const auto one = [&]<class T>(std::type_identity<T>) {
      if constexpr (KindedVariant<T>::value)
        collect_kinds<T>(kinds);
      else
        kinds.push_back(T::kind);
    };
    (one(std::type_identity<Ts>{}), ...);
  }(std::type_identity<V>{});
}

template <class V>
bool read_kind(const Reader& reader, const Json& json, std::string_view kind, V& value) {
  return [&]<class... Ts>(std::type_identity<std::variant<Ts...>>) {
    const auto one = [&]<class T>(std::type_identity<T>) {
      T alternative{};
      if constexpr (KindedVariant<T>::value) {
        if (!read_kind(reader, json, kind, alternative)) return false;
      } else {
        if (kind != T::kind) return false;
        if constexpr (CustomRead<T>)
          read_json(reader, json, alternative);
        else
          read_struct<true>(reader, json, alternative);
      }
      value = std::move(alternative);
      return true;
    };
    return (one(std::type_identity<Ts>{}) || ...);
  }(std::type_identity<V>{});
}

template <class V>
void read_variant(const Reader& reader, const Json& json, V& value) {
  const std::string* kind = kind_of(reader, json);
  if (kind == nullptr || read_kind(reader, json, *kind, value)) return;
  std::vector<std::string_view> kinds;
  collect_kinds<V>(kinds);
  unknown_word(reader.member("kind"), *kind, kinds);
}

template <class T>
void read_integer(const Reader& reader, const Json& json, T& value) {
  using Limits = std::numeric_limits<T>;
  if constexpr (std::is_same_v<T, bool>) {
    read_bool(reader, json, value);
  } else if constexpr (std::is_signed_v<T>) {
    std::int64_t wide = 0;
    if (read_signed(reader, json, Limits::min(), Limits::max(), wide)) value = static_cast<T>(wide);
  } else {
    std::uint64_t wide = 0;
    if (read_unsigned(reader, json, Limits::max(), wide)) value = static_cast<T>(wide);
  }
}

template <class E>
void read_enum(const Reader& reader, const Json& json, E& value) {
  const std::string* name = expect_string(reader, json);
  if (name == nullptr || enum_value(*name, value)) return;
  constexpr auto allowed = enumerator_names<E>();
  unknown_word(reader, *name, allowed);
}

template <class T>
void read_list(const Reader& reader, const Json& json, T& list) {
  if (!expect_array(reader, json)) return;
  list.clear();
  std::size_t index = 0;
  for (const Json& element : json) {
    typename T::value_type value{};
    read_value(reader.element(index++), element, value);
    list.insert(list.end(), std::move(value));
  }
}

template <class T, std::size_t size>
void read_array(const Reader& reader, const Json& json, std::array<T, size>& array) {
  if (!expect_array(reader, json)) return;
  if (json.size() != size) return reader.problem("must be an array of " + std::to_string(size));
  for (std::size_t index = 0; index < size; ++index) read_value(reader.element(index), json[index], array[index]);
}

template <class A, class B>
void read_pair(const Reader& reader, const Json& json, std::pair<A, B>& pair) {
  if (!expect_array(reader, json)) return;
  if (json.size() != 2) return reader.problem("must be an array of 2");
  read_value(reader.element(0), json[0], pair.first);
  read_value(reader.element(1), json[1], pair.second);
}

template <class Map>
void read_map(const Reader& reader, const Json& json, Map& map) {
  using Key = typename Map::key_type;
  if constexpr (is_key<Key>) {
    if (!expect_object(reader, json)) return;
    map.clear();
    for (const auto& [name, element] : json.get_ref<const Json::object_t&>()) {
      const Reader at = reader.member(name);
      Key key{};
      if constexpr (is_id<Key>)
        read_value(at, Json(name), key);
      else
        key = name;
      read_value(at, element, map[std::move(key)]);
    }
  } else {
    std::vector<std::pair<Key, typename Map::mapped_type>> entries;
    read_list(reader, json, entries);
    map.clear();
    for (auto& entry : entries) map.insert(std::move(entry));
  }
}

}  // namespace detail

template <class T>
void read_value(const Reader& reader, const Json& json, T& value) {
  if constexpr (CustomRead<T>) {
    read_json(reader, json, value);
  } else if constexpr (std::is_same_v<T, Json>) {
    value = json;
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (const std::string* text = detail::expect_string(reader, json)) value = *text;
  } else if constexpr (std::is_integral_v<T>) {
    detail::read_integer(reader, json, value);
  } else if constexpr (DescribedEnum<T>) {
    detail::read_enum(reader, json, value);
  } else if constexpr (detail::is_id<T>) {
    detail::read_id(reader, json, value);
  } else if constexpr (std::is_same_v<T, Ulid>) {
    detail::read_ulid(reader, json, {}, value);
  } else if constexpr (std::is_same_v<T, Instant>) {
    detail::read_instant(reader, json, value);
  } else if constexpr (detail::is_duration<T>) {
    std::int64_t count = 0;
    constexpr std::int64_t most = 100LL * 366 * 24 * 3600 * 1000;
    if (detail::read_signed(reader, json, -most, most, count))
      value = std::chrono::duration_cast<T>(std::chrono::milliseconds(count));
  } else if constexpr (detail::is_optional<T>) {
    if (json.is_null()) return value.reset();
    typename T::value_type inner{};
    read_value(reader, json, inner);
    value = std::move(inner);
  } else if constexpr (detail::is_bytes<T>) {
    detail::read_bytes(reader, json, value.data(), value.size());
  } else if constexpr (detail::is_map<T>) {
    detail::read_map(reader, json, value);
  } else if constexpr (requires { std::tuple_size<T>::value; } && detail::is_list<T>) {
    detail::read_array(reader, json, value);
  } else if constexpr (detail::is_list<T>) {
    detail::read_list(reader, json, value);
  } else if constexpr (detail::is_pair<T>) {
    detail::read_pair(reader, json, value);
  } else if constexpr (detail::KindedVariant<T>::value) {
    detail::read_variant(reader, json, value);
  } else if constexpr (Described<T>) {
    detail::read_struct<false>(reader, json, value);
  } else {
    static_assert(detail::unknown_type<T>, "describe this type with Boost.Describe, or give it a read_json()");
  }
}

}  // namespace askd::json
