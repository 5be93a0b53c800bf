"""Slack, on the fake that the official clients accept: asks and answers, and what goes wrong on the way."""

import time

import pytest

from callers import Person, eventually
from slack_askd import approval, controls_of, health_of, text_of
from slack_fresh import agent, askd  # noqa: F401


def test_a_press_answers_and_the_post_shows_it(place, agent):
    ask = approval(agent, "Ship 2.1?", body="All *green*.")
    post = place.post_of(ask)
    assert "All" in text_of(post) and set(controls_of(post)) >= {"Approve", "Deny"}
    report = place.fake.press(place.ana, place.ops, post["ts"], "Approve")
    assert report["state"] == "acked" and len(report["attempts"]) == 1
    ended = agent.ended(ask)
    assert ended["answer"]["value"] == "approve" and ended["answer"]["by"]["name"] == "Ana Lima"
    assert ended["answer"]["via"]["backend"] == "chat" and ended["answer"]["via"]["room"] == place.ops
    assert place.shows(ask, "Approved by Ana Lima")
    assert controls_of(place.post_of(ask)) == []


def test_a_reply_in_the_thread_answers(place, agent):
    ask = approval(agent, "Pay the invoice?")
    post = place.post_of(ask)
    place.fake.say(place.ben, place.ops, "no\nthe sum is wrong", thread_ts=post["ts"])
    ended = agent.ended(ask)
    assert ended["answer"]["value"] == "deny" and ended["answer"]["by"]["name"] == "Ben Roy"
    assert ended["answer"]["note"] == "the sum is wrong"


def test_whoever_is_second_is_told_privately(place, agent):
    ask = approval(agent, "Who is first?")
    post = place.post_of(ask)
    place.fake.press(place.ana, place.ops, post["ts"], "Approve")
    agent.ended(ask)
    place.fake.say(place.ben, place.ops, "deny", thread_ts=post["ts"])
    told = place.fake.until(lambda: place.fake.ephemerals(place.ben))
    assert "Too late" in text_of(told[0]) and "Ana Lima" in text_of(told[0])


def test_a_stranger_may_not_answer_and_is_told_so(place, agent):
    ask = approval(agent, "For members alone?")
    post = place.post_of(ask)
    place.fake.press(place.zoe, place.ops, post["ts"], "Approve")
    told = place.fake.until(lambda: place.fake.ephemerals(place.zoe))
    assert "may not answer" in text_of(told[0])
    assert agent.shown(ask)["state"] == "open"


def test_a_choice_among_many_is_a_menu(place, agent):
    options = [{"value": f"v{number}", "label": f"Option {number}"} for number in range(20)]
    ask = agent.ask("Which one?", form={"kind": "choice", "options": options}, to=["#ops"])
    post = place.post_of(ask)
    menu = next(control for control in post["seen"]["controls"] if control.get("options"))
    place.fake.choose(place.ana, place.ops, post["ts"], menu["action_id"], "Option 17")
    place.fake.press(place.ana, place.ops, post["ts"], "Submit")
    eventually(lambda: agent.shown(ask)["state"] == "answered", what="the choice didn't answer")
    assert agent.shown(ask)["answer"]["value"] == "v17"


def test_what_is_said_in_a_room_is_said_in_its_channel_and_its_other_rooms(place, askd, agent):
    owner = Person.accept(askd, askd.link(), "Olga", email="olga@elsewhere.example")
    place.fake.say(place.ana, place.news, "The deploy hangs")

    def heard():
        messages = owner.read("/channels/news/messages?team=growth")["messages"]
        return [one for one in messages if one["content"] == "The deploy hangs"]

    eventually(heard, what="the channel hears nothing")
    assert heard()[0]["author_name"] == "Ana Lima"
    mirrored = place.fake.until(lambda: [p for p in place.fake.posts(place.more) if "The deploy hangs" in text_of(p)])
    assert len(mirrored) == 1 and "Ana Lima" in text_of(mirrored[0])
    assert len([p for p in place.fake.posts(place.news) if "The deploy hangs" in text_of(p)]) == 1


@pytest.mark.slow
def test_c10_a_power_cut_while_posting_posts_once(place, askd, agent):
    """The answer to the post is lost, askd dies, and looks in the room before it posts again."""
    place.fake.fault("chat.postMessage", "lost")
    ask = approval(agent, "Posted once?")
    place.post_of(ask)
    askd.kill()
    askd.start()
    place.fake.connected()
    post = place.post_of(ask)
    place.fake.press(place.ana, place.ops, post["ts"], "Approve")
    agent.again()
    eventually(lambda: "Approved by" in text_of(place.post_of(ask)), within=60, what="the outcome isn't shown")
    assert len([p for p in place.fake.posts(place.ops) if "Posted once?" in text_of(p)]) == 1


