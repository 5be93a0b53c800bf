"""The load on Slack: agents that ask in rooms, people who press, fill in and reply there, and what goes wrong."""

import json
import re
import time

from actors import expect, post_ask, post_message, read_ask
from forms import draw_form, draw_value
from slack_setting import Gesture

TITLE = re.compile(r"\baskers-\d+-\d+\b")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECENT = 60.0  # how far back people look, in seconds
ANSWER_BY = 45.0  # an agent that got no answer for so long asks something else


def ask_of(post):
    """The letters of the id of the ask that a post shows: its delivery's with the lowest 16 bits cleared."""
    delivery = post["metadata"]["event_payload"]["delivery"]
    number = 0
    for letter in delivery.rpartition("_")[2].upper():
        number = number * 32 + CROCKFORD.index(letter)
    number = number >> 16 << 16
    letters = ""
    for _ in range(26):
        letters = CROCKFORD[number % 32] + letters
        number //= 32
    return letters


def letters_of(ask_id):
    return ask_id.rpartition("_")[2].upper()


def askers(world, name, rng):
    """Asks in one of the rooms, goes on with the ask, and mostly waits until it has ended."""
    door = world.agent()
    number = 0
    while not world.over.is_set():
        number += 1
        question = draw_question(rng, f"{name}-{number}", list(world.place.rooms))
        world.forms[question["title"]] = question["form"]
        key = f"key-{name}-{number}" if rng.random() < 0.8 else None
        reply = post_ask(world, door, name, question, key)
        if reply is None:
            world.up.wait(0.05)
            continue
        expect(reply, 201)
        ask_id = reply.json["id"]
        if rng.random() < 0.25:
            content = f"Follow-up {name}-{number}"
            post_message(world, door, f"/asks/{ask_id}/messages", content, f"m-{name}-{number}", False)
        if rng.random() < 0.08:
            cancel(world, door, name, ask_id)
        wait_for_end(world, door, name, ask_id)


def draw_question(rng, title, rooms):
    question = {"title": title, "form": draw_form(rng), "to": ["#" + rng.choice(rooms)]}
    if rng.random() < 0.3:
        question["body"] = f"Body of **{title}** & <more>\n" + "x" * rng.randrange(1000)
    if rng.random() < 0.1:
        question["expires_in"] = f"{rng.randrange(5, 20)}s"
    return question


def cancel(world, door, name, ask_id):
    sent_at = time.monotonic()
    reply = world.again(lambda: door.call("POST", f"/asks/{ask_id}/cancel", {"reason": "no need"}))
    if reply.status == 200:
        world.ledger.withdrew(reply.json, sent_at)
    else:
        expect(reply, 409)
        world.ledger.claimed(ask_id, reply.json["state"], reply.json["answer"], f"{name}, cancelling")


def wait_for_end(world, door, name, ask_id):
    end = time.monotonic() + ANSWER_BY
    while time.monotonic() < end and not world.over.is_set():
        if read_ask(world, door, name, ask_id, {"wait": "2s"})["state"] != "open":
            return


def people(world, name, rng, user):
    """Somebody who looks into the rooms and acts on what is there, whether askd is up or not; on the same card seldom
    again."""
    done = set()
    while not world.over.is_set():
        room = rng.choice(list(world.place.rooms.values()))
        posts = [post for post in world.fake.posts(room, since=f"{time.time() - RECENT:.6f}") if title_of(post)]
        found = [post for post in posts if post["seen"]["controls"] and (room, post["ts"]) not in done]
        if rng.random() < 0.05:
            found = posts
        if not found:
            world.over.wait(rng.uniform(0.05, 0.2))
            continue
        post = found[-1] if rng.random() < 0.6 else rng.choice(found)
        done.add((room, post["ts"]))
        act(world, rng, user, room, post)
        world.over.wait(rng.uniform(0.1, 0.8))


def title_of(post):
    """Nothing for what is no card of ours: people's words, and all that stands in a thread."""
    of_ours = "metadata" in post and post.get("thread_ts", post["ts"]) == post["ts"]
    found = TITLE.search(post["seen"]["text"]) if of_ours else None
    return found.group(0) if found else None


def act(world, rng, user, room, post):
    """One gesture of a kind that the form takes."""
    form = world.forms[title_of(post)]
    value = draw_value(rng, form)
    way = rng.random()
    has_controls = bool(post["seen"]["controls"])
    if way < 0.1:
        words = f"Comment {next(world.numbers)}: what for?"
        if form["kind"] != "text":
            return reply(world, user, room, post, words, None)
    if form["kind"] in ("text", "fields"):
        if has_controls and way < 0.6:
            return fill_in(world, user, room, post, value)
        return reply(world, user, room, post, typed(value), value)
    if has_controls and way < 0.75:
        return press(world, user, room, post, value)
    return reply(world, user, room, post, typed(value), value)


def typed(value):
    """How somebody writes that value in a reply."""
    if isinstance(value, dict):
        return "\n".join(f"{name}: {json.dumps(one).strip(chr(34))}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(value)
    return value


def reply(world, user, room, post, words, value):
    gesture = Gesture(user, ask_of(post), value, "comment" if value is None else "reply")
    gesture.words = words
    gesture.ts = world.fake.say(user, room, words, thread_ts=post["ts"])["ts"]
    world.did(gesture)


def press(world, user, room, post, value):
    ts, controls = post["ts"], post["seen"]["controls"]
    if isinstance(value, list):
        menu = next(one for one in controls if one["options"])
        labels = [f"Take {one}" for one in value]
        if not used(lambda: world.fake.choose(user, room, ts, menu["action_id"], labels)):
            return
        label = "Submit"
    else:
        label = {"approve": "Approve", "deny": "Deny"}.get(value, f"Take {value}")
    gesture = world.did(Gesture(user, ask_of(post), value, "press"))
    report = used(lambda: world.fake.press(user, room, ts, label))
    if report is None:
        with world.ledger.lock:
            world.gestures.remove(gesture)
        return
    gesture.acked = report["state"] == "acked"


def fill_in(world, user, room, post, value):
    """A modal that doesn't open is nothing to send, and one that opens too late isn't this one: the person does
    something else."""
    report = used(lambda: world.fake.press(user, room, post["ts"], "Answer…"))
    if report is None or report["state"] != "acked":
        return
    delivery = post["metadata"]["event_payload"]["delivery"]
    end = time.monotonic() + 3
    while not any(delivery in view["private_metadata"] for view in world.fake.views(user)):
        if time.monotonic() > end or world.over.is_set():
            return
        world.over.wait(0.05)
    entered = {"askd:said": value}
    if isinstance(value, dict):
        entered = {f"askd:field:{name}": as_entered(one) for name, one in value.items()}
    gesture = world.did(Gesture(user, ask_of(post), value, "modal"))
    sent = world.fake.submit(user, entered)
    gesture.acked = sent["state"] == "acked" and sent["then"] == "closed"
    if world.fake.views(user):
        world.fake.dismiss(user, everything=True)


def as_entered(value):
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)


def used(gesture):
    """Nothing where the button had gone while the person reached for it."""
    try:
        return gesture()
    except AssertionError as problem:
        if "there is nothing called" in str(problem):
            return None
        raise
