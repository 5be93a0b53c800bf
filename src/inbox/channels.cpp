// Channels as people see them, and how far they have read.
#include "inbox/routes.hpp"

#include "base/json_read.hpp"
#include "core/channels/channels.hpp"
#include "shapes/channel_desk.hpp"
#include "shapes/channel_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <optional>
#include <utility>

namespace askd::inbox {
namespace {

shapes::ChannelDesk channel_desk(const Visit& visit) {
  return {visit.service, core::channels::Actor{{}, visit.visitor.person}, team_of(visit)};
}

Async<net::Response> list_channels(Visit& visit) {
  shapes::ChannelDesk desk = channel_desk(visit);
  co_return co_await desk.list(visit.request);
}

Async<net::Response> show_channel(Visit& visit) {
  shapes::ChannelDesk desk = channel_desk(visit);
  std::string which = visit.request.captured.front();
  co_return co_await desk.show(std::move(which));
}

Async<net::Response> create_channel(Visit& visit) {
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  shapes::ChannelDesk desk = channel_desk(visit);
  co_return co_await desk.create(body.json);
}

Async<net::Response> change_channel(Visit& visit) {
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  shapes::ChannelDesk desk = channel_desk(visit);
  if (body.json.is_object() && body.json.contains("answers") && !owns(visit, team_of(visit)))
    co_return shapes::problem("forbidden", "Only an owner of the team says who may answer in a channel.");
  std::string which = visit.request.captured.front();
  co_return co_await desk.change(std::move(which), body.json);
}

Async<net::Response> list_members(Visit& visit) {
  shapes::ChannelDesk desk = channel_desk(visit);
  std::string which = visit.request.captured.front();
  co_return co_await desk.members(std::move(which));
}

Async<net::Response> change_members(Visit& visit, bool leaves) {
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  shapes::ChannelDesk desk = channel_desk(visit);
  std::string which = visit.request.captured.front();
  co_return co_await desk.change_members(std::move(which), body.json, leaves);
}

Async<net::Response> add_member(Visit& visit) { return change_members(visit, false); }
Async<net::Response> remove_member(Visit& visit) { return change_members(visit, true); }

Async<net::Response> list_channel_messages(Visit& visit) {
  shapes::ChannelDesk desk = channel_desk(visit);
  std::string which = visit.request.captured.front();
  co_return co_await desk.messages(std::move(which), visit.request);
}

Async<net::Response> speak_in_channel(Visit& visit) {
  if (visit.visitor.is_operator)
    co_return shapes::problem("forbidden", "The operator's socket speaks for nobody: people write in the inbox.");
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  shapes::ChannelDesk desk = channel_desk(visit);
  std::string which = visit.request.captured.front();
  std::string no_key;
  co_return co_await desk.say(std::move(which), body.json, std::move(no_key));
}

// Of all channels that the person is in.
Async<net::Response> list_reads(Visit& visit) {
  const core::State& state = visit.service.state();
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("reads");
  writer.begin_array();
  for (const auto& [id, channel] : state.channels)
    if (!channel.archived && channel.people.contains(visit.visitor.person))
      shapes::write_reading(writer, state, visit.visitor.person, id);
  writer.end_array();
  writer.end_object();
  co_return shapes::json_response(200, std::move(text));
}

struct Reading {
  ChannelId channel = {};
  MessageId message = {};
};

Result<Reading> read_reading(const Json& body) {
  constexpr std::array<std::string_view, 2> known{"channel_id", "message_id"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  Reading reading;
  const auto id = [&]<class Id>(const char* name, Id& value) {
    const Json* member = shapes::member_of(body, name);
    if (member == nullptr) return json::detail::missing_member(reader, name);
    const auto* text = member->get_ptr<const std::string*>();
    const auto parsed = text == nullptr ? std::nullopt : Id::parse(*text);
    if (parsed)
      value = *parsed;
    else
      reader.member(name).problem("isn't an id of that kind");
  };
  if (shapes::only_members(reader, body, known)) {
    id("channel_id", reading.channel);
    id("message_id", reading.message);
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return reading;
}

Async<net::Response> move_reading(Visit& visit) {
  if (visit.visitor.is_operator) co_return shapes::problem("forbidden", "The operator's socket reads for nobody.");
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  const auto reading = read_reading(body.json);
  if (!reading) co_return shapes::problem(reading.error());
  const auto message = co_await visit.service.message(reading->channel, reading->message);
  co_await visit.service.settled();
  const core::State& state = visit.service.state();
  const core::Channel* channel = state.channel(reading->channel);
  const core::channels::Actor reader{{}, visit.visitor.person};
  const bool theirs = channel != nullptr && core::channels::reads(state, *channel, reader);
  if (!message || !theirs) co_return shapes::problem("not_found", "There is no such message.");
  core::Input input = core::channels::Input{
      core::channels::ReadingMoved{visit.visitor.person, reading->channel, reading->message, message->number}};
  const core::Outcome outcome = co_await visit.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  co_await visit.service.settled();
  std::string text;
  json::Writer writer(text);
  shapes::write_reading(writer, visit.service.state(), visit.visitor.person, reading->channel);
  co_return shapes::json_response(200, std::move(text));
}

constexpr std::array<Route, 11> channels_table{{
    {"GET", "/api/v1/channels", Needs::visitor, list_channels},
    {"POST", "/api/v1/channels", Needs::visitor, create_channel},
    {"GET", "/api/v1/channels/{channel}", Needs::visitor, show_channel},
    {"PATCH", "/api/v1/channels/{channel}", Needs::visitor, change_channel},
    {"GET", "/api/v1/channels/{channel}/members", Needs::visitor, list_members},
    {"POST", "/api/v1/channels/{channel}/members", Needs::visitor, add_member},
    {"DELETE", "/api/v1/channels/{channel}/members", Needs::visitor, remove_member},
    {"GET", "/api/v1/channels/{channel}/messages", Needs::visitor, list_channel_messages},
    {"POST", "/api/v1/channels/{channel}/messages", Needs::visitor, speak_in_channel},
    {"GET", "/api/v1/me/reads", Needs::visitor, list_reads},
    {"PUT", "/api/v1/me/reads", Needs::visitor, move_reading},
}};

}  // namespace

std::span<const Route> channel_routes() { return channels_table; }

}  // namespace askd::inbox
