// Deliveries to a receiver on loopback: signed, in order, again where they fail, and only where they may go.
#include "api/webhooks.hpp"
#include "api/rig.hpp"
#include "api/webhook_signature.hpp"
#include "base/crypto.hpp"
#include "shapes/cursor.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

namespace askd::api {
namespace {

using namespace std::chrono_literals;

// What a webhook points to: it keeps what comes, and answers as it is told.
class Receiver {
 public:
  explicit Receiver(Askd& askd)
      : server_(askd.io, {},
                [this](net::Request& request, net::Exchange& exchange) { return serve(request, exchange); }),
        port_(server_.listen("127.0.0.1", 0).value()) {}

  std::string url(std::string_view host = "127.0.0.1") const {
    return "http://" + std::string(host) + ":" + std::to_string(port_) + "/hook";
  }

  struct Delivery {
    std::string id;
    std::string timestamp;
    std::string signatures;
    std::string body;
    Json json() const { return Json::parse(body, nullptr, false); }
  };
  std::vector<Delivery> came;
  std::deque<int> answers;  // statuses; 200 where there is none
  std::string location;

 private:
  Async<> serve(net::Request& request, net::Exchange& exchange) {
    const auto field = [&](std::string_view name) { return std::string(request.header(name).value_or("")); };
    came.push_back({field("webhook-id"), field("webhook-timestamp"), field("webhook-signature"), request.body});
    net::Response response;
    response.status = answers.empty() ? 200 : answers.front();
    if (!answers.empty()) answers.pop_front();
    if (!location.empty()) response.headers.emplace_back("Location", location);
    co_await exchange.send(std::move(response));
  }

  net::Server server_;
  std::uint16_t port_;
};

class Delivering : public ::testing::Test {
 protected:
  Delivering() {
    EXPECT_TRUE(local.add("127.0.0.0/8"));
    entries.use("http://ask.test");
    webhooks.use("http://ask.test", local);
  }
  ~Delivering() override { webhooks.stop(); }

  void point_to(const std::string& url, std::string secret = "key") {
    core::agents::WebhookRequested request;
    request.agent = agent();
    request.url = url;
    request.secret.text = crypto::base64url(secret);
    request.previous_ends = askd.service().now() + 1h;
    webhooks.observe(askd.submit(core::agents::Input{request}));
  }
  AgentId agent() { return askd.service().state().agents.begin()->first; }
  const core::Webhook& webhook() { return *askd.service().state().agents.begin()->second.webhook; }
  std::string ask(const std::string& title) {
    return askd.call("POST", "/api/v1/asks", R"({"title":")" + title + R"("})").json()["id"];
  }
  // Turns the loop with time going on.
  bool until(const std::function<bool()>& done) {
    return askd.until([&] {
      askd.move_clock(5ms);
      return done();
    });
  }

