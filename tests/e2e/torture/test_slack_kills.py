"""kill -9 in a loop while people answer in Slack and everything there goes wrong: nothing acknowledged is lost."""

import os
import random
import time

import slack
from actors import followers
from setting import finish, give_up
from slack_actors import askers, people
from slack_faults import trouble
from slack_setting import new_slack_world
from slack_verdict import (
    answer_the_rest,
    check_cards,
    check_duplicates,
    check_gestures,
    echoes,
    promise_gestures,
    slack_summary,
    wait_for_outcomes,
)
from verdict import judge, summary

KILLS = int(os.environ.get("ASKD_KILLS", "10"))
# What was owed at a kill is posted some five seconds after the next start: a life that is shorter posts what is new.
SHORT, LONG = (0.05, 2.0), (4.0, 9.0)


def kill_once(world, rng):
    askd = world.askd
    if askd.process is None:
        in_its_start = rng.random() < 0.15
        askd.start(wait=not in_its_start)
        if in_its_start:
            world.over.wait(rng.uniform(0, 0.5))
    world.up.set()
    world.over.wait(rng.uniform(*(SHORT if rng.random() < 0.45 else LONG)))
    assert askd.process.poll() is None, f"askd ended by itself, seed {world.seed}:\n{askd.said()}"
    world.up.clear()
    askd.kill()
    world.kills.append(time.time())
    world.ledger.run += 1
    world.check()


def calm_down(world):
    world.calm.set()
    finish(world)


def test_nothing_said_or_pressed_in_slack_is_lost_by_kills(tmp_path, seed):
    rng = random.Random(f"{seed} Slack")
    began = time.monotonic()
    with slack.running() as fake:
        world = new_slack_world(tmp_path, seed, fake)
        try:
            for _ in range(8):
                world.spawn(askers)
            for user in (*world.linked, world.place.zoe):
                world.spawn(people, user)
            world.spawn(followers, True, False)
            world.spawn(followers, False, True)
            world.spawn(trouble)
            for _ in range(KILLS):
                kill_once(world, rng)
            calm_down(world)
            answer_the_rest(world, rng)
            wait_for_outcomes(world)
            promise_gestures(world)
            final = judge(world)
            heard = echoes(world)
            check_cards(world, final, heard)
            check_gestures(world, heard)
            print(check_duplicates(world))
        finally:
            world.calm.set()
            give_up(world)
        print(summary(world, f"kills={KILLS}"), slack_summary(world), f"seconds={time.monotonic() - began:.0f}")
        kinds = {one.kind for one in world.gestures if one.acked}
        assert world.ledger.counts["asks"] >= KILLS and world.faults >= KILLS
        assert kinds >= {"press", "reply"}, "nothing that people did was acknowledged"
