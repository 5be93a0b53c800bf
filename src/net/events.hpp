// A stream of server-sent events (WHATWG HTML, 9.2) over an exchange.
#pragma once

#include <string>
#include <string_view>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/exchange.hpp"

namespace askd::net {

struct Event {
  std::string type = {};  // empty: "message"
  std::string id = {};    // empty: none; must hold neither NUL nor line ends (they are left out)
  std::string data = {};  // lines are split; an event without data is not dispatched by clients
};

// The text of one event, with the blank line at its end.
std::string event_text(const Event& event);

// Start, then send events; call comment() when about 15 s went by without one. Between them, hold the exchange.
class EventStream {
 public:
  explicit EventStream(Exchange& exchange) : exchange_(exchange) {}

  // 200 with text/event-stream, no-store, and X-Accel-Buffering: no. `extra` is added to the headers.
  Async<Result<>> start(Fields extra = {});
  Async<Result<>> send(Event event);
  // Several events with one write.
  Async<Result<>> send_text(std::string events);
  Async<Result<>> comment();
  Async<> finish();

 private:
  Exchange& exchange_;
};

}  // namespace askd::net
