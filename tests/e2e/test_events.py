"""The agent's stream over server-sent events: in order, none missing, resumable, across restarts."""

import itertools
import json
import threading

import httpx
import pytest

from callers import Caller, eventually
from problems import assert_problem


def take(entries, count):
    return list(itertools.islice(entries, count))


def about(entry):
    data = json.loads(entry.data)
    assert data["type"] == entry.event and data["cursor"] == entry.id
    return entry.event, data["ask"]["id"]


def test_the_life_of_an_ask_in_order(agent, owner):
    cursor = agent.newest_cursor()
    with agent.events(after=cursor) as entries:
        ask = agent.ask("Follow me")
        opened = next(entries)
        owner.comment(ask, "Hm.")
        owner.decides(ask, "yes")
        rest = take(entries, 2)
    assert about(opened) == ("ask.opened", ask["id"])
    assert [about(entry) for entry in rest] == [("ask.commented", ask["id"]), ("ask.answered", ask["id"])]
    answered = json.loads(rest[1].data)
    assert answered["ask"]["answer"]["value"] == "yes"
    cursors = [entry.id for entry in (opened, *rest)]
    assert cursors == sorted(set(cursors)) and cursors[0] > cursor


def test_the_stream_is_one_of_server_sent_events(agent):
    response = agent.get("/events", stream=True)
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    assert next(response.iter_lines()).startswith(b":")
    response.close()


@pytest.mark.parametrize("how", ["after", "last_event_id"])
def test_it_resumes_behind_a_cursor(agent, how):
    cursor = agent.newest_cursor()
    asks = [agent.ask(f"Resume {number}")["id"] for number in range(5)]
    with agent.events(after=cursor) as entries:
        first = take(entries, 2)
    with agent.events(**{how: first[-1].id}) as entries:
        rest = take(entries, 3)
    assert [about(entry)[1] for entry in first + rest] == asks


def test_last_event_id_wins_over_the_query(agent):
    cursor = agent.newest_cursor()
    agent.ask("One")
    two = agent.ask("Two")["id"]
    with agent.events(after=cursor) as entries:
        first = next(entries).id
    with agent.events(after=cursor, last_event_id=first) as entries:
        assert about(next(entries))[1] == two


def test_only_acknowledging_moves_the_stored_cursor(agent):
    ask = agent.ask("Acknowledge me")["id"]
    with agent.events() as entries:
        seen = next(entry for entry in entries if about(entry) == ("ask.opened", ask))
    # Reading moved nothing: without a cursor the stream begins where it began.
    with agent.events() as entries:
        assert about(next(entry for entry in entries if entry.id == seen.id)) == ("ask.opened", ask)

    moved = agent.post("/events/ack", {"cursor": seen.id})
    assert (moved.status_code, moved.json()) == (200, {"cursor": seen.id})
    assert agent.read("/me")["acknowledged"] == seen.id
    later = agent.ask("And then me")["id"]
    with agent.events() as entries:
        assert about(next(entries)) == ("ask.opened", later)
    # It never moves back.
    assert agent.post("/events/ack", {"cursor": "0" * 16}).json() == {"cursor": seen.id}
    with agent.events(after="0" * 16) as entries:
        assert next(entries).id < seen.id


@pytest.mark.parametrize("cursor", ["x", "7", "ffffffffffffffff", "00000000000000FF", "0" * 17])
def test_an_unknown_cursor_is_refused(agent, cursor):
    assert_problem(agent.get(f"/events?after={cursor}"), 400)
    assert_problem(agent.get("/events", headers={"Last-Event-ID": cursor}), 400)
    assert_problem(agent.post("/events/ack", {"cursor": cursor}), 400)


def test_an_acknowledgement_without_a_cursor_is_not_valid(agent):
    assert_problem(agent.post("/events/ack", {}), 422, pointers=["/cursor"])
    assert_problem(agent.post("/events/ack", {"cursor": 5}), 422, pointers=["/cursor"])


def test_two_readers_get_the_same(agent):
    cursor = agent.newest_cursor()
    with agent.events(after=cursor) as one, agent.events(after=cursor) as other:
        asks = [agent.ask(f"Both {number}")["id"] for number in range(10)]
        first, second = take(one, 10), take(other, 10)
    assert [about(entry) for entry in first] == [about(entry) for entry in second]
    assert [about(entry)[1] for entry in first] == asks


def test_without_a_token_there_is_no_stream(stranger):
    assert_problem(stranger.get("/events"), 401)


def test_a_person_hears_hints_from_now_on(agent, owner, askd):
    agent.ask("Before")
    response = owner.get("/events", stream=True)
    lines = response.iter_lines(chunk_size=1)
    assert next(lines).startswith(b":")
    ask = agent.ask("After")
    hints = []
    for line in lines:
        if line.startswith(b"data:"):
            hints.append(json.loads(line[5:]))
            break
    response.close()
    assert hints[0]["ask"] == ask["id"] and hints[0]["type"] == "ask.opened"


def test_a_person_does_not_hear_of_what_is_not_shown_to_them(agent, owner, member, third):
    response = third.get("/events", stream=True)
    lines = response.iter_lines(chunk_size=1)
    next(lines)
    agent.ask("Not for Cleo", to=["@Ben"])
    shown = agent.ask("For all")
    data = next(line for line in lines if line.startswith(b"data:"))
    response.close()
    assert json.loads(data[5:])["ask"] == shown["id"]


def test_another_sites_page_can_not_follow_a_persons_stream(owner, askd):
    foreign = Caller(askd, {"Cookie": owner.session.headers["Cookie"], "Origin": "https://evil.example"})
    assert_problem(foreign.get("/events"), 403)


def test_a_restart_in_the_middle_misses_nothing(agent, askd):
    """A reader that reconnects with its last cursor, as the protocol says, while asks are opened and askd is killed."""
    cursor = agent.newest_cursor()
    seen, enough = [], threading.Event()

    def read():
        last = cursor
        while not enough.is_set():
            try:
                with agent.again().events(last_event_id=last, patience=5) as entries:
                    for entry in entries:
                        if entry.id > last:
                            seen.append(about(entry))
                            last = entry.id
                        if enough.is_set():
                            return
            except httpx.TransportError:
                continue  # askd is away: that is what the cursor is for

    reader = threading.Thread(target=read)
    reader.start()
    asks = [agent.ask(f"Before {number}")["id"] for number in range(10)]
    askd.kill()
    askd.start()
    asks += [agent.ask(f"Between {number}")["id"] for number in range(10)]
    askd.kill()
    askd.start()
    last = agent.ask("The last one")["id"]
    asks.append(last)
    try:
        eventually(lambda: ("ask.opened", last) in seen, what="the reader hasn't seen the last ask")
    finally:
        enough.set()
        agent.ask("What wakes the reader")
        reader.join(30)
    assert [ask for type, ask in seen if type == "ask.opened"][: len(asks)] == asks
