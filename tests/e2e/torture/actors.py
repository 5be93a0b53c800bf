"""The load: agents that ask and wait, people who answer and race, followers that resume. Each is a thread."""

import random
import threading
import time

from doors import Cut, Gone, Person, Unserved, agent_door, expect
from forms import draw_question, draw_value
from ledger import Ledger, Violation

# How long one request is repeated over restarts of askd before the test says that askd doesn't come back.
REPEAT_FOR = 180
KEY = "Idempotency-Key"


class World:
    """askd, its store, those who use it, and the ledger. Actors stop themselves once `over` is set."""

    def __init__(self, askd, seed, gentle=False):
        self.askd = askd
        self.ledger = Ledger(seed)
        self.gentle = gentle  # askd is only asked to stop: an answer that has begun must be finished
        self.seed = seed
        self.up = threading.Event()
        self.over = threading.Event()
        self.marked = threading.Event()
        self.held = 0
        self.failures = []
        self.threads = []
        self.marker = f"the last ask of seed {seed}"
        self.people = []

    def begin(self):
        self.askd.start()
        self.token = self.askd.token()
        owner = Person(self.askd, self.askd.link(), "Ana")
        self.people = [owner, owner.invite(self.askd, "Ben"), owner.invite(self.askd, "Cleo")]
        self.askd.quick_start = False  # each start would make another sign-in link
        self.up.set()

    def agent(self):
        return agent_door(self.askd, self.token)

    def spawn(self, actor, *arguments):
        name = f"{actor.__name__}-{len(self.threads)}"
        rng = random.Random(f"{self.seed} {name}")

        def run():
            try:
                actor(self, name, rng, *arguments)
            except Exception as failure:  # whatever it is, the test reports it
                self.failures.append((name, failure))
                self.over.set()

        self.threads.append(threading.Thread(target=run, name=name, daemon=True))
        self.threads[-1].start()

    def check(self):
        if self.failures:
            name, failure = self.failures[0]
            raise AssertionError(f"{name} failed with seed {self.seed}: {failure}") from failure

    def join(self, within, threads=None):
        end = time.monotonic() + within
        for thread in self.threads if threads is None else threads:
            thread.join(max(0, end - time.monotonic()))
            self.check()
            assert not thread.is_alive(), f"{thread.name} doesn't end within {within} s (seed {self.seed})"

    def again(self, send):
        """Repeats a request until its answer came whole; the caller sees to it that repeating is harmless."""
        end = time.monotonic() + REPEAT_FOR
        while time.monotonic() < end:
            try:
                return send()
            except Gone as gone:
                self.ledger.count("unserved" if isinstance(gone, Unserved) else "lost")
                self.up.wait(0.05)
        raise AssertionError(f"askd gave no answer for {REPEAT_FOR} s")


def post_ask(world, door, name, question, key, path="/asks", wait=None):
    """Asks, and repeats with the same key where there is one. The reply, or nothing if nobody can know."""
    ledger = world.ledger
    headers = {KEY: key} if key else {}
    params = {}
    if wait:
        headers, params = ({**headers, "Prefer": f"wait={wait}"}, {}) if key else (headers, {"wait": f"{wait}s"})
    ledger.sends(question["title"], key)
    sent_at = time.monotonic()

    def send():
        return door.call("POST", path, question, headers, params)

    def send_again():
        # A wait that is longer than askd lives would never end.
        nonlocal headers, params
        try:
            return send()
        except Gone:
            headers, params = ({KEY: key}, {})
            raise

    try:
        reply = world.again(send_again) if key else send()
    except Unserved:
        ledger.unserved(question["title"])
        return None
    except Gone:
        ledger.count("unknown")
        return None
    if reply.status != 201:
        return reply
    if reply.headers.get("Idempotent-Replayed") == "true":
        ledger.count("replayed")
    ledger.opened(reply.json, question["title"], key, name, sent_at)
    return reply


def agents(world, name, rng):
    door = world.agent()
    ledger = world.ledger
    names = [person.name for person in world.people]
    known = []  # (key, question) of what this agent asked before
    conversations = []
    number = 0
    while not world.over.is_set():
        number += 1
        what = rng.random()
        if known and what < 0.1:
            key, question = rng.choice(known)
            reply = post_ask(world, door, name, question, key)
            expect(reply, 201)
            continue
        if what < 0.15:
            say_notice(world, door, f"Notice {name}-{number}")
            continue
        question = draw_question(rng, f"{name}-{number}", names)
        if conversations and rng.random() < 0.1:
            question["conversation"] = rng.choice(conversations)
        key = f"key-{name}-{number}" if rng.random() < 0.7 else None
        reply = post_ask(world, door, name, question, key, wait=rng.choice([None, None, 1, 2]))
        if reply is None:
            world.up.wait(0.05)
            continue
        expect(reply, 201)
        if key:
            known.append((key, question))
        conversations.append(reply.json["conversation"])
        go_on_with(world, door, name, rng, reply.json["id"], number)
        if ledger.counts["asks"] % 3 == 0:
            read_old(world, door, name, rng)


