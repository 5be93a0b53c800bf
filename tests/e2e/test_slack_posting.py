"""What askd writes in Slack, by the conformance cases of the adapter: refused, lost, too long, or not at all."""

import pytest

from callers import eventually
from slack_askd import approval, controls_of, health_of, sent, showing, text_of
from slack_fresh import agent, askd, place  # noqa: F401

LIST = {"static_select", "button"}


def test_c03_a_post_names_its_delivery_and_pings_nobody(place, agent):
    ask = approval(agent, "Ship <!channel>?", body="See <@U0ANA> & [the page](https://acme.example/?a=1&b=2).")
    post = place.post_of(ask)
    call = place.fake.calls("chat.postMessage")[-1]
    assert call["json"] and call["strange"] == [] and call["http"] == "POST"
    assert call["args"]["link_names"] is False and call["args"]["metadata"]["event_type"] == "askd_delivery"
    marked_up = "\n".join([call["args"]["text"], *mrkdwn_in(call["args"]["blocks"])])
    assert "&lt;@U0ANA&gt; &amp; <https://acme.example" in marked_up
    assert "<!" not in marked_up and "<@" not in marked_up
    assert "Ship <!channel>?" in text_of(post) and "<@U0ANA> & the page" in text_of(post)


def mrkdwn_in(thing):
    """All texts in it that Slack would look through for mentions."""
    if isinstance(thing, dict):
        return [thing["text"]] if thing.get("type") == "mrkdwn" else mrkdwn_in(list(thing.values()))
    return [text for one in thing for text in mrkdwn_in(one)] if isinstance(thing, list) else []


def test_c04_a_follow_up_stands_in_the_thread_of_its_card(place, agent):
    ask = approval(agent, "More to say?")
    post = place.post_of(ask)
    reply = place.fake.say(place.ana, place.ops, "such as", thread_ts=post["ts"])
    agent.make(f"/asks/{ask['id']}/messages", {"content": "Such as this."})
    found = place.fake.until(lambda: [one for one in showing(place, "Such as this") if one["ts"] > reply["ts"]])
    assert found[0]["thread_ts"] == post["ts"]


def test_c05_a_room_that_must_wait_holds_up_no_other(place, agent):
    place.fake.fault("chat.postMessage", "limit", retry_after=4, when={"channel": place.ops})
    slow = approval(agent, "Slowed down?")
    place.fake.until(lambda: [one for one in place.fake.calls("chat.postMessage") if one["status"] == 429])
    quick = agent.ask("Elsewhere at once?", to=["#news"])
    assert place.post_of(quick, place.news)
    assert showing(place, slow["title"]) == []
    assert place.post_of(slow)
    refused, taken = (one["at"] for one in calls_into(place, place.ops))
    assert taken - refused >= 4


def calls_into(place, room):
    return [one for one in place.fake.calls("chat.postMessage") if one["args"]["channel"] == room]


def test_c08_an_answer_that_was_lost_is_looked_up_before_posting_again(place, agent):
    """Nothing else tells: the echo of the post doesn't come either."""
    place.fake.set(socket_retries=[])
    place.fake.fault("events_api", "drop")
    place.fake.fault("chat.postMessage", "lost")
    ask = approval(agent, "Landed already?")
    sent(agent, ask)
    assert len(showing(place, ask["title"])) == 1 and len(calls_into(place, place.ops)) == 1
    assert place.fake.calls("conversations.history")
    place.fake.press(place.ana, place.ops, place.post_of(ask)["ts"], "Approve")
    assert place.shows(ask, "Approved by Ana Lima")


@pytest.mark.slow
def test_c09_what_is_not_found_is_posted_once_more(place, agent):
    place.fake.fault("chat.postMessage", "drop")
    ask = approval(agent, "Never landed?")
    sent(agent, ask)
    assert len(showing(place, ask["title"])) == 1 and len(calls_into(place, place.ops)) == 2
    looked = [one["at"] for one in place.fake.calls("conversations.history")]
    assert len(looked) == 2 and looked[1] - looked[0] >= 5, "what is under way has time to land"


