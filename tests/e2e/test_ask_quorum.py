"""Who may answer, and how many must agree."""

import pytest

from callers import at_once, sequence_of
from problems import assert_problem

CHOICE = {"kind": "choice", "options": [{"value": "a"}, {"value": "b"}, {"value": "c"}]}


def values_of(ask):
    return [(vote["by"]["name"], vote["value"]) for vote in ask["answers"]]


def test_two_people_must_agree(agent, owner, member):
    ask = agent.ask(form={"kind": "approval"}, required=2)
    waiter = agent.again().waiting(ask)
    first = owner.decides(ask, "approve", "fine with me")
    assert first["state"] == "open" and first["answer"] is None
    assert values_of(agent.shown(ask)) == [("Ana", "approve")]
    member.decides(ask, "approve")
    ended = waiter.json()
    assert ended["state"] == "answered"
    assert values_of(ended) == [("Ana", "approve"), ("Ben", "approve")]
    assert ended["answer"]["by"]["name"] == "Ben"
    assert ended["answers"][0]["note"] == "fine with me"


def test_one_person_counts_once(agent, owner):
    ask = agent.ask(form={"kind": "approval"}, required=2)
    owner.decides(ask, "approve")
    before = sequence_of(agent.askd)
    assert owner.decides(ask, "approve")["state"] == "open"
    assert sequence_of(agent.askd) == before
    assert_problem(owner.answer(ask, "deny"), 409)
    shown = agent.shown(ask)
    assert shown["state"] == "open" and values_of(shown) == [("Ana", "approve")]


def test_one_denial_denies(agent, owner, member, third):
    ask = agent.ask(form={"kind": "approval"}, required=3)
    owner.decides(ask, "approve")
    ended = member.decides(ask, "deny", "not today")
    assert ended["state"] == "answered"
    assert (ended["answer"]["value"], ended["answer"]["note"]) == ("deny", "not today")
    assert values_of(ended) == [("Ana", "approve"), ("Ben", "deny")]
    assert_problem(third.answer(ask, "approve"), 409)


def test_of_a_choice_the_value_that_first_reaches_the_number_wins(agent, owner, member, third):
    ask = agent.ask(form=CHOICE, required=2)
    assert owner.decides(ask, "a")["state"] == "open"
    assert member.decides(ask, "b")["state"] == "open"
    ended = third.decides(ask, "b")
    assert (ended["state"], ended["answer"]["value"], ended["answer"]["by"]["name"]) == ("answered", "b", "Cleo")
    assert values_of(ended) == [("Ana", "a"), ("Ben", "b"), ("Cleo", "b")]


def test_the_end_by_time_keeps_the_votes_and_gives_no_answer(agent, owner, member):
    ask = agent.ask(form={"kind": "approval"}, required=2, expires_in="2s")
    owner.decides(ask, "approve")
    ended = agent.ended(ask)
    assert (ended["state"], ended["answer"]) == ("expired", None)
    assert values_of(ended) == [("Ana", "approve")]


def test_people_who_agree_at_once_make_one_end(agent, owner, member, third):
    people = [owner.again(), member.again(), third.again()]
    for _ in range(10):
        ask = agent.ask(form={"kind": "approval"}, required=2)
        responses = at_once(*(lambda person=person, ask=ask: person.answer(ask, "approve") for person in people))
        assert sorted(response.status_code for response in responses) == [200, 200, 409]
        ended = agent.shown(ask)
        assert ended["state"] == "answered" and len(ended["answers"]) == 2
        assert len({vote["by"]["person"] for vote in ended["answers"]}) == 2


@pytest.mark.parametrize(
    "question, pointer",
    [
        ({"form": {"kind": "approval"}, "required": 4}, "/required"),
        ({"form": {"kind": "approval"}, "required": 0}, "/required"),
        ({"form": {"kind": "approval"}, "required": 2, "approvers": ["@Ben"]}, "/required"),
        ({"form": {"kind": "text"}, "required": 2}, "/required"),
        ({"form": {**CHOICE, "multiple": True}, "required": 2}, "/required"),
        ({"approvers": ["@nobody"]}, "/approvers/0"),
        ({"approvers": ["Ben"]}, "/approvers/0"),
        ({"approvers": ["#general"]}, "/approvers/0"),
        ({"to": ["@nobody"]}, "/to/0"),
        ({"to": ["#general", "#nowhere"]}, "/to/1"),
        ({"to": ["general"]}, "/to/0"),
    ],
)
def test_whom_nobody_could_be_is_refused(agent, owner, member, third, question, pointer):
    before = sequence_of(agent.askd)
    document = assert_problem(agent.post("/asks", {"title": "x", **question}), 422)
    assert [fault["pointer"] for fault in document["errors"]] == [pointer], document
    assert sequence_of(agent.askd) == before


def test_only_approvers_may_answer(agent, owner, member, third):
    ask = agent.ask(form={"kind": "approval"}, approvers=["@Ben"])
    document = assert_problem(owner.answer(ask, "approve"), 403)
    assert "may not answer" in document["detail"]
    assert owner.read(f"/asks/{ask['id']}")["may_answer"] is False
    assert member.read(f"/asks/{ask['id']}")["may_answer"] is True
    assert agent.shown(ask)["state"] == "open"
    assert member.decides(ask, "approve")["answer"]["by"]["name"] == "Ben"


def test_an_ask_to_one_person_is_shown_to_them_and_to_the_owner_alone(agent, owner, member, third):
    ask = agent.ask("For Ben alone", to=["@Ben"])
    assert_problem(third.get(f"/asks/{ask['id']}"), 404)
    assert_problem(third.answer(ask, "me too"), 404)
    assert_problem(third.get(f"/conversations/{ask['conversation']}"), 404)
    assert ask["id"] not in [one["id"] for one in third.read("/asks")["asks"]]
    assert_problem(owner.answer(ask, "as the owner"), 403)
    assert member.decides(ask, "mine")["answer"]["by"]["name"] == "Ben"


def test_the_attempt_of_one_who_may_not_answer_is_kept_in_the_audit_log(agent, owner, member):
    ask = agent.ask(form={"kind": "approval"}, approvers=["@Ana"])
    before = sequence_of(agent.askd)
    assert_problem(member.answer(ask, "approve"), 403)
    records = owner.read(f"/audit?after={before}")["records"]
    assert [record["seq"] for record in records] == [before + 1], records
    assert member.id in str(records[0]) and ask["id"] in str(records[0])


def test_a_channel_is_asked_by_its_name_in_any_case(agent, member):
    ask = agent.ask(to=["#GENERAL"])
    assert member.decides(ask, "here")["state"] == "answered"
