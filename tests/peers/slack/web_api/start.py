"""What an app asks first: who it is, and where it may connect."""

from ..refused import Refused
from ..world import APP, BOT, TEAM, Json
from .call import Call, method


@method("api.test", "error foo", tier=4, get=True, token="none")
def api_test(call: Call) -> Json:
    if call.text("error"):
        raise Refused(call.text("error"))
    return {"args": call.args}


@method("auth.test", tier=0, get=True, token="any")
def auth_test(call: Call) -> Json:
    world = call.world
    if call.who.kind == "app":
        return {"app_id": APP, "app_name": "askd"}
    user = world.users[call.who.user]
    answer: Json = {"url": f"https://{world.domain}.slack.com/", "team": "Acme", "team_id": TEAM}
    answer |= {"user": user.name, "user_id": user.id, "is_enterprise_install": False}
    return answer | ({"bot_id": BOT} if call.who.kind == "bot" else {})


@method("apps.connections.open", tier=3, token="app")
def apps_connections_open(call: Call) -> Json:
    """The token stands in the header: as a form field it is an error."""
    return {"url": call.workspace.sockets.ticket()}


@method("team.info", "team domain", json=False, get=True, scope="team:read")
def team_info(call: Call) -> Json:
    if call.text("team", TEAM) != TEAM:
        raise Refused("team_not_found")
    domain = call.world.domain
    return {"team": {"id": TEAM, "name": "Acme", "domain": domain, "email_domain": "acme.example", "icon": {}}}


@method("bots.info", "bot", json=False, get=True, scope="users:read")
def bots_info(call: Call) -> Json:
    if call.text("bot", BOT) != BOT:
        raise Refused("bot_not_found")
    bot = call.world.users[call.who.user]
    return {"bot": {"id": BOT, "app_id": APP, "user_id": bot.id, "name": bot.name, "deleted": False, "icons": {}}}
