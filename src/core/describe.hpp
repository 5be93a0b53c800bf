// Lists the members of everything that facts and rows are made of, so that floors above can write and read them.
// The order of a struct's members is that of its declaration and is part of the format of rows: append only.
#pragma once

#include "core/fact.hpp"
#include "core/input.hpp"
#include "core/state.hpp"
#include "core/streams/streams.hpp"

#include <boost/describe.hpp>

namespace askd {

BOOST_DESCRIBE_ENUM(Urgency, low, normal, high, critical)
BOOST_DESCRIBE_ENUM(Severity, info, success, warning, error)
BOOST_DESCRIBE_ENUM(ButtonStyle, plain, primary, danger)
BOOST_DESCRIBE_STRUCT(Room, (), (backend, name, person))
BOOST_DESCRIBE_STRUCT(PostRef, (), (backend, room, message))
BOOST_DESCRIBE_STRUCT(Link, (), (label, url))
BOOST_DESCRIBE_STRUCT(Inbound, (),
                      (key, thread, delivery, who, who_name, said, values, filled, note, pressed, own, link, cursor,
                       direct, early))

}  // namespace askd

namespace askd::core {

BOOST_DESCRIBE_STRUCT(Prose, (), (text))
BOOST_DESCRIBE_STRUCT(Sealed, (), (text))

// Forms and values
BOOST_DESCRIBE_STRUCT(Option, (), (value, label, style))
BOOST_DESCRIBE_STRUCT(Approval, (), (note))
BOOST_DESCRIBE_STRUCT(Choice, (), (options, multiple, note))
BOOST_DESCRIBE_STRUCT(Text, (), (multiline, max_length, placeholder))
BOOST_DESCRIBE_STRUCT(Fields, (), (schema, fields, note))
BOOST_DESCRIBE_STRUCT(FieldValue, (), (name, type, text, values))

// Asks
BOOST_DESCRIBE_ENUM(Target::Kind, team, channel, person)
BOOST_DESCRIBE_ENUM(Assurance, session, linked, token, room)
BOOST_DESCRIBE_ENUM(DecidedBy, human, policy, grant, default_)
BOOST_DESCRIBE_ENUM(AskState, open, answered, expired, cancelled)
BOOST_DESCRIBE_STRUCT(ContextEntry, (), (name, text, literal))
BOOST_DESCRIBE_STRUCT(Label, (), (name, value))
BOOST_DESCRIBE_STRUCT(Question, (), (title, body, form, context, labels, urgency, to, approvers, required, fallback))
BOOST_DESCRIBE_STRUCT(Target, (), (kind, channel, person))
BOOST_DESCRIBE_STRUCT(Answer, (), (value, note, by, by_name, assurance, decided_by, backend, room, link, at))
BOOST_DESCRIBE_STRUCT(Ask, (),
                      (id, agent, agent_name, team, conversation, question, targets, approvers, digest, created,
                       expires, retry_key, retry_digest, supersedes, state, votes, answer, ended, reason, superseded_by,
                       deliveries_made))

namespace asks {
BOOST_DESCRIBE_ENUM(Refusal, may_not_answer, too_late, voted_already, does_not_fit)
BOOST_DESCRIBE_STRUCT(Opened, (), (ask))
BOOST_DESCRIBE_STRUCT(Voted, (), (id, answer))
BOOST_DESCRIBE_STRUCT(Answered, (), (id, answer))
BOOST_DESCRIBE_STRUCT(Expired, (), (id, at))
BOOST_DESCRIBE_STRUCT(Withdrawn, (), (id, reason, at))
BOOST_DESCRIBE_STRUCT(Superseded, (), (id, by, at))
BOOST_DESCRIBE_STRUCT(Late, (), (id, answer))
BOOST_DESCRIBE_STRUCT(Refused, (), (id, by, by_name, backend, who, why))
}  // namespace asks

// Notices
BOOST_DESCRIBE_STRUCT(Notice, (),
                      (id, agent, agent_name, team, conversation, title, body, severity, to, targets, links, created,
                       retry_key, retry_digest, deliveries_made))
namespace notices {
BOOST_DESCRIBE_STRUCT(Posted, (), (notice))
}

// Conversations
BOOST_DESCRIBE_ENUM(MessageKind, follow_up, comment)
BOOST_DESCRIBE_ENUM(AuthorType, agent, human)
BOOST_DESCRIBE_STRUCT(Conversation, (), (id, team, agent, open, last_ask, last_notice, activity, threads, hinted))
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, conversation, ask, kind, author_type, agent, person, author_name, content, backend, room,
                       link, at, channel, number, people, agents, everybody))
namespace conversations {
BOOST_DESCRIBE_STRUCT(Said, (), (message, retry_key, retry_digest, hinted))
BOOST_DESCRIBE_STRUCT(Taken, (), (backend, key, cursor, at))
BOOST_DESCRIBE_STRUCT(Parked, (), (id, backend, what))
BOOST_DESCRIBE_STRUCT(Unparked, (), (backend, key, related))
}  // namespace conversations

// Deliveries
BOOST_DESCRIBE_ENUM(Subject, ask, notice, words)
BOOST_DESCRIBE_ENUM(Stage, queued, sent, failed)
BOOST_DESCRIBE_STRUCT(Copy, (), (post, final))
BOOST_DESCRIBE_STRUCT(Delivery, (),
                      (id, subject, conversation, room, thread, author, text, to, stage, attempts, not_before, reason,
                       link, copies, edit_attempts, edit_not_before, edits_given_up))
