"""Registrations that people approve: askd asks them by an ask of its own, and hands the token out once."""

import json
import time

import pytest
import requests

from callers import PATIENCE, Agent, Caller, Person, at_once, eventually, meanwhile, sequence_of
from conftest import ROOMY
from enrollment import classes_yaml, enroll, pending, registering, secret_of
from problems import assert_problem
from test_enrollment import reloaded
from wire import Wire, request

GUARDED = {"capabilities": "[read_channels, ask_humans]", "channels": '["#general"]', "approval": '"#ops"'}


@pytest.fixture(scope="module")
def settings(folder):
    others = {**GUARDED, "token_lives": "1m"}
    lost = {"approval": '"#nowhere"'}
    return ROOMY + classes_yaml(folder, guarded=GUARDED, others=others, lost=lost, workers={}, many=GUARDED)


@pytest.fixture(scope="module", autouse=True)
def ops(owner, member, third):
    """The channel whose people approve: Ana and Ben, and not Cleo."""
    channel = owner.make("/channels", {"name": "#ops"})
    assert owner.call("DELETE", "/channels/ops/members", {"person": third.id}).status_code == 204
    return channel


def question_about(person, name):
    """The open ask that lets that agent in."""
    asks = person.read("/asks?state=open&limit=200")["asks"]
    found = [ask for ask in asks if ask["title"] == f"Let the agent {name} in?"]
    return found[0] if found else None


def claim(askd, handle, query="", caller=None):
    return (caller or Caller(askd)).get(f"/agents/registrations/{handle}{query}")


def approved(askd, person, name, enrolled_as="guarded"):
    handle = pending(askd, name, enrolled_as)
    person.decides(question_about(person, name), "approve")
    return handle


def small_server(server, tmp_path):
    """One of a test's own, whose #general approves, and its owner."""
    config = tmp_path / "askd.yaml"
    config.write_text(classes_yaml(tmp_path, guarded={**GUARDED, "approval": '"#general"'}))
    askd = server("--config", str(config)).start()
    return askd, Person.accept(askd, askd.link(), "Ana")


def test_people_of_the_channel_are_asked(askd, owner, member, third):
    response = registering(askd, "Newcomer", secret_of("guarded"), description="Wants *in*")
    assert response.status_code == 202
    assert set(response.json()) == {"registration", "state"} and response.json()["state"] == "pending"
    assert response.json()["registration"].startswith("reg_")
    for person in (owner, member):
        ask = question_about(person, "Newcomer")
        assert ask["form"]["kind"] == "approval" and ask["to"] == ["#ops"]
        # What it gets stands before what it says of itself.
        assert 0 <= ask["body"].find("read_channels, ask_humans") < ask["body"].find("Wants *in*")
        assert ask["agent"]["name"] == "askd" and ask["may_answer"]
        assert ask["context"] == {
            "agent": "Newcomer",
            "class": "guarded",
            "may": "read_channels, ask_humans",
            "channels": "#general",
            "from": response.request.headers["X-Forwarded-For"],
        }
    assert question_about(third, "Newcomer") is None
    assert response.json()["registration"] not in json.dumps(ask)


def test_nothing_is_granted_before_they_decide(askd, owner):
    handle = pending(askd, "early-bird", "guarded")
    answer = claim(askd, handle)
    assert (answer.status_code, answer.json()) == (202, {"registration": handle, "state": "pending"})
    assert_problem(owner.get("/agents/early-bird"), 404)
    begin = time.monotonic()
    assert claim(askd, handle, "?wait=1s").status_code == 202
    assert 0.9 < time.monotonic() - begin < 5


def test_whoever_waits_is_woken_by_the_approval(askd, member):
    handle = pending(askd, "waits", "others")
    with meanwhile(lambda: claim(askd, handle, "?wait=30s")) as waiting:
        ask = eventually(lambda: question_about(member, "waits"))
        time.sleep(0.2)
        begin = time.monotonic()
        member.decides(ask, "approve")
        answer = waiting.result(PATIENCE)
    assert time.monotonic() - begin < 3
    assert answer.status_code == 200
    assert set(answer.json()) == {"token", "agent_id", "capabilities", "channels", "expires_at"}
    assert answer.headers["Cache-Control"] == "no-store"
    me = Agent.with_token(askd, answer.json()["token"]).read("/me")
    assert me["name"] == "waits" and [channel["name"] for channel in me["channels"]] == ["#general"]


