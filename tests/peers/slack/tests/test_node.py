"""The official packages for Node, unchanged: @slack/web-api, @slack/socket-mode and @slack/bolt; and a foreign fake."""

import pytest

import node


def test_web_api_waits_reads_errors_pages_and_uploads(fake, ops):
    fake.fault("chat.postMessage", "limit", retry_after=1, when={"text": "limited"})
    fake.fault("chat.postMessage", "limit", retry_after=7, when={"text": "again"})
    told = node.run("web.mjs", fake.api, fake.bot_token, ops)
    assert told["limited"] and told["waits"][0] == 1 and told["rejected"] == 7
    first, second = [one["at"] for one in fake.calls("chat.postMessage") if one["args"]["text"] == "limited"]
    assert 1.0 <= second - first < 6.0
    assert told["refused"]["code"] == "slack_webapi_platform_error" and told["refused"]["error"] == "invalid_blocks"
    assert "unsupported type: nosuch" in told["refused"]["messages"][0]
    assert "chat:write" in told["scopes"] and len(told["members"]) == 3
    assert told["file"] == "Diff" and fake.do("files")[0]["content"] == "one\ntwo"
    assert [post["text"] for post in fake.posts(ops)] == ["limited", ""]
    assert all(call["strange"] == [] for call in fake.calls()), "the reference knows every argument of the SDK"


def test_the_same_client_gets_the_same_from_the_foreign_fake_as_from_ours(fake, ann, ops):
    """`emulate` knows no Block Kit, limits, Socket Mode or interactivity, and ignores `oldest`: what it does know must
    be the same here."""
    fake.set(limited=False)
    ours = node.run("client.mjs", fake.api, fake.bot_token, "xoxp-ann", ops)
    with node.running("emulate.mjs") as emulate:
        where = emulate.line()
        theirs = node.run("client.mjs", where["url"], "xoxb-askd", "xoxp-ann", where["channel"])
    assert ours == theirs
    assert ours["replies"] == ["Deployed", "yes, go", "going"] and ours["refusals"]["noTrigger"] == "invalid_trigger_id"


@pytest.fixture
def socket(fake):
    with node.running("socket.mjs", fake.api, fake.app_token) as program:
        program.line_with(state="connected")
        yield program


def test_socket_mode_hears_and_acknowledges(fake, socket, ann, ops):
    fake.say(ann, ops, "hello & welcome")
    heard = socket.line_with(type="events_api")
    assert (heard["text"], heard["retry"], heard["answers"]) == ("hello &amp; welcome", 0, False)
    said = fake.command(ann, ops, "/askd", "status")
    assert (said["state"], said["answer"]) == ("acked", {"text": "heard"})
    assert fake.until(lambda: fake.deliveries()[0]["state"] == "acked")
    connection = fake.until(lambda: one if (one := fake.connections()[0])["pings"] > 1 else None)
    assert [(one["fragments"], one["ignored"]) for one in connection["acks"]] == [(1, ""), (1, "")]
    assert connection["strange"] == []


def test_socket_mode_sees_a_redelivery(fake, socket, ann, ops):
    fake.set(ack_within=1.0, socket_retries=[0.1])
    fake.say(ann, ops, "deaf")
    first, second = socket.line_with(text="deaf"), socket.line_with(text="deaf")
    assert first["body"] == second["body"]
    assert (second["retry"], second["reason"]) == (1, "timeout")
    assert fake.until(lambda: fake.deliveries()[0]["state"] == "acked")


def test_socket_mode_survives_broken_envelopes(fake, socket, ann, ops):
    for body in ('{"type":"events_api","enve', '{"type":"nosuch","envelope_id":"e"}'):
        fake.do("frame", number=1, text=body)
    fake.say(ann, ops, "still there")
    assert socket.line_with(text="still there")


@pytest.mark.parametrize(
    "end",
    [
        lambda fake: fake.disconnect(1, "warning"),
        lambda fake: fake.disconnect(1, "refresh_requested"),
        lambda fake: fake.do("close", number=1, code=1001),
        lambda fake: fake.do("reset", number=1),
    ],
    ids=["warning", "refresh_requested", "close 1001", "reset"],
)
def test_socket_mode_comes_back(fake, socket, ann, ops, end):
    end(fake)
    assert socket.line_with(state="connected")
    fake.until(lambda: fake.connections()[0]["state"] == "closed")
    fake.say(ann, ops, "after the gap")
    assert socket.line_with(text="after the gap")


def test_socket_mode_leaves_a_half_open_connection(fake, socket, ann, ops):
    fake.do("freeze", number=1)
    assert socket.line_with(state="connected")
    assert len(fake.connected(1)) == 1 and fake.connections()[1]["greeted"]


def test_socket_mode_stops_for_a_revoked_token(fake):
    fake.do("revoke", token=fake.app_token, error="invalid_auth")
    with node.running("socket.mjs", fake.api, fake.app_token) as program:
        program.process.wait(node.PATIENCE)
        assert program.process.returncode == 1
    assert len(fake.calls("apps.connections.open")) == 1


@pytest.fixture(params=["socket", "http"])
def bolt(request, fake):
    secret = fake.app_token if request.param == "socket" else fake.signing_secret
    with node.running("bolt.mjs", fake.api, fake.bot_token, request.param, secret) as program:
        port = program.line()["port"]
        if request.param == "http":
            fake.do("use_http", events=f"http://127.0.0.1:{port}/slack/events")
            assert fake.do("verify_url")["verified"]
        else:
            fake.connected()
        yield program


def asked(fake, ann, ops):
    said = fake.say(ann, ops, "deploy 1.4.2")
    return fake.until(lambda: next((one for one in fake.posts(ops, said["ts"]) if one["ts"] != said["ts"]), None))


def test_bolt_asks_in_the_thread_and_opens_a_modal(fake, bolt, ann, ops):
    question = asked(fake, ann, ops)
    assert question["user"] == fake.bot_user and question["parent_user_id"] == ann
    assert fake.press(ann, ops, question["ts"], "Yes")["state"] == "acked"
    assert fake.until(lambda: fake.views(ann))[0]["private_metadata"] == question["ts"]
    assert fake.submit(ann, {"txt": "no"})["then"] == "errors"
    assert fake.views(ann)[0]["errors"] == {"ans": "too short"}
    assert fake.submit(ann, {"txt": "ship it"})["then"] == "closed"
    direct = fake.direct(ann)
    assert fake.until(lambda: fake.posts(direct))[0]["text"] == f"ship it for {question['ts']}"


def test_bolt_takes_a_choice_and_a_command(fake, bolt, ann, ops):
    question = asked(fake, ann, ops)
    assert fake.choose(ann, ops, question["ts"], "pick", "2")["state"] == "acked"
    assert fake.until(lambda: fake.ephemerals(ann))[0]["text"] == "picked 2"
    assert fake.command(ann, ops, "/askd", "builds")["answer"] == {"text": "status of builds"}


def test_bolt_over_http_refuses_forgeries(fake, ann, ops):
    fake.set(http_retries=[])
    with node.running("bolt.mjs", fake.api, fake.bot_token, "http", fake.signing_secret) as program:
        fake.do("use_http", events=f"http://127.0.0.1:{program.line()['port']}/slack/events")
        for forged in ({"flip": 5}, {"shift": -400}, {"version": "v1"}, {"without": ["X-Slack-Signature"]}):
            fake.fault("events_api", "forged", **forged)
            fake.say(ann, ops, "deploy")
            fake.until(lambda: fake.deliveries()[-1]["state"] == "failed")
    assert fake.calls("chat.postMessage") == []
