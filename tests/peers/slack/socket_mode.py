"""Socket Mode: tickets, connections, and envelopes that go to one of the connections each."""

import asyncio
import itertools
import json
from typing import Any

from .connection import Connection
from .delivery import Delivery, Reply
from .faults import Fault, Faults, altered
from .world import APP, Json, World


class SocketMode:
    def __init__(self, world: World, faults: Faults) -> None:
        self.url = ""
        self.enabled = True
        self.connections: list[Connection] = []
        self._world = world
        self._faults = faults
        self._tickets: dict[str, float] = {}
        self._turn = 0
        self._envelopes = itertools.count(1)
        self._waiting: dict[str, tuple[int, asyncio.Future[Any]]] = {}

    @property
    def retries(self) -> tuple[float, ...]:
        return self._world.settings.socket_retries

    def count(self) -> int:
        return sum(one.counts() for one in self.connections)

    # Dialing.

    def ticket(self) -> str:
        """The address of one connection: it works once, and not for long."""
        ticket = self._world.new_id("ticket-")
        self._tickets[ticket] = self._world.clock.now()
        return f"{self.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"

    def admits(self, ticket: str) -> bool:
        made = self._tickets.pop(ticket, None)
        return made is not None and self._world.clock.now() - made <= self._world.settings.ticket_lives

    async def serve(self, connection: Connection, short: bool) -> None:
        """From the handshake until the connection is gone."""
        self.connections.append(connection)
        connection.on_text = self.heard
        self._world.touch()
        pinging = asyncio.create_task(connection.keep_alive())
        try:
            if self.count() > self._world.settings.connections:
                connection.disconnect("too_many_websockets")
                connection.close(1000)
            else:
                await self._hello(connection, short)
            await connection.gone.wait()
        finally:
            pinging.cancel()
            connection.state = "closed"
            self._world.touch()

    async def _hello(self, connection: Connection, short: bool) -> None:
        hello: Json = {"type": "hello", "num_connections": self.count(), "connection_info": {"app_id": APP}}
        lives = 360 if short else 18060
        hello["debug_info"] = {"host": "applink-1", "build_number": 18, "approximate_connection_time": lives}
        fault = self._faults.take("hello")
        if fault is not None and fault.kind == "hold":
            await self._faults.hold()
        elif fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.more["seconds"])
        elif fault is not None and fault.kind == "drop":
            return
        connection.greeted = True
        for text in frames_of(hello, fault):
            connection.say(text)
        self._world.touch()

    # Envelopes.

    async def carry(self, delivery: Delivery, attempt: int, reason: str, fault: Fault | None) -> Reply:
        connection = self._next(delivery.connection)
        if connection is None:
            return Reply(False, reason="timeout")
        envelope_id = f"00000000-0000-4000-8000-{next(self._envelopes):012d}"
        answers = delivery.kind != "events_api"
        envelope = {"envelope_id": envelope_id, "type": delivery.kind, "accepts_response_payload": answers}
        envelope["payload"] = delivery.payload
        if not answers:
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        acked: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (connection.number, acked)
        delivery.attempts[-1] |= {"envelope_id": envelope_id, "connection": connection.number}
        for number, text in enumerate(frames_of(envelope, fault)):
            again = number and fault is not None and fault.more.get("other_connection")
            (self._next(None, but=connection) or connection if again else connection).say(text)
        try:
            async with asyncio.timeout(self._world.settings.ack_within):
                return Reply(True, await acked)
        except TimeoutError:
            return Reply(False, reason="timeout")
        finally:
            self._waiting.pop(envelope_id, None)

    def _next(self, wanted: int | None, but: Connection | None = None) -> Connection | None:
        """The platform takes any connection; here they take turns, so that tests repeat."""
        ready = [one for one in self.connections if one.serves() and one is not but]
        if wanted is not None:
            return next((one for one in ready if one.number == wanted), None)
        self._turn += 1
        return ready[self._turn % len(ready)] if ready else None

    def heard(self, connection: Connection, text: str, ack: Json) -> None:
        """An acknowledgement counts on the connection that the envelope came on."""
        try:
            said = json.loads(text)
            envelope_id = said["envelope_id"]
        except (ValueError, TypeError, KeyError):
            ack["ignored"] = ack["ignored"] or "no envelope_id"
            return
        ack["envelope_id"], ack["payload"] = envelope_id, said.get("payload")
        waiting = self._waiting.get(envelope_id)
        if ack["ignored"]:
            return
        if waiting is None:
            ack["ignored"] = "nobody waits for it"
        elif waiting[0] != connection.number:
            ack["ignored"] = "it came on another connection"
        elif not waiting[1].done():
            waiting[1].set_result(said.get("payload") or None)

    # What a test orders.

    def disconnect(self, number: int, reason: str) -> None:
        """Announces the end. After `warning` the recycling comes in about 10 s; after `refresh_requested` the old
        connection drains before the platform closes it."""
        connection = self.connection(number)
        connection.disconnect(reason)
        loop = asyncio.get_running_loop()
        if reason == "warning":
            loop.call_later(self._world.settings.warns, self._recycle, connection)
        elif reason == "refresh_requested":
            loop.call_later(self._world.settings.drain, connection.close_if_open, 1000)
        elif reason in ("link_disabled", "too_many_websockets"):
            self.enabled = self.enabled and reason != "link_disabled"
            connection.close(1000)

    def _recycle(self, connection: Connection) -> None:
        if connection.state == "open":
            self.disconnect(connection.number, "refresh_requested")

    def connection(self, number: int) -> Connection:
        return self.connections[number - 1]


def frames_of(message: Json, fault: Fault | None) -> list[str]:
    """The texts that go out for a message: one, as it is, unless a fault says otherwise."""
    text = json.dumps(message)
    if fault is None:
        return [text]
    if fault.kind == "altered":
        return [json.dumps(altered(message, fault.more["at"]))]
    if fault.kind == "truncated":
        return [text[: fault.more["after"]]]
    if fault.kind == "raw":
        return [fault.more["body"]]
    return [text, text] if fault.kind == "duplicate" else [text]
