"""What one agent may cost: its quota in numbers that a client can obey, and nobody else's asks held up by it."""

import re
import threading
import time

import pytest

from callers import Agent, Person, eventually
from enrollment import classes_yaml, enroll
from problems import assert_problem
from sockets import Socket, problem_of, refused

PER_MINUTE = 60
RATE_LIMITED = 4429


def limited(server, tmp_path, limits=f"requests_per_minute: {PER_MINUTE}"):
    """An askd of a test's own that lets an agent do little."""
    config = tmp_path / "askd.yaml"
    workers = {"capabilities": "[read_channels, post_messages, ask_humans]", "channels": '["#general"]'}
    config.write_text(f"limits: {{{limits}}}\n" + classes_yaml(tmp_path, workers=workers))
    return server("--config", str(config)).start()


def told(response):
    """Of the quota: its size, its window, what is left, and when it is full again."""
    policy = re.fullmatch(r'"agent";q=(\d+);w=(\d+)', response.headers["RateLimit-Policy"])
    left = re.fullmatch(r'"agent";r=(\d+);t=(\d+)', response.headers["RateLimit"])
    return (*map(int, policy.groups()), *map(int, left.groups()))


def test_every_answer_says_what_is_left(server, tmp_path):
    agent = Agent.of(limited(server, tmp_path))
    for spent, call in enumerate(
        (
            lambda: agent.get("/me"),
            lambda: agent.post("/asks", {"title": "x"}),
            lambda: agent.post("/asks", {}),
            lambda: agent.get("/asks/ask_00000000000000000000000000"),
            lambda: agent.get("/agents"),
            lambda: agent.post("/channels/general/messages", {"content": "x"}),
            lambda: agent.get("/channels?bad=1"),
        ),
        start=1,
    ):
        size, window, left, full = told(call())
        assert (size, window) == (PER_MINUTE, 60)
        # One comes back each second.
        assert PER_MINUTE - spent <= left <= PER_MINUTE - spent + 2 and 0 < full <= spent + 1


def test_over_its_quota_an_agent_is_told_when_to_come_again(server, tmp_path):
    askd = limited(server, tmp_path)
    agent = Agent.of(askd)
    with Socket(askd, agent.token) as socket:  # the first of its requests
        codes = [agent.get("/me").status_code for _ in range(PER_MINUTE + 10)]
        assert codes[: PER_MINUTE - 1] == [200] * (PER_MINUTE - 1) and codes[-1] == 429
        response = agent.get("/me")
        document = assert_problem(response, 429)
        wait = int(response.headers["Retry-After"])
        assert 1 <= wait <= 2 and told(response)[2] == 0 and "requests" in document["detail"]
        # It is so for whatever it does, on every connection of its own.
        assert_problem(agent.again().post("/asks", {"title": "x"}), 429)
        assert refused(askd, token=agent.token)[0] == RATE_LIMITED
        answer = socket.call("ask", title="x")
        problem_of(answer, 429)
        assert 1 <= answer["retry_after"] <= 2
    # Whoever waits as told gets through.
    time.sleep(wait)
    assert agent.get("/me").status_code == 200


