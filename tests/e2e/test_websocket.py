"""Who gets a WebSocket and who doesn't, how it ends, and what frames do. Judged by two client libraries."""

import json
import signal
import threading

import pytest
import websocket
from websockets.exceptions import ConnectionClosed

from callers import Agent, eventually, sequence_of
from conftest import ROOMY
from enrollment import classes_yaml, enroll
from problems import assert_problem
from sockets import TEXT, Bare, Socket, frame_bytes, problem_of, refused
from wire import Wire, request

BAD_REQUEST, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, RESTART = 4400, 4401, 4403, 4429, 1012


@pytest.fixture(scope="module")
def settings(folder):
    workers = {"capabilities": "[read_channels, ask_humans]", "channels": '["#general"]'}
    return ROOMY + classes_yaml(folder, workers=workers, writers={"capabilities": "[post_messages]"})


@pytest.fixture
def socket(askd, agent):
    with Socket(askd, agent.token, f"?after={agent.newest_cursor()}") as socket:
        yield socket


@pytest.fixture
def general(agent):
    return agent.read("/me")["channels"][0]["id"]


@pytest.mark.parametrize("path", ["/ws", "/api/v1/ws"])
@pytest.mark.parametrize("way", ["header", "subprotocol", "query"])
def test_a_token_comes_in_three_ways(askd, agent, path, way):
    how = {
        "header": {"token": agent.token},
        "subprotocol": {"subprotocols": ["bearer", agent.token]},
        "query": {"query": f"?token={agent.token}"},
    }[way]
    with Socket(askd, path=path, **how) as socket:
        assert socket.ok("ask", title=f"By {way}")["ask"]["agent"]["name"] == "first-agent"
        assert socket.line.subprotocol == ("bearer" if way == "subprotocol" else None)


@pytest.mark.parametrize("way", ["header", "subprotocol", "query"])
def test_another_client_library_gets_in_too(askd, agent, way):
    how = {
        "header": {"header": [f"Authorization: Bearer {agent.token}"]},
        "subprotocol": {"subprotocols": ["bearer", agent.token]},
        "query": {},
    }[way]
    query = f"?token={agent.token}" if way == "query" else ""
    line = websocket.create_connection(f"ws://127.0.0.1:{askd.port}/ws{query}", timeout=20, **how)
    assert line.getsubprotocol() == ("bearer" if way == "subprotocol" else None)
    line.send(json.dumps({"type": "ask", "ref": 1, "title": "Two judges"}))
    while (frame := json.loads(line.recv()))["type"] != "ok":
        assert frame["cursor"]
    assert frame["ask"]["title"] == "Two judges"
    line.close()


def test_a_connection_that_comes_back_by_itself_survives_a_restart(server):
    """websocket-client's run_forever, which agents use: it reconnects by itself, and the frames go on."""
    askd = server().start()
    seen, opened = [], []
    app = websocket.WebSocketApp(
        f"ws://127.0.0.1:{askd.port}/ws?token={askd.token()}",
        on_open=lambda _: opened.append(True),
        on_message=lambda _, text: seen.append(json.loads(text)),
    )
    threading.Thread(target=lambda: app.run_forever(reconnect=1), daemon=True).start()
    try:
        eventually(lambda: opened)
        agent = Agent.of(askd)
        agent.ask("Before")
        eventually(lambda: seen)
        assert askd.stop() == 0
        askd.start()
        agent.ask("After")
        eventually(lambda: [frame for frame in seen if frame.get("ask", {}).get("title") == "After"])
    finally:
        app.keep_running = False
        app.close()


def test_a_plain_request_is_told_to_upgrade(askd, agent, stranger):
    for caller in (agent, stranger):
        response = caller.get("//ws")
        assert_problem(response, 426)
        assert response.headers["Upgrade"] == "websocket"
    assert_problem(agent.get("/ws"), 426)
    assert_problem(agent.post("//ws", {}), 405)
    with Wire(askd) as wire:
        wire.send(request("GET", "/ws", ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 8"]))
        assert wire.refusal(426)[0]["upgrade"] == "websocket"


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"token": "askd_" + "A" * 43},
        {"query": "?token=askd_nobodys"},
        {"query": "?token="},
        {"token": "askd_nobodys" + "x" * 500},
        {"subprotocols": ["bearer"]},
        {"subprotocols": ["bearer", "askd_nobodys"]},
        {"headers": {"Authorization": "Basic YW5hOmFuYQ=="}},
    ],
)
def test_without_a_good_token_the_close_says_so(askd, how):
    code, reason = refused(askd, **how)
    assert code == UNAUTHENTICATED and "token" in reason


