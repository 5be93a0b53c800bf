"""An askd that stands on the fake Slack, and how its cards look to people there."""

import pathlib
import sys

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
        team = TEAM.format(ana=self.ana, ben=self.ben, ops=self.ops, news=self.news, more=self.more)
        (folder / "teams.d" / "growth.yaml").write_text(team)
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


def text_of(post):
    """All that a person reads of a post."""
    return post["seen"]["text"]


def controls_of(post):
    """The labels of what a person can press or open there."""
    return [control["label"] for control in post["seen"]["controls"]]


def running(**settings):
    return slack.running(**settings)
