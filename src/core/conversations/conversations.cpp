// Decides what is said in conversations, and follows the facts about them.
#include "core/conversations/conversations.hpp"

#include "core/agents/agents.hpp"
#include "core/channels/channels.hpp"
#include "core/conversations/hear.hpp"
#include "core/conversations/speak.hpp"
#include "core/deliveries/deliveries.hpp"
#include "core/people/people.hpp"

#include "base/planted.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace askd::core::conversations {
namespace {

std::vector<Parked> parked_in(const State& state, const PostRef& post) {
  std::vector<Parked> found;
  for (auto at = state.parked.lower_bound({post.backend, {}});
       at != state.parked.end() && at->first.backend == post.backend; ++at)
    if (at->second.what.thread == post) found.push_back(at->second);
  return found;
}

bool repeated(Turn& turn, const Wrote& input) {
  if (input.retry_key.empty()) return false;
  const auto found = turn.state().retries.find(RetryKey{input.agent, Operation::message, input.retry_key});
  if (found == turn.state().retries.end()) return false;
  if (found->second.digest == input.retry_digest)
    turn.repeat(found->second.subject);
  else
    turn.refuse(Fault::invalid, "This Idempotency-Key was used for a different request. Use a new key.");
  return true;
}

// Whether the conversation is there for the writer; a person sees it where they see one of its asks or notices.
bool theirs(const State& state, const Conversation& conversation, const Wrote& input) {
  if (input.agent) return conversation.agent == input.agent;
  const auto sees = [&](const AskId& id) {
    const Ask* ask = state.ask(id);
    return ask != nullptr && people::may_see(state, *ask, input.person);
  };
  if (sees(conversation.last_ask) || std::any_of(conversation.open.begin(), conversation.open.end(), sees)) return true;
  const Notice* notice = state.notice(conversation.last_notice);
  return notice != nullptr && people::may_see(state, *notice, input.person);
}

// Of a message in a conversation that doesn't say which ask it is about: the only one that it can be.
AskId meant(const Conversation& conversation, const AskId& named) {
  if (named) return named;
  if (conversation.open.size() > 1) return {};
  return conversation.open.empty() ? conversation.last_ask : conversation.open.front();
}

Conversation& the(State& state, const ConversationId& id) {
  state.touched.insert(id);
  return state.conversations.at(id);
}

void apply_one(State& state, const Said& fact) {
  const Message& message = fact.message;
  if (message.channel) {
    channels::count(state, message, state.sequence);
  } else {
    Conversation& conversation = the(state, message.conversation);
    if (message.author_type == AuthorType::human) conversation.activity = state.sequence;
    if (!fact.hinted.empty()) conversation.hinted.push_back(fact.hinted);
  }
  if (fact.retry_key.empty()) return;
  const RetryKey key{message.agent, Operation::message, fact.retry_key};
  if (state.retries.emplace(key, Retried{message.id.value, fact.retry_digest}).second)
    state.visiting_retries.push_back(key);
}

void apply_one(State& state, const Taken& fact) {
  state.taken.insert({fact.backend, fact.key});
  if (!fact.cursor.empty()) state.cursors[fact.backend] = fact.cursor;
}

void apply_one(State& state, const Parked& fact) {
  state.parked.insert_or_assign({fact.backend, fact.what.key}, fact);
  deliveries::refresh_parked(state, fact.backend);
}

void apply_one(State& state, const Unparked& fact) {
  const auto found = state.parked.find({fact.backend, fact.key});
  if (found == state.parked.end()) return;
  state.owed.erase(Errand{Errand::Kind::identify, fact.backend, {}, found->second.what.thread});
  state.parked.erase(found);
  deliveries::refresh_parked(state, fact.backend);
}

}  // namespace

void decide(Turn& turn, const Wrote& input) {
  if (repeated(turn, input)) return;
  if (input.agent && agents::present(turn, input.agent) == nullptr) return;
  if (input.channel) return speak(turn, input);
  const Conversation* conversation = turn.state().conversation(input.conversation);
  if (conversation == nullptr || !theirs(turn.state(), *conversation, input))
    return turn.refuse(Fault::not_found, "There is no such conversation.");

  Message message;
  message.id = input.id;
  message.conversation = input.conversation;
  message.ask = meant(*conversation, input.ask);
  message.agent = input.agent;
  message.person = input.person;
  message.content = Prose{input.content};
  message.backend = inbox_backend;
  message.at = turn.now();
  if (const Agent* agent = turn.state().agent(input.agent)) {
    message.kind = MessageKind::follow_up;
    message.author_type = AuthorType::agent;
    message.author_name = agent->name;
    message.backend.clear();
  } else if (const Person* person = turn.state().person(input.person)) {
    message.author_name = person->name;
  } else {
    return turn.refuse(Fault::unauthenticated, "This session has ended. Sign in again.");
  }
  turn.result(input.id.value);
  turn.emit(conversations::Fact{Said{message, input.retry_key, input.retry_digest, {}}});
  deliveries::mirror(turn, message);
}

void decide(Turn& turn, const Heard& input) {
  if (turn.state().taken.contains({input.backend, input.what.key}) && !PLANTED(no_deduplication)) return;
  // What people say among themselves in a room of no channel is none of our business, and leaves no trace.
  if (input.what.cursor.empty() && is_chatter(turn.state(), input.what)) return;
  turn.emit(conversations::Fact{Taken{input.backend, input.what.key, input.what.cursor, turn.now()}});
  hear(turn, input.id, input.backend, input.what);
}

void decide(Turn& turn, const Identified& input) {
  if (input.delivery && turn.state().delivery(*input.delivery) != nullptr) {
    deliveries::found_copy(turn, *input.delivery, input.post);
    return unpark(turn, input.post, *turn.state().delivery(*input.delivery));
  }
  for (const Parked& parked : parked_in(turn.state(), input.post))
    turn.emit(conversations::Fact{Unparked{parked.backend, parked.what.key, false}});
}

void unpark(Turn& turn, const PostRef& post, Delivery shown) {
  for (const Parked& parked : parked_in(turn.state(), post)) {
    turn.emit(conversations::Fact{Unparked{parked.backend, parked.what.key, true}});
    hear_parked(turn, parked, shown);
  }
}

void apply(State& state, const Fact& fact) {
  std::visit([&](const auto& one) { apply_one(state, one); }, fact);
}

}  // namespace askd::core::conversations
