"""Connections and envelopes, frame by frame."""

import json
import socket

import pytest
import websocket

from callers import Api, Socket, actions, button, ticket


@pytest.fixture(autouse=True)
def brisk(fake):
    """Nobody waits 3 s for what won't come; tests of the real time set it back."""
    fake.set(ack_within=1.0, socket_retries=[60.0, 60.0, 300.0], limited=False)


def attempts(fake, count=1, number=-1):
    """The attempts of a delivery once there are so many."""
    return fake.until(lambda: found if len(found := fake.deliveries()[number]["attempts"]) >= count else [])


def closed(fake, number):
    return fake.until(lambda: next((one for one in fake.connections() if one["number"] == number
                                    and one["state"] == "closed"), None))  # fmt: skip


def test_hello_comes_first_and_counts_the_connections(fake, dial):
    first, second = dial(), dial()
    assert first.hello["type"] == "hello" and first.hello["connection_info"] == {"app_id": fake.app}
    assert [one.hello["num_connections"] for one in (first, second)] == [1, 2]
    assert first.hello["debug_info"]["approximate_connection_time"] == 18060
    short = dial(url=ticket(fake) + "&debug_reconnects=true")
    assert short.hello["debug_info"]["approximate_connection_time"] == 360


def test_case_16_a_ticket_opens_one_connection_and_not_for_long(fake, dial):
    url = ticket(fake)
    dial(url=url)
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Socket(fake, url)
    assert refused.value.status_code == 408
    old = ticket(fake)
    fake.advance(31)
    with pytest.raises(websocket.WebSocketBadStatusException):
        Socket(fake, old)


def test_case_16_hello_can_be_missing(fake, dial):
    fake.fault("hello", "drop")
    silent = dial(greeted=False)
    silent.web.ping("are you there")
    opcode, data = silent.web.recv_data(control_frame=True)
    assert (opcode, data) == (websocket.ABNF.OPCODE_PONG, b"are you there")
    assert dial().hello["num_connections"] == 2


def test_case_17_hello_can_be_of_another_app(fake, dial):
    fake.fault("hello", "altered", at={"connection_info.app_id": "A0OTHER"})
    assert dial().hello["connection_info"]["app_id"] == "A0OTHER"
    assert dial().hello["connection_info"]["app_id"] == fake.app


@pytest.mark.parametrize("status", [408, 500, 503])
def test_the_upgrade_can_fail(fake, dial, status):
    fake.fault("dial", "status", status=status)
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Socket(fake)
    assert refused.value.status_code == status
    assert dial().hello


def test_an_event_is_acknowledged_within_its_time(fake, dial, ann, ops):
    app = dial()
    fake.say(ann, ops, "yes, go")
    envelope = app.envelope()
    assert envelope["type"] == "events_api" and envelope["accepts_response_payload"] is False
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    callback = envelope["payload"]
    assert (callback["type"], callback["team_id"], callback["api_app_id"]) == ("event_callback", fake.team, fake.app)
    event = callback["event"]
    assert (event["type"], event["channel"], event["user"], event["text"]) == ("message", ops, ann, "yes, go")
    assert event["channel_type"] == "channel" and event["ts"] == event["event_ts"]
    assert fake.until(lambda: fake.deliveries()[0]["state"] == "acked")
    assert [one["envelope_id"] for one in fake.connections()[0]["acks"]] == [envelope["envelope_id"]]


def test_case_18_without_an_acknowledgement_the_event_comes_again_after_3_s(fake, dial, ann, ops):
    fake.set(ack_within=3.0, socket_retries=[0.5, 60.0])
    app = dial()
    fake.say(ann, ops, "again")
    first, second = app.read(), app.read()
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert second["payload"] == first["payload"] and second["envelope_id"] != first["envelope_id"]
    took = fake.deliveries()[0]["attempts"]
    assert 3.0 <= took[0]["took"] < 5 and took[1]["at"] - took[0]["at"] >= 3.5
    app.ack(second)
    assert fake.until(lambda: fake.deliveries()[0]["state"] == "acked")


