"""The hand of a test: `Slack` speaks to a fake's control, be it in this process or in another one."""

import asyncio
import contextlib
import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from .server import Server
from .settings import Settings

Json = dict[str, Any]
T = TypeVar("T")
PATIENCE = 20.0


class Slack:
    """People are named by their id, but for `person`, which takes a name; messages are the dictionaries that come back.

    Gestures (`press`, `choose`, `submit`, `command` …) return when the app acknowledged or didn't within its 3 s: a
    report with `state` (acked or failed), `answer`, `payload` and `attempts`.
    """

    def __init__(self, url: str, tls: ssl.SSLContext | None = None) -> None:
        self.url = url
        handlers: list[Any] = [urllib.request.ProxyHandler({})]
        if tls is not None:
            handlers.append(urllib.request.HTTPSHandler(context=tls))
        self._opener = urllib.request.build_opener(*handlers)
        self._control = url
        about = self.do("about")
        self._control = about["control"]
        self.api = f"{url}/api/"
        self.team, self.app, self.bot, self.bot_user = (about[key] for key in ("team", "app", "bot", "bot_user"))
        self.bot_token, self.app_token = about["bot_token"], about["app_token"]
        self.signing_secret = about["signing_secret"]

    def do(self, verb: str, **arguments: Any) -> Any:
        """Any verb of control.py."""
        request = urllib.request.Request(
            f"{self._control}/control/{verb}", json.dumps(arguments).encode(), method="POST"
        )
        request.add_header("Content-Type", "application/json")
        try:
            with self._opener.open(request, timeout=PATIENCE * 2) as answer:
                got = json.load(answer)
        except urllib.error.HTTPError as problem:
            raise AssertionError(f"{verb}: {problem.read().decode()}") from None
        return got["answer"]

    def until(self, look: Callable[[], T], patience: float = PATIENCE) -> T:
        """What `look` finds, as soon as it finds something; it looks again whenever something happened."""
        end = time.monotonic() + patience
        while True:
            before = self.do("newer_than", version=-1)
            found = look()
            if found:
                return found
            left = end - time.monotonic()
            assert left > 0, f"it didn't come within {patience} s"
            self.do("newer_than", version=before, patience=min(left, 5.0))

    # The workplace.

    def person(self, name: str, email: str = "", **more: Any) -> str:
        return self.do("add_user", name=name, email=email, **more)["id"]

    def channel(self, name: str, *members: str, kind: str = "channel", bot: bool = True) -> str:
        return self.do("add_channel", name=name, members=[*([self.bot_user] if bot else []), *members], kind=kind)

    def direct(self, user: str) -> str:
        """The direct message of the app and that person."""
        return self.do("direct", users=[self.bot_user, user])

    def set(self, **settings: Any) -> None:
        self.do("settings", **settings)

    def advance(self, seconds: float) -> None:
        self.do("advance", seconds=seconds)

    # People.

    def say(self, user: str, channel: str, text: str, **more: Any) -> Json:
        """`thread_ts`, `broadcast`, `files=[{"name": …, "content": …}]`, `marked_up`, `client_msg_id`, `me`."""
        return self.do("say", user=user, channel=channel, text=text, **more)

    def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        return self.do("edit", user=user, channel=channel, ts=ts, text=text)

    def delete(self, user: str, channel: str, ts: str) -> None:
        self.do("delete", user=user, channel=channel, ts=ts)

    def react(self, user: str, channel: str, ts: str, name: str, on: bool = True) -> None:
        self.do("react", user=user, channel=channel, ts=ts, name=name, on=on)

    def press(self, user: str, channel: str, ts: str, name: str, **more: Any) -> Json:
        """The button with that action_id or label. `fault`, `connection`, `block_id`, `wait`."""
        return self.do("use", user=user, channel=channel, ts=ts, name=name, **more)

    def choose(self, user: str, channel: str, ts: str, name: str, value: Any, **more: Any) -> Json:
        """An option (or a list, where many can be chosen) by value or label; a date, a person's id, a text."""
        return self.do("use", user=user, channel=channel, ts=ts, name=name, value=value, **more)

    def command(self, user: str, channel: str, name: str, text: str = "", **more: Any) -> Json:
        return self.do("command", user=user, channel=channel, name=name, text=text, **more)

    def views(self, user: str) -> list[Json]:
        return self.do("views", user=user)

    def submit(self, user: str, values: Json, **more: Any) -> Json:
        """Fills in the top view, by action_id or block_id, and sends it. `then` says what the person sees after it."""
        return self.do("submit", user=user, values=values, **more)

    def dismiss(self, user: str, **more: Any) -> Json | None:
        return self.do("dismiss", user=user, **more)

    # Reading.

    def posts(self, channel: str, thread_ts: str = "", since: str = "", reader: str = "") -> list[Json]:
        return self.do("posts", channel=channel, thread_ts=thread_ts, since=since, reader=reader)

    def ephemerals(self, user: str = "") -> list[Json]:
        return self.do("ephemerals", user=user)

    def calls(self, method: str = "") -> list[Json]:
        return self.do("calls", method=method)

    def deliveries(self, kind: str = "") -> list[Json]:
        return self.do("deliveries", kind=kind)

    def connections(self) -> list[Json]:
        return self.do("connections")

    def connected(self, count: int = 1) -> list[Json]:
        """Waits for so many connections that are open and greeted."""

        def look() -> list[Json]:
            found = [one for one in self.connections() if one["state"] == "open" and one["greeted"]]
            return found if len(found) >= count else []

        return self.until(look)

    # Faults.

    def fault(self, where: str, kind: str, **more: Any) -> None:
        """See faults.py for where and which."""
        self.do("fault", where=where, kind=kind, **more)

    def release(self, last_first: bool = False) -> int:
        return self.do("release", last_first=last_first)

    def disconnect(self, number: int, reason: str) -> None:
        self.do("disconnect", number=number, reason=reason)


@contextlib.contextmanager
def running(
    port: int = 0, tls: ssl.SSLContext | None = None, trust: ssl.SSLContext | None = None, **settings: Any
) -> Iterator[Slack]:
    """A fake in a thread of this process. `tls` is the server's certificate, and `trust` what the test believes."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="fake Slack", daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_made(settings), loop).result()
    try:
        url = asyncio.run_coroutine_threadsafe(server.start(port, tls), loop).result()
        yield Slack(url, trust)
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _made(settings: Json) -> Server:
    return Server(Settings(**settings))


def attached(url: str, tls: ssl.SSLContext | None = None) -> Slack:
    """The hand for a fake that runs elsewhere: `python -m slack` printed its address."""
    return Slack(url, tls)
