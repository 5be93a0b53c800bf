"""What must be true once the load is over: the ledger, the whole stream and the store are held against each other."""

import collections
import datetime
import itertools
import json
import os
import subprocess
import time

from actors import KEY
from ledger import ENDS, Violation, outcome_of
from rig import ASKCTL

END_OF = {"answered": "ask.answered", "expired": "ask.expired", "cancelled": "ask.cancelled"}


def instant(text):
    return datetime.datetime.fromisoformat(text)


def all_asks(door, **filters):
    """Every ask by the pages of the list, so that the pages are tested too."""
    found = {}
    cursor = None
    while True:
        reply = door.call("GET", "/asks", params={"limit": 200, **filters, **({"cursor": cursor} if cursor else {})})
        assert reply.status == 200, reply
        for ask in reply.json["asks"]:
            if ask["id"] in found:
                raise Violation(f"{ask['id']} stands twice in the list of asks")
            found[ask["id"]] = ask
        cursor = reply.json.get("next")
        if not cursor:
            return found


def wait_for_expiries(world, door, within=60):
    """Waits, ask by ask, until nothing that expires is open any more."""
    end = time.monotonic() + within
    while True:
        due = [ask for ask in all_asks(door, state="open").values() if ask["expires_at"]]
        if not due:
            return
        if time.monotonic() > end:
            world.ledger.fail(due[0]["id"], f"it is open, though it expired at {due[0]['expires_at']}")
        door.call("GET", f"/asks/{due[0]['id']}", params={"wait": "10s"})


def set_marker(world, door):
    """One ask that is cancelled after all else, so that whoever reads a stream knows where it ends."""
    world.ledger.sends(world.marker, "the marker")
    reply = door.call("POST", "/asks", {"title": world.marker}, {KEY: "the marker"})
    assert reply.status == 201, reply
    world.ledger.opened(reply.json, world.marker, "the marker", "the test", time.monotonic())
    reply = door.call("POST", f"/asks/{reply.json['id']}/cancel")
    assert reply.status == 200, reply


def whole_stream(world, door):
    stream = []
    with door.stream("0" * 16) as entries:
        for cursor, kind, data in entries:
            stream.append((cursor, kind, data))
            if kind == "ask.cancelled" and data["ask"]["title"] == world.marker:
                return stream
    raise Violation("the stream ended before the marker came")


def check_streams(world, stream):
    """Nobody who resumed missed an entry, and no ask ended twice."""
    ledger = world.ledger
    whole = [(cursor, kind, (data.get("ask") or {}).get("id")) for cursor, kind, data in stream]
    for one, next_one in itertools.pairwise(whole):
        if next_one[0] <= one[0]:
            raise Violation(f"cursors don't increase: {one} before {next_one}")
    for follower, heard in ledger.streams.items():
        heard = [entry[:3] for entry in heard]
        if heard == whole:
            continue
        missed = sorted(set(whole) - set(heard))
        extra = sorted(set(heard) - set(whole))
        raise Violation(
            f"{follower} heard {len(heard)} of {len(whole)} entries; missed {missed[:5]}, and {extra[:5]} are no more; "
            f"seed {world.seed}\n{ledger.story((missed + extra)[0][2])}"
        )
    kinds = collections.defaultdict(list)
    for _, kind, ask_id in whole:
        kinds[ask_id].append(kind)
    return kinds


def check_asks(world, final, kinds):
    ledger = world.ledger
    titles = collections.Counter(ask["title"] for ask in final.values())
    for title, count in titles.items():
        if title in ledger.never:
            raise Violation(f"'{title}' was refused because askd was stopping, and is there")
        if title not in ledger.sent or count > 1:
            raise Violation(f"'{title}' is the title of {count} asks, and was sent with key {ledger.sent.get(title)}")
    for ask_id, entry in ledger.snapshot():
        if ask_id not in final:
            if entry.acknowledged or entry.outcome is not None:
                ledger.fail(ask_id, "it was acknowledged, and is lost")
            ledger.fail(ask_id, "it was shown, and is lost")
    for ask_id, ask in final.items():
        check_end(world, ask, kinds[ask_id])
        check_promises(ledger, ask, kinds[ask_id])


