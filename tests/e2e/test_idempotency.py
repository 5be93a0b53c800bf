"""Idempotency keys: a retry finds what the first request made, however often, whenever and however it comes."""

import pytest

from callers import at_once, eventually
from problems import assert_problem

BODY = {"title": "Only once", "form": {"kind": "approval"}}


def keyed(agent, key, body=BODY, path="/asks", **more):
    return agent.post(path, body, headers={"Idempotency-Key": key, **more})


def test_a_retry_returns_the_first_ask(agent):
    first = keyed(agent, '"key-1"')
    again = keyed(agent, "key-1")
    assert first.status_code == again.status_code == 201
    assert "Idempotent-Replayed" not in first.headers and again.headers["Idempotent-Replayed"] == "true"
    assert first.json() == again.json()
    assert again.headers["Location"] == first.headers["Location"]


def test_the_order_of_members_and_the_wait_make_no_difference(agent):
    first = keyed(agent, "key-order").json()
    turned = {"form": {"kind": "approval"}, "title": "Only once", "wait": "100ms"}
    again = keyed(agent, "key-order", turned)
    assert again.json()["id"] == first["id"]
    assert keyed(agent, "key-order", Prefer="wait=0").json()["id"] == first["id"]


def test_another_body_is_refused_and_asks_nothing(agent):
    first = keyed(agent, "key-other").json()
    document = assert_problem(keyed(agent, "key-other", {"title": "Something else"}), 422)
    assert "Idempotency-Key" in document["detail"]
    assert agent.read("/asks?q=Something else")["asks"] == []
    assert keyed(agent, "key-other").json()["id"] == first["id"]


def test_duplicates_at_the_same_time_join_one_ask(agent, owner):
    callers = [agent.again() for _ in range(8)]

    def ask_and_wait(caller):
        body = {"title": "All at once", "form": {"kind": "approval"}}
        return lambda: keyed(caller, "key-join", body, Prefer="wait=30")

    def answer_it():
        asks = eventually(lambda: owner.read("/asks?q=All at once")["asks"])
        assert len(asks) == 1
        return owner.decides(asks[0], "approve")

    *responses, decided = at_once(*(ask_and_wait(caller) for caller in callers), answer_it)
    assert {response.status_code for response in responses} == {201}
    assert {response.json()["id"] for response in responses} == {decided["id"]}
    assert {response.json()["answer"]["value"] for response in responses} == {"approve"}
    assert sum("Idempotent-Replayed" not in response.headers for response in responses) == 1


def test_after_the_end_the_retry_has_the_answer(agent, owner):
    ask = keyed(agent, "key-end").json()
    owner.decides(ask, "approve", "go")
    again = keyed(agent, "key-end", Prefer="wait=30")
    assert again.status_code == 201 and again.headers["Idempotent-Replayed"] == "true"
    assert again.json()["state"] == "answered" and again.json()["answer"]["note"] == "go"


def test_a_key_belongs_to_its_operation(agent):
    ask = keyed(agent, "key-both").json()
    notice = keyed(agent, "key-both", {"body": "A notice"}, path="/notices").json()
    assert notice["id"].startswith("ntc_")
    again = keyed(agent, "key-both", {"body": "A notice"}, path="/notices")
    assert again.json() == notice and again.headers["Idempotent-Replayed"] == "true"
    assert_problem(keyed(agent, "key-both", {"body": "Another"}, path="/notices"), 422)
    messages = f"/asks/{ask['id']}/messages"
    said = keyed(agent, "key-both", {"content": "Once"}, path=messages).json()
    assert keyed(agent, "key-both", {"content": "Once"}, path=messages).json() == said
    listed = agent.read(f"/conversations/{ask['conversation']}/messages")["messages"]
    assert [message["content"] for message in listed] == ["Once"]


def test_superseding_twice_with_a_key_makes_one_new_ask(agent):
    old = agent.ask("Old")
    path = f"/asks/{old['id']}/supersede"
    first = keyed(agent, "key-new", {"title": "New"}, path=path)
    again = keyed(agent, "key-new", {"title": "New"}, path=path)
    assert first.json()["id"] == again.json()["id"] and again.headers["Idempotent-Replayed"] == "true"
    other = agent.ask("Another old one")
    assert_problem(keyed(agent, "key-new", {"title": "New"}, path=f"/asks/{other['id']}/supersede"), 422)


def test_plain_text_has_keys_too(agent):
    def ask(text):
        headers = {"Idempotency-Key": "key-plain", "Content-Type": "text/plain"}
        return agent.post("/ask?wait=100ms", data=text, headers=headers)

    first, again = ask("Once in plain text"), ask("Once in plain text")
    assert first.status_code == again.status_code == 202
    assert first.headers["Ask-Id"] == again.headers["Ask-Id"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert_problem(ask("Twice"), 422)


@pytest.mark.parametrize("key", ['""', '"open', "x" * 256, '"a"b"', "caf\u00e9"])
def test_a_key_that_is_none_is_refused(agent, key):
    assert_problem(keyed(agent, key.encode("latin-1")), 400)


def test_a_restart_forgets_no_key(agent, owner, askd):
    body = {"title": "Across a restart", "form": {"kind": "approval"}}
    open_one = keyed(agent, "key-open", body).json()
    ended = keyed(agent, "key-ended", body).json()
    owner.decides(ended, "approve")
    askd.kill()
    askd.start()
    again = keyed(agent, "key-open", body)
    assert again.json()["id"] == open_one["id"] and again.headers["Idempotent-Replayed"] == "true"
    answered = keyed(agent, "key-ended", body).json()
    assert (answered["id"], answered["answer"]["value"]) == (ended["id"], "approve")
    assert_problem(keyed(agent, "key-ended", {"title": "Changed"}), 422)
