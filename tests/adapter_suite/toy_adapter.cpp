#include "adapter_suite/toy.hpp"

#include "askd/markdown.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

namespace askd::adapter_suite {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

std::string unescaped(std::string text) {
  for (const auto& [entity, plain] : {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&amp;", "&")})
    for (std::size_t at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
      text.replace(at, std::string_view(entity).size(), plain);
  return text;
}

std::string dumped(const json& body) { return body.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

ToyAdapter::ToyAdapter(Settings& settings, Flaw flaw) : flaw_(flaw) {
  settings(token_, {.name = "token", .help = "The toy's token.", .required = true, .secret = true});
}

Capabilities ToyAdapter::capabilities() const {
  Capabilities can;
  can.dialect = Dialect::html;
  can.title_max = 80;
  can.text_max = 2'000;
  can.context_max = 4;
  can.buttons_max = 5;
  can.button_label_max = has(Flaw::allows_too_much) ? 60 : 30;
  can.select_max = can.several_max = 20;
  can.text_input = can.field_input = can.edits = can.threads = true;
  return can;
}

Async<Result<>> ToyAdapter::listen(Host& host) {
  for (;;) {
    try {
      co_return co_await listen_on(host);
    } catch (const boost::system::system_error&) {
      if (!has(Flaw::swallows_cancellation)) throw;
    }
    co_await boost::asio::this_coro::reset_cancellation_state();
  }
}

Async<Result<>> ToyAdapter::listen_on(Host& host) {
  if (has(Flaw::connects_without_an_end)) {
    Headers headers;
    auto socket = co_await host.connect("wss://toy.test/", std::move(headers));
    if (!socket) co_return socket.error();
  }
  std::string since = has(Flaw::forgets_its_cursor) ? "" : host.cursor();
  bool first = true, behind = true;
  if (has(Flaw::says_caught_up_at_once)) co_await host.caught_up();
  for (;;) {
    json body = {{"since", since}, {"first", first}, {"wait", !behind}};
    auto answer = co_await call(host, "poll", std::move(body));
    if (!answer) {
      const bool final = answer.error().fault == Fault::unauthenticated && !has(Flaw::never_gives_up);
      if (final || has(Flaw::gives_up)) co_return answer.error();
      host.report(answer.error().message);
      if (has(Flaw::says_caught_up_in_a_gap)) co_await host.caught_up();
      const bool hangs = has(Flaw::hangs_for_ever) && answer.error().message.find("in time") != std::string::npos;
      co_await host.sleep(hangs ? std::chrono::hours(10'000) : 5s);
      behind = true;
      continue;
    }
    host.report("");
    first = false;
    auto heard = co_await hear(host, answer->json["events"]);
    if (!heard) co_return heard.error();
    since = answer->json["next"].get<std::string>();
    if (behind) co_await host.caught_up();
    behind = false;
  }
}

Async<Result<>> ToyAdapter::hear(Host& host, const json& events) {
  for (const json& event : events) {
    Inbound what = inbound_of(event);
    json body = {{"event", event["event"]}};
    if (has(Flaw::acknowledges_early)) {
      auto told = co_await call(host, "took", body);
      if (!told) co_return told.error();
    }
    bool lost = false;
    try {
      co_await host.heard(std::move(what));
    } catch (const std::runtime_error&) {
      lost = has(Flaw::acknowledges_what_is_lost);
      if (!lost) throw;
    }
    co_await call(host, "took", std::move(body));
  }
  co_return Result<>();
}

Inbound ToyAdapter::inbound_of(const json& event) {
  Inbound what;
  what.key = has(Flaw::makes_keys_up) ? std::to_string(++made_) : "event/" + event["event"].dump();
  what.thread = {"", "playroom", event["post"].get<std::string>()};
  what.cursor = event["next"].get<std::string>();
  what.delivery = DeliveryId::parse(event.value("tag", ""));
  if (has(Flaw::remembers_one_id)) what.delivery = last_;
  const bool own = event["kind"] == "own";
  what.own = own && !has(Flaw::takes_itself_for_a_person);
  if (what.own) return what;
  what.who = event.value("who", "u0");
  what.pressed = event["kind"] == "press";
  what.said = event.value("said", "");
  if (!has(Flaw::decodes_nothing)) what.said = unescaped(what.said);
  if (has(Flaw::cuts_what_is_written)) what.said = what.said.substr(0, what.said.find('\n'));
  for (const json& value : event.value("values", json::array())) what.values.push_back(value.get<std::string>());
  if (has(Flaw::picks_one_of_several) && what.values.size() > 1) what.values.resize(1);
  if (has(Flaw::picks_what_nobody_picked) && what.said.empty() && what.values.empty()) what.values = {"value-1"};
  for (const json& field : event.value("filled", json::array()))
    what.filled.emplace_back(field[0].get<std::string>(), field[1].get<std::string>());
  if (has(Flaw::forgets_fields) && !what.filled.empty()) what.filled.pop_back();
  if (!has(Flaw::forgets_notes)) what.note = event.value("note", "");
  return what;
}

// Leaves something behind that nobody waits for.
Async<> ToyAdapter::linger(Host& host, Flaw flaw) {
  if (!has(flaw)) co_return;
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::co_spawn(executor, host.sleep(24h), boost::asio::detached);
}

Async<Result<PostRef>> ToyAdapter::post(Host& host, Room room, std::optional<PostRef>, DeliveryId id, Card card) {
  co_await linger(host, Flaw::leaves_a_post_running);
  last_ = id;
  json body = {{"text", text_of(card)},
               {"tag", has(Flaw::forgets_the_id) ? "" : id.text()},
               {"kind", static_cast<int>(card.input)},
               {"note", card.note},
               {"controls", controls_of(card)}};
  auto posted = co_await call(host, "post", std::move(body));
  if (!posted) co_return posted.error();
  co_return PostRef{room.backend, room.name, posted->json["post"].get<std::string>()};
}

Async<Result<>> ToyAdapter::edit(Host& host, PostRef post, DeliveryId id, Card card) {
  co_await linger(host, Flaw::leaves_an_edit_running);
  json body = {{"post", post.message},
               {"text", text_of(card)},
               {"tag", has(Flaw::forgets_the_id_when_it_edits) ? "" : id.text()}};
  if (!has(Flaw::leaves_the_buttons)) {
    body["kind"] = static_cast<int>(card.input);
    body["note"] = card.note;
    body["controls"] = controls_of(card);
  }
  auto edited = co_await call(host, "edit", std::move(body));
  if (!edited) co_return edited.error();
  co_return Result<>();
}

Async<Result<>> ToyAdapter::reply(Host& host, PostRef thread, DeliveryId, Words words) {
  co_await linger(host, Flaw::leaves_a_reply_running);
  const std::string text = markdown_to_plain(words.text);
  const std::string shown = has(Flaw::escapes_no_words) ? text : escaped(text);
  json body = {{"post", thread.message}, {"text", "<b>" + escaped(words.author) + "</b>: " + shown}};
  auto said = co_await call(host, "say", std::move(body));
  if (!said) co_return said.error();
  co_return Result<>();
}

Async<Result<std::optional<DeliveryId>>> ToyAdapter::identify(Host& host, PostRef post) {
  co_await linger(host, Flaw::leaves_a_look_running);
  json body = {{"post", post.message}};
  auto found = co_await call(host, "look", std::move(body));
  if (!found && found.error().fault == Fault::not_found) co_return std::optional<DeliveryId>();
  if (!found) co_return found.error();
  const bool ours = found->json["author"] == "askd" || has(Flaw::believes_strangers);
  if (!ours) co_return std::optional<DeliveryId>();
  co_return DeliveryId::parse(found->json.value("tag", ""));
}

Async<Result<ToyAdapter::Answer>> ToyAdapter::call(Host& host, std::string verb, json body) {
  Request request;
  request.method = "POST";
  request.url = "https://toy.test/" + verb;
  request.headers = {{"Authorization", "Bearer " + token_}};
  request.body = dumped(body);
  if (has(Flaw::waits_a_day)) request.timeout = 24h;
  auto response = co_await host.send(std::move(request));
  if (!response) co_return response.error();
  co_return read(verb, *response);
}

Result<ToyAdapter::Answer> ToyAdapter::read(const std::string& verb, const Response& response) const {
  std::string why = "The toy refused " + verb + " with HTTP " + std::to_string(response.status) + ".";
  if (has(Flaw::leaks_its_token)) why += " It said: " + response.body;
  if (response.status == 401)
    return Error{has(Flaw::takes_a_refusal_for_absence) ? Fault::unavailable : Fault::unauthenticated, why};
  if (response.status == 404)
    return Error{has(Flaw::takes_gone_for_broken) ? Fault::unavailable : Fault::not_found, why};
  if (response.status == 429 && has(Flaw::forgets_the_pause)) return Error{Fault::rate_limited, why};
  if (response.status == 429)
    return Error{Fault::rate_limited, why, {}, std::chrono::seconds(std::stoll(response.headers.at(0).second))};
  if (response.status == 400) return invalid(why);
  json parsed = json::parse(response.body, nullptr, false);
  const bool sound = response.status == 200 && parsed.is_object();
  if (!sound) return Error{has(Flaw::takes_broken_for_a_bug) ? Fault::internal : Fault::unavailable, why};
  return Answer{std::move(parsed)};
}

std::string ToyAdapter::text_of(const Card& card) const {
  const auto plain = [&](std::string_view text) {
    return has(Flaw::escapes_nothing) ? std::string(text) : escaped(text);
  };
  const std::size_t most = has(Flaw::cuts_at_bytes) ? capabilities().title_max : std::string::npos;
  std::string out = "<b>" + plain(card.agent) + "</b> asks\n" + plain(card.title.substr(0, most)) + "\n" +
                    plain(markdown_to_plain(card.body));
  for (const auto& [name, value] : card.context) out += "\n<b>" + plain(name) + "</b> " + plain(value);
  for (const Link& link : card.links) out += "\n<a " + link.url + ">" + plain(link.label) + "</a>";
  for (const std::string& line : {card.outcome, card.hint, card.cut})
    if (!line.empty()) out += "\n" + plain(line);
  return out;
}

json ToyAdapter::controls_of(const Card& card) const {
  json out = json::array();
  const auto value_of = [&](const Button& button) {
    if (has(Flaw::tells_labels)) return button.label;
    return has(Flaw::cuts_values) ? button.value.substr(0, 32) : button.value;
  };
  for (const Button& button : card.buttons) out.push_back({{"label", button.label}, {"value", value_of(button)}});
  for (const CardField& field : card.fields) {
    json options = json::array();
    for (const Button& option : field.options)
      options.push_back({{"label", option.label}, {"value", value_of(option)}});
    out.push_back({{"label", field.title}, {"value", field.name}, {"options", std::move(options)}});
  }
  return out;
}

}  // namespace askd::adapter_suite
