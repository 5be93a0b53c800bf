"""Slack's Events API over HTTP (`mode: events`), by the conformance cases of the adapter."""

import json
import time
import urllib.parse

import pytest
import requests

from callers import eventually
from slack.signing import signature
from slack_askd import a_place, all_heard, controls_of, effects_on, health_of, standing_on, text_of, told_to
from slack_shared import agent, token  # noqa: F401

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def place():
    with a_place() as place:
        place.fake.set(limited=False, http_retries=[0.0, 60.0, 300.0])
        yield place


@pytest.fixture(scope="module")
def askd(place, folder):
    with standing_on(place, folder, mode="events") as server:
        yield server


def asked(place, agent, title, form=None, **more):
    ask = agent.ask(title, form=form or {"kind": "approval"}, to=["#ops"], **more)
    return ask, place.post_of(ask)


def call(place, askd, name, body, kind="application/json", shift=0, **headers):
    """A request of Slack's, made by hand."""
    timestamp = str(int(time.time()) + shift)
    good = {"X-Slack-Request-Timestamp": timestamp}
    good["X-Slack-Signature"] = signature(place.fake.signing_secret, timestamp, body)
    headers = {"Content-Type": kind, **good, **headers}
    headers = {key: value for key, value in headers.items() if value is not None}
    url = f"{askd.url}/hooks/chat/{name}"
    return requests.post(url, data=body, headers=headers, timeout=20, allow_redirects=False)


def test_c44_the_address_is_verified_by_a_signed_challenge(place, askd):
    assert place.fake.do("verify_url")["verified"]
    forged = place.fake.do("verify_url", fault={"kind": "forged", "signature": "v0=" + "0" * 64})
    assert not forged["verified"] and forged["status"] == 401 and "challenge" not in forged["body"]


@pytest.mark.parametrize(
    "forged",
    [
        {"signature": "v0=" + "0" * 64},
        {"signature": ""},
        {"signature": "v0="},
        {"version": "v1"},
        {"shift": 310},
        {"shift": -310},
        {"timestamp": "soon"},
        {"timestamp": "-1"},
        {"flip": 10},
        {"without": ["X-Slack-Signature"]},
        {"without": ["X-Slack-Request-Timestamp"]},
    ],
)
def test_c44_a_forged_press_does_nothing(place, agent, forged):
    ask, post = asked(place, agent, f"Forged by {sorted(forged.items())}?")
    fault = {"kind": "forged", **forged}
    report = place.fake.press(place.ana, place.ops, post["ts"], "Approve", fault=fault)
    assert report["state"] == "failed" and report["attempts"][0]["why"] == "http_error"
    assert agent.shown(ask)["state"] == "open" and effects_on(agent, ask) == []


@pytest.mark.parametrize("forged", [{"shift": 280}, {"shift": -280}, {"shout": True}])
def test_c44_a_clock_that_is_a_little_off_and_headers_in_any_case_are_fine(place, agent, forged):
    ask, post = asked(place, agent, f"Good enough by {sorted(forged)} {forged.get('shift')}?")
    report = place.fake.press(place.ana, place.ops, post["ts"], "Approve", fault={"kind": "forged", **forged})
    assert report["state"] == "acked" and agent.ended(ask)["answer"]["value"] == "approve"


def test_c44_presses_and_replies_answer(place, agent):
    ask, post = asked(place, agent, "Über HTTP & more?")
    assert place.fake.press(place.ana, place.ops, post["ts"], "Deny")["state"] == "acked"
    assert agent.ended(ask)["answer"]["value"] == "deny"
    assert place.shows(ask, "Denied by Ana Lima") and controls_of(place.post_of(ask)) == []
    ask, post = asked(place, agent, "And in words?", {"kind": "text"})
    place.fake.say(place.ben, place.ops, "größer & <kleiner>", thread_ts=post["ts"])
    assert agent.ended(ask)["answer"]["value"] == "größer & <kleiner>"


def test_c42_a_form_is_corrected_in_the_response(place, agent):
    ask, post = asked(place, agent, "In words over HTTP?", {"kind": "text"})
    place.fake.press(place.ana, place.ops, post["ts"], "Answer…")
    place.fake.until(lambda: place.fake.views(place.ana))
    assert place.fake.submit(place.ana, {"askd:said": " "})["then"] == "errors"
    assert place.fake.submit(place.ana, {"askd:said": "ä & <b>"})["then"] == "closed"
    assert agent.ended(ask)["answer"]["value"] == "ä & <b>"


