"""The first start over the API: once, on an empty store, from this machine. Clients in the field send it like this."""

import json

import pytest

from callers import Agent, Caller, Person, accepting, at_once, sequence_of
from problems import assert_problem
from rig import Askd
from wire import Wire

FIRST = {
    "owner_email": "admin@local",
    "owner_password": "12345678",
    "agent_name": "research-agent",
    "agent_description": "Finds candidates",
}


@pytest.fixture(scope="module")
def askd(folder):
    """A store on which nobody has been yet."""
    server = Askd(folder / "store", quick_start=False).start()
    yield server
    assert server.stop() == 0, server.said()


def bootstrap(askd, body=None, headers=()):
    """With headers that a client library would set itself."""
    data = json.dumps(FIRST if body is None else body).encode()
    with Wire(askd) as wire:
        host = [] if any(line.startswith("Host:") for line in headers) else [f"Host: 127.0.0.1:{askd.port}"]
        kind = [] if any(line.startswith("Content-Type:") for line in headers) else ["Content-Type: application/json"]
        lines = ["POST /api/v1/bootstrap HTTP/1.1", *host, *kind, *headers, f"Content-Length: {len(data)}"]
        wire.send("\r\n".join([*lines, "", ""]).encode() + data)
        return wire.answer()


@pytest.mark.parametrize(
    "headers, status",
    [
        (["Host: ask.example.com"], 403),
        (["Host: 127.0.0.1.example.com"], 403),
        (["Host: 10.0.0.7:8080"], 403),
        (["Host: localhost.evil.example"], 403),
        (["Origin: https://evil.example"], 403),
        (["Origin: null"], 403),
        (["Forwarded: for=192.0.2.60;proto=http"], 403),
        (["X-Forwarded-For: 192.0.2.60"], 403),
        (["X-Forwarded-Host: ask.example.com"], 403),
        (["X-Forwarded-Proto: https"], 403),
        (["x-forwarded-anything: 1"], 403),
        (["Content-Type: text/plain"], 415),
        (["Content-Type: application/x-www-form-urlencoded"], 415),
    ],
)
def test_it_is_for_this_machine_alone(askd, headers, status):
    before = sequence_of(askd)
    told, fields, body = bootstrap(askd, headers=headers)
    assert told == status, body
    assert fields["content-type"] == "application/problem+json"
    assert json.loads(body)["status"] == status
    assert sequence_of(askd) == before


@pytest.mark.parametrize(
    "change, pointers",
    [
        ({"owner_password": "1234567"}, ["/owner_password"]),
        ({"owner_email": "nobody", "agent_name": ""}, ["/owner_email", "/agent_name"]),
        ({"owner_email": 5, "owner_passwort": "x"}, ["/owner_email", "/owner_passwort"]),
    ],
)
def test_what_is_not_valid_makes_nobody(askd, change, pointers):
    status, _, body = bootstrap(askd, {**FIRST, **change})
    assert status == 422
    assert sorted(fault["pointer"] for fault in json.loads(body)["errors"]) == sorted(pointers)


def test_it_makes_an_owner_an_agent_and_a_channel_once(askd):
    """Two at the same time make one; a third is told that it comes too late."""
    results = at_once(lambda: bootstrap(askd), lambda: bootstrap(askd))
    assert sorted(status for status, _, _ in results) == [201, 409]
    made = json.loads(next(body for status, _, body in results if status == 201))
    assert set(made) == {"api_key", "channel_id", "invite_url"}
    assert made["api_key"].startswith("askd_") and len(made["api_key"]) == 5 + 43
    assert made["channel_id"].startswith("ch_")
    assert made["invite_url"].startswith(f"{askd.url}/invite/")
    assert bootstrap(askd)[0] == 409

    agent = Agent(askd, {"Authorization": f"Bearer {made['api_key']}"})
    me = agent.read("/me")
    assert (me["name"], me["description"]) == ("research-agent", "Finds candidates")
    capabilities = {"read_channels", "post_messages", "ask_humans", "create_channels", "authorize_spend", "read_audit"}
    assert set(me["capabilities"]) == capabilities
    assert [channel["id"] for channel in me["channels"]] == [made["channel_id"]]

    stranger = Caller(askd)
    before = sequence_of(askd)
    for _ in range(3):
        page = stranger.get("/" + made["invite_url"].removeprefix(askd.url))
        assert page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
    assert sequence_of(askd) == before

    session = stranger.post(
        "/people/sessions",
        {"email": "admin@local", "password": "12345678"},
        headers={"Origin": askd.url},
    )
    assert session.status_code == 201
    owner = Person.signed_in(askd, session)
    assert owner.read("/me")["role"] == "owner"
    ask = agent.ask("Does it work?", form={"kind": "approval"}, to=["#general"])
    assert owner.decides(ask, "approve")["state"] == "answered"

    # The link was not spent by looking, works once, and lets in the same owner.
    entered = accepting(askd, made["invite_url"], "Admin", "admin@local", "correct horse battery")
    assert entered.status_code == 201 and entered.json()["id"] == owner.id
    assert_problem(accepting(askd, made["invite_url"], "Eve", "eve@example.com", "correct horse battery"), 410)


def test_after_a_restart_it_is_still_too_late(askd):
    askd.kill()
    askd.start()
    assert bootstrap(askd)[0] == 409


def test_a_configuration_can_allow_it_from_elsewhere(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("server: {bootstrap_from: anywhere}\n")
    open_one = server("--config", str(config), quick_start=False).start()
    status, _, body = bootstrap(open_one, headers=["Host: ask.example.com", "X-Forwarded-For: 192.0.2.60"])
    assert status == 201, body


def test_a_quick_start_has_set_up_already(server):
    started = server().start()
    assert bootstrap(started)[0] == 409
