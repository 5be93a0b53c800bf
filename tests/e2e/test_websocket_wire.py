"""The WebSocket's protocol, frame by frame: what askd takes, and with which code it ends what it doesn't take."""

import json
import socket as sockets_of_python
import struct

import pytest

from callers import Agent, eventually
from sockets import BINARY, CLOSE, PING, PONG, TEXT, Bare, Socket, frame_bytes
from wire import request

PROTOCOL, UNSUPPORTED, NOT_UTF8, TOO_LARGE = 1002, 1003, 1007, 1009
MEBIBYTE = 1 << 20


@pytest.fixture
def bare(askd, agent):
    with Bare(askd) as bare:
        bare.upgrade(agent.token, f"/ws?after={agent.newest_cursor()}")
        yield bare


def notice(ref, body="x"):
    return json.dumps({"type": "notify", "ref": ref, "body": body}).encode()


def answered(bare, ref):
    """Whether the next frame is the answer to that ref."""
    opcode, payload = bare.frame()
    answer = json.loads(payload)
    return opcode == TEXT and answer["type"] == "ok" and answer["ref"] == ref


def test_the_answer_to_the_handshake(askd, agent):
    with Bare(askd) as bare:
        fields = bare.upgrade(agent.token)
        assert fields["server"] == "askd" and "sec-websocket-protocol" not in fields
        assert "sec-websocket-extensions" not in fields
    with Bare(askd) as bare:
        fields = bare.upgrade("", headers=[f"Sec-WebSocket-Protocol: bearer, {agent.token}"])
        # With a header and a subprotocol it is the header that counts, and it holds no token here.
        assert fields["server"] == "askd"


