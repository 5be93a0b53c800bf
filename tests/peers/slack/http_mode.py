"""The Events API over HTTP: signed requests to the app's addresses, and retries that say why."""

import asyncio
import json
import ssl
import urllib.parse
from typing import Any

import aiohttp

from .delivery import Delivery, Reply
from .faults import Fault, altered
from .signing import signature
from .world import SIGNING_SECRET, Json, World

REDIRECTS = 2


class HttpMode:
    def __init__(self, world: World) -> None:
        self.urls: dict[str, str] = {}  # By kind of delivery.
        self._world = world
        self._session: aiohttp.ClientSession | None = None
        self._posted = 0

    @property
    def retries(self) -> tuple[float, ...]:
        return self._world.settings.http_retries

    def set_urls(self, events: str, interactivity: str, commands: str) -> None:
        self.urls = {"events_api": events, "interactive": interactivity, "slash_commands": commands}

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def verify_url(self, fault: Fault | None = None) -> Json:
        """What happens when an operator saves the address of events: a challenge, which must come back."""
        self._posted += 1
        challenge = f"challenge-{self._posted}"
        body = json.dumps({"token": "x", "challenge": challenge, "type": "url_verification"}).encode()
        status, text, _ = await self._post(self.urls["events_api"], body, "application/json", {}, fault)
        said = text.strip()
        try:
            found = json.loads(said)["challenge"]
        except (ValueError, TypeError, KeyError):
            found = said
        return {"verified": status == 200 and found == challenge, "status": status, "body": text}

    async def carry(self, delivery: Delivery, attempt: int, reason: str, fault: Fault | None) -> Reply:
        payload = delivery.payload
        if fault is not None and fault.kind == "altered":
            payload = altered({"payload": payload}, fault.more["at"])["payload"]
        body, kind = encoded(delivery.kind, payload)
        headers = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
        posts = [self._reply(delivery.kind, body, kind, headers, fault)]
        if fault is not None and fault.kind == "duplicate":
            posts.append(self._reply(delivery.kind, body, kind, headers, None))
        return (await asyncio.gather(*posts))[0]

    async def _reply(self, name: str, body: bytes, kind: str, headers: Json, fault: Fault | None) -> Reply:
        try:
            status, text, answered = await self._post(self.urls[name], body, kind, headers, fault)
        except TimeoutError:
            return Reply(False, reason="http_timeout")
        except aiohttp.TooManyRedirects:
            return Reply(False, reason="too_many_redirects")
        except (aiohttp.ClientSSLError, ssl.SSLError):
            return Reply(False, reason="ssl_error")
        except (aiohttp.ClientConnectionError, KeyError):
            return Reply(False, reason="connection_failed")
        except aiohttp.ClientError:
            return Reply(False, reason="unknown_error")
        if 200 <= status < 300:
            return Reply(True, decoded_answer(text))
        return Reply(False, text, "http_error", final=answered.get("x-slack-no-retry") == "1")

    async def _post(self, url: str, body: bytes, kind: str, headers: Json, fault: Fault | None) -> Any:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        body, headers = self._signed(body, {"Content-Type": kind, **headers}, fault)
        patience = aiohttp.ClientTimeout(total=self._world.settings.ack_within)
        async with self._session.post(
            url, data=body, headers=headers, timeout=patience, max_redirects=REDIRECTS + 1
        ) as answer:
            return answer.status, await answer.text(), answer.headers

    def _signed(self, body: bytes, headers: Json, fault: Fault | None) -> tuple[bytes, Json]:
        if fault is not None and fault.kind == "raw":
            body = fault.more["body"].encode()
        if fault is not None and fault.kind == "truncated":
            body = body[: fault.more["after"]]
        wrong = fault.more if fault is not None and fault.kind == "forged" else {}
        timestamp = str(int(self._world.clock.now()) + wrong.get("shift", 0))
        timestamp = wrong.get("timestamp", timestamp)
        headers["User-Agent"] = "Slackbot 1.0 (+https://api.slack.com/robots)"
        headers["X-Slack-Request-Timestamp"] = timestamp
        good = signature(SIGNING_SECRET, timestamp, body, wrong.get("version", "v0"))
        headers["X-Slack-Signature"] = wrong.get("signature", good)
        if "flip" in wrong:
            at = wrong["flip"]
            body = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
        headers = {key: value for key, value in headers.items() if key not in wrong.get("without", [])}
        return body, {key.upper() if wrong.get("shout") else key: value for key, value in headers.items()}


def encoded(kind: str, payload: Any) -> tuple[bytes, str]:
    """Events are JSON; presses a form of one field that holds JSON; commands a form."""
    form = "application/x-www-form-urlencoded"
    if kind == "interactive":
        return urllib.parse.urlencode({"payload": json.dumps(payload)}).encode(), form
    if kind == "slash_commands":
        return urllib.parse.urlencode(payload).encode(), form
    return json.dumps(payload).encode(), "application/json"


def decoded_answer(text: str) -> Any:
    """An empty answer acknowledges; one in JSON is a response; plain text is what a command says."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}
