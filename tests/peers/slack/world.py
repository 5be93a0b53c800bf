"""What the workspace holds: people, channels, messages, views, files, tokens. Wire objects stay plain dictionaries."""

import asyncio
import copy
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock
from .settings import Settings

Json = dict[str, Any]

TEAM = "T0ACME"
APP = "A0ASKD"
BOT = "B0ASKD"
BOT_USER = "U0ASKD"

BOT_TOKEN = "xoxb-0-askd-bot-token"
# The platform writes the app's id into it.
APP_TOKEN = f"xapp-1-{APP}-1-askd-app-token"
SIGNING_SECRET = "askd-test-secret-0001"


@dataclass
class User:
    id: str
    name: str
    real_name: str
    email: str
    tz: str = "Europe/Paris"
    tz_offset: int = 7200
    is_bot: bool = False
    deleted: bool = False


@dataclass
class Channel:
    """`kind` is what events call `channel_type`: channel, group, im or mpim."""

    id: str
    name: str
    kind: str
    members: list[str] = field(default_factory=list)
    archived: bool = False
    messages: dict[str, Json] = field(default_factory=dict)

    def replies(self, root: str) -> list[Json]:
        return [m for m in self.messages.values() if m.get("thread_ts") == root and m["ts"] != root]


@dataclass
class File:
    id: str
    name: str
    length: int
    owner: str
    title: str = ""
    content: bytes | None = None
    shares: list[tuple[str, str]] = field(default_factory=list)
    completed: bool = False


@dataclass
class Principal:
    """Whom a token stands for: `kind` is bot, app or user."""

    kind: str
    user: str = ""
    revoked: str = ""  # The error that the token gets from now on.


@dataclass
class Trigger:
    user: str
    made: float
    view: str = ""  # The view in which the gesture was made: `views.push` needs one.
    used: bool = False


class World:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock()
        self.domain = "acme"
        self.messages_tab = True
        self.scopes = set(settings.scopes)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, Json] = {}
        self.stacks: dict[str, list[str]] = {}  # The views that a person has open, the top one last.
        self.triggers: dict[str, Trigger] = {}
        self.ephemerals: list[Json] = []
        self.calls: list[Json] = []
        self.tokens = {BOT_TOKEN: Principal("bot", BOT_USER), APP_TOKEN: Principal("app")}
        self.tell: Callable[[Json], None] = lambda event: None
        self._numbers = itertools.count(1)
        self._version = 0
        self._changed = asyncio.Condition()
        self.users[BOT_USER] = User(BOT_USER, "askd", "askd", "", is_bot=True)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}0{next(self._numbers):06d}"

    # Waiting: whoever reads the workspace asks to be woken when it is newer than what they saw.

    @property
    def version(self) -> int:
        return self._version

    def touch(self) -> None:
        self._version += 1
        asyncio.get_running_loop().create_task(self._wake())

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def newer_than(self, version: int, patience: float) -> int:
        async with self._changed:
            try:
                async with asyncio.timeout(patience):
                    await self._changed.wait_for(lambda: self._version > version)
            except TimeoutError:
                pass
            return self._version

    # People and channels.

    def add_user(self, name: str, email: str = "", **more: Any) -> User:
        user = User(self.new_id("U"), name, name.capitalize(), email or f"{name}@acme.example", **more)
        self.users[user.id] = user
        # Like every newcomer's token in a test: `xoxp-ann` speaks for ann.
        self.tokens[f"xoxp-{name}"] = Principal("user", user.id)
        return user

    def add_channel(self, name: str, members: list[str], kind: str = "channel") -> Channel:
        letter = {"channel": "C", "group": "G", "mpim": "G", "im": "D"}[kind]
        channel = Channel(self.new_id(letter), name, kind, list(members))
        self.channels[channel.id] = channel
        return channel

    def direct(self, users: list[str]) -> tuple[Channel, bool]:
        """The direct message of exactly these people, and whether it was there already."""
        wanted = sorted(users)
        for channel in self.channels.values():
            if channel.kind in ("im", "mpim") and sorted(channel.members) == wanted:
                return channel, True
        kind = "im" if len(users) == 2 else "mpim"
        return self.add_channel("" if kind == "im" else "mpdm-" + "--".join(wanted), users, kind), False

    # Messages.

    def add_message(self, channel: Channel, message: Json, tell: bool = True) -> Json:
        message = {"type": "message", "team": TEAM, **message}
        message.setdefault("ts", self.clock.ts())
        root = channel.messages.get(message.get("thread_ts", ""))
        if root is not None:
            root.setdefault("thread_ts", root["ts"])
            message["parent_user_id"] = root.get("user", "")
        channel.messages[message["ts"]] = message
        if root is not None:
            self._count_replies(channel, root)
        if tell:
            self.tell_message(channel, message)
        self.touch()
        return message

    @staticmethod
    def _count_replies(channel: Channel, root: Json) -> None:
        replies = channel.replies(root["ts"])
        people = list(dict.fromkeys(reply["user"] for reply in replies))
        root.update(reply_count=len(replies), reply_users_count=len(people), reply_users=people)
        root["latest_reply"] = replies[-1]["ts"] if replies else root["ts"]

    def change_message(self, channel: Channel, ts: str, change: Json, edited_by: str = "") -> Json:
        """`edited_by` is empty for what the platform does itself: a preview of a link also comes as a change."""
        message = channel.messages[ts]
        before = copy.deepcopy(message)
        message.update(change)
        if edited_by:
            message["edited"] = {"user": edited_by, "ts": self.clock.ts()}
        self.tell_hidden(channel, "message_changed", message=message, previous_message=before)
        self.touch()
        return message

    def remove_message(self, channel: Channel, ts: str) -> None:
        """A deleted root that has replies stays as a tombstone, and its thread with it."""
        message = channel.messages[ts]
        before = copy.deepcopy(message)
        if channel.replies(ts):
            tombstone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": ts, "thread_ts": ts}
            channel.messages[ts] = {**tombstone, "text": "This message was deleted.", "hidden": True}
            self._count_replies(channel, channel.messages[ts])
        else:
            del channel.messages[ts]
            root = channel.messages.get(message.get("thread_ts", ""))
            if root is not None:
                self._count_replies(channel, root)
        self.tell_hidden(channel, "message_deleted", deleted_ts=ts, previous_message=before)
        self.touch()

    def tell_message(self, channel: Channel, message: Json) -> None:
        """The app hears of a message, its own included with its metadata, in each channel where its bot is."""
        event = {**copy.deepcopy(message), "channel": channel.id, "channel_type": channel.kind}
        if event.get("subtype") == "thread_broadcast":
            event["root"] = copy.deepcopy(channel.messages[message["thread_ts"]])
        self.tell({**event, "event_ts": message["ts"]})

    def tell_hidden(self, channel: Channel, subtype: str, **more: Any) -> None:
        now = self.clock.ts()
        event = {"type": "message", "subtype": subtype, "channel": channel.id, "channel_type": channel.kind}
        self.tell({**event, "hidden": True, "ts": now, "event_ts": now, **copy.deepcopy(more)})

    def new_trigger(self, user: str, view: str = "") -> str:
        name = f"{self.new_id('1')}.{TEAM}.{self.new_id('t')}"
        self.triggers[name] = Trigger(user, self.clock.now(), view)
        return name