def test_what_was_owed_at_a_power_cut_is_posted_after_the_start(place, askd, agent):
    place.fake.do("listen", on=False)
    ask = approval(agent, "Owed?")
    ready = f"{askd.url}/readyz?verbose"
    eventually(lambda: agent.session.get(ready).text.count("[!] backend chat"), what="it isn't told")
    askd.kill()
    place.fake.do("listen", on=True)
    time.sleep(3)  # its next attempt is due while askd is down
    askd.start()
    assert place.post_of(ask)


def test_a_reply_to_what_an_agent_said_in_a_room_is_said_in_the_channel(place, askd, agent):
    owner = Person.accept(askd, askd.link(), "Olga", email="olga@elsewhere.example")
    owner.make("/channels/news/messages?team=growth", {"content": "The nightly run passed."})
    post = place.fake.until(lambda: [p for p in place.fake.posts(place.news) if "nightly run" in text_of(p)])[0]
    place.fake.say(place.ana, place.news, "great", thread_ts=post["ts"])

    def said():
        return [one["content"] for one in owner.read("/channels/news/messages?team=growth")["messages"]]

    eventually(lambda: "great" in said(), what="the reply was lost")
    # Whose post it is was asked once.
    asked = len(place.fake.calls("conversations.replies"))
    time.sleep(3)
    assert said().count("great") == 1 and len(place.fake.calls("conversations.replies")) <= asked + 1


def test_replies_during_an_outage_are_read_afterwards(place, askd, agent):
    ask = approval(agent, "While we were away?")
    post = place.post_of(ask)
    askd.kill()
    place.fake.say(place.ana, place.ops, "approve", thread_ts=post["ts"])
    askd.start()
    eventually(lambda: agent.again().shown(ask)["state"] == "answered", within=40, what="the reply was lost")


def test_a_refresh_of_connections_loses_nothing(place, agent):
    for round in range(3):
        for one in place.fake.connected():
            place.fake.disconnect(one["number"], "refresh_requested")
        ask = approval(agent, f"Round {round}?")
        post = place.post_of(ask)
        report = place.fake.press(place.ana, place.ops, post["ts"], "Approve")
        assert report["state"] == "acked"
        assert agent.ended(ask)["answer"]["value"] == "approve"


def test_health_tells_of_a_revoked_token(place, askd, agent):
    place.fake.do("revoke", token=place.fake.bot_token)
    for number in range(5):
        approval(agent, f"Anybody {number}?")
    eventually(lambda: "backend chat" in agent.session.get(f"{askd.url}/readyz").text, what="readyz is silent")
    down = 'askd_backend_up{backend="chat"} 0\n'
    eventually(lambda: down in agent.session.get(f"{askd.url}/metrics").text, what="the metric doesn't tell")
    lines = agent.session.get(f"{askd.url}/readyz?verbose")
    assert lines.status_code == 200 and "[!] backend chat" in lines.text and "xoxb" not in lines.text


def test_c51_no_token_and_no_ticket_is_ever_said(place, askd, agent):
    """Neither in the log nor in the metrics nor in the state, whatever fails: a ticket stands in an address."""
    place.fake.fault("dial", "status", status=503, body="go away")
    place.fake.fault("dial", "drop")
    place.fake.fault("chat.update", "status", status=500, body="oops")
    for one in place.fake.connected(2):
        place.fake.do("reset", number=one["number"])
    eventually(lambda: "[!] backend chat" in health_of(agent), what="nothing was told")
    told = health_of(agent)
    place.fake.connected()
    ask = approval(agent, "Quiet?")
    place.fake.press(place.ana, place.ops, place.post_of(ask)["ts"], "Approve")
    assert agent.ended(ask)["answer"]["value"] == "approve" and place.shows(ask, "Approved by Ana Lima")
    opened = [one["answer"]["url"] for one in place.fake.calls("apps.connections.open")]
    tickets = [url.partition("ticket=")[2].partition("&")[0] for url in opened]
    assert len(set(tickets)) >= 5 and all(tickets)
    said = told + askd.said() + health_of(agent) + agent.session.get(f"{askd.url}/metrics").text
    for secret in (place.fake.bot_token, place.fake.app_token, *tickets):
        assert secret not in said
