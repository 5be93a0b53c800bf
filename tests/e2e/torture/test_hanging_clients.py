"""Clients that hang: idle ones, half-sent requests, readers that never read. They cost a bounded amount of memory and
time, the others are served as before, and when they leave everything is as it was."""

import contextlib
import os
import pathlib
import re
import resource
import select
import socket
import threading
import time

import requests
from actors import KEY
from doors import Person, agent_door, quiet_port
from rig import BINARY, Askd
from setting import UNBOUNDED

IDLE = 2_000
HALF_HEADS = 250
HALF_BODIES = 250
# Readers that never read. The kernel takes some 3 MB for each of them, so they ask for more; lists and streams of that
# size cost askd processor time, and files almost none.
STUCK_FILES = 150
STUCK_LISTS = 20
STUCK_STREAMS = 30
STUCK = IDLE + HALF_HEADS + HALF_BODIES + STUCK_FILES + STUCK_LISTS + STUCK_STREAMS
SPARE = 60
# Of its descriptors askd keeps 2,000 for itself, and takes no more connections than the rest.
DESCRIPTORS = STUCK + SPARE + 2_000

BODY_SENT = 256 * 1024
BIG_ASKS = 200
BIG_BODY = 20_000
PAGE = 200
ROUND_TRIPS = 40
ROUND_TRIP_MOST = 5.0  # seconds, with the sanitizers and a busy machine


def is_sanitized(binary):
    return b"__asan_init" in pathlib.Path(binary).read_bytes()


class Crowd:
    """Raw connections that no client library would leave in this state."""

    def __init__(self, port):
        self.port = port
        self.sockets = []

    def connect(self, data=b"", buffer=None):
        one = socket.socket()
        if buffer:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        one.settimeout(30)
        one.connect(("127.0.0.1", self.port))
        if data:
            one.sendall(data)
        self.sockets.append(one)
        return one

    def leave(self):
        for one in self.sockets:
            one.close()


def request(line, headers="", body=b""):
    return f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode() + body


def answer_on(one):
    """Reads one answer of a raw connection to its end, as far as its head says."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = one.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
    while len(body) < length:
        piece = one.recv(65536)
        assert piece, "the answer ends before its length"
        body += piece
    return head + b"\r\n\r\n" + body


def sockets_of(pid):
    count = 0
    for name in os.listdir(f"/proc/{pid}/fd"):
        with contextlib.suppress(FileNotFoundError):  # closed since it was listed
            count += os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:")
    return count


def connections_to(port):
    """Connections that askd hasn't closed, as the kernel counts them; accepted ones hold a descriptor each."""
    established, close_wait = "01", "08"
    count = 0
    for line in pathlib.Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        _, local, _, state = line.split()[:4]
        count += local.endswith(f":{port:04X}") and state in (established, close_wait)
    return count