namespace deliveries {
BOOST_DESCRIBE_STRUCT(Queued, (), (delivery))
BOOST_DESCRIBE_STRUCT(Sent, (), (id, post, link))
BOOST_DESCRIBE_STRUCT(Delayed, (), (id, until, reason))
BOOST_DESCRIBE_STRUCT(Failed, (), (id, reason))
BOOST_DESCRIBE_STRUCT(Shown, (), (id, post))
BOOST_DESCRIBE_STRUCT(ShowDelayed, (), (id, until, reason))
BOOST_DESCRIBE_STRUCT(ShowFailed, (), (id, reason))
BOOST_DESCRIBE_STRUCT(CopyFound, (), (id, post))
}  // namespace deliveries

// Agents
BOOST_DESCRIBE_ENUM(Capability, read_channels, post_messages, ask_humans, create_channels, invite_humans,
                    authorize_spend, read_audit, manage_agents)
BOOST_DESCRIBE_STRUCT(Token, (), (id, hash, issued, expires))
BOOST_DESCRIBE_ENUM(WebhookState, active, disabled)
BOOST_DESCRIBE_STRUCT(Webhook, (), (url, secret, previous, previous_ends, state, reason, cursor, created))
BOOST_DESCRIBE_STRUCT(Agent, (),
                      (id, name, description, enrolled_as, team, capabilities, tokens, acknowledged, created, revoked,
                       webhook))
namespace agents {
BOOST_DESCRIBE_STRUCT(Created, (), (agent))
BOOST_DESCRIBE_STRUCT(TokenIssued, (), (agent, token))
BOOST_DESCRIBE_STRUCT(TokenRevoked, (), (agent, token))
BOOST_DESCRIBE_STRUCT(CursorMoved, (), (agent, cursor))
BOOST_DESCRIBE_STRUCT(Granted, (), (agent, capabilities, description))
BOOST_DESCRIBE_STRUCT(Approved, (), (agent, by, by_name))
BOOST_DESCRIBE_STRUCT(TokenEnds, (), (agent, token, expires))
BOOST_DESCRIBE_STRUCT(Revoked, (), (agent, at, by_name))
BOOST_DESCRIBE_STRUCT(Readmitted, (), (agent))
BOOST_DESCRIBE_STRUCT(WebhookSet, (), (agent, webhook))
BOOST_DESCRIBE_STRUCT(WebhookRemoved, (), (agent))
BOOST_DESCRIBE_STRUCT(WebhookMoved, (), (agent, cursor))
BOOST_DESCRIBE_STRUCT(WebhookDisabled, (), (agent, reason))
BOOST_DESCRIBE_STRUCT(WebhookRedriven, (), (agent, after))
}  // namespace agents

// Channels
BOOST_DESCRIBE_ENUM(Answers, members, anyone, list)
BOOST_DESCRIBE_STRUCT(Channel, (),
                      (id, team, name, folded, description, tags, rooms, people, agents, answers, answerers, creator,
                       from_file, archived, created))
BOOST_DESCRIBE_STRUCT(Tally, (), (messages, last, at, to_everybody))
BOOST_DESCRIBE_STRUCT(Mark, (), (read, mentioned, last))
namespace channels {
BOOST_DESCRIBE_STRUCT(Declared, (), (channel))
BOOST_DESCRIBE_STRUCT(Read, (), (person, channel, message, number))
BOOST_DESCRIBE_STRUCT(Joined, (), (channel, agent, person))
BOOST_DESCRIBE_STRUCT(Left, (), (channel, agent, person))
}  // namespace channels

// People
BOOST_DESCRIBE_ENUM(Role, member, owner)
BOOST_DESCRIBE_ENUM(InviteKind, owner, invite, sign_in)
BOOST_DESCRIBE_STRUCT(Identity, (), (backend, id))
BOOST_DESCRIBE_STRUCT(Person, (),
                      (id, key, name, email, team, roles, owns_all, identities, password, zone, from_file, active,
                       invited_by, created))
BOOST_DESCRIBE_STRUCT(Invite, (), (id, kind, hash, team, role, name, email, person, from, created, expires))
BOOST_DESCRIBE_STRUCT(Session, (), (id, person, hash, created, expires))
namespace people {
BOOST_DESCRIBE_STRUCT(Declared, (), (person))
BOOST_DESCRIBE_STRUCT(Invited, (), (invite))
BOOST_DESCRIBE_STRUCT(InviteUsed, (), (id, person))
BOOST_DESCRIBE_STRUCT(SessionOpened, (), (session))
BOOST_DESCRIBE_STRUCT(SessionClosed, (), (id))
}  // namespace people

// Registrations
BOOST_DESCRIBE_STRUCT(Registration, (),
                      (id, handle, enrolled_as, name, description, team, capabilities, channels, ask, claimed, created,
                       expires))
namespace registrations {
BOOST_DESCRIBE_STRUCT(Opened, (), (registration))
BOOST_DESCRIBE_STRUCT(Taken, (), (id, agent))
BOOST_DESCRIBE_STRUCT(Dropped, (), (id))
}  // namespace registrations

namespace server {
BOOST_DESCRIBE_STRUCT(Configured, (), (digest))
}

// State and streams
BOOST_DESCRIBE_ENUM(Operation, ask, notice, message)
BOOST_DESCRIBE_STRUCT(RetryKey, (), (agent, operation, key))
BOOST_DESCRIBE_STRUCT(Retried, (), (subject, digest))
BOOST_DESCRIBE_STRUCT(TakenKey, (), (backend, key))
BOOST_DESCRIBE_ENUM(EventType, ask_opened, ask_delivered, ask_commented, ask_answered, ask_late_answer, ask_expired,
                    ask_cancelled, ask_superseded, ask_escalated, message_created, delivery_failed,
                    authorization_decided, agent_approved)
BOOST_DESCRIBE_STRUCT(Event, (), (agent, cursor, type, at, ask, notice, conversation, channel, message, delivery))

}  // namespace askd::core
