"""The stream over WebSockets: in order, none missing, however the connection, askd or the reader fares."""

import json
import random
import threading
import time

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from callers import Agent, eventually
from sockets import PING, TEXT, Bare, Socket, frame_bytes, problem_of

MANY = 500
# In UTF-8 each of these takes four bytes.
WIDE = "🦉"


def cursors_of(entries):
    cursors = [entry["cursor"] for entry in entries]
    assert cursors == sorted(set(cursors)), "the stream isn't in order"
    return cursors


def test_hundreds_of_asks_on_one_connection(askd, agent, owner):
    """All are under way before the first is answered; people answer in another order than they were asked."""
    with Socket(askd, agent.token, f"?after={agent.newest_cursor()}") as socket:
        for number in range(MANY):
            socket.send({"type": "ask", "ref": number, "title": f"Number {number}"})
        asked = {}
        while len(asked) < MANY:
            answer = socket.answer()
            asked[answer["ref"]] = answer["ask"]["id"]
        numbers = list(asked)
        random.Random(1).shuffle(numbers)
        for number in numbers:
            owner.decides({"id": asked[number]}, f"answer {number}")
        entries = [socket.entry() for _ in range(2 * MANY)]
    cursors_of(entries)
    opened = [entry["ask"]["id"] for entry in entries if entry["type"] == "ask.opened"]
    assert opened == [asked[number] for number in range(MANY)]
    answered = [entry["ask"] for entry in entries if entry["type"] == "ask.answered"]
    assert [ask["answer"]["value"] for ask in answered] == [f"answer {number}" for number in numbers]


def ask_frame(number):
    ask = {"type": "ask", "ref": number, "title": "Held back", "body": "x" * 8_000}
    return frame_bytes(TEXT, json.dumps(ask).encode(), mask=b"\0\0\0\0")


def test_answers_that_nobody_reads_hold_the_frames_back(askd, agent):
    """askd keeps no pile of answers for a peer that sends and doesn't read; once it reads, it gets them all."""
    count = 2_000
    frames = [ask_frame(number) for number in range(count)]
    with Bare(askd) as bare:
        bare.upgrade(agent.token, f"/ws?after={agent.newest_cursor()}")
        sent = []
        sender = threading.Thread(target=lambda: [sent.append(bare.send(frame)) for frame in frames])
        sender.start()
        at, since = 0, time.monotonic()
        while sender.is_alive() and time.monotonic() - since < 1:
            if len(sent) != at:
                at, since = len(sent), time.monotonic()
            time.sleep(0.02)
        assert sender.is_alive(), "askd took all frames, though nobody read the answers"
        assert agent.ask("Others aren't held back")
        refs = set()
        while len(refs) < count:
            kind, payload = bare.frame()
            if kind == PING:
                continue
            frame = json.loads(payload)
            if "ref" in frame:
                assert frame["type"] == "ok", frame
                refs.add(frame["ref"])
        sender.join()
    assert refs == set(range(count))


def test_acknowledging_moves_where_the_next_connection_begins(askd, agent):
    start = agent.newest_cursor()
    with Socket(askd, agent.token, f"?after={start}") as socket:
        socket.ok("ack", cursor=start)
        asks = [socket.ok("ask", title=f"Acknowledge {number}")["ask"]["id"] for number in range(6)]
        entries = [socket.entry() for _ in range(6)]
        # Without a ref as well, and never backwards.
        socket.send({"type": "ack", "cursor": entries[2]["cursor"]})
        assert socket.ok("ack", cursor=entries[0]["cursor"])["cursor"] == entries[2]["cursor"]
    assert [entry["ask"]["id"] for entry in entries] == asks
    with Socket(askd, agent.token) as socket:
        assert [socket.entry()["ask"]["id"] for _ in range(3)] == asks[3:]
    with Socket(askd, agent.token, f"?after={entries[0]['cursor']}") as socket:
        assert [socket.entry()["ask"]["id"] for _ in range(5)] == asks[1:]
    with agent.events() as stream:
        assert json.loads(next(stream).data)["ask"]["id"] == asks[3]


def test_all_transports_tell_the_same(askd, agent, owner):
    start = agent.newest_cursor()
    ask = agent.ask("The same everywhere")
    owner.comment(ask, "Hm")
    owner.decides(ask, "yes")
    with Socket(askd, agent.token, f"?after={start}") as socket, Socket(askd, agent.token, f"?after={start}") as other:
        frames = [socket.entry() for _ in range(3)]
        assert frames == [other.entry() for _ in range(3)]
    with agent.events(after=start) as stream:
        assert frames == [json.loads(next(stream).data) for _ in range(3)]


