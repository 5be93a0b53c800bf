// A platform that exists only here, and an adapter for it that keeps the contract, or breaks it in one way.
#pragma once

#include "adapter_suite/peer.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace askd::adapter_suite {

// What the adapter does wrong.
enum class Flaw {
  none,
  acknowledges_early,
  acknowledges_what_is_lost,
  forgets_the_id,
  remembers_one_id,
  tells_labels,
  picks_one_of_several,
  picks_what_nobody_picked,
  cuts_what_is_written,
  forgets_fields,
  forgets_notes,
  decodes_nothing,
  forgets_the_id_when_it_edits,
  believes_strangers,
  takes_itself_for_a_person,
  leaves_the_buttons,
  takes_gone_for_broken,
  allows_too_much,
  cuts_at_bytes,
  cuts_values,
  escapes_nothing,
  escapes_no_words,
  makes_keys_up,
  forgets_its_cursor,
  says_caught_up_at_once,
  says_caught_up_in_a_gap,
  gives_up,
  never_gives_up,
  takes_broken_for_a_bug,
  takes_a_refusal_for_absence,
  forgets_the_pause,
  leaks_its_token,
  connects_without_an_end,
  waits_a_day,
  hangs_for_ever,
  leaves_a_post_running,
  leaves_an_edit_running,
  leaves_a_reply_running,
  leaves_a_look_running,
  swallows_cancellation
};

class ToyAdapter : public Adapter {
 public:
  ToyAdapter(Settings& settings, Flaw flaw);

  Capabilities capabilities() const override;
  Async<Result<>> listen(Host& host) override;
  Async<Result<PostRef>> post(Host& host, Room room, std::optional<PostRef> thread, DeliveryId id, Card card) override;
  Async<Result<>> edit(Host& host, PostRef post, DeliveryId id, Card card) override;
  Async<Result<>> reply(Host& host, PostRef thread, DeliveryId id, Words words) override;
  Async<Result<std::optional<DeliveryId>>> identify(Host& host, PostRef post) override;

 private:
  struct Answer {
    nlohmann::json json;
  };

  bool has(Flaw flaw) const { return flaw_ == flaw; }
  Async<Result<>> listen_on(Host& host);
  Async<Result<>> hear(Host& host, const nlohmann::json& events);
  Async<> linger(Host& host, Flaw flaw);
  Async<Result<Answer>> call(Host& host, std::string verb, nlohmann::json body);
  Result<Answer> read(const std::string& verb, const Response& response) const;
  std::string text_of(const Card& card) const;
  nlohmann::json controls_of(const Card& card) const;
  Inbound inbound_of(const nlohmann::json& event);

  std::string token_;
  Flaw flaw_;
  std::optional<DeliveryId> last_;
  std::size_t made_ = 0;
};

class ToyPeer : public Peer {
 public:
  ToyPeer(World& world, Flaw flaw) : Peer(world), flaw_(flaw) {}

  std::map<std::string, std::string> settings() const override { return {{"token", "toy-token-0001"}}; }
  std::unique_ptr<Adapter> make(Settings& settings, Clock clock) override;
  Room room() const override { return {"toys", "playroom", false}; }
  Async<Result<Response>> answer(Request request) override;
  Result<std::shared_ptr<Wire>> connect(std::string url, Headers headers) override;
  std::optional<Event> act(const PostRef& post, const Gesture& gesture) override;
  Event reply(const PostRef& post, const std::string& text) override;
  std::optional<Event> echo(const PostRef& post) override;
  void repeat(Event event) override;
  bool acknowledged(Event event) const override;
  PostRef post_of_stranger(DeliveryId claimed) override;
  void remove(const PostRef& post) override { posts_.erase(post.message); }
  Shown last_shown() const override;
  bool cut() override;
  std::optional<std::string> resumed_from() const override { return resumed_from_; }

 private:
  Async<Response> poll(const nlohmann::json& body);
  Response serve(const std::string& verb, const nlohmann::json& body);
  std::optional<Response> refusal() const;
  bool takes(const nlohmann::json& body);
  Event tell(nlohmann::json event);

  Flaw flaw_;
  std::map<std::string, nlohmann::json> posts_;
  std::vector<nlohmann::json> events_;  // each with an "event", which those that come twice share
  std::map<Event, std::size_t> taken_;  // how often each was acknowledged
  std::map<Event, std::size_t> told_;   // and told
  std::string last_shown_;
  std::optional<std::string> resumed_from_;
  std::size_t made_ = 0;
  bool is_cut_ = false;  // and nobody has noticed yet
  Bell bell_;
};

}  // namespace askd::adapter_suite
