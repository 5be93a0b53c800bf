"""What a test may order, under /control/: each verb is a POST of its arguments as one JSON object."""

import binascii
import dataclasses
import inspect
from collections.abc import Callable
from typing import Any

from aiohttp import web

from .delivery import Delivery
from .door import Door
from .entering import Impossible
from .faults import Fault
from .frames import TEXT
from .payloads import event_callback
from .reading import Names, seen
from .refused import Refused
from .settings import Settings
from .workspace import Workspace
from .world import APP, APP_TOKEN, BOT, BOT_TOKEN, BOT_USER, SIGNING_SECRET, TEAM, Json

# These change nothing, so nobody who waits is woken.
READS = {"about", "calls", "connections", "deliveries", "ephemerals", "files", "held", "newer_than", "posts", "views"}


def fault_of(given: Json | None) -> Fault | None:
    if given is None:
        return None
    return Fault("", given["kind"], more={key: value for key, value in given.items() if key != "kind"})


class Control:
    """The verbs are this class's public methods."""

    def __init__(self, workspace: Workspace, door: Door) -> None:
        self._workspace = workspace
        self._door = door
        self._world = workspace.world

    async def handle(self, request: web.Request) -> web.Response:
        verb = request.match_info["verb"]
        run: Callable[..., Any] | None = getattr(self, verb, None)
        if verb.startswith("_") or verb == "handle" or run is None:
            return web.json_response({"problem": f"there is no verb {verb}"}, status=404)
        try:
            arguments = await request.json() if request.can_read_body else {}
            inspect.signature(run).bind(**arguments)
            answer = run(**arguments)
            answer = await answer if inspect.isawaitable(answer) else answer
        except (Impossible, Refused, KeyError, IndexError, TypeError, ValueError) as problem:
            return web.json_response({"problem": f"{type(problem).__name__}: {problem}"}, status=409)
        if verb not in READS:
            self._world.touch()
        return web.json_response({"answer": answer})

    # The workplace.

    def about(self) -> Json:
        ids = {"team": TEAM, "app": APP, "bot": BOT, "bot_user": BOT_USER, "url": self._workspace.url}
        ids["control"] = self._workspace.control_url
        return ids | {"bot_token": BOT_TOKEN, "app_token": APP_TOKEN, "signing_secret": SIGNING_SECRET}

    def add_user(self, name: str, email: str = "", **more: Any) -> Json:
        return dataclasses.asdict(self._world.add_user(name, email, **more))

    def add_channel(self, name: str, members: list[str], kind: str = "channel") -> str:
        return self._world.add_channel(name, members, kind).id

    def direct(self, users: list[str]) -> str:
        return self._world.direct(users)[0].id

    def settings(self, **changes: Any) -> None:
        known = {field.name for field in dataclasses.fields(Settings)}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"there is no setting {name}")
            if name == "tiers":
                value = {int(tier): most for tier, most in value.items()}
            setattr(self._world.settings, name, value)
        if "scopes" in changes:
            self._world.scopes = set(changes["scopes"])

    def advance(self, seconds: float) -> None:
        self._world.clock.advance(seconds)

    def revoke(self, token: str, error: str = "token_revoked") -> None:
        self._workspace.revoke(token, error)

    def archive(self, channel: str, on: bool = True) -> None:
        self._world.channels[channel].archived = on

    def messages_tab(self, on: bool) -> None:
        self._world.messages_tab = on

    def link(self, on: bool) -> None:
        """Socket Mode, as an operator switches it on the app's page."""
        self._workspace.sockets.enabled = on

    def rename_user(self, user: str, name: str) -> None:
        person = self._world.users[user]
        person.name, person.real_name = name, name.capitalize()
        self._workspace.tell({"type": "user_change", "user": {"id": user, "name": name}})

    def deactivate(self, user: str) -> None:
        self._world.users[user].deleted = True

    def rename_channel(self, channel: str, name: str) -> None:
        self._world.channels[channel].name = name
        self._workspace.tell({"type": "channel_rename", "channel": channel, "name": name})

    # People.

    def say(self, user: str, channel: str, text: str, **more: Any) -> Json:
        return self._workspace.people.say(user, channel, text, **more)

    def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        return self._workspace.people.edit(user, channel, ts, text)

    def delete(self, user: str, channel: str, ts: str) -> None:
        self._workspace.people.delete(user, channel, ts)

    def unfurl(self, channel: str, ts: str, link: str) -> Json:
        return self._workspace.people.unfurl(channel, ts, link)

    def react(self, user: str, channel: str, ts: str, name: str, on: bool = True) -> None:
        self._workspace.people.react(user, channel, ts, name, on)

    def join(self, user: str, channel: str, leave: bool = False) -> None:
        self._workspace.people.join(user, channel, leave)

    async def use(
        self, user: str, channel: str, ts: str, name: str, value: Any = None, block_id: str = "",
        fault: Json | None = None, connection: int | None = None, wait: bool = True,
    ) -> Json:  # fmt: skip
        delivery = self._workspace.people.use(user, channel, ts, name, value, block_id, fault_of(fault), connection)
        return await self._outcome(delivery, wait)

    async def command(
        self, user: str, channel: str, name: str, text: str = "", fault: Json | None = None, wait: bool = True
    ) -> Json:
        return await self._outcome(self._workspace.people.command(user, channel, name, text, fault_of(fault)), wait)

    def views(self, user: str) -> list[Json]:
        names = self._names()
        return [{**view, "seen": seen(view, names), "errors": self._workspace.modals.errors.get(view["id"], {})}
                for view in self._workspace.modals.stack(user)]  # fmt: skip

    def enter(self, user: str, values: Json) -> Json:
        return self._workspace.modals.enter(user, values)

    async def use_in_view(
        self, user: str, name: str, value: Any = None, fault: Json | None = None, wait: bool = True
    ) -> Json:
        return await self._outcome(self._workspace.modals.press(user, name, value, fault_of(fault)), wait)

    async def submit(self, user: str, values: Json, fault: Json | None = None) -> Json:
        view_id = self._workspace.modals.top(user)["id"]
        delivery = self._workspace.modals.submit(user, values, fault_of(fault))
        outcome = await self._outcome(delivery, True)
        return outcome | {"then": self._workspace.modals.answered(user, view_id, delivery)}

    async def dismiss(self, user: str, everything: bool = False, fault: Json | None = None) -> Json | None:
        delivery = self._workspace.modals.dismiss(user, everything, fault_of(fault))
        return None if delivery is None else await self._outcome(delivery, True)

    async def _outcome(self, delivery: Delivery, wait: bool) -> Json:
        if wait:
            await delivery.done.wait()
        return delivery.report()

    # What the platform sends.

    def tell(self, event: Json) -> None:
        """Any event, wrapped as usual, whatever the app subscribed to."""
        self._workspace.courier.send("events_api", event_callback(self._world, event))

    def deliver(
        self, kind: str, payload: Any, fault: Json | None = None, connection: int | None = None, attempt: int = 0
    ) -> Json:
        return self._workspace.courier.send(kind, payload, fault_of(fault), connection, attempt).report()

    def again(self, number: int, attempt: int = 1, connection: int | None = None) -> Json:
        """A delivery once more, with the same event_id, however late."""
        was = self._workspace.courier.deliveries[number - 1]
        return self._workspace.courier.send(was.kind, was.payload, None, connection, attempt).report()

    def retry_now(self) -> None:
        self._workspace.courier.retry_now()

    def deliveries(self, kind: str = "") -> list[Json]:
        return [one.report() for one in self._workspace.courier.deliveries if kind in ("", one.kind)]

    def use_http(self, events: str, interactivity: str = "", commands: str = "") -> None:
        self._workspace.use_http(events, interactivity or events, commands or interactivity or events)

    def use_socket(self) -> None:
        self._workspace.courier.carrier = self._workspace.sockets

    async def verify_url(self, fault: Json | None = None) -> Json:
        return await self._workspace.http.verify_url(fault_of(fault))

    # Faults.

    def fault(self, where: str, kind: str, times: int = 1, when: Json | None = None, **more: Any) -> None:
        self._workspace.faults.order(where, kind, times, when, **more)

    def heal(self) -> None:
        self._workspace.faults.heal()

    def release(self, last_first: bool = False) -> int:
        return self._workspace.faults.release(last_first)

    def held(self) -> int:
        return self._workspace.faults.held

    # Connections.

    async def listen(self, on: bool) -> None:
        """Off: the whole platform can't be reached, but for this control at its own address."""
        await (self._door.reopen() if on else self._door.shut())

    def connections(self) -> list[Json]:
        return [one.report() for one in self._workspace.sockets.connections]

    def disconnect(self, number: int, reason: str) -> None:
        self._workspace.sockets.disconnect(number, reason)

    def close(self, number: int, code: int = 1000) -> None:
        self._workspace.sockets.connection(number).close(code)

    def drop(self, number: int) -> None:
        self._workspace.sockets.connection(number).drop()

    def reset(self, number: int) -> None:
        self._workspace.sockets.connection(number).reset()

    def half_close(self, number: int) -> None:
        self._workspace.sockets.connection(number).half_close()

    def freeze(self, number: int) -> None:
        self._workspace.sockets.connection(number).freeze()

    def frame(self, number: int, text: str = "", hexadecimal: str = "", opcode: int = TEXT, fragments: int = 1) -> None:
        payload = binascii.unhexlify(hexadecimal) if hexadecimal else text.encode()
        self._workspace.sockets.connection(number).send_frame(payload, opcode, fragments)

    # Reading.

    def posts(self, channel: str, thread_ts: str = "", since: str = "", reader: str = "") -> list[Json]:
        """The messages of a channel, of a thread, or from a time on, as they are and as a person sees them: `reader`
        sees dates on their own clock."""
        names = self._names()
        names.zone = self._world.users[reader].tz if reader else ""
        messages = sorted(self._world.channels[channel].messages.values(), key=lambda one: one["ts"])
        messages = [one for one in messages if one["ts"] >= since]
        if thread_ts:
            messages = [one for one in messages if one.get("thread_ts", one["ts"]) == thread_ts]
        return [{**one, "seen": seen(one, names)} for one in messages]

    def ephemerals(self, user: str = "") -> list[Json]:
        names = self._names()
        return [{**one, "seen": seen(one, names)} for one in self._world.ephemerals if user in ("", one["to"])]

    def calls(self, method: str = "") -> list[Json]:
        return [one for one in self._world.calls if method in ("", one["method"])]

    def files(self) -> list[Json]:
        files = [dataclasses.asdict(one) for one in self._world.files.values()]
        for one in files:
            one["content"] = None if one["content"] is None else one["content"].decode("latin-1")
        return files

    async def newer_than(self, version: int, patience: float = 10.0) -> int:
        """Waits until something happened after that version."""
        return await self._world.newer_than(version, patience)

    def _names(self) -> Names:
        names = Names({user.id: user.name for user in self._world.users.values()})
        names.update({channel.id: channel.name for channel in self._world.channels.values()})
        return names
