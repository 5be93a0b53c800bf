// Slack's adapter and the contract of all adapters, over Socket Mode and over the Events API.
#include "json.hpp"
#include "letters.hpp"
#include "parse.hpp"
#include "render.hpp"
#include "signature.hpp"
#include "slack.hpp"

#include "adapter_suite.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

namespace askd::adapters::slack {
namespace {

using adapter_suite::Clock;
using adapter_suite::Event;
using adapter_suite::Gesture;
using adapter_suite::Shown;
using adapter_suite::Started;
using adapter_suite::Trouble;
using adapter_suite::Wire;
using adapter_suite::World;

constexpr const char* signing_secret = "signing-secret-0001";
constexpr std::string_view joiner = "\u2060";

Response ok(Json json) {
  json["ok"] = true;
  return Response{200, {}, dump(json)};
}

// `words` stands wherever Slack has a place for words.
Response refuse(const char* error, const std::string& words = {}) {
  return Response{200,
                  {},
                  dump({{"ok", false},
                        {"error", error},
                        {"needed", words},
                        {"provided", words},
                        {"response_metadata", {{"messages", Json::array({words})}}}})};
}

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    char coded[4];
    std::snprintf(coded, sizeof coded, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += coded;
  }
  return out;
}

std::string as_typed(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

Json arguments_of(const Request& request) {
  if (auto parsed = parse_object(request.body)) return parsed->json;
  Json out = Json::object();
  for (const char* name : {"channel", "ts", "oldest", "email", "user", "limit", "include_all_metadata"})
    if (auto value = form_field(request.body, name)) out[name] = *value;
  return out;
}

// How Slack reads mrkdwn: "<…>", marks at the border of a word, and three entities.
class Reader {
 public:
  explicit Reader(Shown& out) : out_(out) {}

  void mrkdwn(std::string_view text) {
    char before = ' ';
    while (!text.empty()) {
      const std::size_t used = one(text, before);
      before = text[used - 1];
      text.remove_prefix(used);
    }
  }

  void plain(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
      const bool joins = text.substr(i).starts_with(joiner);
      if (!joins) out_.text += text[i];
      i += joins ? joiner.size() : 1;
    }
  }

  // All texts of a message's blocks.
  void blocks(const Json& json) {
    if (json.is_array())
      for (const Json& one : json) blocks(one);
    if (!json.is_object()) return;
    const std::string type = text(json, "type");
    if (type == "mrkdwn" || type == "plain_text") {
      if (type == "mrkdwn" && !flag(json, "verbatim")) out_.markup.push_back("links of any words");
      type == "mrkdwn" ? mrkdwn(text(json, "text")) : plain(text(json, "text"));
      out_.text += "\n";
      return;
    }
    // In the order of the reader's eye, where it matters.
    for (const auto& [name, value] : json.items())
      if (name != "action_id" && name != "value") blocks(value);
  }

 private:
  std::size_t one(std::string_view text, char before) {
    if (text.starts_with(joiner)) return joiner.size();
    const char c = text.front();
    const std::size_t close = c == '<' ? text.find('>') : std::string_view::npos;
    if (close != std::string_view::npos) {
      const std::string_view inside = text.substr(1, close - 1);
      const std::size_t bar = inside.find('|');
      const bool links = inside.starts_with("https://") || inside.starts_with("mailto:");
      out_.markup.push_back((links ? "a link to " : "a call of ") + std::string(inside.substr(0, bar)));
      out_.text += bar == std::string_view::npos ? inside : inside.substr(bar + 1);
      return close + 1;
    }
    for (const auto& [entity, plain] : {std::pair("&amp;", '&'), std::pair("&lt;", '<'), std::pair("&gt;", '>')}) {
      if (!text.starts_with(entity)) continue;
      out_.text += plain;
      return std::string_view(entity).size();
    }
    const bool mark = std::string_view("*_~`").find(c) != std::string_view::npos;
    const bool broken = text.substr(1).starts_with(joiner);
    const bool within = is_word(before) && text.size() > 1 && is_word(text[1]) && c != '`';
    if (mark && !broken && !within)
      out_.markup.push_back(std::string("the mark ") + c);
    else
      out_.text += c;
    return 1;
  }

  static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  }

