// What we write in Slack: cards, edits of them, and words; and how a post of ours is found again.
#pragma once

#include "account.hpp"
#include "files.hpp"
#include "web_api.hpp"

#include "askd/adapter.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace askd::adapters::slack {

class Posts {
 public:
  using Clock = std::function<Instant()>;

  Posts(WebApi& api, Account& account, Clock clock);

  // What is called when a message is found that had landed without our knowing: people may have replied to it since.
  void when_found(std::function<void()> found) { found_ = std::move(found); }

  Async<Result<PostRef>> post(Host& host, Room room, std::optional<PostRef> thread, DeliveryId id, Card card);
  Async<Result<>> edit(Host& host, PostRef post, DeliveryId id, Card card);
  Async<Result<>> reply(Host& host, PostRef thread, DeliveryId id, Words words);
  Async<Result<std::optional<DeliveryId>>> identify(Host& host, PostRef post);

  // The form of a card whose buttons can't hold it; null if it isn't known any more, as after a restart.
  const AnswerForm* form_of(const DeliveryId& id) const { return forms_.find(id); }

  // Opens the modal of a card, or tells the person how else to answer.
  Async<> open_modal(Host& host, Opening opening);

  // Tells one person something where they are, and nobody else; best effort.
  Async<> tell(Host& host, Origin where, std::string who, std::string text);

 private:
  struct Place {
    std::string channel;
    std::string root;  // empty: outside of any thread
  };

  // Posting is not idempotent in Slack: what may have landed already is looked for before it is posted again.
  bool may_have_landed(const DeliveryId& id) const;
  Async<Result<std::optional<Anchor>>> look_for(Host& host, Place place, DeliveryId id);
  Async<Result<std::optional<std::string>>> find_again(Host& host, Place place, DeliveryId id);
  Async<Result<std::optional<std::string>>> find(Host& host, Place place, DeliveryId id);
  Async<Result<Anchor>> send(Host& host, Place place, DeliveryId id, Json message);
  // Best effort: the card's link leads to the whole, too.
  Async<> attach_whole(Host& host, Anchor anchor, DeliveryId id, Card card, bool perhaps_there);
  Async<Result<>> say_privately(Host& host, Place place, DeliveryId id, Words words);

  WebApi& api_;
  Account& account_;
  Files files_;
  Clock clock_;
  Instant start_;
  std::function<void()> found_ = [] {};
  Memory<DeliveryId, Instant> unsure_{10'000};   // when the attempt began
  Memory<DeliveryId, AnswerForm> forms_{1'000};  // those that their button can't hold
};

}  // namespace askd::adapters::slack