def test_the_token_is_handed_out_once(askd, owner):
    handle = approved(askd, owner, "once")
    answers = at_once(*[lambda: claim(askd, handle, "?wait=5s") for _ in range(8)])
    assert sorted(answer.status_code for answer in answers) == [200] + [410] * 7
    assert_problem(claim(askd, handle), 410)


def test_a_look_at_the_headers_does_not_use_it_up(askd, owner):
    handle = pending(askd, "looked-at", "guarded")
    path = f"/agents/registrations/{handle}"
    assert Caller(askd).call("HEAD", path).status_code == 202
    owner.decides(question_about(owner, "looked-at"), "approve")
    head = Caller(askd).call("HEAD", path)
    assert head.ok and not head.content
    assert claim(askd, handle).status_code == 200


def test_whoever_hung_up_comes_back_for_it(askd, owner):
    handle = pending(askd, "hangs-up", "guarded")
    with Wire(askd) as wire:
        wire.send(request("GET", f"/api/v1/agents/registrations/{handle}?wait=30s"))
        eventually(lambda: question_about(owner, "hangs-up"))
        time.sleep(0.2)
    owner.decides(question_about(owner, "hangs-up"), "approve")
    time.sleep(0.2)
    assert claim(askd, handle).status_code == 200


def test_a_denial_says_who_and_why(askd, member, owner):
    handle = pending(askd, "unwanted", "guarded")
    with meanwhile(lambda: claim(askd, handle, "?wait=30s")) as waiting:
        member.decides(question_about(member, "unwanted"), "deny", "We have one already")
        answer = waiting.result(PATIENCE)
    detail = assert_problem(answer, 403)["detail"]
    assert "Ben denied" in detail and "We have one already" in detail
    assert_problem(claim(askd, handle), 403)
    assert_problem(owner.get("/agents/unwanted"), 404)
    # They may ask once more.
    assert pending(askd, "unwanted", "guarded") != handle


def test_registering_again_takes_the_first_question_back(askd, owner):
    first = pending(askd, "impatient", "guarded")
    ask = question_about(owner, "impatient")
    second = pending(askd, "impatient", "guarded")
    gone = owner.read(f"/asks/{ask['id']}")
    assert gone["state"] == "cancelled" and "registered again" in gone["reason"]
    assert_problem(owner.answer(ask, "approve"), 409)
    assert claim(askd, first).status_code in (404, 410)
    assert len([one for one in owner.read("/asks?state=open&q=impatient")["asks"]]) == 1
    owner.decides(question_about(owner, "impatient"), "approve")
    assert claim(askd, second).status_code == 200


def test_whoever_waits_for_a_question_that_was_taken_back_is_told(askd, owner):
    first = pending(askd, "two-runs", "guarded")
    with meanwhile(lambda: claim(askd, first, "?wait=20s")) as waiting:
        time.sleep(0.3)
        pending(askd, "two-runs", "guarded")
        begin = time.monotonic()
        assert waiting.result(PATIENCE).status_code in (404, 410)
    assert time.monotonic() - begin < 5


def test_an_agent_that_comes_back_is_asked_about_again_and_keeps_its_token(askd, owner):
    admitted = claim(askd, approved(askd, owner, "regular")).json()
    agent = Agent.with_token(askd, admitted["token"])
    handle = pending(askd, "regular", "guarded")
    assert agent.ask("While they decide")["state"] == "open"
    owner.decides(question_about(owner, "regular"), "approve")
    again = claim(askd, handle).json()
    assert again["agent_id"] == admitted["agent_id"] and again["token"] != admitted["token"]
    assert agent.read("/me")["id"] == admitted["agent_id"]


