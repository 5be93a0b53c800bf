#include "shapes/held_answer.hpp"

#include "core/agents/agents.hpp"
#include "net/io.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace askd::shapes {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// No proxy and no client library gives up on an answer from which something comes this often.
constexpr milliseconds beat = std::chrono::seconds(15);

// What is waited for has come. `since` is the activity that the waiter knows of.
bool is_due(const engine::AskView& view, Until until, core::Sequence since) {
  if (view.ask.state != core::AskState::open) return true;
  return until == Until::activity && view.activity > since;
}

milliseconds rest_until(Clock::time_point end) {
  const auto rest = std::chrono::ceil<milliseconds>(end - Clock::now());
  return std::max(rest, milliseconds(0));
}

// One wait: the ask that is looked at, and how long for.
class Wait {
 public:
  Wait(engine::Service& service, AskId ask, Bearer caller, ConversationId conversation, Until until,
       core::Sequence since, milliseconds how_long)
      : service_(service),
        ask_(ask),
        caller_(caller),
        until_(until),
        since_(since),
        end_(Clock::now() + how_long),
        watch_(service.watch(conversation, signal_)),
        tokens_(service.watch_tokens(caller.agent, signal_)) {}

  // Waits for `most` at most. True once the waiting is over.
  Async<bool> step(net::Exchange& exchange, milliseconds most) {
    const milliseconds rest = rest_until(end_);
    if (rest == milliseconds(0)) co_return true;
    const milliseconds nap = caller_.rest(service_, std::min(rest, most));
    const net::Wake wake = co_await exchange.hold(nap, signal_);
    if (wake == net::Wake::elapsed) co_return nap == rest || !caller_.may_go_on(service_);
    if (wake != net::Wake::fired) co_return true;
    co_return co_await over();
  }

  Async<bool> over() {
    const auto view = co_await service_.ask(ask_);
    co_return !view || is_due(*view, until_, since_) || !caller_.may_go_on(service_);
  }

 private:
  engine::Service& service_;
  AskId ask_;
  Bearer caller_;
  Until until_;
  core::Sequence since_;
  Clock::time_point end_;
  net::Signal signal_;
  engine::Watch watch_;
  engine::Watch tokens_;
};

// What a wait needs to know of the ask before it begins; the ask itself isn't kept.
struct Beginning {
  bool found = false;
  bool due = false;
  ConversationId conversation = {};
  core::Sequence since = 0;
  std::string text = {};
};

Async<Beginning> begin(engine::Service& service, const HeldAnswer& answer) {
  Beginning beginning;
  const auto view = co_await service.ask(answer.ask);
  if (!view) co_return beginning;
  beginning.found = true;
  beginning.conversation = view->ask.conversation;
  beginning.since = answer.waiting.after.value_or(view->activity);
  beginning.due =
      !answer.waiting.wait || answer.waiting.wait->count() == 0 || is_due(*view, answer.waiting.until, beginning.since);
  if (beginning.due) beginning.text = answer.text(*view);
  co_return beginning;
}

Async<std::string> text_now(engine::Service& service, const HeldAnswer& answer) {
  const auto view = co_await service.ask(answer.ask);
  co_return view ? answer.text(*view) : std::string("null");
}

net::Response at_once(const HeldAnswer& answer, std::string text) {
  net::Response response = json_response(answer.status, std::move(text));
  for (const auto& field : answer.headers) response.headers.push_back(field);
  return response;
}

net::Fields held_headers(HeldAnswer& answer) {
  net::Fields headers = std::move(answer.headers);
  headers.emplace_back("Content-Type", "application/json");
  headers.emplace_back("Cache-Control", "no-store");
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("X-Accel-Buffering", "no");
  return headers;
}

Async<> hold(engine::Service& service, net::Exchange& exchange, HeldAnswer& answer, const Beginning& beginning) {
  net::Fields headers = held_headers(answer);
  const auto started = co_await exchange.start(answer.status, std::move(headers));
  if (!started) co_return;
  {
    Wait wait(service, answer.ask, answer.caller, beginning.conversation, answer.waiting.until, beginning.since,
              *answer.waiting.wait);
    // Between begin() and the watch something may have happened.
    bool over = co_await wait.over();
    while (!over) {
      over = co_await wait.step(exchange, beat);
      if (over) break;
      std::string space = " ";
      const auto written = co_await exchange.write(std::move(space));
      if (!written) co_return;
    }
  }
  if (exchange.gone()) co_return;
  std::string text = co_await text_now(service, answer);
  const auto written = co_await exchange.write(std::move(text));
  if (written) co_await exchange.finish();
}

}  // namespace

bool Bearer::may_go_on(const engine::Service& service) const {
  return !agent || core::agents::with_token(service.state(), token, service.now()) != nullptr;
}

milliseconds Bearer::rest(const engine::Service& service, milliseconds most) const {
  const auto end = agent ? core::agents::token_end(service.state(), token) : std::nullopt;
  return end ? std::clamp(*end - service.now(), milliseconds(1), most) : most;
}

Async<> hold_answer(engine::Service& service, net::Exchange& exchange, HeldAnswer answer) {
  Beginning beginning = co_await begin(service, answer);
  if (!beginning.found) {
    net::Response response = problem("not_found", "There is no such ask.");
    co_return co_await exchange.send(std::move(response));
  }
  if (beginning.due) {
    net::Response response = at_once(answer, std::move(beginning.text));
    co_return co_await exchange.send(std::move(response));
  }
  co_await hold(service, exchange, answer, beginning);
}

Async<std::optional<engine::AskView>> await_ask(engine::Service& service, net::Exchange& exchange, Bearer caller,
                                                AskId ask, Waiting waiting) {
  ConversationId conversation;
  core::Sequence since = 0;
  {
    auto view = co_await service.ask(ask);
    if (!view || !waiting.wait) co_return view;
    conversation = view->ask.conversation;
    since = waiting.after.value_or(view->activity);
  }
  {
    Wait wait(service, ask, caller, conversation, waiting.until, since, *waiting.wait);
    bool over = co_await wait.over();
    while (!over) over = co_await wait.step(exchange, milliseconds::max());
  }
  if (exchange.gone()) co_return std::nullopt;
  co_return co_await service.ask(ask);
}

}  // namespace askd::shapes
