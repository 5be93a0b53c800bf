"""kill -9 in a loop, under load, with a ledger kept outside: nothing acknowledged is lost, and no ask ends twice."""

import os
import random
import time

from setting import finish, give_up, let_loose, new_world
from verdict import audit_stands, judge, summary

KILLS = int(os.environ.get("ASKD_KILLS", "25"))
AUDITS = 4  # how often in between the chain is checked on the store as the kill left it


def kill_once(world, rng):
    """Lets askd run for a random while and kills it; now and then in the middle of its start."""
    askd = world.askd
    if askd.process is None:
        in_its_start = rng.random() < 0.15
        askd.start(wait=not in_its_start)
        if in_its_start:
            time.sleep(rng.uniform(0, 0.5))
    world.up.set()
    time.sleep(rng.uniform(0.02, 1.3))
    assert askd.process.poll() is None, f"askd ended by itself, seed {world.seed}:\n{askd.said()}"
    world.up.clear()
    askd.kill()
    world.ledger.run += 1
    world.check()


def test_nothing_acknowledged_is_lost_by_kills(tmp_path, seed):
    rng = random.Random(f"{seed} kills")
    world = new_world(tmp_path, seed)
    began = time.monotonic()
    try:
        let_loose(world)
        for number in range(1, KILLS + 1):
            kill_once(world, rng)
            if number % max(KILLS // AUDITS, 1) == 0:
                audit_stands(world, running=False)
        finish(world)
        judge(world)
    finally:
        give_up(world)
    print(summary(world, f"kills={KILLS}") + f" seconds={time.monotonic() - began:.0f}")
    counts = world.ledger.counts
    assert counts["asks"] >= KILLS and counts["answers"] > 0 and counts["races"] > 0 and counts["lost"] > 0
    assert counts["unserved"] == 0, "askd refused as if it were stopping, and nobody had told it to"
