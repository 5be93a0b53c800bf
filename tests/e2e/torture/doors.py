"""The two doors as the tests' agents and people use them: HTTP with real client libraries, over loopback."""

import contextlib
import json
import random
import re
import socket
import urllib.parse

import requests
from ledger import Violation

# Longer than any wait that the actors ask for, and than the 15 s between two signs of life of a held answer.
PATIENCE = 60
# Everything that requests raises when the peer vanishes, whether before, in or behind the head.
LOST = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


class Gone(Exception):
    """The connection ended before the answer was whole: what became of the request isn't known."""


class Cut(Gone):
    """As Gone, but the head of the answer had come: askd had begun to answer."""


class Unserved(Gone):
    """askd was told to stop, and says that it did nothing."""


class Reply:
    def __init__(self, response):
        self.to = f"{response.request.method} {response.url}"
        self.status = response.status_code
        self.headers = response.headers
        self.text = response.content.decode()
        if self.status == 503 and self.json["type"] == "urn:askd:problem:unavailable":
            raise Unserved(self.text)
        if self.status >= 500:
            raise Violation(f"{self.to} got {self.status}: {self.text}")

    @property
    def json(self):
        return json.loads(self.text)

    def __str__(self):
        return f"{self.status} {self.text[:2000]}"


def expect(reply, status):
    """Nothing else is a right answer to this request while askd keeps what it acknowledged."""
    if reply.status != status:
        raise Violation(f"{reply.to} must get {status}, and got {reply}")


class Door:
    """One client's connection. Not shared between threads."""

    def __init__(self, url, headers):
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update(headers)

    def call(self, method, path, body=None, headers=None, params=None, begun=None):
        """Sends one request and reads all of the answer. `begun` is called once the head is here."""
        try:
            response = self.session.request(
                method, self.url + path, json=body, headers=headers, params=params, timeout=PATIENCE, stream=True
            )
        except LOST as lost:
            self.session.close()
            raise Gone(str(lost)) from lost
        if begun is not None:
            begun()
        try:
            response.content  # noqa: B018  (reads the body, and keeps it)
        except LOST as lost:
            self.session.close()
            raise Cut(str(lost)) from lost
        return Reply(response)

    @contextlib.contextmanager
    def stream(self, cursor=None, by_header=True):
        """The entries of GET /events as (id, type, data), until the connection ends."""
        headers = {"Last-Event-ID": cursor} if cursor and by_header else {}
        params = {"after": cursor} if cursor and not by_header else {}
        try:
            response = self.session.get(
                self.url + "/events", headers=headers, params=params, stream=True, timeout=PATIENCE
            )
        except LOST as lost:
            self.session.close()
            raise Gone(str(lost)) from lost
        try:
            if response.status_code != 200:
                raise Violation(f"{cursor}, a cursor that askd gave, got {Reply(response)}")
            yield entries_of(response)
        finally:
            response.close()


def entries_of(response):
    """Reads server-sent events. An entry whose last line never came is none: that is what the blank line is for."""
    fields = {}
    try:
        for line in response.iter_lines(chunk_size=65536):
            if line.startswith(b":"):
                continue
            if line:
                name, _, value = line.partition(b": ")
                fields[name.decode()] = value.decode()
                continue
            if "data" in fields:
                yield fields["id"], fields["event"], json.loads(fields["data"])
            fields = {}
    except LOST as lost:
        raise Gone(str(lost)) from lost


def agent_door(askd, token):
    return Door(f"http://127.0.0.1:{askd.port}/api/v1", {"Authorization": f"Bearer {token}"})


class Person:
    """Somebody who came in by a link. `door()` makes one more browser of theirs."""

    def __init__(self, askd, link, name):
        self.base = f"http://127.0.0.1:{askd.port}"
        door = Door(f"{self.base}/api/v1", {"Origin": self.base})
        body = {
            "token": urllib.parse.urlsplit(link).path.rsplit("/", 1)[1],
            "name": name,
            "email": f"{name.lower()}@example.com",
            "password": "correct horse battery",
        }
        reply = door.call("POST", "/people/accept", body)
        assert reply.status == 201, reply
        self.name = name
        self.id = reply.json["id"]
        self.cookie = re.search(r"askd_session=([^;]+)", reply.headers["Set-Cookie"]).group(1)

    def door(self):
        return Door(f"{self.base}/api/v1", {"Origin": self.base, "Cookie": f"askd_session={self.cookie}"})

    def invite(self, askd, name):
        reply = self.door().call("POST", "/people/invites", {"name": name})
        assert reply.status == 201, reply
        return Person(askd, reply.json["url"], name)


def quiet_port():
    """A free port that the kernel gives to no client: one that retries a dead port could otherwise reach itself."""
    with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as file:
        first_of_clients = int(file.read().split()[0])
    for port in random.SystemRandom().sample(range(10_000, first_of_clients), 200):
        with contextlib.closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise AssertionError(f"no free port between 10000 and {first_of_clients}")
