// What in a text can't be seen, and how it is shown.
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include <utf8proc.h>

#include "base/unicode.hpp"

namespace askd::unicode {
namespace {

constexpr char32_t joiner = 0x200d;
constexpr char32_t enclosing_keycap = 0x20e3;

bool is_variation_selector(char32_t c) { return c == 0xfe0e || c == 0xfe0f; }

bool is_skin_tone(char32_t c) { return c >= 0x1f3fb && c <= 0x1f3ff; }

bool is_keycap_base(char32_t c) { return (c >= '0' && c <= '9') || c == '#' || c == '*'; }

bool is_emoji(char32_t c) {
  return c >= 0xa9 && utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->boundclass ==
                          UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

// Default_Ignorable_Code_Point covers bidirectional controls, joiners, fillers, tags and variation selectors.
bool is_invisible(char32_t c) {
  if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return true;
  if (c < 0xad) return false;
  if (c == 0x2028 || c == 0x2029 || (c >= 0xfff9 && c <= 0xfffb)) return true;
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->ignorable;
}

void append_spelled(std::string& out, char32_t c) {
  std::array<char, 8> digits{};
  const auto value = static_cast<std::uint32_t>(c);
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data());
  out += "⟨U+";
  if (size < 4) out.append(4 - size, '0');
  for (std::size_t i = 0; i < size; ++i) {
    const char digit = digits[i];
    out += digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit;
  }
  out += "⟩";
}

// Goes through a text and remembers whether an emoji stands right before.
class Scan {
 public:
  Scan(std::string_view text, Lines lines) : text_(text), lines_(lines) {}

  bool done() const { return at_ == text_.size(); }
  std::size_t offset() const { return at_; }
  const CodePoint& point() const { return point_; }

  // Moves on by one code point, and says whether it may stay as it is.
  bool next() {
    point_ = code_point_at(text_, at_);
    const bool stays = may_stay();
    at_ += point_.size;
    const char32_t c = point_.value;
    if (is_emoji(c))
      after_emoji_ = true;
    else if (!(after_emoji_ && (is_variation_selector(c) || is_skin_tone(c))))
      after_emoji_ = false;
    before_ = c;
    return stays;
  }

 private:
  bool may_stay() const {
    const char32_t c = point_.value;
    if (c == 0xfffd && point_.size == 1) return false;
    if (c == '\n' || c == '\t') return lines_ == Lines::many;
    if (!is_invisible(c)) return true;
    const char32_t following = code_point_at(text_, at_ + point_.size).value;
    if (c == joiner) return after_emoji_ && is_emoji(following);
    if (!is_variation_selector(c) || is_variation_selector(before_)) return false;
    return after_emoji_ || (is_keycap_base(before_) && following == enclosing_keycap);
  }

  std::string_view text_;
  Lines lines_;
  std::size_t at_ = 0;
  CodePoint point_ = {};
  char32_t before_ = 0;
  bool after_emoji_ = false;
};

bool plain_ascii(std::string_view text) {
  // Every byte is looked at, also behind the first odd one, so that the compiler can look at many at once.
  unsigned odd = 0;
  for (const char c : text) {
    const unsigned byte = static_cast<unsigned char>(c);
    odd |= static_cast<unsigned>(byte < 0x20) | static_cast<unsigned>(byte >= 0x7f);
  }
  return odd == 0;
}

}  // namespace

bool all_visible(std::string_view text, Lines lines) {
  if (plain_ascii(text)) return true;
  Scan scan(text, lines);
  while (!scan.done())
    if (!scan.next()) return false;
  return true;
}

bool unbroken(std::string_view text) {
  if (!all_visible(text, Lines::one)) return false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = code_point_at(text, i).size;
    if (trim(text.substr(i, size)).empty()) return false;
    i += size;
  }
  return true;
}

std::string quoted(std::string_view text) { return "\"" + truncate(visible(text, Lines::one), 80) + "\""; }

std::string visible(std::string_view text, Lines lines) {
  if (plain_ascii(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  Scan scan(text, lines);
  while (!scan.done()) {
    const std::size_t start = scan.offset();
    const bool stays = scan.next();
    const char32_t c = scan.point().value;
    if (stays)
      out.append(text.substr(start, scan.point().size));
    else if (c == 0xfffd)
      append_utf8(out, c);
    else if (lines != Lines::many || c != '\r' || text.substr(scan.offset(), 1) != "\n")
      append_spelled(out, c);
  }
  return out;
}

}  // namespace askd::unicode
