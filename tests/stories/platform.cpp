// The fake adapter: posts into a list, in order, and answers at once.
#include "stories/platform.hpp"

#include "base/time.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace askd::stories {
namespace {

class FakeAdapter final : public Adapter {
 public:
  explicit FakeAdapter(Platform& platform) : platform_(platform) {}

  Capabilities capabilities() const override { return platform_.capabilities; }
  // People act when the story says so.
  Async<Result<>> listen(Host&) override { co_return Result<>(); }

  Async<Result<PostRef>> post(Host& host, Room room, std::optional<PostRef> thread, DeliveryId id, Card card) override {
    if (platform_.down) co_return Error{Fault::unavailable, "The platform is down."};
    if (!platform_.refusal.empty()) co_return Error{Fault::forbidden, platform_.refusal};
    const PostRef ref{platform_.name, room.name, std::to_string(++platform_.messages)};
    platform_.posts.push_back({ref, thread.value_or(ref), id, std::move(card)});
    if (std::exchange(platform_.loses_receipt, false)) co_await host.sleep(std::chrono::hours(24));
    co_return ref;
  }

  Async<Result<>> edit(Host&, PostRef ref, DeliveryId, Card card) override {
    if (platform_.down) co_return Error{Fault::unavailable, "The platform is down."};
    const auto found =
        std::find_if(platform_.posts.begin(), platform_.posts.end(), [&](const Post& post) { return post.ref == ref; });
    if (found == platform_.posts.end()) co_return Error{Fault::not_found, "There is no such post."};
    found->card = std::move(card);
    co_return Result<>();
  }

  Async<Result<>> reply(Host&, PostRef thread, DeliveryId id, Words words) override {
    if (platform_.down) co_return Error{Fault::unavailable, "The platform is down."};
    platform_.told.push_back({std::move(thread), id, std::move(words)});
    co_return Result<>();
  }

  Async<Result<std::optional<DeliveryId>>> identify(Host&, PostRef ref) override {
    const Post* post = platform_.post(ref);
    co_return post == nullptr ? std::nullopt : std::optional(post->delivery);
  }

 private:
  Platform& platform_;
};

void add(std::string& text, const std::string& line) {
  if (!line.empty()) text += line + "\n";
}

}  // namespace

const Post* Platform::post(const PostRef& ref) const {
  const auto found = std::find_if(posts.begin(), posts.end(), [&](const Post& one) { return one.ref == ref; });
  return found == posts.end() ? nullptr : &*found;
}

std::string Platform::text_of(const Card& card) {
  std::string text;
  add(text, "from " + card.agent);
  add(text, card.title);
  add(text, card.body);
  for (const auto& [name, value] : card.context) add(text, name + ": " + value);
  for (const Button& button : card.buttons) add(text, "[" + button.label + "]");
  if (card.expires) add(text, "until " + format_instant(*card.expires));
  for (const std::string& line : {card.outcome, card.hint, card.cut}) add(text, line);
  return text;
}

std::unique_ptr<Adapter> adapter_of(Platform& platform) { return std::make_unique<FakeAdapter>(platform); }

}  // namespace askd::stories
