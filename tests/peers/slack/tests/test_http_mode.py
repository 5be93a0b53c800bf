"""The Events API over HTTP: signatures, challenges, retries and their reasons, forms."""

import json
import time

import pytest
import requests

from callers import actions, button, modal, text_input
from receiver import Receiver
from slack.signing import signature

SECRET = "askd-test-secret-0001"


@pytest.fixture
def app(fake):
    receiver = Receiver()
    url = receiver.url
    fake.do("use_http", events=f"{url}/events", interactivity=f"{url}/interactive", commands=f"{url}/commands")
    fake.set(http_retries=[0.0, 60.0, 300.0], limited=False)
    yield receiver
    receiver.close()


def settled(fake, state="acked", number=-1):
    return fake.until(lambda: one if (one := fake.deliveries()[number])["state"] == state else None)


def right(request, secret=SECRET):
    stamp = request.headers["X-Slack-Request-Timestamp"]
    return request.headers["X-Slack-Signature"] == signature(secret, stamp, request.body)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('{"type":"url_verification","token":"t","challenge":"c-42"}',
         "999f450374f8351c0b63f04d6238e7a7c1b719c272c71f4724463939b82f8cc1"),
        ("payload=%7B%22type%22%3A%22block_actions%22%7D",
         "bdaa260027ddb4b0baf22d3d3f74363d75318575da5fb382c28a40c1e68cb86a"),
        ('{"t":"h\u00e9\u00e9"}', "4a54d82f1de4e3476dc5e247adaf73eebedf217e550f2ae962c054d685c62836"),
    ],
)  # fmt: skip
def test_case_44_the_signatures_of_known_bodies(body, wanted):
    assert signature(SECRET, "1700000000", body.encode()) == f"v0={wanted}"


def test_case_44_an_address_is_verified_by_a_signed_challenge(fake, app):
    challenges = []

    def answer(make):
        app.answers.append((200, {}, make(f"challenge-{len(challenges) + 1}")))
        challenges.append(fake.do("verify_url"))
        return challenges[-1]["verified"]

    assert answer(lambda challenge: challenge)
    assert answer(lambda challenge: json.dumps({"challenge": challenge}))
    assert not answer(lambda challenge: "another")
    assert all(right(request) for request in app.got)
    assert app.got[0].said == {"token": "x", "challenge": "challenge-1", "type": "url_verification"}


def test_an_event_is_signed_json(fake, app, ann, ops):
    fake.say(ann, ops, "caf\u00e9 & cr\u00e8me")
    settled(fake)
    request = app.got[0]
    assert request.path == "/events" and right(request) and not right(request, "another secret")
    assert abs(time.time() - int(request.headers["X-Slack-Request-Timestamp"])) < 5
    assert request.said["event"]["text"] == "caf\u00e9 &amp; cr\u00e8me"
    assert "X-Slack-Retry-Num" not in request.headers


def test_case_44_a_press_is_a_form_with_one_field(fake, app, api, ann, ops):
    ts = api.post(ops, blocks=[actions(button(label="100 % & +"))])["ts"]
    press = fake.press(ann, ops, ts, "yes")
    assert press["state"] == "acked"
    request = next(one for one in app.got if one.path == "/interactive")
    assert right(request) and request.body.startswith(b"payload=%7B")
    assert request.said["actions"][0]["text"]["text"] == "100 % & +"


@pytest.mark.parametrize(
    ("forged", "is_right"),
    [
        ({}, True),
        ({"shout": True}, True),
        ({"shift": 301}, True),
        ({"shift": -301}, True),
        ({"signature": "v0=" + "0" * 64}, False),
        ({"version": "v1"}, False),
        ({"flip": 20}, False),
    ],
)
def test_case_44_requests_are_forged_on_order(fake, app, ann, ops, forged, is_right):
    fake.fault("events_api", "forged", **forged)
    fake.say(ann, ops, "x")
    fake.until(lambda: app.got)
    assert right(app.got[0]) is is_right
    away = int(app.got[0].headers["X-Slack-Request-Timestamp"]) - time.time()
    assert abs(away - forged.get("shift", 0)) < 5
    if forged.get("shout"):
        assert "X-SLACK-SIGNATURE" in app.got[0].headers.keys()


