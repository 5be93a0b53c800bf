// Described structs ↔ compact bytes, for rows.
//
//   row       version (1 byte), value
//   struct    number of members (1 byte), members in order of declaration
//   integer   varint, seven bits a byte, lowest first; signed ones zigzag
//   Instant   milliseconds, zigzag
//   enum      its value (1 byte)
//   string    length (varint), bytes
//   bool      0 or 1
//   Ulid, Id  16 bytes, big-endian; an array of bytes as it is
//   optional  0, or 1 and the value
//   variant   index (1 byte), value
//   vector, set, map   number of elements (varint), elements; a pair is its two values
//
// The number of members lets old bytes be read after members were appended to a struct: those keep their defaults.
// Bytes with more members than we know were written by a later version and are refused, as is everything that isn't
// whole: whatever the bytes are, reading them ends in a value or in a no.
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

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "askd/id.hpp"
#include "askd/result.hpp"
#include "askd/words.hpp"

namespace askd::store {

inline constexpr char pack_version = 1;

void append_varint(std::string& out, std::uint64_t number);
void append_big_endian(std::string& out, std::uint64_t number);
void append_ulid_bytes(std::string& out, Ulid id);

// Takes bytes apart. After the first thing that isn't there or isn't right it is failed, and all it yields is zero.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  std::uint8_t byte() { return left() == 0 ? fail() : static_cast<std::uint8_t>(*at_++); }
  std::uint64_t varint();
  std::uint64_t big_endian();
  Ulid ulid();
  std::string_view take(std::size_t count);

  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  bool ok() const { return ok_; }
  std::uint8_t fail() {
    ok_ = false;
    at_ = end_;
    return 0;
  }

 private:
  const char* at_;
  const char* end_;
  bool ok_ = true;
};

namespace detail {

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class E>
constexpr bool is_enumerator(E value) {
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto one) { found |= one.value == value; });
  return found;
}

constexpr std::uint64_t zigzag(std::int64_t number) {
  return (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>((number >> 1) ^ (~(number & 1) + 1));
}

// Specialised for each shape; the primary template takes numbers, enums and described structs.
template <class T>
struct Packed;

template <class T>
void pack_value(std::string& out, const T& value) {
  Packed<T>::write(out, value);
}
template <class T>
void unpack_value(Unpacker& from, T& value) {
  Packed<T>::read(from, value);
}

template <class T>
struct Packed {
  static void write(std::string& out, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      out += value ? '\1' : '\0';
    } else if constexpr (std::is_enum_v<T>) {
      static_assert(sizeof(T) == 1);
      out += static_cast<char>(value);
    } else if constexpr (std::is_unsigned_v<T>) {
      append_varint(out, value);
    } else if constexpr (std::is_integral_v<T>) {
      append_varint(out, zigzag(value));
    } else {
      constexpr std::size_t count = boost::mp11::mp_size<Members<T>>::value;
      static_assert(count < 128);
      out += static_cast<char>(count);
      boost::mp11::mp_for_each<Members<T>>([&](auto member) { pack_value(out, value.*member.pointer); });
    }
  }

  static void read(Unpacker& from, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      const std::uint8_t byte = from.byte();
      if (byte > 1) from.fail();
      value = byte == 1;
    } else if constexpr (std::is_enum_v<T>) {
      const T read = static_cast<T>(from.byte());
      if (is_enumerator(read))
        value = read;
      else
        from.fail();
    } else if constexpr (std::is_unsigned_v<T>) {
      const std::uint64_t number = from.varint();
      value = static_cast<T>(number);
      if (value != number) from.fail();
    } else if constexpr (std::is_integral_v<T>) {
      const std::int64_t number = unzigzag(from.varint());
      value = static_cast<T>(number);
      if (value != number) from.fail();
    } else {
      constexpr std::size_t count = boost::mp11::mp_size<Members<T>>::value;
      std::size_t stored = from.byte();
      if (stored == 0 && count > 0) from.fail();
      if (stored > count) stored = from.fail();
      boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        if (stored == 0) return;
        --stored;
        unpack_value(from, value.*member.pointer);
      });
    }
  }
};

template <>
struct Packed<std::string> {
  static void write(std::string& out, const std::string& value) {
    append_varint(out, value.size());
    out += value;
  }
  static void read(Unpacker& from, std::string& value) { value.assign(from.take(from.varint())); }
};

template <>
struct Packed<Ulid> {
  static void write(std::string& out, Ulid value) { append_ulid_bytes(out, value); }
  static void read(Unpacker& from, Ulid& value) { value = from.ulid(); }
};

