"""The plainest clients there are: requests for the Web API, and websocket-client for a connection of Socket Mode."""

import json
import struct
from typing import Any

import requests
import websocket

Json = dict[str, Any]


class Api:
    """Calls as the app; `form`, `json` and `get` are the three ways to write one."""

    def __init__(self, fake: Any, token: str = "") -> None:
        self.fake = fake
        self.session = requests.Session()
        self.session.trust_env = False
        self.headers = {"Authorization": f"Bearer {token or fake.bot_token}"}

    def __call__(self, method: str, **args: Any) -> Json:
        answer = self.response(method, **args)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ok(self, method: str, **args: Any) -> Json:
        answer = self(method, **args)
        assert answer["ok"], answer
        return answer

    def response(self, method: str, **args: Any) -> requests.Response:
        headers = {**self.headers, "Content-Type": "application/json; charset=utf-8"}
        return self.session.post(self.fake.api + method, data=json.dumps(args), headers=headers, timeout=20)

    def form(self, method: str, **args: Any) -> Json:
        """Nested arguments are JSON inside the form."""
        fields = {key: value if isinstance(value, str) else json.dumps(value) for key, value in args.items()}
        return self.session.post(self.fake.api + method, data=fields, headers=self.headers, timeout=20).json()

    def get(self, method: str, **args: Any) -> Json:
        return self.session.get(self.fake.api + method, params=args, headers=self.headers, timeout=20).json()

    def post(self, channel: str, text: str = "hello", **more: Any) -> Json:
        return self.ok("chat.postMessage", channel=channel, text=text, **more)


class Socket:
    """One connection, from a ticket to the frames; nothing happens by itself."""

    def __init__(self, fake: Any, url: str = "", greeted: bool = True) -> None:
        self.url = url or ticket(fake)
        self.web = websocket.create_connection(self.url, timeout=20, http_no_proxy=["*"])
        self.hello = self.read() if greeted else None

    def read(self) -> Json:
        return json.loads(self.web.recv())

    def envelope(self) -> Json:
        """The next envelope, acknowledged."""
        envelope = self.read()
        self.ack(envelope)
        return envelope

    def ack(self, envelope: Json, payload: Json | None = None) -> None:
        said = {"envelope_id": envelope["envelope_id"]}
        self.web.send(json.dumps(said | ({} if payload is None else {"payload": payload})))

    def ending(self) -> int:
        """Reads up to the close frame, and says its code."""
        while True:
            opcode, data = self.web.recv_data(control_frame=True)
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                return struct.unpack("!H", data[:2])[0]

    def close(self) -> None:
        self.web.close()


def ticket(fake: Any) -> str:
    return Api(fake, fake.app_token).ok("apps.connections.open")["url"]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(name: str = "yes", label: str = "Yes", **more: Any) -> Json:
    return {"type": "button", "action_id": name, "text": plain(label), "value": f"value-{name}", **more}


def actions(*elements: Json, block_id: str = "a") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(value: str) -> Json:
    return {"text": plain(f"Option {value}"), "value": value}


def select(name: str, *values: str, kind: str = "static_select", **more: Any) -> Json:
    return {"type": kind, "action_id": name, "options": [option(value) for value in values], **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    shape = {"type": "modal", "title": plain("Your answer"), "submit": plain("Send"), "callback_id": "askd:answer"}
    return {**shape, "blocks": list(blocks), **more}


def text_input(block_id: str = "ans", name: str = "txt", **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": name, **more}
    return {"type": "input", "block_id": block_id, "label": plain("Answer"), "element": element}
