"""Agents' WebSockets: with a client library as agents use it, and bare for what no library would send."""

import base64
import collections
import contextlib
import hashlib
import itertools
import json
import os
import struct

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from problems import assert_document
from wire import Wire, request

PATIENCE = 30
ANSWERS = ("ok", "error")
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Socket:
    """One connection. Entries of the stream and answers to frames come mixed: each has its own way to be read here."""

    def __init__(self, askd, token=None, query="", path="/ws", headers=None, **more):
        given = dict(headers or {})
        if token is not None:
            given["Authorization"] = f"Bearer {token}"
        url = f"ws://127.0.0.1:{askd.port}{path}{query}"
        how = {"additional_headers": given, "proxy": None, "open_timeout": PATIENCE, "max_size": None, **more}
        self.stack = contextlib.ExitStack()
        self.line = self.stack.enter_context(connect(url, **how))
        self.refs = map(str, itertools.count(1))
        self.entries = collections.deque()
        self.answers = collections.deque()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.stack.close()

    def send(self, frame):
        """A dict as JSON; text and bytes as they are."""
        self.line.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    def frame(self, within=PATIENCE):
        """Whatever comes next. At the end of the connection: ConnectionClosed."""
        return json.loads(self.line.recv(timeout=within))

    def next_of(self, wanted, fits, within=PATIENCE):
        for index, frame in enumerate(wanted):
            if fits(frame):
                del wanted[index]
                return frame
        while True:
            frame = self.frame(within)
            mine = self.answers if frame["type"] in ANSWERS else self.entries
            if mine is wanted and fits(frame):
                return frame
            mine.append(frame)

    def entry(self, within=PATIENCE):
        """The next entry of the stream."""
        return self.next_of(self.entries, lambda _: True, within)

    def entry_of(self, type, within=PATIENCE):
        """The next entry of that type; others stay for later."""
        return self.next_of(self.entries, lambda frame: frame["type"] == type, within)

    def answer(self, ref=None, within=PATIENCE):
        """The next answer, or the one with that ref."""
        return self.next_of(self.answers, lambda frame: ref is None or frame.get("ref") == ref, within)

    def call(self, type, **fields):
        """Sends a frame with a ref of its own, and returns the answer."""
        ref = next(self.refs)
        self.send({"type": type, "ref": ref, **fields})
        return self.answer(ref)

    def ok(self, type, **fields):
        answer = self.call(type, **fields)
        assert answer["type"] == "ok", answer
        return answer

    def refused(self, status, type, pointers=None, **fields):
        """The problem document of a frame that must be refused."""
        return problem_of(self.call(type, **fields), status, pointers)

    def ending(self, within=PATIENCE):
        """Code and reason of the close that askd sends; what comes before is dropped."""
        try:
            while True:
                self.line.recv(timeout=within)
        except ConnectionClosed as closed:
            assert closed.rcvd is not None, "askd ended the connection without a close"
            return closed.rcvd.code, closed.rcvd.reason


def problem_of(answer, status, pointers=None):
    assert answer["type"] == "error", answer
    document = assert_document(json.dumps(answer["problem"]), status)
    if pointers is not None:
        assert sorted(fault["pointer"] for fault in document.get("errors", [])) == sorted(pointers), document
    return document


def refused(askd, **how):
    """The close of a connection that askd lets nobody have."""
    with Socket(askd, **how) as socket:
        return socket.ending()


def frame_bytes(opcode, payload=b"", *, final=True, masked=True, mask=b"\x01\x02\x03\x04", size=None):
    """One frame of RFC 6455, right or wrong. `size`: the length that its head says."""
    size = len(payload) if size is None else size
    bit = 0x80 if masked else 0
    head = bytes([(0x80 if final else 0) | opcode])
    if size < 126:
        head += bytes([bit | size])
    elif size < 65536:
        head += bytes([bit | 126]) + struct.pack(">H", size)
    else:
        head += bytes([bit | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


class Bare(Wire):
    """A connection that has become a WebSocket, without a library: its frames are written and read byte by byte."""

    def upgrade(self, token, path="/ws", headers=(), rest=b""):
        key = base64.b64encode(os.urandom(16)).decode()
        fields = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        self.send(request("GET", path, [*fields, f"Authorization: Bearer {token}", *headers]) + rest)
        status, fields = self.head()
        assert status == 101, status
        digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        assert fields["sec-websocket-accept"] == base64.b64encode(digest).decode()
        return fields

    def frame(self):
        """Opcode and payload of the next frame, which must be whole and unmasked."""
        first, second = self.input.read(2)
        assert first & 0x80 and not second & 0x80
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self.input.read(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.input.read(8))[0]
        return first & 0x0F, self.input.read(size)

    def close_code(self):
        """The code of the next close; other frames are dropped."""
        while True:
            opcode, payload = self.frame()
            if opcode == CLOSE:
                return struct.unpack(">H", payload[:2])[0]
