// Runs errands, a few at a time for each backend.
#include "engine/lanes.hpp"

#include "core/cards/cards.hpp"

#include "base/check.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace askd::engine {

namespace asio = boost::asio;
using core::Errand;

namespace {

constexpr std::chrono::milliseconds longest_nap{1'000};
constexpr std::chrono::milliseconds after_a_bug{30'000};

Ending ending_of(const Error& error) {
  const auto pause = error.retry_after.value_or(std::chrono::milliseconds{0});
  if (error.fault == Fault::rate_limited) return {Ending::Kind::slowed, error.message, pause};
  if (error.fault == Fault::unauthenticated) return {Ending::Kind::locked_out, error.message, pause};
  const bool away = error.fault == Fault::unavailable || error.fault == Fault::internal;
  return {away ? Ending::Kind::away : Ending::Kind::answered, error.message, pause};
}

// What becomes of an errand that came to nothing.
core::Input failure_of(const Errand& errand, Fault fault, const std::string& reason, std::optional<Instant> retry_at) {
  if (errand.kind == Errand::Kind::identify) return core::Ticked{false};
  if (errand.kind == Errand::Kind::edit)
    return core::deliveries::EditFailed{errand.delivery, errand.post, fault, reason, retry_at};
  return core::deliveries::PostFailed{errand.delivery, fault, reason, retry_at};
}

}  // namespace

Lanes::Lanes(asio::any_io_executor loop, Pump& pump, std::string public_url)
    : loop_(std::move(loop)), pump_(pump), public_url_(std::move(public_url)) {
  pump_.run_errands([this](std::vector<Errand> errands) { run(std::move(errands)); });
}

void Lanes::add(BackendId id, Backend backend) {
  Lane& lane = lanes_[id];
  lane.id = std::move(id);
  lane.schedule = Schedule(backend.adapter->capabilities().room_pause);
  lane.backend = std::move(backend);
}

void Lanes::run(std::vector<Errand> errands) {
  for (Errand& errand : errands) {
    const auto lane = lanes_.find(errand.backend);
    // A backend that left the configuration owes nothing until it is back.
    if (lane == lanes_.end()) continue;
    const std::string room = room_of(errand);
    lane->second.schedule.add(std::move(errand), room);
    start(lane->second);
  }
}

std::string Lanes::room_of(const Errand& errand) const {
  const core::Delivery* delivery = pump_.engine().state().delivery(errand.delivery);
  return delivery == nullptr ? errand.post.room : delivery->room.name;
}

void Lanes::start(Lane& lane) {
  const Instant now = pump_.clock().now();
  while (auto started = lane.schedule.begin(now))
    asio::co_spawn(loop_, work(lane, std::move(*started)), asio::detached);
  while (auto refused = lane.schedule.refuse(now)) {
    const std::string reason = lane.schedule.health().reason;
    report(*refused, failure_of(*refused, Fault::unavailable, reason, lane.schedule.closed_until()));
  }
  const auto next = lane.schedule.next();
  if (!next || lane.waking) return;
  lane.waking = true;
  // What comes due sooner meanwhile isn't held up for longer than that.
  const auto pause = std::clamp(*next - now, std::chrono::milliseconds(1), longest_nap);
  asio::co_spawn(loop_, wake(lane, pause), asio::detached);
}

Async<> Lanes::wake(Lane& lane, std::chrono::milliseconds pause) {
  co_await lane.backend.host->sleep(pause);
  lane.waking = false;
  start(lane);
}

Async<> Lanes::work(Lane& lane, Schedule::Started started) {
  const Errand errand = started.errand;
  Ending ending;
  core::Input outcome = co_await try_it(lane, errand, ending);
  report(errand, std::move(outcome));
  lane.schedule.end(started, std::move(ending), pump_.clock().now());
  tell(lane);
  start(lane);
}

void Lanes::report(const Errand& errand, core::Input outcome) {
  pump_.submit(std::move(outcome), [this, errand](const core::Outcome&) { pump_.finish(errand); });
}

// An adapter that throws has a bug: that must end neither askd nor the errand.
Async<core::Input> Lanes::try_it(Lane& lane, Errand errand, Ending& ending) {
  std::string bug;
  try {
    co_return co_await outcome_of(lane, errand, ending);
  } catch (const std::exception& thrown) {
    bug = thrown.what();
  }
  const std::string reason = "A bug of the adapter: " + bug;
  ending = {Ending::Kind::away, reason, {}};
  co_return failure_of(errand, Fault::internal, reason, std::nullopt);
}

Async<core::Input> Lanes::outcome_of(Lane& lane, Errand errand, Ending& ending) {
  co_await pump_.settled();
  // While it waited here it may have been settled in another way: by our own post that came back, for one.
  const core::State& state = pump_.engine().state();
  if (!state.owed.contains(errand)) {
    ending.kind = Ending::Kind::skipped;
    co_return core::Ticked{false};
  }
  if (errand.kind == Errand::Kind::identify) co_return co_await identify(lane, errand.post, ending);
  core::Delivery delivery = *state.delivery(errand.delivery);
  if (errand.kind == Errand::Kind::edit) co_return co_await edit(lane, std::move(delivery), errand.post, ending);
  if (errand.kind == Errand::Kind::reply) co_return co_await reply(lane, std::move(delivery), ending);
  co_return co_await post(lane, std::move(delivery), ending);
}

// Of what is still owed: State holds it for that long.
Card Lanes::card_of(const Lane& lane, DeliveryId id) const {
  const core::State& state = pump_.engine().state();
  const Ulid subject = core::subject_of(id);
  const Capabilities capabilities = lane.backend.adapter->capabilities();
  if (const core::Ask* ask = state.ask(AskId{subject})) {
    const std::string url = public_url_ + "/asks/" + ask->id.text();
    return core::cards::fit(core::cards::card_of(*ask, url), capabilities, &ask->question.form);
  }
  const core::Notice* notice = state.notice(NoticeId{subject});
  CHECK(notice != nullptr, "a delivery shows something that left memory");
  const std::string url = public_url_ + "/conversations/" + notice->conversation.text();
  return core::cards::fit(core::cards::card_of(*notice, url), capabilities, nullptr);
}

std::optional<PostRef> Lanes::thread_of(const core::Delivery& delivery) const {
  const core::Conversation* conversation = pump_.engine().state().conversation(delivery.conversation);
  if (conversation == nullptr) return std::nullopt;
  for (const PostRef& thread : conversation->threads)
    if (thread.backend == delivery.room.backend && thread.room == delivery.room.name) return thread;
  return std::nullopt;
}

Async<core::Input> Lanes::post(Lane& lane, core::Delivery delivery, Ending& ending) {
  Card card = card_of(lane, delivery.id);
  auto thread = thread_of(delivery);
  const auto posted = co_await lane.backend.adapter->post(*lane.backend.host, delivery.room, std::move(thread),
                                                          delivery.id, std::move(card));
  if (posted) co_return core::deliveries::Posted{delivery.id, *posted, {}};
  co_return failed({Errand::Kind::post, lane.id, delivery.id, {}}, posted.error(), ending);
}

Async<core::Input> Lanes::edit(Lane& lane, core::Delivery delivery, PostRef post, Ending& ending) {
  const Errand errand{Errand::Kind::edit, lane.id, delivery.id, post};
  if (!lane.backend.adapter->capabilities().edits)
    co_return failure_of(errand, Fault::invalid, "This platform can't change posts.", std::nullopt);
  Card card = card_of(lane, delivery.id);
  const auto edited = co_await lane.backend.adapter->edit(*lane.backend.host, post, delivery.id, std::move(card));
  if (edited) co_return core::deliveries::Edited{delivery.id, post};
  co_return failed(errand, edited.error(), ending);
}

Async<core::Input> Lanes::reply(Lane& lane, core::Delivery delivery, Ending& ending) {
  const PostRef room{delivery.room.backend, delivery.room.name, {}};
  const PostRef thread = delivery.thread.value_or(room);
  Words words{delivery.author, delivery.text.text, delivery.to};
  const auto said = co_await lane.backend.adapter->reply(*lane.backend.host, thread, delivery.id, std::move(words));
  if (said) co_return core::deliveries::Posted{delivery.id, thread, {}};
  co_return failed({Errand::Kind::reply, lane.id, delivery.id, {}}, said.error(), ending);
}

// A question that gets no answer for now is asked again after a rest, which the schedule keeps. One that never will get
// one is answered: a post that can't be read is none of ours.
Async<core::Input> Lanes::identify(Lane& lane, PostRef post, Ending& ending) {
  const auto whose = co_await lane.backend.adapter->identify(*lane.backend.host, post);
  if (whose) co_return core::conversations::Identified{post, *whose};
  const Fault fault = whose.error().fault;
  if (fault == Fault::forbidden || fault == Fault::not_found || fault == Fault::invalid)
    co_return core::conversations::Identified{post, std::nullopt};
  co_return failed({Errand::Kind::identify, lane.id, {}, post}, whose.error(), ending);
}

core::Input Lanes::failed(const Errand& errand, const Error& error, Ending& ending) const {
  ending = ending_of(error);
  std::optional<Instant> retry_at;
  if (error.retry_after) retry_at = pump_.clock().now() + *error.retry_after;
  return failure_of(errand, error.fault, error.message, retry_at);
}

void Lanes::listen() {
  for (auto& one : lanes_) {
    Lane& lane = one.second;
    lane.backend.host->observe([this, &lane] { tell(lane); });
    asio::co_spawn(loop_, listen(lane), asio::detached);
  }
}

Async<> Lanes::listen(Lane& lane) {
  for (;;) {
    auto error = co_await listen_once(lane);
    lane.ended = error ? std::move(error->message) : "Its adapter has a bug; it is started again in a while.";
    tell(lane);
    if (error) co_return;
    co_await lane.backend.host->sleep(after_a_bug);
    lane.ended.clear();
  }
}

Async<std::optional<Error>> Lanes::listen_once(Lane& lane) {
  std::string bug;
  try {
    const auto ended = co_await lane.backend.adapter->listen(*lane.backend.host);
    if (!ended) co_return ended.error();
    co_return Error{Fault::internal, "Its adapter doesn't listen any more."};
  } catch (const std::exception& thrown) {
    bug = thrown.what();
  }
  lane.backend.host->report("A bug of the adapter: " + bug);
  co_return std::nullopt;
}

BackendHealth Lanes::health_of(const Lane& lane) const {
  if (!lane.ended.empty()) return {BackendState::down, lane.ended};
  BackendHealth paced = lane.schedule.health();
  if (paced.state == BackendState::down) return paced;
  const std::string& trouble = lane.backend.host->trouble();
  return trouble.empty() ? paced : BackendHealth{BackendState::degraded, trouble};
}

std::map<BackendId, BackendHealth> Lanes::health() const {
  std::map<BackendId, BackendHealth> all;
  for (const auto& [id, lane] : lanes_) all.emplace(id, health_of(lane));
  return all;
}

void Lanes::tell(Lane& lane) {
  BackendHealth now = health_of(lane);
  if (now == lane.told) return;
  lane.told = std::move(now);
  if (observer_) observer_(lane.id, lane.told);
}

}  // namespace askd::engine
