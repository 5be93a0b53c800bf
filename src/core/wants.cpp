// Names the rows that an input needs and that aren't in memory, so that decide() stays pure.
#include "core/core.hpp"

#include "base/planted.hpp"

#include <variant>

namespace askd::core {
namespace {

class Wanting {
 public:
  explicit Wanting(const State& state) : state_(state) {}

  void operator()(const asks::Input& input) {
    std::visit([this](const auto& one) { on(one); }, input);
  }
  void operator()(const conversations::Input& input) {
    std::visit([this](const auto& one) { on(one); }, input);
  }
  void operator()(const notices::Input& input) { on(std::get<notices::Requested>(input)); }
  void operator()(const deliveries::Input& input) {
    std::visit([this](const auto& one) { delivery(one.id); }, input);
  }
  void operator()(const agents::Input&) {}
  void operator()(const people::Input&) {}
  void operator()(const channels::Input&) {}
  void operator()(const registrations::Input& input) {
    // Whether people let the agent in is what their ask says, and that may be long over.
    const auto* claimed = std::get_if<registrations::Claimed>(&input);
    if (claimed == nullptr) return;
    const auto found = state_.registration_handles.find(claimed->handle);
    if (found != state_.registration_handles.end()) ask(state_.registrations.at(found->second).ask);
  }
  void operator()(const Ticked&) {}
  void operator()(const Configured&) {}

  std::vector<RowKey> take() { return std::move(wanted_); }

 private:
  void on(const asks::Requested& input) {
    retry(RetryKey{input.agent, Operation::ask, input.retry_key});
    if (!input.fresh_conversation) conversation(input.conversation);
    ask(input.supersedes);
  }
  void on(const asks::Cancelled& input) { ask(input.id); }
  void on(const asks::Replied& input) { ask(input.id); }
  void on(const conversations::Wrote& input) {
    retry(RetryKey{input.agent, Operation::message, input.retry_key});
    if (!input.channel) whole_conversation(input.conversation);
  }
  void on(const conversations::Heard& input) {
    const TakenKey taken{input.backend, input.what.key};
    if (!state_.taken.contains(taken)) wanted_.emplace_back(taken);
    if (input.what.delivery)
      delivery(*input.what.delivery);
    else if (!input.what.thread.message.empty())
      post(input.what.thread);
  }
  void on(const conversations::Identified& input) {
    if (input.delivery) delivery(*input.delivery);
    // What is parked there will be heard now, and needs what it would have needed when it came.
    for (auto at = state_.parked.lower_bound({input.post.backend, {}});
         at != state_.parked.end() && at->first.backend == input.post.backend; ++at)
      if (at->second.what.thread == input.post) post(input.post);
  }
  void on(const notices::Requested& input) {
    retry(RetryKey{input.notice.agent, Operation::notice, input.notice.retry_key});
    if (!input.fresh_conversation) conversation(input.notice.conversation);
  }

  void ask(const AskId& id) {
    if (!id) return;
    const Ask* known = state_.ask(id);
    if (known == nullptr)
      wanted_.emplace_back(id);
    else
      conversation(known->conversation);
  }
  void notice(const NoticeId& id) {
    if (id && state_.notice(id) == nullptr) wanted_.emplace_back(id);
  }
  void conversation(const ConversationId& id) {
    if (id && state_.conversation(id) == nullptr) wanted_.emplace_back(id);
  }
  // With the last ask and the last notice of it: those say who may see it, and what a late reply is about.
  void whole_conversation(const ConversationId& id) {
    conversation(id);
    const Conversation* known = state_.conversation(id);
    if (known == nullptr) return;
    if (known->open.empty()) ask(known->last_ask);
    notice(known->last_notice);
  }
  void delivery(const DeliveryId& id) {
    const Delivery* known = state_.delivery(id);
    if (known == nullptr) {
      wanted_.emplace_back(id);
      return;
    }
    if (known->subject == Subject::ask) ask(AskId{subject_of(id)});
    if (known->subject == Subject::notice) notice(NoticeId{subject_of(id)});
    whole_conversation(known->conversation);
  }
  void post(const PostRef& post) {
    const auto known = state_.posts.find(post);
    if (known == state_.posts.end())
      wanted_.emplace_back(post);
    else
      delivery(known->second);
  }
  void retry(RetryKey key) {
    if (PLANTED(forgotten_key)) return;
    if (!key.key.empty() && !state_.retries.contains(key)) wanted_.emplace_back(std::move(key));
  }

  const State& state_;
  std::vector<RowKey> wanted_;
};

}  // namespace

std::vector<RowKey> wants(const State& state, const Input& input) {
  Wanting wanting(state);
  std::visit(wanting, input);
  return wanting.take();
}

}  // namespace askd::core