def go_on_with(world, door, name, rng, ask_id, number):
    """What an agent does with an ask of its own: waits, adds a word, withdraws or replaces it."""
    ledger = world.ledger
    if rng.random() < 0.25:
        content = f"Follow-up {name}-{number}"
        post_message(world, door, f"/asks/{ask_id}/messages", content, f"m-{name}-{number}", False)
    if rng.random() < 0.4:
        until = rng.choice(["end", "activity"])
        read_ask(world, door, name, ask_id, {"wait": f"{rng.randrange(1, 3)}s", "until": until})
    choice = rng.random()
    if choice < 0.12:
        sent_at = time.monotonic()
        path, body = f"/asks/{ask_id}/cancel", {"reason": f"no need {number}"}
        reply = world.again(lambda: door.call("POST", path, body))
        if reply.status == 200:
            ledger.withdrew(reply.json, sent_at)
        else:
            expect(reply, 409)
            ledger.claimed(ask_id, reply.json["state"], reply.json["answer"], f"{name}, cancelling")
    elif choice < 0.25:
        question = {"title": f"{name}-{number} corrected", "form": {"kind": "approval"}}
        path = f"/asks/{ask_id}/supersede"
        reply = post_ask(world, door, name, question, f"s-{name}-{number}", path)
        if reply.status == 201:
            ledger.replaced(ask_id, reply.json["id"])
        else:
            expect(reply, 409)
            ledger.claimed(ask_id, reply.json["state"], reply.json["answer"], f"{name}, superseding")


def say_notice(world, door, body):
    reply = world.again(lambda: door.call("POST", "/notices", {"body": body}, {KEY: f"n-{body}"}))
    expect(reply, 201)
    world.ledger.noticed(reply.json, body)


def post_message(world, door, path, content, key, by_person):
    headers = {} if by_person else {KEY: key}
    world.ledger.writes(content, not by_person)

    def send():
        return door.call("POST", path, {"content": content}, headers)

    try:
        reply = send() if by_person else world.again(send)
    except Gone:
        world.ledger.count("unknown")
        return
    expect(reply, 201)
    world.ledger.wrote(reply.json, content, by_person)


def read_ask(world, door, name, ask_id, params=None):
    sent_at = time.monotonic()

    def send():
        nonlocal sent_at, params
        sent_at = time.monotonic()
        once, params = params, None  # a wait that is longer than askd lives would never end
        return door.call("GET", f"/asks/{ask_id}", params=once)

    reply = world.again(send)
    if reply.status != 200:
        world.ledger.fail(ask_id, f"{name} got {reply} for an ask that was acknowledged")
    world.ledger.saw(reply.json, name, sent_at)
    return reply.json


def read_old(world, door, name, rng):
    entries = [ask_id for ask_id, entry in world.ledger.snapshot() if entry.acknowledged]
    if entries:
        read_ask(world, door, name, rng.choice(entries))


def list_open(world, door, name, limit=50):
    sent_at = time.monotonic()
    reply = door.call("GET", "/asks", params={"state": "open", "limit": limit})
    expect(reply, 200)
    for ask in reply.json["asks"]:
        world.ledger.saw(ask, name, sent_at)
    return [ask for ask in reply.json["asks"] if not ask["title"].startswith("held") and ask["title"] != world.marker]


def answer(world, door, person, ask, value, note):
    """Sends an answer until it is known what became of it: repeating what won is 200, anything else 409."""
    body = {"value": value, "note": note} if note else {"value": value}
    world.ledger.attempts(ask["id"], person.id, value)
    sent_at = time.monotonic()
    reply = world.again(lambda: door.call("POST", f"/asks/{ask['id']}/answer", body))
    if reply.status == 200:
        world.ledger.answered(reply.json, person.id, value, sent_at)
    elif reply.status == 409:
        world.ledger.refused(ask["id"], person.id, reply.json, sent_at)
    elif reply.status != 403 or not ask["approvers"] or f"@{person.name}" in ask["approvers"]:
        world.ledger.fail(ask["id"], f"{person.name} answered {value!r} and got {reply}")
    return reply


def answerers(world, name, rng, person):
    """A person in the inbox: mostly the newest ask, so that they meet others there."""
    door = person.door()
    number = 0
    while not world.over.is_set():
        number += 1
        try:
            found = list_open(world, door, name)
        except Gone:
            world.up.wait(0.05)
            continue
        if not found:
            world.over.wait(0.02)
            continue
        ask = found[min(int(rng.expovariate(0.3)), len(found) - 1)]
        if rng.random() < 0.12:
            path = f"/conversations/{ask['conversation']}/messages"
            post_message(world, door, path, f"Comment {name}-{number}", None, True)
            continue
        note = f"note {name}-{number}" if ask["form"].get("note") and rng.random() < 0.5 else ""
        answer(world, door, person, ask, draw_value(rng, ask["form"]), note)
        if rng.random() < 0.1:
            answer(world, door, person, ask, draw_value(rng, ask["form"]), "")  # late, or a second vote
        read_ask(world, door, name, ask["id"])


