#include "posts.hpp"

#include "render.hpp"

#include <utility>

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

constexpr int pages_max = 20;
// Until then, what the process before this one had under way may still land.
constexpr std::chrono::milliseconds landing = 30s;
constexpr std::chrono::milliseconds settling = 5s;
// A modal must open within three seconds of the press, of which some have passed.
constexpr std::chrono::milliseconds modal_patience = 2'500ms;

Instant made_at(const DeliveryId& id) {
  return Instant(std::chrono::milliseconds(static_cast<std::int64_t>(id.value.high >> 16)));
}

std::string seconds_of(Instant when) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count());
}

bool is_missing(const Error& error) {
  const std::string_view code = code_of(error);
  return code == "thread_not_found" || code == "message_not_found" || code == "channel_not_found";
}

// chat.update takes fewer arguments, and keeps the metadata that it isn't given.
Json as_update(Json message, const PostRef& post) {
  for (const char* name : {"metadata", "unfurl_links", "unfurl_media"}) message.erase(name);
  message["channel"] = post.room;
  message["ts"] = post.message;
  return message;
}

}  // namespace

Posts::Posts(WebApi& api, Account& account, Clock clock)
    : api_(api), account_(account), files_(api), clock_(std::move(clock)), start_(clock_()) {}

bool Posts::may_have_landed(const DeliveryId& id) const { return unsure_.find(id) != nullptr || made_at(id) < start_; }

Async<Result<std::optional<std::string>>> Posts::find(Host& host, Place place, DeliveryId id) {
  const Instant* attempt = unsure_.find(id);
  const Instant since = (attempt == nullptr ? made_at(id) : *attempt) - 60s;
  std::string cursor;
  for (int page = 0; page < pages_max; ++page) {
    Arguments arguments = {
        {"channel", place.channel}, {"oldest", seconds_of(since)}, {"include_all_metadata", "true"}, {"limit", "200"}};
    if (!place.root.empty()) arguments.emplace_back("ts", place.root);
    if (!cursor.empty()) arguments.emplace_back("cursor", cursor);
    const char* method = place.root.empty() ? "conversations.history" : "conversations.replies";
    auto answer = co_await api_.read(host, method, std::move(arguments));
    if (!answer) co_return answer.error();
    for (const Json& message : list(answer->json, "messages"))
      if (delivery_of(message, account_.self()) == id) co_return std::optional<std::string>(text(message, "ts"));
    cursor = text(part(answer->json, "response_metadata"), "next_cursor");
    if (cursor.empty()) co_return std::optional<std::string>();
  }
  co_return Error{Fault::unavailable,
                  "Too much was said in " + place.channel + " to see whether the message is there already.",
                  {}};
}

// A post that was under way when we looked first has landed, or never will, a little later.
Async<Result<std::optional<std::string>>> Posts::find_again(Host& host, Place place, DeliveryId id) {
  auto found = co_await find(host, place, id);
  const bool settled = unsure_.find(id) == nullptr && clock_() >= start_ + landing;
  if (!found || *found || settled) co_return found;
  co_await host.sleep(settling);
  co_return co_await find(host, std::move(place), id);
}

// Where it would be posted now need not be where it was: its thread may not have been known then.
Async<Result<std::optional<Anchor>>> Posts::look_for(Host& host, Place place, DeliveryId id) {
  auto found = co_await find_again(host, place, id);
  if (found && !*found && !place.root.empty()) {
    place.root.clear();
    found = co_await find(host, place, id);
  }
  if (!found) co_return found.error();
  if (!*found) co_return std::optional<Anchor>();
  const std::string& ts = **found;
  found_();
  co_return std::optional<Anchor>(Anchor{place.channel, place.root.empty() ? ts : place.root, ts});
}

// Where the message stands, whether it was sent now or had landed before.
Async<Result<Anchor>> Posts::send(Host& host, Place place, DeliveryId id, Json message) {
  if (may_have_landed(id)) {
    auto found = co_await look_for(host, place, id);
    if (!found) co_return found.error();
    if (*found) co_return **found;
  }
  message["channel"] = place.channel;
  if (!place.root.empty()) message["thread_ts"] = place.root;
  const Instant began = clock_();
  auto sent = co_await api_.write(host, "chat.postMessage", std::move(message));
  if (!sent) {
    if (is_ambiguous(sent.error())) unsure_.keep(id, began);
    co_return sent.error();
  }
  std::string ts = text(sent->json, "ts");
  if (ts.empty()) {
    unsure_.keep(id, began);
    co_return Error{Fault::unavailable, "Slack took a message without saying which it became.", {}};
  }
  unsure_.forget(id);
  co_return Anchor{place.channel, place.root.empty() ? ts : place.root, ts};
}

Async<Result<PostRef>> Posts::post(Host& host, Room room, std::optional<PostRef> thread, DeliveryId id, Card card) {
  if (auto known = co_await account_.know_self(host); !known) co_return known.error();
  auto channel = co_await account_.channel_of(host, room);
  if (!channel) co_return channel.error();
  Place place{*channel, ""};
  if (thread && thread->room == place.channel) {
    auto root = co_await account_.root_of(host, place.channel, thread->message);
    if (!root) co_return root.error();
    place.root = std::move(*root);
  }
  const bool perhaps_there = may_have_landed(id);
  const bool by_address = room.person && room.name.find('@') != std::string::npos;
  const std::string person = by_address ? room.name : "";
  Json message = card_message(card, id, person);
  auto sent = co_await send(host, place, id, std::move(message));
  if (!sent && room.person && code_of(sent.error()) == "channel_not_found") {
    account_.forget_direct(room);
    auto again = co_await account_.channel_of(host, room);
    if (!again) co_return again.error();
    place = Place{*again, ""};
    message = card_message(card, id, person);
    sent = co_await send(host, place, id, std::move(message));
  }
  if (!sent && is_misbuilt(sent.error())) {
    message = plain_message(card, id, person);
    sent = co_await send(host, place, id, std::move(message));
  }
  if (!sent) co_return sent.error();
  AnswerForm form = slack::form_of(card);
  if (card.input != CardInput::none && !form_in(form_value(id, form))) forms_.keep(id, std::move(form));
  account_.learn_root(sent->channel, sent->ts, sent->root);
  if (!card.whole.empty()) co_await attach_whole(host, *sent, id, std::move(card), perhaps_there);
  co_return PostRef{room.backend, sent->channel, sent->ts};
}

