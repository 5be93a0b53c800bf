"""Asking in plain text: what curl needs, and nothing more."""

import socket

import pytest

from callers import eventually, meanwhile
from problems import assert_problem
from wire import Wire, request


def plainly(agent, text, query="", **more):
    data = text.encode() if isinstance(text, str) else text
    headers = {"Content-Type": "text/plain; charset=utf-8", **more.pop("headers", {})}
    return agent.post(f"/ask{query}", data=data, headers=headers, **more)


def asked(caller, title):
    """The ask with this title, once it is there: nothing of the answer comes before its end."""
    return eventually(lambda: [ask for ask in caller.read("/asks")["asks"] if ask["title"] == title])[0]


def test_the_value_comes_back_and_after_a_blank_line_the_note(agent, owner):
    text = "Deploy 4.2 to production?\n\nIt has *three* changes."
    with meanwhile(lambda: plainly(agent.again(), text, "?kind=approval")) as answer:
        ask = asked(owner, "Deploy 4.2 to production?")
        assert ask["body"].strip() == "It has *three* changes." and ask["form"]["kind"] == "approval"
        owner.decides(ask, "approve", "on Monday")
    response = answer.result()
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.text == "approve\n\non Monday\n"
    assert response.headers["Ask-Id"] == ask["id"] and response.headers["Ask-State"] == "answered"


def test_a_denial_is_an_answer_too(agent, owner):
    with meanwhile(lambda: plainly(agent.again(), "Drop the tables?", "?kind=approval")) as answer:
        owner.decides(asked(owner, "Drop the tables?"), "deny")
    assert (answer.result().status_code, answer.result().text) == (200, "deny\n")


def test_without_a_kind_the_answer_is_a_text(agent, owner):
    with meanwhile(lambda: plainly(agent.again(), "What is its name?")) as answer:
        owner.decides(asked(owner, "What is its name?"), "Émile ☕")
    assert answer.result().content.decode() == "Émile ☕\n"


def test_what_is_still_open_after_the_wait_is_202(agent):
    response = plainly(agent, "Nobody answers", "?wait=200ms")
    assert response.status_code == 202
    assert response.headers["Ask-State"] == "open"
    assert response.headers["Location"] == f"/api/v1/asks/{response.headers['Ask-Id']}"
    assert f"/asks/{response.headers['Ask-Id']}" in response.text


def test_what_was_cancelled_is_410(agent):
    with meanwhile(lambda: plainly(agent.again(), "Cancel me")) as answer:
        assert agent.cancel(asked(agent, "Cancel me")).status_code == 200
    response = answer.result()
    assert response.status_code == 410 and response.headers["Ask-State"] == "cancelled"
    assert response.headers["Content-Type"].startswith("text/plain")


def test_it_goes_to_whom_it_names(agent, member):
    for target in ("%23general", "general", "@Ben,general"):
        response = plainly(agent, "Whom?", f"?wait=0&to={target}")
        assert response.status_code == 202, response.text
        ask = agent.shown({"id": response.headers["Ask-Id"]})
        assert ask["to"] == [
            ("#" + name if name[0] not in "#@" else name) for name in target.replace("%23", "#").split(",")
        ]
    assert_problem(plainly(agent, "Whom?", "?to=@nobody"), 422, pointers=["/to/0"])


@pytest.mark.parametrize(
    "text, query, status",
    [
        ("", "", 422),
        (" \n\n ", "", 422),
        ("x" * 151, "", 422),
        ("x\n" + "y" * 20001, "", 422),
        ("x", "?kind=choice", 400),
        ("x", "?wait=soon", 400),
        ("x", "?colour=blue", 400),
        (b"caf\xe9", "", 400),
        (b"a\x00b", "", 400),
    ],
)
def test_a_text_that_is_none_is_refused_with_a_problem(agent, text, query, status):
    assert_problem(plainly(agent, text, query), status)


def test_json_is_for_the_other_door(agent):
    response = agent.post("/ask", {"title": "x"})
    document = assert_problem(response, 415)
    assert "/api/v1/asks" in document["detail"]


def test_what_curl_sends_by_itself_is_taken(agent):
    """curl -d says that a body is a form, and sends no better type."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = agent.post("/ask?wait=0", data="Deploy 4.2 to production?", headers=headers)
    assert response.status_code == 202
    assert agent.shown({"id": response.headers["Ask-Id"]})["title"] == "Deploy 4.2 to production?"


def test_nothing_is_sent_before_the_end(agent, owner):
    with Wire(agent.askd, patience=1) as wire:
        token = agent.session.headers["Authorization"]
        headers = [f"Authorization: {token}", "Content-Type: text/plain"]
        wire.send(request("POST", "/api/v1/ask", headers, b"Silence first"))
        ask = asked(owner, "Silence first")
        with pytest.raises(socket.timeout):
            wire.socket.recv(1)
        owner.decides(ask, "now")
        wire.socket.settimeout(20)
        assert wire.socket.recv(4096).startswith(b"HTTP/1.1 200 ")