@pytest.mark.parametrize("header", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
def test_case_44_a_header_can_be_missing(fake, app, header, ann, ops):
    fake.fault("events_api", "forged", without=[header])
    fake.say(ann, ops, "x")
    fake.until(lambda: app.got)
    assert header not in app.got[0].headers


def test_case_45_a_failed_event_comes_again_and_says_why(fake, app, ann, ops):
    app.answers = [(500, {}, "no"), (404, {}, ""), (503, {}, "")]
    fake.say(ann, ops, "x")
    for count in (2, 3, 4):
        fake.until(lambda count=count: len(app.got) + (fake.do("retry_now") or 0) >= count)
    again = [(one.headers["X-Slack-Retry-Num"], one.headers["X-Slack-Retry-Reason"]) for one in app.got[1:]]
    assert again == [("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({one.said["event_id"] for one in app.got}) == 1 and all(right(one) for one in app.got)
    settled(fake)


def test_case_45_an_app_asks_for_no_more_retries(fake, app, ann, ops):
    app.answers = [(500, {"X-Slack-No-Retry": "1"}, "")]
    fake.say(ann, ops, "x")
    assert len(settled(fake, "failed")["attempts"]) == 1 and len(app.got) == 1


def test_case_45_an_answer_after_3_s_is_none(fake, app, ann, ops):
    app.hold.clear()
    fake.set(http_retries=[60.0])
    fake.say(ann, ops, "x")
    first = fake.until(lambda: one if "took" in (one := fake.deliveries()[0]["attempts"][0]) else None)
    assert (first["acked"], first["why"]) == (False, "http_timeout") and 2.9 <= first["took"] < 6
    app.hold.set()
    fake.do("retry_now")
    settled(fake)
    assert app.got[1].headers["X-Slack-Retry-Reason"] == "http_timeout"


def test_case_45_two_redirects_are_followed_and_not_three(fake, app, ann, ops):
    away = (307, {"Location": f"{app.url}/moved"}, "")
    app.answers = [away, away]
    fake.say(ann, ops, "x")
    assert settled(fake)["attempts"][0]["acked"] and app.got[-1].path == "/moved"
    fake.set(http_retries=[])
    app.answers = [away] * 3
    fake.say(ann, ops, "y")
    assert settled(fake, "failed")["attempts"][0]["why"] == "too_many_redirects"


def test_an_app_that_is_not_there(fake, app, ann, ops):
    fake.do("use_http", events="http://127.0.0.1:1/")
    fake.set(http_retries=[])
    fake.say(ann, ops, "x")
    assert settled(fake, "failed")["attempts"][0]["why"] == "connection_failed"


def test_case_46_a_command_is_a_form(fake, app, ann, ops):
    app.answers = [(200, {}, '{"text":"2 open asks"}')]
    said = fake.command(ann, ops, "/askd", "status & more")
    assert said["answer"] == {"text": "2 open asks"} and right(app.got[0]) and app.got[0].path == "/commands"
    fields = app.got[0].said
    assert (fields["command"], fields["text"], fields["user_id"]) == ("/askd", "status & more", ann)
    posted = requests.post(fields["response_url"], json={"text": "later"}, timeout=20)
    assert posted.ok and fake.ephemerals(ann)[0]["text"] == "later"


def test_case_42_a_modal_is_answered_in_the_response(fake, app, api, ann, ops):
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    trigger = fake.press(ann, ops, ts, "yes")["payload"]["trigger_id"]
    api.ok("views.open", trigger_id=trigger, view=modal(text_input()))
    # The app's own post has been heard, so the next request is the submission.
    fake.until(lambda: all(one["state"] == "acked" for one in fake.deliveries()))
    app.answers = [(200, {}, json.dumps({"response_action": "errors", "errors": {"ans": "too short"}}))]
    assert fake.submit(ann, {"txt": "x"})["then"] == "errors"
    assert fake.views(ann)[0]["errors"] == {"ans": "too short"}
    assert fake.submit(ann, {"txt": "longer"})["then"] == "closed" and fake.views(ann) == []


def test_a_body_can_be_cut_replaced_or_doubled_and_is_signed_so(fake, app, ann, ops):
    fake.fault("events_api", "truncated", after=30)
    fake.fault("events_api", "raw", body="[]")
    fake.fault("events_api", "duplicate")
    for count in (1, 2, 4):
        fake.say(ann, ops, "x")
        fake.until(lambda count=count: len(app.got) == count)
    assert [len(app.got[0].body), app.got[1].body] == [30, b"[]"] and app.got[2].body == app.got[3].body
    assert all(right(one) for one in app.got)
