// Status line, headers and chunks as text.
#include "net/response_text.hpp"

#include <array>
#include <ctime>

#include <fmt/format.h>

namespace askd::net {
namespace {

void append_value(std::string& out, std::string_view value) {
  for (const char c : value) out += (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F ? ' ' : c;
}

}  // namespace

void append_field(std::string& out, std::string_view name, std::string_view value) {
  append_value(out, name);
  out += ": ";
  append_value(out, value);
  out += "\r\n";
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

void append_head(std::string& out, int status, const Fields& headers, std::string_view content_type,
                 const HeadFacts& facts) {
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", status, reason(status));
  if (!facts.date.empty()) append_field(out, "Date", facts.date);
  if (!content_type.empty()) append_field(out, "Content-Type", content_type);
  for (const auto& [name, value] : headers) append_field(out, name, value);
  out += facts.more;
  if (facts.chunked) append_field(out, "Transfer-Encoding", "chunked");
  if (facts.length && has_body(status))
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", *facts.length);
  if (!facts.keep_alive)
    append_field(out, "Connection", "close");
  else if (!facts.http11)
    append_field(out, "Connection", "keep-alive");
  out += "\r\n";
}

void append_chunk(std::string& out, std::string_view data) {
  fmt::format_to(std::back_inserter(out), "{:x}\r\n", data.size());
  out.append(data).append("\r\n");
}

std::string date_text(long long seconds) {
  static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto when = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&when, &parts);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(parts.tm_wday)],
                     parts.tm_mday, months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour,
                     parts.tm_min, parts.tm_sec);
}

}  // namespace askd::net
