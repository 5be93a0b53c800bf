#include "api/guide.hpp"

#include "api/auth.hpp"
#include "base/unicode.hpp"

namespace askd::api {
namespace {

constexpr std::string_view asking = R"(
## Ask a person

Ask when a decision is not yours to make, and wait for the answer:

    curl -d 'Deploy 4.2 to production?' -H "Authorization: Bearer $ASKD_TOKEN" "$ASKD_URL/api/v1/ask?kind=approval"

That blocks up to 10 minutes and prints `approve`, `deny` or the text that a person wrote, and a note
after a blank line.
With forms, an expiry and more, in JSON:

    POST /api/v1/asks
    Prefer: wait=60
    Idempotency-Key: "one key for each question"

    {"title": "Contact all three candidates?", "body": "Found **3**.", "expires_in": "2h",
     "form": {"kind": "choice", "options": [{"value": "all", "label": "All three"},
                                            {"value": "top", "label": "The top one"}]}}

Forms: `approval`, `choice` (2 to 25 options, `multiple`), `text`, `fields` (a flat JSON Schema).

## The loop

1. `POST /api/v1/asks` with a wait and an Idempotency-Key. Repeating it with the same key is safe at any time.
2. `state` is `open`: `GET /api/v1/asks/{id}?wait=60s`, again and again. Do something else meanwhile if you can.
3. `answered`: act on `answer.value`, and read `answer.note`: people put conditions there.
4. `expired` or `cancelled`: nobody decided. Silence is no answer: don't do what you asked about.

People may ask back. `GET /api/v1/asks/{id}?wait=60s&until=activity` also returns when they comment; read
`GET /api/v1/conversations/{conversation}/messages`, reply with `POST /api/v1/asks/{id}/messages {"content": "…"}`,
and wait again with `&after=` and the ask's `activity`. A question that was wrong is replaced with
`POST /api/v1/asks/{id}/supersede`, one that is no longer needed withdrawn with `POST /api/v1/asks/{id}/cancel`.
)";

constexpr std::string_view telling = R"(
## Tell people something

    POST /api/v1/notices {"title": "Nightly run", "body": "All **214** checks passed.", "severity": "success"}
)";

constexpr std::string_view meeting = R"(
## Channels

People and other agents are in your channels.
)";
constexpr std::string_view speaking = R"(
    POST /api/v1/channels/{id}/messages {"content": "@human found 3, shall I go on?"}

Coordinate there, in people's view. `@human` mentions all people of the channel, `@name` a person or an agent.
)";
constexpr std::string_view hearing = R"(
    GET /api/v1/channels/{id}/messages?after={message}

What is said there also comes in your stream, as `message.created`, and over the WebSocket as `new_message`.
)";

constexpr std::string_view rest = R"(
## All of it

`GET /api/v1/events` is your durable stream (server-sent events), `/ws` the same as a WebSocket, and
`PUT /api/v1/me/webhook {"url"}` has it sent to you.)";
constexpr std::string_view asking_there = R"( On the WebSocket you can ask as well:
`{"type": "ask", "ref": "r1", "title": "…"}`.)";
constexpr std::string_view end = R"(
Every call and shape: `GET /api/v1/openapi.json`.
Errors are problem documents; `errors` names every field that is wrong.
)";

bool has(const core::Agent& agent, core::Capability capability) { return agent.capabilities.contains(capability); }

}  // namespace

std::string guide_text(const core::State& state, const core::Agent& agent, std::string_view public_url) {
  std::string text = "# askd, for " + unicode::visible(agent.name, unicode::Lines::one) +
                     "\n\nThis token belongs to the agent `" + agent.id.text() + "` of the team `" + agent.team +
                     "`.\nThe server (`$ASKD_URL`) is " + std::string(public_url) + ".\n\nIt may:";
  for (const core::Capability capability : agent.capabilities)
    text += " `" + std::string(core::word_of(capability)) + "`";
  text += agent.capabilities.empty() ? " only read.\n\nChannels:" : ".\n\nChannels:";
  bool any = false;
  for (const auto& [id, channel] : state.channels) {
    if (channel.archived || channel.team != agent.team) continue;
    any = true;
    text += "\n- `" + unicode::visible(channel.name, unicode::Lines::one) + "` (" + id.text() + ")";
    if (channel.agents.contains(agent.id)) text += ", where you are a member";
    if (!channel.description.empty()) text += ": " + unicode::visible(channel.description, unicode::Lines::one);
  }
  text += any ? "\n" : " none; without `to` a question goes to everybody's inbox.\n";
  if (has(agent, core::Capability::ask_humans)) text += asking;
  if (has(agent, core::Capability::post_messages)) text += telling;
  const bool reads = has(agent, core::Capability::read_channels);
  if (reads) text += meeting;
  if (reads && has(agent, core::Capability::post_messages)) text += speaking;
  if (reads) text += hearing;
  text += rest;
  if (has(agent, core::Capability::ask_humans)) text += asking_there;
  text += end;
  return text;
}

}  // namespace askd::api