def test_case_18_a_late_acknowledgement_does_not_count(fake, dial, ann, ops):
    app = dial()
    fake.say(ann, ops, "late")
    envelope = app.read()
    fake.until(lambda: "acked" in attempts(fake)[0])
    app.ack(envelope)
    acks = fake.until(lambda: fake.connections()[0]["acks"])
    assert acks[0]["ignored"] == "nobody waits for it" and fake.deliveries()[0]["state"] == "waiting"


@pytest.mark.parametrize("size", [20_479, 20_480])
def test_case_19_an_acknowledgement_of_20_kb_is_dropped(fake, dial, ann, ops, size):
    app = dial()
    fake.say(ann, ops, "big")
    ack = {"envelope_id": app.read()["envelope_id"], "payload": {"pad": ""}}
    ack["payload"]["pad"] = "x" * (size - len(json.dumps(ack)))
    app.web.send(json.dumps(ack))
    taken = fake.until(lambda: fake.connections()[0]["acks"])[0]
    assert taken["bytes"] == size and taken["ignored"] == ("" if size < 20_480 else "it is too long")


def test_case_19_a_fragmented_acknowledgement_is_dropped(fake, dial, ann, ops):
    app = dial()
    fake.say(ann, ops, "pieces")
    ack = json.dumps({"envelope_id": app.read()["envelope_id"]})
    app.web.send_frame(websocket.ABNF.create_frame(ack[:10], websocket.ABNF.OPCODE_TEXT, 0))
    app.web.send_frame(websocket.ABNF.create_frame(ack[10:], websocket.ABNF.OPCODE_CONT, 1))
    taken = fake.until(lambda: fake.connections()[0]["acks"])[0]
    assert (taken["fragments"], taken["ignored"]) == (2, "it came in fragments")
    assert fake.deliveries()[0]["state"] == "waiting"


def test_case_20_the_same_envelope_and_the_same_event_can_come_twice(fake, dial, ann, ops):
    app, other = dial(), dial()
    fake.fault("events_api", "duplicate", other_connection=True)
    fake.say(ann, ops, "twice")
    assert app.read() == other.read()
    fake.do("again", number=1, attempt=0)
    late = app.read() if fake.deliveries()[-1]["attempts"][0]["connection"] == 1 else other.read()
    assert late["payload"] == fake.deliveries()[0]["payload"]


def test_case_20_one_gesture_can_come_as_two_messages(fake, dial, ann, ops):
    app = dial()
    said = fake.say(ann, ops, "once")
    fake.say(ann, ops, "once", client_msg_id=said["client_msg_id"])
    first, second = (app.envelope()["payload"]["event"] for _ in range(2))
    assert first["client_msg_id"] == second["client_msg_id"] and first["ts"] != second["ts"]


def test_case_21_what_came_while_nobody_listened_is_first_seen_as_a_retry(fake, dial, ann, ops):
    fake.say(ann, ops, "is anybody there")
    assert fake.until(lambda: "acked" in attempts(fake)[0])
    app = dial()
    fake.do("retry_now")
    envelope = app.envelope()
    assert envelope["retry_attempt"] == 1 and envelope["payload"]["event"]["text"] == "is anybody there"


def test_case_22_an_event_comes_again_a_day_later(fake, dial, ann, ops):
    app = dial()
    fake.say(ann, ops, "old")
    first = app.envelope()
    fake.advance(86_400)
    fake.do("again", number=1, attempt=3)
    again = app.envelope()
    assert again["payload"]["event_id"] == first["payload"]["event_id"] and again["retry_attempt"] == 3


