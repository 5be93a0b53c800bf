// Channels: made, listed, changed, joined, and spoken in.
#include "api/auth.hpp"
#include "api/idempotency.hpp"
#include "api/verbs.hpp"
#include "core/agents/agents.hpp"
#include "shapes/channel_desk.hpp"
#include "shapes/fields.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <utility>

namespace askd::api {
namespace {

const Parameter words_of_name{"q", Parameter::In::query, R"({"type":"string","maxLength":200})",
                              "Only channels whose name holds this."};
const Parameter with_tag{"tag", Parameter::In::query, R"({"type":"string"})", "Only channels with this tag."};
const Parameter only_mine{"member", Parameter::In::query, R"({"type":"string","enum":["true","false"]})",
                          "true: only the channels you are in."};
const Parameter channels_limit{"limit", Parameter::In::query,
                               R"({"type":"integer","minimum":1,"maximum":200,"default":200})",
                               "How many channels a page holds at most."};
const Parameter channels_cursor{"cursor", Parameter::In::query,
                                R"({"type":"string","pattern":"^ch_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"})",
                                "Where the page starts: the `next` of the page before."};
const Parameter before_message{"before", Parameter::In::query,
                               R"({"type":"string","pattern":"^msg_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"})",
                               "Only messages before this one."};
const Parameter after_message{"after", Parameter::In::query,
                              R"({"type":"string","pattern":"^msg_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"})",
                              "Only messages after this one."};
const Parameter words_of_message{"q", Parameter::In::query, R"({"type":"string","maxLength":200})",
                                 "Only messages that hold all these words; not together with after."};

shapes::ChannelDesk channel_desk(Call& call) {
  return {call.service, core::channels::Actor{call.caller.agent, {}}, call.caller.team};
}

Async<net::Response> channels(Call& call) {
  shapes::ChannelDesk desk = channel_desk(call);
  co_return co_await desk.list(call.request);
}

Async<net::Response> channel(Call& call) {
  shapes::ChannelDesk desk = channel_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await desk.show(std::move(which));
}

Async<net::Response> new_channel(Call& call) {
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  shapes::ChannelDesk desk = channel_desk(call);
  co_return co_await desk.create(body.json);
}

Async<net::Response> changed_channel(Call& call) {
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  shapes::ChannelDesk desk = channel_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await desk.change(std::move(which), body.json);
}

Async<net::Response> members(Call& call) {
  shapes::ChannelDesk desk = channel_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await desk.members(std::move(which));
}

// Whoever is in a channel may leave it; for others it takes what adding them takes.
bool leaves_itself(Call& call, const Json& body) {
  const Json* agent = shapes::member_of(body, "agent");
  const auto* name = agent == nullptr ? nullptr : agent->get_ptr<const std::string*>();
  if (name == nullptr) return false;
  const core::Agent* found = core::agents::in_team(call.service.state(), call.caller.team, *name);
  return found != nullptr && found->id == call.caller.agent;
}

Async<net::Response> change_members(Call& call, bool leaves) {
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  if (leaves && !leaves_itself(call, body.json)) {
    const auto may = require(call.service.state(), call.caller, core::Capability::create_channels);
    if (!may) co_return shapes::problem(may.error());
  }
  shapes::ChannelDesk desk = channel_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await desk.change_members(std::move(which), body.json, leaves);
}

Async<net::Response> member_added(Call& call) { return change_members(call, false); }
Async<net::Response> member_removed(Call& call) { return change_members(call, true); }

Async<net::Response> channel_messages(Call& call) {
  shapes::ChannelDesk desk = channel_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await desk.messages(std::move(which), call.request);
}

Async<net::Response> said_in_channel(Call& call) {
  auto key = idempotency_key(call.request);
  if (!key) co_return shapes::problem("bad_request", key.error());
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  shapes::ChannelDesk desk = channel_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await desk.say(std::move(which), body.json, std::move(*key));
}

constexpr std::string_view channel_example = R"({"name":"#research","tags":["agent-accessible"],
"description":"Where candidates are found"})";
constexpr std::string_view change_example = R"({"tags":["agent-accessible"]})";
constexpr std::string_view member_example = R"({"agent":"research-agent"})";
constexpr std::string_view said_example = R"({"content":"@human found 3, shall I go on?"})";