def test_c11_our_own_echo_confirms_a_post(place, agent):
    """The answer stays away, and Slack refuses to be looked through: the event alone tells that it landed."""
    place.fake.fault("conversations.history", "status", status=503, times=50)
    place.fake.fault("chat.postMessage", "stall")
    ask = approval(agent, "Confirmed by its echo?")
    sent(agent, ask)
    assert len(showing(place, ask["title"])) == 1
    place.fake.release()


def test_c12_what_was_never_sent_is_not_looked_up(place, agent):
    place.fake.do("listen", on=False)
    ask = approval(agent, "Sent later?")
    eventually(lambda: "[!] backend chat" in health_of(agent), what="readyz is silent")
    place.fake.do("listen", on=True)
    sent(agent, ask)
    assert len(showing(place, ask["title"])) == 1 and place.fake.calls("conversations.history") == []


def test_c13_refused_blocks_fall_back_to_text_that_says_how_to_answer(place, agent):
    place.fake.fault("chat.postMessage", "refuse", error="invalid_blocks")
    ask = approval(agent, "As plain text?")
    post = place.post_of(ask)
    assert controls_of(post) == [] and "reply in the thread" in text_of(post)
    assert len(calls_into(place, place.ops)) == 2
    place.fake.say(place.ben, place.ops, "Approve", thread_ts=post["ts"])
    assert agent.ended(ask)["answer"]["value"] == "approve"
    assert place.shows(ask, "Approved by Ben Roy")


def test_c14_the_longest_question_is_cut_with_a_link_to_the_whole(place, agent):
    body = "\n\n".join(f"Paragraph {number} & <more> of *it*. " + "ä" * 900 for number in range(20))
    ask = agent.ask("W" * 150, body=body, form={"kind": "approval"}, to=["#ops"])
    post = place.fake.until(lambda: [one for one in place.fake.posts(place.ops) if "WWW" in text_of(one)])[0]
    assert "Paragraph 0 & <more>" in text_of(post) and "Read the whole in the inbox" in text_of(post)
    assert set(controls_of(post)) >= {"Approve", "Deny"} and post["blocks"][-2]["type"] == "actions"
    assert [one["status"] for one in place.fake.calls("chat.postMessage")] == [200]
    place.fake.press(place.ana, place.ops, post["ts"], "Deny")
    assert agent.ended(ask)["answer"]["value"] == "deny"


@pytest.mark.parametrize(("count", "kinds"), [(10, {"button"}), (11, LIST), (25, LIST)])
def test_c15_labels_and_options_are_cut_to_what_a_message_holds(place, agent, count, kinds):
    options = [{"value": f"v{number}", "label": f"{number} " + "long " * 14} for number in range(count)]
    ask = agent.ask(f"One of {count}?", form={"kind": "choice", "options": options}, to=["#ops"])
    post = place.post_of(ask)
    assert {one["kind"] for one in post["seen"]["controls"]} <= kinds
    assert [one["status"] for one in place.fake.calls("chat.postMessage")] == [200]
    assert all(one["answer"]["ok"] for one in place.fake.calls("chat.postMessage")), "it is refused first"
    place.fake.say(place.ana, place.ops, options[7]["label"].strip(), thread_ts=post["ts"])
    assert agent.ended(ask)["answer"]["value"] == "v7"


def test_c48_a_room_without_the_app_says_what_to_do(place, agent):
    place.fake.do("join", user=place.fake.bot_user, channel=place.ops, leave=True)
    ask = approval(agent, "Not invited?")

    def failed():
        return [one for one in agent.shown(ask)["deliveries"] if one["state"] == "failed"]

    eventually(failed, what="the delivery doesn't fail")
    assert "not_in_channel" in failed()[0]["reason"] and "/invite @askd" in failed()[0]["reason"]
    # The other rooms are none the worse.
    other = agent.ask("Elsewhere?", to=["#news"])
    assert place.post_of(other, place.news)