def follow(askd, token, after, seen, enough):
    """An agent's reader as the protocol wants it: it comes back with its last cursor."""
    while not enough.is_set():
        try:
            with Socket(askd, token, f"?after={after}") as socket:
                while not enough.is_set():
                    entry = socket.entry(within=1)
                    seen.append(entry)
                    after = entry["cursor"]
        except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
            continue


def test_power_cuts_miss_nothing_and_repeat_nothing(server):
    askd = server().start()
    agent = Agent.of(askd)
    seen, enough = [], threading.Event()
    reader = threading.Thread(target=follow, args=(askd, agent.token, "0" * 16, seen, enough))
    reader.start()
    asks = []
    try:
        for cut in range(4):
            with Socket(askd, agent.token) as socket:
                asks += [socket.ok("ask", title=f"{cut}.{number}")["ask"]["id"] for number in range(20)]
            askd.kill()
            askd.start()
        eventually(lambda: len([entry for entry in seen if entry["type"] == "ask.opened"]) >= len(asks))
    finally:
        enough.set()
        reader.join(30)
    assert [entry["ask"]["id"] for entry in seen if entry["type"] == "ask.opened"] == asks
    cursors_of(seen)


def test_a_frame_that_was_answered_survives_a_power_cut(server):
    askd = server().start()
    agent = Agent.of(askd)
    with Socket(askd, agent.token) as socket:
        ask = socket.ok("ask", title="Keep me", idempotency_key="kept")["ask"]
        socket.ok("ack", cursor=socket.entry()["cursor"])
        askd.kill()
    askd.start()
    assert agent.shown(ask)["state"] == "open"
    with Socket(askd, agent.token) as socket:
        assert socket.ok("ask", title="Keep me", idempotency_key="kept")["ask"]["id"] == ask["id"]
        # The first entry is acknowledged, and the replay made none.
        socket.ok("notify", body="x")
        last = socket.ok("ask", title="Last")["ask"]
        assert socket.entry_of("ask.opened")["ask"]["id"] == last["id"]


@pytest.mark.slow
def test_a_reader_that_stops_is_dropped_and_misses_nothing(server, tmp_path):
    """With one stream for each agent, a place that is free again shows that askd gave the first one up."""
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {streams_per_agent: 1, requests_per_minute: 100000}\n")
    askd = server("--config", str(config)).start()
    agent = Agent.of(askd)
    start = agent.newest_cursor()
    slow = Bare(askd, receive_buffer=4096)
    slow.upgrade(agent.token, f"/ws?after={start}")
    said = []
    slowest = 0.0
    for number in range(150):
        begin = time.monotonic()
        said.append(agent.make("/channels/general/messages", {"content": f"{number} " + WIDE * 19_000})["id"])
        slowest = max(slowest, time.monotonic() - begin)
    assert slowest < 5, "whoever doesn't read holds others up"

    def gets_in():
        socket = Socket(askd, agent.token, f"?after={start}")
        try:
            socket.entry(within=10)
            return socket
        except ConnectionClosed as closed:
            assert closed.rcvd.code == 4429
            socket.close()
            return None

    with eventually(gets_in, within=50, what="the reader that stopped wasn't dropped") as socket:
        entries = [socket.entry() for _ in range(149)]
    assert [entry["message"]["id"] for entry in entries] == said[1:]
    slow.close()


def test_the_quota_counts_frames(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {requests_per_minute: 10}\n")
    askd = server("--config", str(config)).start()
    with Socket(askd, askd.token()) as socket:
        # The handshake is the first of the ten. Behind each that was too many the connection rests for a second.
        answers = [socket.call("notify", body=str(number)) for number in range(12)]
        assert [answer["type"] for answer in answers] == ["ok"] * 9 + ["error"] * 3
        for answer in answers[9:]:
            problem_of(answer, 429)
            assert 1 <= answer["retry_after"] <= 6
        assert Agent.of(askd).get("/me").status_code == 429
        wait = answers[-1]["retry_after"]
        begin = time.monotonic()
        eventually(lambda: socket.call("notify", body="again")["type"] == "ok", within=wait + 5)
        assert time.monotonic() - begin < wait + 2


def test_what_is_no_frame_is_counted_too(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {requests_per_minute: 10}\n")
    askd = server("--config", str(config)).start()
    with Socket(askd, askd.token()) as socket:
        for _ in range(9):
            socket.send("{")
            problem_of(socket.answer(), 400)
        socket.send("{")
        problem_of(socket.answer(), 429)
        assert Agent.of(askd).get("/me").status_code == 429