Async<> Posts::attach_whole(Host& host, Anchor anchor, DeliveryId id, Card card, bool perhaps_there) {
  if (perhaps_there) {
    auto there = co_await files_.is_attached(host, anchor, id);
    if (there && *there) co_return;
  }
  std::string title = card.title.empty() ? card.agent : card.title;
  auto attached = co_await files_.attach(host, std::move(anchor), id, std::move(title), std::move(card.whole));
  if (!attached) host.report(attached.error().message + " What its message had no room for is in the inbox alone.");
}

Async<Result<>> Posts::edit(Host& host, PostRef post, DeliveryId id, Card card) {
  Json body = as_update(card_message(card, id, ""), post);
  auto edited = co_await api_.write(host, "chat.update", std::move(body));
  if (!edited && is_misbuilt(edited.error())) {
    body = as_update(plain_message(card, id, ""), post);
    edited = co_await api_.write(host, "chat.update", std::move(body));
  }
  if (!edited) co_return edited.error();
  co_return Result<>();
}

Async<Result<>> Posts::say_privately(Host& host, Place place, DeliveryId id, Words words) {
  auto user = co_await account_.user_of(host, words.to);
  if (!user) co_return user.error();
  Json body = words_message(words, id);
  body.erase("metadata");
  body["channel"] = place.channel;
  body["user"] = *user;
  if (!place.root.empty()) body["thread_ts"] = place.root;
  auto told = co_await api_.write(host, "chat.postEphemeral", std::move(body));
  if (told) co_return Result<>();
  if (is_final(told.error()) || is_ambiguous(told.error()) || told.error().fault == Fault::rate_limited)
    co_return told.error();
  // Whoever has left the channel can still be written to.
  Room direct{{}, words.to, true};
  auto channel = co_await account_.channel_of(host, direct);
  if (!channel) co_return channel.error();
  place = Place{std::move(*channel), ""};
  Json message = words_message(words, id);
  auto sent = co_await send(host, std::move(place), id, std::move(message));
  if (!sent) co_return sent.error();
  co_return Result<>();
}

Async<Result<>> Posts::reply(Host& host, PostRef thread, DeliveryId id, Words words) {
  if (auto known = co_await account_.know_self(host); !known) co_return known.error();
  Place place{thread.room, ""};
  if (!thread.message.empty()) {
    auto root = co_await account_.root_of(host, thread.room, thread.message);
    if (!root) co_return root.error();
    place.root = std::move(*root);
  }
  // A direct message is private already, and what is said in it stays.
  const bool privately = !words.to.empty() && !thread.room.starts_with('D');
  if (privately) co_return co_await say_privately(host, std::move(place), id, std::move(words));
  Json message = words_message(words, id);
  auto sent = co_await send(host, std::move(place), id, std::move(message));
  if (!sent) co_return sent.error();
  co_return Result<>();
}

Async<Result<std::optional<DeliveryId>>> Posts::identify(Host& host, PostRef post) {
  if (auto known = co_await account_.know_self(host); !known) co_return known.error();
  Arguments arguments = {
      {"channel", post.room}, {"ts", post.message}, {"limit", "1"}, {"include_all_metadata", "true"}};
  auto answer = co_await api_.read(host, "conversations.replies", std::move(arguments));
  if (!answer && is_missing(answer.error())) co_return std::optional<DeliveryId>();
  if (!answer) co_return answer.error();
  for (const Json& message : list(answer->json, "messages"))
    if (text(message, "ts") == post.message) co_return delivery_of(message, account_.self());
  co_return std::optional<DeliveryId>();
}

Async<> Posts::open_modal(Host& host, Opening opening) {
  std::optional<AnswerForm> form = std::move(opening.form);
  if (const AnswerForm* kept = form_of(opening.origin.delivery); kept != nullptr && !form) form = *kept;
  std::string trouble =
      "This form is too large to be read after a restart of askd: reply in the thread with what you choose, or with "
      "lines of `field: value`, or answer in the inbox.";
  if (form) {
    Json body = {{"trigger_id", opening.trigger}, {"view", modal(*form, opening.origin)}};
    auto opened = co_await api_.write(host, "views.open", std::move(body), modal_patience);
    if (opened) co_return;
    trouble = "The form couldn't be opened: press again, or just reply in the thread.";
  }
  co_await tell(host, std::move(opening.origin), std::move(opening.who), std::move(trouble));
}

Async<> Posts::tell(Host& host, Origin where, std::string who, std::string words) {
  const bool direct = where.channel.starts_with('D');
  Json body = {{"channel", where.channel}, {"text", words}};
  if (!direct) body["user"] = who;
  const std::string& root = where.root.empty() ? where.ts : where.root;
  if (!root.empty()) body["thread_ts"] = root;
  const char* method = direct ? "chat.postMessage" : "chat.postEphemeral";
  co_await api_.write(host, method, std::move(body), modal_patience);
}

}  // namespace askd::adapters::slack
