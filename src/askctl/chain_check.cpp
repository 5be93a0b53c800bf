#include "askctl/chain_check.hpp"

#include "base/crypto.hpp"

#include <charconv>
#include <utility>

namespace askd::askctl {
namespace {

// How store::line_of() puts the hash among the members.
constexpr std::string_view hash_key = R"(,"hash":")";
constexpr std::string_view seq_key = R"(,"seq":)";
constexpr std::size_t hash_digits = 64;
constexpr std::size_t hash_size = hash_key.size() + hash_digits + 1;

Error no_page() { return Error{Fault::internal, "The answer isn't a page of the audit log as askd sends it."}; }

// The length of the JSON object at the beginning of `text`; 0 if it doesn't end.
std::size_t object_size(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) return i + 1;
    }
  }
  return 0;
}

// The number that the record carries; 0 if it carries none.
core::Sequence number_of(std::string_view line) {
  const auto at = line.rfind(seq_key);
  if (at == std::string_view::npos) return 0;
  core::Sequence number = 0;
  const char* begin = line.data() + at + seq_key.size();
  std::from_chars(begin, line.data() + line.size(), number);
  return number;
}

// The hash in 32 bytes, and then the JSON that it is of: how the store keeps a record. Empty if that isn't there.
std::string row_of(std::string_view line) {
  const auto seq = line.rfind(seq_key);
  if (seq == std::string_view::npos || seq < hash_size) return {};
  const std::string_view member = line.substr(seq - hash_size, hash_size);
  if (!member.starts_with(hash_key) || !member.ends_with('"')) return {};
  auto row = crypto::unhex(member.substr(hash_key.size(), hash_digits));
  if (!row) return {};
  return *row + std::string(line.substr(0, seq - hash_size)) + std::string(line.substr(seq));
}

}  // namespace

Result<RecordPage> read_page(std::string_view body) {
  constexpr std::string_view begin = R"({"records":[)";
  constexpr std::string_view next_key = R"(,"next":")";
  const auto first = body.find_first_not_of(" \r\n\t");
  if (first == std::string_view::npos || !body.substr(first).starts_with(begin)) return no_page();
  body.remove_prefix(first + begin.size());
  RecordPage page;
  while (body.starts_with('{')) {
    const std::size_t size = object_size(body);
    if (size == 0) return no_page();
    page.lines.emplace_back(body.substr(0, size));
    body.remove_prefix(size);
    if (body.starts_with(',')) body.remove_prefix(1);
  }
  if (!body.starts_with(']')) return no_page();
  body.remove_prefix(1);
  if (!body.starts_with(next_key)) return page;
  body.remove_prefix(next_key.size());
  page.next = body.substr(0, body.find('"'));
  return page;
}

Result<> ChainCheck::take(std::string_view line) {
  const core::Sequence due = head_.seq + 1;
  if (number_of(line) > due) return Error{Fault::corrupt, "Record " + std::to_string(due) + " of the log is missing."};
  const std::string row = row_of(line);
  if (row.empty())
    return Error{Fault::corrupt,
                 "Record " + std::to_string(due) + " of the log is damaged: it doesn't have the form of a record."};
  const auto record = store::read_record(due, row);
  if (!record) return record.error();
  if (record->before != head_.hash)
    return Error{Fault::corrupt, "Record " + std::to_string(due) +
                                     " of the log is damaged: it doesn't follow on the record before it."};
  head_ = store::Head{due, record->hash};
  return boost::system::in_place_value;
}

}  // namespace askd::askctl
