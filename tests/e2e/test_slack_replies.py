"""What people write in Slack, by the conformance cases of the adapter: replies, edits, files, and what isn't for us."""

import pytest

from callers import Person, eventually
from slack_askd import all_heard, effects_on, facts_of, text_of
from slack_shared import agent, askd, place, token  # noqa: F401


@pytest.fixture(scope="module")
def olga(askd):
    return Person.accept(askd, askd.link(), "Olga", email="olga@elsewhere.example")


def asked(place, agent, title, form=None, **more):
    """An ask and the post that shows it."""
    ask = agent.ask(title, form=form or {"kind": "approval"}, to=["#ops"], **more)
    return ask, place.post_of(ask)


def reply(place, post, text, person=None, **more):
    return place.fake.say(person or place.ana, place.ops, text, thread_ts=post["ts"], **more)


def said_about(agent, ask):
    return [one["content"] for one in agent.read(f"/conversations/{ask['conversation']}/messages")["messages"]]


def test_c31_what_somebody_typed_comes_as_they_typed_it(place, agent):
    ask, post = asked(place, agent, "What did you see?", {"kind": "text", "multiline": True})
    text = f"a &lt;b&gt; &amp; <https://acme.example/x|the page>\n<@{place.ben}> knows"
    reply(place, post, text, marked_up=True)
    ended = agent.ended(ask)
    value = ended["answer"]["value"]
    assert "a <b> & " in value and "https://acme.example/x" in value and "knows" in value
    assert "&lt;" not in value and ended["answer"]["by"]["name"] == "Ana Lima"
    assert ended["answer"]["via"]["link"].startswith("https://acme.slack.com/archives/")


def test_c32_what_is_said_beside_the_thread_answers_nothing(place, agent):
    ask, post = asked(place, agent, "Only in the thread?")
    root = place.fake.say(place.ben, place.ops, "Lunch?")
    place.fake.say(place.ana, place.ops, "approve", thread_ts=root["ts"])
    place.fake.say(place.ana, place.ops, "approve")
    all_heard(place)
    assert agent.shown(ask)["state"] == "open"
    reply(place, post, "approve")
    assert agent.ended(ask)["state"] == "answered"


def test_c33_other_bots_and_our_own_words_answer_nothing(place, agent):
    ask, post = asked(place, agent, "Bots?")
    message = {"type": "message", "channel": place.ops, "channel_type": "channel", "text": "approve"}
    message |= {"thread_ts": post["ts"], "parent_user_id": place.fake.bot_user}
    times = [f"{float(post['ts']) + after:.6f}" for after in (1, 2)]
    place.fake.do("tell", event=message | {"ts": times[0], "bot_id": "B0OTHER", "user": "U0OTHERBOT"})
    own = {"bot_id": place.fake.bot, "app_id": place.fake.app, "user": place.fake.bot_user}
    place.fake.do("tell", event=message | {"ts": times[1]} | own)
    all_heard(place)
    assert agent.shown(ask)["state"] == "open" and said_about(agent, ask) == []


def test_c34_an_edited_reply_is_taken_as_a_new_one(place, agent):
    ask, post = asked(place, agent, "Edited?")
    first = reply(place, post, "let me think")
    eventually(lambda: said_about(agent, ask) == ["let me think"], what="the comment isn't there")
    assert agent.shown(ask)["state"] == "open"
    place.fake.edit(place.ana, place.ops, first["ts"], "approve")
    assert agent.ended(ask)["answer"]["value"] == "approve"


def test_c34_an_edit_of_the_answer_does_not_change_it(place, agent):
    ask, post = asked(place, agent, "Changed afterwards?")
    first = reply(place, post, "approve")
    agent.ended(ask)
    place.fake.edit(place.ana, place.ops, first["ts"], "deny")
    told = place.fake.until(lambda: [one for one in place.fake.ephemerals(place.ana) if "Too late" in text_of(one)])
    assert told and agent.shown(ask)["answer"]["value"] == "approve"
    assert [one["id"] for one in facts_of(agent, "ask.late_answer")].count(ask["id"]) == 1


def test_c34_a_preview_of_a_link_is_no_edit(place, agent):
    ask, post = asked(place, agent, "Previewed?")
    said = reply(place, post, "see https://acme.example")
    eventually(lambda: len(said_about(agent, ask)) == 1, what="the comment isn't there")
    place.fake.do("unfurl", channel=place.ops, ts=said["ts"], link="https://acme.example")
    all_heard(place)
    assert [one["kind"] for one in effects_on(agent, ask)] == ["message.said"]


def test_c34_a_deleted_reply_stays_in_the_record(place, agent):
    ask, post = asked(place, agent, "Deleted?")
    said = reply(place, post, "what about Oslo")
    eventually(lambda: said_about(agent, ask) == ["what about Oslo"], what="the comment isn't there")
    place.fake.delete(place.ana, place.ops, said["ts"])
    all_heard(place)
    assert said_about(agent, ask) == ["what about Oslo"] and agent.shown(ask)["state"] == "open"


def test_c35_files_come_by_name_also_without_words(place, agent):
    ask, post = asked(place, agent, "Which log?", {"kind": "text", "multiline": True})
    reply(place, post, "", files=[{"name": "nightly.log", "content": "boom"}])
    assert "[file] nightly.log" in agent.ended(ask)["answer"]["value"]
    ask, post = asked(place, agent, "And with words?")
    reply(place, post, "what about this", files=[{"name": "one.png"}, {"name": "two.png"}])
    eventually(lambda: said_about(agent, ask), what="the comment isn't there")
    lines = said_about(agent, ask)[0].splitlines()
    assert lines[0] == "what about this" and [line.split(" (")[0] for line in lines[1:]] == [
        "[file] one.png",
        "[file] two.png",
    ]


def test_c36_a_reply_that_is_also_sent_to_the_channel_answers(place, agent, olga):
    ask, post = asked(place, agent, "For all to see?")
    reply(place, post, "deny\nfor all to see", broadcast=True)
    ended = agent.ended(ask)
    assert (ended["answer"]["value"], ended["answer"]["note"]) == ("deny", "for all to see")
    messages = olga.read("/channels/ops/messages?team=growth")["messages"]
    assert not [one for one in messages if "for all to see" in one["content"]]


def test_c20_a_reply_counts_once_however_often_it_is_told(place, agent):
    """Once more in the same envelope, in a later one, and as a message of another time with the same client's id."""
    ask, post = asked(place, agent, "Heard once?")
    place.fake.fault("events_api", "duplicate", other_connection=True)
    said = reply(place, post, "why not?", client_msg_id="the-same-gesture")
    reply(place, post, "why not?", client_msg_id="the-same-gesture")
    all_heard(place)
    heard = [one for one in place.fake.deliveries("events_api") if one["payload"]["event"].get("ts") == said["ts"]]
    place.fake.do("again", number=heard[0]["number"], attempt=3)
    all_heard(place)
    assert said_about(agent, ask) == ["why not?"]


def test_c22_a_reply_that_is_told_again_after_a_restart_counts_once(place, askd, agent):
    ask, post = asked(place, agent, "Told again tomorrow?")
    said = reply(place, post, "what for")
    all_heard(place)
    askd.kill()
    askd.start()
    place.fake.connected(2)
    place.fake.advance(24 * 3600)
    heard = [one for one in place.fake.deliveries("events_api") if one["payload"]["event"].get("ts") == said["ts"]]
    place.fake.do("again", number=heard[0]["number"], attempt=3)
    all_heard(place)
    again = agent.again()
    assert said_about(again, ask) == ["what for"] and len(effects_on(again, ask)) == 1