def test_a_quota_is_the_agents_and_not_its_tokens(server, tmp_path):
    askd = limited(server, tmp_path)
    first, second = enroll(askd, "twice"), enroll(askd, "twice")
    other = enroll(askd, "other")
    codes = [caller.get("/me").status_code for _ in range(PER_MINUTE // 2 + 5) for caller in (first, second)]
    assert codes.count(200) <= PER_MINUTE + 3 and codes[-1] == 429
    assert told(other.get("/me"))[2] == PER_MINUTE - 1


def test_people_and_strangers_have_no_quota_of_requests(server, tmp_path):
    askd = limited(server, tmp_path)
    owner = Person.accept(askd, askd.link(), "Ana")
    for _ in range(PER_MINUTE + 20):
        assert owner.get("/me").status_code == 200
    assert "RateLimit" not in owner.get("/me").headers


def test_open_asks_are_bounded_on_every_transport(server, tmp_path):
    askd = limited(server, tmp_path, "open_asks_per_agent: 5")
    owner = Person.accept(askd, askd.link(), "Ana")
    agent = Agent.of(askd)
    asks = [agent.ask(f"Open {number}") for number in range(5)]
    response = agent.post("/asks", {"title": "One more"})
    assert_problem(response, 429)
    with Socket(askd, agent.token) as socket:
        problem_of(socket.call("ask", title="One more"), 429)
        assert enroll(askd, "not-it").ask("Another agent's")["state"] == "open"
        owner.decides(asks[0], "x")
        assert socket.ok("ask", title="In its place")


def test_so_many_requests_of_an_agent_wait_and_no_more(server, tmp_path):
    askd = limited(server, tmp_path, "waits_per_agent: 3")
    owner = Person.accept(askd, askd.link(), "Ana")
    agent, other = Agent.of(askd), enroll(askd, "other")
    asks = [agent.ask(f"Waited for {number}") for number in range(4)]
    # Each is held once its head is here.
    waits = [agent.again().waiting(ask, "wait=60s") for ask in asks[:3]]
    begin = time.monotonic()
    assert agent.read(f"/asks/{asks[3]['id']}?wait=20s")["state"] == "open" and time.monotonic() - begin < 10
    theirs = other.ask("Another agent's")
    waiting = other.again().waiting(theirs, "wait=60s")
    owner.decides(theirs, "yes")
    assert waiting.json()["state"] == "answered"
    for ask, wait in zip(asks, waits):
        owner.decides(ask, "yes")
        assert wait.json()["answer"]["value"] == "yes"
    begin = time.monotonic()
    assert agent.read(f"/asks/{asks[3]['id']}?wait=2s")["state"] == "open" and time.monotonic() - begin > 1.5


class Flood:
    """An agent that does as much as it can and heeds nothing: many connections, REST and frames."""

    def __init__(self, askd, agent, connections=6):
        self.askd, self.agent = askd, agent
        self.codes = []
        self.enough = threading.Event()
        works = [self.by_rest] * connections + [self.by_frames] * 2
        self.threads = [threading.Thread(target=work) for work in works]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.enough.set()
        for thread in self.threads:
            thread.join(30)

    def by_rest(self):
        caller = self.agent.again()
        while not self.enough.is_set():
            self.codes.append(caller.post("/asks", {"title": "Flood", "body": "x" * 10_000}).status_code)

    def by_frames(self):
        with Socket(self.askd, self.agent.token) as socket:
            while not self.enough.is_set():
                answer = socket.call("ask", title="Flood")
                self.codes.append(201 if answer["type"] == "ok" else answer["problem"]["status"])


@pytest.mark.parametrize("limits", ["requests_per_minute: 600", "requests_per_minute: 99999, open_asks_per_agent: 99"])
def test_an_agent_that_floods_starves_no_other(server, tmp_path, limits):
    """Whichever limit holds it back: the others' asks are asked and answered as ever."""
    askd = limited(server, tmp_path, limits)
    owner = Person.accept(askd, askd.link(), "Ana")
    quiet = enroll(askd, "quiet")
    slowest = 0.0
    with Flood(askd, enroll(askd, "loud")) as flood, Socket(askd, quiet.token) as socket:
        eventually(lambda: 429 in flood.codes, what="the flood meets no limit")
        for number in range(15):
            begin = time.monotonic()
            ask = quiet.ask(f"Quiet {number}")
            owner.decides(ask, "yes")
            assert quiet.ended(ask)["answer"]["value"] == "yes"
            assert socket.entry_of("ask.answered")["ask"]["id"] == ask["id"]
            slowest = max(slowest, time.monotonic() - begin)
    assert set(flood.codes) == {201, 429}
    assert slowest < 2, "the flood holds others up"
