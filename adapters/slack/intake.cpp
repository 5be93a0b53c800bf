#include "intake.hpp"

#include <utility>

namespace askd::adapters::slack {
Async<Rest> Intake::take(Host& host, Happening happening) {
  Rest rest;
  if (Told* told = std::get_if<Told>(&happening)) co_return co_await hear(host, std::move(*told));
  if (Opening* opening = std::get_if<Opening>(&happening)) {
    account_.learn_reader(opening->origin.channel, opening->origin.person);
    rest.opening = std::move(*opening);
  }
  if (Corrected* corrected = std::get_if<Corrected>(&happening)) rest.answer = std::move(corrected->answer);
  if (Revoked* revoked = std::get_if<Revoked>(&happening)) rest.revoked = std::move(revoked->why);
  co_return rest;
}

Async<Rest> Intake::hear(Host& host, Told told) {
  Inbound& what = told.what;
  const std::string channel = what.thread.room;
  if (account_.backend().empty())
    for (const PostRef& post : host.open_posts()) account_.learn_backend(post.backend);
  what.thread.backend = account_.backend();
  account_.learn_reader(channel, told.person);
  // A press may leave out the thread that its post stands in.
  const std::string known = account_.known_root(channel, what.thread.message);
  account_.learn_root(channel, what.thread.message, told.root.empty() ? known : told.root);
  const std::string message = std::exchange(what.cursor, {});  // Slack has none to resume from
  what.link = account_.link_to(channel, message.empty() ? what.thread.message : message, known);
  if (!what.own) {
    if (what.who_name.empty()) what.who_name = co_await account_.name_of(host, what.who);
    what.who = account_.known_as(channel, what.who);
  }
  co_await host.heard(std::move(what));
  co_return Rest();
}

Async<> Intake::finish(Host& host, Rest rest) {
  if (rest.opening) co_await posts_.open_modal(host, std::move(*rest.opening));
}

}  // namespace askd::adapters::slack
