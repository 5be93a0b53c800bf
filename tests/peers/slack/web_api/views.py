"""views.*: modals. A gesture's trigger opens one view, within 3 s."""

import json

from .. import blocks as block_kit
from ..refused import Refused
from ..world import APP, BOT, TEAM, Json
from .call import Call, method

STACK_MOST = 3
VIEW_MOST = 250_000


def read_view(call: Call, view_id: str = "") -> Json:
    view = call.structure("view", "invalid_arguments")
    if view is None:
        raise Refused("invalid_arguments", ["missing required field: view [json-pointer:/view]"])
    if len(json.dumps(view)) > VIEW_MOST:
        raise Refused("view_too_large")
    problems = block_kit.check_view(view)
    if problems:
        raise Refused("invalid_arguments", problems)
    external = view.get("external_id")
    if external and any(one["external_id"] == external and one["id"] != view_id for one in call.world.views.values()):
        raise Refused("duplicate_external_id")
    return {**view, "blocks": block_kit.with_ids(view["blocks"])}


def use_trigger(call: Call) -> tuple[str, str]:
    """The person whose gesture it was, and the view in which it was made."""
    trigger = call.world.triggers.get(call.text("trigger_id"))
    if trigger is None:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if call.world.clock.now() - trigger.made > call.world.settings.trigger_lives:
        raise Refused("expired_trigger_id")
    trigger.used = True
    return trigger.user, trigger.view


@method("views.open", "trigger_id view interactivity_pointer", tier=4)
def views_open(call: Call) -> Json:
    view = read_view(call)
    user, _ = use_trigger(call)
    return {"view": call.workspace.modals.show(user, view)}


@method("views.push", "trigger_id view interactivity_pointer", tier=4)
def views_push(call: Call) -> Json:
    view = read_view(call)
    user, under = use_trigger(call)
    stack = call.world.stacks.get(user, [])
    if under not in stack:
        raise Refused("not_found")
    if len(stack) >= STACK_MOST:
        raise Refused("push_limit_reached")
    return {"view": call.workspace.modals.show(user, view, push=True)}


@method("views.update", "view view_id external_id hash", tier=4)
def views_update(call: Call) -> Json:
    """`hash` is that of the view which the caller knows: another writer's change in between is a conflict."""
    wanted, external = call.text("view_id"), call.text("external_id")
    found = [one for one in call.world.views.values() if one["id"] == wanted or (external == one["external_id"] != "")]
    if not found:
        raise Refused("not_found")
    if call.text("hash") and call.text("hash") != found[0]["hash"]:
        raise Refused("hash_conflict")
    return {"view": call.workspace.modals.change(found[0]["id"], read_view(call, found[0]["id"]))}


def described_view(view: Json, view_id: str, root: str, previous: str | None, number: str) -> Json:
    """A view as the app sees it: what it sent, and what the platform knows of it."""
    made: Json = {
        "id": view_id,
        "team_id": TEAM,
        "hash": number,
        "app_id": APP,
        "bot_id": BOT,
        "app_installed_team_id": TEAM,
    }
    made |= {"root_view_id": root, "previous_view_id": previous, "state": {"values": {}}}
    empty = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
    return {**empty, "notify_on_close": False, "clear_on_close": False, **view, **made}
