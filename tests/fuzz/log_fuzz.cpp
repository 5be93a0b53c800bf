// The log: facts of any content are written as canonical JSON, and rows of any bytes are read as that record or
// refused.
#include "base/check.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "core/describe.hpp"
#include "fuzz/described.hpp"
#include "store/chain.hpp"
#include "store/log_json.hpp"
#include "store/pack.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace askd;

// Erased texts are the even ones.
std::optional<std::string> text_of(const core::Digest& hash) {
  return hash.back() % 2 == 0 ? std::nullopt : std::optional<std::string>("the text \"itself\"");
}

// Integers beyond 2^53 stand in the log as they are, which is more than the canonical form can say.
bool all_exact(const Json& json) {
  constexpr std::uint64_t exact = std::uint64_t{1} << 53;
  if (json.is_number_unsigned()) return json.get<std::uint64_t>() <= exact;
  if (json.is_number_integer()) return json.get<std::int64_t>() >= -static_cast<std::int64_t>(exact);
  if (!json.is_structured()) return true;
  return std::all_of(json.begin(), json.end(), all_exact);
}

void check_fact(const core::Fact& fact) {
  std::string json;
  std::vector<store::LongText> texts;
  store::write_fact(json, fact, texts);
  const auto parsed = json::parse(json);
  CHECK(parsed && parsed->contains("kind"), "A fact is written as what isn't JSON.");
  CHECK(!all_exact(*parsed) || json::canonical(*parsed) == json, "A fact isn't written in the canonical form.");
  for (const store::LongText& text : texts) CHECK(crypto::sha256(text.text) == text.hash);
  std::size_t references = 0;
  for (auto next = store::detail::next_reference(json, 0); next.begin != json.npos; ++references)
    next = store::detail::next_reference(json, next.end);
  CHECK(references == texts.size(), "The log names other texts than were set aside.");
  std::string resolved;
  store::append_resolved(resolved, json, text_of);
  CHECK(json::parse(resolved).has_value(), "A fact with its texts in place isn't JSON.");

  store::Sealer sealer(store::Head{6, crypto::sha256("before")});
  std::string row;
  sealer.seal(fact, Instant{}, row, texts);
  const auto record = store::read_record(7, row);
  CHECK(record && record->before == crypto::sha256("before") && record->hash == sealer.head().hash);
  CHECK(json::parse(store::line_of(*record)).has_value(), "A record's line isn't JSON.");
  CHECK(!store::read_record(8, row), "A record was taken for another one.");
}

// A row whose hash is right, so that the reading goes on to its content.
void check_row(std::string_view content) {
  const core::Digest hash = crypto::sha256(content);
  std::string row(hash.begin(), hash.end());
  row += content;
  const auto record = store::read_record(7, row);
  CHECK(record || record.error().fault == Fault::corrupt);
  if (record) {
    CHECK(record->json == content);
    CHECK(store::line_of(*record).size() > content.size());
  }
  CHECK(!store::read_record(7, content) || content.size() > 32, "A record was read that is too short for its hash.");
  std::string resolved;
  store::append_resolved(resolved, content, text_of);
  const bool refers = store::detail::next_reference(content, 0).begin != content.npos;
  CHECK(refers || resolved == content, "A text without references was changed.");
  const auto head = store::unpack_head(content);
  if (head) CHECK(store::pack_head(*head) == content);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 20'000) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_row(bytes);
  core::Fact fact;
  if (!store::unpack(bytes, fact)) return 0;
  fuzz::Mend{}(fact);
  check_fact(fact);
  return 0;
}
