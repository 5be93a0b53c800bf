// Goes through values of described types, for the fuzzers of what is stored.
#pragma once

#include "base/unicode.hpp"
#include "core/describe.hpp"

#include "askd/id.hpp"
#include "askd/words.hpp"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace askd::fuzz {

// Makes what was unpacked from any bytes into what a door would have let in: texts are UTF-8 without NULs, and times
// lie in years that RFC 3339 can write. Elements of sets and keys of maps that can't be changed in place are put in
// anew.
struct Mend {
  template <class T>
  void operator()(T& value) const {
    if constexpr (std::is_class_v<T>) {
      boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
          [&](auto member) { (*this)(value.*member.pointer); });
    }
  }
  void operator()(std::string& text) const {
    if (!unicode::valid_utf8(text) || text.find('\0') != text.npos) text = unicode::visible(text);
  }
  void operator()(Instant& at) const {
    constexpr std::int64_t end = 253'402'300'800'000;  // the year 10000
    const std::int64_t count = at.time_since_epoch().count();
    if (count < 0 || count >= end) at = Instant{std::chrono::milliseconds{static_cast<std::uint64_t>(count) % end}};
  }
  void operator()(Ulid&) const {}
  template <class Tag>
  void operator()(Id<Tag>&) const {}
  template <std::size_t size>
  void operator()(std::array<std::uint8_t, size>&) const {}
  template <class T>
  void operator()(std::optional<T>& some) const {
    if (some) (*this)(*some);
  }
  template <class A, class B>
  void operator()(std::pair<A, B>& pair) const {
    (*this)(pair.first);
    (*this)(pair.second);
  }
  template <class T>
  void operator()(std::vector<T>& list) const {
    for (T& one : list) (*this)(one);
  }
  template <class T>
  void operator()(std::set<T>& set) const {
    std::set<T> mended;
    for (T one : set) {
      (*this)(one);
      mended.insert(std::move(one));
    }
    set = std::move(mended);
  }
  template <class K, class V>
  void operator()(std::map<K, V>& map) const {
    std::map<K, V> mended;
    for (auto& [name, value] : map) {
      K key = name;
      (*this)(key);
      (*this)(value);
      mended.emplace(std::move(key), std::move(value));
    }
    map = std::move(mended);
  }
  template <class... Ts>
  void operator()(std::variant<Ts...>& some) const {
    std::visit([this](auto& one) { (*this)(one); }, some);
  }
};

}  // namespace askd::fuzz
