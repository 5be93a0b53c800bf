"""What a person can enter where: the value that an element then has in payloads, or why a person couldn't."""

from typing import Any

from .blocks import elements_of, options_of
from .world import Json


class Impossible(Exception):
    """A person couldn't do this: the test asks for something that isn't on the screen."""


SINGLE = {"static_select", "radio_buttons", "overflow", "external_select"}
MANY = {"multi_static_select", "checkboxes", "multi_external_select"}
PLAIN = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
}
# These keep what was entered in the state of the message or view; a press and an overflow's choice are moments.
MOMENTARY = {"button", "overflow", "workflow_button"}


def find(blocks: list[Json], action_id: str, block_id: str = "") -> tuple[Json, Json]:
    """The element of that action_id (of that block, if named), or the button or label that reads so."""
    for block in blocks:
        for element in elements_of(block):
            label = (element.get("text") or {}).get("text")
            named = action_id in (element.get("action_id"), label) or action_id == block.get("block_id")
            if named and block_id in ("", block["block_id"]):
                return block, element
    raise Impossible(f"there is nothing called {action_id} to use")


def option(element: Json, wanted: str) -> Json:
    for one in options_of(element):
        if wanted in (one["value"], one["text"]["text"]):
            return one
    raise Impossible(f"{wanted} is not among the options")


def entered(element: Json, value: Any) -> Json:
    """Options are named by their value or their label. None empties, as far as the element lets a person."""
    kind = element["type"]
    if kind == "button":
        return {}
    if kind in SINGLE:
        return {"selected_option": None if value is None else option(element, value)}
    if kind in MANY:
        chosen = [option(element, one) for one in value or []]
        if len(chosen) > element.get("max_selected_items", len(chosen)):
            raise Impossible("only so many can be chosen")
        return {"selected_options": chosen}
    if kind in PLAIN:
        return {PLAIN[kind]: value}
    text = value or ""
    if text and not element.get("min_length", 0) <= len(text) <= element.get("max_length", 3000):
        raise Impossible("the field takes neither so little nor so much text")
    return {"value": text or None}


def initial(element: Json) -> Json:
    kind = element["type"]
    if kind in SINGLE:
        return {"selected_option": element.get("initial_option")}
    if kind in MANY:
        return {"selected_options": element.get("initial_options", [])}
    if kind in PLAIN:
        return {PLAIN[kind]: element.get(PLAIN[kind].replace("selected", "initial"))}
    return {"value": element.get("initial_value")}


def state(blocks: list[Json], chosen: dict[str, dict[str, Json]]) -> Json:
    """`state.values`: what each element of these blocks holds, as this person left it."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in MOMENTARY:
                continue
            here = chosen.get(block["block_id"], {}).get(element["action_id"], initial(element))
            values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **here}
    return values


def missing(blocks: list[Json], values: Json) -> list[str]:
    """The inputs that the platform doesn't let a person leave empty."""
    empty = []
    for block in blocks:
        if block["type"] != "input" or block.get("optional"):
            continue
        held = values[block["block_id"]][block["element"]["action_id"]]
        if not any(value for key, value in held.items() if key != "type"):
            empty.append(block["block_id"])
    return empty
