"""Agents and people as they speak to askd: HTTP with a real client library, over loopback."""

import concurrent.futures
import contextlib
import json
import re
import time
import urllib.parse

import httpx
import httpx_sse
import requests

# Longer than any wait that a test asks for, and than the 15 s between two signs of life of a held answer.
PATIENCE = 40
PASSWORD = "correct horse battery"


def eventually(question, within=20.0, what="it never came true"):
    """Asks again and again until the answer is true, and returns it."""
    end = time.monotonic() + within
    while True:
        answer = question()
        if answer:
            return answer
        assert time.monotonic() < end, f"{what} within {within} s"
        time.sleep(0.02)


def at_once(*calls):
    """Runs all of them at the same time, and returns what they return, in order."""
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


@contextlib.contextmanager
def meanwhile(call):
    """Runs it in the background; the future is done at the latest when the block ends."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        yield pool.submit(call)


class Caller:
    """One client. It keeps its connections, as client libraries do; no two threads share it."""

    def __init__(self, askd, headers=None):
        self.askd = askd
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update(headers or {})

    def call(self, method, path, body=None, **more):
        """`path` is below /api/v1, or begins with a second slash where it is at the root."""
        url = self.askd.url + (path[1:] if path.startswith("//") else "/api/v1" + path)
        if body is not None:
            more["json"] = body
        more.setdefault("timeout", PATIENCE)
        response = self.session.request(method, url, **more)
        assert response.status_code < 500, f"{method} {path}: {response.status_code} {response.text}"
        return response

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, body, **more)

    def read(self, path, **more):
        """The JSON of what must be a 200."""
        response = self.get(path, **more)
        assert response.status_code == 200, f"{path}: {response.status_code} {response.text}"
        return response.json()

    def make(self, path, body, **more):
        """The JSON of what must be a 201."""
        response = self.post(path, body, **more)
        assert response.status_code == 201, f"{path}: {response.status_code} {response.text}"
        return response.json()

    def again(self):
        """Another connection of the same caller, for another thread."""
        return type(self)(self.askd, dict(self.session.headers))


class Agent(Caller):
    @classmethod
    def of(cls, askd):
        return cls.with_token(askd, askd.token())

    @classmethod
    def with_token(cls, askd, token):
        return cls(askd, {"Authorization": f"Bearer {token}"})

    @property
    def token(self):
        return self.session.headers["Authorization"].removeprefix("Bearer ")

    def ask(self, title="Ship it?", **fields):
        return self.make("/asks", {"title": title, **fields})

    def shown(self, ask):
        return self.read(f"/asks/{ask['id']}")

    def ended(self, ask, wait="20s"):
        """The ask once it has ended."""
        ended = self.read(f"/asks/{ask['id']}?wait={wait}")
        assert ended["state"] != "open", ended
        return ended

    def cancel(self, ask, **body):
        return self.post(f"/asks/{ask['id']}/cancel", body)

    def waiting(self, ask, query="wait=30s"):
        """A request that askd holds: its head is here, its body comes when the wait is over."""
        response = self.get(f"/asks/{ask['id']}?{query}", stream=True)
        assert response.status_code == 200
        return response

    @contextlib.contextmanager
    def events(self, after=None, last_event_id=None, patience=PATIENCE):
        """The entries of the stream, from a client that was made for server-sent events."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        params = {} if after is None else {"after": after}
        with httpx.Client(timeout=patience, trust_env=False) as client:
            url = self.askd.api("/events")
            with httpx_sse.connect_sse(client, "GET", url, headers=headers, params=params) as source:
                assert source.response.status_code == 200, source.response.read()
                yield source.iter_sse()

    def newest_cursor(self):
        """Behind everything that this agent's stream holds now."""
        marker = self.ask("The end of the stream so far")
        assert self.cancel(marker).status_code == 200
        with self.events() as entries:
            for entry in entries:
                data = json.loads(entry.data)
                if entry.event == "ask.cancelled" and data["ask"]["id"] == marker["id"]:
                    return entry.id
        raise AssertionError("the stream ended before its newest entry")


class Person(Caller):
    """A browser in which somebody is signed in."""

    @classmethod
    def signed_in(cls, askd, response):
        cookie = re.search(r"askd_session=([^;]+)", response.headers["Set-Cookie"]).group(1)
        person = cls(askd, {"Origin": askd.url, "Cookie": f"askd_session={cookie}"})
        person.id = response.json()["id"]
        person.name = response.json()["name"]
        person.email = response.json()["email"]
        return person

    @classmethod
    def accept(cls, askd, link, name=None, email=None, password=PASSWORD):
        """Comes in by a link, as the page of the invitation does it."""
        response = accepting(askd, link, name, email or f"{name.lower()}@example.com", password)
        assert response.status_code == 201, response.text
        return cls.signed_in(askd, response)

    @property
    def cookie(self):
        return self.session.headers["Cookie"].partition("=")[2]

    def again(self):
        other = super().again()
        other.id, other.name, other.email = self.id, self.name, self.email
        return other

    def invite(self, name, role="member"):
        """Invites somebody, who comes in at once."""
        made = self.make("/people/invites", {"name": name, "role": role})
        return Person.accept(self.askd, made["url"], name)

    def answer(self, ask, value, note=None):
        body = {"value": value} if note is None else {"value": value, "note": note}
        return self.post(f"/asks/{ask['id']}/answer", body)

    def decides(self, ask, value, note=None):
        """An answer that must be taken; the ask as it is then."""
        response = self.answer(ask, value, note)
        assert response.status_code == 200, response.text
        return response.json()

    def comment(self, ask, content):
        return self.make(f"/conversations/{ask['conversation']}/messages", {"content": content})


def token_of(link):
    return urllib.parse.urlsplit(link).path.rsplit("/", 1)[1]


def accepting(askd, link, name=None, email=None, password=None, **more):
    given = {"token": token_of(link), "name": name, "email": email, "password": password}
    body = {field: value for field, value in given.items() if value is not None}
    return Caller(askd, {"Origin": askd.url}).post("/people/accept", body, **more)


def sequence_of(askd):
    """The number of the last record: what changed nothing leaves it as it is."""
    metrics = requests.get(f"{askd.url}/metrics", timeout=PATIENCE).text
    return int(re.search(r"^askd_audit_sequence (\d+)", metrics, re.MULTILINE).group(1))
