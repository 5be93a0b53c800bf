"""Agents that let themselves in: what a class allows, who may have which name, and what a wrong secret learns."""

import datetime
import json
import signal

import pytest

from callers import Agent, Caller, eventually, sequence_of
from conftest import ROOMY
from enrollment import ALL, class_yaml, classes_yaml, enroll, registering, secret_of
from problems import assert_document, assert_problem
from test_configuration import run_askd

# Cyrillic letters that look like the Latin ones.
LOOKS_LIKE_RESEARCH = "r\u0435s\u0435\u0430rch"


@pytest.fixture(scope="module")
def settings(folder):
    wide = "[read_channels, post_messages, ask_humans]"
    return ROOMY + classes_yaml(
        folder,
        readers={},
        workers={"capabilities": wide, "channels": '["#general", "#research", "#later"]', "token_lives": "1m"},
        tagged={"capabilities": wide, "channels": "{tagged: agent-accessible}", "token_lives": "forever"},
        admins={"capabilities": f"[{ALL}]"},
    )


@pytest.fixture(scope="module", autouse=True)
def channels(owner):
    made = [
        owner.make("/channels", {"name": "#research", "tags": ["agent-accessible"]}),
        owner.make("/channels", {"name": "#Lab", "tags": ["x", "agent-accessible"]}),
        owner.make("/channels", {"name": "#private"}),
    ]
    return {channel["name"]: channel["id"] for channel in made}


def names_of(admitted):
    return sorted(channel["name"] for channel in admitted["channels"])


def lifetime_of(admitted):
    """In seconds from now."""
    ends = datetime.datetime.fromisoformat(admitted["expires_at"].replace("Z", "+00:00"))
    return (ends - datetime.datetime.now(datetime.timezone.utc)).total_seconds()


@pytest.mark.parametrize("path", ["/agents/register", "//api/agents/register"])
def test_both_paths_let_an_agent_in(askd, path):
    name = f"by{path.replace('/', '-')}"
    response = registering(askd, name, secret_of("workers"), path=path, requested_channels=["#research", "#general"])
    assert response.status_code == 201, response.text
    admitted = response.json()
    assert set(admitted) == {"token", "agent_id", "capabilities", "channels", "expires_at"}
    assert admitted["token"].startswith("askd_") and len(admitted["token"]) == 48
    assert names_of(admitted) == ["#general", "#research"]
    assert all(channel["id"].startswith("ch_") and set(channel) == {"id", "name"} for channel in admitted["channels"])
    assert response.headers["Cache-Control"] == "no-store"
    me = Agent.with_token(askd, admitted["token"]).read("/me")
    assert (me["id"], me["name"], me["capabilities"]) == (admitted["agent_id"], name, admitted["capabilities"])


def test_a_class_that_says_nothing_lets_read_and_nothing_more(askd):
    agent = enroll(askd, "just-looks", "readers")
    assert agent.admitted["capabilities"] == ["read_channels"] and agent.admitted["channels"] == []
    assert 29.9 * 86_400 < lifetime_of(agent.admitted) <= 30 * 86_400
    assert "ask_humans" in assert_problem(agent.post("/asks", {"title": "x"}), 403)["detail"]
    assert_problem(agent.get("/channels/general/messages"), 403)


def test_what_is_left_out_is_all_that_the_class_allows(askd):
    admitted = enroll(askd, "takes-all").admitted
    assert sorted(admitted["capabilities"]) == ["ask_humans", "post_messages", "read_channels"]
    assert names_of(admitted) == ["#general", "#research"]
    assert 50 < lifetime_of(admitted) <= 60
    empty = enroll(askd, "takes-nothing", capabilities=[], requested_channels=[]).admitted
    assert empty["capabilities"] == [] and empty["channels"] == []


def test_a_wish_for_less_is_granted_as_it_is(askd):
    agent = enroll(askd, "modest", capabilities=["read_channels"], requested_channels=["research"], description="Reads")
    assert agent.admitted["capabilities"] == ["read_channels"] and names_of(agent.admitted) == ["#research"]
    assert agent.read("/me")["description"] == "Reads"
    assert_problem(agent.post("/channels/research/messages", {"content": "x"}), 403)


def test_tags_open_the_channels_that_have_them(askd):
    agent = enroll(askd, "by-tag", "tagged")
    assert names_of(agent.admitted) == ["#Lab", "#research"] and agent.admitted["expires_at"] is None
    assert names_of(enroll(askd, "by-tag-2", "tagged", requested_channels=["#LAB"]).admitted) == ["#Lab"]
    response = registering(askd, "by-tag-3", secret_of("tagged"), requested_channels=["#lab", "#general"])
    assert_problem(response, 403, pointers=["/requested_channels/1"])


def test_what_a_class_does_not_allow_is_named_and_nothing_is_granted(askd, owner):
    before = sequence_of(askd)
    response = registering(
        askd,
        "greedy",
        secret_of("workers"),
        capabilities=["read_channels", "manage_agents", "authorize_spend"],
        requested_channels=["#research", "#private", "#lab"],
    )
    pointers = ["/capabilities", "/capabilities", "/requested_channels/1", "/requested_channels/2"]
    document = assert_problem(response, 403, pointers=pointers)
    told = json.dumps(document["errors"])
    for word in ("manage_agents", "authorize_spend", "#private", "#lab"):
        assert word in told
    assert "read_channels" not in told
    assert sequence_of(askd) == before
    assert_problem(owner.get("/agents/greedy"), 404)


