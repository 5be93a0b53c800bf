"""Stopping in two steps: who waits gets the ask as it stands, nothing is lost, and a second signal cuts."""

import signal
import socket
import time

import pytest
import requests

from callers import Agent, Person, eventually, meanwhile
from wire import Wire, request


@pytest.fixture
def running(server):
    askd = server().start()
    askd.owner = Person.accept(askd, askd.link(), "Ana")
    askd.agent = Agent.of(askd)
    return askd


def test_a_blocked_agent_gets_its_ask_as_it_stands_and_goes_on_afterwards(running):
    agent, owner = running.agent, running.owner
    ask = agent.ask("Still there?")
    waiter = agent.again().waiting(ask)

    def in_plain_text():
        return agent.again().post("/ask?wait=60s", data=b"In plain text", headers={"Content-Type": "text/plain"})

    with meanwhile(in_plain_text) as plain:
        eventually(lambda: agent.read("/asks?q=plain")["asks"])
        stream = agent.again().get("/events", stream=True)
        lines = stream.iter_lines(chunk_size=1)
        assert next(lines).startswith(b":")
        began = time.monotonic()
        assert running.stop() == 0
    assert time.monotonic() - began < 10
    held = waiter.json()
    assert (held["id"], held["state"]) == (ask["id"], "open")
    assert plain.result().status_code == 202 and plain.result().headers["Ask-State"] == "open"
    assert any(line.startswith(b"event:") for line in lines), "the stream ends in order, with what it had"

    running.start()
    owner.decides(ask, "yes")
    assert agent.ended(ask)["answer"]["value"] == "yes"
    assert [one["title"] for one in agent.read("/asks?state=open")["asks"]] == ["In plain text"]


def test_while_it_stops_new_connections_are_refused_and_it_is_not_ready(running):
    """A reader that takes nothing holds the first step for up to ten seconds; a second signal cuts it short."""
    agent = running.agent
    for number in range(50):
        agent.ask(f"Large {number}", body="x" * 20_000)
    stuck = Wire(running)
    stuck.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    token = agent.session.headers["Authorization"]
    stuck.send(request("GET", "/api/v1/asks?limit=200", [f"Authorization: {token}"]) * 20)
    assert agent.get("/me").status_code == 200
    running.process.send_signal(signal.SIGTERM)

    def refused():
        try:
            return requests.get(f"{running.url}/readyz", timeout=5).status_code == 503
        except requests.ConnectionError:
            return True

    eventually(refused)
    began = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(30) == 0
    assert time.monotonic() - began < 8
    assert "server.cut" in running.said() or "server.stopped" in running.said()
    running.process = None
    stuck.close()
    running.start()
    assert len(agent.read("/asks?state=open&limit=200")["asks"]) == 50


def test_what_was_acknowledged_survives_a_power_cut(running):
    agent, owner = running.agent, running.owner
    open_one, ended = agent.ask("Open"), agent.ask("Ended")
    owner.decides(ended, "yes")
    before = [agent.shown(ask) for ask in (open_one, ended)]
    running.kill()
    running.start()
    assert [agent.shown(ask) for ask in (open_one, ended)] == before
    assert owner.decides(open_one, "also yes")["answer"]["by"]["name"] == "Ana"


def test_an_expiry_that_passes_while_askd_is_away_takes_effect_at_the_start(running):
    ask = running.agent.ask("Soon over", expires_in="1s", form={"kind": "approval"}, default={"value": "deny"})
    running.kill()
    time.sleep(1.1)  # the expiry is a time of day, which nothing but time can reach
    running.start()
    ended = running.agent.ended(ask, wait="10s")
    assert (ended["state"], ended["answer"]["decided_by"]) == ("answered", "default")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_either_signal_stops_in_order(running, how):
    assert running.stop(how) == 0
    assert "server.stopped" in running.said()
    assert not (running.data / "askd.sock").exists()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{running.url}/livez", timeout=5)
