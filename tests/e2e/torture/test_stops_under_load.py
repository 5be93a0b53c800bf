"""SIGTERM under load, again and again: who waits gets the ask as it stands, and after each start nothing is lost."""

import os
import random
import time

from setting import finish, give_up, let_loose, new_world
from verdict import judge, summary

STOPS = int(os.environ.get("ASKD_STOPS", "6"))
HOLDERS = 12


def wait_until_held(world, within=60):
    """Until every holder has the head of its answer: from then on askd owes each of them the rest."""
    end = time.monotonic() + within
    while world.held < HOLDERS:
        world.check()
        assert time.monotonic() < end, f"only {world.held} of {HOLDERS} wait after {within} s"
        time.sleep(0.01)


def test_those_who_wait_get_their_ask_when_askd_is_stopped(tmp_path, seed):
    rng = random.Random(f"{seed} stops")
    world = new_world(tmp_path, seed, gentle=True)
    try:
        let_loose(world, waiting=HOLDERS)
        for _ in range(STOPS):
            if world.askd.process is None:
                world.askd.start()
            world.up.set()
            wait_until_held(world)
            time.sleep(rng.uniform(0.1, 1))
            wait_until_held(world)
            told = world.ledger.counts["held"]
            world.up.clear()
            began = time.monotonic()
            code = world.askd.stop()
            took = time.monotonic() - began
            assert code == 0, f"askd ended with {code}, seed {seed}:\n{world.askd.said()}"
            assert took < 15, f"stopping took {took:.1f} s, and those who wait are told at once"
            world.ledger.run += 1
            wait_for_answers(world, told + HOLDERS)
            world.check()
        finish(world)
        judge(world)
    finally:
        give_up(world)
    assert world.ledger.counts["held"] >= STOPS * HOLDERS
    print(summary(world, f"stops={STOPS}"))


def wait_for_answers(world, count, within=30):
    """Until each of those who waited has read its answer, and found it whole and open."""
    end = time.monotonic() + within
    while world.ledger.counts["held"] < count:
        world.check()
        missing = count - world.ledger.counts["held"]
        assert time.monotonic() < end, f"{missing} of {HOLDERS} got no answer when askd stopped"
        time.sleep(0.01)
