"""What goes to the app: each event, press or command once, and events again until they are acknowledged."""

import asyncio
import copy
import itertools
from dataclasses import dataclass, field
from typing import Any, Protocol

from .faults import Fault, Faults
from .world import Json, World


@dataclass
class Reply:
    """How one attempt ended. `final`: the app asked for no more retries."""

    acked: bool
    answer: Any = None
    reason: str = ""
    final: bool = False


@dataclass
class Delivery:
    """`kind` is the envelope's type: events_api, interactive or slash_commands."""

    number: int
    kind: str
    payload: Any
    fault: Fault | None = None
    connection: int | None = None  # The one that it must come on.
    attempts: list[Json] = field(default_factory=list)
    state: str = "waiting"  # … acked, failed, or broken by a fault that doesn't fit
    answer: Any = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def report(self) -> Json:
        kept = {"number": self.number, "kind": self.kind, "state": self.state, "answer": self.answer}
        return kept | {"attempts": self.attempts, "payload": self.payload}


class Carrier(Protocol):
    @property
    def retries(self) -> tuple[float, ...]: ...

    async def carry(self, delivery: Delivery, attempt: int, reason: str, fault: Fault | None) -> Reply: ...


class Courier:
    def __init__(self, world: World, faults: Faults) -> None:
        self.deliveries: list[Delivery] = []
        self.carrier: Carrier | None = None
        self._world = world
        self._faults = faults
        self._numbers = itertools.count(1)
        self._hurry = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def send(
        self, kind: str, payload: Any, fault: Fault | None = None, connection: int | None = None, attempt: int = 0
    ) -> Delivery:
        """`attempt` is the first one's number: an event that came while nobody listened is only seen as a retry."""
        delivery = Delivery(next(self._numbers), kind, copy.deepcopy(payload), fault, connection)
        self.deliveries.append(delivery)
        task = asyncio.get_running_loop().create_task(self._deliver(delivery, attempt))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return delivery

    def retry_now(self) -> None:
        """What waits for its next attempt doesn't wait any longer."""
        hurry, self._hurry = self._hurry, asyncio.Event()
        hurry.set()

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver(self, delivery: Delivery, attempt: int) -> None:
        try:
            reply = await self._attempts(delivery, attempt)
            delivery.state, delivery.answer = "acked" if reply.acked else "failed", reply.answer
        except (KeyError, IndexError, TypeError, ValueError) as problem:
            # A fault that doesn't fit what it was ordered for is the test's mistake, and must not hang it.
            delivery.state, delivery.answer = "broken", f"{type(problem).__name__}: {problem}"
        delivery.done.set()
        self._world.touch()

    async def _attempts(self, delivery: Delivery, attempt: int) -> Reply:
        """Only events come again: a press that nobody acknowledged is an error that the person sees."""
        assert self.carrier is not None
        pauses = self.carrier.retries if delivery.kind == "events_api" else ()
        reason, reply = "timeout" if attempt else "", Reply(False)
        for number in range(attempt, len(pauses) + 1):
            if number > attempt:
                await self._pause(pauses[number - 1])
            reply = await self._attempt(delivery, number, reason)
            if reply.acked or reply.final:
                break
            reason = reply.reason
        return reply

    async def _attempt(self, delivery: Delivery, number: int, reason: str) -> Reply:
        assert self.carrier is not None
        fault = delivery.fault or self._faults.take(delivery.kind, "envelope", args=delivery.payload)
        delivery.fault = None
        note: Json = {"number": number, "reason": reason, "at": self._world.clock.now()}
        delivery.attempts.append(note)
        self._world.touch()
        if fault is not None and fault.kind == "hold":
            await self._faults.hold()
            fault = None
        elif fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.more["seconds"])
        if fault is not None and fault.kind == "drop":
            reply = Reply(False, reason="timeout")
        else:
            reply = await self.carrier.carry(delivery, number, reason, fault)
        note |= {"acked": reply.acked, "why": reply.reason, "took": self._world.clock.now() - note["at"]}
        self._world.touch()
        return reply

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        except TimeoutError:
            pass
