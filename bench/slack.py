"""How fast askd is on Slack, on the fake of tests/peers/slack, each figure beside a reference from the same run.

    cmake --preset bench && cmake --build --preset bench
    ASKD_BINARY=build/release/bin/askd build/venv/bin/python bench/slack.py [--rooms 40] [--each 4] [--one 8]

`rooms`: agents ask in many rooms at once, --each asks in each. Slack takes about one message a second in a room, so the
reference is that pace in every room; `bare` is what the fake takes from one client of ours that keeps to no pace.
`room`: --one asks in one room, beside the same pace. `429` says how often Slack asked to wait: it should be 0.
`wake`: every ask has an agent that waits for its answer; a person presses, and it counts from the moment at which the
fake sends the press until the agent has the whole answer. The reference is the same way with askd left out: the fake
sends to a relay in Python, which acknowledges and answers the waiting request at once, and keeps nothing. `disk` is one
synced write, of which askd makes one for each answer.

The fake, the agents and the relay share the processors with askd, so figures of a busy machine say little; the load
average is printed as well. It takes some 20 s, is given up after 60, and exits 0 once it has measured, and 1 where
something was wrong.
"""

import argparse
import asyncio
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("ASKD_BINARY", str(ROOT / "build/release/bin/askd"))
sys.path.insert(0, str(ROOT / "tests/e2e"))

import aiohttp  # noqa: E402
import requests  # noqa: E402
from aiohttp import web  # noqa: E402
from callers import Agent  # noqa: E402
from slack_askd import PEERS, Place, slack, standing_on, text_of  # noqa: E402

PACE = 1.0  # messages a second in one room
MOST = 60  # seconds for all of it
WRITES = 100
FACT = 2_000  # bytes of what one answer writes, about

TEAM = "people:\n  ana: {{name: Ana Lima, email: ana@example.com, chat: {ana}}}\nchannels:\n"
CHANNEL = '  "#room{number}": {{rooms: [{{backend: chat, room: {room}}}], members: [ana]}}\n'


class Rooms(Place):
    count = 1

    def __init__(self, fake):
        super().__init__(fake)
        self.rooms = [fake.channel(f"room{number}", self.ana) for number in range(self.count)]

    def team(self):
        channels = [CHANNEL.format(number=number, room=room) for number, room in enumerate(self.rooms)]
        return TEAM.format(ana=self.ana) + "".join(channels)


def started_fake():
    """In a process of its own, so that it shares no interpreter with the agents."""
    command = [sys.executable, "-m", "slack", "--set", "tiers={}"]
    process = subprocess.Popen(command, cwd=PEERS, stdout=subprocess.PIPE, text=True)
    return process, slack.attached(process.stdout.readline().strip())


def percentile(times, share):
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1000


def spread(times):
    return f"p50 {percentile(times, 0.5):6.2f} ms  p99 {percentile(times, 0.99):6.2f} ms"


def posts_of(place, rooms, wanted):
    """The posts in these rooms, as (room, post), once there are so many."""

    def look():
        found = [(room, post) for room in rooms for post in place.fake.posts(room) if "metadata" in post]
        return found if len(found) >= wanted else []

    return place.fake.until(look, patience=MOST)


def paced(found, rooms):
    """Messages a second behind the first of each room: the first one waits for nothing."""
    times = [float(post["ts"]) for _, post in found]
    return (len(times) - rooms) / (max(times) - min(times))


def ask_in(agent, number, title):
    return agent.ask(title, form={"kind": "approval"}, to=[f"#room{number}"])


def refusals(place):
    return sum(call["status"] == 429 for call in place.fake.calls("chat.postMessage"))


def measure_rooms(place, agent, each):
    asks = [ask_in(agent, number, f"Ask {turn} of {number}.") for turn in range(each) for number in range(place.count)]
    found = posts_of(place, place.rooms, len(asks))
    return {ask["title"]: ask for ask in asks}, found, paced(found, place.count)


def measure_room(place, agent, count):
    """In the room that was used last; what it may burst is used up by then."""
    room = place.rooms[0]
    before = {post["ts"] for post in place.fake.posts(room)}
    for number in range(count):
        ask_in(agent, 0, f"Alone {number}.")
    found = [one for one in posts_of(place, [room], len(before) + count) if one[1]["ts"] not in before]
    return paced(found, 1)


def measure_bare(place, count=100):
    """What the fake takes from one client, in a room without a pace."""
    place.fake.set(limited=False)
    room = place.fake.channel("bare")
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {place.fake.bot_token}"
        began = time.monotonic()
        for number in range(count):
            answer = session.post(f"{place.fake.api}chat.postMessage", json={"channel": room, "text": f"bare {number}"})
            assert answer.json()["ok"], answer.text
        return count / (time.monotonic() - began)


