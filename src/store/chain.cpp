// Seals records, and walks the chain that they form.
#include "store/chain.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/crypto.hpp"
#include "base/time.hpp"
#include "store/keys.hpp"
#include "store/pack.hpp"

namespace askd::store {
namespace {

constexpr std::size_t hash_size = 32;
constexpr std::string_view before_key = R"(","before":")";
constexpr std::string_view fact_key = R"(","fact":)";
constexpr std::string_view seq_key = R"(,"seq":)";

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), written.ptr);
}

core::Digest digest_of(std::string_view bytes) {
  core::Digest digest{};
  for (std::size_t i = 0; i < digest.size() && i < bytes.size(); ++i) digest[i] = static_cast<std::uint8_t>(bytes[i]);
  return digest;
}

Error damaged(core::Sequence seq, std::string_view what) {
  return Error{Fault::corrupt, "Record " + std::to_string(seq) + " of the log is damaged: " + std::string(what) + "."};
}

Error missing(core::Sequence seq) {
  return Error{Fault::corrupt, "Record " + std::to_string(seq) + " of the log is missing."};
}

Error changed_text(const std::string& hash) {
  return Error{Fault::corrupt, "The text that the log names " + hash + " isn't what it was when it was written."};
}

// The hash that record `seq` must carry as the one before.
Result<core::Digest> hash_before(const View& view, core::Sequence seq) {
  if (seq == 1) return core::Digest{};
  const auto row = view.get(keys::log(seq - 1));
  if (!row) return row.error();
  if (!*row) return missing(seq - 1);
  if ((*row)->size() < hash_size) return damaged(seq - 1, "it is too short");
  return digest_of(**row);
}

}  // namespace

void Sealer::seal(const core::Fact& fact, Instant at, std::string& out, std::vector<LongText>& texts) {
  const std::size_t start = out.size();
  out.append(hash_size, '\0');
  const std::size_t json = out.size();
  out += R"({"at":")";
  append_instant(out, at);
  out += before_key;
  out += crypto::hex(head_.hash);
  out += fact_key;
  write_fact(out, fact, texts);
  out += seq_key;
  append_number(out, head_.seq + 1);
  out += '}';
  head_.hash = crypto::sha256(std::string_view(out).substr(json));
  ++head_.seq;
  for (std::size_t i = 0; i < hash_size; ++i) out[start + i] = static_cast<char>(head_.hash[i]);
}

Result<Record> read_record(core::Sequence seq, std::string_view row) {
  if (row.size() < hash_size) return damaged(seq, "it is too short");
  Record record{seq, {}, digest_of(row), row.substr(hash_size)};
  if (crypto::sha256(record.json) != record.hash) return damaged(seq, "its hash isn't that of its content");
  const std::size_t before = record.json.find(before_key);
  const std::size_t number = record.json.rfind(seq_key);
  if (before == row.npos || number == row.npos) return damaged(seq, "it doesn't have the form of a record");
  const auto hash = crypto::unhex(record.json.substr(before + before_key.size(), 2 * hash_size));
  if (!hash || hash->size() != hash_size) return damaged(seq, "it doesn't have the form of a record");
  record.before = digest_of(*hash);
  if (record.json.substr(number + seq_key.size()) != std::to_string(seq) + "}")
    return damaged(seq, "it carries another number");
  return record;
}

std::string line_of(const Record& record) {
  const std::size_t number = record.json.rfind(seq_key);
  std::string line;
  line.reserve(record.json.size() + 80);
  line += record.json.substr(0, number);
  line += R"(,"hash":")";
  line += crypto::hex(record.hash);
  line += '"';
  line += record.json.substr(number);
  return line;
}

Result<std::string> resolved_line_of(const Record& record, const View& view) {
  std::string line;
  std::optional<Error> bad;
  append_resolved(line, line_of(record), [&](const core::Digest& hash) -> std::optional<std::string> {
    auto text = view.get(keys::text(hash));
    if (!text) bad = text.error();
    if (text && *text && crypto::sha256(**text) != hash) bad = changed_text(crypto::hex(hash));
    return bad ? std::nullopt : std::move(*text);
  });
  if (bad) return *bad;
  return line;
}

Result<> verify_chain(const View& view, core::Sequence from, const Head& head, const Progress& progress) {
  if (head.seq == 0) {
    std::optional<Error> stray;
    const auto scanned = view.scan(keys::all(std::string(keys::logs)), Order::ascending, [&](auto, auto) {
      stray = Error{Fault::corrupt, "The log holds records, but the store says that it is empty."};
      return false;
    });
    if (!scanned) return scanned.error();
    if (stray) return *stray;
    return {};
  }
  auto before = hash_before(view, from);
  if (!before) return before.error();
  core::Sequence next = from;
  std::optional<Error> bad;
  bool stopped = false;
  const KeyRange range{keys::log(from), keys::all(std::string(keys::logs)).end};
  const auto scanned = view.scan(range, Order::ascending, [&](std::string_view key, std::string_view row) {
    const auto seq = keys::sequence_of_log(key);
    if (!seq || *seq != next) {
      bad = missing(next);
      return false;
    }
    const auto record = read_record(*seq, row);
    if (!record) {
      bad = record.error();
      return false;
    }
    if (record->before != *before) {
      bad = damaged(*seq, "it doesn't follow on the record before it");
      return false;
    }
    *before = record->hash;
    ++next;
    if (progress && *seq % 1024 == 0) stopped = !progress(*seq);
    return !stopped;
  });
  if (!scanned) return scanned.error();
  if (bad) return *bad;
  if (stopped) return {};
  if (next - 1 < head.seq) return missing(next);
  if (next - 1 > head.seq || *before != head.hash)
    return Error{Fault::corrupt,
                 "The log doesn't end with record " + std::to_string(head.seq) + " as the store remembers it."};
  if (progress) progress(head.seq);
  return {};
}

Result<> verify_texts(const View& view) {
  std::optional<Error> bad;
  const auto scanned =
      view.scan(keys::all("text/"), Order::ascending, [&](std::string_view key, std::string_view text) {
        const core::Digest hash = crypto::sha256(text);
        if (key == keys::text(hash)) return true;
        bad = changed_text(crypto::hex(key.substr(std::string_view("text/").size())));
        return false;
      });
  if (!scanned) return scanned.error();
  if (bad) return *bad;
  return {};
}

std::string pack_head(const Head& head) {
  std::string bytes;
  append_big_endian(bytes, head.seq);
  bytes.append(head.hash.begin(), head.hash.end());
  return bytes;
}

std::optional<Head> unpack_head(std::string_view bytes) {
  if (bytes.size() != 8 + hash_size) return std::nullopt;
  return Head{Unpacker(bytes).big_endian(), digest_of(bytes.substr(8))};
}

}  // namespace askd::store
