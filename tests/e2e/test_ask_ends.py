"""How an ask ends: once, and every caller is told the same. Expiry, defaults, cancelling, superseding, late answers."""

import json

import pytest

from callers import at_once, sequence_of
from problems import assert_problem

ROUNDS = 25


def test_silence_is_no_answer(agent):
    ask = agent.ask(form={"kind": "approval"}, expires_in="1s")
    ended = agent.ended(ask)
    assert ended["state"] == "expired"
    assert ended["answer"] is None
    assert ended["ended_at"] >= ask["expires_at"]


@pytest.mark.parametrize(
    "form, value",
    [
        ({"kind": "approval"}, "deny"),
        ({"kind": "choice", "options": [{"value": "a"}, {"value": "b"}]}, "b"),
        ({"kind": "choice", "options": [{"value": "a"}, {"value": "b"}], "multiple": True}, ["a", "b"]),
        ({"kind": "text"}, "as before"),
        ({"kind": "fields", "schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}, {"n": 3}),
    ],
)
def test_a_default_answers_when_the_time_is_over_and_says_so(agent, form, value):
    ask = agent.ask(form=form, expires_in="1s", default={"value": value})
    cursor = ask["activity"]
    ended = agent.ended(ask)
    assert ended["state"] == "answered"
    assert ended["answer"]["value"] == value
    assert ended["answer"]["decided_by"] == "default"
    assert "by" not in ended["answer"]
    assert ended["activity"] >= cursor


def test_the_end_by_a_default_is_the_event_of_an_answer(agent):
    cursor = agent.newest_cursor()
    ask = agent.ask(form={"kind": "approval"}, expires_in="1s", default={"value": "deny"})
    with agent.events(after=cursor) as entries:
        types = []
        while "ask.answered" not in types:
            entry = next(entries)
            if json.loads(entry.data)["ask"]["id"] == ask["id"]:
                types.append(entry.event)
    assert "ask.expired" not in types


@pytest.mark.parametrize(
    "question, pointer",
    [
        ({"form": {"kind": "approval"}, "expires_in": "1h", "default": {"value": "approve"}}, "/default/value"),
        ({"form": {"kind": "approval"}, "default": {"value": "deny"}}, "/default"),
        (
            {"form": {"kind": "approval"}, "expires_in": "1h", "default": {"value": "deny"}, "approvers": ["@Ana"]},
            "/default",
        ),
        ({"form": {"kind": "approval"}, "expires_in": "1h", "default": {"value": "deny"}, "required": 2}, "/default"),
        (
            {"form": {"kind": "text", "max_length": 3}, "expires_in": "1h", "default": {"value": "long"}},
            "/default/value",
        ),
        ({"expires_in": "1h", "default": {"value": "x", "note": "y"}}, "/default/note"),
        ({"expires_in": "0s"}, "/expires_in"),
        ({"expires_in": "366d"}, "/expires_in"),
        ({"expires_in": "soon"}, "/expires_in"),
    ],
)
def test_an_end_that_makes_no_sense_is_refused(agent, owner, question, pointer):
    before = sequence_of(agent.askd)
    document = assert_problem(agent.post("/asks", {"title": "x", **question}), 422)
    assert pointer in [fault["pointer"] for fault in document["errors"]], document
    assert sequence_of(agent.askd) == before


def test_cancelling_ends_an_ask_for_its_waiters_and_for_people(agent, owner):
    ask = agent.ask()
    waiter = agent.again().waiting(ask)
    response = agent.cancel(ask, reason="Not needed any more")
    assert response.status_code == 200
    ended = waiter.json()
    assert ended["state"] == "cancelled" and ended["reason"] == "Not needed any more" and ended["answer"] is None
    assert "superseded_by" not in ended
    assert response.json() == ended
    document = assert_problem(owner.answer(ask, "too late"), 409)
    assert (document["id"], document["state"], document["answer"]) == (ask["id"], "cancelled", None)
    assert agent.cancel(ask).json()["state"] == "cancelled"
    assert agent.shown(ask)["reason"] == "Not needed any more"


def test_an_ask_that_was_answered_can_not_be_cancelled(agent, owner):
    ask = agent.ask()
    owner.decides(ask, "yes, please")
    document = assert_problem(agent.cancel(ask), 409)
    assert document["state"] == "answered" and document["answer"]["value"] == "yes, please"


def test_superseding_gives_waiters_the_old_ask_and_people_the_new_one(agent, owner):
    old = agent.ask("Deploy 4.1?", form={"kind": "approval"})
    waiter = agent.again().waiting(old)
    cursor = agent.newest_cursor()

    new = agent.make(f"/asks/{old['id']}/supersede", {"title": "Deploy 4.2?", "form": {"kind": "approval"}})

    assert new["id"] != old["id"] and new["conversation"] == old["conversation"]
    assert new["state"] == "open" and new["supersedes"] == old["id"]
    ended = waiter.json()
    assert (ended["id"], ended["state"], ended["superseded_by"]) == (old["id"], "cancelled", new["id"])
    assert_problem(owner.answer(old, "approve"), 409)
    owner.decides(new, "approve")
    with agent.events(after=cursor) as entries:
        told = []
        while ("ask.answered", new["id"]) not in told:
            entry = next(entries)
            told.append((entry.event, json.loads(entry.data)["ask"]["id"]))
    assert ("ask.superseded", old["id"]) in told
    assert ("ask.cancelled", old["id"]) not in told


def test_an_ask_that_has_ended_can_not_be_superseded(agent, owner):
    ask = agent.ask()
    owner.decides(ask, "done")
    before = agent.read("/asks?limit=1")["asks"][0]["id"]
    assert_problem(agent.post(f"/asks/{ask['id']}/supersede", {"title": "Again?"}), 409)
    assert agent.read("/asks?limit=1")["asks"][0]["id"] == before


def test_a_superseding_ask_that_is_not_valid_leaves_the_old_one_open(agent):
    ask = agent.ask()
    assert_problem(agent.post(f"/asks/{ask['id']}/supersede", {"title": ""}), 422, pointers=["/title"])
    assert agent.shown(ask)["state"] == "open"


def test_a_late_answer_is_kept_and_told_to_both(agent, owner, member):
    ask = agent.ask("Who is first?", form={"kind": "approval"})
    cursor = agent.newest_cursor()
    owner.decides(ask, "approve")
    document = assert_problem(member.answer(ask, "deny", "wait!"), 409)
    assert document["answer"]["value"] == "approve" and document["answer"]["by"]["name"] == "Ana"
    assert "Ana" in document["detail"]
    with agent.events(after=cursor) as entries:
        late = next(entry for entry in entries if entry.event == "ask.late_answer")
    data = json.loads(late.data)
    assert data["ask"]["id"] == ask["id"] and data["ask"]["answer"]["value"] == "approve"
    assert data["late_answer"]["value"] == "deny"
    assert data["late_answer"]["note"] == "wait!"
    assert data["late_answer"]["by"]["name"] == "Ben"
    assert agent.shown(ask)["answer"]["value"] == "approve"


def test_repeating_the_winning_value_is_no_second_answer(agent, owner):
    ask = agent.ask(form={"kind": "approval"})
    first = owner.decides(ask, "approve", "on Monday")
    before = sequence_of(agent.askd)
    assert owner.decides(ask, "approve")["answer"] == first["answer"]
    assert sequence_of(agent.askd) == before
    assert_problem(owner.answer(ask, "deny"), 409)


def test_of_two_people_who_answer_at_once_exactly_one_wins(agent, owner, member):
    """Two sessions, many rounds: the loser is told what was decided, the waiting agent hears of the winner alone."""
    people = {"approve": owner.again(), "deny": member.again()}
    for _ in range(ROUNDS):
        ask = agent.ask("Who wins?", form={"kind": "approval"})
        waiter = agent.again().waiting(ask)
        answers = [lambda p=p, v=v, a=ask: p.answer(a, v) for v, p in people.items()]
        responses = dict(zip(people, at_once(*answers), strict=True))
        winners = [value for value, response in responses.items() if response.status_code == 200]
        assert len(winners) == 1, responses
        (winner,) = winners
        (loser,) = set(people) - {winner}
        document = assert_problem(responses[loser], 409)
        assert (document["id"], document["state"]) == (ask["id"], "answered")
        assert document["answer"]["value"] == winner
        assert document["answer"]["by"]["name"] == people[winner].name
        answer = waiter.json()["answer"]
        assert answer == document["answer"] == responses[winner].json()["answer"]


def test_an_answer_and_a_cancellation_at_once_make_one_end(agent, owner):
    other = agent.again()
    for _ in range(ROUNDS):
        ask = agent.ask("Cancelled or answered?")
        answered, cancelled = at_once(lambda a=ask: owner.answer(a, "here"), lambda a=ask: other.cancel(a))
        assert sorted([answered.status_code, cancelled.status_code]) == [200, 409]
        state = agent.shown(ask)["state"]
        assert state == ("answered" if answered.status_code == 200 else "cancelled")


def test_a_list_shows_the_activity_of_an_ask_that_has_ended(agent, owner):
    ask = agent.ask("Over?", form={"kind": "approval"})
    owner.decides(ask, "approve")
    listed = next(one for one in agent.read("/asks")["asks"] if one["id"] == ask["id"])
    assert listed["activity"] == agent.shown(ask)["activity"] > ask["activity"]
