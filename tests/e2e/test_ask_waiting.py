"""Waiting: the head comes at once, the ask when it ends or the wait is over, and nothing is lost by hanging up."""

import json
import socket
import time

import pytest

from callers import at_once, eventually, meanwhile
from problems import assert_problem
from wire import Wire


def test_a_wait_with_the_request_returns_the_answer(agent, owner):
    response = agent.post("/asks", {"title": "Wait for me"}, headers={"Prefer": "wait=30"}, stream=True)
    assert response.status_code == 201
    assert response.headers["Preference-Applied"] == "wait=30"
    path = response.headers["Location"].removeprefix("/api/v1")
    ask = owner.read(path)
    assert ask["state"] == "open"

    owner.decides(ask, "Here I am")

    ended = response.json()
    assert (ended["id"], ended["state"], ended["answer"]["value"]) == (ask["id"], "answered", "Here I am")


@pytest.mark.parametrize("query, prefer", [("wait=300ms", None), ("wait=1", None), ("", "respond-async, wait=1")])
def test_after_the_wait_the_ask_is_returned_open(agent, query, prefer):
    began = time.monotonic()
    headers = {"Prefer": prefer} if prefer else {}
    response = agent.post(f"/asks?{query}", {"title": "Nobody comes"}, headers=headers)
    assert time.monotonic() - began >= 0.3
    assert response.status_code == 201 and response.json()["state"] == "open"
    assert ("Preference-Applied" in response.headers) == (prefer is not None)


def test_the_wait_may_stand_in_the_body_and_is_no_part_of_the_ask(agent, owner):
    with meanwhile(lambda: agent.again().post("/asks", {"title": "Wait in the body", "wait": "30s"})) as answer:
        asks = eventually(lambda: agent.read("/asks?q=Wait in the body")["asks"])
        owner.decides(asks[0], "fine")
    ended = answer.result().json()
    assert ended["answer"]["value"] == "fine" and "wait" not in ended


@pytest.mark.parametrize("query", ["wait=soon", "wait=", "wait=-1", "wait=5s&until=noon", "after=7", "wiat=5s"])
def test_a_wait_that_says_nothing_is_refused(agent, query):
    ask = agent.ask()
    assert_problem(agent.get(f"/asks/{ask['id']}?{query}"), 400)


def test_an_ask_that_has_ended_is_returned_at_once(agent, owner):
    ask = agent.ask()
    owner.decides(ask, "done")
    began = time.monotonic()
    assert agent.read(f"/asks/{ask['id']}?wait=30s")["answer"]["value"] == "done"
    assert time.monotonic() - began < 10


def test_every_waiter_gets_the_answer(agent, owner):
    ask = agent.ask("All of us wait")
    waiters = [agent.again().waiting(ask) for _ in range(20)]
    owner.decides(ask, "for all", None)
    answers = [waiter.json() for waiter in waiters]
    assert {one["answer"]["value"] for one in answers} == {"for all"}
    assert all(one == answers[0] for one in answers)


def test_hanging_up_loses_nothing(agent, owner):
    ask = agent.ask("I hang up")
    for _ in range(3):
        agent.again().waiting(ask).close()
    reset = Wire(agent.askd)
    token = agent.session.headers["Authorization"]
    reset.send(f"GET /api/v1/asks/{ask['id']}?wait=30s HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n")
    assert reset.head()[0] == 200
    # A reset instead of an orderly end, as a client sends it that dies.
    reset.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    reset.close()
    owner.decides(ask, "still here")
    assert agent.ended(ask)["answer"]["value"] == "still here"


def test_who_hangs_up_while_asking_has_asked_nevertheless(agent, owner):
    response = agent.again().post("/asks?wait=30s", {"title": "I asked and left"}, stream=True)
    path = response.headers["Location"].removeprefix("/api/v1")
    response.close()
    owner.decides(owner.read(path), "you asked")
    assert agent.read(path)["answer"]["value"] == "you asked"


def test_activity_wakes_a_waiter_and_the_ask_stays_open(agent, owner):
    ask = agent.ask("Which one?")
    waiter = agent.waiting(ask, "wait=30s&until=activity")
    owner.comment(ask, "Which customer?")
    woken = waiter.json()
    assert woken["state"] == "open" and woken["activity"] > ask["activity"]

    # What was seen already doesn't wake again; what wasn't does at once.
    again = agent.read(f"/asks/{ask['id']}?wait=200ms&until=activity&after={woken['activity']}")
    assert again["activity"] == woken["activity"]
    began = time.monotonic()
    agent.read(f"/asks/{ask['id']}?wait=30s&until=activity&after={ask['activity']}")
    assert time.monotonic() - began < 10


def test_the_agents_own_messages_are_no_activity(agent, owner):
    ask = agent.ask("Do I wake myself?")
    agent.make(f"/asks/{ask['id']}/messages", {"content": "The cost is $12."})
    same = agent.read(f"/asks/{ask['id']}?wait=300ms&until=activity&after={ask['activity']}")
    assert same["activity"] == ask["activity"]
    waiter = agent.waiting(ask, "wait=30s&until=activity")
    owner.decides(ask, "An end is activity, too")
    assert waiter.json()["state"] == "answered"


def test_a_wait_for_the_end_sleeps_through_comments(agent, owner):
    ask = agent.ask("Only the end counts")
    waiter = agent.waiting(ask)
    owner.comment(ask, "I am still thinking")
    owner.decides(ask, "now")
    assert waiter.json()["answer"]["value"] == "now"


def test_signs_of_life_come_while_an_answer_is_held(agent, owner):
    """15 seconds is how long proxies and client libraries are left in doubt: on held answers and on both streams."""
    ask = agent.ask("A long wait")
    token, cookie = agent.session.headers["Authorization"], owner.session.headers["Cookie"]

    def first_sign(path, header):
        wire = Wire(agent.askd, patience=25)
        wire.send(f"GET /api/v1{path} HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n")
        assert wire.head()[0] == 200
        began = time.monotonic()
        chunk = wire.chunk()
        while chunk.strip().startswith(b":") and time.monotonic() - began < 5:
            chunk = wire.chunk()
        wire.close()
        return chunk

    newest = agent.newest_cursor()
    signs = at_once(
        lambda: first_sign(f"/asks/{ask['id']}?wait=60s", f"Authorization: {token}"),
        lambda: first_sign(f"/events?after={newest}", f"Authorization: {token}"),
        lambda: first_sign("/events", f"Cookie: {cookie}"),
    )
    assert signs[0].strip() == b""
    assert signs[1].startswith(b":") and signs[2].startswith(b":")


def test_the_body_of_a_held_answer_is_one_json_value(agent, owner):
    ask = agent.ask("One value")
    waiter = agent.waiting(ask)
    assert waiter.headers["Content-Type"] == "application/json"
    owner.decides(ask, "x")
    assert json.loads(waiter.text)["id"] == ask["id"]


def test_head_never_waits(agent):
    ask = agent.ask()
    began = time.monotonic()
    response = agent.call("HEAD", f"/asks/{ask['id']}?wait=30s")
    assert (response.status_code, response.content) == (200, b"")
    assert time.monotonic() - began < 10
