#include "intake.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace askd::adapters::slack {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

// A trigger lives for three seconds: who would wait behind so many presses again.
constexpr std::size_t openings_max = 20;

}  // namespace

Async<Rest> Intake::take(Host& host, Happening happening) {
  Rest rest;
  if (Told* told = std::get_if<Told>(&happening)) {
    if (find_values(*told)) {
      co_await hear(host, std::move(*told));
    } else {
      const Inbound& what = told->what;
      Origin where{*what.delivery, what.thread.room, what.thread.message, told->root, told->person};
      rest.opening = Opening{std::move(where), {}, what.who};
    }
  }
  if (Opening* opening = std::get_if<Opening>(&happening)) {
    account_.learn_reader(opening->origin.channel, opening->origin.person);
    rest.opening = std::move(*opening);
  }
  if (Corrected* corrected = std::get_if<Corrected>(&happening)) rest.answer = std::move(corrected->answer);
  rest.held_back = std::holds_alternative<HeldBack>(happening);
  if (Revoked* revoked = std::get_if<Revoked>(&happening)) rest.revoked = std::move(revoked->why);
  co_return rest;
}

Async<> Intake::hear(Host& host, Told told) {
  Inbound& what = told.what;
  const std::string channel = what.thread.room;
  account_.learn_reader(channel, told.person);
  // A press may leave out the thread that its post stands in.
  const std::string root = told.root.empty() ? account_.known_root(channel, what.thread.message) : told.root;
  account_.learn_root(channel, what.thread.message, root);
  what.link = account_.link_to(channel, told.ts.empty() ? what.thread.message : told.ts, root);
  if (!what.own) {
    if (what.who_name.empty()) what.who_name = co_await account_.name_of(host, what.who);
    what.who = account_.known_as(channel, what.who);
  }
  what.early = co_await is_early(host, told);
  co_await host.heard(std::move(what));
}

// False where something was picked by its place in a list that isn't known, or has no such place.
bool Intake::find_values(Told& told) const {
  if (told.places.empty()) return true;
  const AnswerForm* form = told.form ? &*told.form : posts_.form_of(*told.what.delivery);
  for (const std::size_t place : told.places) {
    if (form == nullptr || place >= form->options.size()) return false;
    told.what.values.push_back(form->options[place].value);
  }
  return true;
}

// An ask that shares the thread, or the direct message, may be younger than what was said there. Nearly always
// everything in the room is older; else Slack is asked which posts share the thread, where a restart forgot it.
Async<bool> Intake::is_early(Host& host, const Told& told) const {
  const PostRef thread = told.what.thread;
  const std::string said = told.ts;
  const bool in_room = thread.message.empty();
  if (said.empty() || told.what.own || (in_room && !told.what.direct)) co_return false;
  std::vector<PostRef> posts = host.open_posts();
  std::erase_if(posts, [&](const PostRef& post) { return post.room != thread.room; });
  const auto is_younger = [&](const PostRef& post) { return is_before(said, post.message); };
  if (std::none_of(posts.begin(), posts.end(), is_younger)) co_return false;
  bool any = false;
  for (const PostRef& post : posts) {
    if (!in_room) {
      auto root = co_await account_.root_of(host, post.room, post.message);
      if (!root || *root != thread.message) continue;
    }
    if (!is_younger(post)) co_return false;
    any = true;
  }
  co_return any;
}

void Intake::finish(Rest rest) {
  if (!rest.opening || openings_.size() >= openings_max) return;
  openings_.push_back(std::move(*rest.opening));
  bell_.ring();
}

Async<> Intake::work(Host& host) {
  co_await (open_modals(host) && open_modals(host) && open_modals(host) && open_modals(host));
}

Async<> Intake::open_modals(Host& host) {
  for (;;) {
    while (openings_.empty()) co_await bell_.wait();
    Opening opening = std::move(openings_.front());
    openings_.pop_front();
    co_await posts_.open_modal(host, std::move(opening));
  }
}

}  // namespace askd::adapters::slack
