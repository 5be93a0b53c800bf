"""Connections of Socket Mode, by the conformance cases of the adapter: how they begin, end and are replaced."""

import pytest

from callers import Agent, eventually
from slack_askd import all_heard, approval, health_of, text_of
from slack_fresh import agent, askd, place  # noqa: F401


def answers(place, agent, title, **more):
    """Asks, and somebody presses: the whole way and back."""
    ask = approval(agent, title)
    report = place.fake.press(place.ana, place.ops, place.post_of(ask)["ts"], "Approve", **more)
    assert report["state"] == "acked", report
    assert agent.ended(ask)["answer"]["value"] == "approve"
    return report


def test_c01_a_token_that_is_not_known_is_told_and_not_tried_again_and_again(place, server, tmp_path):
    place.fake.do("revoke", token=place.fake.bot_token, error="invalid_auth")
    askd = server("--config", str(place.configure(tmp_path))).start()
    agent = Agent.of(askd)
    eventually(lambda: "invalid_auth" in health_of(agent), what="readyz is silent")
    ask = approval(agent, "Anybody?")
    eventually(lambda: failed(agent, ask), what="the delivery doesn't fail")
    assert "invalid_auth" in failed(agent, ask)[0]["reason"]
    assert len(place.fake.calls("auth.test")) <= 3 and place.fake.calls("apps.connections.open") == []


def failed(agent, ask):
    return [one for one in agent.shown(ask)["deliveries"] if one["state"] == "failed"]


def test_c02_a_scope_that_is_missing_is_named(place, agent):
    place.fake.set(scopes=["im:write", "channels:history", "users:read"])
    ask = approval(agent, "Without a scope?")
    eventually(lambda: failed(agent, ask), what="the delivery doesn't fail")
    reason = failed(agent, ask)[0]["reason"]
    assert "missing_scope (needed: chat:write; provided: channels:history,im:write,users:read)" in reason


@pytest.mark.slow
def test_c16_without_a_hello_there_is_another_ticket(place, server, tmp_path):
    place.fake.fault("hello", "drop", times=2)
    askd = server("--config", str(place.configure(tmp_path))).start()
    place.fake.until(lambda: len([one for one in place.fake.connections() if one["greeted"]]) >= 2, patience=40)
    greeted = [one["greeted"] for one in place.fake.connections()]
    assert greeted[:2] == [False, False] and len(place.fake.calls("apps.connections.open")) == len(greeted)
    answers(place, Agent.of(askd), "After the silence?")


def test_c17_the_connection_of_another_app_is_refused_and_told(place, server, tmp_path):
    """Whose it is stands in the token, before anybody has said anything."""
    place.fake.fault("hello", "altered", times=2, at={"connection_info.app_id": "A0OTHER"})
    askd = server("--config", str(place.configure(tmp_path))).start()
    agent = Agent.of(askd)
    eventually(lambda: "that of another app" in health_of(agent), what="readyz is silent")
    place.fake.until(lambda: [one for one in place.fake.connections()[2:] if one["state"] == "open"])
    assert all(one["acks"] == [] for one in place.fake.connections()[:2])
    assert {one["state"] for one in place.fake.connections()[:2]} == {"closed"}
    answers(place, agent, "Over one of ours?")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_c23_the_new_connection_is_there_before_the_old_one_goes(place, agent, reason):
    old = place.fake.connected(2)[0]["number"]
    place.fake.disconnect(old, reason)
    # What Slack still sends there is taken and acknowledged there.
    report = answers(place, agent, "Over the old one?", connection=old)
    assert report["attempts"][0]["connection"] == old

    def replaced():
        gone = place.fake.connections()[old - 1]
        newer = [one for one in place.fake.connections() if one["greeted"] and one["number"] > 2]
        return (gone, newer[0]) if gone["closed"] and newer else None

    gone, newer = place.fake.until(replaced)
    assert newer["opened"] < gone["closed"] and gone["close_code"] == 1000
    answers(place, agent, "Over the new ones?")


def test_c25_too_many_connections_are_told_and_not_answered_by_more(place, agent):
    one, other = (found["number"] for found in place.fake.connected(2))
    dialed = len(place.fake.calls("apps.connections.open"))
    place.fake.disconnect(one, "too_many_websockets")
    eventually(lambda: "too many WebSockets" in health_of(agent), what="readyz is silent")
    place.fake.until(lambda: place.fake.connections()[one - 1]["closed"])
    assert answers(place, agent, "Over the other?")["attempts"][0]["connection"] == other
    assert len(place.fake.calls("apps.connections.open")) == dialed


@pytest.mark.slow
def test_c26_a_connection_that_is_there_no_more_is_found_out_and_what_was_said_is_read(place, agent):
    """Half-open: TCP lives, and nobody answers. What Slack sends there is lost, and it doesn't tell again."""
    place.fake.set(socket_retries=[])
    ask = approval(agent, "Said into the void?")
    post = place.post_of(ask)
    all_heard(place)
    for one in place.fake.connected(2):
        place.fake.do("freeze", number=one["number"])
    place.fake.say(place.ben, place.ops, "deny", thread_ts=post["ts"])
    eventually(lambda: agent.shown(ask)["state"] == "answered", within=60, what="nobody noticed")
    assert agent.shown(ask)["answer"]["by"]["name"] == "Ben Roy"
    assert "Denied by Ben Roy" in place.fake.until(lambda: outcome(place, ask))


