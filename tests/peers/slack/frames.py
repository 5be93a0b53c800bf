"""WebSocket frames of RFC 6455, as they are on the wire.

A library would put fragments together and answer pings by itself. The platform doesn't reassemble what a client
fragments, and tests want a peer that is silent, so frames are read and written here one by one.
"""

import base64
import hashlib
import struct
from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@dataclass
class Frame:
    opcode: int
    payload: bytes
    final: bool = True
    masked: bool = False


def accept_key(key: str) -> str:
    return base64.b64encode(hashlib.sha1(key.encode() + GUID).digest()).decode()


def written(opcode: int, payload: bytes = b"", final: bool = True) -> bytes:
    """A server's frames aren't masked."""
    head = bytes([(0x80 if final else 0) | opcode])
    if len(payload) < 126:
        return head + bytes([len(payload)]) + payload
    if len(payload) < 1 << 16:
        return head + b"\x7e" + struct.pack("!H", len(payload)) + payload
    return head + b"\x7f" + struct.pack("!Q", len(payload)) + payload


class FrameReader:
    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        self._bytes += data
        frames = []
        while (frame := self._next()) is not None:
            frames.append(frame)
        return frames

    def _next(self) -> Frame | None:
        data = self._bytes
        if len(data) < 2:
            return None
        masked, length, start = bool(data[1] & 0x80), data[1] & 0x7F, 2
        if length >= 126:
            wide = 2 if length == 126 else 8
            if len(data) < start + wide:
                return None
            length, start = int.from_bytes(data[start : start + wide], "big"), start + wide
        mask = bytes(data[start : start + 4]) if masked else b"\0\0\0\0"
        start += 4 if masked else 0
        if len(data) < start + length:
            return None
        body = bytes(byte ^ mask[n % 4] for n, byte in enumerate(data[start : start + length]))
        frame = Frame(data[0] & 0x0F, body, bool(data[0] & 0x80), masked)
        del data[: start + length]
        return frame