def measure_wakes(place, agent, asks, found):
    times = []
    for room, post in found:
        ask = next(ask for title, ask in asks.items() if title in text_of(post))
        held = agent.waiting(ask)
        times.append(woken(place, room, post["ts"], lambda held=held: held.json()["state"] == "answered"))
    return times


def woken(place, room, ts, whole):
    """From the moment at which the fake sends the press until `whole` has read the answer."""
    report = place.fake.press(place.ana, room, ts, "Approve", wait=False)
    assert whole(), "whoever waited was told something else"
    now = time.time()
    return now - report_of(place, report["number"])


def report_of(place, number):
    """When the press was sent."""
    delivery = place.fake.until(
        lambda: next((one for one in place.fake.deliveries("interactive") if one["number"] == number), None)
    )
    return delivery["attempts"][0]["at"]


class Relay:
    """In place of askd: a WebSocket from the fake, and one request that waits for what comes over it."""

    def __init__(self, fake):
        self.fake = fake
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=(self.serve(),), daemon=True)

    async def serve(self):
        self.over = asyncio.Event()
        self.pressed = asyncio.Event()
        app = web.Application()
        app.router.add_get("/wait", self.wait)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/wait"
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {self.fake.app_token}"}) as session:
            async with session.post(f"{self.fake.api}apps.connections.open") as answer:
                url = (await answer.json())["url"]
            async with session.ws_connect(url) as socket:
                reading = asyncio.create_task(self.read(socket))
                await self.over.wait()
                reading.cancel()
        await runner.cleanup()

    async def read(self, socket):
        async for message in socket:
            said = json.loads(message.data)
            if said["type"] == "hello":
                self.ready.set()
            elif said["type"] == "interactive":
                await socket.send_json({"envelope_id": said["envelope_id"]})
                self.pressed.set()

    async def wait(self, request):
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await self.pressed.wait()
        self.pressed.clear()
        await response.write(b'{"state": "answered"}')
        return response

    def __enter__(self):
        self.thread.start()
        assert self.ready.wait(10), "the fake doesn't greet the relay"
        return self

    def __exit__(self, *problem):
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(10)


def measure_relay(place, count):
    """The same way without askd, which has gone by then."""
    place.fake.until(lambda: not [one for one in place.fake.connections() if one["state"] == "open"])
    button = {"type": "button", "action_id": "yes", "text": {"type": "plain_text", "text": "Approve"}, "value": "x"}
    body = {"channel": place.rooms[0], "text": "x", "blocks": [{"type": "actions", "elements": [button]}]}
    headers = {"Authorization": f"Bearer {place.fake.bot_token}"}
    post = requests.post(f"{place.fake.api}chat.postMessage", json=body, headers=headers, timeout=10).json()
    times = []
    with Relay(place.fake) as relay, requests.Session() as session:
        session.trust_env = False
        for _ in range(count):
            held = session.get(relay.url, stream=True, timeout=20)
            times.append(woken(place, place.rooms[0], post["ts"], lambda held=held: held.json()["state"] == "answered"))
    return times


def measure_disk(folder):
    times = []
    with open(folder / "synced", "wb") as file:
        for _ in range(WRITES):
            began = time.monotonic()
            file.write(b"x" * FACT)
            file.flush()
            os.fdatasync(file.fileno())
            times.append(time.monotonic() - began)
    return times


def too_long(*_):
    raise TimeoutError(f"it took more than {MOST} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rooms", type=int, default=40)
    parser.add_argument("--each", type=int, default=4, help="asks in each of the rooms")
    parser.add_argument("--one", type=int, default=8, help="asks in one room")
    given = parser.parse_args()
    Rooms.count = given.rooms
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(MOST)
    process, fake = started_fake()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            place = Rooms(fake)
            with standing_on(place, folder) as askd:
                agent = Agent.of(askd)
                asks, found, rooms = measure_rooms(place, agent, given.each)
                room = measure_room(place, agent, given.one)
                refused = refusals(place)
                wakes = measure_wakes(place, agent, asks, found)
            bare = measure_bare(place)
            relay = measure_relay(place, len(wakes))
            disk = measure_disk(folder)
    finally:
        process.terminate()
        process.wait()
    print(f"rooms  {rooms:7.2f} posts/s into {given.rooms} rooms, 429 {refused} times")
    print(f"       {given.rooms * PACE:7.2f} posts/s is their pace together; {bare:.0f} posts/s bare")
    print(f"room   {room:7.2f} posts/s into one; {PACE:.2f} posts/s is its pace")
    print(f"wake   {spread(wakes)}  of {len(wakes)} presses, mean {statistics.mean(wakes) * 1000:.2f} ms")
    print(f"       {spread(relay)}  by the relay without askd; disk {spread(disk)}")
    print(f"load   {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {os.environ['ASKD_BINARY']}")


if __name__ == "__main__":
    main()
