"""A disk that fills up: askd stops and says why, loses nothing acknowledged, and serves again once there is room.

The disk is a tmpfs of a few megabytes, which only root may mount.
"""

import contextlib
import os
import re
import subprocess
import threading
import time

import pytest
from actors import KEY
from doors import Gone, Person, agent_door, quiet_port
from rig import Askd
from setting import UNBOUNDED
from verdict import all_asks, audit_stands

ASKERS = 4
# Until the smaller disk is full LevelDB writes its log alone; on the larger one it writes tables too.
SIZES_AND_ROUNDS = [(12, 3), (150, 1)]


@contextlib.contextmanager
def small_disk(folder, megabytes):
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert mounted.returncode == 0, f"a tmpfs can't be mounted, so no disk can be filled: {mounted.stderr}"
    try:
        yield lambda size: subprocess.run(["mount", "-o", f"remount,size={size}m", str(folder)], check=True)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class Filler:
    """Agents that ask big questions until askd answers no more, and a person who answers them."""

    def __init__(self, askd, token, person):
        self.askd = askd
        self.token = token
        self.person = person
        self.lock = threading.Lock()
        self.acknowledged = {}  # id → body
        self.answered = {}  # id → value
        self.number = 0
        self.failures = []

    def next_body(self):
        with self.lock:
            self.number += 1
            # Random, so that it takes on the disk what it takes here.
            return self.number, os.urandom(9_900).hex()

    def ask(self):
        door = agent_door(self.askd, self.token)
        person = self.person.door()
        try:
            while True:
                number, body = self.next_body()
                question = {"title": f"Big {number}", "body": body}
                reply = door.call("POST", "/asks", question, {KEY: f"big-{number}"})
                assert reply.status == 201, reply
                ask_id = reply.json["id"]
                with self.lock:
                    self.acknowledged[ask_id] = body
                if number % 5:
                    continue
                reply = person.call("POST", f"/asks/{ask_id}/answer", {"value": f"word {number}"})
                assert reply.status == 200, reply
                with self.lock:
                    self.answered[ask_id] = f"word {number}"
        except Gone:
            return
        except Exception as failure:  # whatever it is, the test reports it
            self.failures.append(failure)

    def fill(self, within=240):
        """Asks until askd ends, and returns its exit code."""
        threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(ASKERS)]
        for thread in threads:
            thread.start()
        code = self.askd.process.wait(within)
        self.askd.process = None
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()
        assert not self.failures, self.failures
        return code

    def nothing_is_lost(self):
        door = agent_door(self.askd, self.token)
        asks = all_asks(door)
        lost = [ask_id for ask_id, body in self.acknowledged.items() if asks.get(ask_id, {}).get("body") != body]
        assert not lost, f"{len(lost)} of {len(self.acknowledged)} acknowledged asks are lost or changed: {lost[:5]}"
        for ask_id, value in self.answered.items():
            assert asks[ask_id]["state"] == "answered" and asks[ask_id]["answer"]["value"] == value, asks[ask_id]
        titles = [ask["title"] for ask in asks.values()]
        assert len(set(titles)) == len(titles), "an ask is there twice"
        return len(asks)


class Kept:
    """What audit_stands() asks of a world."""

    def __init__(self, askd, seed):
        self.askd = askd
        self.seed = seed


def says_why(askd):
    """The log names the file that couldn't be written; returned is its name."""
    log = askd.said()
    found = re.search(r"can't be written: IO error: \S*/(\S+): No space left on device", log)
    assert found, log[-2000:]
    return found.group(1)


def refuses_to_start_or_serves(askd):
    """On a disk that is still full a start either fails with 1 and the reason, or serves; 74 would call it damage."""
    askd.start(wait=False)
    end = time.monotonic() + 60
    while askd.process.poll() is None and "askd answers" not in askd.said():
        assert time.monotonic() < end, f"askd neither serves nor ends:\n{askd.said()}"
        time.sleep(0.02)
    if askd.process.poll() is None:
        askd.stop()
        return
    assert askd.process.returncode == 1, f"askd ended with {askd.process.returncode}:\n{askd.said()}"
    assert "No space left on device" in askd.said(), askd.said()
    askd.process = None


@pytest.mark.parametrize(("megabytes", "rounds"), SIZES_AND_ROUNDS)
def test_a_full_disk_stops_askd_and_loses_nothing(tmp_path, seed, megabytes, rounds):
    with small_disk(tmp_path / "disk", megabytes) as resize:
        askd = Askd(tmp_path / "disk" / "store", env=UNBOUNDED)
        askd.log = tmp_path / "askd.log"  # not on the disk that fills up
        askd.port = quiet_port()
        askd.start()
        filler = Filler(askd, askd.token(), Person(askd, askd.link(), "Ana"))
        askd.quick_start = False
        try:
            size = megabytes
            for number in range(1, rounds + 1):
                before = len(filler.acknowledged)
                code = filler.fill()
                assert code == 1, f"askd ended with {code} on a full disk:\n{askd.said()}"
                stopped_at = says_why(askd)
                assert len(filler.acknowledged) > before, "nothing was asked in this round"
                refuses_to_start_or_serves(askd)
                # At its start LevelDB writes what its log holds into a table, and only then drops the log.
                size = 2 * size + 8
                resize(size)
                askd.start()
                kept = filler.nothing_is_lost()
                counts = f"{kept} asks kept, {len(filler.acknowledged)} acknowledged, {len(filler.answered)} answered"
                print(f"{megabytes} MB, round {number}: stopped at {stopped_at}; {counts}")
            assert askd.stop() == 0
            audit_stands(Kept(askd, seed), running=False)
        finally:
            if askd.process is not None:
                askd.kill()
