#include "adapter_suite/toy.hpp"

#include "askd/first.hpp"

#include <algorithm>
#include <utility>

namespace askd::adapter_suite {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::size_t label_most = 30, value_most = 300;

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Response ok(const json& body) { return Response{200, {}, body.dump()}; }

// With "<…>" as mark-up and three entities.
Shown read(std::string_view text) {
  Shown out;
  while (!text.empty()) {
    const std::size_t end = text.front() == '<' ? text.find('>') : std::string_view::npos;
    if (end != std::string_view::npos) {
      out.markup.emplace_back(text.substr(1, end - 1));
      text.remove_prefix(end + 1);
      continue;
    }
    std::size_t used = 1;
    std::string plain(1, text.front());
    for (const auto& [entity, c] : {std::pair("&lt;", '<'), std::pair("&gt;", '>'), std::pair("&amp;", '&')}) {
      if (!text.starts_with(entity)) continue;
      plain = c;
      used = std::string_view(entity).size();
    }
    out.text += plain;
    text.remove_prefix(used);
  }
  return out;
}

std::string encoded(std::string_view said) {
  std::string out;
  for (const char c : said) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

const json* labelled(const json& controls, const std::string& label) {
  const auto found =
      std::find_if(controls.begin(), controls.end(), [&](const json& one) { return one["label"] == label; });
  return found == controls.end() ? nullptr : &*found;
}

}  // namespace

std::unique_ptr<Adapter> ToyPeer::make(Settings& settings, Clock) {
  return std::make_unique<ToyAdapter>(settings, flaw_);
}

std::optional<Response> ToyPeer::refusal() const {
  switch (trouble) {
    case Trouble::none:
      return std::nullopt;
    case Trouble::broken:
      return Response{503, {}, words};
    case Trouble::nonsense:
      return Response{200, {}, "<html>" + words + "</html>"};
    case Trouble::unauthenticated:
      return Response{401, {}, words};
    case Trouble::limited:
      return Response{429, {{"Retry-After", std::to_string(pause.count())}}, words};
  }
  return std::nullopt;
}

Async<Result<Response>> ToyPeer::answer(Request request) {
  co_await world().turn();
  if (const auto refused = refusal()) co_return *refused;
  const json body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) {
    complaints.push_back("A request isn't JSON.");
    co_return Response{400, {}, ""};
  }
  const std::string verb = request.url.substr(request.url.rfind('/') + 1);
  if (verb == "poll") co_return co_await poll(body);
  co_return serve(verb, body);
}

Async<Response> ToyPeer::poll(const json& body) {
  const std::string since = body["since"].get<std::string>();
  const std::size_t from = since.empty() ? 0 : std::stoul(since);
  if (body["first"] == true) resumed_from_ = since;
  if (body["wait"] == true && events_.size() <= from && !is_cut_) co_await first_of(bell_.wait(), world().sleep(20s));
  if (std::exchange(is_cut_, false)) co_return Response{503, {}, ""};
  json events = json::array();
  for (std::size_t i = from; i < events_.size(); ++i) events.push_back(events_[i]);
  const json answer = {{"events", std::move(events)}, {"next", std::to_string(std::max(from, events_.size()))}};
  co_return ok(answer);
}

bool ToyPeer::takes(const json& body) {
  for (const json& control : body.value("controls", json::array())) {
    const bool fits = length(control["label"].get<std::string>()) <= label_most &&
                      control["value"].get<std::string>().size() <= value_most;
    if (!fits) return false;
  }
  return true;
}

Response ToyPeer::serve(const std::string& verb, const json& body) {
  if (verb == "took") {
    ++taken_[body["event"].get<Event>()];
    return ok(json::object());
  }
  const std::string name = body.value("post", "");
  const auto found = posts_.find(name);
  if (verb != "post" && found == posts_.end()) return Response{404, {}, ""};
  if (verb == "look") return ok({{"tag", found->second["tag"]}, {"author", found->second["author"]}});
  if (!takes(body)) return Response{400, {}, ""};
  last_shown_ = body["text"].get<std::string>();
  if (verb == "say") return ok(json::object());
  if (verb == "edit") {
    found->second.update(body);
    return ok(json::object());
  }
  const std::string made = "p" + std::to_string(++made_);
  posts_[made] = body;
  posts_[made]["author"] = "askd";
  return ok({{"post", made}});
}

Result<std::shared_ptr<Wire>> ToyPeer::connect(std::string, Headers) { return std::make_shared<Wire>(); }

std::optional<Event> ToyPeer::act(const PostRef& where, const Gesture& gesture) {
  const auto found = posts_.find(where.message);
  if (found == posts_.end() || found->second["kind"] != static_cast<int>(gesture.input)) return std::nullopt;
  const json& post = found->second;
  if (!gesture.note.empty() && post["note"] != true) return std::nullopt;
  json event = {{"kind", "press"}, {"post", where.message}, {"tag", post["tag"]}, {"who", "u1"}};
  event["note"] = gesture.note;
  event["said"] = encoded(gesture.text);
  json values = json::array();
  for (const std::string& label : gesture.labels) {
    const json* control = labelled(post["controls"], label);
    if (control == nullptr) return std::nullopt;
    values.push_back((*control)["value"]);
  }
  const bool one = gesture.input == CardInput::buttons || gesture.input == CardInput::select;
  if (one && values.size() == 1)
    event["said"] = values[0];
  else
    event["values"] = values;
  for (const auto& [title, written] : gesture.fields) {
    const json* field = labelled(post["controls"], title);
    if (field == nullptr) return std::nullopt;
    const json* option = labelled((*field)["options"], written);
    const json value = option == nullptr ? json(written) : (*option)["value"];
    event["filled"].push_back(json::array({(*field)["value"], value}));
  }
  return tell(std::move(event));
}

Event ToyPeer::reply(const PostRef& post, const std::string& text) {
  return tell({{"kind", "reply"}, {"post", post.message}, {"who", "u1"}, {"said", encoded(text)}});
}

std::optional<Event> ToyPeer::echo(const PostRef& post) {
  return tell({{"kind", "own"}, {"post", post.message}, {"tag", posts_[post.message]["tag"]}, {"said", "asks"}});
}

Event ToyPeer::tell(json event) {
  if (!event.contains("event")) event["event"] = events_.size() + 1;
  const Event number = event["event"].get<Event>();
  event["next"] = std::to_string(events_.size() + 1);
  events_.push_back(std::move(event));
  ++told_[number];
  bell_.ring();
  return number;
}

void ToyPeer::repeat(Event event) {
  const auto found =
      std::find_if(events_.begin(), events_.end(), [&](const json& one) { return one["event"] == event; });
  if (found != events_.end()) tell(json(*found));
}

bool ToyPeer::acknowledged(Event event) const {
  const auto taken = taken_.find(event), told = told_.find(event);
  return taken != taken_.end() && told != told_.end() && taken->second >= told->second;
}

PostRef ToyPeer::post_of_stranger(DeliveryId claimed) {
  const std::string made = "p" + std::to_string(++made_);
  posts_[made] = {{"tag", claimed.text()}, {"author", "u1"}, {"kind", 0}};
  return {room().backend, room().name, made};
}

Shown ToyPeer::last_shown() const { return read(last_shown_); }

bool ToyPeer::cut() {
  is_cut_ = true;
  bell_.ring();
  return true;
}

}  // namespace askd::adapter_suite