def memory_of(pid, name):
    """VmRSS or VmHWM, in bytes."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(rf"{name}:\s+(\d+) kB", status).group(1)) * 1024


def wait_until(what, condition, within):
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {within} s"
        time.sleep(0.05)


class Setting:
    """askd with as many descriptors as the test wants it to have, an agent, and a person with a session."""

    def __init__(self, tmp_path):
        self.askd = Askd(tmp_path / "store", env=UNBOUNDED, descriptors=DESCRIPTORS)
        self.askd.port = quiet_port()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert hard == resource.RLIM_INFINITY or hard >= DESCRIPTORS + 3_000, f"only {hard} descriptors are allowed"
        self.askd.start()
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, DESCRIPTORS + 3_000), hard))
        self.pid = self.askd.process.pid
        self.token = self.askd.token()
        self.agent = agent_door(self.askd, self.token)
        person = Person(self.askd, self.askd.link(), "Ana")
        self.person = person.door()

    def ask_big(self):
        for number in range(BIG_ASKS):
            body = {"title": f"Big {number}", "body": "x" * BIG_BODY}
            assert self.agent.call("POST", "/asks", body, {KEY: f"big-{number}"}).status == 201

    def round_trip(self, number):
        """An agent asks and blocks, a person answers, the agent has the answer. Returned are the seconds it took."""
        result = {}

        def ask():
            waiting = agent_door(self.askd, self.token)
            result["reply"] = waiting.call("POST", "/asks", {"title": f"Quick {number}"}, params={"wait": "60s"})
            waiting.session.close()

        began = time.monotonic()
        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        found = []
        while not found:
            assert time.monotonic() - began < 60, "the ask doesn't show"
            reply = self.person.call("GET", "/asks", params={"state": "open", "limit": 1})
            found = [ask["id"] for ask in reply.json["asks"] if ask["title"] == f"Quick {number}"]
        answered = self.person.call("POST", f"/asks/{found[0]}/answer", {"value": f"word {number}"})
        assert answered.status == 200, answered
        thread.join(60)
        took = time.monotonic() - began
        assert result["reply"].json["answer"]["value"] == f"word {number}", result["reply"]
        return took


def gather(setting, crowd):
    """Everybody who may hang for half a minute or longer. Returned are the bytes of one list and of one file."""
    token = f"Authorization: Bearer {setting.token}\r\n"
    page = requests.get(f"http://127.0.0.1:{setting.askd.port}/", timeout=30).text
    found = re.search(r'src="(/assets/[^"]+\.js)"', page)
    assert found, "this askd was built without the inbox app, whose files the readers ask for"
    script = found.group(1)
    file = len(requests.get(f"http://127.0.0.1:{setting.askd.port}{script}", timeout=30).content)
    weight = len(setting.agent.call("GET", "/asks", params={"limit": PAGE}).text)
    for number in range(IDLE):
        one = crowd.connect()
        if number % 10 == 0:  # some have been served before
            one.sendall(request("GET /livez"))
            assert answer_on(one).startswith(b"HTTP/1.1 200")
    for _ in range(STUCK_FILES):
        crowd.connect(request(f"GET {script}") * (weight // file + 1), buffer=4096)
    for _ in range(STUCK_LISTS):
        crowd.connect(request(f"GET /api/v1/asks?limit={PAGE}", token), buffer=4096)
    for _ in range(STUCK_STREAMS):
        crowd.connect(request(f"GET /api/v1/events?after={'0' * 16}", token), buffer=4096)
    for _ in range(HALF_BODIES):
        headers = f"{token}Content-Type: application/json\r\nContent-Length: {2 * BODY_SENT}\r\n"
        crowd.connect(request("POST /api/v1/asks", headers, b" " * BODY_SENT))
    return weight, file


def memory_bound(weight, file, before):
    """What the crowd may cost at most: each part of it times what askd may hold for one."""
    entry = BIG_BODY + 2_048
    bound = before
    bound += STUCK * 64 * 1024  # a connection: its coroutines, buffers and bookkeeping
    bound += HALF_BODIES * 2 * BODY_SENT  # what was sent of a body, in a string that grows by doubling
    bound += STUCK_FILES * 2 * (file + 64 * 1024)  # answers to requests in a row are gathered up to 64 KiB
    bound += STUCK_LISTS * 3 * weight  # the whole answer for a reader, likewise, and its copy on the way out
    bound += STUCK_STREAMS * 2 * 32 * entry  # 32 entries are written together
    if is_sanitized(BINARY):
        bound += 256 * 1024 * 1024  # what the address sanitizer keeps of freed memory
        bound += STUCK * 64 * 1024  # its red zones
    return bound


def beyond_the_limit(setting, crowd):
    """Fills what is left of the limit; the next ones are told 503, and those who are in stay in."""
    left = HALF_HEADS + SPARE
    served = 0
    for _ in range(left + 20):
        one = crowd.connect(request("GET /livez"))
        reply = answer_on(one)
        if reply.startswith(b"HTTP/1.1 200"):
            served += 1
            continue
        assert reply.startswith(b"HTTP/1.1 503") and b"retry-after: 5" in reply.lower(), reply
        assert b"application/problem+json" in reply and b"too_many_connections" in reply, reply
        assert one.recv(100) == b"", "a refused connection stays open"
    assert served <= left, f"{served} more were served, and {left} were left"
    assert setting.agent.call("GET", "/me").status == 200
    for one in crowd.sockets[-(left + 20) :]:
        one.close()
    return served


def test_hanging_clients_cost_a_bounded_amount(tmp_path):
    setting = Setting(tmp_path)
    crowd = Crowd(setting.askd.port)
    try:
        setting.ask_big()
        for number in range(3):
            setting.round_trip(f"before {number}")
        wait_until("only two are left", lambda: connections_to(setting.askd.port) == 2, 30)
        sockets_before = sockets_of(setting.pid)
        memory_before = memory_of(setting.pid, "VmRSS")

        weight, file = gather(setting, crowd)
        most = sockets_before + STUCK - HALF_HEADS
        wait_until("they are accepted", lambda: sockets_of(setting.pid) == most, 25)
        # Half a head is borne for ten seconds only, so these come when askd is done with all others.
        served = beyond_the_limit(setting, crowd)
        wait_until("those of the limit are gone", lambda: sockets_of(setting.pid) == most, 10)
        halves = [crowd.connect(b"GET /api/v1/asks HTTP/1.1\r\nHost: 127.0") for _ in range(HALF_HEADS)]
        wait_until("all are accepted", lambda: sockets_of(setting.pid) == sockets_before + STUCK, 10)
        took = sorted(setting.round_trip(number) for number in range(ROUND_TRIPS))
        peak = memory_of(setting.pid, "VmHWM")
        bound = memory_bound(weight, file, memory_before)
        print(
            f"{STUCK} hang; {served} more than {STUCK - HALF_HEADS} were served, then 503; round trips: median "
            f"{took[len(took) // 2]:.3f} s, longest {took[-1]:.3f} s; memory {memory_before >> 20} MiB, "
            f"{peak >> 20} MiB at its peak, bound {bound >> 20} MiB; a stuck list weighs {weight >> 10} KiB"
        )
        assert took[-1] < ROUND_TRIP_MOST
        assert peak < bound

        half_requests_are_ended(halves)
        stay = sockets_before + IDLE + HALF_BODIES
        wait_until("readers that never read are cut", lambda: sockets_of(setting.pid) <= stay, 60)
        setting.round_trip("once they are cut")
        crowd.leave()
        wait_until("the descriptors are back", lambda: sockets_of(setting.pid) == sockets_before, 60)
        setting.round_trip("afterwards")
        assert setting.askd.stop() == 0
    finally:
        crowd.leave()
        if setting.askd.process is not None:
            setting.askd.kill()


def half_requests_are_ended(halves):
    """A head that doesn't come within its time is answered 408 and closed."""
    poll = select.poll()
    waiting = {one.fileno(): one for one in halves}
    for number in waiting:
        poll.register(number, select.POLLIN)
    end = time.monotonic() + 30
    while waiting:
        assert time.monotonic() < end, f"{len(waiting)} half-sent requests stay open"
        for number, _ in poll.poll(1_000):
            poll.unregister(number)
            reply = answer_on(waiting.pop(number))
            assert reply.startswith(b"HTTP/1.1 408"), reply
