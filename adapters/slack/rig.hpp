// For the tests: a Slack that answers by script, behind a host whose time only moves when there is nothing else to do.
#pragma once

#include "bell.hpp"
#include "json.hpp"
#include "signature.hpp"
#include "slack.hpp"

#include <gtest/gtest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace askd::adapters::slack {

// One WebSocket, from both ends.
struct Wire {
  std::deque<std::string> incoming;
  std::vector<std::string> written;
  bool cut = false;     // by Slack
  bool closed = false;  // by us
  Bell bell;

  void say(std::string frame) {
    incoming.push_back(std::move(frame));
    bell.ring();
  }
  void end() {
    cut = true;
    bell.ring();
  }
};

class WireSocket : public Socket {
 public:
  explicit WireSocket(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
  ~WireSocket() override { wire_->closed = true; }
  Async<Result<std::string>> read() override {
    while (wire_->incoming.empty() && !wire_->cut && !wire_->closed) co_await wire_->bell.wait();
    if (wire_->incoming.empty()) co_return Error{Fault::unavailable, "The WebSocket was closed.", {}};
    std::string frame = std::move(wire_->incoming.front());
    wire_->incoming.pop_front();
    co_return frame;
  }
  Async<Result<>> write(std::string message) override {
    wire_->written.push_back(std::move(message));
    co_return Result<>();
  }
  Async<> close() override {
    wire_->closed = true;
    wire_->bell.ring();
    co_return;
  }

 private:
  std::shared_ptr<Wire> wire_;
};

struct Call {
  std::string method;
  Json body;  // of a form, too
  Request request;
  Instant at;
};

inline std::string read_testdata(const std::string& name) {
  std::ifstream file(std::string(ASKD_SOURCE_DIR) + "/adapters/slack/testdata/" + name);
  EXPECT_TRUE(file) << name;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline Json testdata(const std::string& name) {
  auto parsed = parse_object(read_testdata(name));
  EXPECT_TRUE(parsed) << name;
  return parsed ? parsed->json : Json::object();
}

inline DeliveryId delivery_made_at(Instant when, std::uint64_t number = 1) {
  return DeliveryId{Ulid{static_cast<std::uint64_t>(when.time_since_epoch().count()) << 16, number}};
}

class FakeHost : public Host {
 public:
  Async<> heard(Inbound what) override {
    if (broken == "heard") throw std::runtime_error("no disk");
    while (frozen) co_await thaw.wait();
    what.thread.backend = "slack-main";
    inbounds.push_back(std::move(what));
  }
  Async<> caught_up() override {
    ++caught_up_count;
    co_return;
  }
  std::string cursor() const override { return {}; }
  std::vector<PostRef> open_posts() const override {
    if (broken == "open_posts") throw std::runtime_error("no posts");
    return open;
  }

  Async<Result<Response>> send(Request request) override {
    Call call{request.url.substr(request.url.rfind('/') + 1), Json::object(), request, now};
    auto parsed = parse_object(request.body);
    if (parsed)
      call.body = parsed->json;
    else
      for (const char* name : {"channel", "ts", "oldest", "inclusive", "cursor", "email", "user",
                               "include_all_metadata", "filename", "length"})
        if (auto value = form_field(request.body, name)) call.body[name] = *value;
    calls.push_back(call);
    if (broken == call.method) throw std::runtime_error("no call of " + call.method);
    if (const auto found = delays.find(call.method); found != delays.end()) co_await sleep(found->second);
    auto& script = scripts[call.method];
    if (script.empty()) co_return usual(call);
    Result<Response> next = std::move(script.front());
    script.pop_front();
    co_return next;
  }

  Async<Result<std::unique_ptr<Socket>>> connect(std::string url, Headers) override {
    urls.push_back(std::move(url));
    if (!refusals.empty()) {
      Error error = std::move(refusals.front());
      refusals.pop_front();
      co_return error;
    }
    auto wire = std::make_shared<Wire>();
    wires.push_back(wire);
    if (!mute) wire->say(greeting);
    std::unique_ptr<Socket> socket = std::make_unique<WireSocket>(wire);
    co_return socket;
  }
  Async<Result<std::unique_ptr<Stream>>> dial(std::string, bool) override { co_return invalid("Slack dials nobody."); }
  Result<> serve(std::string name, Hook hook) override {
    hooks[name] = std::move(hook);
    return {};
  }
  Async<> sleep(std::chrono::milliseconds time) override {
    Sleeper sleeper(*this, now + time);
    while (now < sleeper.due) co_await sleeper.bell.wait();
  }
  void report(std::string_view reason) override { reports.emplace_back(reason); }

  // Lets whatever can run, run; or else moves the time on to the next who sleeps.
  bool step() {
    io.restart();
    if (io.poll() > 0) return true;
    Sleeper* next = nullptr;
    for (Sleeper* one : sleepers)
      if (next == nullptr || one->due < next->due) next = one;
    if (next == nullptr) return false;
    now = std::max(now, next->due);
    next->bell.ring();
    return true;
  }
  bool until(const std::function<bool()>& done) {
    for (int i = 0; i < 20'000; ++i) {
      if (done()) return true;
      if (!step()) return done();
    }
    return done();
  }
  // Without moving the time.
  void settle() {
    do {
      io.restart();
    } while (io.poll() > 0);
  }
  void pass(std::chrono::milliseconds time) {
    Sleeper sleeper(*this, now + time);
    until([&] { return now >= sleeper.due; });
    settle();
  }

  template <class T>
  T run(Async<T> coroutine) {
    std::optional<T> result;
    std::exception_ptr failure;
    boost::asio::co_spawn(io, std::move(coroutine), [&](std::exception_ptr thrown, T value) {
      failure = thrown;
      result.emplace(std::move(value));
    });
    EXPECT_TRUE(until([&] { return result.has_value(); }));
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }

  static Response ok(const Json& json) { return Response{200, {}, dump(json)}; }
  static Response refuse(const char* error) { return ok({{"ok", false}, {"error", error}}); }
  static Response limited(const char* seconds) {
    return Response{429, {{"Retry-After", seconds}}, R"({"ok":false,"error":"ratelimited"})"};
  }
  void script(const std::string& method, Result<Response> response) { scripts[method].push_back(std::move(response)); }
  std::vector<Call> calls_of(const std::string& method) const {
    std::vector<Call> out;
    for (const Call& call : calls)
      if (call.method == method) out.push_back(call);
    return out;
  }

  boost::asio::io_context io{1};
  Instant now{std::chrono::milliseconds(1'793'000'000'000)};
  std::vector<Inbound> inbounds;
  std::vector<PostRef> open;
  std::vector<Call> calls;
  std::map<std::string, std::deque<Result<Response>>> scripts;
  std::vector<std::string> urls;
  std::deque<Error> refusals;
  std::vector<std::shared_ptr<Wire>> wires;
  std::map<std::string, Hook> hooks;
  std::vector<std::string> reports;
  std::string greeting = R"({"type":"hello","num_connections":1,"connection_info":{"app_id":"A0APP"}})";
  int caught_up_count = 0;
  bool mute = false;  // new WebSockets don't say hello
  bool frozen = false;
  Bell thaw;
  std::string broken;                                       // what throws: a method of Slack's, or one of ours
  std::map<std::string, std::chrono::milliseconds> delays;  // of Slack's answers, by the method

 private:
  struct Sleeper {
    Sleeper(FakeHost& host, Instant when) : hosts(host), due(when) { hosts.sleepers.push_back(this); }
    ~Sleeper() { std::erase(hosts.sleepers, this); }
    FakeHost& hosts;
    Instant due;
    Bell bell;
  };

  Response usual(const Call& call) {
    if (call.method == "auth.test")
      return ok({{"ok", true},
                 {"url", "https://acme.slack.com/"},
                 {"team_id", "T0"},
                 {"user_id", "U0BOT"},
                 {"bot_id", "B0BOT"},
                 {"team", "Acme"},
                 {"user", "askd"}});
    if (call.method == "apps.connections.open")
      return ok({{"ok", true}, {"url", "wss://slack.test/link/?ticket=secret" + std::to_string(calls.size())}});
    if (call.method == "chat.postMessage")
      return ok({{"ok", true},
                 {"channel", text(call.body, "channel")},
                 {"ts", "1793000001." + std::to_string(100000 + ++posted)}});
    if (call.method == "conversations.open") return ok({{"ok", true}, {"channel", {{"id", "D0ANA"}}}});
    if (call.method == "users.lookupByEmail") return ok({{"ok", true}, {"user", {{"id", "U0ANA"}}}});
    if (call.method == "users.info") return ok({{"ok", true}, {"user", {{"profile", {{"display_name", "Ana"}}}}}});
    return ok({{"ok", true}, {"messages", Json::array()}});
  }

  std::vector<Sleeper*> sleepers;
  int posted = 0;
};

// One Slack that is asked to do things, and that listens once listen() was called.
class Rig {
 public:
  explicit Rig(std::string mode = "socket", std::string app_token = "xapp-1-A0APP-1-secret")
      : slack(Options{std::move(mode), std::move(app_token), "xoxb-secret-token", "askd-test-secret-0001",
                      "https://slack.test/api/"},
              [this] { return host.now; }) {}
  ~Rig() {
    // What listens refers to the two above: it must be gone before they are.
    stop.emit(boost::asio::cancellation_type::terminal);
    host.settle();
  }

  void listen() {
    boost::asio::co_spawn(
        host.io, slack.listen(host),
        boost::asio::bind_cancellation_slot(stop.slot(), [this](std::exception_ptr exception, Result<> how) {
          thrown = exception;
          ended = std::move(how);
        }));
  }
  // Until both connections are up.
  void listen_until_up() {
    listen();
    EXPECT_TRUE(host.until([this] { return host.wires.size() == 2 && host.caught_up_count == 1; }));
    host.settle();
  }
  Response call(const std::string& hook, std::string body) {
    Request request;
    request.method = "POST";
    request.body = std::move(body);
    const std::string time = std::to_string(host.now.time_since_epoch().count() / 1000);
    request.headers = {{"x-slack-request-timestamp", time},
                       {"X-SLACK-SIGNATURE", signature_of("askd-test-secret-0001", time, request.body)}};
    return host.run(host.hooks.at(hook)(std::move(request)));
  }
  DeliveryId fresh() { return delivery_made_at(host.now + std::chrono::seconds(1), ++made); }
  Result<PostRef> post(DeliveryId id, Card card, Room room = {"slack-main", "C0OPS", false},
                       std::optional<PostRef> thread = {}) {
    return host.run(slack.post(host, std::move(room), std::move(thread), id, std::move(card)));
  }

  FakeHost host;
  Slack slack;
  boost::asio::cancellation_signal stop;
  std::optional<Result<>> ended;
  std::exception_ptr thrown;
  std::uint64_t made = 0;
};

inline Card approval_card() {
  Card card;
  card.agent = "deploy-bot";
  card.title = "Deploy 4.2?";
  card.body = "It is **ready**.";
  card.input = CardInput::buttons;
  card.buttons = {{"approve", "Approve", ButtonStyle::primary}, {"deny", "Deny", ButtonStyle::danger}};
  card.note = true;
  card.url = "https://askd.example/asks/1";
  return card;
}

inline Json envelope(const std::string& id, const std::string& type, const Json& payload) {
  return {
      {"envelope_id", id}, {"type", type}, {"accepts_response_payload", type == "interactive"}, {"payload", payload}};
}

}  // namespace askd::adapters::slack
