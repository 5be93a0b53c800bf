"""What people do in channels: say, edit, delete, react, press, choose, command. Each act is what their client sends."""

import html
import uuid
from typing import Any

from . import entering, payloads
from .delivery import Courier, Delivery
from .entering import Impossible
from .faults import Fault
from .response_urls import ResponseUrls
from .web_api.files import described_file
from .world import Channel, File, Json, World


class People:
    def __init__(self, world: World, courier: Courier, urls: ResponseUrls, address: str) -> None:
        self.address = address
        self._world = world
        self._courier = courier
        self._urls = urls
        self._said = 0
        # What a person chose in the selects of a message, by (person, message) and then block and action.
        self._chosen: dict[tuple[str, str], dict[str, dict[str, Json]]] = {}

    def channel(self, user: str, channel: str) -> Channel:
        """A channel's id; or a person's, for the direct message with them."""
        if channel in self._world.users:
            return self._world.direct(sorted({user, channel}))[0]
        found = self._world.channels.get(channel)
        if found is None or (found.kind != "channel" and user not in found.members):
            raise Impossible(f"{user} sees no channel {channel}")
        return found

    def message(self, channel: Channel, ts: str) -> Json:
        if ts not in channel.messages:
            raise Impossible(f"there is no message {ts}")
        return channel.messages[ts]

    # Messages.

    def say(
        self, user: str, channel: str, text: str, thread_ts: str = "", broadcast: bool = False,
        files: list[Json] | None = None, marked_up: bool = False, client_msg_id: str = "", me: bool = False,
    ) -> Json:  # fmt: skip
        """What is typed is escaped as the platform does; `marked_up` text has its own mentions and links."""
        where = self.channel(user, channel)
        if user not in where.members:
            where.members.append(user)
        message: Json = {"user": user, **self._typed(text, marked_up)}
        message["client_msg_id"] = client_msg_id or str(uuid.uuid5(uuid.NAMESPACE_OID, f"{user} {self._said}"))
        if thread_ts:
            self.message(where, thread_ts)
            message["thread_ts"] = thread_ts
        if broadcast:
            message["subtype"] = "thread_broadcast"
        if me:
            message["subtype"] = "me_message"
        if files:
            message |= {"subtype": "file_share", "upload": True, "files": [self._file(user, one) for one in files]}
        return self._world.add_message(where, message)

    def _typed(self, text: str, marked_up: bool = False) -> Json:
        """A person's text comes twice: in `text`, and as it was typed in a block of rich text."""
        self._said += 1
        text = text if marked_up else html.escape(text, quote=False)
        piece = {"type": "text", "text": html.unescape(text)}
        rich = {"type": "rich_text_section", "elements": [piece]}
        block = {"type": "rich_text", "block_id": f"r{self._said}", "elements": [rich]}
        return {"text": text, "blocks": [block] if text else []}

    def _file(self, user: str, given: Json) -> Json:
        content = given.get("content", "").encode()
        file = File(self._world.new_id("F"), given["name"], len(content), user, given["name"], content, completed=True)
        self._world.files[file.id] = file
        return described_file(self.address, file)

    def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        where = self.channel(user, channel)
        if self.message(where, ts)["user"] != user:
            raise Impossible("people edit their own messages alone")
        return self._world.change_message(where, ts, self._typed(text), edited_by=user)

    def delete(self, user: str, channel: str, ts: str) -> None:
        where = self.channel(user, channel)
        self.message(where, ts)
        self._world.remove_message(where, ts)

    def unfurl(self, channel: str, ts: str, link: str) -> Json:
        """The platform itself adds the preview of a link: for the app that is a changed message with the same text."""
        where = self._world.channels[channel]
        return self._world.change_message(where, ts, {"attachments": [{"id": 1, "from_url": link, "title": link}]})

    def react(self, user: str, channel: str, ts: str, name: str, on: bool = True) -> None:
        where = self.channel(user, channel)
        if not self.set_reaction(user, where, self.message(where, ts), name, on):
            raise Impossible(f"the reaction is {'there already' if on else 'not there'}")

    def set_reaction(self, user: str, channel: Channel, message: Json, name: str, on: bool) -> bool:
        """False if that is so already."""
        reactions = message.setdefault("reactions", [])
        found = next((one for one in reactions if one["name"] == name), None)
        if (found is not None and user in found["users"]) == on:
            return False
        if found is None:
            found = {"name": name, "users": [], "count": 0}
            reactions.append(found)
        found["users"] = [*found["users"], user] if on else [one for one in found["users"] if one != user]
        found["count"] = len(found["users"])
        message["reactions"] = [one for one in reactions if one["count"]]
        event: Json = {"type": "reaction_added" if on else "reaction_removed", "user": user, "reaction": name}
        item = {"type": "message", "channel": channel.id, "ts": message["ts"]}
        event |= {"item": item, "item_user": message.get("user", ""), "event_ts": self._world.clock.ts()}
        self._world.tell(event | {"channel": channel.id})
        self._world.touch()
        return True

    def join(self, user: str, channel: str, leave: bool = False) -> None:
        where = self._world.channels[channel]
        if leave:
            where.members.remove(user)
        elif user not in where.members:
            where.members.append(user)
            self._world.add_message(where, {"subtype": "channel_join", "user": user, "text": f"<@{user}> has joined"})
        self._world.touch()

    # Messages with something to use.

    def _found(self, user: str, channel: str, ts: str) -> tuple[Channel, Json, bool]:
        where = self.channel(user, channel)
        for one in self._world.ephemerals:
            if one["ts"] == ts and one["to"] == user:
                return where, one, True
        return where, self.message(where, ts), False

    def use(
        self, user: str, channel: str, ts: str, name: str, value: Any, block_id: str = "", fault: Fault | None = None,
        connection: int | None = None,
    ) -> Delivery:  # fmt: skip
        """Presses the button, or chooses the value, that `name` says: by action_id, or by the label on it."""
        where, message, ephemeral = self._found(user, channel, ts)
        block, element = entering.find(message.get("blocks", []), name, block_id)
        held = entering.entered(element, value)
        chosen = self._chosen.setdefault((user, ts), {})
        if element["type"] not in entering.MOMENTARY:
            chosen.setdefault(block["block_id"], {})[element["action_id"]] = held
        state = entering.state(message["blocks"], chosen)
        action = payloads.action(block, element, held, self._world.clock.ts())
        person = self._world.users[user]
        shown = {key: kept for key, kept in message.items() if key not in ("to", "channel")}
        payload = payloads.message_actions(self._world, person, where, shown, ephemeral, state, [action])
        payload["response_url"] = self._urls.make(where.id, ts, user, ephemeral)
        return self._courier.send("interactive", payload, fault, connection)

    def command(self, user: str, channel: str, name: str, text: str, fault: Fault | None = None) -> Delivery:
        where = self.channel(user, channel)
        url = self._urls.make(where.id, "", user, True)
        said = payloads.command(self._world, self._world.users[user], where, name, text, url)
        return self._courier.send("slash_commands", said, fault)
