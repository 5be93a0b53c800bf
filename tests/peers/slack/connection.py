"""One WebSocket of Socket Mode, frame by frame."""

import asyncio
import json
import socket
import struct
import time
from collections.abc import Callable

from .frames import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Frame, FrameReader, written
from .world import Json, World

# The platform drops what is longer, and what comes in fragments, without a word.
ACK_MOST = 20_480
# How long the other side may take to answer a close frame.
CLOSE_WITHIN = 1.0


class Connection:
    """`state`: open, closing (a close frame went out), frozen (half-open: TCP lives, nobody is there), half-closed,
    closed."""

    def __init__(self, number: int, transport: asyncio.Transport, world: World, offered: str) -> None:
        self.number = number
        self.state = "open"
        self.greeted = False
        self.gone = asyncio.Event()
        self.on_text: Callable[[Connection, str, Json], None] = lambda connection, text, ack: None
        self._transport = transport
        self._world = world
        self._reader = FrameReader()
        self._fragments: list[Frame] = []
        # Of the true clock: a test that moves the platform's would cut off everybody.
        self._last_pong = time.monotonic()
        self.told: Json = {"number": number, "opened": world.clock.now(), "offered": offered, "acks": [], "strange": []}
        self.told |= {"pings": 0, "pongs": 0, "close_code": None, "closed": None, "disconnects": []}

    def report(self) -> Json:
        return self.told | {"state": self.state, "greeted": self.greeted}

    def counts(self) -> bool:
        """Towards the most that an app may have: a dead one counts for as long as nobody noticed."""
        return self.state in ("open", "frozen")

    def serves(self) -> bool:
        """The platform doesn't notice at once that nobody is there: what it sends to a frozen connection is lost."""
        return self.greeted and self.counts()

    # What the server's parser of a connection offers: aiohttp calls these.

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        if self.state != "frozen":
            for frame in self._reader.feed(data):
                self._take(frame)
        return False, b""

    def feed_eof(self) -> None:
        self.told["closed"] = self._world.clock.now()
        self.state = "closed"
        self.gone.set()

    def _take(self, frame: Frame) -> None:
        if not frame.masked:
            self.told["strange"].append("a frame without a mask")
        if frame.opcode == PING:
            self.told["pings"] += 1
            self._write(PONG, frame.payload)
        elif frame.opcode == PONG:
            self.told["pongs"] += 1
            self._last_pong = time.monotonic()
        elif frame.opcode == CLOSE:
            self._closed_by_peer(frame.payload)
        elif frame.opcode in (TEXT, CONTINUATION):
            self._fragments.append(frame)
            if frame.final:
                self._complete()
        else:
            self.told["strange"].append("a binary frame" if frame.opcode == BINARY else f"opcode {frame.opcode}")
        self._world.touch()

    def _complete(self) -> None:
        fragments, self._fragments = self._fragments, []
        body = b"".join(one.payload for one in fragments)
        ack: Json = {"at": self._world.clock.now(), "bytes": len(body), "fragments": len(fragments), "ignored": ""}
        if len(fragments) > 1:
            ack["ignored"] = "it came in fragments"
        elif len(body) >= ACK_MOST:
            ack["ignored"] = "it is too long"
        self.told["acks"].append(ack)
        self.on_text(self, body.decode("utf-8", "replace"), ack)

    def _closed_by_peer(self, payload: bytes) -> None:
        self.told["close_code"] = int.from_bytes(payload[:2], "big") if payload else 1005
        if self.state == "open":
            self._write(CLOSE, payload[:2])
        self.state = "closing"
        if self._world.settings.closes_tcp:
            self._transport.close()

    # What the platform says.

    def say(self, text: str) -> None:
        self._write(TEXT, text.encode())

    def _write(self, opcode: int, payload: bytes, final: bool = True) -> None:
        if self.state in ("open", "closing") and not self._transport.is_closing():
            self._transport.write(written(opcode, payload, final))

    def disconnect(self, reason: str) -> None:
        self.told["disconnects"].append(reason)
        self.say(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}))

    async def keep_alive(self) -> None:
        settings = self._world.settings
        while True:
            await asyncio.sleep(settings.ping_every)
            self._write(PING, b"Ping from applink-1")
            if self.state == "open" and time.monotonic() - self._last_pong > settings.pong_within:
                self.drop()

    # How a connection ends, or seems not to.

    def send_frame(self, payload: bytes, opcode: int = TEXT, fragments: int = 1) -> None:
        """Anything at all, in one frame or in several."""
        size = max(1, -(-len(payload) // fragments))
        pieces = [payload[at : at + size] for at in range(0, len(payload), size)] or [b""]
        for number, piece in enumerate(pieces):
            self._write(opcode if number == 0 else CONTINUATION, piece, number == len(pieces) - 1)

    def close(self, code: int = 1000) -> None:
        self._write(CLOSE, struct.pack("!H", code))
        self.state = "closing"
        asyncio.get_running_loop().call_later(CLOSE_WITHIN, self._transport.close)

    def close_if_open(self, code: int) -> None:
        if self.state == "open":
            self.close(code)

    def drop(self) -> None:
        """The end of the stream without a close frame: clients call it 1006."""
        self._transport.close()

    def reset(self) -> None:
        reset(self._transport)

    def half_close(self) -> None:
        """No more comes from here, but what the app says still arrives."""
        self.state = "half-closed"
        self._transport.write_eof()

    def freeze(self) -> None:
        self.state = "frozen"


def reset(transport: asyncio.BaseTransport) -> None:
    """TCP's RST, as a crash or an impatient middlebox sends it."""
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()  # type: ignore[attr-defined]