@pytest.mark.parametrize(
    "head",
    [
        ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"],
        ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: short"],
        ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
        ["Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
    ],
)
def test_half_a_handshake_is_none(askd, agent, head):
    with Bare(askd) as bare:
        bare.send(request("GET", "/ws", [f"Authorization: Bearer {agent.token}", *head]))
        bare.refusal(426)


def test_frames_right_behind_the_handshake_are_read(askd, agent):
    with Bare(askd) as bare:
        bare.upgrade(agent.token, f"/ws?after={agent.newest_cursor()}", rest=frame_bytes(TEXT, notice(1)))
        assert answered(bare, 1)


def test_a_message_in_pieces_is_one(bare):
    text = notice(1, "ä" * 100)
    for start in range(0, len(text), 7):
        final = start + 7 >= len(text)
        bare.send(frame_bytes(TEXT if start == 0 else 0, text[start : start + 7], final=final))
        if start == 21:
            bare.send(frame_bytes(PING, b"between"))
            assert bare.frame() == (PONG, b"between")
    assert answered(bare, 1)


def test_it_is_read_byte_by_byte(bare):
    for byte in frame_bytes(TEXT, notice(1)):
        bare.send(bytes([byte]))
    assert answered(bare, 1)


def test_a_ping_is_answered(bare):
    bare.send(frame_bytes(PING, b"are you there?") + frame_bytes(PONG, b"nobody asked"))
    assert bare.frame() == (PONG, b"are you there?")


def test_a_close_is_answered_and_ends_it(bare):
    bare.send(frame_bytes(CLOSE, struct.pack(">H", 1000) + b"bye"))
    assert bare.close_code() == 1000
    assert bare.is_closed()


@pytest.mark.parametrize(
    "bytes, code",
    [
        (frame_bytes(TEXT, b'{"type":"notify"}', masked=False), PROTOCOL),
        (frame_bytes(3, b"x"), PROTOCOL),
        (frame_bytes(11, b"x"), PROTOCOL),
        (bytes([0xC1]) + frame_bytes(TEXT, b"x")[1:], PROTOCOL),
        (frame_bytes(PING, b"x" * 126), PROTOCOL),
        (frame_bytes(PING, b"x", final=False), PROTOCOL),
        (frame_bytes(0, b"a piece of nothing"), PROTOCOL),
        (frame_bytes(TEXT, b"x", final=False) + frame_bytes(TEXT, b"y"), PROTOCOL),
        (frame_bytes(CLOSE, b"x"), PROTOCOL),
        (frame_bytes(CLOSE, struct.pack(">H", 1005)), PROTOCOL),
        (bytes([0x81, 0x80 | 126, 0, 5]) + b"\0\0\0\0" + b"{}   ", PROTOCOL),
        (frame_bytes(TEXT, b"\xff\xfe"), NOT_UTF8),
        (frame_bytes(TEXT, b'{"type": "\xed\xa0\x80"}'), NOT_UTF8),
        (frame_bytes(BINARY, b"{}"), UNSUPPORTED),
        (frame_bytes(BINARY), UNSUPPORTED),
        (frame_bytes(TEXT, size=MEBIBYTE + 1), TOO_LARGE),
        (frame_bytes(TEXT, size=1 << 40), TOO_LARGE),
    ],
)
def test_what_breaks_the_protocol_ends_it(bare, bytes, code):
    bare.send(bytes)
    assert bare.close_code() == code
    bare.send_until_cut(frame_bytes(CLOSE, struct.pack(">H", code)))
    assert bare.is_closed()


def test_a_message_may_be_a_mebibyte(bare):
    """Of which askd's own limits refuse the text, and not the protocol."""
    text = notice(1)
    bare.send(frame_bytes(TEXT, text + b" " * (MEBIBYTE - len(text))))
    assert answered(bare, 1)
    pieces = notice(2) + b" " * MEBIBYTE
    bare.send_until_cut(frame_bytes(TEXT, pieces[: MEBIBYTE // 2], final=False))
    bare.send_until_cut(frame_bytes(0, pieces[MEBIBYTE // 2 :]))
    assert bare.close_code() == TOO_LARGE


def test_another_limit_of_bodies_is_one_of_frames_too(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {body: 64KiB}\n")
    askd = server("--config", str(config)).start()
    with Socket(askd, askd.token()) as socket:
        socket.send(json.dumps({"type": "notify", "ref": 1, "body": "x"}) + " " * 60_000)
        assert socket.answer(1)["type"] == "ok"
        socket.send(" " * 65_537)
        assert socket.ending()[0] == TOO_LARGE


@pytest.mark.parametrize("cut", ["in the head", "in the payload", "between", "at once"])
def test_a_peer_that_vanishes_takes_nothing_with_it(askd, agent, cut):
    frame = frame_bytes(TEXT, json.dumps({"type": "ask", "title": f"Cut {cut}"}).encode())
    whole = {"in the head": frame[:1], "in the payload": frame[:-3], "between": frame, "at once": frame * 20}[cut]
    bare = Bare(askd)
    bare.upgrade(agent.token)
    bare.send(whole)
    linger = struct.pack("ii", 1, 0)
    bare.socket.setsockopt(sockets_of_python.SOL_SOCKET, sockets_of_python.SO_LINGER, linger)
    if cut in ("between", "at once"):
        eventually(lambda: agent.read(f"/asks?q=Cut {cut}")["asks"])
    bare.close()
    assert agent.ask("It goes on")
    if cut in ("in the head", "in the payload"):
        assert not agent.read(f"/asks?q=Cut {cut}")["asks"]


def test_its_last_words_are_heard(server):
    """What a client sends right before its close is done."""
    askd = server().start()
    agent = Agent.of(askd)
    with Bare(askd) as bare:
        bare.upgrade(agent.token)
        asks = b"".join(frame_bytes(TEXT, json.dumps({"type": "ask", "title": str(n)}).encode()) for n in range(50))
        bare.send(asks + frame_bytes(CLOSE, struct.pack(">H", 1000)))
        assert bare.close_code() == 1000
    eventually(lambda: len(agent.read("/asks?limit=100")["asks"]) == 50)
