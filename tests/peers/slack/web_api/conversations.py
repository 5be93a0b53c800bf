"""conversations.*: where messages are, and what was said there."""

from ..refused import Refused
from ..world import Channel, Json
from .call import Call, method
from .pages import page

KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def described_channel(call: Call, channel: Channel) -> Json:
    described: Json = {"id": channel.id, "name": channel.name, "is_archived": channel.archived, "created": 1}
    described |= {f"is_{kind}": channel.kind == kind for kind in KINDS.values()}
    described["is_private"] = channel.kind != "channel"
    if channel.kind == "im":
        others = [user for user in channel.members if user != call.who.user]
        described["user"] = (others or [call.who.user])[0]
        del described["name"]
    else:
        described["is_member"] = call.who.user in channel.members
        described["num_members"] = len(channel.members)
    return described


def of_types(call: Call) -> list[Channel]:
    kinds = {KINDS.get(name) for name in call.names("types") or ["public_channel"]}
    if None in kinds:
        raise Refused("invalid_types")
    channels = [one for one in call.world.channels.values() if one.kind in kinds]
    channels = [one for one in channels if one.kind == "channel" or call.who.user in one.members]
    return [one for one in channels if not (one.archived and call.flag("exclude_archived"))]


def shown(message: Json, all_metadata: bool) -> Json:
    """Without include_all_metadata only the type of a message's metadata comes."""
    if "metadata" not in message or all_metadata:
        return message
    return {**message, "metadata": {"event_type": message["metadata"]["event_type"]}}


def bound(call: Call, name: str, default: float) -> float:
    try:
        return float(call.text(name) or default)
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def within(call: Call, messages: list[Json]) -> list[Json]:
    """`oldest` and `latest` leave their own messages out unless `inclusive`."""
    oldest, latest = bound(call, "oldest", 0), bound(call, "latest", float("inf"))
    ends = {oldest, latest} if call.flag("inclusive") else set()
    return [one for one in messages if oldest < float(one["ts"]) < latest or float(one["ts"]) in ends]


@method("conversations.list", "cursor limit types exclude_archived", tier=2, json=False, get=True,
        scope="channels:read")  # fmt: skip
def conversations_list(call: Call) -> Json:
    channels, more = page(call, of_types(call), default=100, most=1000)
    return {"channels": [described_channel(call, channel) for channel in channels], **more}


@method("conversations.info", "channel include_locale include_num_members", json=False, get=True)
def conversations_info(call: Call) -> Json:
    channel = call.channel()
    call.needs_scope_of(channel, "read")
    return {"channel": described_channel(call, channel)}


@method("conversations.members", "channel cursor limit", tier=4, json=False, get=True)
def conversations_members(call: Call) -> Json:
    channel = call.channel()
    call.needs_scope_of(channel, "read")
    members, more = page(call, channel.members, default=100, most=1000)
    return {"members": members, **more}


@method("conversations.join", "channel", scope="channels:join")
def conversations_join(call: Call) -> Json:
    channel = call.channel()
    if channel.archived:
        raise Refused("is_archived")
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if call.who.user in channel.members:
        call.warnings.append("already_in_channel")
    else:
        channel.members.append(call.who.user)
    call.world.touch()
    return {"channel": described_channel(call, channel)}


@method("conversations.open", "channel users return_im prevent_creation", scope="im:write")
def conversations_open(call: Call) -> Json:
    """Opening twice gives the same channel: with `return_im` all of it, without its id alone."""
    world = call.world
    if call.text("channel"):
        channel, was = call.channel(), True
    else:
        users = call.names("users")
        if not users:
            raise Refused("users_list_not_supplied")
        if len(users) > 8:
            raise Refused("too_many_users")
        for user in users:
            if user not in world.users:
                raise Refused("user_not_found")
            if world.users[user].deleted:
                raise Refused("user_disabled")
        if len(users) > 1:
            call.needs_scope("mpim:write")
        people = list(dict.fromkeys([call.who.user, *users]))
        channel, was = world.direct(people)
    answer: Json = {"no_op": True, "already_open": True} if was else {}
    world.touch()
    return answer | {"channel": described_channel(call, channel) if call.flag("return_im") else {"id": channel.id}}


@method("conversations.history", "channel cursor limit oldest latest inclusive include_all_metadata", get=True)
def conversations_history(call: Call) -> Json:
    """Newest first. Replies aren't here, but for those that were also sent to the channel."""
    channel = call.own_channel()
    call.needs_scope_of(channel, "history")
    roots = [m for m in channel.messages.values()
             if m.get("thread_ts", m["ts"]) == m["ts"] or m.get("subtype") == "thread_broadcast"]  # fmt: skip
    found = sorted(within(call, roots), key=lambda m: m["ts"], reverse=True)
    messages, more = page(call, found, default=100, most=999)
    all_metadata = call.flag("include_all_metadata")
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": [shown(m, all_metadata) for m in messages], "has_more": has_more, "pin_count": 0, **more}


@method("conversations.replies", "channel ts cursor limit oldest latest inclusive include_all_metadata", json=False,
        get=True)  # fmt: skip
def conversations_replies(call: Call) -> Json:
    """The root first, whatever `oldest` says, and then the replies as they were said."""
    channel = call.own_channel()
    call.needs_scope_of(channel, "history")
    asked = channel.messages.get(call.need("ts"))
    root = channel.messages.get(str(asked.get("thread_ts", asked["ts"]))) if asked else None
    if root is None:
        raise Refused("thread_not_found")
    replies = sorted(within(call, channel.replies(root["ts"])), key=lambda m: m["ts"])
    messages, more = page(call, [root, *replies], default=1000, most=1000)
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": [shown(m, call.flag("include_all_metadata")) for m in messages], "has_more": has_more, **more}
