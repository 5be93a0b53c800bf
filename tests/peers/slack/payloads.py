"""The shapes of what the app gets: events, presses, submissions, commands."""

from typing import Any

from .world import APP, BOT_USER, TEAM, Channel, Json, User, World


def event_callback(world: World, event: Json) -> Json:
    authorization: Json = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    authorization["is_enterprise_install"] = False
    callback: Json = {
        "type": "event_callback",
        "token": "x",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "api_app_id": APP,
    }
    callback |= {"event": event, "event_id": world.new_id("Ev"), "event_time": int(world.clock.now())}
    callback |= {"authorizations": [authorization], "is_ext_shared_channel": False, "context_enterprise_id": None}
    return callback | {"event_context": world.new_id("4-")}


def who(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM}


def gesture(world: World, kind: str, user: User) -> Json:
    team = {"id": TEAM, "domain": world.domain}
    return {"type": kind, "team": team, "enterprise": None, "user": who(user), "api_app_id": APP, "token": "x"}


def action(block: Json, element: Json, entered: Json, now: str) -> Json:
    made = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"], **entered}
    if element["type"] == "button":
        made["text"] = element["text"]
        made |= {key: element[key] for key in ("value", "style") if key in element}
    return made | {"action_ts": now}


def message_actions(
    world: World, user: User, channel: Channel, message: Json, ephemeral: bool, state: Json, actions: list[Json]
) -> Json:
    """An ephemeral message isn't in the payload: the platform doesn't keep it."""
    container: Json = {"type": "message", "message_ts": message["ts"], "channel_id": channel.id}
    container["is_ephemeral"] = ephemeral
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    name = {"channel": channel.name, "group": "privategroup", "mpim": "mpdm"}.get(channel.kind, "directmessage")
    payload = gesture(world, "block_actions", user) | {"container": container}
    payload |= {"trigger_id": world.new_trigger(user.id), "channel": {"id": channel.id, "name": name}}
    if not ephemeral:
        payload["message"] = message
    return payload | {"state": {"values": state}, "actions": actions}


def view_actions(world: World, user: User, view: Json, actions: list[Json]) -> Json:
    payload = gesture(world, "block_actions", user) | {"container": {"type": "view", "view_id": view["id"]}}
    return payload | {"trigger_id": world.new_trigger(user.id, view["id"]), "view": view, "actions": actions}


def view_submission(world: World, user: User, view: Json) -> Json:
    trigger = world.new_trigger(user.id, view["id"])
    return gesture(world, "view_submission", user) | {"trigger_id": trigger, "view": view, "response_urls": []}


def view_closed(world: World, user: User, view: Json, cleared: bool) -> Json:
    return gesture(world, "view_closed", user) | {"view": view, "is_cleared": cleared}


def command(world: World, user: User, channel: Channel, name: str, text: str, response_url: str) -> dict[str, Any]:
    """A command is flat: over HTTP it is a form."""
    said = {"token": "x", "team_id": TEAM, "team_domain": world.domain, "channel_id": channel.id}
    said |= {"channel_name": channel.name or "directmessage", "user_id": user.id, "user_name": user.name}
    said |= {"command": name, "text": text, "api_app_id": APP, "is_enterprise_install": "false"}
    return said | {"response_url": response_url, "trigger_id": world.new_trigger(user.id)}