  Askd askd;
  Receiver receiver{askd};
  Entries entries{askd.service()};
  std::vector<std::string> log;
  Webhooks webhooks{askd.io, askd.service(), entries, [this](std::string sentence) { log.push_back(sentence); },
                    WebhookPatience{20ms, 80ms, 2s, 5s}};
  net::Networks local;
};

TEST_F(Delivering, SendsCloudEventsInOrderAndSigned) {
  point_to(receiver.url());
  const std::string first = ask("One?");
  const std::string second = ask("Two?");
  ASSERT_TRUE(until([&] { return receiver.came.size() == 2; }));
  const Json event = receiver.came[0].json();
  EXPECT_EQ(event["specversion"], "1.0");
  EXPECT_EQ(event["id"], receiver.came[0].id);
  EXPECT_EQ(event["source"], "http://ask.test");
  EXPECT_EQ(event["type"], "ask.opened");
  EXPECT_EQ(event["subject"], "asks/" + first);
  EXPECT_EQ(event["data"]["ask"]["id"], first);
  EXPECT_EQ(receiver.came[1].json()["data"]["ask"]["id"], second);
  const auto& one = receiver.came[0];
  const crypto::Digest mac = crypto::hmac_sha256("key", one.id + "." + one.timestamp + "." + one.body);
  EXPECT_EQ(one.signatures, "v1," + crypto::base64({reinterpret_cast<const char*>(mac.data()), mac.size()}));
  const std::string last = receiver.came[1].json()["data"]["cursor"];
  EXPECT_TRUE(until([&] { return shapes::cursor_text(webhook().cursor) == last; }));
}

TEST_F(Delivering, TriesAgainWithTheSameId) {
  receiver.answers = {500, 503, 200};
  point_to(receiver.url());
  ask("One?");
  ask("Two?");
  ASSERT_TRUE(until([&] { return receiver.came.size() == 4; }));
  EXPECT_EQ(receiver.came[0].id, receiver.came[1].id);
  EXPECT_EQ(receiver.came[0].id, receiver.came[2].id);
  EXPECT_EQ(receiver.came[0].body, receiver.came[2].body);
  EXPECT_NE(receiver.came[2].id, receiver.came[3].id) << "and then the one behind it";
}

TEST_F(Delivering, GoneDisablesAndRedriveGoesOn) {
  receiver.answers = {200, 410};
  point_to(receiver.url());
  ask("One?");
  const std::string missed = ask("Two?");
  ASSERT_TRUE(until([&] { return webhook().state == core::WebhookState::disabled; }));
  EXPECT_EQ(webhook().reason, "It answered 410.");
  ASSERT_EQ(log.size(), 1U);
  ask("Three?");
  webhooks.observe(askd.submit(core::agents::Input{core::agents::RedriveRequested{agent(), {}}}));
  ASSERT_TRUE(until([&] { return receiver.came.size() == 4; }));
  EXPECT_EQ(receiver.came[2].json()["data"]["ask"]["id"], missed);
}

TEST_F(Delivering, GivesUpAfterItsPatience) {
  receiver.answers = std::deque<int>(1000, 500);
  point_to(receiver.url());
  ask("One?");
  ASSERT_TRUE(until([&] { return webhook().state == core::WebhookState::disabled; }));
  EXPECT_NE(webhook().reason.find("It answered 500."), std::string::npos);
  EXPECT_GT(receiver.came.size(), 5U);
}

TEST_F(Delivering, RedirectsAreNotFollowed) {
  receiver.answers = {307, 200};
  receiver.location = "http://127.0.0.1:1/elsewhere";
  point_to(receiver.url());
  ask("One?");
  ASSERT_TRUE(until([&] { return receiver.came.size() == 2; })) << "it comes to the same place again";
}

TEST_F(Delivering, BothSecretsSignWhileAReceiverChangesOver) {
  point_to(receiver.url(), "old");
  point_to(receiver.url(), "new");
  ask("One?");
  ASSERT_TRUE(until([&] { return receiver.came.size() == 1; }));
  const auto& one = receiver.came[0];
  const std::string content = one.id + "." + one.timestamp + "." + one.body;
  std::string expected;
  for (const std::string key : {"new", "old"}) {
    const crypto::Digest mac = crypto::hmac_sha256(key, content);
    expected +=
        (expected.empty() ? "v1," : " v1,") + crypto::base64({reinterpret_cast<const char*>(mac.data()), mac.size()});
  }
  EXPECT_EQ(one.signatures, expected);
}

// A name may stand for a public address when it is set, and for a private one when it is called: what counts is the
// address that is connected to.
TEST_F(Delivering, TheAddressIsCheckedWhenItIsConnectedTo) {
  EXPECT_TRUE(askd.run(webhooks.reachable(receiver.url("localhost"))));
  point_to(receiver.url("localhost"));
  webhooks.use("http://ask.test", net::Networks{});
  ask("One?");
  ASSERT_TRUE(until([&] { return webhook().state == core::WebhookState::disabled; }));
  EXPECT_TRUE(receiver.came.empty());
  EXPECT_NE(webhook().reason.find("may not be called"), std::string::npos) << webhook().reason;
}

TEST_F(Delivering, StrangersAreRefusedBeforehand) {
  webhooks.use("http://ask.test", net::Networks{});
  for (const char* url : {"https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/",
                          "https://localhost/", "https://[::ffff:10.0.0.1]/", "http://8.8.8.8/"}) {
    const auto reachable = askd.run(webhooks.reachable(url));
    ASSERT_FALSE(reachable) << url;
    EXPECT_EQ(reachable.error().fault, Fault::forbidden) << url << ": " << reachable.error().message;
  }
  EXPECT_TRUE(askd.run(webhooks.reachable("https://8.8.8.8/")));
  EXPECT_FALSE(askd.run(webhooks.reachable("ftp://8.8.8.8/")));
}

TEST_F(Delivering, AfterARestartItGoesOnWhereItWas) {
  receiver.answers = std::deque<int>(1000, 500);
  point_to(receiver.url());
  const std::string first = ask("One?");
  ASSERT_TRUE(until([&] { return receiver.came.size() >= 2; }));
  webhooks.stop();
  receiver.answers.clear();
  receiver.came.clear();
  Webhooks next(askd.io, askd.service(), entries, {}, WebhookPatience{20ms, 80ms, 2s, 5s});
  next.use("http://ask.test", local);
  next.start();
  ASSERT_TRUE(until([&] { return receiver.came.size() == 1; }));
  EXPECT_EQ(receiver.came[0].json()["data"]["ask"]["id"], first);
  next.stop();
}

}  // namespace
}  // namespace askd::api