template <class Tag>
struct Packed<Id<Tag>> {
  static void write(std::string& out, Id<Tag> id) { append_ulid_bytes(out, id.value); }
  static void read(Unpacker& from, Id<Tag>& id) { id.value = from.ulid(); }
};

template <>
struct Packed<Instant> {
  static void write(std::string& out, Instant value) { append_varint(out, zigzag(value.time_since_epoch().count())); }
  static void read(Unpacker& from, Instant& value) {
    value = Instant{std::chrono::milliseconds{unzigzag(from.varint())}};
  }
};

template <std::size_t size>
struct Packed<std::array<std::uint8_t, size>> {
  static void write(std::string& out, const std::array<std::uint8_t, size>& value) {
    out.append(reinterpret_cast<const char*>(value.data()), size);
  }
  static void read(Unpacker& from, std::array<std::uint8_t, size>& value) {
    const std::string_view bytes = from.take(size);
    for (std::size_t i = 0; i < bytes.size(); ++i) value[i] = static_cast<std::uint8_t>(bytes[i]);
  }
};

template <class T>
struct Packed<std::optional<T>> {
  static void write(std::string& out, const std::optional<T>& value) {
    out += value ? '\1' : '\0';
    if (value) pack_value(out, *value);
  }
  static void read(Unpacker& from, std::optional<T>& value) {
    const std::uint8_t there = from.byte();
    if (there > 1) from.fail();
    if (there == 1) unpack_value(from, value.emplace());
  }
};

template <class A, class B>
struct Packed<std::pair<A, B>> {
  static void write(std::string& out, const std::pair<A, B>& value) {
    pack_value(out, value.first);
    pack_value(out, value.second);
  }
  static void read(Unpacker& from, std::pair<A, B>& value) {
    unpack_value(from, value.first);
    unpack_value(from, value.second);
  }
};

template <class... Ts>
struct Packed<std::variant<Ts...>> {
  using Variant = std::variant<Ts...>;
  static void write(std::string& out, const Variant& value) {
    out += static_cast<char>(value.index());
    std::visit([&](const auto& alternative) { pack_value(out, alternative); }, value);
  }
  static void read(Unpacker& from, Variant& value) {
    const std::size_t index = from.byte();
    if (index >= sizeof...(Ts)) {
      from.fail();
      return;
    }
    boost::mp11::mp_with_index<sizeof...(Ts)>(index,
                                              [&](auto at) { unpack_value(from, value.template emplace<at>()); });
  }
};

// Every element takes at least one byte, so that a count beyond what is left is damage, not a reason to allocate.
template <class List, class Element>
struct PackedList {
  static void write(std::string& out, const List& list) {
    append_varint(out, list.size());
    for (const auto& element : list) pack_value<Element>(out, element);
  }
  static void read(Unpacker& from, List& list) {
    list.clear();
    const std::uint64_t count = from.varint();
    if (count > from.left()) {
      from.fail();
      return;
    }
    if constexpr (requires { list.reserve(count); }) {
      if (count * sizeof(Element) <= 64 * from.left() + 1024) list.reserve(count);
    }
    for (std::uint64_t i = 0; i < count && from.ok(); ++i) {
      Element element{};
      unpack_value(from, element);
      list.insert(list.end(), std::move(element));
    }
    if (list.size() != count) from.fail();
  }
};
template <class T>
struct Packed<std::vector<T>> : PackedList<std::vector<T>, T> {};
template <class T>
struct Packed<std::set<T>> : PackedList<std::set<T>, T> {};
template <class K, class V>
struct Packed<std::map<K, V>> {
  static void write(std::string& out, const std::map<K, V>& map) {
    append_varint(out, map.size());
    for (const auto& [key, value] : map) {
      pack_value(out, key);
      pack_value(out, value);
    }
  }
  static void read(Unpacker& from, std::map<K, V>& map) {
    std::vector<std::pair<K, V>> entries;
    unpack_value(from, entries);
    map.clear();
    for (auto& entry : entries) map.insert(map.end(), std::move(entry));
    if (map.size() != entries.size()) from.fail();
  }
};

}  // namespace detail

// Appends the row's bytes to `out`.
template <class T>
void pack(std::string& out, const T& value) {
  out += pack_version;
  detail::pack_value(out, value);
}

// False if the bytes aren't exactly one such value; `value` then holds anything.
template <class T>
[[nodiscard]] bool unpack(std::string_view bytes, T& value) {
  Unpacker from(bytes);
  if (from.byte() != pack_version) return false;
  detail::unpack_value(from, value);
  return from.ok() && from.left() == 0;
}

}  // namespace askd::store
