// For the tests: askd's agents' door over the real engine and store, driven by the test's own thread.
#pragma once

#include "api/door.hpp"
#include "api/first_start.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "engine/pump.hpp"
#include "engine/service.hpp"
#include "net/rig.hpp"
#include "net/router.hpp"
#include "store/memory_kv.hpp"
#include "store/store.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace askd::api {

// One answer, with a chunked body put together again.
struct Reply {
  int status = 0;
  std::string head = {};
  std::string body = {};

  Json json() const { return Json::parse(body, nullptr, false); }
  // The value of a header; empty if it isn't there. `name` as the server writes it.
  std::string header(std::string_view name) const {
    const auto at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

inline std::string unchunked(std::string_view chunks) {
  std::string body;
  for (;;) {
    const auto end = chunks.find("\r\n");
    if (end == std::string_view::npos) return body;
    const auto size = std::stoul(std::string(chunks.substr(0, end)), nullptr, 16);
    if (size == 0) return body;
    body += chunks.substr(end + 2, size);
    chunks.remove_prefix(end + 2 + size + 2);
  }
}

inline Reply parse_reply(const std::string& text) {
  Reply reply;
  reply.status = net::status_of(text);
  const auto end = text.find("\r\n\r\n");
  if (end == std::string::npos) return reply;
  reply.head = text.substr(0, end + 2);
  reply.body = text.substr(end + 4);
  if (reply.header("Transfer-Encoding") == "chunked") reply.body = unchunked(reply.body);
  return reply;
}

class Askd : public net::Loop {
 public:
  explicit Askd(Settings settings = {.public_url = "http://ask.test", .version = "0.1"}, bool empty = false)
      : store_(store::Store::open(std::make_shared<store::MemoryKv>()).value()),
        engine_(store_->load().value(), core::Roster{}),
        pump_(io.get_executor(), engine_, *store_, clock_, [](const Error& error) { FAIL() << error.message; }),
        service_(pump_, *store_, ids_),
        door_(service_, std::move(settings)),
        server_(io, {},
                [this](net::Request& request, net::Exchange& exchange) { return router_.serve(request, exchange); }),
        port_(server_.listen("127.0.0.1", 0).value()) {
    door_.mount(router_);
    boost::asio::co_spawn(io, pump_.run(), boost::asio::detached);
    if (!empty) set_up();
  }
  ~Askd() { stop(); }

  engine::Service& service() { return service_; }
  const std::string& token() const { return token_; }
  PersonId owner() const { return owner_; }
  std::uint16_t port() const { return port_; }
  void move_clock(std::chrono::milliseconds by) { now_ += by; }
  void stop() { run(server_.stop(std::chrono::seconds(5))); }
  void begin_stop() { boost::asio::co_spawn(io, server_.stop(std::chrono::seconds(5)), boost::asio::detached); }

  core::Outcome submit(core::Input input) { return run(service_.submit(std::move(input))); }
  // The owner answers in the inbox.
  core::Outcome answer(const std::string& ask, std::string value, std::string note = {}) {
    core::asks::Replied replied;
    replied.id = AskId::parse(ask).value();
    replied.by = owner_;
    replied.value = std::move(value);
    replied.note = std::move(note);
    return submit(core::asks::Input{std::move(replied)});
  }
  core::Outcome comment(const std::string& ask, const std::string& conversation, std::string text) {
    core::conversations::Wrote wrote;
    wrote.id = ids_.next<MessageId>(service_.now());
    wrote.ask = AskId::parse(ask).value();
    wrote.conversation = ConversationId::parse(conversation).value();
    wrote.person = owner_;
    wrote.content = std::move(text);
    return submit(core::conversations::Input{std::move(wrote)});
  }

  std::string request(std::string_view method, std::string_view target, std::string_view body,
                      std::string_view headers) const {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
    text += "Connection: close\r\n" + std::string(headers);
    if (!body.empty() || method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + std::string(body);
  }
  std::string authorization() const { return "Authorization: Bearer " + token_ + "\r\n"; }

  // With the agent's token.
  Reply call(std::string_view method, std::string_view target, std::string_view body = {},
             std::string_view headers = {}) {
    return call_as(authorization(), method, target, body, headers);
  }
  Reply call_as(std::string_view authorization, std::string_view method, std::string_view target,
                std::string_view body = {}, std::string_view headers = {}) {
    net::Raw client(*this, port_);
    client.send(request(method, target, body, std::string(authorization) + std::string(headers)));
    return parse_reply(client.all());
  }

 private:
  void set_up() {
    FirstStart start = first_start(ids_, service_.now(), "ana@example.com", "", "deploy-bot", "Deploys");
    token_ = start.api_key;
    owner_ = start.input.owner.id;
    ASSERT_FALSE(submit(core::people::Input{start.input}).error);
  }

  Instant now_{std::chrono::milliseconds(1'700'000'000'000)};
  IdSource ids_{7};
  std::unique_ptr<store::Store> store_;
  engine::Engine engine_;
  engine::Clock clock_{[this] { return now_; }, [this] { return now_.time_since_epoch(); }};
  engine::Pump pump_;
  engine::Service service_;
  Door door_;
  net::Router router_;
  net::Server server_;
  std::uint16_t port_;
  std::string token_;
  PersonId owner_;
};

}  // namespace askd::api
