"""users.*: people by id or e-mail address."""

from ..refused import Refused
from ..world import TEAM, Json, User
from .call import Call, method
from .conversations import described_channel, of_types
from .pages import page


def described(call: Call, user: User) -> Json:
    """The address is there only for apps with users:read.email."""
    profile = {"real_name": user.real_name, "display_name": user.name, "team": TEAM}
    if not user.is_bot and "users:read.email" in call.world.scopes:
        profile["email"] = user.email
    described: Json = {
        "id": user.id,
        "team_id": TEAM,
        "name": user.name,
        "real_name": user.real_name,
        "profile": profile,
    }
    described |= {"deleted": user.deleted, "is_bot": user.is_bot, "is_app_user": False}
    return described | {"tz": user.tz, "tz_label": user.tz, "tz_offset": user.tz_offset, "updated": 1}


@method("users.info", "user include_locale", tier=4, json=False, get=True, scope="users:read")
def users_info(call: Call) -> Json:
    user = call.world.users.get(call.text("user"))
    if user is None:
        raise Refused("user_not_found")
    return {"user": described(call, user)}


@method("users.list", "cursor limit include_locale", tier=2, json=False, get=True, scope="users:read")
def users_list(call: Call) -> Json:
    users, more = page(call, list(call.world.users.values()), default=100, most=1000)
    return {"members": [described(call, user) for user in users], **more}


@method("users.lookupByEmail", "email", json=False, get=True, scope="users:read.email")
def users_lookup_by_email(call: Call) -> Json:
    email = call.need("email").lower()
    for user in call.world.users.values():
        if email == user.email.lower() and not user.deleted:
            return {"user": described(call, user)}
    raise Refused("users_not_found")


@method("users.conversations", "user types exclude_archived cursor limit", json=False, get=True, scope="channels:read")
def users_conversations(call: Call) -> Json:
    user = call.text("user", call.who.user)
    mine = [channel for channel in of_types(call) if user in channel.members]
    channels, more = page(call, mine, default=100, most=999)
    return {"channels": [described_channel(call, channel) for channel in channels], **more}
