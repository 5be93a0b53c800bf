"""Conversations: follow-ups and comments both ways, several asks and notices in one, and who hears of what."""

import json

from callers import sequence_of
from problems import assert_problem


def contents(caller, ask, query=""):
    return [
        message["content"]
        for message in caller.read(f"/conversations/{ask['conversation']}/messages{query}")["messages"]
    ]


def test_what_both_say_stands_in_the_conversation_in_order(agent, owner, member):
    ask = agent.ask("Which customer?")
    comment = owner.comment(ask, "Do you mean *Acme*?")
    follow_up = agent.make(f"/asks/{ask['id']}/messages", {"content": "Yes, Acme."})
    member.comment(ask, "Then ask Cleo.")

    assert contents(agent, ask) == contents(owner, ask) == ["Do you mean *Acme*?", "Yes, Acme.", "Then ask Cleo."]
    assert (comment["author_type"], comment["author_name"], comment["author_id"]) == ("human", "Ana", owner.id)
    assert comment["ask_id"] == ask["id"] and comment["kind"] == "comment"
    assert follow_up["author_type"] == "agent" and follow_up["ask_id"] == ask["id"]
    assert follow_up["kind"] == "follow_up" and follow_up["conversation_id"] == ask["conversation"]
    seen = owner.read(f"/conversations/{ask['conversation']}/messages")["messages"][0]
    assert "<em>Acme</em>" in seen["content_html"]
    assert agent.shown(ask)["state"] == "open"


def test_a_comment_is_an_event_with_its_words(agent, owner):
    ask = agent.ask("Which one?")
    cursor = agent.newest_cursor()
    said = owner.comment(ask, "the blue one?")
    with agent.events(after=cursor) as entries:
        entry = next(entry for entry in entries if entry.event == "ask.commented")
    data = json.loads(entry.data)
    assert data["ask"]["id"] == ask["id"] and data["message"]["content"] == "the blue one?"
    assert data["message"]["id"] == said["id"]


def test_a_comment_is_no_answer_even_where_it_reads_like_one(agent, owner):
    first = agent.ask("One?", form={"kind": "approval"})
    second = agent.make("/asks", {"title": "Two?", "form": {"kind": "approval"}, "conversation": first["conversation"]})
    owner.comment(first, "approve")
    assert agent.shown(first)["state"] == agent.shown(second)["state"] == "open"


def test_several_asks_and_notices_share_a_conversation(agent, owner):
    first = agent.ask("First")
    second = agent.make("/asks", {"title": "Second", "conversation": first["conversation"]})
    notice = agent.make("/notices", {"body": "News", "conversation": first["conversation"]})
    owner.decides(first, "done")
    for caller in (agent, owner):
        conversation = caller.read(f"/conversations/{first['conversation']}")
        assert sorted(ask["id"] for ask in conversation["asks"]) == sorted([first["id"], second["id"]])
        assert {ask["id"]: ask["state"] for ask in conversation["asks"]} == {
            first["id"]: "answered",
            second["id"]: "open",
        }
        assert [one["id"] for one in conversation["notices"]] == [notice["id"]]
        assert conversation["agent"]["name"] == "first-agent"


def test_a_follow_up_may_come_after_the_end(agent, owner):
    ask = agent.ask()
    owner.decides(ask, "do it")
    agent.make(f"/asks/{ask['id']}/messages", {"content": "It is done."})
    owner.comment(ask, "Thank you.")
    assert contents(agent, ask) == ["It is done.", "Thank you."]
    assert agent.shown(ask)["answer"]["value"] == "do it"


def test_people_reply_to_a_notice_and_the_agent_hears_it(agent, owner):
    notice = agent.make("/notices", {"body": "All checks passed."})
    cursor = agent.newest_cursor()
    owner.make(f"/conversations/{notice['conversation']}/messages", {"content": "Well done!"})
    with agent.events(after=cursor) as entries:
        entry = next(entry for entry in entries if entry.event == "message.created")
    assert json.loads(entry.data)["message"]["content"] == "Well done!"
    agent.make(f"/conversations/{notice['conversation']}/messages", {"content": "Thanks."})
    assert contents(agent, notice) == ["Well done!", "Thanks."]


def test_messages_are_paged_oldest_first(agent):
    ask = agent.ask("Many words")
    for number in range(7):
        agent.make(f"/asks/{ask['id']}/messages", {"content": f"word {number}"})
    path, seen = f"/conversations/{ask['conversation']}/messages?limit=3", []
    for size in (3, 3, 1):
        response = agent.get(path)
        page = response.json()
        assert len(page["messages"]) == size
        seen += [message["content"] for message in page["messages"]]
        assert ("next" in page) == ("next" in response.links)
        path = response.links["next"]["url"].removeprefix("/api/v1") if "next" in page else None
    assert path is None and seen == [f"word {number}" for number in range(7)]


def test_people_read_the_newest_words_first_and_go_back(agent, owner):
    ask = agent.ask("Many words for people")
    for number in range(5):
        agent.make(f"/asks/{ask['id']}/messages", {"content": f"word {number}"})
    base = f"/conversations/{ask['conversation']}/messages?limit=2"
    newest = owner.read(base)
    assert [message["content"] for message in newest["messages"]] == ["word 3", "word 4"]
    before = owner.read(f"{base}&before={newest['next']}")
    assert [message["content"] for message in before["messages"]] == ["word 1", "word 2"]
    assert contents(owner, ask, f"?after={before['messages'][-1]['id']}") == ["word 3", "word 4"]


def test_words_that_are_not_valid_are_not_said(agent, owner):
    ask = agent.ask()
    before = sequence_of(agent.askd)
    path = f"/conversations/{ask['conversation']}/messages"
    for caller in (agent, owner):
        assert_problem(caller.post(path, {"content": ""}), 422, pointers=["/content"])
        assert_problem(caller.post(path, {"content": " \n "}), 422, pointers=["/content"])
        assert_problem(caller.post(path, {"content": "x" * 20001}), 422, pointers=["/content"])
        assert_problem(caller.post(path, {"text": "x"}), 422, pointers=["/content", "/text"])
    assert sequence_of(agent.askd) == before


def test_a_conversation_that_is_not_there_is_404(agent, owner):
    nowhere = "cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV"
    for caller in (agent, owner):
        for path in (f"/conversations/{nowhere}", f"/conversations/{nowhere}/messages", "/conversations/x"):
            assert_problem(caller.get(path), 404)
        assert_problem(caller.post(f"/conversations/{nowhere}/messages", {"content": "hello?"}), 404)
    assert_problem(agent.post("/asks", {"title": "x", "conversation": nowhere}), 422, pointers=["/conversation"])
    assert_problem(agent.post("/notices", {"body": "x", "conversation": nowhere}), 422, pointers=["/conversation"])