def test_an_event_is_given_up_after_its_retries(fake, dial, ann, ops):
    fake.set(socket_retries=[0.01, 0.01, 0.01])
    app = dial()
    fake.say(ann, ops, "deaf")
    assert [app.read()["retry_attempt"] for _ in range(4)] == [0, 1, 2, 3]
    assert fake.until(lambda: fake.deliveries()[0]["state"] == "failed")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_case_23_a_connection_that_is_to_end_still_serves(fake, dial, ann, ops, reason):
    old = dial()
    fake.disconnect(1, reason)
    said = old.read()
    assert (said["type"], said["reason"]) == ("disconnect", reason)
    new = dial()
    assert new.hello["num_connections"] == 2, "both are open"
    for number in (1, 2):
        fake.do("deliver", kind="events_api", payload={"on": number}, connection=number)
    assert old.envelope()["payload"] == {"on": 1} and new.envelope()["payload"] == {"on": 2}
    assert fake.until(lambda: [one["state"] for one in fake.deliveries()] == ["acked", "acked"])


def test_case_23_after_warning_and_drain_the_platform_closes(fake, dial):
    fake.set(warns=0.1, drain=0.1)
    old = dial()
    fake.disconnect(1, "warning")
    assert [old.read()["reason"] for _ in range(2)] == ["warning", "refresh_requested"]
    assert old.ending() == 1000


def test_case_24_a_disabled_link_opens_no_more_connections(fake, dial):
    app = dial()
    fake.disconnect(1, "link_disabled")
    assert app.read()["reason"] == "link_disabled" and app.ending() == 1000
    asked = Api(fake, fake.app_token)("apps.connections.open")
    assert asked == {"ok": False, "error": "link_disabled"}
    fake.do("link", on=True)
    assert dial().hello


