#include "config/naming.hpp"

#include "base/unicode.hpp"

#include <cstddef>

namespace askd::config {
namespace {

constexpr std::size_t email_max = 254;  // RFC 5321, 4.5.3.1.3 less the angle brackets

}  // namespace

Result<std::string> parse_email(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool once = at != std::string_view::npos && text.find('@', at + 1) == std::string_view::npos;
  const bool good = once && at > 0 && at + 1 < text.size() && text.size() <= email_max && unicode::unbroken(text) &&
                    text.find_first_of("<>(),;:\"\\[]") == std::string_view::npos;
  if (!good) return invalid(unicode::quoted(text) + " is no email address: write it as in ana@example.com");
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace askd::config
