"""What goes wrong on order: at the Web API, and with what is delivered."""

import threading

import pytest
import requests

from callers import Api, actions, button


@pytest.fixture(autouse=True)
def brisk(fake):
    fake.set(ack_within=1.0, socket_retries=[60.0], limited=False)


def test_case_8_an_answer_can_be_lost_after_the_post_landed(api, fake, ops):
    fake.fault("chat.postMessage", "lost")
    with pytest.raises(requests.ConnectionError):
        api.post(ops, "landed")
    assert [post["text"] for post in fake.posts(ops)] == ["landed"]
    assert api.post(ops, "next")


def test_case_8_an_answer_can_stay_away_after_the_post_landed(api, fake, ops):
    fake.fault("chat.postMessage", "stall")
    with pytest.raises(requests.ReadTimeout):
        api.session.post(fake.api + "chat.postMessage", json={"channel": ops, "text": "landed"},
                         headers=api.headers, timeout=0.3)  # fmt: skip
    assert [post["text"] for post in fake.posts(ops)] == ["landed"]
    assert fake.release() == 1


def test_case_9_a_call_can_be_cut_before_it_lands(api, fake, ops):
    fake.fault("chat.postMessage", "drop")
    with pytest.raises(requests.ConnectionError):
        api.post(ops)
    assert fake.posts(ops) == [] and fake.calls("chat.postMessage")[0]["fault"] == "drop"


@pytest.mark.parametrize(("kind", "more"), [("lost", {}), ("refuse", {"error": "internal_error", "landed": True})])
def test_a_call_is_kept_with_its_fault_and_with_what_it_made(api, fake, ops, kind, more):
    fake.fault("chat.postMessage", kind, **more)
    try:
        api("chat.postMessage", channel=ops, text="landed")
    except requests.ConnectionError:
        assert kind == "lost"
    fake.fault("chat.postMessage", "delay", seconds=0.2)
    api.post(ops, "late")
    first, second = fake.calls("chat.postMessage")
    assert (first["fault"], second["fault"]) == (kind, "delay")
    assert [first["ts"], second["ts"]] == [post["ts"] for post in fake.posts(ops)]
    assert float(second["ts"]) - second["at"] >= 0.2


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_proxy_answers_in_html(api, fake, ops, status):
    fake.fault("*", "status", status=status, times=2)
    for _ in range(2):
        answer = api.response("chat.postMessage", channel=ops, text="x")
        assert answer.status_code == status and answer.headers["Content-Type"].startswith("text/html")
        assert answer.text.startswith("<html>")
    assert api.post(ops)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("status", {"status": 504}), ("refuse", {"error": "internal_error"}), ("answer", {"body": "{"})],
)
def test_case_8_a_failure_can_be_a_lie(api, fake, ops, kind, more):
    fake.fault("chat.postMessage", kind, landed=True, **more)
    answer = api.response("chat.postMessage", channel=ops, text="landed")
    assert answer.status_code == more.get("status", 200) and "landed" not in answer.text
    assert [post["text"] for post in fake.posts(ops)] == ["landed"]


@pytest.mark.parametrize("body", ['{"ok":tr', "[]", '{"ok":"yes","ts":7}', '{"ok":true,"pad":"' + "x" * 10**6 + '"}'])
def test_an_answer_can_be_anything(api, fake, ops, body):
    fake.fault("chat.postMessage", "answer", body=body)
    assert api.response("chat.postMessage", channel=ops, text="x").text == body
    assert fake.posts(ops) == []


def test_any_error_can_be_ordered_for_one_channel(api, fake, ops, ann):
    other = fake.channel("other", ann)
    fake.fault("chat.postMessage", "refuse", error="restricted_action", when={"channel": ops})
    assert api.post(other)
    assert api("chat.postMessage", channel=ops, text="x") == {"ok": False, "error": "restricted_action"}
    assert api.post(ops)


def test_a_call_waits_until_it_is_released(api, fake, ops):
    fake.fault("chat.postMessage", "hold")
    poster = threading.Thread(target=api.post, args=(ops, "held"))
    poster.start()
    fake.until(lambda: fake.do("held"))
    assert fake.posts(ops) == []
    fake.release()
    poster.join()
    assert [post["text"] for post in fake.posts(ops)] == ["held"]


