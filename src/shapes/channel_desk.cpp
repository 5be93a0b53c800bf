#include "shapes/channel_desk.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/unicode.hpp"
#include "core/channels/channels.hpp"
#include "shapes/channel_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"
#include "shapes/message_json.hpp"
#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/question_json.hpp"
#include "shapes/responses.hpp"
#include "shapes/state_page.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace askd::shapes {
namespace {

constexpr std::size_t channels_default = 200;

net::Response no_such_channel() { return problem("not_found", "There is no such channel."); }

net::Response not_a_member(const core::Channel& channel) {
  return problem("forbidden", "Only members of " + channel.name + " read it.");
}

struct Filter {
  std::string words = {};  // folded
  std::string tag = {};
  bool member = false;

  bool fits(const core::Channel& channel, const core::channels::Actor& reader) const {
    if (!words.empty() && channel.folded.find(words) == std::string::npos) return false;
    if (!tag.empty() && std::find(channel.tags.begin(), channel.tags.end(), tag) == channel.tags.end()) return false;
    return !member || core::channels::is_member(channel, reader);
  }
};

Result<Filter> read_filter(const net::Request& request) {
  constexpr std::array<std::string_view, 6> known{"q", "tag", "member", "limit", "cursor", "team"};
  if (const auto fine = only_parameters(request, known); !fine) return fine.error();
  Filter filter;
  auto words = read_search(request);
  if (!words) return words.error();
  filter.words = unicode::fold_name(*words);
  filter.tag = request.param("tag").value_or("");
  const auto member = request.param("member").value_or("false");
  if (member != "true" && member != "false")
    return Error{Fault::invalid, "?member must be true or false.", {{"?member", "must be true or false"}}};
  filter.member = member == "true";
  return filter;
}

}  // namespace

const core::Channel* ChannelDesk::channel(const std::string& which) const {
  const core::Channel* found = core::channels::in_team(service_.state(), team_, which);
  return found != nullptr && knows(*found) ? found : nullptr;
}

// An agent may know that a channel of its team is there; a person knows of their own, and an owner of all.
bool ChannelDesk::knows(const core::Channel& channel) const { return !actor_.person || reads(channel); }

bool ChannelDesk::reads(const core::Channel& channel) const {
  return core::channels::reads(service_.state(), channel, actor_);
}

Async<net::Response> ChannelDesk::list(const net::Request& request) {
  const auto filter = read_filter(request);
  auto page = read_page(request);
  if (!filter || !page) co_return problem("bad_request", filter ? page.error() : filter.error());
  if (!request.param("limit")) page->limit = channels_default;
  const auto from = page->cursor.empty() ? std::optional(ChannelId{}) : ChannelId::parse(page->cursor);
  if (!from) co_return problem("bad_request", "The cursor is not one that a listing gave.");
  co_await service_.settled();
  const core::State& state = service_.state();
  const auto fits = [&](const core::Channel& one) {
    return one.team == team_ && !one.archived && knows(one) && filter->fits(one, actor_);
  };
  const auto write = [&](json::Writer& writer, const core::Channel& one) { write_channel(writer, state, one, actor_); };
  co_return state_page(request, "channels", state.channels, *from, page->limit, fits, write);
}

Async<net::Response> ChannelDesk::show(std::string which) {
  co_await service_.settled();
  const core::Channel* found = channel(which);
  if (found == nullptr) co_return no_such_channel();
  co_return json_response(200, channel_text(service_.state(), *found, actor_));
}

Async<net::Response> ChannelDesk::create(const Json& body) {
  auto request = read_new_channel(body);
  if (!request) co_return problem(request.error());
  request->id = service_.ids().next<ChannelId>(service_.now());
  request->by = actor_;
  request->team = team_;
  core::Input input = core::channels::Input{std::move(*request)};
  const core::Outcome outcome = co_await service_.submit(std::move(input));
  if (outcome.error) co_return problem(*outcome.error);
  co_await service_.settled();
  const core::Channel* made = service_.state().channel(ChannelId{outcome.subject});
  if (made == nullptr) co_return no_such_channel();
  net::Response response = json_response(201, channel_text(service_.state(), *made, actor_));
  response.headers.emplace_back("Location", "/api/v1/channels/" + made->id.text());
  co_return response;
}

Async<net::Response> ChannelDesk::change(std::string which, const Json& body) {
  auto change = read_channel_change(body);
  if (!change) co_return problem(change.error());
  co_await service_.settled();
  const core::Channel* found = channel(which);
  if (found == nullptr) co_return no_such_channel();
  change->id = found->id;
  change->by = actor_;
  const ChannelId id = found->id;
  core::Input input = core::channels::Input{std::move(*change)};
  const core::Outcome outcome = co_await service_.submit(std::move(input));
  if (outcome.error) co_return problem(*outcome.error);
  co_return co_await show(id.text());
}

