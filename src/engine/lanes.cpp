// Runs errands, a few at a time for each backend.
#include "engine/lanes.hpp"

#include "core/cards/cards.hpp"

#include "base/check.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace askd::engine {

namespace asio = boost::asio;
using core::Errand;

Lanes::Lanes(asio::any_io_executor loop, Pump& pump, std::string public_url)
    : loop_(std::move(loop)), pump_(pump), public_url_(std::move(public_url)) {
  pump_.run_errands([this](std::vector<Errand> errands) { run(std::move(errands)); });
}

void Lanes::add(BackendId id, Backend backend) { lanes_[std::move(id)].backend = std::move(backend); }

void Lanes::run(std::vector<Errand> errands) {
  for (Errand& errand : errands) {
    const auto lane = lanes_.find(errand.backend);
    // A backend that left the configuration owes nothing until it is back.
    if (lane == lanes_.end()) continue;
    lane->second.waiting.push_back(std::move(errand));
    start(lane->second);
  }
}

void Lanes::start(Lane& lane) {
  while (lane.under_way < at_once && !lane.waiting.empty()) {
    Errand errand = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    ++lane.under_way;
    asio::co_spawn(loop_, work(lane, std::move(errand)), asio::detached);
  }
}

Async<> Lanes::work(Lane& lane, Errand errand) {
  core::Input outcome = co_await outcome_of(lane, errand);
  pump_.submit(std::move(outcome), [this, errand](const core::Outcome&) { pump_.finish(errand); });
  --lane.under_way;
  start(lane);
}

Async<core::Input> Lanes::outcome_of(Lane& lane, Errand errand) {
  if (errand.kind == Errand::Kind::identify) co_return co_await identify(lane, errand.post);
  co_await pump_.settled();
  const core::Delivery* found = pump_.engine().state().delivery(errand.delivery);
  CHECK(found != nullptr, "an errand is under way for a delivery that left memory");
  core::Delivery delivery = *found;
  if (errand.kind == Errand::Kind::edit) co_return co_await edit(lane, std::move(delivery), errand.post);
  if (errand.kind == Errand::Kind::reply) co_return co_await reply(lane, std::move(delivery));
  co_return co_await post(lane, std::move(delivery));
}

Async<Card> Lanes::card_of(Lane& lane, DeliveryId id) {
  co_await pump_.settled();
  const core::State& state = pump_.engine().state();
  const Ulid subject = core::subject_of(id);
  const Capabilities capabilities = lane.backend.adapter->capabilities();
  if (const core::Ask* ask = state.ask(AskId{subject})) {
    const std::string url = public_url_ + "/asks/" + ask->id.text();
    co_return core::cards::fit(core::cards::card_of(*ask, url), capabilities, &ask->question.form);
  }
  const core::Notice* notice = state.notice(NoticeId{subject});
  CHECK(notice != nullptr, "a delivery shows something that left memory");
  const std::string url = public_url_ + "/conversations/" + notice->conversation.text();
  co_return core::cards::fit(core::cards::card_of(*notice, url), capabilities, nullptr);
}

std::optional<PostRef> Lanes::thread_of(const core::Delivery& delivery) const {
  const core::Conversation* conversation = pump_.engine().state().conversation(delivery.conversation);
  if (conversation == nullptr) return std::nullopt;
  for (const PostRef& thread : conversation->threads)
    if (thread.backend == delivery.room.backend && thread.room == delivery.room.name) return thread;
  return std::nullopt;
}

Async<core::Input> Lanes::post(Lane& lane, core::Delivery delivery) {
  Card card = co_await card_of(lane, delivery.id);
  auto thread = thread_of(delivery);
  const auto posted = co_await lane.backend.adapter->post(*lane.backend.host, delivery.room, std::move(thread),
                                                          delivery.id, std::move(card));
  if (posted) co_return core::deliveries::Posted{delivery.id, *posted, {}};
  co_return core::deliveries::PostFailed{delivery.id, posted.error().fault, posted.error().message, std::nullopt};
}

Async<core::Input> Lanes::edit(Lane& lane, core::Delivery delivery, PostRef post) {
  if (!lane.backend.adapter->capabilities().edits)
    co_return core::deliveries::EditFailed{delivery.id, post, Fault::invalid, "This platform can't change posts.", {}};
  Card card = co_await card_of(lane, delivery.id);
  const auto edited = co_await lane.backend.adapter->edit(*lane.backend.host, post, delivery.id, std::move(card));
  if (edited) co_return core::deliveries::Edited{delivery.id, post};
  co_return core::deliveries::EditFailed{delivery.id, post, edited.error().fault, edited.error().message, std::nullopt};
}

Async<core::Input> Lanes::reply(Lane& lane, core::Delivery delivery) {
  CHECK(delivery.thread.has_value(), "words are to be delivered into no thread");
  const PostRef thread = *delivery.thread;
  Words words{delivery.author, delivery.text.text, delivery.to};
  const auto said = co_await lane.backend.adapter->reply(*lane.backend.host, thread, delivery.id, std::move(words));
  if (said) co_return core::deliveries::Posted{delivery.id, thread, {}};
  co_return core::deliveries::PostFailed{delivery.id, said.error().fault, said.error().message, std::nullopt};
}

Async<core::Input> Lanes::identify(Lane& lane, PostRef post) {
  const auto whose = co_await lane.backend.adapter->identify(*lane.backend.host, post);
  if (whose) co_return core::conversations::Identified{post, *whose};
  // The reply stays parked, and the errand is run again after a pause.
  co_await lane.backend.host->sleep(std::chrono::seconds(1));
  co_return core::Ticked{false};
}

}  // namespace askd::engine