def test_case_25_the_eleventh_connection_is_too_many(fake, dial):
    opened = [dial() for _ in range(10)]
    last = dial(greeted=False)
    assert last.read() == {"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "applink-1"}}
    assert last.ending() == 1000
    fake.do("freeze", number=2)
    opened[0].close()
    assert closed(fake, 1)
    assert dial().hello["num_connections"] == 10, "a dead one still counts"


def test_case_26_a_frozen_connection_is_silent_but_lives(fake, dial, ann, ops):
    app = dial()
    fake.do("freeze", number=1)
    app.web.ping()
    app.web.settimeout(0.3)
    with pytest.raises(websocket.WebSocketTimeoutException):
        app.web.recv()
    fake.say(ann, ops, "lost in between")
    with pytest.raises(websocket.WebSocketTimeoutException):
        app.web.recv()
    assert fake.connections()[0]["pings"] == 0 and fake.connections()[0]["state"] == "frozen"
    assert attempts(fake)[0]["connection"] == 1, "the platform doesn't notice"


def test_case_26_the_platform_pings_and_drops_who_does_not_answer(fake, dial):
    fake.set(ping_every=0.05)
    app = dial()
    opcode, data = app.web.recv_data(control_frame=True)
    assert opcode == websocket.ABNF.OPCODE_PING and data == b"Ping from applink-1"
    assert fake.until(lambda: fake.connections()[0]["pongs"])
    fake.set(pong_within=0.2)
    assert closed(fake, 1)["close_code"] is None, "it stopped reading, so it stopped answering"


def test_case_26_moving_the_clock_cuts_nobody_off(fake, dial):
    fake.set(ping_every=0.05)
    app = dial()
    fake.advance(6 * 3600)
    for _ in range(3):
        assert app.web.recv_data(control_frame=True)[0] == websocket.ABNF.OPCODE_PING
    assert fake.connections()[0]["state"] == "open"


@pytest.mark.parametrize("code", [1000, 1001, 1011])
def test_case_27_a_connection_is_closed_with_a_code(fake, dial, code):
    app = dial()
    fake.do("close", number=1, code=code)
    assert app.ending() == code


def test_case_27_a_connection_ends_without_a_close_frame(fake, dial):
    app = dial()
    fake.do("drop", number=1)
    assert app.web.sock.recv(10) == b""


def test_case_27_a_connection_is_reset(fake, dial):
    app = dial()
    fake.do("reset", number=1)
    with pytest.raises(ConnectionResetError):
        app.web.sock.recv(10)


def test_case_27_a_half_closed_connection_still_takes_acknowledgements(fake, dial, ann, ops):
    fake.set(ack_within=5.0)
    app = dial()
    fake.say(ann, ops, "last words")
    envelope = app.read()
    fake.do("half_close", number=1)
    assert app.web.sock.recv(10) == b""
    app.ack(envelope)
    assert fake.until(lambda: fake.deliveries()[0]["state"] == "acked")
    app.web.sock.shutdown(socket.SHUT_RDWR)


def test_the_end_of_tcp_may_never_come(fake, dial):
    fake.set(closes_tcp=False)
    app = dial()
    app.web.send_close(1000)
    assert app.ending() == 1000
    app.web.sock.settimeout(0.3)
    with pytest.raises((TimeoutError, websocket.WebSocketTimeoutException)):
        app.web.recv_frame()
    assert fake.connections()[0]["close_code"] == 1000 and fake.connections()[0]["closed"] is None


def test_case_28_any_frame_at_all_can_come(fake, dial):
    app = dial()
    fake.do("frame", number=1, text='{"type":"event')
    fake.do("frame", number=1, hexadecimal="00ff", opcode=2)
    fake.do("frame", number=1, text="in three pieces", fragments=3)
    assert app.web.recv() == '{"type":"event'
    assert app.web.recv_data() == (websocket.ABNF.OPCODE_BINARY, b"\x00\xff")
    assert app.web.recv() == "in three pieces"


def test_case_28_a_payload_without_an_event(fake, dial):
    app = dial()
    limited = {"type": "app_rate_limited", "team_id": fake.team, "minute_rate_limited": 1793000040}
    fake.do("deliver", kind="events_api", payload=limited)
    assert app.envelope()["payload"] == limited
    fake.do("deliver", kind="nosuch", payload={})
    assert app.envelope()["type"] == "nosuch"


def test_case_29_connections_take_turns_and_each_envelope_goes_to_one(fake, dial, ann, ops):
    apps = [dial(), dial()]
    for number in range(4):
        fake.say(ann, ops, str(number))
    got = [[app.envelope()["payload"]["event"]["text"] for _ in range(2)] for app in apps]
    assert sorted(sum(got, [])) == ["0", "1", "2", "3"]
    carriers = [[one["connection"] for one in delivery["attempts"]] for delivery in fake.deliveries()]
    assert carriers in ([[1], [2], [1], [2]], [[2], [1], [2], [1]])


def test_an_acknowledgement_on_another_connection_does_not_count(fake, dial, ann, ops):
    apps = [dial(), dial()]
    fake.say(ann, ops, "here")
    number = attempts(fake)[0]["connection"]
    apps[2 - number].ack(apps[number - 1].read())
    acks = fake.until(lambda: fake.connections()[2 - number]["acks"])
    assert acks[0]["ignored"] == "it came on another connection"


def test_a_press_is_never_repeated(fake, dial, api, ann, ops):
    app = dial()
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    app.envelope()
    press = fake.press(ann, ops, ts, "yes")
    assert press["state"] == "failed" and len(press["attempts"]) == 1
    envelope = app.read()
    assert envelope["type"] == "interactive" and envelope["accepts_response_payload"] is True
    assert "retry_attempt" not in envelope
    nobody = fake.press(ann, ops, ts, "yes", connection=2)
    assert nobody["state"] == "failed" and "connection" not in nobody["attempts"][0]


def test_case_52_an_app_hears_that_it_was_removed(fake, dial):
    app = dial()
    fake.do("tell", event={"type": "app_uninstalled"})
    fake.do("tell", event={"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [fake.bot_user]}})
    assert [app.envelope()["payload"]["event"]["type"] for _ in range(2)] == ["app_uninstalled", "tokens_revoked"]
