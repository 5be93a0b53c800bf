"""An askd that stands on the fake Slack, and how its cards look to people there."""

import contextlib
import pathlib
import sys

from callers import eventually
from rig import Askd

PEERS = pathlib.Path(__file__).resolve().parents[1] / "peers"
sys.path.insert(0, str(PEERS))

import slack  # noqa: E402

TEAM = """people:
  ana: {{name: Ana Lima, email: ana@example.com, chat: {ana}}}
  ben: {{name: Ben Roy, email: ben@example.com, chat: {ben}}}
channels:
  "#ops": {{rooms: [{{backend: chat, room: {ops}}}], members: [ana, ben]}}
  "#news": {{rooms: [{{backend: chat, room: {news}}}, {{backend: chat, room: {more}}}], members: [ana, ben]}}
"""


class Place:
    """The fake with two people of the team, a stranger, and the rooms of its channels."""

    def __init__(self, fake):
        self.fake = fake
        self.ana, self.ben = fake.person("ana", "ana@example.com"), fake.person("ben", "ben@example.com")
        self.zoe = fake.person("zoe", "zoe@elsewhere.example")
        everybody = (self.ana, self.ben, self.zoe)
        self.ops, self.news, self.more = (fake.channel(name, *everybody) for name in ("ops", "news", "more"))

    def team(self):
        """teams.d/growth.yaml; a place with other people or rooms overrides this."""
        return TEAM.format(ana=self.ana, ben=self.ben, ops=self.ops, news=self.news, more=self.more)

    def configure(self, folder, mode="socket"):
        """askd.yaml and teams.d/growth.yaml in that folder."""
        for name in ("bot_token", "app_token", "signing_secret"):
            file = folder / name
            file.write_text(getattr(self.fake, name))
            file.chmod(0o600)
        proof = "app_token: {file: app_token}" if mode == "socket" else "signing_secret: {file: signing_secret}"
        (folder / "askd.yaml").write_text(
            "limits: {open_asks_per_agent: 100000, requests_per_minute: 1000000}\n"
            f"backends:\n  chat: {{adapter: slack, mode: {mode}, bot_token: {{file: bot_token}}, {proof}, "
            f'api_url: "{self.fake.api}"}}\n'
        )
        (folder / "teams.d").mkdir(exist_ok=True)
        (folder / "teams.d" / "growth.yaml").write_text(self.team())
        return folder / "askd.yaml"

    def post_of(self, ask, room=None):
        """The post that shows an ask, once it is there."""

        def look():
            found = [post for post in self.fake.posts(room or self.ops) if ask["title"] in text_of(post)]
            return found[0] if found else None

        return self.fake.until(look)

    def shows(self, ask, words, room=None):
        """Waits until the ask's post says so."""
        return self.fake.until(lambda: words in text_of(self.post_of(ask, room)))


@contextlib.contextmanager
def a_place(kind=Place):
    with slack.running() as fake:
        yield kind(fake)


@contextlib.contextmanager
def standing_on(place, folder, mode="socket"):
    """An askd on that place, which hears of it."""
    server = Askd(folder / "store", "--config", str(place.configure(folder, mode))).start()
    try:
        if mode == "socket":
            place.fake.connected(2)
        else:
            hooks = f"{server.url}/hooks/chat"
            place.fake.do("use_http", events=f"{hooks}/events", interactivity=f"{hooks}/interactive")
        yield server
        if server.process is not None:
            assert server.stop() == 0, server.said()
    finally:
        if server.process is not None:
            server.kill()


def showing(place, title, room=None):
    """All posts there that say so: a card that was posted twice is there twice."""
    return [post for post in place.fake.posts(room or place.ops) if title in text_of(post)]


def sent(agent, ask):
    """Waits until askd itself knows of all its posts."""
    eventually(lambda: {one["state"] for one in agent.shown(ask)["deliveries"]} == {"sent"}, within=60, what="not sent")


def approval(agent, title, **more):
    """Asks the people of #ops, if nobody else is named."""
    return agent.ask(title, form={"kind": "approval"}, **{"to": ["#ops"], **more})


def text_of(post):
    """All that a person reads of a post."""
    return post["seen"]["text"]


def controls_of(post):
    """The labels of what a person can press or open there."""
    return [control["label"] for control in post["seen"]["controls"]]


def facts_of(agent, *kinds):
    """What the record holds of these kinds, in order."""
    found, after = [], 0
    while records := agent.read(f"/audit?after={after}&limit=200")["records"]:
        found += [record["fact"] for record in records if record["fact"]["kind"] in kinds]
        after = records[-1]["seq"]
    return found


def told_to(place, person, words):
    """What that person alone was told, as soon as there is something that says so."""
    return place.fake.until(lambda: [one for one in place.fake.ephemerals(person) if words in text_of(one)])


def effects_on(agent, ask):
    """What the record holds of people's answers to that ask, taken or not, and of their words about it."""
    answers = facts_of(agent, "ask.answered", "ask.late_answer", "ask.refused", "message.said")
    ours = (ask["id"], ask["conversation"])
    return [one for one in answers if one.get("id", one.get("message", {}).get("conversation")) in ours]


def all_heard(place):
    """Waits until askd has acknowledged, or refused, all that was sent to it."""
    return place.fake.until(lambda: all(one["state"] != "waiting" for one in place.fake.deliveries()))


def health_of(caller):
    """What an operator reads of askd's state."""
    return caller.session.get(f"{caller.askd.url}/readyz?verbose").text