def check_end(world, ask, kinds):
    """One ask.opened; one end exactly where the ask has ended, of the kind that its state says."""
    fail = world.ledger.fail
    ends = [kind for kind in kinds if kind in ENDS]
    expected = [] if ask["state"] == "open" else [END_OF[ask["state"]]]
    if ask.get("superseded_by"):
        expected = ["ask.superseded"]
    if kinds.count("ask.opened") != 1 or ends != expected:
        fail(ask["id"], f"it is {ask['state']}, and its entries are {kinds}")
    answer = ask["answer"]
    if (answer is not None) != (ask["state"] == "answered"):
        fail(ask["id"], f"it is {ask['state']} with the answer {json.dumps(answer)}")
    if ask["state"] == "open" and ask["expires_at"]:
        fail(ask["id"], "its time is over, and it is open")
    timed_out = ask["state"] == "expired" or (answer is not None and answer["decided_by"] == "default")
    if not timed_out:
        return
    if ask["expires_at"] is None or instant(ask["ended_at"]) < instant(ask["expires_at"]):
        fail(ask["id"], f"it ended by time at {ask['ended_at']}, and expires at {ask['expires_at']}")
    if (ask["default"] is None) != (ask["state"] == "expired"):
        fail(ask["id"], f"it ended by time as {ask['state']}, and its default is {json.dumps(ask['default'])}")
    if answer is not None and answer["value"] != ask["default"]["value"]:
        fail(ask["id"], "its default isn't what filled it")


def check_promises(ledger, ask, kinds):
    """What was acknowledged about this ask is there."""
    entry = ledger.entries.get(ask["id"])
    if entry is None:
        return  # nobody was told of it: its request was lost with askd
    if entry.outcome is not None and entry.outcome != outcome_of(ask):
        ledger.fail(ask["id"], f"its outcome is another now: {json.dumps(outcome_of(ask))}")
    votes = ask["answers"] if ask["required"] > 1 else [ask["answer"]]
    given = [(vote["by"]["person"], vote["value"]) for vote in votes if vote and vote["decided_by"] == "human"]
    for promise in entry.answered:
        if promise not in given:
            ledger.fail(ask["id"], f"{promise} got 200, and the answers are {given}")
    for vote in given:
        if vote not in entry.attempts:
            ledger.fail(ask["id"], f"{vote} answers it, and nobody sent that")
    if len({person for person, _ in given}) != len(given):
        ledger.fail(ask["id"], f"somebody voted twice: {given}")
    if ask["required"] > 1 and ask["state"] != "open":
        check_quorum(ledger, ask, given)
    if entry.cancelled and (ask["state"] != "cancelled" or ask.get("superseded_by")):
        ledger.fail(ask["id"], f"its cancelling was acknowledged, and it is {ask['state']}")
    if entry.superseded_by and ask.get("superseded_by") != entry.superseded_by:
        ledger.fail(ask["id"], f"its superseding was acknowledged, and it is {ask['state']}")
    if kinds.count("ask.late_answer") < entry.late:
        ledger.fail(ask["id"], f"{entry.late} late answers were acknowledged, and its entries are {kinds}")


def check_quorum(ledger, ask, given):
    counts = collections.Counter(json.dumps(value) for _, value in given)
    reached = [value for value, count in counts.items() if count >= ask["required"]]
    if ask["form"]["kind"] == "approval" and '"deny"' in counts:
        reached = ['"deny"']
    decided = [json.dumps(ask["answer"]["value"])] if ask["state"] == "answered" else []
    if reached != decided:
        ledger.fail(ask["id"], f"{ask['required']} votes were required, the votes are {given}, the answer is {decided}")


