// Fills any described type with random content, the same for the same seed.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "askd/id.hpp"
#include "askd/words.hpp"
#include "core/describe.hpp"

namespace askd::store::testing {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t number() { return engine_(); }
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }

  template <class T>
  T make() {
    T value{};
    fill(value);
    return value;
  }

  void fill(bool& value) { value = chance(2); }
  void fill(std::string& value) {
    static const std::array<std::string, 8> parts{"a",    "quote\" back\\", "ü",         "\n",
                                                  "\x01", "🙂",           "</script>", "word "};
    value.clear();
    const std::size_t pieces = chance(10) ? 100 + below(100) : below(5);
    for (std::size_t i = 0; i < pieces; ++i) value += parts[below(parts.size())];
  }
  void fill(Ulid& value) { value = chance(4) ? Ulid{} : Ulid{number(), number()}; }
  template <class Tag>
  void fill(Id<Tag>& id) {
    fill(id.value);
  }
  // Years 1970 to 2200, as the log writes them.
  void fill(Instant& value) { value = Instant{std::chrono::milliseconds{below(7'258'118'400'000)}}; }
  template <class T>
  void fill(T& value) {
    if constexpr (std::is_enum_v<T>) {
      using Enumerators = boost::describe::describe_enumerators<T>;
      const std::size_t picked = below(boost::mp11::mp_size<Enumerators>::value);
      std::size_t index = 0;
      boost::mp11::mp_for_each<Enumerators>([&](auto one) {
        if (index++ == picked) value = one.value;
      });
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(number() >> below(64));
    } else {
      boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
          [&](auto member) { fill(value.*member.pointer); });
    }
  }
  template <std::size_t size>
  void fill(std::array<std::uint8_t, size>& bytes) {
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(number());
  }
  template <class T>
  void fill(std::optional<T>& value) {
    value.reset();
    if (chance(2)) fill(value.emplace());
  }
  template <class A, class B>
  void fill(std::pair<A, B>& pair) {
    fill(pair.first);
    fill(pair.second);
  }
  template <class T>
  void fill(std::vector<T>& list) {
    list.clear();
    for (std::size_t i = below(4); i > 0; --i) list.push_back(make<T>());
  }
  template <class T>
  void fill(std::set<T>& set) {
    set.clear();
    for (std::size_t i = below(4); i > 0; --i) set.insert(make<T>());
  }
  template <class K, class V>
  void fill(std::map<K, V>& map) {
    map.clear();
    for (std::size_t i = below(4); i > 0; --i) {
      K key = make<K>();
      map[std::move(key)] = make<V>();
    }
  }
  template <class... Ts>
  void fill(std::variant<Ts...>& value) {
    boost::mp11::mp_with_index<sizeof...(Ts)>(below(sizeof...(Ts)),
                                              [&](auto index) { fill(value.template emplace<index>()); });
  }

 private:
  std::mt19937_64 engine_;
};

// Every type that becomes a row or stands in one.
using RowTypes =
    boost::mp11::mp_list<core::Ask, core::Notice, core::Conversation, core::Delivery, core::Message, core::Agent,
                         core::Person, core::Invite, core::Session, core::Channel, core::conversations::Parked,
                         core::Event, core::Retried, core::Answer, core::Question, core::Token, core::Identity,
                         core::Target, core::Label, core::ContextEntry, core::FieldValue, core::Choice, core::Fields,
                         core::Text, core::Approval, core::Option, core::Copy, Inbound, PostRef, Room, Link, FormField>;

// The facts of all nouns in one list.
template <class... Nouns>
auto flatten(std::variant<Nouns...>) -> boost::mp11::mp_append<boost::mp11::mp_rename<Nouns, boost::mp11::mp_list>...>;
using FactTypes = decltype(flatten(std::declval<core::Fact>()));

}  // namespace askd::store::testing
