"""What askd acknowledged, kept outside of it. Every reader's view of an ask is held against all the others."""

import collections
import json
import threading
import time

ENDS = {"ask.answered", "ask.expired", "ask.cancelled", "ask.superseded"}


class Violation(AssertionError):
    """askd broke a promise. Its text holds all that is known of the ask."""


def identity_of(ask):
    """What must never change in an ask, open or ended."""
    names = ["id", "title", "body", "form", "digest", "created_at", "expires_at", "conversation", "default", "required"]
    return {name: ask[name] for name in names}


def outcome_of(ask):
    """How an ask ended, as each of its readers must see it for ever."""
    names = ["state", "answer", "answers", "ended_at", "reason", "superseded_by"]
    return {name: ask.get(name) for name in names}


class Entry:
    """One ask. `history` is what a violation prints."""

    def __init__(self, identity):
        self.identity = identity
        self.acknowledged = False
        self.outcome = None
        self.outcome_seen = None
        self.attempts = []  # (person, value) of everybody who tried, whatever became of it
        self.answered = []  # (person, value) that got 200
        self.late = 0  # refusals that said the ask had ended, so that a late answer was kept
        self.cancelled = False
        self.superseded_by = None
        self.history = []


class Ledger:
    def __init__(self, seed):
        self.seed = seed
        self.lock = threading.RLock()
        self.entries = {}
        self.claims = collections.defaultdict(list)
        self.keys = {}  # key → id of the ask that it made
        self.never = set()  # titles of requests of which askd said that it did nothing
        self.sent = {}  # title → key or None, of all that ever left
        self.messages = {}  # id of an acknowledged message → (conversation, content, by a person)
        self.written = {}  # content → whether it had a key
        self.notices = {}
        self.streams = collections.defaultdict(list)
        self.acked = "0" * 16
        self.counts = collections.Counter()
        self.run = 0

    def count(self, name):
        with self.lock:
            self.counts[name] += 1

    def fail(self, ask_id, sentence):
        raise Violation(f"{sentence}\nseed {self.seed}, run {self.run} of askd\n{self.story(ask_id)}")

    def story(self, ask_id):
        entry = self.entries.get(ask_id)
        if entry is None:
            return f"{ask_id}: nothing else is known of it"
        shown = {name: value for name, value in entry.identity.items() if name != "body"}
        return "\n".join([f"{ask_id}: {json.dumps(shown)}", *entry.history])

    def note(self, ask_id, words):
        with self.lock:
            entry = self.entries.get(ask_id)
            if entry is not None:
                entry.history.append(f"{time.monotonic():.3f} run {self.run}: {words}")

    # Views

    def saw(self, ask, who, asked_at):
        """Somebody was shown this ask, by a request that left at `asked_at`."""
        with self.lock:
            self.counts["reads"] += 1
            entry = self.entries.get(ask["id"])
            if entry is None:
                entry = self.entries[ask["id"]] = Entry(identity_of(ask))
                self.note(ask["id"], f"{who} saw it first, {ask['state']}")
            if entry.identity != identity_of(ask):
                self.fail(ask["id"], f"{who} saw another question: {json.dumps(identity_of(ask))}")
            if ask["state"] == "open":
                if entry.outcome is not None and asked_at > entry.outcome_seen:
                    self.fail(ask["id"], f"{who} saw it open after its end was told")
                return
            self.ended(entry, ask, who)

    def ended(self, entry, ask, who):
        outcome = outcome_of(ask)
        if entry.outcome is None:
            entry.outcome = outcome
            entry.outcome_seen = time.monotonic()
            self.note(ask["id"], f"{who} saw its end: {json.dumps(outcome)}")
            for claim in self.claims.pop(ask["id"], []):
                self.claimed(ask["id"], *claim)
        elif entry.outcome != outcome:
            self.fail(ask["id"], f"{who} saw a second outcome: {json.dumps(outcome)}")

    def claimed(self, ask_id, state, answer, who):
        """A refusal says how an ask ended; it shows no more than state and answer."""
        with self.lock:
            entry = self.entries.get(ask_id)
            if entry is None or entry.outcome is None:
                self.claims[ask_id].append((state, answer, who))
            elif (entry.outcome["state"], entry.outcome["answer"]) != (state, answer):
                self.fail(ask_id, f"{who} was told another outcome: {state} {json.dumps(answer)}")

    # Acknowledgements

    def sends(self, title, key):
        with self.lock:
            self.sent[title] = key

    def unserved(self, title):
        """503 while askd stops: without a key nobody repeats it, so the ask must never be."""
        with self.lock:
            self.counts["unserved"] += 1
            self.never.add(title)

    def opened(self, ask, title, key, who, asked_at):
        """201: from now on the ask must never be missing, and its key names it alone."""
        with self.lock:
            self.saw(ask, who, asked_at)
            if ask["title"] != title:
                self.fail(ask["id"], f"{who} asked '{title}' and was given another ask")
            if key is not None and self.keys.setdefault(key, ask["id"]) != ask["id"]:
                self.fail(ask["id"], f"the key {key} made two asks, the other is {self.story(self.keys[key])}")
            entry = self.entries[ask["id"]]
            if not entry.acknowledged:
                self.counts["asks"] += 1
                entry.acknowledged = True
            self.note(ask["id"], f"{who} got 201, {ask['state']}, key {key}")

    def attempts(self, ask_id, person, value):
        with self.lock:
            self.entries[ask_id].attempts.append((person, value))
            self.note(ask_id, f"{person} sends {json.dumps(value)}")

    def answered(self, ask, person, value, asked_at):
        """200: this person's answer decided, or counts as a vote."""
        with self.lock:
            self.saw(ask, person, asked_at)
            self.note(ask["id"], f"{person} got 200 for {json.dumps(value)}")
            self.entries[ask["id"]].answered.append((person, value))
            self.counts["answers"] += 1
            if not shows_answer(ask, person, value):
                self.fail(ask["id"], f"{person} got 200 for {json.dumps(value)}, which isn't there: {json.dumps(ask)}")

    def refused(self, ask_id, person, problem, asked_at):
        """409: it had ended, and the answer was kept as late; or it is a second vote, where several must agree."""
        with self.lock:
            self.note(ask_id, f"{person} got 409: {json.dumps(problem)}")
            if problem["id"] != ask_id:
                self.fail(ask_id, f"the refusal names another ask: {json.dumps(problem)}")
            if problem["state"] == "open":
                return
            entry = self.entries[ask_id]
            # A second vote may be refused first, and the ask end before the refusal is written.
            if entry.identity["required"] == 1 or (entry.outcome is not None and asked_at > entry.outcome_seen):
                self.counts["late"] += 1
                entry.late += 1
            self.claimed(ask_id, problem["state"], problem["answer"], person)

    def withdrew(self, ask, asked_at):
        with self.lock:
            self.saw(ask, "the agent that cancels", asked_at)
            self.note(ask["id"], "cancel got 200")
            self.entries[ask["id"]].cancelled = True
            self.counts["cancelled"] += 1

    def replaced(self, old_id, new_id):
        with self.lock:
            self.note(old_id, f"superseded by {new_id} got 201")
            self.entries[old_id].superseded_by = new_id
            self.counts["superseded"] += 1

    def writes(self, content, keyed):
        with self.lock:
            self.written[content] = keyed

    def wrote(self, message, content, by_person):
        with self.lock:
            self.counts["messages"] += 1
            kept = (message["conversation_id"], content, by_person)
            if message["content"] != content or self.messages.setdefault(message["id"], kept) != kept:
                raise Violation(f"the message '{content}' came back as {json.dumps(message)}, seed {self.seed}")

    def noticed(self, notice, body):
        with self.lock:
            self.counts["notices"] += 1
            if notice["body"] != body or self.notices.setdefault(notice["id"], body) != body:
                raise Violation(f"the notice '{body}' came back as {json.dumps(notice)}, seed {self.seed}")

    # Streams

    def heard(self, follower, cursor, kind, data, asked_at):
        with self.lock:
            stream = self.streams[follower]
            if stream and cursor <= stream[-1][0]:
                raise Violation(f"{follower} heard {cursor} {kind} after {stream[-1]}, seed {self.seed}")
            if data["cursor"] != cursor or data["type"] != kind:
                raise Violation(f"{follower} heard {kind} {cursor} with {json.dumps(data)}, seed {self.seed}")
            ask = data.get("ask")
            stream.append((cursor, kind, ask and ask["id"], data.get("message", {}).get("id")))
            if ask is not None:
                self.saw(ask, f"{follower} at {cursor} {kind}", asked_at)
                if kind in ENDS and ask["state"] == "open":
                    self.fail(ask["id"], f"{follower} heard {kind} of an open ask")

    def snapshot(self):
        with self.lock:
            return list(self.entries.items())


def shows_answer(ask, person, value):
    """Whether the ask, as it is shown, holds this person's answer."""
    votes = ask["answers"] if ask["required"] > 1 else [ask["answer"]]
    return any(vote and vote.get("by", {}).get("person") == person and vote["value"] == value for vote in votes)
