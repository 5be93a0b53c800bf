// Carries out errands, loses answers, and tells what people did until it is acknowledged.
#include "sim/platform.hpp"

#include <algorithm>
#include <chrono>

namespace askd::sim {

using core::Errand;

Platform::Platform(BackendId id, bool idempotent, bool private_replies) : id_(std::move(id)) {
  capabilities_.buttons_max = 5;
  capabilities_.button_label_max = 75;
  capabilities_.edits = true;
  capabilities_.threads = true;
  capabilities_.private_replies = private_replies;
  capabilities_.idempotent_posts = idempotent;
}

std::optional<core::Input> Platform::failure(const Errand& errand, Fault fault, const char* why, Instant retry) {
  switch (errand.kind) {
    case Errand::Kind::post:
    case Errand::Kind::reply:
      return core::deliveries::Input{core::deliveries::PostFailed{errand.delivery, fault, why, retry}};
    case Errand::Kind::edit:
      return core::deliveries::Input{core::deliveries::EditFailed{errand.delivery, errand.post, fault, why, retry}};
    case Errand::Kind::identify:
      break;
  }
  return std::nullopt;
}

std::optional<core::Input> Platform::carry_out(const Request& request) {
  const Errand& errand = request.errand;
  const auto by_delivery = [&](const Post& post) { return post.delivery == errand.delivery; };
  const auto by_ref = [&](const Post& post) { return post.ref == errand.post; };
  switch (errand.kind) {
    case Errand::Kind::post: {
      auto found = idempotent() ? std::find_if(posts_.begin(), posts_.end(), by_delivery) : posts_.end();
      if (found == posts_.end()) {
        posts_.push_back(Post{{id_, request.room, std::to_string(++messages_)}, errand.delivery, request.ask});
        found = std::prev(posts_.end());
      }
      return core::deliveries::Input{core::deliveries::Posted{errand.delivery, found->ref, {}}};
    }
    case Errand::Kind::reply:
      // Words in a room itself are a post that people can reply to.
      if (request.thread.message.empty())
        posts_.push_back(Post{{id_, request.room, std::to_string(++messages_)}, errand.delivery, {}});
      return core::deliveries::Input{core::deliveries::Posted{errand.delivery, request.thread, {}}};
    case Errand::Kind::edit: {
      if (const auto found = std::find_if(posts_.begin(), posts_.end(), by_ref); found != posts_.end())
        found->final = true;
      return core::deliveries::Input{core::deliveries::Edited{errand.delivery, errand.post}};
    }
    case Errand::Kind::identify: {
      const auto found = std::find_if(posts_.begin(), posts_.end(), by_ref);
      std::optional<DeliveryId> whose;
      if (found != posts_.end()) whose = found->delivery;
      return core::conversations::Input{core::conversations::Identified{errand.post, whose}};
    }
  }
  return std::nullopt;
}

void Platform::serve(Rng& rng, const Faults& faults, Instant now) {
  if (requests_.empty()) return;
  const auto at = rng.chance(faults.reorder) ? static_cast<std::ptrdiff_t>(rng.below(requests_.size())) : 0;
  const Request request = requests_[static_cast<std::size_t>(at)];
  requests_.erase(requests_.begin() + at);
  const Instant retry = now + std::chrono::milliseconds(50);
  if (rng.chance(faults.fail)) {
    responses_.push_back({request.errand, failure(request.errand, Fault::unavailable, "503", retry)});
    return;
  }
  if (rng.chance(faults.refuse) && request.errand.kind == Errand::Kind::post) {
    responses_.push_back({request.errand, failure(request.errand, Fault::forbidden, "not in that room", retry)});
    return;
  }
  auto outcome = carry_out(request);
  if (rng.chance(faults.drop_response)) outcome = failure(request.errand, Fault::unavailable, "timeout", retry);
  responses_.push_back({request.errand, std::move(outcome)});
}

std::optional<Response> Platform::respond(Rng& rng, const Faults& faults) {
  if (responses_.empty()) return std::nullopt;
  const auto at = rng.chance(faults.reorder) ? static_cast<std::ptrdiff_t>(rng.below(responses_.size())) : 0;
  Response response = std::move(responses_[static_cast<std::size_t>(at)]);
  responses_.erase(responses_.begin() + at);
  return response;
}

std::optional<std::size_t> Platform::next_act(Rng& rng, const Faults& faults) const {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < acts_.size(); ++i)
    if (!acts_[i].acknowledged && !acts_[i].under_way) open.push_back(i);
  if (open.empty()) return std::nullopt;
  return rng.chance(faults.reorder) ? open[static_cast<std::size_t>(rng.below(open.size()))] : open.front();
}

void Platform::cut_off(Rng& rng, Instant now) {
  if (rng.chance(50)) requests_.clear();
  while (!requests_.empty()) serve(rng, Faults{}, now);
  responses_.clear();
  for (Act& act : acts_) act.under_way = false;
}

bool Platform::quiet() const {
  return requests_.empty() && responses_.empty() &&
         std::all_of(acts_.begin(), acts_.end(), [](const Act& act) { return act.acknowledged; });
}

}  // namespace askd::sim
