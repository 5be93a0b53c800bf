// A platform as it may be: slow, forgetful, out of order, and telling things twice.
#pragma once

#include "core/core.hpp"
#include "sim/faults.hpp"
#include "sim/rng.hpp"

#include "askd/capabilities.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace askd::sim {

// One message that people can see.
struct Post {
  PostRef ref;
  DeliveryId delivery;
  AskId ask;             // if it shows one
  bool final = false;    // it shows how the ask ended
  bool touched = false;  // a person acted on it, so that we could know of it
};

// What a person did, until we acknowledge it.
struct Act {
  Inbound what;
  bool acknowledged = false;
  bool under_way = false;
};

// An errand on its way to the platform.
struct Request {
  core::Errand errand;
  std::string room;
  AskId ask;
  PostRef thread;
};
// And what comes back; nothing if the answer is lost and nobody will report.
struct Response {
  core::Errand errand;
  std::optional<core::Input> input;
};

class Platform {
 public:
  Platform(BackendId id, bool idempotent, bool private_replies);

  const BackendId& id() const { return id_; }
  bool idempotent() const { return capabilities_.idempotent_posts; }
  const Capabilities& capabilities() const { return capabilities_; }

  void request(Request request) { requests_.push_back(std::move(request)); }
  // One request reaches the platform, and its answer starts back.
  void serve(Rng& rng, const Faults& faults, Instant now);
  // One answer arrives.
  std::optional<Response> respond(Rng& rng, const Faults& faults);
  // Something a person did that is to be told now; its index in acts().
  std::optional<std::size_t> next_act(Rng& rng, const Faults& faults) const;
  // We died: answers are gone, requests may have landed, and what wasn't acknowledged will be told again.
  void cut_off(Rng& rng, Instant now);

  std::vector<Post>& posts() { return posts_; }
  const std::vector<Post>& posts() const { return posts_; }
  std::vector<Act>& acts() { return acts_; }
  const std::vector<Act>& acts() const { return acts_; }
  std::string next_key() { return id_ + "-" + std::to_string(++keys_); }
  bool quiet() const;

 private:
  std::optional<core::Input> carry_out(const Request& request);
  static std::optional<core::Input> failure(const core::Errand& errand, Fault fault, const char* why, Instant retry);

  BackendId id_;
  Capabilities capabilities_;
  std::vector<Post> posts_;
  std::vector<Act> acts_;
  std::vector<Request> requests_;
  std::vector<Response> responses_;
  std::size_t messages_ = 0;
  std::size_t keys_ = 0;
};

}  // namespace askd::sim
