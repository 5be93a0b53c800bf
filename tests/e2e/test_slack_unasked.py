"""What Slack sends though askd has no use for it: commands and reactions, by conformance cases 46 and 49."""

import pytest

from callers import eventually
from slack_askd import all_heard, approval, controls_of, effects_on, health_of, standing_on
from slack_fresh import agent, place  # noqa: F401

WORDS = {
    "answer": "approve",
    "nothing": "",
    "with_note": "deny\nfor a reason",
    "letters": "<@U0ANA> & ünï",
    "many": "x" * 3000,
}


@pytest.fixture(params=["socket", "events"])
def askd(request, place, tmp_path):
    """In each mode: a command is an envelope, or a form at the address of interactivity."""
    with standing_on(place, tmp_path, request.param) as server:
        yield server


def still_answers(place, agent, ask, post, room=None):
    """Nothing came of it, and the next press is an answer as ever."""
    all_heard(place)
    assert agent.shown(ask)["state"] == "open" and effects_on(agent, ask) == []
    assert place.fake.press(place.ana, room or place.ops, post["ts"], "Approve")["state"] == "acked"
    assert agent.ended(ask)["answer"]["value"] == "approve"
    assert place.shows(ask, "Approved by Ana Lima", room) and controls_of(place.post_of(ask, room)) == []
    assert "[!] backend chat" not in health_of(agent)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_c46_a_slash_command_is_acknowledged_and_answers_nothing(place, agent, words):
    """askd's manifest has no command, but whoever runs the app may give it one."""
    ask = approval(agent, "Not by a command?")
    post = place.post_of(ask)
    report = place.fake.command(place.ana, place.ops, "/askd", words)
    assert report["state"] == "acked" and report["answer"] is None, report
    still_answers(place, agent, ask, post)


def test_c46_in_a_direct_message_a_command_is_not_what_one_said_there(place, agent):
    """Words outside of any thread would answer the one open ask."""
    room = place.fake.direct(place.ana)
    ask = approval(agent, "Not by a command in private?", to=["@ana"])
    post = place.post_of(ask, room)
    assert place.fake.command(place.ana, room, "/approve", "approve")["state"] == "acked"
    still_answers(place, agent, ask, post, room)


def test_c46_commands_one_after_the_other_harm_nobody(place, agent):
    before = [one["number"] for one in place.fake.connections()]
    for number in range(30):
        report = place.fake.command(place.zoe, place.ops, f"/one{number}", "approve")
        assert report["state"] == "acked", report
    assert [one["number"] for one in place.fake.connections()] == before, "a connection didn't live through it"
    ask = approval(agent, "After the commands?")
    still_answers(place, agent, ask, place.post_of(ask))


def test_c49_reactions_are_acknowledged_and_change_nothing(place, agent):
    """askd sets no reactions itself, so `already_reacted` and `no_reaction` never come as answers; and its manifest
    subscribes to none. Where an app does, they are no answers."""
    ask = approval(agent, "Not by an emoji?")
    post = place.post_of(ask)
    reply = place.fake.say(place.ben, place.ops, "what for", thread_ts=post["ts"])
    eventually(lambda: effects_on(agent, ask), what="the comment isn't there")
    for on in (True, False, True):
        for ts in (post["ts"], reply["ts"]):
            for name in ("white_check_mark", "x"):
                place.fake.react(place.ana, place.ops, ts, name, on)
    all_heard(place)
    kinds = {"reaction_added", "reaction_removed"}
    told = [one for one in place.fake.deliveries("events_api") if one["payload"]["event"]["type"] in kinds]
    assert len(told) == 12 and all(one["state"] == "acked" and len(one["attempts"]) == 1 for one in told)
    assert [one["kind"] for one in effects_on(agent, ask)] == ["message.said"] and agent.shown(ask)["state"] == "open"
    assert place.fake.calls("reactions.add") == place.fake.calls("reactions.remove") == []
    place.fake.press(place.ana, place.ops, post["ts"], "Deny")
    assert agent.ended(ask)["answer"]["value"] == "deny" and place.shows(ask, "Denied by Ana Lima")
