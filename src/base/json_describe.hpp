// What Boost.Describe knows of a type, in the order and under the names that JSON wants.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace askd::json {

// A struct listed with BOOST_DESCRIBE_STRUCT. Public members of described bases count as its own.
template <class T>
concept Described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

// An enum listed with BOOST_DESCRIBE_ENUM (or BOOST_DESCRIBE_NESTED_ENUM).
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

// A described struct that says what it is called among the alternatives of a variant:
// static constexpr std::string_view kind = "approval".
template <class T>
concept Kinded = Described<T> && requires {
  { T::kind } -> std::convertible_to<std::string_view>;
};

namespace detail {

// A variant of kinded structs, or of such variants.
template <class T>
struct KindedVariant : std::false_type {};
template <class... Ts>
struct KindedVariant<std::variant<Ts...>> : std::bool_constant<((Kinded<Ts> || KindedVariant<Ts>::value) && ...)> {};

// `default_` is called `default`: the underscore only dodges a keyword.
constexpr std::string_view json_name(std::string_view name) {
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

template <class T>
using MemberList = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
template <class T>
inline constexpr std::size_t member_count = boost::mp11::mp_size<MemberList<T>>::value;

// Names in order of declaration; with a kind, that comes last.
template <class T, bool with_kind>
constexpr auto declared_names() {
  return []<class... D>(boost::mp11::mp_list<D...>) {
    if constexpr (with_kind)
      return std::array<std::string_view, sizeof...(D) + 1>{json_name(D::name)..., "kind"};
    else
      return std::array<std::string_view, sizeof...(D)>{json_name(D::name)...};
  }(boost::mp11::mp_rename<MemberList<T>, boost::mp11::mp_list>{});
}

// The order in which canonical JSON wants them. Names are ASCII, so bytes sort as UTF-16 code units do.
template <class T, bool with_kind>
constexpr auto sorted_order() {
  constexpr auto names = declared_names<T, with_kind>();
  std::array<std::size_t, names.size()> order{};
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = 1; i < order.size(); ++i)
    for (std::size_t j = i; j > 0 && names[order[j]] < names[order[j - 1]]; --j) std::swap(order[j], order[j - 1]);
  return order;
}

template <class T, bool with_kind>
inline constexpr auto order = sorted_order<T, with_kind>();

// Sorted names, for look-ups and for messages.
template <class T, bool with_kind>
inline constexpr auto names = [] {
  constexpr auto declared = declared_names<T, with_kind>();
  std::array<std::string_view, declared.size()> sorted{};
  for (std::size_t i = 0; i < sorted.size(); ++i) sorted[i] = declared[order<T, with_kind>[i]];
  return sorted;
}();

template <class T>
inline constexpr bool has_kind_member = [] {
  for (const std::string_view name : declared_names<T, false>())
    if (name == "kind") return true;
  return false;
}();

template <class T, std::size_t index>
using MemberAt = boost::mp11::mp_at_c<MemberList<T>, index>;

// `,"name":` of the member at `index` in sorted order, ready to be appended.
template <class T, bool with_kind, std::size_t index>
inline constexpr auto key_text = [] {
  constexpr std::string_view name = names<T, with_kind>[index];
  std::array<char, name.size() + 4> text{};
  text[0] = ',';
  text[1] = '"';
  for (std::size_t i = 0; i < name.size(); ++i) text[i + 2] = name[i];
  text[name.size() + 2] = '"';
  text[name.size() + 3] = ':';
  return text;
}();

template <class E>
constexpr auto enumerator_names() {
  return []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<std::string_view, sizeof...(D)>{json_name(D::name)...};
  }(boost::mp11::mp_rename<boost::describe::describe_enumerators<E>, boost::mp11::mp_list>{});
}
template <class E>
constexpr auto enumerator_values() {
  return []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<E, sizeof...(D)>{D::value...};
  }(boost::mp11::mp_rename<boost::describe::describe_enumerators<E>, boost::mp11::mp_list>{});
}

}  // namespace detail

// The name of an enumerator as JSON has it; empty for a value that isn't listed.
template <DescribedEnum E>
constexpr std::string_view enum_name(E value) {
  constexpr auto names = detail::enumerator_names<E>();
  constexpr auto values = detail::enumerator_values<E>();
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] == value) return names[i];
  return {};
}

// Sets `value` if `name` is one of the enum's.
template <DescribedEnum E>
constexpr bool enum_value(std::string_view name, E& value) {
  constexpr auto names = detail::enumerator_names<E>();
  constexpr auto values = detail::enumerator_values<E>();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != name) continue;
    value = values[i];
    return true;
  }
  return false;
}

}  // namespace askd::json