  Shown& out_;
};

// Slack's limits on one object of a message or of a modal: what is wrong, or nothing.
class Limits {
 public:
  std::string wrong = {};

  void message(const Json& message) {
    most("blocks", list(message, "blocks").size(), 50);
    most("text", length(text(message, "text")), 4'000);
    most("metadata", dump(part(message, "metadata")).size(), 8'000);
    look(part(message, "blocks"), "message", "blocks");
  }
  void view(const Json& view) {
    most("blocks", list(view, "blocks").size(), 100);
    most("private_metadata", length(text(view, "private_metadata")), 3'000);
    for (const char* name : {"title", "submit", "close"}) most(name, length(text(part(view, name), "text")), 24);
    look(part(view, "blocks"), "modal", "blocks");
  }

 private:
  void most(const std::string& what, std::size_t size, std::size_t limit) {
    if (size > limit && wrong.empty())
      wrong = what + " of " + std::to_string(size) + ", " + std::to_string(limit) + " at most";
  }

  static std::size_t text_most(const std::string& type, const std::string& member) {
    if (type == "header") return 150;
    if (type == "button" || member == "options") return 75;
    if (member == "placeholder") return 150;
    return member == "fields" || type == "input" ? 2'000 : 3'000;
  }

  void look(const Json& json, const std::string& type, const std::string& member) {
    if (json.is_array()) {
      unique(json, member);
      for (const Json& one : json) look(one, type, member);
    }
    if (!json.is_object()) return;
    const std::string kind = text(json, "type");
    if (kind == "plain_text" || kind == "mrkdwn") {
      most(type + "/" + member, length(text(json, "text")), text_most(type, member));
      if (text(json, "text").empty()) wrong = type + "/" + member + " without a text";
      return;
    }
    const bool boxes = kind == "checkboxes" || kind == "radio_buttons";
    most("action_id", length(text(json, "action_id")), 255);
    most("block_id", length(text(json, "block_id")), 255);
    most("value", length(text(json, "value")), member == "options" ? 75 : 2'000);
    most("options", list(json, "options").size(), boxes ? 10 : 100);
    if (json.contains("options") && list(json, "options").empty()) wrong = kind + " without options";
    most("fields", list(json, "fields").size(), 10);
    most("elements", list(json, "elements").size(), kind == "context" ? 10 : 25);
    for (const auto& [name, value] : json.items()) look(value, kind.empty() ? type : kind, name);
  }

  // Ids of blocks within a message, of elements within a block, and values within a list.
  void unique(const Json& list, const std::string& member) {
    const char* name = member == "blocks" ? "block_id" : member == "options" ? "value" : "action_id";
    std::set<std::string> seen;
    for (const Json& one : list)
      if (const std::string value = text(one, name); !value.empty() && !seen.insert(value).second)
        wrong = "two of " + std::string(name) + " " + value;
  }
};

bool same_label(std::string a, std::string b) {
  for (std::string* one : {&a, &b})
    std::transform(one->begin(), one->end(), one->begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return a == b;
}

// What Slack tells of an element in which these labels are picked; nothing if they aren't all there.
std::optional<Json> picked(const Json& element, const std::vector<std::string>& labels) {
  Json options = Json::array();
  for (const std::string& label : labels)
    for (const Json& option : list(element, "options"))
      if (same_label(text(part(option, "text"), "text"), label)) options.push_back(option);
  if (options.size() != labels.size()) return std::nullopt;
  const std::string type = text(element, "type");
  const bool one = type == "radio_buttons" || type == "static_select";
  if (one && options.size() > 1) return std::nullopt;
  Json out = {{"type", type}};
  if (!one)
    out["selected_options"] = options;
  else
    out["selected_option"] = options.empty() ? Json() : options[0];
  return out;
}

class SlackPeer : public adapter_suite::Peer {
 public:
  using Peer::Peer;

  std::map<std::string, std::string> settings() const override {
    return {{"mode", mode()},
            {"bot_token", "xoxb-secret-0001"},
            {"app_token", "xapp-1-A0APP-1-secret-0002"},
            {"signing_secret", signing_secret}};
  }
  std::unique_ptr<Adapter> make(Settings& settings, Clock clock) override {
    return std::make_unique<Slack>(read_options(settings), std::move(clock));
  }
  Room room() const override { return {"slack-main", "C0OPS", false}; }
  std::vector<std::string> tickets() const override { return tickets_; }

  Async<Result<Response>> answer(Request request) override {
    co_await world().turn();
    co_return reply_to(request);
  }

  std::optional<Event> act(const PostRef& post, const Gesture& gesture) override;
  Event reply(const PostRef& post, const std::string& said) override {
    const std::string ts = next_ts();
    messages_[ts] = {{"type", "message"}, {"user", "U0ANA"},           {"text", as_typed(said)},
                     {"ts", ts},          {"thread_ts", post.message}, {"client_msg_id", "c-" + ts}};
    return tell_of(ts);
  }
  // Slack tells of everything that we say there.
  std::optional<Event> echo(const PostRef& post) override {
    std::optional<Event> out;
    for (const auto& [ts, message] : messages_)
      if (ts == post.message || text(message, "thread_ts") == post.message) out = tell_of(ts);
    return out;
  }
  void repeat(Event event) override { deliver(event); }

  PostRef post_of_stranger(DeliveryId claimed) override {
    const std::string ts = next_ts();
    messages_[ts] = {{"type", "message"}, {"user", "U0OTHER"}, {"bot_id", "B0OTHER"},
                     {"text", "asks"},    {"ts", ts},          {"metadata", metadata_of(claimed, "")}};
    return {room().backend, room().name, ts};
  }
  void remove(const PostRef& post) override { messages_.erase(post.message); }
  Shown last_shown() const override;

 protected:
  struct Occurrence {
    std::string kind;  // "events_api" or "interactive"
    Json payload;
  };

  virtual std::string mode() const = 0;
  virtual void deliver(Event event) = 0;
  const Occurrence& occurrence(Event event) const { return occurrences_.at(event); }

  std::vector<std::string> tickets_;

 private:
  Result<Response> reply_to(const Request& request);
  Response serve(const std::string& method, const Json& body);
  Response take_message(const std::string& method, Json body);
  Response read_messages(const std::string& method, const Json& body) const;
  std::optional<Json> fill(const Json& view, const Gesture& gesture) const;
  Json press(const PostRef& post, const Json& element, const std::string& block) const;

  std::string next_ts() {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(world().now()).time_since_epoch().count();
    return std::to_string(seconds) + "." + std::to_string(100'000 + ++made_);
  }
  Event occur(std::string kind, Json payload) {
    occurrences_.push_back({std::move(kind), std::move(payload)});
    deliver(occurrences_.size() - 1);
    return occurrences_.size() - 1;
  }
  Event tell_of(const std::string& ts) {
    Json event = messages_[ts];
    event["channel"] = room().name;
    event["channel_type"] = "channel";
    return occur("events_api",
                 {{"type", "event_callback"}, {"team_id", "T0"}, {"api_app_id", "A0APP"}, {"event", event}});
  }

  std::map<std::string, Json> messages_;  // by their ts
  std::vector<Occurrence> occurrences_;
  std::map<std::string, Json> views_;  // by the trigger that opened them
  Json last_shown_;
  int made_ = 0;
};

Result<Response> SlackPeer::reply_to(const Request& request) {
  switch (trouble) {
    case Trouble::none:
      break;
    case Trouble::broken:
      return Response{503, {}, words};
    case Trouble::nonsense:
      return Response{200, {}, "<html>" + words + "</html>"};
    case Trouble::unauthenticated:
      return refuse("invalid_auth", words);
    case Trouble::limited:
      return Response{429, {{"Retry-After", std::to_string(adapter_suite::pause.count())}}, words};
  }
  const std::string method = request.url.substr(request.url.rfind('/') + 1);
  const std::string wanted = settings().at(method == "apps.connections.open" ? "app_token" : "bot_token");
  if (header(request.headers, "Authorization") != "Bearer " + wanted) return refuse("invalid_auth");
  return serve(method, arguments_of(request));
}

Response SlackPeer::serve(const std::string& method, const Json& body) {
  if (method == "auth.test")
    return ok({{"url", "https://acme.slack.com/"}, {"team_id", "T0"}, {"user_id", "U0BOT"}, {"bot_id", "B0BOT"}});
  if (method == "apps.connections.open") {
    tickets_.push_back("ticket-" + std::to_string(100'000 + ++made_));
    return ok({{"url", "wss://slack.test/link/?ticket=" + tickets_.back()}});
  }
  if (method == "chat.postMessage" || method == "chat.update") return take_message(method, body);
  if (method == "conversations.replies" || method == "conversations.history") return read_messages(method, body);
  if (method == "users.info") return ok({{"user", {{"profile", {{"display_name", "Ana"}}}}}});
  if (method == "views.open") {
    Limits limits;
    limits.view(part(body, "view"));
    if (!limits.wrong.empty()) complaints.push_back("A modal has " + limits.wrong + ".");
    views_[text(body, "trigger_id")] = part(body, "view");
    return ok({{"view", {{"id", "V1"}}}});
  }
  if (method == "chat.postEphemeral") return ok({{"message_ts", next_ts()}});
  complaints.push_back("There is no method " + method + ".");
  return refuse("unknown_method");
}

Response SlackPeer::take_message(const std::string& method, Json body) {
  if (text(body, "channel") != room().name) return refuse("channel_not_found");
  const bool update = method == "chat.update";
  if (update && !messages_.contains(text(body, "ts"))) return refuse("message_not_found");
  Limits limits;
  limits.message(body);
  if (!limits.wrong.empty()) {
    complaints.push_back("A message has " + limits.wrong + ".");
    return refuse("invalid_blocks");
  }
  last_shown_ = body;
  const std::string ts = update ? text(body, "ts") : next_ts();
  Json& message = messages_[ts];
  if (!update) message = {{"type", "message"}, {"user", "U0BOT"}, {"bot_id", "B0BOT"}, {"app_id", "A0APP"}, {"ts", ts}};
  for (const char* name : {"text", "blocks", "metadata", "thread_ts"})
    if (body.contains(name)) message[name] = body[name];
  return ok({{"channel", room().name}, {"ts", ts}});
}

Response SlackPeer::read_messages(const std::string& method, const Json& body) const {
  const std::string ts = text(body, "ts"), oldest = text(body, "oldest");
  const bool thread = method == "conversations.replies";
  if (thread && !messages_.contains(ts)) return refuse("thread_not_found");
  Json found = Json::array();
  for (const auto& [at, message] : messages_) {
    const std::string root = text(message, "thread_ts");
    const bool there = thread ? at == ts || root == ts : root.empty() || root == at;
    if (!there || (at != ts && is_before(at, oldest))) continue;
    found.push_back(message);
    if (text(body, "include_all_metadata") != "true") found.back().erase("metadata");
  }
  if (!thread) std::reverse(found.begin(), found.end());
  return ok({{"messages", found}});
}

Json SlackPeer::press(const PostRef& post, const Json& element, const std::string& block) const {
  const std::string time = std::to_string(occurrences_.size() + 1'000'000);
  Json action = {{"type", "button"},
                 {"block_id", block},
                 {"action_id", text(element, "action_id")},
                 {"value", text(element, "value")},
                 {"action_ts", "1793000200." + time}};
  return {{"type", "block_actions"},
          {"team", {{"id", "T0"}}},
          {"user", {{"id", "U0ANA"}, {"name", "ana"}}},
          {"api_app_id", "A0APP"},
          {"container", {{"type", "message"}, {"message_ts", post.message}, {"channel_id", post.room}}},
          {"channel", {{"id", post.room}}},
          {"trigger_id", "trigger." + time},
          {"message", messages_.at(post.message)},
          {"state", {{"values", Json::object()}}},
          {"actions", Json::array({std::move(action)})}};
}

std::optional<Event> SlackPeer::act(const PostRef& post, const Gesture& gesture) {
  if (!messages_.contains(post.message)) return std::nullopt;
  Json state = Json::object();
  const bool lists = gesture.input == CardInput::select || gesture.input == CardInput::several;
  const bool in_modal = !gesture.note.empty() || gesture.input == CardInput::text || gesture.input == CardInput::fields;
  for (const Json& block : list(messages_[post.message], "blocks")) {
    std::vector<Json> elements = list(block, "elements");
    if (block.contains("accessory")) elements.push_back(part(block, "accessory"));
    const std::string name = text(block, "block_id");
    for (const Json& element : elements) {
      const std::string action = text(element, "action_id");
      if (lists && element.contains("options")) {
        const auto choice = picked(element, gesture.labels);
        if (!choice) return std::nullopt;
        state[name][action] = *choice;
      }
      const bool labelled = !gesture.labels.empty() && text(part(element, "text"), "text") == gesture.labels.front();
      const bool presses = in_modal ? action == names::answer : lists ? action == names::submit : labelled;
      if (text(element, "type") != "button" || !presses || (lists && !in_modal && state.empty())) continue;
      Json payload = press(post, element, name);
      payload["state"]["values"] = state;
      const std::string trigger = text(payload, "trigger_id");
      const Event pressed = occur("interactive", std::move(payload));
      if (!in_modal) return pressed;
      world().settle();
      if (!views_.contains(trigger)) return std::nullopt;
      auto sent = fill(views_[trigger], gesture);
      if (!sent) return std::nullopt;
      return occur("interactive", std::move(*sent));
    }
  }
  return std::nullopt;
}

// A modal is sent only once all that is required is there.
std::optional<Json> SlackPeer::fill(const Json& view, const Gesture& gesture) const {
  Json values = Json::object();
  std::size_t filled = 0;
  for (const Json& block : list(view, "blocks")) {
    if (text(block, "type") != "input") continue;
    const Json& element = part(block, "element");
    const std::string label = text(part(block, "label"), "text");
    std::vector<std::string> wanted;
    if (label == "Note" && !gesture.note.empty()) wanted = {gesture.note};
    if (label == "Your answer" && gesture.input == CardInput::text) wanted = {gesture.text};
    if (label == "Your answer" && gesture.input != CardInput::text) wanted = gesture.labels;
    for (const auto& [title, written] : gesture.fields)
      if (title == label) wanted = {written};
    if (wanted.empty() && !flag(block, "optional")) return std::nullopt;
    std::optional<Json> state = Json{{"type", text(element, "type")}, {"value", nullptr}};
    if (element.contains("options"))
      state = picked(element, wanted);
    else if (!wanted.empty())
      (*state)["value"] = wanted.front();
    if (!state) return std::nullopt;
    filled += wanted.empty() ? 0 : 1;
    values[text(block, "block_id")][text(element, "action_id")] = *state;
  }
  const std::size_t answers = gesture.input == CardInput::fields ? gesture.fields.size()
                              : gesture.labels.empty()           ? 0
                                                                 : 1;
  if (filled != answers + (gesture.text.empty() ? 0 : 1) + (gesture.note.empty() ? 0 : 1)) return std::nullopt;
  Json sent = {{"id", "V" + std::to_string(occurrences_.size())},
               {"callback_id", part(view, "callback_id")},
               {"private_metadata", part(view, "private_metadata")},
               {"state", {{"values", std::move(values)}}}};
  return Json{{"type", "view_submission"},
              {"team", {{"id", "T0"}}},
              {"user", {{"id", "U0ANA"}, {"name", "ana"}}},
              {"api_app_id", "A0APP"},
              {"view", std::move(sent)}};
}

Shown SlackPeer::last_shown() const {
  Shown out;
  Reader(out).blocks(part(last_shown_, "blocks"));
  Shown notification;
  Reader(notification).mrkdwn(text(last_shown_, "text"));
  for (const std::string& one : notification.markup) out.markup.push_back("in the notification, " + one);
  if (part(last_shown_, "blocks").empty()) out.text += notification.text;
  return out;
}

class SocketPeer : public SlackPeer {
 public:
  using SlackPeer::SlackPeer;

  Result<std::shared_ptr<Wire>> connect(std::string, Headers) override {
    auto wire = std::make_shared<Wire>();
    wire->on_written = [this](const std::string& frame) {
      if (const auto answer = parse_object(frame)) waiting_.erase(text(answer->json, "envelope_id"));
    };
    wire->say(R"({"type":"hello","connection_info":{"app_id":"A0APP"}})");
    wires_.push_back(wire);
    return wire;
  }
  bool acknowledged(Event event) const override {
    return told_.contains(event) && std::none_of(waiting_.begin(), waiting_.end(),
                                                 [&](const auto& envelope) { return envelope.second == event; });
  }
  bool cut() override {
    for (const auto& wire : wires_) wire->cut();
    wires_.clear();
    return true;
  }

 protected:
  std::string mode() const override { return "socket"; }
  // To any one of the connections.
  void deliver(Event event) override {
    std::erase_if(wires_, [](const auto& wire) { return wire->is_closed; });
    if (wires_.empty()) return;
    const std::string id = "envelope-" + std::to_string(++envelopes_);
    waiting_[id] = event;
    told_.insert(event);
    const Occurrence& one = occurrence(event);
    wires_[static_cast<std::size_t>(envelopes_) % wires_.size()]->say(
        dump({{"envelope_id", id}, {"type", one.kind}, {"payload", one.payload}}));
  }

 private:
  std::vector<std::shared_ptr<Wire>> wires_;
  std::map<std::string, Event> waiting_;  // envelopes that aren't acknowledged
  std::set<Event> told_;
  int envelopes_ = 0;
};

class EventsPeer : public SlackPeer {
 public:
  using SlackPeer::SlackPeer;

  bool acknowledged(Event event) const override {
    const auto found = answers_.find(event);
    return found != answers_.end() && std::all_of(found->second.begin(), found->second.end(), [](const auto& answer) {
             return answer.ended() && answer.state->value && answer.state->value->status == 200;
           });
  }
  // Slack calls us, and keeps no connection.
  bool cut() override { return false; }

 protected:
  std::string mode() const override { return "events"; }
  void deliver(Event event) override {
    const Occurrence& one = occurrence(event);
    const bool interactive = one.kind == "interactive";
    Request request;
    request.method = "POST";
    request.body = interactive ? "payload=" + encoded(dump(one.payload)) : dump(one.payload);
    const std::string time = std::to_string(world().now().time_since_epoch().count() / 1000);
    request.headers = {{"X-Slack-Request-Timestamp", time},
                       {"X-Slack-Signature", signature_of(signing_secret, time, request.body)}};
    answers_[event].push_back(call(interactive ? "interactive" : "events", std::move(request)));
  }

 private:
  std::map<Event, std::vector<Started<Response>>> answers_;
};

ASKD_ADAPTER_SUITE(SlackSocketContract, SocketPeer);
ASKD_ADAPTER_SUITE(SlackEventsContract, EventsPeer);

}  // namespace
}  // namespace askd::adapters::slack
