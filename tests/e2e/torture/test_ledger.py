"""The ledger itself: what it is there to find, it finds. A judge that never objects would make every run green."""

import copy
import random
import shutil
import time

import pytest
from ledger import Ledger, Violation
from setting import finish, give_up, let_loose, new_world
from verdict import judge

OPEN = {
    "id": "ask_1",
    "title": "Deploy?",
    "body": "",
    "form": {"kind": "approval"},
    "digest": "00",
    "created_at": "2026-01-01T00:00:00.000Z",
    "expires_at": None,
    "conversation": "cnv_1",
    "default": None,
    "required": 1,
    "state": "open",
    "answer": None,
}


def ended(value):
    by = {"person": "per_1", "name": "Ana", "assurance": "session"}
    answer = {"value": value, "note": "", "by": by, "decided_by": "human", "digest": "00", "at": OPEN["created_at"]}
    return copy.deepcopy(OPEN) | {"state": "answered", "answer": answer, "ended_at": OPEN["created_at"]}


@pytest.fixture
def ledger():
    made = Ledger(1)
    made.sends("Deploy?", "k")
    made.opened(OPEN, "Deploy?", "k", "an agent", time.monotonic())
    made.saw(ended("approve"), "a reader", time.monotonic())
    return made


def test_it_finds_a_second_outcome(ledger):
    with pytest.raises(Violation, match="second outcome"):
        ledger.saw(ended("deny"), "another reader", time.monotonic())


def test_it_finds_an_ask_that_opens_again(ledger):
    with pytest.raises(Violation, match="open after its end"):
        ledger.saw(OPEN, "another reader", time.monotonic())


def test_it_finds_a_changed_question(ledger):
    with pytest.raises(Violation, match="another question"):
        ledger.saw(ended("approve") | {"digest": "01"}, "another reader", time.monotonic())


def test_it_finds_a_key_that_made_two_asks(ledger):
    with pytest.raises(Violation, match="made two asks"):
        ledger.opened(OPEN | {"id": "ask_2"}, "Deploy?", "k", "an agent", time.monotonic())


def test_it_finds_a_winner_whose_answer_is_not_there(ledger):
    ledger.attempts("ask_1", "per_2", "deny")
    with pytest.raises(Violation, match="isn't there"):
        ledger.answered(ended("approve"), "per_2", "deny", time.monotonic())


def test_it_finds_a_refusal_that_tells_another_outcome(ledger):
    problem = {"id": "ask_1", "state": "expired", "answer": None}
    with pytest.raises(Violation, match="told another outcome"):
        ledger.refused("ask_1", "per_2", problem, time.monotonic())


def test_it_finds_a_cursor_that_steps_back(ledger):
    ledger.heard("f", "02", "ask.opened", {"cursor": "02", "type": "ask.opened"}, time.monotonic())
    with pytest.raises(Violation, match="heard 01"):
        ledger.heard("f", "01", "ask.opened", {"cursor": "01", "type": "ask.opened"}, time.monotonic())


def test_it_finds_a_store_that_forgot(tmp_path, seed):
    """As a disk that loses synced writes: the store goes back to what it was some acknowledged asks before."""
    rng = random.Random(f"{seed} forgets")
    world = new_world(tmp_path, seed)
    kept = tmp_path / "kept"
    try:
        let_loose(world)
        for copied in (True, False):
            until = world.ledger.counts["asks"] + 20
            end = time.monotonic() + 60
            while world.ledger.counts["asks"] < until:
                world.check()
                assert time.monotonic() < end, "the load doesn't get on"
                time.sleep(rng.uniform(0.01, 0.1))
            world.up.clear()
            world.askd.kill()
            world.check()  # so far there is nothing to find
            world.ledger.run += 1
            if copied:
                shutil.copytree(world.askd.data, kept, ignore=shutil.ignore_patterns("askd.sock"))
            else:
                shutil.rmtree(world.askd.data)
                shutil.copytree(kept, world.askd.data)
            world.askd.start()
            world.up.set()
        with pytest.raises(AssertionError) as found:
            finish(world)
            judge(world)
        # It must be a promise that was seen broken, and not the test that gave up waiting.
        assert Violation in (type(found.value), type(found.value.__cause__)), found.value
    finally:
        give_up(world)
