"""What goes wrong with Slack while askd is killed: calls, envelopes, connections, and all of it for a while."""

# After the first look askd waits so long for what may still be under way, and looks again before it posts: `settling`
# in adapters/slack/posts.cpp. What lands later than that can be there twice; nothing else can.
SETTLING = 5.0
PROMPT, SLOW = (0.1, 2.0), (SETTLING + 1, SETTLING + 10)

CALLS = [
    ("chat.postMessage", "lost", {}),
    ("chat.postMessage", "drop", {}),
    ("chat.postMessage", "stall", {}),
    ("chat.postMessage", "status", {"status": 502, "landed": True}),
    ("chat.postMessage", "refuse", {"error": "internal_error", "landed": True}),
    ("chat.postMessage", "refuse", {"error": "service_unavailable"}),
    ("chat.postMessage", "limit", {"retry_after": 1}),
    ("chat.postMessage", "delay", {"seconds": PROMPT}),
    ("chat.postMessage", "delay", {"seconds": SLOW}),
    ("chat.postMessage", "delay", {"seconds": SLOW}),
    ("chat.update", "lost", {}),
    ("chat.update", "drop", {}),
    ("chat.update", "status", {"status": 500}),
    ("chat.update", "limit", {"retry_after": 1}),
    ("chat.update", "delay", {"seconds": PROMPT}),
    ("conversations.replies", "drop", {}),
    ("conversations.replies", "limit", {"retry_after": 1}),
    ("conversations.history", "status", {"status": 503}),
    ("conversations.history", "delay", {"seconds": PROMPT}),
    ("auth.test", "drop", {}),
    ("views.open", "lost", {}),
    ("views.open", "refuse", {"error": "expired_trigger_id"}),
    ("chat.postEphemeral", "drop", {}),
    ("apps.connections.open", "drop", {}),
    ("apps.connections.open", "limit", {"retry_after": 1}),
    ("dial", "drop", {}),
    ("dial", "status", {"status": 503}),
    ("hello", "delay", {"seconds": PROMPT}),
]
ENVELOPES = [
    ("duplicate", {}),
    ("duplicate", {"other_connection": True}),
    ("delay", {"seconds": (0.1, 1.5)}),
    ("drop", {}),
    ("hold", {}),
    ("truncated", {"after": 40}),
    ("raw", {"body": '{"type": "news"'}),
]
ENDS = ["warning", "refresh_requested", "freeze", "reset", "drop", "half_close", "close"]


def trouble(world, name, rng):
    """One thing after the other, until it is to be calm. Held back is nothing for long, and not in its order."""
    while not world.calm.wait(rng.uniform(0.1, 0.7)):
        world.faults += 1
        choice = rng.random()
        if choice < 0.45:
            where, kind, more = rng.choice(CALLS)
            world.fake.fault(where, kind, **drawn(rng, more))
        elif choice < 0.75:
            kind, more = rng.choice(ENVELOPES)
            world.fake.fault("envelope", kind, **drawn(rng, more))
        elif choice < 0.95:
            end_one(world, rng)
        else:
            world.fake.do("listen", on=False)
            world.calm.wait(rng.uniform(0.1, 1.0))
            world.fake.do("listen", on=True)
        world.calm.wait(rng.uniform(0, 0.3))
        world.fake.release(last_first=rng.random() < 0.5)
    world.fake.do("heal")


def drawn(rng, more):
    return {key: rng.uniform(*value) if isinstance(value, tuple) else value for key, value in more.items()}


def end_one(world, rng):
    """A connection's end, announced or not. A frozen one lives on, and swallows what is sent to it."""
    open_ones = [one["number"] for one in world.fake.connections() if one["state"] == "open" and one["greeted"]]
    if not open_ones:
        return
    number, how = rng.choice(open_ones), rng.choice(ENDS)
    if how in ("warning", "refresh_requested"):
        world.fake.disconnect(number, how)
    else:
        world.fake.do(how, number=number)
