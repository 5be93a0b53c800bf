// Percent-encoding, paths and queries.
#include "net/target.hpp"

#include <utility>

#include "base/unicode.hpp"

namespace askd::net {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_unreserved(char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// What no handler shall ever see in a segment.
bool is_dangerous(std::string_view segment) {
  if (segment == "." || segment == "..") return true;
  for (const char c : segment)
    if (c == '/' || c == '\\' || is_control(c)) return true;
  return false;
}

Result<std::vector<std::string>> parse_segments(std::string_view path) {
  std::vector<std::string> segments;
  path.remove_prefix(1);
  if (path.empty()) return segments;
  for (;;) {
    const auto slash = path.find('/');
    auto segment = percent_decode(path.substr(0, slash));
    if (!segment) return segment.error();
    if (is_dangerous(*segment))
      return invalid("The path holds a segment that is \".\" or \"..\", or has a slash or a control character in it.");
    if (!unicode::valid_utf8(*segment)) return invalid("The path isn't valid UTF-8 once it is decoded.");
    segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// Where "http://host" or "https://host" ends and the path begins; 0 if the text isn't of the absolute form.
std::size_t origin_size(std::string_view text) {
  std::size_t scheme = 0;
  if (text.size() >= 7 && same_name(text.substr(0, 7), "http://")) scheme = 7;
  if (text.size() >= 8 && same_name(text.substr(0, 8), "https://")) scheme = 8;
  if (scheme == 0) return 0;
  const auto end = text.find_first_of("/?#", scheme);
  return end == std::string_view::npos ? text.size() : end;
}

}  // namespace

Result<std::string> percent_decode(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '+' && plus) {
      out += ' ';
    } else if (c != '%') {
      out += c;
    } else {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return invalid("A percent sign must be followed by two hexadecimal digits (%25 is %).");
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

Result<Fields> parse_query(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const auto end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals), true);
    if (!name) return name.error();
    auto value = percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!value) return value.error();
    for (const std::string* part : {&*name, &*value}) {
      if (part->find('\0') != std::string::npos) return invalid("The query holds a NUL.");
      if (!unicode::valid_utf8(*part)) return invalid("The query isn't valid UTF-8 once it is decoded.");
    }
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

Result<Target> parse_target(std::string_view text) {
  Target target;
  if (text == "*") {
    target.origin = target.path = "*";
    return target;
  }
  const std::size_t skip = origin_size(text);
  if (skip > 0) {
    const auto authority = text.find("//") + 2;
    target.authority = text.substr(authority, skip - authority);
    if (target.authority.empty()) return invalid("The request's target names no host.");
    text.remove_prefix(skip);
    if (text.empty()) text = "/";
    if (text.front() == '?') target.origin = "/";
  }
  target.origin += text;
  if (target.origin.empty() || target.origin.front() != '/')
    return invalid("The request's target must be a path that begins with a slash.");
  const std::string_view origin = target.origin;
  if (origin.find('#') != std::string_view::npos)
    return invalid("The request's target holds a fragment; # is %23 in a path.");
  const auto mark = origin.find('?');
  target.path = origin.substr(0, mark);
  auto segments = parse_segments(target.path);
  if (!segments) return segments.error();
  target.segments = std::move(*segments);
  if (mark == std::string_view::npos) return target;
  auto query = parse_query(origin.substr(mark + 1));
  if (!query) return query.error();
  target.query = std::move(*query);
  return target;
}

}  // namespace askd::net
