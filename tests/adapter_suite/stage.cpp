#include "adapter_suite/stage.hpp"

#include "askd/settings.hpp"

#include <algorithm>
#include <exception>
#include <map>

namespace askd::adapter_suite {
namespace {

using namespace std::chrono_literals;

// Fills settings in as the configuration does, and notes which are secret.
class Filled : public Settings {
 public:
  Filled(std::map<std::string, std::string> values, std::vector<std::string>& secrets)
      : values_(std::move(values)), secrets_(secrets) {}

  void operator()(std::string& value, const Key& key) override {
    const auto found = values_.find(key.name);
    if (found != values_.end())
      value = found->second;
    else if (!key.fallback.empty())
      value = key.fallback;
    if (key.secret && !value.empty()) secrets_.push_back(value);
  }
  void operator()(bool& value, const Key& key) override {
    if (const std::string text = text_of(key); !text.empty()) value = text == "true";
  }
  void operator()(std::int64_t& value, const Key& key) override {
    if (const std::string text = text_of(key); !text.empty()) value = std::stoll(text);
  }
  // The peer writes durations in milliseconds; those that it doesn't set stay as the adapter made them.
  void operator()(std::chrono::milliseconds& value, const Key& key) override {
    if (values_.contains(key.name)) value = std::chrono::milliseconds(std::stoll(values_[key.name]));
  }
  void operator()(std::vector<std::string>& value, const Key& key) override {
    if (values_.contains(key.name)) value = {values_[key.name]};
  }
  void fault(const std::string& key, const std::string& what) override { faults.push_back(key + ": " + what); }

  Problems faults;

 private:
  std::string text_of(const Key& key) const {
    const auto found = values_.find(key.name);
    return found == values_.end() ? key.fallback : found->second;
  }

  std::map<std::string, std::string> values_;
  std::vector<std::string>& secrets_;
};

std::string what_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "something unknown";
  }
}

Words simple_words() { return Words{"Ana", "It is *ready*."}; }

Async<Result<>> without_value(Async<Result<PostRef>> coroutine) {
  auto result = co_await std::move(coroutine);
  if (!result) co_return result.error();
  co_return Result<>();
}

Async<Result<>> without_value(Async<Result<std::optional<DeliveryId>>> coroutine) {
  auto result = co_await std::move(coroutine);
  if (!result) co_return result.error();
  co_return Result<>();
}

}  // namespace

std::string name_of(Verb verb) {
  switch (verb) {
    case Verb::post:
      return "post()";
    case Verb::edit:
      return "edit()";
    case Verb::reply:
      return "reply()";
    case Verb::identify:
      return "identify()";
  }
  return {};
}

Stage::Stage(const MakePeer& make_peer) : peer(make_peer(world)), host(world, *peer) {
  peer->call = [this](const std::string& name, Request request) { return host.call(name, std::move(request)); };
  restart();
}

Stage::~Stage() {
  stop();
  world.close();
}

void Stage::restart() {
  stop();
  secret_settings_.clear();
  Filled settings(peer->settings(), secret_settings_);
  adapter = peer->make(settings, [this] { return world.now(); });
  for (const std::string& fault : settings.faults) problems_.push_back("The peer's settings are at fault: " + fault);
  for (const std::string& secret : secret_settings_)
    expect(secret.size() >= 8, "A secret of the peer's settings is too short to be looked for.");
}

void Stage::listen() { listening_ = world.start(adapter->listen(host)); }

bool Stage::listen_until_caught_up() {
  const std::size_t before = host.caught_up_after.size();
  if (!is_listening()) listen();
  world.until([&] { return host.caught_up_after.size() > before || !is_listening(); });
  world.settle();
  return expect(host.caught_up_after.size() > before, "listen() never says that it has caught up.");
}

void Stage::stop() {
  if (is_listening()) {
    listening_->cancel();
    world.settle();
    expect(!is_listening(), "listen() goes on after it was cancelled.");
  }
  if (const auto ended = listening_ended(); ended && ended->has_error()) remember(ended->error(), "listen()");
  if (!is_listening()) listening_.reset();
  host.stop_serving();
}

std::optional<Result<>> Stage::listening_ended() const {
  if (!listening_ || !listening_->ended()) return std::nullopt;
  return listening_->state->value;
}

// An id that is of now, as askd's are.
DeliveryId Stage::fresh() {
  const auto time = static_cast<std::uint64_t>(world.now().time_since_epoch().count());
  return DeliveryId{Ulid{time << 16, ++made_}};
}

std::vector<Verb> Stage::verbs() const {
  if (adapter->capabilities().edits) return {Verb::post, Verb::edit, Verb::reply, Verb::identify};
  return {Verb::post, Verb::reply, Verb::identify};
}

template <class T>
std::optional<Result<T>> Stage::finish(const char* what, const Started<Result<T>>& started) {
  world.until([&] { return started.ended(); });
  if (!expect(started.ended(), std::string(what) + " never ends.")) return std::nullopt;
  if (started.state->thrown) {
    expect(false, std::string(what) + " threw: " + what_of(started.state->thrown));
    return std::nullopt;
  }
  if (!*started.state->value) remember(started.state->value->error(), what);
  return *started.state->value;
}

