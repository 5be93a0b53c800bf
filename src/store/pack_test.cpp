// Packed rows come back as they were, old ones too, and damaged ones don't come back at all.
#include "store/pack.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <boost/core/demangle.hpp>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "core/describe.hpp"
#include "store/testing/random_value.hpp"

namespace askd::store {
namespace {

using boost::mp11::mp_for_each;
using boost::mp11::mp_identity;
using boost::mp11::mp_transform;
using testing::Random;

// Stands for a value of any type, to count how many an aggregate takes.
struct Anything {
  template <class T>
  operator T() const;  // NOLINT: meant to convert by itself
};

template <class T, class... Args>
constexpr std::size_t count_members() {
  if constexpr (sizeof...(Args) > 60)
    return 0;
  else if constexpr (requires { T{Args{}..., Anything{}}; })
    return count_members<T, Args..., Anything>();
  else
    return sizeof...(Args);
}

template <class Types, class Test>
void for_each_type(Test test) {
  mp_for_each<mp_transform<mp_identity, Types>>([&]<class T>(mp_identity<T>) { test.template operator()<T>(); });
}

TEST(Describe, ListsEveryMemberOfRowsAndFacts) {
  const auto complete = []<class T>() {
    constexpr std::size_t described = boost::mp11::mp_size<detail::Members<T>>::value;
    EXPECT_EQ(described, count_members<T>()) << boost::core::demangle(typeid(T).name());
  };
  for_each_type<testing::RowTypes>(complete);
  for_each_type<testing::FactTypes>(complete);
}

TEST(Pack, ComesBackAsItWas) {
  Random random(1);
  const auto round_trip = [&]<class T>() {
    for (int i = 0; i < 50; ++i) {
      const T value = random.make<T>();
      std::string bytes;
      pack(bytes, value);
      T read{};
      ASSERT_TRUE(unpack(bytes, read)) << boost::core::demangle(typeid(T).name());
      ASSERT_TRUE(read == value) << boost::core::demangle(typeid(T).name());
    }
  };
  for_each_type<testing::RowTypes>(round_trip);
  for_each_type<testing::FactTypes>(round_trip);
}

TEST(Pack, RefusesEveryTruncation) {
  Random random(2);
  for_each_type<testing::RowTypes>([&]<class T>() {
    const T value = random.make<T>();
    std::string bytes;
    pack(bytes, value);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      T read{};
      ASSERT_FALSE(unpack(std::string_view(bytes).substr(0, length), read))
          << boost::core::demangle(typeid(T).name()) << " cut to " << length;
    }
    T read{};
    EXPECT_FALSE(unpack(bytes + '\0', read));
  });
}

TEST(Pack, SurvivesDamage) {
  Random random(3);
  std::size_t refused = 0;
  for_each_type<testing::RowTypes>([&]<class T>() {
    for (int i = 0; i < 200; ++i) {
      std::string bytes;
      pack(bytes, random.make<T>());
      for (std::size_t flips = 1 + random.below(3); flips > 0; --flips)
        bytes[random.below(bytes.size())] = static_cast<char>(random.number());
      T read{};
      if (!unpack(bytes, read)) ++refused;
    }
  });
  EXPECT_GT(refused, 1000U);  // the rest changed a value into another one
}

struct Before {
  std::string name = {};
  std::uint32_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Before, (), (name, count))
struct After {
  std::string name = {};
  std::uint32_t count = 0;
  std::string colour = "red";
  std::vector<std::uint32_t> sizes = {1, 2};
};
BOOST_DESCRIBE_STRUCT(After, (), (name, count, colour, sizes))

TEST(Pack, OldBytesKeepTheDefaultsOfAppendedMembers) {
  std::string bytes;
  pack(bytes, std::vector<Before>{{"one", 1}, {"two", 2}});
  std::vector<After> read;
  ASSERT_TRUE(unpack(bytes, read));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[1].name, "two");
  EXPECT_EQ(read[1].count, 2U);
  EXPECT_EQ(read[1].colour, "red");
  EXPECT_EQ(read[1].sizes, (std::vector<std::uint32_t>{1, 2}));
}

TEST(Pack, BytesOfALaterVersionAreRefused) {
  std::string bytes;
  pack(bytes, After{});
  Before read;
  EXPECT_FALSE(unpack(bytes, read));
  bytes.clear();
  pack(bytes, Before{});
  bytes[0] = pack_version + 1;
  EXPECT_FALSE(unpack(bytes, read));
}

TEST(Pack, HugeCountsAllocateNothing) {
  std::string bytes(1, pack_version);
  append_varint(bytes, ~std::uint64_t{0});
  std::vector<std::string> list;
  EXPECT_FALSE(unpack(bytes, list));
  std::string text;
  EXPECT_FALSE(unpack(bytes, text));
}

TEST(Pack, VarintsOfMoreThan64BitsAreRefused) {
  for (const std::string& varint :
       {std::string(10, '\xff') + '\1', std::string(9, '\xff') + '\2', std::string(11, '\x80')}) {
    std::uint64_t number = 0;
    EXPECT_FALSE(unpack(pack_version + varint, number));
  }
  std::uint64_t number = 0;
  EXPECT_TRUE(unpack(pack_version + std::string(9, '\xff') + '\1', number));
  EXPECT_EQ(number, ~std::uint64_t{0});
}

}  // namespace
}  // namespace askd::store