def test_channels_that_are_not_there_are_left_out(askd, owner):
    wanted = ["#nowhere", "#general", "#later", "#GENERAL"]
    assert names_of(enroll(askd, "hopeful", requested_channels=wanted).admitted) == ["#general"]
    owner.make("/channels", {"name": "#later"})
    assert names_of(enroll(askd, "hopeful", requested_channels=wanted).admitted) == ["#general", "#later"]


def test_the_same_name_is_the_same_agent_with_another_token(askd):
    first = enroll(askd, "returns")
    ask = first.ask("Asked before")
    again = enroll(askd, "returns", description="A new run")
    assert again.id == first.id and again.token != first.token
    assert again.shown(ask)["state"] == "open" and first.read("/me")["description"] == "A new run"
    other_letters = enroll(askd, "Returns")
    assert other_letters.id == first.id and other_letters.read("/me")["name"] == "returns"
    # What it may do belongs to the agent, and so to all its tokens.
    enroll(askd, "returns", capabilities=["read_channels"])
    assert_problem(first.post("/asks", {"title": "x"}), 403)


@pytest.mark.parametrize(
    "name",
    [
        *("taken", "TAKEN", "t\u0430ken", "\uff54aken", "first-agent"),
        *("Ana", "ANA", "\u0410na"),
        *("askd", "ASKD", "\u0430skd"),
    ],
)
def test_a_name_belongs_to_one(askd, owner, agent, name):
    """Of an agent of another class, of a person, of askd itself, or of what only looks like theirs."""
    if name == "taken":
        enroll(askd, "taken", "readers")
    before = sequence_of(askd)
    document = assert_problem(registering(askd, name, secret_of("workers")), 409)
    assert "name" in document["detail"]
    assert sequence_of(askd) == before


def test_a_name_that_looks_like_another_agents_is_told_whose(askd):
    enroll(askd, "research")
    document = assert_problem(registering(askd, LOOKS_LIKE_RESEARCH, secret_of("workers")), 409)
    assert "looks the same" in document["detail"] and "(research)" in document["detail"]


def test_names_of_all_scripts_are_good(askd, owner):
    for name in ("Агент Смит", "研究エージェント", "باحث", "agent 7", "🤖 helper", "x" * 64, "é", "-", "a.b_c"):
        agent = enroll(askd, name)
        assert agent.read("/me")["name"] == name
        assert owner.read(f"/agents/{agent.id}")["class"] == "workers"


@pytest.mark.parametrize(
    "body, pointers",
    [
        ([], [""]),
        ("x", [""]),
        ({}, ["/name"]),
        ({"name": None}, ["/name"]),
        ({"name": ""}, ["/name"]),
        ({"name": "   "}, ["/name"]),
        ({"name": " padded "}, ["/name"]),
        ({"name": 5}, ["/name"]),
        ({"name": "a@b"}, ["/name"]),
        ({"name": "#a"}, ["/name"]),
        ({"name": "two\nlines"}, ["/name"]),
        ({"name": "bell\u0007"}, ["/name"]),
        ({"name": "left\u202eright"}, ["/name"]),
        ({"name": "zero\u200bwidth"}, ["/name"]),
        ({"name": "x" * 65}, ["/name"]),
        ({"name": "ok", "capability": []}, ["/capability"]),
        ({"name": "ok", "capabilities": "read_channels"}, ["/capabilities"]),
        ({"name": "ok", "capabilities": ["read_channels", "fly", 5]}, ["/capabilities/1", "/capabilities/2"]),
        ({"name": "ok", "requested_channels": {"a": 1}}, ["/requested_channels"]),
        ({"name": "ok", "requested_channels": ["#a", 5, ""]}, ["/requested_channels/1", "/requested_channels/2"]),
        ({"name": "ok", "requested_channels": ["#a"] * 201}, ["/requested_channels"]),
        ({"name": "ok", "description": "x" * 1001}, ["/description"]),
        ({"name": 5, "description": 5, "channels": []}, ["/channels", "/description", "/name"]),
    ],
)
def test_what_is_not_valid_is_named(askd, stranger, body, pointers):
    before = sequence_of(askd)
    response = stranger.post("/agents/register", body, headers={"X-Agent-Secret": secret_of("workers")})
    assert_problem(response, 422, pointers=pointers)
    assert sequence_of(askd) == before


@pytest.mark.parametrize("data", [b"", b"{", b'{"name": "a", "name": "b"}', b"\xff"])
def test_what_is_no_body_is_a_bad_request(stranger, data):
    headers = {"X-Agent-Secret": secret_of("workers"), "Content-Type": "application/json"}
    assert_problem(stranger.post("/agents/register", data=data, headers=headers), 400)


