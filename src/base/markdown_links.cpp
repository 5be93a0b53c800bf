#include "base/markdown_links.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/unicode.hpp"

namespace askd::markdown {
namespace {

constexpr std::array<std::string_view, 3> schemes{"http://", "https://", "mailto:"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(), [](char p, char c) { return p == lower(c); });
}

// The part up to the path, the query or the fragment.
std::string_view authority_of(std::string_view rest) { return rest.substr(0, rest.find_first_of("/?#\\")); }

// Folded, with every full stop an ASCII one, without a scheme, "www." and a slash at the end: what two ways to write
// one address have in common.
std::string normal(std::string_view address) {
  std::string folded = unicode::fold_name(address);
  for (const std::string_view stop : {"。", "｡"})
    for (std::size_t at = folded.find(stop); at != std::string::npos; at = folded.find(stop, at + 1))
      folded.replace(at, stop.size(), 1, '.');
  std::string_view rest = folded;
  for (const std::string_view scheme : schemes)
    if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
  if (rest.starts_with("www.")) rest.remove_prefix(4);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  return std::string(rest);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// The end of a file's name rather than of a host's: no such domain exists.
bool is_file_ending(std::string_view label) {
  constexpr std::array<std::string_view, 16> endings{"c",  "cc",   "cpp", "css", "csv", "h",   "hpp",  "html",
                                                     "js", "json", "log", "pdf", "png", "txt", "yaml", "yml"};
  return std::find(endings.begin(), endings.end(), label) != endings.end();
}

// "example.com", "пример.рф", "10.0.0.1".
bool is_host(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  const std::string_view last = name.substr(dot + 1);
  const bool fits = std::all_of(name.begin(), name.end(),
                                [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_'; });
  if (!fits || last.empty() || is_file_ending(last)) return false;
  if (std::all_of(last.begin(), last.end(), is_digit)) return std::count(name.begin(), name.end(), '.') == 3;
  return last.size() >= 2 && std::any_of(last.begin(), last.end(), is_letter);
}

bool looks_like_address(std::string_view word) {
  if (word.find("://") != std::string_view::npos) return true;
  const std::string normalised = normal(word);
  std::string_view host = authority_of(normalised);
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  return is_host(host.substr(0, host.find(':')));
}

bool begins(std::string_view url, std::string_view word) {
  const std::string whole = normal(url);
  const std::string part = normal(word);
  if (!whole.starts_with(part)) return false;
  return whole.size() == part.size() || std::string_view("/?#").find(whole[part.size()]) != std::string_view::npos;
}

// Without quotes, brackets and the punctuation of sentences at both ends.
std::string_view bare_word(std::string_view word) {
  constexpr std::string_view around = "()[]<>{}\"'`,;:!?.*_";
  const std::size_t first = word.find_first_not_of(around);
  if (first == std::string_view::npos) return {};
  return word.substr(first, word.find_last_not_of(around) - first + 1);
}

void append_percent(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

std::string code_point_text(std::string_view digits, int base) {
  std::uint32_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  const bool whole = fault == std::errc{} && end == digits.data() + digits.size();
  const bool fits = whole && value != 0 && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
  std::string out;
  unicode::append_utf8(out, fits ? static_cast<char32_t>(value) : U'\ufffd');
  return out;
}

// The entities that people write. The invisible ones are left out on purpose: they stand as they are written.
constexpr std::array<std::pair<std::string_view, std::string_view>, 52> entities{{
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},    {"quot", "\""},  {"apos", "'"},   {"nbsp", "\u00a0"},
    {"copy", "©"},   {"reg", "®"},    {"trade", "™"}, {"hellip", "…"}, {"mdash", "—"},  {"ndash", "–"},
    {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"}, {"rdquo", "”"},  {"laquo", "«"},  {"raquo", "»"},
    {"bull", "•"},   {"middot", "·"}, {"times", "×"}, {"divide", "÷"}, {"plusmn", "±"}, {"minus", "−"},
    {"deg", "°"},    {"euro", "€"},   {"pound", "£"}, {"yen", "¥"},    {"cent", "¢"},   {"sect", "§"},
    {"para", "¶"},   {"larr", "←"},   {"rarr", "→"},  {"uarr", "↑"},   {"darr", "↓"},   {"harr", "↔"},
    {"rArr", "⇒"},   {"check", "✓"},  {"cross", "✗"}, {"star", "☆"},   {"hearts", "♥"}, {"infin", "∞"},
    {"ne", "≠"},     {"le", "≤"},     {"ge", "≥"},    {"asymp", "≈"},  {"micro", "µ"},  {"frac12", "½"},
    {"frac14", "¼"}, {"szlig", "ß"},  {"sup2", "²"},  {"lbrace", "{"},
}};

}  // namespace

std::string safe_url(std::string_view url) {
  const auto scheme =
      std::find_if(schemes.begin(), schemes.end(), [url](std::string_view s) { return starts_with_any_case(url, s); });
  if (scheme == schemes.end()) return {};
  const std::string_view rest = url.substr(scheme->size());
  const bool mail = *scheme == "mailto:";
  const std::string_view authority = authority_of(rest);
  if (authority.empty() || (!mail && authority.find('@') != std::string_view::npos)) return {};
  constexpr std::string_view unsafe = " \"<>\\^`{|}";
  std::string out(*scheme);
  for (std::size_t at = 0; at < rest.size();) {
    const unicode::CodePoint point = unicode::code_point_at(rest, at);
    const std::string_view piece = rest.substr(at, point.size);
    const bool plain = unicode::all_visible(piece, unicode::Lines::one) && piece != "\u00a0" &&
                       unsafe.find(piece.front()) == std::string_view::npos;
    if (plain)
      out += piece;
    else
      for (const char c : piece) append_percent(out, c);
    at += point.size;
  }
  return out;
}

bool is_bare(std::string_view text, std::string_view url) {
  if (text == url) return true;
  for (const std::string_view scheme : schemes)
    if (url.starts_with(scheme) && url.substr(scheme.size()) == text) return true;
  return false;
}

bool misleads(std::string_view shown, std::string_view url) {
  // Folding also turns the many kinds of spaces into one.
  const std::string folded = unicode::fold_name(shown);
  std::string_view text = folded;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\n"), text.size());
    const std::string_view word = bare_word(text.substr(0, end));
    if (!word.empty() && looks_like_address(word) && !begins(url, word)) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

std::string decode_entity(std::string_view entity) {
  if (entity.size() < 3 || entity.front() != '&' || entity.back() != ';') return std::string(entity);
  const std::string_view name = entity.substr(1, entity.size() - 2);
  if (name.starts_with("#x") || name.starts_with("#X")) return code_point_text(name.substr(2), 16);
  if (name.starts_with('#')) return code_point_text(name.substr(1), 10);
  for (const auto& [known, text] : entities)
    if (known == name) return std::string(text);
  return std::string(entity);
}

}  // namespace askd::markdown