def check_words(world, door, stream):
    """Follow-ups, comments and notices: each that was acknowledged is there, and each with a key is there once."""
    ledger = world.ledger
    conversations = {conversation for conversation, _, _ in ledger.messages.values()}
    contents = collections.Counter()
    for conversation in conversations:
        messages = {}
        cursor = None
        while True:
            params = {"limit": 200, **({"cursor": cursor} if cursor else {})}
            reply = door.call("GET", f"/conversations/{conversation}/messages", params=params)
            assert reply.status == 200, reply
            messages |= {message["id"]: message["content"] for message in reply.json["messages"]}
            cursor = reply.json.get("next")
            if not cursor:
                break
        contents.update(messages.values())
        for message_id, (where, content, _) in ledger.messages.items():
            if where == conversation and messages.get(message_id) != content:
                raise Violation(f"'{content}' was acknowledged as {message_id} and is lost, seed {world.seed}")
    for content, count in contents.items():
        if count > 1 and content in ledger.written:
            raise Violation(f"'{content}' was sent once and is there {count} times, seed {world.seed}")
    told = collections.Counter(data["message"]["id"] for _, _, data in stream if "message" in data)
    for message_id, (_, content, by_person) in ledger.messages.items():
        if told[message_id] != (1 if by_person else 0):
            raise Violation(f"'{content}' {message_id} is in the stream {told[message_id]} times, seed {world.seed}")


def check_notices(world):
    door = world.people[0].door()
    bodies = collections.Counter()
    ids = set()
    cursor = None
    while True:
        reply = door.call("GET", "/notices", params={"limit": 200, **({"cursor": cursor} if cursor else {})})
        assert reply.status == 200, reply
        for notice in reply.json["notices"]:
            bodies[notice["body"]] += 1
            ids.add(notice["id"])
        cursor = reply.json.get("next")
        if not cursor:
            break
    lost = set(world.ledger.notices) - ids
    twice = [body for body, count in bodies.items() if count > 1]
    if lost or twice:
        raise Violation(f"notices: lost {sorted(lost)[:5]}, twice {twice[:5]}, seed {world.seed}")


def audit_stands(world, running):
    """`askctl audit verify`, by the operator's socket of a running askd or on the store of a stopped one."""
    where = ["--socket", str(world.askd.data / "askd.sock")] if running else ["--data", str(world.askd.data)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("ASKD_")}
    done = subprocess.run(
        [ASKCTL, "audit", "verify", *where], env=env, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode != 0:
        raise Violation(f"audit verify ended with {done.returncode}, seed {world.seed}:\n{done.stdout}{done.stderr}")


def judge(world):
    """The closing checks. The actors have ended, askd runs, and its store holds all that happened."""
    door = world.agent()
    wait_for_expiries(world, door)
    set_marker(world, door)
    world.join(120)
    stream = whole_stream(world, door)
    world.marked.set()
    kinds = check_streams(world, stream)
    final = all_asks(door)
    check_asks(world, final, kinds)
    check_words(world, door, stream)
    check_notices(world)
    sent_at = time.monotonic()
    for ask_id, entry in world.ledger.snapshot():
        if entry.acknowledged:
            reply = door.call("GET", f"/asks/{ask_id}")
            if reply.status != 200:
                world.ledger.fail(ask_id, f"it was acknowledged, and reading it got {reply}")
            world.ledger.saw(reply.json, "the last reader", sent_at)
    audit_stands(world, running=True)
    code = world.askd.stop()
    assert code == 0, f"askd ended with {code} when it was asked to stop"
    audit_stands(world, running=False)
    world.askd.start()
    again = all_asks(world.agent())
    if again != final:
        changed = [ask_id for ask_id in final if again.get(ask_id) != final[ask_id]]
        before, after = final[changed[0]], again.get(changed[0], {})
        members = {name: (before[name], after.get(name)) for name in before if before[name] != after.get(name)}
        world.ledger.fail(changed[0], f"{len(changed)} asks changed by a restart, this one in {members}")
    assert world.askd.stop() == 0
    world.ledger.counts["events"] = len(stream)
    return final


def summary(world, first):
    counts = world.ledger.counts
    names = ["asks", "replayed", "answers", "races", "late", "held", "cancelled", "superseded", "messages", "notices"]
    names += ["events", "resumed", "reads", "lost", "unserved", "unknown"]
    return f"{first} " + " ".join(f"{name}={counts[name]}" for name in names) + f" seed={world.seed}"
