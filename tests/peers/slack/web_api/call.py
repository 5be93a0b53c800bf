"""One call of a Web API method: its arguments, read from a form, a query or JSON, and who makes it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..refused import Refused
from ..world import Channel, Json, Principal, World

if TYPE_CHECKING:
    from ..workspace import Workspace

# What every method takes beside its own arguments; SDKs send the team with each call.
EVERYWHERE = {"token", "team_id"}


@dataclass
class Call:
    workspace: "Workspace"
    method: str
    args: Json
    who: Principal
    is_json: bool
    warnings: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.workspace.world

    def text(self, name: str, default: str = "") -> str:
        """Forms hold texts alone; in JSON another type is an error, above all a timestamp as a number."""
        value = self.args.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise Refused("invalid_arguments", [f"must be a string [json-pointer:/{name}]"])
        return value

    def need(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Refused("invalid_arguments", [f"missing required field: {name} [json-pointer:/{name}]"])
        return value

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, "true", "1", 1)

    def number(self, name: str, default: int, most: int, error: str = "invalid_limit") -> int:
        try:
            value = int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise Refused(error) from None
        if value < 1:
            raise Refused(error)
        return min(value, most)

    def structure(self, name: str, error: str) -> Any:
        """Nested arguments stand in a form as JSON text, which JSON bodies may hold too."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refused(error) from None

    def names(self, name: str) -> list[str]:
        value = self.args.get(name) or ""
        return [one.strip() for one in (value if isinstance(value, list) else value.split(",")) if one.strip()]

    def needs_scope(self, *either: str) -> None:
        if self.who.kind == "bot" and not self.world.scopes & set(either):
            provided = ",".join(sorted(self.world.scopes))
            raise Refused("missing_scope", needed=either[0], provided=provided)

    def needs_scope_of(self, channel: Channel, what: str) -> None:
        """`channels:history`, `groups:history`, `im:history` or `mpim:history`, as the channel is."""
        self.needs_scope({"channel": "channels", "group": "groups"}.get(channel.kind, channel.kind) + ":" + what)

    def channel(self, name: str = "channel") -> Channel:
        channel = self.world.channels.get(self.text(name))
        if channel is None or (channel.kind != "channel" and self.who.user not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def own_channel(self, name: str = "channel") -> Channel:
        channel = self.channel(name)
        if self.who.user not in channel.members:
            raise Refused("not_in_channel")
        return channel


Handler = Callable[[Call], Json]


@dataclass
class Method:
    """`tier` 0 has a rule of its own. `json`: whether the reference lists application/json for it. `get`: reading
    methods may be called by GET."""

    name: str
    run: Handler
    tier: int
    json: bool
    get: bool
    token: str
    scope: str
    takes: set[str]


METHODS: dict[str, Method] = {}


def method(
    name: str, takes: str = "", tier: int = 3, json: bool = True, get: bool = False, token: str = "bot", scope: str = ""
) -> Callable[[Handler], Handler]:
    """Registers what answers a method. `takes` are the arguments that the reference lists."""

    def register(run: Handler) -> Handler:
        METHODS[name] = Method(name, run, tier, json, get, token, scope, set(takes.split()) | EVERYWHERE)
        return run

    return register