def duellists(world, name, rng):
    """Two people press at the same moment, on two connections and with two values."""
    one, other = rng.sample(world.people, 2)
    doors = [one.door(), other.door()]
    while not world.over.is_set():
        try:
            found = [ask for ask in list_open(world, doors[0], name) if not ask["approvers"] and ask["required"] == 1]
        except Gone:
            world.up.wait(0.05)
            continue
        if not found:
            world.over.wait(0.02)
            continue
        ask = rng.choice(found[:10])
        duel(world, ask, list(zip([one, other], doors, strict=True)), rng)


def duel(world, ask, sides, rng):
    barrier = threading.Barrier(2)
    values = [draw_value(rng, ask["form"]) for _ in sides]
    replies = {}

    def press(index, person, door):
        try:
            barrier.wait(30)
            replies[index] = answer(world, door, person, ask, values[index], "")
        except Exception as failure:  # whatever it is, the test reports it
            world.failures.append((f"duel of {person.name}", failure))
            world.over.set()

    threads = [threading.Thread(target=press, args=(i, *side), daemon=True) for i, side in enumerate(sides)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(REPEAT_FOR + 30)
    if len(replies) < 2:
        return
    world.ledger.count("races")
    winners = [index for index, reply in replies.items() if reply.status == 200]
    if len(winners) > 1:
        world.ledger.fail(ask["id"], "two people raced, and both were told that they had won")


def followers(world, name, rng, by_header, hangs_up):
    """Keeps the last cursor that it was given, and goes on from there after each loss."""
    door = world.agent()
    cursor = "0" * 16
    while not world.marked.is_set():
        sent_at = time.monotonic()
        try:
            with door.stream(cursor, by_header) as entries:
                for cursor, kind, data in entries:
                    world.ledger.heard(name, cursor, kind, data, sent_at)
                    if is_marker(world, kind, data):
                        return
                    if hangs_up and rng.random() < 0.02:
                        break
        except Gone:
            world.ledger.count("resumed")
            world.up.wait(0.05)


def acknowledgers(world, name, rng):
    """Keeps nothing: the stored cursor, which only its own acknowledgements move, says where to go on."""
    door, acks = world.agent(), world.agent()
    acked = "0" * 16
    heard = set()
    while not world.marked.is_set():
        try:
            sent_at = time.monotonic()
            with door.stream() as entries:
                for cursor, kind, data in entries:
                    if cursor <= acked:
                        raise Violation(f"{cursor} came again, and {acked} was acknowledged, seed {world.seed}")
                    if cursor not in heard:
                        world.ledger.heard(name, cursor, kind, data, sent_at)
                        heard.add(cursor)
                    if rng.random() < 0.1:
                        reply = acks.call("POST", "/events/ack", {"cursor": cursor})
                        expect(reply, 200)
                        assert reply.json == {"cursor": cursor}, reply
                        acked = cursor
                    if is_marker(world, kind, data):
                        return
        except Gone:
            world.ledger.count("resumed")
            world.up.wait(0.05)


def is_marker(world, kind, data):
    return kind == "ask.cancelled" and data["ask"]["title"] == world.marker


def holders(world, name, rng):
    """Waits on asks that nobody answers. Where askd is asked to stop, the answer must be whole and say `open`."""
    door = world.agent()
    number = 0
    while not world.over.is_set():
        number += 1
        question = {"title": f"held {name}-{number}", "form": {"kind": "approval"}}
        world.ledger.sends(question["title"], None)
        begun = False

        def on_head():
            nonlocal begun
            begun = True
            with world.ledger.lock:
                world.held += 1

        try:
            sent_at = time.monotonic()
            reply = door.call("POST", "/asks", question, params={"wait": "20s"}, begun=on_head)
            expect(reply, 201)
            world.ledger.opened(reply.json, question["title"], None, name, sent_at)
            world.ledger.count("held")
            assert reply.json["state"] == "open", reply
        except Cut as cut:
            if world.gentle:
                raise Violation(f"{name} waited, and its answer was cut in the middle: {cut}") from cut
            world.ledger.count("unknown")
        except Unserved:
            world.ledger.unserved(question["title"])
            world.up.wait(0.05)
        except Gone:
            world.ledger.count("unknown")
            world.up.wait(0.05)
        finally:
            if begun:
                with world.ledger.lock:
                    world.held -= 1
