"""chat.*: posting, editing and deleting messages."""

import json
from typing import Any

from .. import blocks as block_kit
from ..refused import Refused
from ..world import APP, BOT, Channel, Json
from .call import Call, method

TEXT_MOST = 40_000
EDIT_MOST = 4000
MARKDOWN_MOST = 12_000
ATTACHMENTS_MOST = 100
# The platform doesn't publish it.
METADATA_MOST = 8000

LOOKS = "username icon_url icon_emoji mrkdwn parse link_names unfurl_links unfurl_media as_user"
CONTENT = "channel text blocks attachments markdown_text thread_ts client_msg_id"


def read_blocks(call: Call) -> list[Json] | None:
    blocks = call.structure("blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    problems, too_long = block_kit.check_message(blocks)
    if problems:
        raise Refused("invalid_blocks", problems, errors=problems)
    if too_long:
        raise Refused("msg_blocks_too_long")
    return block_kit.with_ids(blocks)


def read_metadata(call: Call) -> Json | None:
    metadata: Json | None = call.structure("metadata", "invalid_metadata_format")
    if metadata is None or metadata == {}:
        return metadata
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_MOST:
        raise Refused("metadata_too_large")
    return metadata


def read_content(call: Call) -> Json:
    """Text, blocks and the rest, as far as the call names them."""
    content: Json = {}
    text, markdown = call.text("text"), call.text("markdown_text")
    blocks = read_blocks(call)
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict")
    if len(markdown) > MARKDOWN_MOST:
        raise Refused("msg_too_long")
    attachments: Any = call.structure("attachments", "invalid_attachments")
    if isinstance(attachments, list) and len(attachments) > ATTACHMENTS_MOST:
        raise Refused("too_many_attachments")
    if "text" in call.args or markdown:
        content["text"] = text or markdown
    if blocks is not None:
        content["blocks"] = blocks
    if attachments is not None:
        content["attachments"] = attachments
    return content


def where_to_post(call: Call) -> Channel:
    """A person's id means the direct message with them; a name works for channels."""
    world, target = call.world, call.need("channel")
    if target in world.users:
        if world.users[target].deleted:
            raise Refused("user_disabled")
        call.needs_scope("im:write", "chat:write")
        channel, _ = world.direct([call.who.user, target])
    else:
        named = [one for one in world.channels.values() if one.name and one.name == target.removeprefix("#")]
        channel = named[0] if named else call.own_channel()
    if channel.archived:
        raise Refused("is_archived")
    if call.who.user not in channel.members:
        raise Refused("not_in_channel")
    if channel.kind == "im" and not world.messages_tab:
        raise Refused("messages_tab_disabled")
    return channel


def thread_of(call: Call, channel: Channel) -> str:
    """A thread is named by its root. The platform warns of naming a reply, and what it then does isn't documented: here
    it is refused, so that tests see it."""
    ts = call.text("thread_ts")
    root = channel.messages.get(ts)
    if ts and root is None:
        raise Refused("thread_not_found")
    if root is not None and root.get("thread_ts", ts) != ts:
        raise Refused("cannot_reply_to_message")
    return ts


def author(call: Call) -> Json:
    if call.who.kind == "user":
        return {"user": call.who.user}
    profile = {"id": BOT, "app_id": APP, "name": call.world.users[call.who.user].name}
    return {"user": call.who.user, "bot_id": BOT, "app_id": APP, "bot_profile": profile}


@method("chat.postMessage", f"{CONTENT} metadata reply_broadcast {LOOKS}", tier=0, scope="chat:write")
def post_message(call: Call) -> Json:
    channel = where_to_post(call)
    content, metadata, thread = read_content(call), read_metadata(call), thread_of(call, channel)
    if not any(content.get(key) for key in ("text", "blocks", "attachments")):
        raise Refused("no_text")
    call.workspace.check_post_rate(channel)
    message = {**author(call), "text": content.pop("text", ""), **content}
    if len(message["text"]) > TEXT_MOST:
        message["text"] = message["text"][:TEXT_MOST]
        call.warnings.append("message_truncated")
    if metadata:
        message["metadata"] = metadata
    if call.text("client_msg_id"):
        message["client_msg_id"] = call.text("client_msg_id")
    if call.text("username") or call.text("icon_url") or call.text("icon_emoji"):
        message |= {"subtype": "bot_message", "username": call.text("username")}
    if thread:
        message["thread_ts"] = thread
        if call.flag("reply_broadcast"):
            message["subtype"] = "thread_broadcast"
    message = call.world.add_message(channel, message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def own_message(call: Call, refusal: str) -> tuple[Channel, Json]:
    """Editing takes the channel's id: a person's doesn't do. What is only for one person can't be found."""
    channel = call.own_channel()
    message = channel.messages.get(call.need("ts"))
    if message is None or message.get("subtype") == "tombstone":
        raise Refused("message_not_found")
    if message.get("user") != call.who.user:
        raise Refused(refusal)
    return channel, message


@method("chat.update", "channel ts text blocks attachments markdown_text metadata link_names parse reply_broadcast "
        "file_ids as_user", scope="chat:write")  # fmt: skip
def update(call: Call) -> Json:
    """What isn't named stays: blocks go by `[]`, metadata by `{}`."""
    channel, message = own_message(call, "cant_update_message")
    content, metadata = read_content(call), read_metadata(call)
    if not content and metadata is None:
        raise Refused("no_text")
    if len(content.get("text", "")) > EDIT_MOST:
        raise Refused("msg_too_long")
    if metadata is not None:
        content["metadata"] = metadata
    message = call.world.change_message(channel, message["ts"], content, edited_by=call.who.user)
    if message.get("metadata") == {}:
        del message["metadata"]
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


@method("chat.delete", "channel ts as_user", scope="chat:write")
def delete(call: Call) -> Json:
    channel, message = own_message(call, "cant_delete_message")
    call.world.remove_message(channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.postEphemeral", f"{CONTENT} user {LOOKS}", tier=4, scope="chat:write")
def post_ephemeral(call: Call) -> Json:
    """For one person's eyes: it isn't in the history, and nothing can edit it but a response_url."""
    channel, user = call.own_channel(), call.need("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    content, thread = read_content(call), thread_of(call, channel)
    if not any(content.get(key) for key in ("text", "blocks", "attachments")):
        raise Refused("no_text")
    message = {"type": "message", **author(call), "text": content.pop("text", ""), **content}
    message |= {"ts": call.world.clock.ts(), "channel": channel.id, "to": user}
    call.world.ephemerals.append(message | ({"thread_ts": thread} if thread else {}))
    return {"message_ts": message["ts"]}


@method("chat.getPermalink", "channel message_ts", tier=0, json=False, get=True)
def get_permalink(call: Call) -> Json:
    channel, ts = call.channel(), call.need("message_ts")
    message = channel.messages.get(ts)
    if message is None:
        raise Refused("message_not_found")
    link = f"https://{call.world.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    if message.get("thread_ts", ts) != ts:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
