// Writes server-sent events.
#include "net/events.hpp"

namespace askd::net {
namespace {

void append_line(std::string& out, std::string_view field, std::string_view value) {
  out.append(field).append(": ");
  for (const char c : value)
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  out += '\n';
}

}  // namespace

std::string event_text(const Event& event) {
  std::string out;
  if (!event.type.empty()) append_line(out, "event", event.type);
  if (!event.id.empty()) append_line(out, "id", event.id);
  std::string_view data = event.data;
  for (;;) {
    const auto end = data.find_first_of("\r\n");
    append_line(out, "data", data.substr(0, end));
    if (end == std::string_view::npos) break;
    const bool pair = data.substr(end).starts_with("\r\n");
    data.remove_prefix(end + (pair ? 2 : 1));
  }
  out += '\n';
  return out;
}

Async<Result<>> EventStream::start(Fields extra) {
  Fields headers{{"Content-Type", "text/event-stream"},
                 {"Cache-Control", "no-store"},
                 {"X-Accel-Buffering", "no"},
                 {"X-Content-Type-Options", "nosniff"}};
  for (auto& field : extra) headers.push_back(std::move(field));
  co_return co_await exchange_.start(200, std::move(headers));
}

Async<Result<>> EventStream::send(Event event) {
  std::string text = event_text(event);
  co_return co_await exchange_.write(std::move(text));
}

Async<Result<>> EventStream::send_text(std::string events) { co_return co_await exchange_.write(std::move(events)); }

Async<Result<>> EventStream::comment() {
  // Without a blank line: some clients take one for an event of its own.
  std::string text = ":\n";
  co_return co_await exchange_.write(std::move(text));
}

Async<> EventStream::finish() { co_await exchange_.finish(); }

}  // namespace askd::net