def test_a_persons_cookie_opens_no_agents_socket(askd, owner):
    headers = {"Cookie": owner.session.headers["Cookie"]}
    assert refused(askd, headers=headers, origin=askd.url)[0] == UNAUTHENTICATED


def test_an_agent_that_may_neither_read_nor_ask_has_no_stream(askd):
    code, reason = refused(askd, token=enroll(askd, "only-writes", "writers").token)
    assert code == FORBIDDEN and "read_channels" in reason and "ask_humans" in reason


def test_a_page_of_another_site_is_refused(askd, agent):
    for origin in ("https://evil.example", "null", "file://", "http://127.0.0.1:1"):
        code, reason = refused(askd, token=agent.token, origin=origin)
        assert code == FORBIDDEN and "allowed_origins" in reason, origin
    # Behind a proxy that ends TLS askd doesn't know its own scheme.
    for origin in (askd.url, askd.url.replace("http:", "https:")):
        with Socket(askd, agent.token, origin=origin) as socket:
            assert socket.ok("ask", title="From its own origin")


def test_a_configuration_can_allow_an_origin(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("server: {allowed_origins: [https://page.example]}\n")
    askd = server("--config", str(config)).start()
    with Socket(askd, askd.token(), origin="https://page.example") as socket:
        assert socket.ok("ask", title="From a page")
    assert refused(askd, token=askd.token(), origin="https://other.example")[0] == FORBIDDEN


@pytest.mark.parametrize("query", ["?after=x", "?after=7", "?after=ffffffffffffffff", "?afterr=0000000000000000"])
def test_a_bad_query_is_a_bad_request(askd, agent, query):
    code, reason = refused(askd, token=agent.token, query=query)
    assert code == BAD_REQUEST and reason


def test_an_agent_has_so_many_streams_and_no_more(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {streams_per_agent: 2}\n")
    askd = server("--config", str(config)).start()
    agent = Agent.of(askd)
    first = Socket(askd, agent.token)
    with agent.events() as entries:
        agent.ask("An event stream counts as well")
        assert next(entries).event == "ask.opened"
        assert refused(askd, token=agent.token)[0] == RATE_LIMITED
        assert_problem(agent.again().get("/events"), 429)
        assert first.ok("ask", title="The first one lives")
    first.close()

    def gets_in():
        with Socket(askd, agent.token) as socket, Socket(askd, agent.token) as other:
            try:
                return socket.ok("ask", title="x") and other.ok("ask", title="y")
            except ConnectionClosed:
                return None

    eventually(gets_in, what="the places aren't free again")


def test_a_restart_tells_whoever_is_connected(server):
    askd = server().start()
    sockets = [Socket(askd, askd.token()) for _ in range(3)]
    for socket in sockets:
        assert socket.ok("ask", title="Here")
    askd.process.send_signal(signal.SIGTERM)
    for socket in sockets:
        code, reason = socket.ending()
        assert code == RESTART and "again" in reason
    assert askd.process.wait(timeout=30) == 0
    askd.process = None


def test_the_token_is_neither_logged_nor_measured(askd, agent, stranger):
    with Socket(askd, query=f"?token={agent.token}") as socket:
        assert socket.ok("ask", title="Seen by nobody")
    bad = "askd_" + "Zz9" * 14 + "Z"
    assert refused(askd, query=f"?token={bad}")[0] == UNAUTHENTICATED
    for text in (askd.said(), stranger.get("//metrics").text):
        assert bad not in text
        assert agent.token not in text.replace(askd.first_words(), "")


def test_the_token_is_not_in_a_log_of_debug_either(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("log: {level: debug, format: json}\n")
    askd = server("--config", str(config)).start()
    with Socket(askd, query=f"?token={askd.token()}") as socket:
        assert socket.ok("ask", title="Debug me")
    with Socket(askd, subprotocols=["bearer", askd.token()]) as socket:
        assert socket.ok("ask", title="Debug me")
    askd.stop()
    assert askd.token() not in askd.said()


@pytest.mark.parametrize("ref", ["r1", "ü✓", "x" * 100, 7, 0, -3, 2**53])
def test_a_ref_comes_back_as_it_was(socket, ref):
    socket.send({"type": "ask", "ref": ref, "title": "Echo"})
    answer = socket.answer(ref)
    assert set(answer) == {"type", "ref", "ask"} and answer["type"] == "ok"
    assert type(answer["ref"]) is type(ref)
    socket.send({"type": "ask", "ref": ref})
    answer = socket.answer(ref)
    assert set(answer) == {"type", "ref", "problem"}
    problem_of(answer, 422, ["/title"])


def test_an_ask_by_frame_is_the_ask_of_rest(socket, agent, owner):
    fields = {
        "title": "All of it",
        "body": "*x*",
        "form": {"kind": "choice", "options": [{"value": "a"}, {"value": "b"}]},
        "to": ["#general"],
        "urgency": "high",
        "expires_in": "2h",
        "default": {"value": "a"},
        "context": {"task": "frames"},
        "labels": {"by": "frame"},
    }
    ask = socket.ok("ask", **fields)["ask"]
    assert ask == {**agent.shown(ask), "deliveries": ask["deliveries"]}
    assert socket.entry_of("ask.opened")["ask"]["id"] == ask["id"]
    owner.decides(ask, "b")
    answered = socket.entry_of("ask.answered")
    assert answered["ask"]["answer"]["value"] == "b" and answered["ask"]["id"] == ask["id"]
    assert len(answered["cursor"]) == 16


def test_the_wait_of_a_body_is_not_dropped(socket, agent, owner):
    """A frame's body is that of POST /asks, with its wait: either it is kept, or what can't be kept is named."""
    socket.send({"type": "ask", "ref": "waits", "title": "Hold this", "wait": "20s"})
    asks = agent.read("/asks?state=open&q=Hold")["asks"]
    if asks:
        owner.decides(asks[0], "done")
    answer = socket.answer("waits")
    if answer["type"] == "error":
        problem_of(answer, 422, ["/wait"])
    else:
        assert answer["ask"]["answer"] and answer["ask"]["answer"]["value"] == "done"


def test_every_frame_does_what_its_verb_does(socket, agent, owner, general):
    ask = socket.ok("ask", title="Which?")["ask"]
    assert socket.ok("notify", body="A notice", severity="success")["notice"]["severity"] == "success"
    said = socket.ok("send_message", ask_id=ask["id"], content="More about it")["message"]
    assert (said["conversation_id"], said["content"]) == (ask["conversation"], "More about it")
    said = socket.ok("send_message", conversation_id=ask["conversation"], content="And more")["message"]
    assert said["conversation_id"] == ask["conversation"]
    said = socket.ok("send_message", channel_id=general, content="To all")["message"]
    assert (said["channel_id"], said["author_name"], said["author_type"]) == (general, "first-agent", "agent")
    assert socket.entry_of("new_message")["message"]["id"] == said["id"]
    said = socket.ok("send_message", channel_id="#general", content="By name")["message"]
    assert said["channel_id"] == general

    newer = socket.ok("supersede", ask_id=ask["id"], title="Which one?")["ask"]
    assert agent.shown(ask)["superseded_by"] == newer["id"] and newer["conversation"] == ask["conversation"]
    gone = socket.ok("cancel", ask_id=newer["id"], reason="Never mind")["ask"]
    assert gone["state"] == "cancelled" and agent.shown(newer)["state"] == "cancelled"
    owner.decides(other := socket.ok("ask", title="Quick")["ask"], "x")
    socket.refused(409, "cancel", ask_id=other["id"])
    cursor = socket.entry_of("ask.cancelled")["cursor"]
    assert socket.ok("ack", cursor=cursor)["cursor"] == cursor == agent.read("/me")["acknowledged"]


def test_a_frame_without_a_ref_is_answered_by_errors_only(socket, agent):
    socket.send({"type": "ask", "title": "Quiet"})
    opened = socket.entry_of("ask.opened")["ask"]
    assert opened["title"] == "Quiet"
    socket.send({"type": "ask"})
    answer = socket.answer()
    assert "ref" not in answer
    problem_of(answer, 422, ["/title"])
    assert not socket.answers
    assert agent.shown(opened)["state"] == "open"


def test_an_idempotency_key_is_one_on_all_transports(socket, agent, askd):
    body = {"title": "Once"}
    first = socket.ok("ask", idempotency_key="k-1", **body)["ask"]
    assert socket.ok("ask", idempotency_key="k-1", **body)["ask"]["id"] == first["id"]
    response = agent.post("/asks", body, headers={"Idempotency-Key": '"k-1"'})
    assert response.json()["id"] == first["id"] and response.headers["Idempotent-Replayed"] == "true"
    socket.refused(422, "ask", idempotency_key="k-1", title="Another")
    for type, fields in (("notify", {"body": "Once"}), ("send_message", {"channel_id": "general", "content": "Once"})):
        before = socket.ok(type, idempotency_key="k-2", **fields)
        after = socket.ok(type, idempotency_key="k-2", **fields)
        noun = "notice" if type == "notify" else "message"
        assert before[noun]["id"] == after[noun]["id"]
    for key in ("", "x" * 300, 5, ["k"]):
        socket.refused(422, "ask", pointers=["/idempotency_key"], idempotency_key=key, title="x")


def test_a_ref_in_use_is_a_conflict_and_then_free_again(askd, agent):
    """Both frames leave at once, so that the second comes while the first waits for the disk."""
    with Bare(askd) as bare:
        bare.upgrade(agent.token, f"/ws?after={agent.newest_cursor()}")
        notice = json.dumps({"type": "notify", "ref": "same", "body": "x"}).encode()
        for _ in range(2):
            bare.send(frame_bytes(TEXT, notice) * 2)
            first, second = (json.loads(bare.frame()[1]) for _ in range(2))
            assert first["ref"] == second["ref"] == "same"
            problem_of(first, 409)
            assert second["notice"]["body"] == "x"


@pytest.mark.parametrize(
    "frame, status, pointers",
    [
        ([], 422, [""]),
        ("ask", 422, [""]),
        ({"type": "asks", "ref": 1, "title": "x"}, 422, ["/type"]),
        ({"type": "ok", "ref": 1}, 422, ["/type"]),
        ({"type": "", "ref": 1}, 422, ["/type"]),
        ({"type": 5, "ref": 1}, 422, ["/type"]),
        ({"ref": 1, "title": "x"}, 422, ["/type"]),
        ({"type": "ask", "ref": 1, "titel": "x", "too": []}, 422, ["/too", "/titel", "/title"]),
        ({"type": "ask", "ref": 1, "title": 5, "expires_in": 5}, 422, ["/expires_in", "/title"]),
        ({"type": "cancel", "ref": 1}, 422, ["/ask_id"]),
        ({"type": "cancel", "ref": 1, "ask_id": 5}, 422, ["/ask_id"]),
        ({"type": "cancel", "ref": 1, "ask_id": "ask_00000000000000000000000000"}, 404, []),
        ({"type": "cancel", "ref": 1, "ask_id": "../me"}, 404, []),
        ({"type": "supersede", "ref": 1, "ask_id": "x", "title": "y"}, 404, []),
        ({"type": "send_message", "ref": 1, "content": "x"}, 422, ["/channel_id"]),
        ({"type": "send_message", "ref": 1, "channel_id": "ch_nowhere", "content": "x"}, 404, []),
        ({"type": "send_message", "ref": 1, "channel_id": "general"}, 422, ["/content"]),
        ({"type": "send_message", "ref": 1, "channel_id": "general", "ask_id": "x", "content": "x"}, 422, ["/ask_id"]),
        ({"type": "ack", "ref": 1}, 422, ["/cursor"]),
        ({"type": "ack", "ref": 1, "cursor": "x"}, 400, []),
        ({"type": "ask", "ref": 1.5, "title": "x"}, 422, ["/ref"]),
        ({"type": "ask", "ref": True, "title": "x"}, 422, ["/ref"]),
        ({"type": "ask", "ref": "", "title": "x"}, 422, ["/ref"]),
        ({"type": "ask", "ref": "x" * 1000, "title": "x"}, 422, ["/ref"]),
        ({"type": "ask", "ref": {"a": 1}, "title": "x"}, 422, ["/ref"]),
    ],
)
def test_what_is_wrong_with_a_frame_is_said_and_changes_nothing(askd, socket, frame, status, pointers):
    before = sequence_of(askd)
    socket.send(json.dumps(frame))
    answer = socket.answer()
    problem_of(answer, status, pointers)
    echoed = isinstance(frame, dict) and frame["ref"] == 1 and "/ref" not in pointers
    assert answer.get("ref") == (1 if echoed else None)
    assert sequence_of(askd) == before
    assert socket.ok("notify", body="It goes on")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{",
        '{"type": "ask", "title": "x"',
        '{"type": "ask", "title": "x"} {}',
        '{"type": "ask", "type": "notify", "title": "x", "body": "y"}',
        '{"type": "ask", "title": "\\ud800"}',
        '{"type": "ask", "title": NaN}',
        '{"type": "ask", "title": "x", "context": ' + "[" * 40 + "]" * 40 + "}",
        "[" * 100_000,
    ],
)
def test_what_is_no_frame_is_a_bad_request(askd, socket, text):
    before = sequence_of(askd)
    socket.send(text)
    answer = socket.answer()
    assert "ref" not in answer
    problem_of(answer, 400)
    assert sequence_of(askd) == before
    assert socket.ok("notify", body="It goes on")


def test_a_frame_needs_the_capability_of_its_verb(askd):
    worker = enroll(askd, "can-not-write")
    with Socket(askd, worker.token) as socket:
        document = socket.refused(403, "send_message", channel_id="general", content="x")
        assert "post_messages" in document["detail"]
        assert socket.ok("ask", title="This it may")