def test_the_new_agent_reads_of_it_in_its_stream(askd, owner):
    agent = Agent.with_token(askd, claim(askd, approved(askd, owner, "reads-it")).json()["token"])
    with agent.events() as entries:
        first = next(entries)
    assert first.event == "agent.approved" and json.loads(first.data)["cursor"] == first.id


def test_two_classes_wait_for_one_name_and_one_gets_it(askd, owner):
    handles = [pending(askd, "wanted", enrolled_as) for enrolled_as in ("guarded", "others")]
    for ask in owner.read("/asks?state=open&q=wanted")["asks"]:
        owner.decides(ask, "approve")
    assert claim(askd, handles[1]).status_code == 200
    assert_problem(claim(askd, handles[0]), 403)


def test_a_name_that_was_taken_meanwhile_is_lost(askd, owner):
    handle = approved(askd, owner, "overtaken")
    enroll(askd, "overtaken", "workers")
    assert_problem(claim(askd, handle), 403)
    assert owner.read("/agents/overtaken")["class"] == "workers"


def test_a_name_that_looks_like_one_that_came_meanwhile_is_lost(server, tmp_path):
    """Both wait at once, so neither was there when the other was read."""
    askd, owner = small_server(server, tmp_path)
    latin = approved(askd, owner, "spoof")
    cyrillic = approved(askd, owner, "sp\u043e\u043ef")
    assert claim(askd, latin).status_code == 200
    assert_problem(claim(askd, cyrillic), 403)


def test_a_name_that_became_a_persons_is_lost(askd, owner):
    handle = approved(askd, owner, "Dora")
    owner.invite("Dora")
    assert_problem(claim(askd, handle), 403)


def test_handles_of_nobody_are_unknown(askd, stranger):
    assert_problem(claim(askd, "reg_" + "A" * 43), 404)
    assert_problem(claim(askd, "x"), 404)
    assert_problem(claim(askd, "reg_x", "?wait=soon"), 400)
    assert_problem(stranger.get("/agents/registrations/x?wait=1s&untill=end"), 400)


def test_a_channel_that_is_not_there_is_the_operators_fault(askd):
    response = requests.post(
        askd.api("/agents/register"), json={"name": "x"}, headers={"X-Agent-Secret": secret_of("lost")}, timeout=20
    )
    assert_problem(response, 503)
    assert "#nowhere" in response.json()["detail"]


def test_what_a_class_does_not_allow_is_refused_before_people_are_asked(askd, owner):
    before = sequence_of(askd)
    response = registering(askd, "greedy", secret_of("guarded"), capabilities=["manage_agents"])
    assert_problem(response, 403, pointers=["/capabilities"])
    assert sequence_of(askd) == before and question_about(owner, "greedy") is None


def test_so_many_wait_and_no_more(askd, owner):
    for number in range(100):
        pending(askd, f"crowd-{number}", "many")
    assert_problem(registering(askd, "crowd-100", secret_of("many")), 429)
    # Other classes aren't in its way, and those who wait go on waiting.
    pending(askd, "elsewhere", "guarded")
    assert question_about(owner, "crowd-99")


def test_an_approval_survives_a_power_cut(askd, owner):
    handle = approved(askd, owner, "patient")
    undecided = pending(askd, "undecided", "guarded")
    askd.kill()
    askd.start()
    admitted = claim(askd, handle).json()
    assert Agent.with_token(askd, admitted["token"]).read("/me")["name"] == "patient"
    assert_problem(claim(askd, handle), 410)
    assert claim(askd, undecided).status_code == 202
    owner.decides(question_about(owner, "undecided"), "approve")
    assert claim(askd, undecided).status_code == 200


def test_a_class_that_is_gone_lets_nobody_in_any_more(server, tmp_path):
    askd, owner = small_server(server, tmp_path)
    handle = approved(askd, owner, "too-late")
    reloaded(askd, tmp_path / "askd.yaml", "{}\n")
    assert_problem(claim(askd, handle), 403)


def test_the_handle_is_stored_as_a_hash_only(askd):
    handle = pending(askd, "hidden", "guarded")
    for file in [askd.log, *(file for file in askd.data.rglob("*") if file.is_file())]:
        assert handle.encode() not in file.read_bytes(), file
