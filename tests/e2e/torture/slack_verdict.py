"""What must be true in Slack once all is quiet: the rooms, the people's gestures and the record against each other."""

import collections
import json
import os
import subprocess
import time

from actors import read_ask
from ledger import Violation
from rig import ASKCTL
from slack_actors import act, ask_of, letters_of, title_of
from slack_faults import SETTLING
from verdict import all_asks

CALM_WITHIN = 300
EFFECTS = {"ask.answered", "ask.late_answer", "ask.refused"}


def until(world, look, what):
    """Looks again and again; nothing tells when askd has come to the end of what it owes."""
    end = time.monotonic() + CALM_WITHIN
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise Violation(f"{what} within {CALM_WITHIN} s, seed {world.seed}:\n{world.askd.said()[-3000:]}")
        world.marked.wait(0.3)


def shown_posts(world):
    """The posts that show asks, by the letters of the ask's id, as (room, post)."""
    found = collections.defaultdict(list)
    for room in world.place.rooms.values():
        for post in world.fake.posts(room):
            if title_of(post):
                found[ask_of(post)].append((room, post))
    return found


def answer_the_rest(world, rng):
    """People come to the end of what is open. Whoever isn't asked any more wasn't left alone by mistake."""

    def nothing_left():
        door = world.agent()
        left = [ask for ask in all_asks(door, state="open").values() if ask["to"]]
        posts = shown_posts(world)
        for ask in left:
            for room, post in posts[letters_of(ask["id"])]:
                if post["seen"]["controls"]:
                    act(world, rng, world.place.ana, room, post)
        return not left

    until(world, nothing_left, "asks stay open, or their posts never come")


class Owed:
    """The deliveries that are to be posted yet, by the record, which is read on from where it was read before."""

    def __init__(self):
        self.after = 0
        self.waiting = set()

    def read(self, door):
        while True:
            reply = door.call("GET", "/audit", params={"after": self.after, "limit": 200})
            assert reply.status == 200, reply
            records = reply.json["records"]
            if not records:
                return self.waiting
            for record in records:
                self.note(record["fact"])
            self.after = records[-1]["seq"]

    def note(self, fact):
        if fact["kind"] == "delivery.queued":
            self.waiting.add(fact["delivery"]["id"])
        elif fact["kind"] in ("delivery.sent", "delivery.failed"):
            self.waiting.discard(fact["id"])


def wait_for_outcomes(world):
    """Until all is posted, every copy is changed, and what was on its way to Slack has landed."""
    owed = Owed()

    def settled():
        asks = all_asks(world.agent()).values()
        waiting = [one for ask in asks for one in ask["deliveries"] if one["state"] in ("queued", "sent")]
        if waiting or owed.read(world.agent()):
            return False
        calls = world.fake.calls("chat.postMessage")
        return not [call for call in calls if call.get("fault") == "delay" and not call["status"]]

    until(world, settled, "cards don't come to show how their asks ended")


def outcome_words(ask):
    if ask["state"] == "answered":
        return ask["answer"]["by"]["name"]
    return {"expired": "Expired", "cancelled": "Cancelled by"}[ask["state"]]


def echoes(world):
    """(channel, ts) of all messages whose event askd acknowledged, and of all that is said by whom and where."""
    heard = set()
    for one in world.fake.deliveries("events_api"):
        event = one["payload"]["event"]
        if one["state"] == "acked" and event["type"] == "message" and "subtype" not in event:
            heard.add((event["channel"], event["ts"]))
    return heard


def check_cards(world, final, heard):
    """Each ask that was for a room is there, and each copy that askd could know of says how it ended."""
    posts = shown_posts(world)
    for ask in final.values():
        if not ask["to"]:
            continue
        copies = posts[letters_of(ask["id"])]
        states = [one["state"] for one in ask["deliveries"] if one["backend"] == "chat"]
        if states != ["updated"]:
            world.ledger.fail(ask["id"], f"its delivery is {states} with {len(copies)} posts: {ask['deliveries']}")
        known = [post for room, post in copies if len(copies) == 1 or (room, post["ts"]) in heard]
        if not known:
            world.ledger.fail(ask["id"], f"none of its {len(copies)} posts could be known")
        for post in known:
            words = post["seen"]["text"]
            if post["seen"]["controls"] or outcome_words(ask) not in words:
                world.ledger.fail(ask["id"], f"it is {ask['state']}, and its post says:\n{words}")


