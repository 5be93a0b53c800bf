// Described types → canonical JSON (RFC 8785), straight into a string.
//
//   struct                    object, members sorted by name; a trailing underscore of a name is dropped
//   std::optional             left out of an object if empty, null elsewhere
//   enum                      its enumerator's name, without a trailing underscore
//   std::string, bool         themselves
//   integers                  numbers, in full: beyond 2^53 readers that know only doubles lose digits
//   Id<Tag>, Ulid             text
//   Instant                   RFC 3339 in UTC with three decimals
//   std::chrono::duration     whole milliseconds
//   std::vector, set, array   array; an array of bytes is lower-case hex, however
//   std::map                  object where keys are strings or ids; array of [key, value] otherwise
//   std::pair                 [first, second]
//   std::variant              of kinded structs: the struct, with its "kind" among the members
//   Json                      canonical
//
// Any other type, or one that wants another shape, has `void write_json(json::Writer&, const T&)` in its own namespace,
// declared before the first use.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/mp11.hpp>

#include "askd/id.hpp"
#include "askd/words.hpp"
#include "base/check.hpp"
#include "base/json.hpp"
#include "base/json_describe.hpp"

namespace askd::json {

template <class T>
concept CustomWritten = requires(Writer& writer, const T& value) {
  write_json(writer, value);
};

template <class T>
void write_value(Writer& writer, const T& value);

// Appends `value` to `out`.
template <class T>
void write(std::string& out, const T& value) {
  Writer writer(out);
  write_value(writer, value);
}

template <class T>
std::string to_text(const T& value) {
  std::string out;
  write(out, value);
  return out;
}

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T, class A>
inline constexpr bool is_list<std::vector<T, A>> = true;
template <class T, class C, class A>
inline constexpr bool is_list<std::set<T, C, A>> = true;
template <class T, std::size_t n>
inline constexpr bool is_list<std::array<T, n>> = true;
template <class T>
inline constexpr bool is_bytes = false;
template <std::size_t n>
inline constexpr bool is_bytes<std::array<std::uint8_t, n>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class K, class V, class C, class A>
inline constexpr bool is_map<std::map<K, V, C, A>> = true;
template <class T>
inline constexpr bool is_pair = false;
template <class A, class B>
inline constexpr bool is_pair<std::pair<A, B>> = true;
template <class T>
inline constexpr bool is_duration = false;
template <class R, class P>
inline constexpr bool is_duration<std::chrono::duration<R, P>> = true;
template <class T>
inline constexpr bool unknown_type = false;

// Enums aren't: their order isn't that of their names, and an object's keys must be sorted.
template <class T>
inline constexpr bool is_key = std::is_same_v<T, std::string> || is_id<T>;

void write_ulid(Writer& writer, std::string_view prefix, Ulid id);
template <class Tag>
void write_id(Writer& writer, const Id<Tag>& id) {
  write_ulid(writer, Tag::prefix, id.value);
}
void write_instant(Writer& writer, Instant instant);
void write_bytes(Writer& writer, const std::uint8_t* bytes, std::size_t size);

template <class T, bool with_kind, std::size_t index>
void write_member(Writer& writer, const T& value) {
  constexpr const auto& text = key_text<T, with_kind, index>;
  constexpr std::string_view key(text.data(), text.size());
  constexpr std::size_t declared = order<T, with_kind>[index];
  if constexpr (declared == member_count<T>) {
    writer.prepared_key(key);
    writer.value(std::string_view(T::kind));
  } else {
    const auto& member = value.*MemberAt<T, declared>::pointer;
    if constexpr (is_optional<std::remove_cvref_t<decltype(member)>>) {
      if (!member) return;
      writer.prepared_key(key);
      write_value(writer, *member);
    } else {
      writer.prepared_key(key);
      write_value(writer, member);
    }
  }
}

template <bool with_kind, class T>
void write_struct(Writer& writer, const T& value) {
  static_assert(!with_kind || !has_kind_member<T>, "a member called 'kind' would collide with the struct's own kind");
  writer.begin_object();
  [&]<std::size_t... index>(std::index_sequence<index...>) { (write_member<T, with_kind, index>(writer, value), ...); }
  (std::make_index_sequence<order<T, with_kind>.size()>{});
  writer.end_object();
}

template <class... Ts>
void write_variant(Writer& writer, const std::variant<Ts...>& value) {
  std::visit(
      [&writer]<class T>(const T& alternative) {
        if constexpr (Kinded<T> && !CustomWritten<T>)
          write_struct<true>(writer, alternative);
        else
          write_value(writer, alternative);
      },
      value);
}

template <class Map>
void write_map(Writer& writer, const Map& map) {
  if constexpr (is_key<typename Map::key_type>) {
    writer.begin_object();
    for (const auto& [key, value] : map) {
      if constexpr (is_id<typename Map::key_type>)
        writer.key(key.text());
      else
        writer.key(key);
      write_value(writer, value);
    }
    writer.end_object();
  } else {
    writer.begin_array();
    for (const auto& entry : map) write_value(writer, entry);
    writer.end_array();
  }
}

template <class T>
void write_list(Writer& writer, const T& list) {
  writer.begin_array();
  for (const auto& element : list) write_value(writer, element);
  writer.end_array();
}

template <class A, class B>
void write_pair(Writer& writer, const std::pair<A, B>& pair) {
  writer.begin_array();
  write_value(writer, pair.first);
  write_value(writer, pair.second);
  writer.end_array();
}

}  // namespace detail

template <class T>
void write_value(Writer& writer, const T& value) {
  if constexpr (CustomWritten<T>) {
    write_json(writer, value);
  } else if constexpr (std::is_same_v<T, Json> || std::is_integral_v<T> || std::is_convertible_v<T, std::string_view>) {
    writer.value(value);
  } else if constexpr (DescribedEnum<T>) {
    const std::string_view name = enum_name(value);
    CHECK(!name.empty(), "An enum holds a value that isn't one of its enumerators.");
    writer.value(name);
  } else if constexpr (detail::is_id<T>) {
    detail::write_id(writer, value);
  } else if constexpr (std::is_same_v<T, Ulid>) {
    detail::write_ulid(writer, {}, value);
  } else if constexpr (std::is_same_v<T, Instant>) {
    detail::write_instant(writer, value);
  } else if constexpr (detail::is_duration<T>) {
    writer.value(std::chrono::duration_cast<std::chrono::milliseconds>(value).count());
  } else if constexpr (detail::is_optional<T>) {
    if (value)
      write_value(writer, *value);
    else
      writer.value(nullptr);
  } else if constexpr (detail::is_bytes<T>) {
    detail::write_bytes(writer, value.data(), value.size());
  } else if constexpr (detail::is_map<T>) {
    detail::write_map(writer, value);
  } else if constexpr (detail::is_list<T>) {
    detail::write_list(writer, value);
  } else if constexpr (detail::is_pair<T>) {
    detail::write_pair(writer, value);
  } else if constexpr (detail::KindedVariant<T>::value) {
    detail::write_variant(writer, value);
  } else if constexpr (Described<T>) {
    detail::write_struct<false>(writer, value);
  } else {
    static_assert(detail::unknown_type<T>, "describe this type with Boost.Describe, or give it a write_json()");
  }
}

}  // namespace askd::json
