"""The address in a payload by which an app answers without a token: 5 times within 30 minutes."""

from dataclasses import dataclass
from typing import Any

from . import blocks as block_kit
from .world import APP, BOT, BOT_USER, TEAM, Json, World


@dataclass
class ResponseUrl:
    channel: str
    ts: str  # The message that the gesture was made on; empty for a command.
    user: str
    ephemeral: bool
    made: float
    uses: int = 0


class ResponseUrls:
    def __init__(self, world: World) -> None:
        self.address = ""
        self._world = world
        self._urls: dict[str, ResponseUrl] = {}

    def make(self, channel: str, ts: str, user: str, ephemeral: bool) -> str:
        name = self._world.new_id("r")
        self._urls[name] = ResponseUrl(channel, ts, user, ephemeral, self._world.clock.now())
        return f"{self.address}/actions/{TEAM}/1/{name}"

    def post(self, name: str, body: Any) -> tuple[int, Json]:
        """What the platform answers, with its status."""
        url, settings = self._urls.get(name), self._world.settings
        if url is None or self._world.clock.now() - url.made > settings.response_url_lives:
            return 404, {"ok": False, "error": "expired_url"}
        if url.uses >= settings.response_url_uses:
            return 404, {"ok": False, "error": "used_url"}
        if not isinstance(body, dict):
            return 400, {"ok": False, "error": "invalid_payload"}
        blocks = body.get("blocks")
        if blocks is not None:
            problems, _ = block_kit.check_message(blocks)
            if problems:
                return 400, {"ok": False, "error": "invalid_blocks"}
        url.uses += 1
        self._apply(url, body)
        return 200, {"ok": True}

    def _apply(self, url: ResponseUrl, body: Json) -> None:
        channel = self._world.channels[url.channel]
        content: Json = {"text": body.get("text", "")}
        if "blocks" in body:
            content["blocks"] = block_kit.with_ids(body["blocks"])
        if body.get("delete_original") or body.get("replace_original"):
            self._change(url, content, bool(body.get("delete_original")))
            return
        message = {"user": BOT_USER, "bot_id": BOT, "app_id": APP, **content}
        if body.get("response_type") == "in_channel":
            self._world.add_message(channel, message)
            return
        message |= {"type": "message", "ts": self._world.clock.ts(), "channel": url.channel, "to": url.user}
        self._world.ephemerals.append(message)
        self._world.touch()

    def _change(self, url: ResponseUrl, content: Json, remove: bool) -> None:
        channel = self._world.channels[url.channel]
        if url.ephemeral:
            for one in [one for one in self._world.ephemerals if one["ts"] == url.ts]:
                self._world.ephemerals.remove(one) if remove else one.update(content)
            self._world.touch()
        elif url.ts in channel.messages and remove:
            self._world.remove_message(channel, url.ts)
        elif url.ts in channel.messages:
            self._world.change_message(channel, url.ts, content, edited_by=BOT_USER)
