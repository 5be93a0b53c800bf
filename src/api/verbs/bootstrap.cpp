// POST /bootstrap: the first start, once, on an empty store.
#include "api/first_start.hpp"
#include "api/verbs.hpp"
#include "base/crypto.hpp"
#include "base/json_read.hpp"
#include "base/unicode.hpp"
#include "core/agents/agent.hpp"
#include "core/names.hpp"
#include "core/people/people.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"
#include "shapes/origin.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace askd::api {
namespace {

constexpr const char* set_up_already = "This askd has been set up already.";

// "localhost:8080" → "localhost", "[::1]:8080" → "::1".
std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.find(':'));
}

bool is_loopback(std::string_view host) {
  return net::same_name(host, "localhost") || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

// A page of another site that is open in the operator's browser must not get through, and neither must a proxy that
// makes the whole world look like loopback.
Result<> check_origin(const net::Request& request) {
  const auto refuse = [](std::string what) {
    what +=
        " The first start is for this machine alone; use askctl or the link that askd --quick-start prints, or "
        "allow it in askd.yaml.";
    return Error{Fault::forbidden, std::move(what), {}};
  };
  if (!request.loopback && !request.local) return refuse("The request comes from another machine.");
  if (!request.local && !is_loopback(host_of(request.host))) return refuse("The Host header names another machine.");
  for (std::size_t i = 0; i < request.headers.size(); ++i) {
    const std::string_view name = request.headers[i].name;
    const bool forwarded = net::same_name(name, "Forwarded") || net::same_name(name, "Via") ||
                           net::same_name(name, "X-Real-IP") ||
                           (name.size() > 12 && net::same_name(name.substr(0, 12), "X-Forwarded-"));
    if (forwarded) return refuse("The request came through a proxy (" + std::string(name) + ").");
  }
  const auto origin = request.header("Origin");
  if (origin && !shapes::is_own_origin(request, *origin, {}))
    return refuse("The request comes from a page of another site.");
  return {};
}

struct Owner {
  std::string email = {};
  std::string password = {};
  std::string agent_name = {};
  std::string agent_description = {};
};

Result<Owner> read_owner(const Json& body) {
  constexpr std::array<std::string_view, 4> known{"owner_email", "owner_password", "agent_name", "agent_description"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  Owner owner;
  const auto text = [&](const char* name, shapes::TextRule rule, std::string& value) {
    const Json* member = shapes::member_of(body, name);
    if (member != nullptr)
      value = shapes::read_text(reader.member(name), *member, rule).value_or("");
    else if (rule.min > 0)
      json::detail::missing_member(reader, name);
  };
  if (shapes::only_members(reader, body, known)) {
    text("owner_email", {.min = 3, .max = 254}, owner.email);
    text("owner_password", {.min = 8, .max = 1000}, owner.password);
    text("agent_name", {.min = 1, .max = 64}, owner.agent_name);
    text("agent_description", {.max = 1000, .lines = true}, owner.agent_description);
    if (const auto good = core::check_display_name(owner.agent_name); !owner.agent_name.empty() && !good)
      reader.member("agent_name").problem(good.error().message);
    else if (unicode::skeleton(owner.agent_name) == core::own_agent)
      reader.member("agent_name").problem("is askd's own name: take another one");
    const auto at = owner.email.find('@');
    const bool address =
        at != std::string::npos && at > 0 && at + 1 < owner.email.size() && owner.email.find(' ') == std::string::npos;
    if (!owner.email.empty() && !address)
      reader.member("owner_email").problem("must be an address such as ana@example.com");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return owner;
}

// Hashing takes some 60 ms and must not stop the loop. It happens once in the life of a store, so the thread is made
// for it.
Async<std::string> hash_elsewhere(std::string password) {
  boost::asio::thread_pool worker(1);
  auto job = [](std::string secret) -> Async<std::string> { co_return crypto::hash_password(secret); };
  auto running = job(std::move(password));
  co_return co_await boost::asio::co_spawn(worker, std::move(running), boost::asio::use_awaitable);
}

net::Response made(const FirstStart& start, ChannelId channel, std::string_view public_url) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  shapes::write_member(writer, "api_key", start.api_key);
  shapes::write_member(writer, "channel_id", channel);
  shapes::write_member(writer, "invite_url", std::string(public_url) + "/invite/" + start.invite_token);
  writer.end_object();
  return shapes::json_response(201, std::move(text));
}

// Once the request passed its guards. One at a time: hashing takes a while.
Async<net::Response> set_up(Call& call, Owner owner) {
  std::string secret = std::move(owner.password);
  const std::string hash = co_await hash_elsewhere(std::move(secret));
  FirstStart start =
      first_start(call.service.ids(), call.service.now(), owner.email, hash, owner.agent_name, owner.agent_description);
  core::Input input = core::people::Input{start.input};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  co_return made(start, ChannelId{outcome.subject}, call.settings.public_url);
}

Async<net::Response> bootstrapped(Call& call) {
  if (!call.settings.bootstrap_from_elsewhere)
    if (const auto may = check_origin(call.request); !may) co_return shapes::problem(may.error());
  // A form of another site can send anything but this type without being asked first.
  if (!call.request.header("Content-Type"))
    co_return shapes::problem("unsupported_media_type", "Send the body with Content-Type: application/json.");
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  auto owner = read_owner(body.json);
  if (!owner) co_return shapes::problem(owner.error());
  co_await call.service.settled();
  const core::State& state = call.service.state();
  if (call.door.setting_up || !core::people::nobody_came_in(state))
    co_return shapes::problem("conflict", set_up_already);
  call.door.setting_up = true;
  net::Response response = co_await set_up(call, std::move(*owner));
  call.door.setting_up = false;
  co_return response;
}

constexpr std::string_view bootstrap_example = R"({"owner_email":"admin@local","owner_password":"correct horse",
"agent_name":"research-agent","agent_description":"Finds candidates"})";

}  // namespace

std::vector<Verb> bootstrap_verbs() {
  Verb first{.name = "bootstrap",
             .method = "POST",
             .path = "/bootstrap",
             .for_anyone = true,
             .summary = "Set up an empty askd: an owner, an agent and a channel",
             .doc = "Works once, on an empty store, and from the same machine unless the configuration says otherwise.",
             .body = BodyShape{.schema = "Bootstrap", .example = bootstrap_example},
             .replies = {{201, "The agent's token, which is shown this once, and the owner's link.", "Bootstrapped"}},
             .problems = {"forbidden", "conflict"},
             .answer = bootstrapped};
  return {std::move(first)};
}

}  // namespace askd::api
