#include "config/testing/fake_adapter.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <vector>

namespace askd::config::testing {
namespace {

class Quiet : public Adapter {
 public:
  Capabilities capabilities() const override { return capabilities_; }
  Async<Result<>> listen(Host&) override { co_return Result<>(); }
  Async<Result<PostRef>> post(Host&, Room, std::optional<PostRef>, DeliveryId, Card) override {
    co_return Result<PostRef>(PostRef{});
  }
  Async<Result<>> edit(Host&, PostRef, DeliveryId, Card) override { co_return Result<>(); }
  Async<Result<>> reply(Host&, PostRef, DeliveryId, Words) override { co_return Result<>(); }
  Async<Result<std::optional<DeliveryId>>> identify(Host&, PostRef) override {
    co_return Result<std::optional<DeliveryId>>(std::nullopt);
  }

 protected:
  Capabilities capabilities_ = {};
};

class Chat final : public Quiet {
 public:
  explicit Chat(Settings& is) {
    is(token, {.name = "bot_token", .help = "Token of the bot.", .required = true, .secret = true});
    is(app_token, {.name = "app_token", .help = "Token of the app, where mode is socket.", .secret = true});
    is(mode, {.name = "mode", .fallback = "socket", .help = "How messages come in.", .one_of = {"socket", "events"}});
    is(url, {.name = "api_url", .fallback = "https://chat.example.com/api/", .help = "Address of the platform."});
    is(retries, {.name = "retries", .fallback = "5", .help = "How often a call is tried.", .least = 0, .most = 20});
    is(pause, {.name = "pause", .fallback = "10s", .help = "Between two tries.", .least = 100, .most = 60'000});
    is(typing, {.name = "typing", .fallback = "true", .help = "Whether it shows that somebody types."});
    if (mode == "socket" && app_token.empty()) is.fault("mode", "mode: socket needs app_token");
    capabilities_.buttons_max = 25;
    capabilities_.edits = typing;
  }

  std::string token, app_token, mode, url;
  std::int64_t retries = 0;
  std::chrono::milliseconds pause{};
  bool typing = false;
};

class Post final : public Quiet {
 public:
  explicit Post(Settings& is) {
    is(address_, {.name = "address", .help = "The address that it writes from.", .required = true});
    is(smtp_, {.name = "smtp", .help = "Server that mail goes out by.", .required = true});
    is(imap_, {.name = "imap", .help = "Server that mail comes in by."});
    is(user_, {.name = "user", .help = "Name to log in by."});
    is(password_, {.name = "password", .help = "Password of that name.", .secret = true});
    is(mailboxes_, {.name = "mailboxes", .fallback = "[INBOX, Junk]", .help = "Folders that are read."});
  }

 private:
  std::string address_, smtp_, imap_, user_, password_;
  std::vector<std::string> mailboxes_;
};

template <class T>
std::unique_ptr<Adapter> make(Settings& settings) {
  return std::make_unique<T>(settings);
}

const AdapterType chat{.name = "chat", .summary = "A chat that the tests made up.", .make = make<Chat>};
const AdapterType mail{.name = "post", .summary = "Mail that the tests made up.", .make = make<Post>, .by_email = true};
const std::array<const AdapterType*, 2> types = {&chat, &mail};

}  // namespace

AdapterTypes fake_types() { return types; }

std::string seen_by(const Adapter& adapter) {
  const auto& seen = dynamic_cast<const Chat&>(adapter);
  return seen.token + " " + seen.app_token + " " + seen.mode + " " + seen.url + " " + std::to_string(seen.retries) +
         " " + std::to_string(seen.pause.count()) + " " + (seen.typing ? "typing" : "silent");
}

}  // namespace askd::config::testing
