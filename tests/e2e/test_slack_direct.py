"""Direct messages in Slack, by the adapter's conformance cases: people by id and by address, one ask or several."""

import datetime
import zoneinfo

import pytest

from callers import eventually
from slack_askd import Place, a_place, controls_of, text_of
from slack_fresh import agent, askd  # noqa: F401

TEAM = """people:
  ana: {{name: Ana Lima, email: ana@example.com, chat: {ana}}}
  dora: {{name: Dora Kern, email: dora@example.com, chat: dora@example.com}}
  emil: {{name: Emil Ott, email: emil@example.com, chat: nobody@example.com}}
channels:
  "#ops": {{rooms: [{{backend: chat, room: {ops}}}], members: [ana, dora, emil]}}
"""


class Addresses(Place):
    """People whom the team's file knows by their address alone: Dora, who is in Slack, and Emil, who isn't."""

    def __init__(self, fake):
        super().__init__(fake)
        self.dora = fake.person("dora", "dora@example.com")

    def team(self):
        return TEAM.format(ana=self.ana, ops=self.ops)


@pytest.fixture
def place():
    with a_place(Addresses) as place:
        place.fake.set(limited=False)
        yield place


def asked(place, agent, title, person, room, form=None, **more):
    ask = agent.ask(title, form=form or {"kind": "approval"}, to=[person], **more)
    return ask, place.post_of(ask, room)


def said_in(place, room, words):
    """What askd said there, and not in a card."""
    return place.fake.until(lambda: [post for post in place.fake.posts(room) if words in text_of(post)])


def test_c47_a_person_is_found_by_address_and_their_direct_message_opened_once(place, agent):
    room = place.fake.direct(place.dora)
    ask, post = asked(place, agent, "Dora?", "@dora", room)
    assert place.fake.press(place.dora, room, post["ts"], "Approve")["state"] == "acked"
    assert agent.ended(ask)["answer"]["by"]["name"] == "Dora Kern"
    ask, post = asked(place, agent, "Dora again?", "@dora", room)
    place.fake.say(place.dora, room, "no", thread_ts=post["ts"])
    assert agent.ended(ask)["answer"]["by"]["name"] == "Dora Kern"
    assert len(place.fake.calls("users.lookupByEmail")) == 1 and len(place.fake.calls("conversations.open")) == 1


def test_c47_a_direct_message_that_is_gone_is_opened_again(place, agent):
    room = place.fake.direct(place.dora)
    asked(place, agent, "Dora for now?", "@dora", room)
    place.fake.fault("chat.postMessage", "refuse", error="channel_not_found", when={"channel": room})
    ask, post = asked(place, agent, "Dora once more?", "@dora", room)
    assert len(place.fake.calls("conversations.open")) == 2 and len(place.fake.calls("chat.postMessage")) == 3
    assert place.fake.press(place.dora, room, post["ts"], "Approve")["state"] == "acked"
    assert agent.ended(ask)["answer"]["by"]["name"] == "Dora Kern"


def test_c47_after_a_restart_a_press_is_still_of_who_was_found_by_address(place, askd, agent):
    room = place.fake.direct(place.dora)
    ask, post = asked(place, agent, "Dora after a restart?", "@dora", room)
    askd.kill()
    askd.start()
    place.fake.connected(2)
    assert place.fake.press(place.dora, room, post["ts"], "Deny")["state"] == "acked"
    assert agent.again().ended(ask)["answer"]["by"]["name"] == "Dora Kern"


def test_c48_whom_slack_does_not_know_is_asked_in_the_inbox_and_the_delivery_says_why(agent):
    ask = agent.ask("Emil?", form={"kind": "approval"}, to=["@emil"])

    def failed():
        return [one for one in agent.shown(ask)["deliveries"] if one["state"] == "failed"]

    eventually(failed, what="the delivery doesn't fail")
    assert "users_not_found" in failed()[0]["reason"]
    assert [one["backend"] for one in agent.shown(ask)["deliveries"] if one["state"] == "sent"] == ["inbox"]


def test_c37_one_open_ask_is_answered_without_a_thread(place, agent):
    room = place.fake.direct(place.ana)
    ask, _ = asked(place, agent, "Just write?", "@ana", room)
    place.fake.say(place.ana, room, "yes\nlooks good")
    ended = agent.ended(ask)
    assert (ended["answer"]["value"], ended["answer"]["note"]) == ("approve", "looks good")
    assert place.fake.until(lambda: controls_of(place.post_of(ask, room)) == [])


def test_c37_of_several_open_asks_none_is_guessed(place, agent):
    room = place.fake.direct(place.ana)
    one, first = asked(place, agent, "The first?", "@ana", room)
    other, _ = asked(place, agent, "The second?", "@ana", room)
    place.fake.say(place.ana, room, "yes")
    assert said_in(place, room, "Several questions are open here")
    assert agent.shown(one)["state"] == agent.shown(other)["state"] == "open"
    place.fake.say(place.ana, room, "no", thread_ts=first["ts"])
    assert agent.ended(one)["answer"]["value"] == "deny"
    place.fake.say(place.ana, room, "yes")
    assert agent.ended(other)["answer"]["value"] == "approve"


def test_c37_where_nothing_is_open_that_is_said(place, agent):
    room = place.fake.direct(place.ana)
    ask, post = asked(place, agent, "Over soon?", "@ana", room)
    place.fake.press(place.ana, room, post["ts"], "Approve")
    agent.ended(ask)
    place.fake.say(place.ana, room, "yes")
    assert said_in(place, room, "No question is open here")


def test_c30_what_was_said_in_a_direct_message_while_askd_was_away_is_read(place, askd, agent):
    place.fake.set(socket_retries=[])
    room = place.fake.direct(place.ana)
    ask, _ = asked(place, agent, "Away from the message?", "@ana", room)
    askd.kill()
    place.fake.say(place.ana, room, "no")
    place.fake.say(place.ana, room, "yes")
    askd.start()
    again = agent.again()
    eventually(lambda: again.shown(ask)["state"] == "answered", within=40, what="the message was lost")
    assert again.shown(ask)["answer"]["value"] == "deny", "what was said first counts"


def test_the_reader_of_a_card_sees_its_end_on_their_own_clock(place, agent):
    """The message holds a moment, which Slack writes in the zone of whoever reads."""
    ask = agent.ask("Until when?", to=["#ops"], expires_in="30d")
    place.post_of(ask)
    end = datetime.datetime.fromisoformat(ask["expires_at"])
    for name, zone in (("aki", "Asia/Tokyo"), ("far", "America/New_York")):
        reader = place.fake.person(name, tz=zone)
        posts = place.fake.posts(place.ops, reader=reader)
        there = end.astimezone(zoneinfo.ZoneInfo(zone))
        assert f"Expires {there:%b %-d, %Y at %-I:%M %p}" in text_of(posts[0])
    assert f"Expires {end:%Y-%m-%d %H:%M} UTC" in text_of(place.post_of(ask))