def test_healing_ends_all_faults(api, fake, ops):
    fake.fault("*", "status", status=500, times=1000)
    fake.do("heal")
    assert api.post(ops)


def test_an_envelope_can_be_lost_and_comes_again(fake, dial, ann, ops):
    app = dial()
    fake.fault("envelope", "drop")
    fake.say(ann, ops, "lost")
    fake.until(lambda: fake.deliveries()[0]["attempts"][0].get("why") == "timeout")
    fake.do("retry_now")
    assert app.envelope()["retry_attempt"] == 1


def test_envelopes_can_come_in_the_other_order(fake, dial, ann, ops):
    app = dial()
    fake.fault("events_api", "hold", times=2)
    for text in ("first", "second"):
        fake.say(ann, ops, text)
    fake.until(lambda: fake.do("held") == 2)
    fake.release(last_first=True)
    assert [app.envelope()["payload"]["event"]["text"] for _ in range(2)] == ["second", "first"]


def test_envelopes_can_be_cut_replaced_and_altered(fake, dial, ann, ops):
    app = dial()
    changes = {"payload.team_id": "T0OTHER", "payload.api_app_id": None, "payload.event.text": ["not", "text"]}
    fake.fault("events_api", "truncated", after=40)
    fake.fault("events_api", "raw", body="null")
    fake.fault("events_api", "altered", at=changes)
    for _ in range(3):
        fake.say(ann, ops, "x")
    assert len(app.web.recv()) == 40
    assert app.web.recv() == "null"
    payload = app.envelope()["payload"]
    assert payload["team_id"] == "T0OTHER" and "api_app_id" not in payload
    assert payload["event"]["text"] == ["not", "text"]


def test_an_envelope_can_be_a_megabyte(fake, dial, ann, ops):
    app = dial()
    fake.fault("events_api", "altered", at={"payload.event.text": "x" * 1_000_000})
    fake.say(ann, ops, "small")
    assert len(app.envelope()["payload"]["event"]["text"]) == 1_000_000


def test_a_press_can_carry_values_that_were_never_offered(api, fake, dial, ann, ops):
    app = dial()
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    app.envelope()
    forged = {"kind": "altered", "at": {"payload.actions.0.value": "value-no", "payload.user.id": "U0NOBODY"}}
    fake.press(ann, ops, ts, "yes", fault=forged, wait=False)
    payload = app.envelope()["payload"]
    assert (payload["actions"][0]["value"], payload["user"]["id"]) == ("value-no", "U0NOBODY")
    assert payload["actions"][0]["action_id"] == "yes"


def test_an_unknown_fault_or_verb_is_refused(fake):
    with pytest.raises(AssertionError, match="there is no fault"):
        fake.fault("*", "explode")
    with pytest.raises(AssertionError, match="there is no verb"):
        fake.do("_outcome")
    with pytest.raises(AssertionError, match="there is no setting"):
        fake.set(colour="red")


def test_a_fault_that_does_not_fit_is_said(fake, api, dial, ann, ops):
    with pytest.raises(AssertionError, match="the fault altered needs at"):
        fake.fault("envelope", "altered")
    dial()
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    press = fake.press(ann, ops, ts, "yes", fault={"kind": "altered", "at": {"payload.actions.first": 1}})
    assert press["state"] == "broken" and press["answer"].startswith("ValueError")


def test_case_12_and_30_the_platform_is_away_for_a_while(fake, api, dial, ann, ops):
    fake.set(socket_retries=[])
    app = dial()
    root = api.post(ops, "asked")["ts"]
    app.envelope()
    fake.do("listen", on=False)
    with pytest.raises(ConnectionResetError):
        app.web.sock.recv(10)
    with pytest.raises(requests.ConnectionError, match="refused"):
        Api(fake).post(ops)
    fake.say(ann, ops, "meanwhile", thread_ts=root)
    fake.until(lambda: fake.deliveries()[-1]["state"] == "failed")
    fake.do("listen", on=True)
    assert dial().hello["num_connections"] == 1
    caught_up = Api(fake).form("conversations.replies", channel=ops, ts=root, oldest=root)
    assert [one["text"] for one in caught_up["messages"]] == ["asked", "meanwhile"]