std::optional<PostRef> Stage::post(const Card& card, DeliveryId id) {
  const auto posted = finish("post()", world.start(adapter->post(host, peer->room(), std::nullopt, id, card)));
  if (!posted) return std::nullopt;
  if (!*posted) {
    expect(false, "post() failed: " + posted->error().message);
    return std::nullopt;
  }
  host.open.push_back(**posted);
  return **posted;
}

bool Stage::edit(const PostRef& post, DeliveryId id, const Card& card) {
  const auto edited = finish("edit()", world.start(adapter->edit(host, post, id, card)));
  return edited && expect(!edited->has_error(), "edit() failed: " + (*edited ? "" : edited->error().message));
}

bool Stage::reply(const PostRef& post, const Words& words) {
  const auto said = finish("reply()", world.start(adapter->reply(host, post, fresh(), words)));
  return said && expect(!said->has_error(), "reply() failed: " + (*said ? "" : said->error().message));
}

std::optional<Result<std::optional<DeliveryId>>> Stage::identify(const PostRef& post) {
  return finish("identify()", world.start(adapter->identify(host, post)));
}

Started<Result<>> Stage::begin(Verb verb, const PostRef& post, DeliveryId id) {
  switch (verb) {
    case Verb::post:
      return world.start(
          without_value(adapter->post(host, peer->room(), std::nullopt, id, card_of(CardInput::buttons))));
    case Verb::edit:
      return world.start(adapter->edit(host, post, id, ended_card()));
    case Verb::reply:
      return world.start(adapter->reply(host, post, fresh(), simple_words()));
    case Verb::identify:
      break;
  }
  return world.start(without_value(adapter->identify(host, post)));
}

std::optional<Result<>> Stage::run(Verb verb, const PostRef& post, DeliveryId id) {
  return finish(name_of(verb).c_str(), begin(verb, post, id));
}

std::vector<Inbound> Stage::inbounds() const {
  std::vector<Inbound> out;
  std::copy_if(host.inbounds.begin(), host.inbounds.end(), std::back_inserter(out),
               [](const Inbound& what) { return !what.own; });
  return out;
}

std::optional<Inbound> Stage::next_inbound(std::string_view of_what) {
  world.until([&] { return inbounds().size() > heard_; }, 10min);
  const std::vector<Inbound> all = inbounds();
  if (!expect(all.size() > heard_, "Nothing is heard of " + std::string(of_what) + ".")) return std::nullopt;
  return all[heard_++];
}

bool Stage::expect(bool so, const std::string& problem) {
  if (!so) problems_.push_back(problem);
  return so;
}

void Stage::tell(const std::string& where, std::string_view text) { told_.emplace_back(where, text); }

void Stage::remember(const Error& error, const std::string& where) {
  tell("an Error of " + where, error.message);
  for (const Problem& problem : error.problems) tell("an Error of " + where, problem.pointer + " " + problem.detail);
}

std::vector<std::string> Stage::secrets() const {
  std::vector<std::string> out = secret_settings_;
  const std::vector<std::string> tickets = peer->tickets();
  out.insert(out.end(), tickets.begin(), tickets.end());
  out.insert(out.end(), host.credentials.begin(), host.credentials.end());
  return out;
}

Problems Stage::found() {
  stop();
  for (const std::string& report : host.reports) tell("report()", report);
  for (const Inbound& what : host.inbounds) {
    std::string all = what.key + ' ' + what.who + ' ' + what.who_name + ' ' + what.said + ' ' + what.note + ' ' +
                      what.link + ' ' + what.cursor + ' ' + what.thread.room + ' ' + what.thread.message;
    for (const std::string& value : what.values) all.append(" ").append(value);
    for (const auto& [name, value] : what.filled) all.append(" ").append(name).append(" ").append(value);
    tell("an Inbound", all);
  }
  Problems out = problems_;
  for (const auto& [where, text] : told_)
    for (const std::string& secret : secrets())
      if (text.find(secret) != std::string::npos) out.push_back("A secret stands in " + where + ".");
  out.insert(out.end(), host.complaints.begin(), host.complaints.end());
  for (const std::string& complaint : peer->complaints) out.push_back("The platform: " + complaint);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Card card_of(CardInput input) {
  Card card;
  card.agent = "deploy-bot";
  card.title = "Deploy 4.2?";
  card.body = "It is ready.";
  card.url = "https://askd.example/asks/1";
  card.input = input;
  const bool picks = input == CardInput::buttons || input == CardInput::select || input == CardInput::several;
  for (int i = 1; picks && i <= 3; ++i)
    card.buttons.push_back({"value-" + std::to_string(i), "Option " + std::to_string(i)});
  if (input == CardInput::fields) {
    const std::vector<Button> options = {{"eu", "Europe"}, {"us", "America"}};
    card.fields = {{"field_1", "Field 1", CardField::Kind::text, true},
                   {"field_2", "Field 2", CardField::Kind::number},
                   {"field_3", "Field 3", CardField::Kind::integer},
                   {"field_4", "Field 4", CardField::Kind::boolean},
                   {"field_5", "Field 5", CardField::Kind::choice, false, false, options}};
  }
  if (input == CardInput::text) card.hint = "Write whatever you like.";
  return card;
}

Card ended_card() {
  Card card = card_of(CardInput::none);
  card.outcome = "Approved by Ana, 14:02 UTC";
  return card;
}

}  // namespace askd::adapter_suite
