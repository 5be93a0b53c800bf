"""HTTP/1.1 as clients rely on it: keep-alive, pipelining, 100-continue, chunks, HEAD; and slow or stuck clients."""

import json
import socket
import time

import pytest

from wire import Wire, request


@pytest.fixture(scope="module")
def as_agent(agent):
    return ["Authorization: " + agent.session.headers["Authorization"], "Content-Type: application/json"]


def asking(as_agent, title, *more):
    return request("POST", "/api/v1/asks", [*as_agent, *more], json.dumps({"title": title}).encode())


def test_a_connection_serves_many_requests(askd, as_agent):
    with Wire(askd) as wire:
        for number in range(50):
            wire.send(asking(as_agent, f"Kept alive {number}"))
            status, headers, body = wire.answer()
            assert status == 201 and json.loads(body)["title"] == f"Kept alive {number}"
            assert headers.get("connection", "keep-alive") == "keep-alive"


def test_pipelined_requests_are_answered_in_order(askd, as_agent):
    with Wire(askd) as wire:
        wire.send(b"".join(asking(as_agent, f"Piped {number}") for number in range(20)))
        titles = [json.loads(wire.answer()[2])["title"] for _ in range(20)]
        assert titles == [f"Piped {number}" for number in range(20)]


def test_a_request_behind_a_held_one_waits_for_its_turn(askd, agent, owner, as_agent):
    ask = agent.ask("Held")
    with Wire(askd) as wire:
        wire.send(request("GET", f"/api/v1/asks/{ask['id']}?wait=30s", as_agent) + request("GET", "/livez"))
        assert wire.head()[0] == 200
        owner.decides(ask, "go on")
        body = b""
        while chunk := wire.chunk():
            body += chunk
        assert json.loads(body)["answer"]["value"] == "go on"
        assert wire.answer()[2] == b"ok\n"


def test_a_held_connection_goes_on_afterwards(askd, agent, owner, as_agent):
    ask = agent.ask("Held and kept")
    with Wire(askd) as wire:
        wire.send(request("GET", f"/api/v1/asks/{ask['id']}?wait=200ms", as_agent))
        assert json.loads(wire.answer()[2])["state"] == "open"
        wire.send(request("GET", "/livez"))
        assert wire.answer()[0] == 200


def test_the_body_is_asked_for_with_100_continue(askd, as_agent):
    body = json.dumps({"title": "May I?"}).encode()
    with Wire(askd) as wire:
        head = request("POST", "/api/v1/asks", [*as_agent, "Expect: 100-continue", f"Content-Length: {len(body)}"])
        wire.send(head)
        assert wire.answer()[0] == 100
        wire.send(body)
        status, _, answer = wire.answer()
        assert status == 201 and json.loads(answer)["title"] == "May I?"


def test_another_expectation_is_417(askd, as_agent):
    with Wire(askd) as wire:
        wire.send(request("POST", "/api/v1/asks", [*as_agent, "Expect: tea", "Content-Length: 2"]))
        wire.refusal(417)


def test_a_body_may_come_in_chunks(askd, as_agent):
    with Wire(askd) as wire:
        wire.send(request("POST", "/api/v1/asks", [*as_agent, "Transfer-Encoding: chunked"]))
        for piece in (b'{"title"', b': "In ch', b'unks"}'):
            wire.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        wire.send(b"0\r\n\r\n")
        status, _, body = wire.answer()
        assert status == 201 and json.loads(body)["title"] == "In chunks"


def test_who_asks_for_the_end_gets_it(askd):
    with Wire(askd) as wire:
        wire.send(request("GET", "/livez", ["Connection: close"]))
        status, headers, _ = wire.answer()
        assert status == 200 and headers["connection"] == "close"
        assert wire.is_closed()


def test_http_1_0_is_served_without_chunks(askd, agent, owner, as_agent):
    ask = agent.ask("An old client")
    with Wire(askd) as wire:
        wire.send(f"GET /api/v1/asks/{ask['id']}?wait=30s HTTP/1.0\r\n{as_agent[0]}\r\n\r\n")
        _, headers = wire.head()
        assert "transfer-encoding" not in headers
        owner.decides(ask, "still welcome")
        assert json.loads(wire.input.read())["answer"]["value"] == "still welcome"


@pytest.mark.parametrize("path", ["/livez", "/", "/api/v1/me", "/api/v1/openapi.json", "/api/v1/asks"])
def test_head_is_get_without_the_body(askd, as_agent, path):
    with Wire(askd) as wire:
        wire.send(request("GET", path, as_agent))
        status, headers, body = wire.answer()
        wire.send(request("HEAD", path, as_agent))
        head_status, head_headers, nothing = wire.answer(of_head=True)
        assert (head_status, nothing) == (status, b"")
        assert head_headers["content-type"] == headers["content-type"]
        assert int(headers["content-length"]) == len(body)
        wire.send(request("GET", "/livez"))
        assert wire.answer()[2] == b"ok\n"


def test_options_lists_the_methods(askd):
    with Wire(askd) as wire:
        wire.send(request("OPTIONS", "/api/v1/asks"))
        status, headers, body = wire.answer()
        assert status == 204 and body == b"" and "POST" in headers["allow"]


def test_no_page_of_another_origin_may_read_answers(agent):
    response = agent.get("/me", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_readers_that_never_read_cost_nobody_else(askd, agent, owner, as_agent):
    """Each asks for far more than the kernel buffers, and takes none of it; others are served as fast as before."""
    for number in range(30):
        agent.ask(f"A large one {number}", body="x" * 20_000)
    stuck = [Wire(askd) for _ in range(20)]
    for wire in stuck:
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.send(request("GET", "/api/v1/asks?limit=200", as_agent) * 40)
        wire.send(request("GET", "/api/v1/events?after=0000000000000000", as_agent))
    began = time.monotonic()
    ask = agent.ask("Served meanwhile")
    owner.decides(ask, "yes")
    assert agent.ended(ask)["answer"]["value"] == "yes"
    assert time.monotonic() - began < 10
    for wire in stuck:
        wire.close()


def test_writers_that_trickle_cost_nobody_else(askd, agent, owner, as_agent):
    body = asking(as_agent, "Trickled")
    slow = [Wire(askd) for _ in range(20)]
    for position in range(0, len(body), 64):
        for wire in slow:
            wire.send(body[position : position + 64])
        if position % 256 == 0:
            assert agent.get("/me").status_code == 200
    for wire in slow:
        assert wire.answer()[0] == 201
        wire.close()
    assert len(agent.read("/asks?q=Trickled")["asks"]) == 20


def test_connections_that_say_nothing_cost_nobody_else(askd, agent, owner):
    silent = [Wire(askd) for _ in range(200)]
    ask = agent.ask("Served beside silence")
    owner.decides(ask, "yes")
    assert agent.ended(ask)["state"] == "answered"
    for wire in silent:
        wire.close()


def test_hundreds_wait_while_others_are_served(askd, agent, owner):
    ask = agent.ask("Everybody waits")
    token = agent.session.headers["Authorization"]
    waiters = [Wire(askd) for _ in range(300)]
    for wire in waiters:
        wire.send(request("GET", f"/api/v1/asks/{ask['id']}?wait=60s", [f"Authorization: {token}"]))
    for wire in waiters:
        assert wire.head()[0] == 200
    owner.decides(ask, "for everybody")
    for wire in waiters:
        body = b""
        while chunk := wire.chunk():
            body += chunk
        assert json.loads(body)["answer"]["value"] == "for everybody"
        wire.close()
