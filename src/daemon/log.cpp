// Writes log lines through spdlog, or field by field to the journal.
#include "daemon/log.hpp"

#include "base/json.hpp"
#include "base/time.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-journal.h>

#include <sys/stat.h>
#include <sys/uio.h>

#include <array>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <memory>

namespace askd::daemon {
namespace {

enum class Format { journal, json, logfmt };
Format format_in_use = Format::logfmt;

constexpr std::array<spdlog::level::level_enum, 4> levels = {spdlog::level::debug, spdlog::level::info,
                                                             spdlog::level::warn, spdlog::level::err};
constexpr std::array<std::string_view, 4> level_names = {"debug", "info", "warning", "error"};
constexpr std::array<int, 4> priorities = {7, 6, 4, 3};  // syslog's

// systemd says which device and inode its journal stream has (systemd.exec(5), $JOURNAL_STREAM).
bool stderr_is_the_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat there {};
  if (stream == nullptr || fstat(2, &there) != 0) return false;
  return std::string(stream) == std::to_string(there.st_dev) + ":" + std::to_string(there.st_ino);
}

std::string field_name(std::string_view name) {
  std::string upper = "ASKD_";
  for (const char c : name) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

void to_journal(Level level, std::string_view event, std::string_view message, const LogFields& fields) {
  std::vector<std::string> lines;
  lines.push_back("MESSAGE=" + std::string(message));
  lines.push_back("PRIORITY=" + std::to_string(priorities.at(static_cast<std::size_t>(level))));
  lines.push_back("ASKD_EVENT=" + std::string(event));
  for (const auto& [name, value] : fields) lines.push_back(field_name(name) + "=" + value);
  std::vector<iovec> parts;
  parts.reserve(lines.size());
  for (std::string& line : lines) parts.push_back({line.data(), line.size()});
  sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

std::string now_text() {
  return format_instant(std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

std::string as_json(Level level, std::string_view event, std::string_view message, const LogFields& fields) {
  std::string line;
  json::Writer writer(line);
  writer.begin_object();
  writer.key("ts");
  writer.value(now_text());
  writer.key("level");
  writer.value(level_names.at(static_cast<std::size_t>(level)));
  writer.key("event");
  writer.value(event);
  writer.key("message");
  writer.value(message);
  for (const auto& [name, value] : fields) {
    writer.key(name);
    writer.value(value);
  }
  writer.end_object();
  return line;
}

std::string quoted(std::string_view text) {
  std::string out;
  json::Writer writer(out);
  writer.value(text);
  return out;
}

std::string as_logfmt(Level level, std::string_view event, std::string_view message, const LogFields& fields) {
  std::string line = "ts=" + now_text() + " level=" + std::string(level_names.at(static_cast<std::size_t>(level))) +
                     " event=" + std::string(event) + " msg=" + quoted(message);
  for (const auto& [name, value] : fields) line += " " + std::string(name) + "=" + quoted(value);
  return line;
}

}  // namespace

void set_up_log(const std::string& level, const std::string& format) {
  if (format == "journal" || (format == "auto" && stderr_is_the_journal()))
    format_in_use = Format::journal;
  else
    format_in_use = format == "json" ? Format::json : Format::logfmt;
  if (spdlog::get("askd") == nullptr) {
    auto logger = spdlog::stderr_logger_st("askd");
    logger->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
    spdlog::set_default_logger(std::move(logger));
  }
  for (std::size_t i = 0; i < level_names.size(); ++i)
    if (level_names[i] == level) spdlog::set_level(levels[i]);
}

void log(Level level, std::string_view event, std::string_view message, const LogFields& fields) {
  const auto severity = levels.at(static_cast<std::size_t>(level));
  if (!spdlog::should_log(severity)) return;
  if (format_in_use == Format::journal) return to_journal(level, event, message, fields);
  spdlog::log(severity, "{}",
              format_in_use == Format::json ? as_json(level, event, message, fields)
                                            : as_logfmt(level, event, message, fields));
}

}  // namespace askd::daemon