def outcome(place, ask):
    text = text_of(place.post_of(ask))
    return text if " by " in text else None


@pytest.mark.slow
def test_c06_and_c07_a_limit_without_a_time_means_half_a_minute(place, agent):
    """Once as HTTP says it, and once as a success that isn't one."""
    place.fake.fault("chat.postMessage", "limit", when={"channel": place.ops})
    place.fake.fault("chat.postMessage", "limit", in_body=True, when={"channel": place.more})
    agent.ask("Half a minute later?", to=["#ops", "#news"])
    for room in (place.ops, place.more):

        def calls(room=room):
            found = [one for one in place.fake.calls("chat.postMessage") if one["args"]["channel"] == room]
            return found if len(found) == 2 else None

        refused, taken = place.fake.until(calls, patience=50)
        assert taken["at"] - refused["at"] >= 29 and taken["answer"]["ok"]
        assert len([one for one in place.fake.posts(room) if "Half a minute" in text_of(one)]) == 1


def test_c29_either_connection_brings_it(place, agent):
    numbers = [one["number"] for one in place.fake.connected(2)]
    for number in numbers:
        ask = agent.ask(f"Over connection {number}?", form={"kind": "approval"}, to=["#ops"])
        post = place.post_of(ask)
        report = place.fake.press(place.ana, place.ops, post["ts"], "Approve", connection=number)
        assert report["state"] == "acked" and report["attempts"][0]["connection"] == number
        assert agent.ended(ask)["answer"]["value"] == "approve"


@pytest.mark.parametrize("how", ["drop", "reset", "half_close", "close"])
def test_c27_connections_that_end_are_replaced(place, agent, how):
    numbers = [one["number"] for one in place.fake.connected(2)]
    for number in numbers:
        place.fake.do(how, number=number)

    def replaced():
        found = [one for one in place.fake.connections() if one["state"] == "open" and one["greeted"]]
        return found if len(found) >= 2 and not {one["number"] for one in found} & set(numbers) else []

    place.fake.until(replaced)
    ask = agent.ask(f"After {how}?", form={"kind": "approval"}, to=["#ops"])
    assert place.fake.press(place.ana, place.ops, place.post_of(ask)["ts"], "Approve")["state"] == "acked"
    assert agent.ended(ask)["answer"]["value"] == "approve"


def test_c28_nonsense_ends_no_connection(place, agent):
    numbers = [one["number"] for one in place.fake.connected(2)]
    for number in numbers:
        for text in ("{", "[]", '"x"', "{}", '{"type": "sun_rose"}', '{"type": "events_api", "envelope_id": 7}'):
            place.fake.do("frame", number=number, text=text)
        limited = {"type": "app_rate_limited", "team_id": place.fake.team, "minute_rate_limited": 1}
        place.fake.do("deliver", kind="events_api", payload=limited, connection=number)
    all_heard(place)
    ask = agent.ask("After nonsense?", form={"kind": "approval"}, to=["#ops"])
    assert place.fake.press(place.ana, place.ops, place.post_of(ask)["ts"], "Approve")["state"] == "acked"
    assert agent.ended(ask)["answer"]["value"] == "approve"
    assert {one["number"] for one in place.fake.connections() if one["state"] == "open"} == set(numbers)


def test_c28_a_binary_frame_ends_its_connection_and_another_takes_its_place(place, agent):
    """askd has no use for one, and to pass over it would hide a proxy that garbles: 1003, and nothing is lost."""
    one, other = (found["number"] for found in place.fake.connected(2))
    place.fake.do("frame", number=one, hexadecimal="00ff", opcode=2)
    place.fake.until(lambda: place.fake.connections()[one - 1]["closed"])
    assert place.fake.connections()[one - 1]["close_code"] == 1003
    assert answers(place, agent, "Over the other one?", connection=other)["attempts"][0]["connection"] == other
    numbers = {found["number"] for found in place.fake.connected(2)}
    assert other in numbers and one not in numbers
    answers(place, agent, "Over whichever?")


def test_c24_switched_off_is_told_and_not_dialed_again_at_once(place, agent):
    for one in place.fake.connected(2):
        place.fake.disconnect(one["number"], "link_disabled")
    eventually(lambda: "Socket Mode" in health_of(agent), what="readyz is silent")
    # What goes out by HTTP goes on, and so people can be asked meanwhile.
    assert place.post_of(agent.ask("While it is off?", to=["#ops"]))
    assert len(place.fake.calls("apps.connections.open")) <= 4


def test_c52_a_revoked_token_is_told(place, agent):
    place.fake.do("tell", event={"type": "tokens_revoked", "tokens": {"bot": [place.fake.bot_user]}})
    eventually(lambda: "[!] backend chat" in health_of(agent), what="readyz is silent")