Async<net::Response> ChannelDesk::members(std::string which) {
  co_await service_.settled();
  const core::State& state = service_.state();
  const core::Channel* found = channel(which);
  if (found == nullptr) co_return no_such_channel();
  if (!reads(*found)) co_return not_a_member(*found);
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("members");
  writer.begin_array();
  for (const PersonId& person : found->people) write_member_of(writer, state, person);
  for (const AgentId& agent : found->agents) write_member_of(writer, state, agent);
  writer.end_array();
  writer.end_object();
  co_return json_response(200, std::move(text));
}

Async<net::Response> ChannelDesk::change_members(std::string which, const Json& body, bool leaves) {
  auto request = read_membership(body);
  if (!request) co_return problem(request.error());
  co_await service_.settled();
  const core::Channel* found = channel(which);
  if (found == nullptr) co_return no_such_channel();
  request->id = found->id;
  request->by = actor_;
  request->leaves = leaves;
  const bool agent = !request->agent.empty();
  core::Input input = core::channels::Input{std::move(*request)};
  const core::Outcome outcome = co_await service_.submit(std::move(input));
  if (outcome.error) co_return problem(*outcome.error);
  if (leaves) co_return empty_response();
  co_await service_.settled();
  std::string text;
  json::Writer writer(text);
  if (agent)
    write_member_of(writer, service_.state(), AgentId{outcome.subject});
  else
    write_member_of(writer, service_.state(), PersonId{outcome.subject});
  co_return json_response(201, std::move(text));
}

Async<net::Response> ChannelDesk::messages(std::string which, const net::Request& request) {
  constexpr std::array<std::string_view, 5> known{"before", "after", "limit", "q", "team"};
  if (const auto fine = only_parameters(request, known); !fine) co_return problem("bad_request", fine.error());
  const auto page = read_page(request);
  const auto words = read_search(request);
  if (!page || !words) co_return problem("bad_request", page ? words.error() : page.error());
  const auto bounds = read_bounds(request);
  if (!bounds) co_return problem("bad_request", "?after and ?before take the id of a message.");
  if (!words->empty() && bounds->after) co_return problem("bad_request", "?q looks backwards: it takes no ?after.");
  co_await service_.settled();
  const core::Channel* found = channel(which);
  if (found == nullptr) co_return no_such_channel();
  if (!reads(*found)) co_return not_a_member(*found);
  const ChannelId id = found->id;
  engine::Page<core::Message> messages;
  if (words->empty()) {
    // Without a lower bound it is the end of the channel that a reader wants.
    const bool forwards = static_cast<bool>(bounds->after);
    const auto end = forwards ? engine::Service::End::oldest : engine::Service::End::newest;
    messages.items = co_await service_.messages(id, bounds->after, bounds->before, page->limit + 1, end);
    messages.next = cut_page(messages.items, page->limit, forwards);
  } else {
    messages = co_await service_.find_messages(id, *words, bounds->before, page->limit);
  }
  co_await service_.settled();
  const MessageOptions options{static_cast<bool>(actor_.person), &service_.state()};
  co_return json_response(200, messages_text(messages.items, messages.next, options));
}

Async<net::Response> ChannelDesk::say(std::string which, const Json& body, std::string key) {
  auto content = read_message(body);
  if (!content) co_return problem(content.error());
  // Without waiting for the disk: what comes in order is to be said in order, and the core looks again at what State
  // says here too early. But nobody hears that a channel has gone before that is on disk.
  const core::Channel* found = channel(which);
  if (found == nullptr) {
    co_await service_.settled();
    found = channel(which);
  }
  if (found == nullptr) co_return no_such_channel();
  const ChannelId id = found->id;
  core::conversations::Wrote wrote;
  wrote.id = service_.ids().next<MessageId>(service_.now());
  wrote.channel = id;
  wrote.agent = actor_.agent;
  wrote.person = actor_.person;
  wrote.content = std::move(*content);
  // The same words with the same key in another channel are another message.
  if (!key.empty()) wrote.retry_digest = crypto::sha256(crypto::hex(retry_digest_of(body)) + id.text());
  wrote.retry_key = std::move(key);
  core::Input input = core::conversations::Input{std::move(wrote)};
  const core::Outcome outcome = co_await service_.submit(std::move(input));
  if (outcome.error) co_return problem(*outcome.error);
  std::optional<core::Message> message;
  if (const core::Message* said = said_in(outcome)) message = *said;
  const MessageId made{outcome.subject};
  if (!message) message = co_await service_.message(id, made);
  if (!message) co_return problem("not_found", "There is no such message in this channel.");
  co_await service_.settled();
  const MessageOptions options{static_cast<bool>(actor_.person), &service_.state()};
  net::Response response = json_response(201, message_text(*message, options));
  if (outcome.repeated) response.headers.emplace_back("Idempotent-Replayed", "true");
  co_return response;
}

}  // namespace askd::shapes
