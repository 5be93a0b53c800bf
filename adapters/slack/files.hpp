// Files that we attach: the whole of what a card had to cut.
#pragma once

#include "web_api.hpp"

#include "askd/host.hpp"
#include "askd/words.hpp"

#include <string>

namespace askd::adapters::slack {

// A message of ours where it stands.
struct Anchor {
  std::string channel;
  std::string root;  // of its thread, or of the one that it begins
  std::string ts;
};

class Files {
 public:
  explicit Files(WebApi& api) : api_(api) {}

  // Slack keeps no metadata with a file, so its name says what it belongs to.
  static std::string name_for(const DeliveryId& id);

  Async<Result<bool>> is_attached(Host& host, Anchor anchor, DeliveryId id);
  // Not idempotent: where is_attached() isn't asked first, a file may come twice.
  Async<Result<>> attach(Host& host, Anchor anchor, DeliveryId id, std::string title, std::string text);

 private:
  WebApi& api_;
};

}  // namespace askd::adapters::slack
