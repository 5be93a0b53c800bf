"""The verdict on Slack finds what it is there to find: each promise that could be broken is broken here once."""

import threading
import types

import pytest
import requests
import slack
import slack_verdict
from ledger import Violation
from slack_setting import Gesture

ASK = "01M8HV7BJZ8C4KZN1EB1HDP000"
DELIVERY = f"dlv_{ASK[:-1]}1"


@pytest.fixture
def world():
    with slack.running(limited=False) as fake:
        room = fake.channel("room0", fake.person("ana"))
        place = types.SimpleNamespace(rooms={"room0": room}, zoe="U0ZOE")
        linked = {"U0ANA": "per_ana"}
        yield types.SimpleNamespace(
            fake=fake, place=place, linked=linked, gestures=[], kills=[], seed=1, marked=threading.Event()
        )


def post(world):
    """As askd posts a card."""
    body = {"channel": world.place.rooms["room0"], "text": "askers-0-1"}
    body["metadata"] = {"event_type": "askd_delivery", "event_payload": {"delivery": DELIVERY}}
    headers = {"Authorization": f"Bearer {world.fake.bot_token}"}
    assert requests.post(f"{world.fake.api}chat.postMessage", json=body, headers=headers, timeout=20).json()["ok"]


def recorded(monkeypatch, *facts):
    monkeypatch.setattr(slack_verdict, "record_of", lambda world: facts)


def answered(kind="ask.answered", by="per_ana"):
    return {"kind": kind, "id": f"ask_{ASK}", "answer": {"by": by}}


def did(world, kind="press", acked=True, person="U0ANA", words=None):
    gesture = Gesture(person, ASK, None if kind == "comment" else "approve", kind)
    gesture.acked, gesture.words = acked, words
    world.gestures.append(gesture)


def test_the_ask_of_a_post_is_read_from_its_delivery(world):
    post(world)
    assert [*slack_verdict.shown_posts(world)] == [ASK] and slack_verdict.letters_of(f"ask_{ASK}") == ASK


def test_two_posts_that_nothing_explains(world):
    post(world)
    assert slack_verdict.check_duplicates(world) == "duplicates=0 of 1 posts"
    post(world)
    with pytest.raises(Violation, match="posted 2 times"):
        slack_verdict.check_duplicates(world)


def test_two_posts_of_which_one_landed_late(world, monkeypatch):
    monkeypatch.setattr(slack_verdict, "SETTLING", 0.2)
    world.fake.fault("chat.postMessage", "delay", seconds=0.4)
    poster = threading.Thread(target=post, args=(world,))
    poster.start()
    world.fake.until(lambda: world.fake.calls("chat.postMessage"))
    post(world)
    poster.join()
    line = slack_verdict.check_duplicates(world)
    assert line.startswith("duplicates=1 of 2 posts") and "(delay)" in line


def test_an_acknowledged_press_without_an_effect(world, monkeypatch):
    recorded(monkeypatch)
    did(world, acked=False)
    slack_verdict.check_gestures(world, set())
    did(world)
    with pytest.raises(Violation, match="1 of 2 gestures were acknowledged, and the record holds 0"):
        slack_verdict.check_gestures(world, set())


def test_one_press_with_two_effects(world, monkeypatch):
    recorded(monkeypatch, answered(), answered("ask.late_answer"))
    did(world)
    did(world, acked=False)
    slack_verdict.check_gestures(world, set())
    world.gestures.pop()
    with pytest.raises(Violation, match="the record holds 2"):
        slack_verdict.check_gestures(world, set())


def test_an_answer_that_nobody_gave(world, monkeypatch):
    recorded(monkeypatch, answered())
    with pytest.raises(Violation, match="0 of 0 gestures"):
        slack_verdict.check_gestures(world, set())


@pytest.mark.parametrize("times", [0, 2])
def test_a_comment_that_is_lost_or_there_twice(world, monkeypatch, times):
    did(world, "comment", words="what for?")
    said = {"kind": "message.said", "message": {"content": "what for?"}}
    recorded(monkeypatch, said)
    slack_verdict.check_gestures(world, set())
    recorded(monkeypatch, *[said] * times)
    with pytest.raises(Violation, match=f"in the record {times} times"):
        slack_verdict.check_gestures(world, set())
