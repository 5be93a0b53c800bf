"""An askd on the fake Slack for the torture tests: the rooms, the people, the world that ties them to the ledger."""

import itertools
import threading

from actors import World
from doors import Person, quiet_port
from rig import Askd
from setting import UNBOUNDED
from slack_askd import Place

ROOMS = 10
TEAM = """people:
  ana: {{name: Ana Lima, email: ana@example.com, chat: {ana}}}
  ben: {{name: Ben Roy, email: ben@example.com, chat: {ben}}}
  cleo: {{name: Cleo Mai, email: cleo@example.com, chat: {cleo}}}
channels:
"""
CHANNEL = '  "#{name}": {{rooms: [{{backend: chat, room: {room}}}], members: [ana, ben, cleo]}}\n'


class Rooms(Place):
    """One channel in each of several rooms: a room takes one message a second."""

    def __init__(self, fake):
        super().__init__(fake)
        self.cleo = fake.person("cleo", "cleo@example.com")
        everybody = (self.ana, self.ben, self.cleo, self.zoe)
        self.rooms = {f"room{number}": fake.channel(f"room{number}", *everybody) for number in range(ROOMS)}

    def team(self):
        people = TEAM.format(ana=self.ana, ben=self.ben, cleo=self.cleo)
        return people + "".join(CHANNEL.format(name=name, room=room) for name, room in self.rooms.items())


class Gesture:
    """What a person did in Slack; a comment has no value. `ts` finds the event of what was said, by which it is known
    in the end whether it was acknowledged."""

    def __init__(self, person, ask_id, value, kind):
        self.person = person
        self.ask_id = ask_id
        self.value = value
        self.kind = kind  # press, modal, reply or comment
        self.acked = False
        self.ts = None
        self.words = None


class SlackWorld(World):
    """`linked` are the people of the team, by their id in Slack; the stranger isn't among them."""

    def __init__(self, askd, seed, place):
        super().__init__(askd, seed)
        self.place = place
        self.fake = place.fake
        self.forms = {}  # by title
        self.gestures = []
        self.faults = 0
        self.kills = []
        self.calm = threading.Event()  # no more faults
        self.numbers = itertools.count(1)

    def begin(self):
        self.askd.start()
        self.token = self.askd.token()
        self.people = [Person(self.askd, self.askd.link(), "Olga")]
        self.askd.quick_start = False
        reply = self.people[0].door().call("GET", "/people")
        assert reply.status == 200, reply
        ids = {person["name"]: person["id"] for person in reply.json["people"]}
        place = self.place
        self.linked = {place.ana: ids["Ana Lima"], place.ben: ids["Ben Roy"], place.cleo: ids["Cleo Mai"]}
        self.fake.connected()
        self.up.set()

    def did(self, gesture):
        with self.ledger.lock:
            self.gestures.append(gesture)
        return gesture


def new_slack_world(tmp_path, seed, fake):
    """The fake's own limits are out of the way: how often it asks to wait is the faults' business."""
    fake.set(limited=False, socket_retries=[0.5, 2.0, 5.0, 10.0])
    place = Rooms(fake)
    askd = Askd(tmp_path / "store", "--config", str(place.configure(tmp_path)), env=UNBOUNDED)
    askd.port = quiet_port()
    world = SlackWorld(askd, seed, place)
    world.begin()
    return world