def test_c39_who_may_not_answer_is_told_alone(place, agent):
    ask, post = asked(place, agent, "Not for strangers?")
    assert place.fake.press(place.zoe, place.ops, post["ts"], "Approve")["state"] == "acked"
    assert text_of(told_to(place, place.zoe, "may not answer")[0]) and agent.shown(ask)["state"] == "open"


def test_c45_what_is_no_call_of_slacks_is_refused_without_a_redirect(place, askd):
    for name in ("events", "interactive"):
        unsigned = call(place, askd, name, b"{}", **{"X-Slack-Signature": None})
        assert unsigned.status_code == 401 and unsigned.text == ""
        read = requests.get(f"{askd.url}/hooks/chat/{name}", timeout=20, allow_redirects=False)
        assert read.status_code in (401, 405)
    assert call(place, askd, "events", b"not JSON").status_code == 400
    assert call(place, askd, "interactive", b"payload=%7B", FORM).status_code == 400
    assert call(place, askd, "interactive", b"ssl_check=1&token=x", FORM).status_code == 200
    assert call(place, askd, "nothing", b"{}").status_code == 404
    assert requests.post(f"{askd.url}/hooks/nobody/events", data=b"{}", timeout=20).status_code == 404


def test_c46_a_look_at_the_certificate_is_answered_though_slack_does_not_sign_it(place, askd):
    """It comes when an address is saved for a command, and now and then: `ssl_check=1` with neither signature nor
    time (slackapi/bolt-js#1397)."""
    unsigned = {"X-Slack-Signature": None, "X-Slack-Request-Timestamp": None}
    for headers in ({}, unsigned):
        looked = call(place, askd, "interactive", b"token=x&ssl_check=1", FORM, **headers)
        assert looked.status_code == 200 and looked.text == ""


def test_c46_nothing_is_smuggled_in_with_a_look_at_the_certificate(place, askd, agent):
    """What else stands in it is taken from nobody who doesn't sign (slackapi/bolt-js#2897)."""
    ask, post = asked(place, agent, "Smuggled in?")
    place.fake.press(place.ana, place.ops, post["ts"], "Approve", fault={"kind": "forged", "signature": "v0="})
    pressed = json.dumps(place.fake.deliveries("interactive")[-1]["payload"])
    for fields in ({"ssl_check": "1", "payload": pressed}, {"payload": pressed, "ssl_check": "1"}, {"ssl_check": "0"}):
        body = urllib.parse.urlencode(fields).encode()
        refused = call(place, askd, "interactive", body, FORM, **{"X-Slack-Signature": None})
        assert refused.status_code == 401 and refused.text == ""
    assert agent.shown(ask)["state"] == "open" and effects_on(agent, ask) == []
    # Signed it is a press like any other.
    signed = urllib.parse.urlencode({"payload": pressed}).encode()
    assert call(place, askd, "interactive", signed, FORM).status_code == 200
    assert agent.ended(ask)["answer"]["value"] == "approve"


def test_c46_an_unsigned_command_is_refused(place, askd):
    command = urllib.parse.urlencode({"command": "/askd", "text": "approve", "api_app_id": place.fake.app}).encode()
    assert call(place, askd, "interactive", command, FORM, **{"X-Slack-Signature": None}).status_code == 401
    assert call(place, askd, "interactive", command, FORM).status_code == 200


def test_c45_in_a_rush_every_call_is_answered_in_time(place, agent):
    """Each is on disk before it is answered, and what isn't within three seconds comes again."""
    ask, post = asked(place, agent, "All at once?")
    before = len(place.fake.deliveries())
    for number in range(100):
        said = place.fake.say(place.ben, place.ops, f"what about {number}", thread_ts=post["ts"])
    place.fake.press(place.ana, place.ops, post["ts"], "Approve")
    all_heard(place)
    rush = place.fake.deliveries()[before:]
    assert len(rush) >= 101 and all(one["state"] == "acked" and len(one["attempts"]) == 1 for one in rush)
    assert agent.ended(ask)["answer"]["value"] == "approve" and said["text"] == "what about 99"
    assert [one["kind"] for one in effects_on(agent, ask)].count("message.said") == 100