def record_of(world):
    """All facts, from the store as the stopped askd left it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("ASKD_")}
    command = [ASKCTL, "audit", "export", "--data", str(world.askd.data)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=True)
    return [json.loads(line)["fact"] for line in done.stdout.splitlines()]


def check_gestures(world, heard):
    """A gesture that was acknowledged has its effect once. One that wasn't may have it too, for askd may have died
    between the disk and the acknowledgement; but none has two."""
    effects, comments = collections.Counter(), collections.Counter()
    for fact in record_of(world):
        if fact["kind"] in EFFECTS:
            who = fact.get("answer", fact)
            effects[letters_of(fact["id"]), who.get("by") or fact.get("who")] += 1
        elif fact["kind"] == "message.said":
            comments[fact["message"]["content"]] += 1
    sent, acked = collections.Counter(), collections.Counter()
    for one in world.gestures:
        if one.ts is not None:
            one.acked = any((room, one.ts) in heard for room in world.place.rooms.values())
        if one.kind == "comment":
            times = comments[one.words]
            if times > 1 or times < one.acked:
                raise Violation(f"'{one.words}' is in the record {times} times, acked {one.acked}, seed {world.seed}")
            continue
        place = (one.ask_id, world.linked.get(one.person, one.person))
        sent[place] += 1
        acked[place] += one.acked
    for place in sent | effects:
        if place[1] in world.linked.values() or place[1] == world.place.zoe:
            if not acked[place] <= effects[place] <= sent[place]:
                raise Violation(
                    f"{place}: {acked[place]} of {sent[place]} gestures were acknowledged, and the record holds "
                    f"{effects[place]}, seed {world.seed}"
                )


def promise_gestures(world):
    """The ledger may only now know the ask of a gesture: its agent may never have heard of its 201."""
    door = world.agent()
    asks = {letters_of(ask_id): ask_id for ask_id in all_asks(door)}
    for one in world.gestures:
        if one.person in world.linked and one.value is not None:
            read_ask(world, door, "the last reader", asks[one.ask_id])
            world.ledger.attempts(asks[one.ask_id], world.linked[one.person], one.value)


def check_duplicates(world):
    """Messages with one delivery between them are explained by a request that landed later than askd's second look."""
    messages = collections.defaultdict(list)
    total = 0
    for room in world.place.rooms.values():
        for post in world.fake.posts(room):
            delivery = post.get("metadata", {}).get("event_payload", {}).get("delivery")
            if delivery:
                total += 1
                messages[delivery].append(post["ts"])
    calls = {call["ts"]: call for call in world.fake.calls("chat.postMessage") if call.get("ts")}
    stories = []
    for delivery, times in messages.items():
        if len(times) == 1:
            continue
        late = [ts for ts in times if float(ts) - calls[ts]["at"] > SETTLING]
        stories += [story_of(world, delivery, ts, calls[ts]) for ts in late]
        if len(times) - 1 > len(late):
            raise Violation(
                f"{delivery} was posted {len(times)} times, and only {len(late)} of these landed more than "
                f"{SETTLING} s after they were sent: "
                + "; ".join(story_of(world, delivery, ts, calls[ts]) for ts in times)
                + f", seed {world.seed}"
            )
    return f"duplicates={len(stories)} of {total} posts" + "".join(f"; {story}" for story in stories)


def story_of(world, delivery, ts, call):
    killed = [f"{at - call['at']:.1f}" for at in world.kills if call["at"] < at < float(ts) + 30]
    after = f", askd killed {', '.join(killed)} s after it was sent" if killed else ""
    fault = call.get("fault", "no fault")
    return f"{delivery} landed {float(ts) - call['at']:.1f} s after it was sent ({fault}){after}"


def slack_summary(world):
    kinds = collections.Counter(one.kind for one in world.gestures)
    acked = sum(one.acked for one in world.gestures)
    words = " ".join(f"{kind}={count}" for kind, count in sorted(kinds.items()))
    return f"gestures={len(world.gestures)} acked={acked} {words} faults={world.faults}"
