"""reactions.*: emoji on messages, named without colons."""

from ..refused import Refused
from ..world import Channel, Json
from .call import Call, method


def message_of(call: Call) -> tuple[Channel, Json]:
    channel = call.own_channel()
    message = channel.messages.get(call.text("timestamp"))
    if message is None:
        raise Refused("message_not_found")
    return channel, message


@method("reactions.add", "channel name timestamp", scope="reactions:write")
def reactions_add(call: Call) -> Json:
    channel, message = message_of(call)
    name = call.need("name")
    if ":" in name:
        raise Refused("invalid_name")
    if not call.workspace.people.set_reaction(call.who.user, channel, message, name, True):
        raise Refused("already_reacted")
    return {}


@method("reactions.remove", "channel name timestamp", tier=2, scope="reactions:write")
def reactions_remove(call: Call) -> Json:
    channel, message = message_of(call)
    if not call.workspace.people.set_reaction(call.who.user, channel, message, call.need("name"), False):
        raise Refused("no_reaction")
    return {}


@method("reactions.get", "channel timestamp full", json=False, get=True, scope="reactions:read")
def reactions_get(call: Call) -> Json:
    channel, message = message_of(call)
    return {"type": "message", "channel": channel.id, "message": message}
