// One check's stage: a world, a platform in it, and an adapter between the platform and a host.
#pragma once

#include "adapter_suite/host.hpp"
#include "adapter_suite/peer.hpp"
#include "adapter_suite/world.hpp"

#include "askd/adapter.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::adapter_suite {

// What is wrong with an adapter, a sentence each.
using Problems = std::vector<std::string>;

// The four verbs that end by themselves.
enum class Verb { post, edit, reply, identify };
std::string name_of(Verb verb);

class Stage {
 public:
  explicit Stage(const MakePeer& make_peer);
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage();

  // As after a restart of askd: the adapter has forgotten everything, the host and the platform nothing.
  void restart();
  void listen();
  // Until the adapter says that it has caught up; a problem if it never does.
  bool listen_until_caught_up();
  // Calls listen() off. A problem if that doesn't end it.
  void stop();
  bool is_listening() const { return listening_ && !listening_->ended(); }
  // What listen() returned.
  std::optional<Result<>> listening_ended() const;

  DeliveryId fresh();
  // The verbs that the platform's capabilities promise.
  std::vector<Verb> verbs() const;
  // Posts where the peer says, and remembers the post as one that is open. Nothing, and a problem, if it can't be.
  std::optional<PostRef> post(const Card& card, DeliveryId id);
  bool edit(const PostRef& post, DeliveryId id, const Card& card);
  bool reply(const PostRef& post, const Words& words);
  std::optional<Result<std::optional<DeliveryId>>> identify(const PostRef& post);

  // Starts a verb about `post`, with a card or words that are simple.
  Started<Result<>> begin(Verb verb, const PostRef& post, DeliveryId id);
  // What became of it; nothing, and a problem, if it never ended or threw.
  std::optional<Result<>> run(Verb verb, const PostRef& post, DeliveryId id);

  // The next inbound but those that tell of our own posts; nothing, and a problem, if none comes.
  std::optional<Inbound> next_inbound(std::string_view of_what);
  std::vector<Inbound> inbounds() const;  // those of people

  // Notes the problem unless it is so; returns whether it is so.
  bool expect(bool so, const std::string& problem);
  // Ends what is under way and returns all problems: those noted, the peer's, and secrets that were told.
  Problems found();

  // Every setting that is secret, all tickets and whatever stood in an Authorization.
  std::vector<std::string> secrets() const;
  // Looks for a secret in what an adapter told somebody.
  void tell(const std::string& where, std::string_view text);

  World world;

 private:
  template <class T>
  std::optional<Result<T>> finish(const char* what, const Started<Result<T>>& started);
  void remember(const Error& error, const std::string& where);

 public:
  std::unique_ptr<Peer> peer;
  StageHost host;
  std::unique_ptr<Adapter> adapter;

 private:
  std::vector<std::string> secret_settings_;
  std::optional<Started<Result<>>> listening_;
  std::vector<std::pair<std::string, std::string>> told_;  // where, and what
  std::size_t heard_ = 0;
  std::uint64_t made_ = 0;
  Problems problems_;
};

// A card of each kind that this platform is said to show. Its buttons are "Option 1" with the value "value-1", and so
// on; its fields are "Field 1" with the name "field_1".
Card card_of(CardInput input);
Card ended_card();

}  // namespace askd::adapter_suite
