"""One conversation in several rooms of Slack and in the inbox, and what is read after an outage."""

import pytest

from callers import Person, eventually
from slack_askd import text_of
from slack_fresh import agent, askd, place  # noqa: F401


@pytest.fixture
def olga(askd):
    return Person.accept(askd, askd.link(), "Olga", email="olga@elsewhere.example")


def in_thread(place, room, post, words):
    """What stands in the thread of that post and says so."""
    return [one for one in place.fake.posts(room, post["ts"]) if words in text_of(one) and one["ts"] != post["ts"]]


def contents(caller, ask):
    return [one["content"] for one in caller.read(f"/conversations/{ask['conversation']}/messages")["messages"]]


def test_a_conversation_goes_on_in_every_room_and_in_the_inbox(place, agent, olga):
    ask = agent.ask("Everywhere?", form={"kind": "approval"}, to=["#news"])
    here, there = place.post_of(ask, place.news), place.post_of(ask, place.more)
    place.fake.say(place.ana, place.news, "What about *Oslo* & <Bergen>?", thread_ts=here["ts"])
    mirrored = place.fake.until(lambda: in_thread(place, place.more, there, "Oslo"))
    assert len(mirrored) == 1 and "Ana Lima" in text_of(mirrored[0]) and "& <Bergen>?" in text_of(mirrored[0])
    assert contents(olga, ask) == ["What about *Oslo* & <Bergen>?"]
    agent.make(f"/asks/{ask['id']}/messages", {"content": "Oslo **waits**."})
    olga.comment(ask, "Bergen is closed.")
    for room, post in ((place.news, here), (place.more, there)):
        for author, words in ((agent_name(agent), "Oslo"), ("Olga", "Bergen is closed.")):
            found = place.fake.until(lambda: in_thread(place, room, post, words))
            assert [one for one in found if author in text_of(one) or room == place.news], (room, words)
    place.fake.say(place.ben, place.more, "approve", thread_ts=there["ts"])
    assert agent.ended(ask)["answer"]["via"]["room"] == place.more
    for room in (place.news, place.more):
        assert place.shows(ask, "Approved by Ben Roy", room)
    assert len(in_thread(place, place.news, here, "Oslo")) == 2, "the person's own words and the agent's, each once"


def agent_name(agent):
    return agent.read("/me")["name"]


def test_a_comment_of_the_inbox_is_escaped_and_mentions_nobody(place, agent, olga):
    ask = agent.ask("Harmless?", form={"kind": "approval"}, to=["#ops"])
    post = place.post_of(ask)
    olga.comment(ask, "<!channel> & <@U0ANA> look")
    found = place.fake.until(lambda: in_thread(place, place.ops, post, "look"))[0]
    assert "<!channel> & <@U0ANA> look" in text_of(found)
    assert "<!channel>" not in str(found["blocks"]) + found["text"]


def test_c30_replies_during_an_outage_are_read_from_the_oldest_on(place, agent):
    """Nobody is told again what couldn't be delivered: all there is is what stands in the threads."""
    place.fake.set(socket_retries=[])
    first = agent.ask("The first while away?", form={"kind": "approval"}, to=["#ops"])
    other = agent.ask("The other while away?", form={"kind": "text"}, to=["#news"])
    one, two = place.post_of(first), place.post_of(other, place.more)
    place.fake.do("listen", on=False)
    place.fake.say(place.ana, place.ops, "what for", thread_ts=one["ts"])
    place.fake.say(place.ana, place.ops, "approve", thread_ts=one["ts"])
    place.fake.say(place.ben, place.ops, "deny", thread_ts=one["ts"])
    place.fake.say(place.ben, place.more, "blue", thread_ts=two["ts"])
    place.fake.do("listen", on=True)
    eventually(lambda: agent.shown(first)["state"] == "answered", within=60, what="the replies were lost")
    assert agent.shown(first)["answer"]["value"] == "approve", "what was said first counts"
    assert contents(agent, first) == ["what for"]
    eventually(lambda: agent.shown(other)["state"] == "answered", within=60, what="the other reply was lost")
    assert agent.shown(other)["answer"]["value"] == "blue"
