// A person's live stream: hints from the moment of connection. After a gap the page reads again.
#include "inbox/routes.hpp"

#include "core/people/people.hpp"
#include "net/events.hpp"
#include "net/io.hpp"
#include "shapes/cursor.hpp"
#include "shapes/event_json.hpp"

#include <array>
#include <chrono>
#include <set>
#include <utility>

namespace askd::inbox {
namespace {

constexpr std::chrono::milliseconds beat = std::chrono::seconds(15);
// Of more than this at once a page is told to read everything again: that is cheaper for both.
constexpr std::size_t hints_max = 100;

std::string hint_text(const core::Hint& hint, core::Sequence cursor) {
  net::Event event;
  event.type = hint.type;
  event.id = shapes::cursor_text(cursor);
  event.data = shapes::hint_text(hint, cursor);
  return net::event_text(event);
}

std::string reset_text(core::Sequence cursor) {
  net::Event event;
  event.type = "reset";
  event.id = shapes::cursor_text(cursor);
  event.data = R"({"type":"reset"})";
  return net::event_text(event);
}

// Whether the visitor may see what the hint is about.
Async<bool> concerns(Visit& visit, core::Hint hint) {
  if (visit.visitor.is_operator) co_return true;
  const core::Person* person = visit.service.state().person(visit.visitor.person);
  if (person == nullptr || !core::people::in_team(*person, hint.team)) co_return false;
  if (hint.person) co_return hint.person == visit.visitor.person;
  if (hint.channel) {
    const core::Channel* channel = visit.service.state().channel(hint.channel);
    // Who was put out must hear of it too; only who may read is told what.
    co_return hint.type == "channel.changed" || core::people::owns(*person, hint.team) ||
        (channel != nullptr && channel->people.contains(visit.visitor.person));
  }
  if (core::people::owns(*person, hint.team)) co_return true;
  if (hint.ask) {
    const auto view = co_await visit.service.ask(hint.ask);
    co_await visit.service.settled();
    co_return view&& visit.sees(view->ask);
  }
  if (hint.notice) {
    const auto view = co_await visit.service.notice(hint.notice);
    co_await visit.service.settled();
    co_return view&& visit.sees(view->notice);
  }
  co_return false;
}

Async<std::string> text_of(Visit& visit, engine::HintFollower::Hints news) {
  if (news.missed || news.hints.size() > hints_max) co_return reset_text(news.cursor);
  std::string text;
  for (const core::Hint& hint : news.hints) {
    const bool wanted = co_await concerns(visit, hint);
    if (wanted) text += hint_text(hint, news.cursor);
  }
  co_return text;
}

// A session that was closed or ran out meanwhile ends its streams too.
bool still_here(const Visit& visit) {
  if (visit.visitor.is_operator) return true;
  const auto& sessions = visit.service.state().sessions;
  const auto found = sessions.find(visit.visitor.session);
  return found != sessions.end() && found->second.expires > visit.service.now();
}

Async<> follow(Visit& visit, net::EventStream& stream) {
  net::Signal signal;
  const auto follower = visit.service.hints(signal);
  for (;;) {
    const net::Wake wake = co_await visit.exchange.hold(beat, signal);
    if (wake == net::Wake::gone) co_return;
    co_await visit.service.settled();
    if (wake == net::Wake::stopping || !still_here(visit)) break;
    engine::HintFollower::Hints news = follower->take();
    const std::string text = co_await text_of(visit, std::move(news));
    if (text.empty() && wake != net::Wake::elapsed) continue;
    Result<> sent;
    if (text.empty())
      sent = co_await stream.comment();
    else
      sent = co_await stream.send_text(text);
    if (!sent) co_return;
  }
  co_await stream.finish();
}

Async<> events(Visit& visit) {
  net::EventStream stream(visit.exchange);
  const auto started = co_await stream.start();
  if (!started) co_return;
  const auto greeted = co_await stream.comment();
  if (greeted) co_await follow(visit, stream);
}

constexpr std::array<Route, 1> events_table{{{"GET", "/api/v1/events", Needs::visitor, nullptr, events}}};

}  // namespace

std::span<const Route> event_routes() { return events_table; }

}  // namespace askd::inbox
