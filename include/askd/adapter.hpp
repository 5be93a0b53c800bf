// What askd asks of an adapter: five verbs and a fact sheet.
#pragma once

#include "askd/capabilities.hpp"
#include "askd/host.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askd {

class Settings;

// Words that go into a conversation's thread, or to one person there.
struct Words {
  std::string author;   // whose words these are; empty for askd's own
  std::string text;     // askd's Markdown
  std::string to = {};  // the platform's id of the one person who may see it; empty for all
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual Capabilities capabilities() const = 0;
  // Tells the host what people do, until cancelled. Returns only what reconnecting can't cure (a revoked token).
  virtual Async<Result<>> listen(Host& host) = 0;
  // Shows the card, in `thread` if there is one. `id` must come back with every press, and identify() must find it
  // again in the post.
  virtual Async<Result<PostRef>> post(Host& host, Room room, std::optional<PostRef> thread, DeliveryId id,
                                      Card card) = 0;
  virtual Async<Result<>> edit(Host& host, PostRef post, DeliveryId id, Card card) = 0;
  // Says it in the thread or, where `thread` names no message, in the room itself.
  virtual Async<Result<>> reply(Host& host, PostRef thread, DeliveryId id, Words words) = 0;
  // Whose post is this? Asked for replies in a thread that we have no receipt for, as after a crash while posting.
  virtual Async<Result<std::optional<DeliveryId>>> identify(Host& host, PostRef post) = 0;
};

// One question of `askctl connect`, and what the operator does before answering it.
struct SetupStep {
  std::string text;
  std::string key = {};  // the setting that the answer fills; empty where there is only something to read
};

// How an operator connects a backend: steps to show, and a check that runs against the platform with what was filled
// in.
struct Setup {
  std::vector<SetupStep> steps;
  Async<Result<std::string>> (*check)(Host& host, Adapter& adapter) = nullptr;
};

// One per folder in adapters/, named `type`.
struct AdapterType {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<Adapter> (*make)(Settings& settings);
  Setup (*setup)() = nullptr;
  bool by_email = false;  // a person is known here by their email address, which no identity needs to repeat
};

}  // namespace askd