def test_every_wrong_secret_gets_the_same_answer(askd):
    """Nothing of it tells which classes there are, or how near a guess was."""
    right = secret_of("workers")
    guesses = ["x", right[:-1], right + "x", right.upper(), "workers", "x" * 900, "\u00fcmlaut".encode()]
    seen = set()
    for number, guess in enumerate(guesses):
        response = registering(askd, "guesser", guess, headers={"X-Forwarded-For": f"203.0.113.{number}"})
        assert response.status_code == 401
        assert_document(response.text, 401)
        assert "X-Agent-Secret" in response.headers["WWW-Authenticate"]
        headers = {name: value for name, value in response.headers.items() if name != "Date"}
        seen.add((response.text, json.dumps(headers)))
    assert len(seen) == 1
    # It comes before everything that a class could say: no name is taken, no capability too much.
    for fields in ({"capabilities": ["manage_agents"]}, {"requested_channels": ["#private"]}):
        response = registering(askd, "taken", "x", headers={"X-Forwarded-For": "203.0.113.99"}, **fields)
        assert response.text == next(iter(seen))[0]


def test_without_a_secret_it_says_what_is_missing(askd, stranger):
    for headers in ({}, {"X-Agent-Secret": ""}, {"X-Agent-Secret": "x" * 2_000}):
        headers = {**headers, "X-Forwarded-For": "203.0.113.100"}
        response = stranger.post("/agents/register", {"name": "a"}, headers=headers)
        assert "X-Agent-Secret" in assert_document(response.text, 401)["detail"]


def test_guessing_is_slow_and_told_to_the_operator(askd):
    """Whoever guessed too often is refused for a while, even with the right secret; others aren't."""
    here = {"X-Forwarded-For": "203.0.113.200"}
    for number in range(10):
        assert registering(askd, "guesser", f"guess-{number}-of-many", headers=here).status_code == 401
    for secret in ("guess-again", secret_of("workers")):
        response = registering(askd, "guesser", secret, headers=here)
        assert 1 <= int(response.headers["Retry-After"]) <= 300
        assert_problem(response, 429)
    told = [line for line in askd.said().splitlines() if "203.0.113.200" in line]
    assert len(told) == 10 and all("warn" in line and "X-Agent-Secret" in line for line in told)
    assert "of-many" not in askd.said()
    assert registering(askd, "honest", secret_of("workers")).status_code == 201


def test_right_secrets_are_not_counted(askd):
    here = {"X-Forwarded-For": "203.0.113.201"}
    for _ in range(25):
        assert registering(askd, "often", secret_of("workers"), headers=here).status_code == 201


def test_a_secret_is_kept_nowhere(askd):
    enroll(askd, "leaves-no-trace")
    for file in [askd.log, *(file for file in askd.data.rglob("*") if file.is_file())]:
        assert secret_of("workers").encode() not in file.read_bytes(), file


def test_a_token_is_stored_as_a_hash_only(askd):
    token = enroll(askd, "hashed").token
    for file in askd.data.rglob("*"):
        assert not file.is_file() or token.encode() not in file.read_bytes(), file


def reloaded(askd, config, text):
    before = askd.said().count("configuration.loaded")
    config.write_text(text)
    askd.process.send_signal(signal.SIGHUP)
    eventually(lambda: askd.said().count("configuration.loaded") > before)


def test_a_reload_changes_classes_and_takes_no_agent_away(server, tmp_path):
    config = tmp_path / "askd.yaml"
    asks = {"capabilities": "[ask_humans]"}
    config.write_text(classes_yaml(tmp_path, workers=asks))
    askd = server("--config", str(config)).start()
    agent = enroll(askd, "stays")
    reloaded(askd, config, "enrollment:\n" + class_yaml(tmp_path, "others"))
    assert registering(askd, "late", secret_of("workers")).status_code == 401
    assert agent.ask("Still here")["state"] == "open"
    assert_problem(registering(askd, "stays", secret_of("others")), 409)
    reloaded(askd, config, "enrollment:\n" + class_yaml(tmp_path, "workers", secret="another one", **asks))
    assert registering(askd, "stays", secret_of("workers")).status_code == 401
    again = registering(askd, "stays", "another one")
    assert again.status_code == 201 and again.json()["agent_id"] == agent.id


def test_it_survives_a_power_cut(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text(classes_yaml(tmp_path, workers={"channels": '["#general"]'}))
    askd = server("--config", str(config)).start()
    agent = enroll(askd, "early")
    askd.kill()
    askd.start()
    assert agent.again().read("/me")["id"] == agent.id
    assert enroll(askd, "early").id == agent.id


def test_secrets_that_others_can_read_are_refused(tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text(classes_yaml(tmp_path, workers={}))
    (tmp_path / "workers.secret").chmod(0o644)
    code, said, _ = run_askd("--config", str(config), "--data", str(tmp_path / "store"))
    assert code == 78 and "workers.secret" in said and secret_of("workers") not in said


def test_without_classes_nobody_lets_themselves_in(server):
    askd = server().start()
    assert Caller(askd).post("/agents/register", {"name": "a"}, headers={"X-Agent-Secret": "x"}).status_code == 401
