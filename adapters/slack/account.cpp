#include "account.hpp"

#include "letters.hpp"

namespace askd::adapters::slack {
namespace {

bool is_address(std::string_view person) { return person.find('@') != std::string_view::npos; }

// A person waits for what they did to be acknowledged, so a name may cost little.
constexpr std::chrono::milliseconds name_patience{1'000};

}  // namespace

Async<Result<>> Account::know_self(Host& host) {
  if (!self_.team.empty()) co_return Result<>();
  auto answer = co_await api_.write(host, "auth.test", Json::object());
  if (!answer) co_return answer.error();
  home_ = text(answer->json, "url");
  self_.bot = text(answer->json, "bot_id");
  self_.user = text(answer->json, "user_id");
  self_.team = text(answer->json, "team_id");
  if (self_.team.empty() || self_.user.empty())
    co_return Error{Fault::unavailable, "Slack answered auth.test without saying who we are.", {}};
  co_return Result<>();
}

Async<Result<std::string>> Account::user_of(Host& host, const std::string& person) {
  if (!is_address(person)) co_return person;
  if (const std::string* known = users_.find(person)) co_return *known;
  Arguments arguments = {{"email", person}};
  auto answer = co_await api_.read(host, "users.lookupByEmail", std::move(arguments));
  if (!answer) co_return answer.error();
  std::string user = text(part(answer->json, "user"), "id");
  if (user.empty()) co_return Error{Fault::unavailable, "Slack found a person without an id.", {}};
  users_.keep(person, user);
  aliases_.keep(user, person);
  co_return user;
}

Async<Result<std::string>> Account::open_direct(Host& host, const std::string& person) {
  auto user = co_await user_of(host, person);
  if (!user) co_return user.error();
  Json body = {{"users", *user}};
  auto answer = co_await api_.write(host, "conversations.open", std::move(body));
  if (!answer) co_return answer.error();
  std::string channel = text(part(answer->json, "channel"), "id");
  if (channel.empty()) co_return Error{Fault::unavailable, "Slack opened a direct message without an id.", {}};
  co_return channel;
}

Async<Result<std::string>> Account::channel_of(Host& host, const Room& room) {
  if (!room.person) co_return room.name;
  if (const std::string* known = direct_.find(room.name)) co_return *known;
  auto channel = co_await open_direct(host, room.name);
  if (!channel) co_return channel.error();
  direct_.keep(room.name, *channel);
  learn_reader(*channel, is_address(room.name) ? room.name : "");
  co_return *channel;
}

Async<std::string> Account::name_of(Host& host, const std::string& user) {
  if (const std::string* known = names_.find(user)) co_return *known;
  Arguments arguments = {{"user", user}};
  auto answer = co_await api_.read(host, "users.info", std::move(arguments), name_patience);
  std::string name;
  if (answer) {
    const Json& profile = part(part(answer->json, "user"), "profile");
    name = text(profile, "display_name");
    if (name.empty()) name = text(profile, "real_name");
    if (name.empty()) name = text(part(answer->json, "user"), "name");
  }
  name = clip(name, 200);
  // Without the scope, or of a stranger, there is no name to be had: asking for each message would be of no use.
  const bool told = answer || answer.error().fault == Fault::forbidden || answer.error().fault == Fault::not_found;
  if (told) names_.keep(user, name);
  co_return name;
}

std::string Account::known_as(const std::string& channel, const std::string& user) {
  if (const std::string* reader = readers_.find(channel); reader != nullptr && !reader->empty())
    aliases_.keep(user, *reader);
  const std::string* alias = aliases_.find(user);
  return alias == nullptr ? user : *alias;
}

void Account::learn_reader(const std::string& channel, const std::string& person) {
  if (channel.starts_with('D') && is_address(person)) readers_.keep(channel, person);
}

Async<Result<std::string>> Account::root_of(Host& host, const std::string& channel, const std::string& ts) {
  if (const std::string* known = roots_.find({channel, ts})) co_return *known;
  Arguments arguments = {{"channel", channel}, {"ts", ts}, {"limit", "1"}};
  auto answer = co_await api_.read(host, "conversations.replies", std::move(arguments));
  if (!answer) {
    const Fault fault = answer.error().fault;
    if (fault == Fault::unavailable || fault == Fault::rate_limited) co_return answer.error();
    co_return ts;
  }
  std::string root = ts;
  for (const Json& message : list(answer->json, "messages"))
    if (text(message, "ts") == ts && !text(message, "thread_ts").empty()) root = text(message, "thread_ts");
  learn_root(channel, ts, root);
  co_return root;
}

std::string Account::link_to(const std::string& channel, const std::string& ts, const std::string& root) const {
  if (!home_.starts_with("https://") || !home_.ends_with('/')) return {};
  std::string digits = ts;
  std::erase(digits, '.');
  std::string link = home_ + "archives/" + channel + "/p" + digits;
  if (!root.empty() && root != ts) link += "?thread_ts=" + root + "&cid=" + channel;
  return link;
}

std::string Account::known_root(const std::string& channel, const std::string& ts) const {
  const std::string* known = roots_.find({channel, ts});
  return known == nullptr ? ts : *known;
}

void Account::learn_root(const std::string& channel, const std::string& ts, const std::string& root) {
  if (!ts.empty()) roots_.keep({channel, ts}, root.empty() ? ts : root);
}

}  // namespace askd::adapters::slack
