"""Faults that a test orders: each applies to the next calls, envelopes or connections that it matches, in order.

Where: a Web API method, `*` for any, `upload`, `dial` (the WebSocket's upgrade), `hello`, or `envelope` for what is
delivered to the app (`events_api`, `interactive` or `slash_commands` for one kind of it).

`when` narrows it to calls with these arguments, or payloads with these values at the top.

What (`kind`), with what it needs:
(With refuse, status and answer the call isn't made, unless `landed` says that it was made all the same.)
(An upload knows status, drop, lost, stall, hold and delay.)
  refuse      error, and more keys of the answer
  limit       retry_after (none: no header), in_body (HTTP 200 with `ratelimited`)
  status      status, body: what a proxy between answers
  answer      body: raw text in place of the answer
  drop        a call: the connection is reset and nothing happened. An envelope: never sent
  lost        the call is made, and then the connection is reset
  stall       the call is made, and its answer waits for `release`
  hold        the call or envelope itself waits for `release`
  delay       seconds
  duplicate   the envelope comes twice; `other_connection`: the second time on another one
  altered     at: {"payload.event.text": …}: values changed in what is sent; null removes the key
  truncated   after: so many characters of the frame are sent
  raw         body: this text is sent in place of the frame
  forged      over HTTP: signature, timestamp or shift (seconds), version, without (headers), flip (a byte of the
              body), shout (the headers' names in capitals)
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

# Each kind, and what it can't do without.
KINDS: dict[str, set[str]] = {
    "refuse": {"error"},
    "limit": set(),
    "status": {"status"},
    "answer": {"body"},
    "drop": set(),
    "lost": set(),
    "stall": set(),
    "hold": set(),
    "delay": {"seconds"},
    "duplicate": set(),
    "altered": {"at"},
    "truncated": {"after"},
    "raw": {"body"},
    "forged": set(),
}


@dataclass
class Fault:
    where: str
    kind: str
    times: int = 1
    when: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no fault {self.kind}")
        if missing := KINDS[self.kind] - self.more.keys():
            raise ValueError(f"the fault {self.kind} needs {', '.join(missing)}")

    def matches(self, names: tuple[str, ...], args: Any) -> bool:
        if self.where not in names:
            return False
        return not self.when or (isinstance(args, dict) and self.when.items() <= args.items())


class Faults:
    def __init__(self) -> None:
        self._ordered: list[Fault] = []
        self._held: list[asyncio.Event] = []

    def order(self, where: str, kind: str, times: int = 1, when: dict[str, Any] | None = None, **more: Any) -> None:
        self._ordered.append(Fault(where, kind, times, when or {}, more))

    def take(self, *names: str, args: Any = None) -> Fault | None:
        for fault in self._ordered:
            if fault.matches(names, args):
                fault.times -= 1
                if fault.times == 0:
                    self._ordered.remove(fault)
                return fault
        return None

    def heal(self) -> None:
        self._ordered.clear()
        self.release()

    async def hold(self) -> None:
        gate = asyncio.Event()
        self._held.append(gate)
        await gate.wait()

    @property
    def held(self) -> int:
        return len(self._held)

    def release(self, last_first: bool = False) -> int:
        """Lets go what is held; `last_first` delivers it in the other order."""
        held, self._held = self._held, []
        for gate in reversed(held) if last_first else held:
            gate.set()
        return len(held)


def altered(value: Any, at: dict[str, Any]) -> Any:
    """A copy with the values at these dotted paths replaced (lists by number); None removes."""
    for path, new in at.items():
        value = _altered(value, path.split("."), new)
    return value


def _altered(value: Any, path: list[str], new: Any) -> Any:
    if not path:
        return new
    key: Any = int(path[0]) if isinstance(value, list) else path[0]
    if isinstance(value, list):
        return [_altered(one, path[1:], new) if n == key else one for n, one in enumerate(value)]
    value = dict(value) if isinstance(value, dict) else {}
    if len(path) == 1 and new is None:
        value.pop(key, None)
    else:
        value[key] = _altered(value.get(key), path[1:], new)
    return value
