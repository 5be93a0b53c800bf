"""Requests that parse and aren't valid: every fault at once, each with its pointer, and nothing changed."""

import pytest

from callers import Agent, sequence_of
from problems import assert_problem

OPTIONS = [{"value": "a"}, {"value": "b"}]
NUMBERS = {"type": "object", "properties": {"n": {"type": "integer"}}}


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({}, ["/title"]),
        ([], [""]),
        ("x", [""]),
        (5, [""]),
        (None, [""]),
        ({"title": None}, ["/title"]),
        ({"title": ""}, ["/title"]),
        ({"title": "   "}, ["/title"]),
        ({"title": "x" * 151}, ["/title"]),
        ({"title": "two\nlines"}, ["/title"]),
        ({"title": "x", "body": "y" * 20001}, ["/body"]),
        (
            {"title": 5, "body": [], "urgency": "soon", "labels": 1, "context": "x", "to": "#general"},
            ["/title", "/body", "/urgency", "/labels", "/context", "/to"],
        ),
        ({"title": "x", "titel": "y", "expires": "1h"}, ["/titel", "/expires"]),
        ({"title": "x", "form": "approval"}, ["/form"]),
        ({"title": "x", "form": {}}, ["/form/kind"]),
        ({"title": "x", "form": {"kind": "vote"}}, ["/form/kind"]),
        ({"title": "x", "form": {"kind": "approval", "options": OPTIONS}}, ["/form/options"]),
        ({"title": "x", "form": {"kind": "choice"}}, ["/form/options"]),
        ({"title": "x", "form": {"kind": "choice", "options": OPTIONS[:1]}}, ["/form/options"]),
        (
            {"title": "x", "form": {"kind": "choice", "options": [{"value": str(n)} for n in range(26)]}},
            ["/form/options"],
        ),
        (
            {"title": "x", "form": {"kind": "choice", "options": [{"value": "a"}, {"value": "a"}]}},
            ["/form/options/1/value"],
        ),
        (
            {"title": "x", "form": {"kind": "choice", "options": [{"label": "A"}, {"value": "b", "style": "red"}]}},
            ["/form/options/0/value", "/form/options/1/style"],
        ),
        ({"title": "x", "form": {"kind": "text", "max_length": 0}}, ["/form/max_length"]),
        ({"title": "x", "form": {"kind": "text", "multiline": "yes"}}, ["/form/multiline"]),
        ({"title": "x", "form": {"kind": "fields"}}, ["/form/schema"]),
        (
            {"title": "x", "form": {"kind": "fields", "schema": {"type": "object", "properties": {}}}},
            ["/form/schema/properties"],
        ),
        (
            {"title": "x", "form": {"kind": "fields", "schema": {**NUMBERS, "required": ["m"]}}},
            ["/form/schema/required/0"],
        ),
        (
            {
                "title": "x",
                "form": {
                    "kind": "fields",
                    "schema": {"type": "object", "properties": {"o": {"type": "object", "properties": {}}}},
                },
            },
            ["/form/schema/properties/o/type"],
        ),
        ({"title": "x", "context": {"nested": {"a": 1}}}, ["/context/nested"]),
        ({"title": "x", "labels": {"a": 1, "b": "x" * 129}}, ["/labels/a", "/labels/b"]),
        ({"title": "x", "labels": {"a/b~c": 1}}, ["/labels/a~1b~0c"]),
        ({"title": "x", "required": 1.5}, ["/required"]),
        ({"title": "x", "conversation": "cnv_x"}, ["/conversation"]),
        ({"title": "x", "wait": "soon"}, ["/wait"]),
    ],
)
def test_every_fault_of_an_ask_is_named_at_once(agent, body, pointers):
    before = sequence_of(agent.askd)
    headers = {"Content-Type": "application/json"} if body is None else {}
    data = {"data": "null"} if body is None else {"body": body}
    document = assert_problem(agent.post("/asks", headers=headers, **data), 422, pointers=pointers)
    assert document["type"] == "urn:askd:problem:invalid"
    assert sequence_of(agent.askd) == before


def test_a_misspelt_field_is_told_which_one_was_meant_or_which_there_are(agent):
    document = assert_problem(agent.post("/asks", {"title": "x", "expiresin": "1h"}), 422, pointers=["/expiresin"])
    assert "expires_in" in document["detail"]


def test_routing_and_form_faults_are_told_together(agent):
    body = {"title": "", "form": {"kind": "text"}, "required": 2}
    assert_problem(agent.post("/asks", body), 422, pointers=["/title", "/required"])


def test_every_target_that_is_not_there_is_named(agent):
    body = {"title": "x", "to": ["#nowhere", "#general", "@nobody"], "approvers": ["@noone"]}
    assert_problem(agent.post("/asks", body), 422, pointers=["/to/0", "/to/2", "/approvers/0"])


@pytest.mark.parametrize("path", ["/asks/{}", "/asks/{}/cancel", "/asks/{}/supersede", "/asks/{}/messages"])
@pytest.mark.parametrize("id", ["ask_01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", "cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV", "ask_"])
def test_an_ask_that_is_not_there_is_404(agent, path, id):
    path = path.format(id)
    if path.count("/") == 2:
        assert_problem(agent.get(path), 404)
    else:
        body = {"title": "x"} if path.endswith("supersede") else {"content": "x"} if path.endswith("messages") else {}
        assert_problem(agent.post(path, body), 404)


def test_too_many_open_asks_are_429_and_ending_one_makes_room(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {open_asks_per_agent: 3}\n")
    agent = Agent.of(server("--config", str(config)).start())
    asks = [agent.ask(f"Ask {number}") for number in range(3)]
    document = assert_problem(agent.post("/asks", {"title": "One too many"}), 429)
    assert "open_asks_per_agent" in document["detail"]
    assert len(agent.read("/asks")["asks"]) == 3
    agent.make(f"/asks/{asks[0]['id']}/supersede", {"title": "In its place"})
    agent.cancel(asks[1])
    agent.ask("Room again")


def test_requests_have_a_budget_that_headers_tell(server, tmp_path):
    """A token bucket per agent: 429 with Retry-After behind it, and RateLimit headers all the time."""
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {requests_per_minute: 30}\n")
    agent = Agent.of(server("--config", str(config)).start())
    first = agent.get("/me")
    assert first.status_code == 200
    assert "RateLimit" in first.headers
    responses = [agent.get("/me") for _ in range(100)]
    refused = [response for response in responses if response.status_code != 200]
    assert refused, "100 requests at once fit into 30 a minute"
    assert_problem(refused[0], 429)
