#include "shapes/channel_json.hpp"

#include "core/channels/channels.hpp"
#include "core/describe.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::shapes {
namespace {

std::string called(const core::Person& person) { return "@" + (person.key.empty() ? person.name : person.key); }

void write_answers(json::Writer& writer, const core::State& state, const core::Channel& channel) {
  writer.key("answers");
  if (channel.answers == core::Answers::members) return writer.value("members");
  if (channel.answers == core::Answers::anyone) return writer.value("anyone");
  writer.begin_array();
  for (const PersonId& id : channel.answerers)
    if (const core::Person* person = state.person(id)) writer.value(called(*person));
  writer.end_array();
}

void write_someone(json::Writer& writer, std::string_view type, const std::string& id, const std::string& name) {
  writer.begin_object();
  write_member(writer, "type", type);
  write_member(writer, "id", id);
  write_member(writer, "name", name);
  writer.end_object();
}

std::vector<std::string> read_tags(const json::Reader& reader, const Json& tags) {
  std::vector<std::string> read;
  if (!tags.is_array() || tags.size() > tags_max) {
    reader.problem("must be an array of at most " + std::to_string(tags_max) + " tags");
    return read;
  }
  for (std::size_t i = 0; i < tags.size(); ++i)
    if (auto tag = read_text(reader.element(i), tags[i], {.min = 1, .max = 64})) read.push_back(std::move(*tag));
  return read;
}

// "members", "anyone", or a list of people.
void read_answers(const json::Reader& reader, const Json& answers, core::channels::ChangeRequested& change) {
  if (answers == "members") {
    change.answers = core::Answers::members;
  } else if (answers == "anyone") {
    change.answers = core::Answers::anyone;
  } else if (answers.is_array()) {
    change.answers = core::Answers::list;
    change.answerers = read_names(reader, answers, "@");
  } else {
    reader.problem("must be \"members\", \"anyone\", or an array of people, as in [\"@ana\"]");
  }
}

}  // namespace

void write_channel(json::Writer& writer, const core::State& state, const core::Channel& channel,
                   const core::channels::Actor& reader) {
  writer.begin_object();
  write_member(writer, "id", channel.id);
  write_member(writer, "name", channel.name);
  write_member(writer, "description", channel.description);
  write_member(writer, "tags", channel.tags);
  write_member(writer, "member", core::channels::is_member(channel, reader));
  write_member(writer, "from_file", channel.from_file);
  write_answers(writer, state, channel);
  write_member(writer, "people", channel.people.size());
  write_member(writer, "agents", channel.agents.size());
  if (reader.person) {
    const core::channels::Unread unread = core::channels::unread_by(state, reader.person, channel.id);
    write_member(writer, "unread", unread.messages);
    write_member(writer, "mentioned", unread.mentioned);
    const auto tally = state.tallies.find(channel.id);
    write_member(writer, "last", tally == state.tallies.end() ? std::nullopt : std::optional(tally->second.last));
  }
  writer.end_object();
}

std::string channel_text(const core::State& state, const core::Channel& channel, const core::channels::Actor& reader) {
  std::string text;
  json::Writer writer(text);
  write_channel(writer, state, channel, reader);
  return text;
}

void write_channels_of(json::Writer& writer, const core::State& state, AgentId agent) {
  writer.begin_array();
  for (const ChannelId& id : core::channels::of_agent(state, agent)) {
    const core::Channel& channel = state.channels.at(id);
    if (channel.archived) continue;
    writer.begin_object();
    write_member(writer, "id", channel.id);
    write_member(writer, "name", channel.name);
    writer.end_object();
  }
  writer.end_array();
}

void write_reading(json::Writer& writer, const core::State& state, PersonId person, ChannelId channel) {
  const core::channels::Unread unread = core::channels::unread_by(state, person, channel);
  writer.begin_object();
  write_member(writer, "channel_id", channel);
  write_member(writer, "message_id", unread.last ? std::optional(unread.last) : std::nullopt);
  write_member(writer, "unread", unread.messages);
  write_member(writer, "mentioned", unread.mentioned);
  writer.end_object();
}

void write_member_of(json::Writer& writer, const core::State& state, AgentId agent) {
  if (const core::Agent* known = state.agent(agent)) write_someone(writer, "agent", agent.text(), known->name);
}

void write_member_of(json::Writer& writer, const core::State& state, PersonId person) {
  if (const core::Person* known = state.person(person)) write_someone(writer, "human", person.text(), known->name);
}

Result<core::channels::CreationRequested> read_new_channel(const Json& body) {
  constexpr std::array<std::string_view, 3> known{"name", "tags", "description"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  core::channels::CreationRequested request;
  if (only_members(reader, body, known)) {
    if (const Json* name = member_of(body, "name"))
      request.name = read_text(reader.member("name"), *name, {.min = 1, .max = 65}).value_or("");
    else
      json::detail::missing_member(reader, "name");
    if (const Json* tags = member_of(body, "tags")) request.tags = read_tags(reader.member("tags"), *tags);
    if (const Json* text = member_of(body, "description"))
      request.description =
          read_text(reader.member("description"), *text, {.max = description_max, .lines = true}).value_or("");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  if (!request.name.starts_with('#')) request.name.insert(request.name.begin(), '#');
  return request;
}

Result<core::channels::ChangeRequested> read_channel_change(const Json& body) {
  constexpr std::array<std::string_view, 3> known{"tags", "description", "answers"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  core::channels::ChangeRequested change;
  if (only_members(reader, body, known)) {
    if (const Json* tags = member_of(body, "tags")) change.tags = read_tags(reader.member("tags"), *tags);
    if (const Json* text = member_of(body, "description"))
      change.description = read_text(reader.member("description"), *text, {.max = description_max, .lines = true});
    if (const Json* answers = member_of(body, "answers")) read_answers(reader.member("answers"), *answers, change);
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return change;
}

Result<core::channels::MembershipRequested> read_membership(const Json& body) {
  constexpr std::array<std::string_view, 2> known{"agent", "person"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  core::channels::MembershipRequested request;
  const auto text = [&](const char* name, std::string& value) {
    if (const Json* member = member_of(body, name))
      value = read_text(reader.member(name), *member, {.min = 1, .max = 254}).value_or("");
  };
  if (only_members(reader, body, known)) {
    text("agent", request.agent);
    text("person", request.person);
    if (problems.empty() && request.agent.empty() == request.person.empty())
      reader.problem("names an agent or a person, one of the two");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return request;
}

}  // namespace askd::shapes