std::vector<Verb> channel_reading() {
  Verb list{.name = "list_channels",
            .method = "GET",
            .path = "/channels",
            .capability = core::Capability::read_channels,
            .summary = "The channels of your team",
            .parameters = {&words_of_name, &with_tag, &only_mine, &channels_limit, &channels_cursor},
            .replies = {{200, "A page of channels.", "Channels"}},
            .answer = channels};
  Verb one{.name = "get_channel",
           .method = "GET",
           .path = "/channels/{channel}",
           .capability = core::Capability::read_channels,
           .summary = "A channel, by its id or its name (without the #, or with %23)",
           .replies = {{200, "The channel.", "Channel"}},
           .problems = {"not_found"},
           .answer = channel};
  Verb who{.name = "list_members",
           .method = "GET",
           .path = "/channels/{channel}/members",
           .capability = core::Capability::read_channels,
           .summary = "Who is in a channel of yours",
           .replies = {{200, "People and agents.", "Members"}},
           .problems = {"not_found"},
           .answer = members};
  Verb read{.name = "list_channel_messages",
            .method = "GET",
            .path = "/channels/{channel}/messages",
            .capability = core::Capability::read_channels,
            .summary = "What was said in a channel of yours, oldest first",
            .doc = "Without `after` it is the newest page, and `next` is the `before` of the page above.",
            .parameters = {&before_message, &after_message, &parameters::limit, &words_of_message},
            .replies = {{200, "A page of messages.", "ChannelMessages"}},
            .problems = {"not_found"},
            .answer = channel_messages};
  std::vector<Verb> all;
  for (Verb* verb : {&list, &one, &who, &read}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace

std::vector<Verb> channel_verbs() {
  using enum core::Capability;
  Verb create{.name = "create_channel",
              .method = "POST",
              .path = "/channels",
              .capability = create_channels,
              .summary = "Make a channel",
              .doc = "You and the people of your team are in it. A name that looks like another's is refused.",
              .body = BodyShape{.schema = "NewChannel", .example = channel_example},
              .replies = {{201, "The channel.", "Channel"}},
              .problems = {"conflict"},
              .answer = new_channel};
  Verb change{.name = "change_channel",
              .method = "PATCH",
              .path = "/channels/{channel}",
              .capability = create_channels,
              .summary = "Change a channel that you made",
              .body = BodyShape{.schema = "ChannelChange", .example = change_example},
              .replies = {{200, "The channel.", "Channel"}},
              .problems = {"not_found", "conflict"},
              .answer = changed_channel};
  Verb add{.name = "add_member",
           .method = "POST",
           .path = "/channels/{channel}/members",
           .capability = create_channels,
           .summary = "Let an agent or a person into a channel that you made",
           .body = BodyShape{.schema = "NewMember", .example = member_example},
           .replies = {{201, "Who came in.", "Member"}},
           .problems = {"not_found", "conflict"},
           .answer = member_added};
  Verb remove{.name = "remove_member",
              .method = "DELETE",
              .path = "/channels/{channel}/members",
              .summary = "Leave a channel, or put a member out of one that you made",
              .doc = "For others than yourself you need the capability `create_channels`.",
              .body = BodyShape{.schema = "NewMember", .example = member_example},
              .replies = {{204, "They are out.", {}, {}}},
              .problems = {"not_found", "conflict", "forbidden"},
              .answer = member_removed};
  Verb speak{.name = "speak_in_channel",
             .method = "POST",
             .path = "/channels/{channel}/messages",
             .capability = post_messages,
             .summary = "Say something in a channel of yours",
             .doc = "`@human` mentions all people there, `@name` a person or an agent.",
             .parameters = {&parameters::idempotency},
             .body = BodyShape{.schema = "NewMessage", .example = said_example},
             .replies = {{201, "The message.", "ChannelMessage"}},
             .problems = {"not_found"},
             .answer = said_in_channel};
  std::vector<Verb> all = channel_reading();
  for (Verb* verb : {&create, &change, &add, &remove, &speak}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
