// Takes what an adapter hears to the core, and tells it where it left off.
#include "engine/backend_host.hpp"

#include "net/io.hpp"

#include "base/ids.hpp"

#include <utility>

namespace askd::engine {

Async<> BackendHost::heard(Inbound what) {
  what.thread.backend = backend_;  // an adapter needn't know what it is called here
  core::Input input = core::conversations::Heard{ids_.next<MessageId>(pump_.clock().now()), backend_, std::move(what)};
  co_await pump_.submit(std::move(input));
}

Async<> BackendHost::caught_up() {
  pump_.caught_up(backend_);
  co_return;
}

std::string BackendHost::cursor() const {
  const auto& cursors = pump_.engine().state().cursors;
  const auto found = cursors.find(backend_);
  return found == cursors.end() ? std::string{} : found->second;
}

std::vector<PostRef> BackendHost::open_posts() const {
  std::vector<PostRef> posts;
  const core::State& state = pump_.engine().state();
  for (const auto& [id, delivery] : state.deliveries) {
    if (delivery.room.backend != backend_) continue;
    const core::Ask* ask = state.ask(AskId{core::subject_of(id)});
    if (ask == nullptr || ask->state != core::AskState::open) continue;
    for (const core::Copy& copy : delivery.copies) posts.push_back(copy.post);
  }
  return posts;
}

void BackendHost::report(std::string_view reason) {
  if (trouble_ == reason) return;
  trouble_ = reason;
  if (observer_) observer_();
}

Async<> BackendHost::sleep(std::chrono::milliseconds time) { return net::sleep_for(time); }

}  // namespace askd::engine
