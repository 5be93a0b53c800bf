// Packed rows of every kind from a damaged disk: they are refused, or are a value that packs and unpacks to itself.
#include "base/check.hpp"
#include "core/describe.hpp"
#include "store/pack.hpp"
#include "store/testing/random_value.hpp"

#include <boost/mp11.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace askd;

using Rows = boost::mp11::mp_append<store::testing::RowTypes, store::testing::FactTypes>;

template <class T>
void check_row(std::string_view bytes) {
  T value{};
  if (!store::unpack(bytes, value)) return;
  std::string packed;
  store::pack(packed, value);
  T again{};
  CHECK(store::unpack(packed, again), "What was packed can't be unpacked.");
  CHECK(again == value, "A value changes when it is packed.");
  // The same bytes, but for those that were written longer than they need to be, or lacked members.
  std::string twice;
  store::pack(twice, again);
  CHECK(twice == packed, "One value has two packed forms.");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1 || size > 20'000) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  constexpr std::size_t kinds = boost::mp11::mp_size<Rows>::value;
  boost::mp11::mp_with_index<kinds>(data[0] % kinds,
                                    [&](auto kind) { check_row<boost::mp11::mp_at_c<Rows, kind>>(bytes); });
  return 0;
}