def test_c28_what_askd_does_not_know_is_acknowledged(place, askd):
    limited = {"type": "app_rate_limited", "team_id": place.fake.team, "minute_rate_limited": 1, "api_app_id": "A0ASKD"}
    unknown = {"type": "event_callback", "team_id": place.fake.team, "event": {"type": "sun_rose"}}
    for payload in (limited, unknown, {"type": "event_callback"}, {"type": "sun_rose"}, {}):
        assert call(place, askd, "events", json.dumps(payload).encode()).status_code == 200
    body = urllib.parse.urlencode({"payload": json.dumps({"type": "sun_rose"})}).encode()
    assert call(place, askd, "interactive", body, FORM).status_code == 200
    assert requests.get(f"{askd.url}/livez", timeout=20).ok


def test_c20_an_event_that_comes_again_with_a_retry_number_counts_once(place, agent):
    ask, post = asked(place, agent, "Said once?")
    said = place.fake.say(place.ana, place.ops, "what for", thread_ts=post["ts"])
    all_heard(place)
    heard = [one for one in place.fake.deliveries("events_api") if one["payload"]["event"].get("ts") == said["ts"]][0]
    for attempt in (1, 2, 3):
        place.fake.do("again", number=heard["number"], attempt=attempt)
    all_heard(place)
    messages = agent.read(f"/conversations/{ask['conversation']}/messages")["messages"]
    assert [one["content"] for one in messages] == ["what for"] and len(effects_on(agent, ask)) == 1


def test_c21_what_comes_first_as_a_retry_is_taken(place, agent):
    """Slack tells of what it couldn't deliver at first, and it must not be dropped for its retry number."""
    ask, post = asked(place, agent, "Only as a retry?")
    place.fake.fault("events_api", "drop")
    said = place.fake.say(place.ana, place.ops, "approve", thread_ts=post["ts"])
    assert agent.ended(ask)["answer"]["value"] == "approve"
    all_heard(place)
    heard = [one for one in place.fake.deliveries("events_api") if one["payload"]["event"].get("ts") == said["ts"]][0]
    assert [attempt["acked"] for attempt in heard["attempts"]] == [False, True]


def test_c51_the_signing_secret_is_never_said(place, askd):
    for body in (b"{", b"{}", b"payload=%7B"):
        call(place, askd, "events", body)
        call(place, askd, "interactive", body, FORM, **{"X-Slack-Signature": "v0=" + "0" * 64})
    told = askd.said() + requests.get(f"{askd.url}/metrics", timeout=20).text
    told += requests.get(f"{askd.url}/readyz?verbose", timeout=20).text
    assert "chat" in told and place.fake.signing_secret not in told and place.fake.bot_token not in told


def test_c22_and_c30_replies_while_askd_was_away_count_once(place, askd, agent):
    """Catching up reads the reply in the thread, and Slack tells of it as well, a while later."""
    ask, post = asked(place, agent, "While askd was away?", {"kind": "text"})
    askd.kill()
    said = place.fake.say(place.ana, place.ops, "read it later", thread_ts=post["ts"])
    askd.start()
    again = agent.again()
    eventually(lambda: again.shown(ask)["state"] == "answered", within=40, what="the reply was lost")
    place.fake.do("retry_now")
    heard = [one for one in place.fake.deliveries("events_api") if one["payload"]["event"].get("ts") == said["ts"]][0]
    place.fake.until(lambda: place.fake.deliveries()[heard["number"] - 1]["state"] == "acked")
    assert again.shown(ask)["answer"]["value"] == "read it later"
    assert [one["kind"] for one in effects_on(again, ask)] == ["ask.answered"]


def test_c52_health_tells_when_the_app_is_removed(place, askd, agent):
    """The last in this file: askd listens no more."""
    place.fake.do("tell", event={"type": "app_uninstalled"})
    eventually(lambda: "[!] backend chat" in health_of(agent), what="readyz is silent")
    assert agent.session.get(f"{askd.url}/readyz").status_code == 200
