// One platform of the stories: what people see there, and how it fails.
#pragma once

#include "askd/adapter.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace askd::stories {

// One message that shows an ask or a notice.
struct Post {
  PostRef ref;
  PostRef thread;  // where replies to it arrive
  DeliveryId delivery;
  Card card;
};

// Words in a thread, as an adapter got them.
struct Told {
  PostRef thread;
  DeliveryId delivery;
  Words words;
};

// Outlives every process of askd, as a platform does.
struct Platform {
  BackendId name;
  Capabilities capabilities = {};
  std::vector<Post> posts = {};
  std::vector<Told> told = {};
  bool down = false;           // nothing gets through
  std::string refusal = {};    // every post is refused, and why
  bool loses_receipt = false;  // the next post is made, and nobody hears of it
  std::size_t messages = 0;

  // As people see it, line by line.
  static std::string text_of(const Card& card);
  const Post* post(const PostRef& ref) const;
};

// What askd sees of it; a fresh one for each process.
std::unique_ptr<Adapter> adapter_of(Platform& platform);

}  // namespace askd::stories
