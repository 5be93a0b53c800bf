"""Block Kit as the platform takes it: documented kinds, lengths and counts, and unique ids.

Lengths count code points, since the unit isn't documented. A problem reads like the platform's:
`must be less than 76 characters [json-pointer:/blocks/0/elements/1/text/text]`.
"""

import itertools
from typing import Any

Json = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN_TOTAL = 12_000
SELECTS = {
    f"{many}{what}_select"
    for many in ("", "multi_")
    for what in ("static", "external", "users", "conversations", "channels")
}
PICKERS = {"datepicker", "timepicker", "datetimepicker"}
INPUTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"}
# The most options of each kind of element, and the longest value of one.
OPTIONS = {"static_select": 100, "multi_static_select": 100, "overflow": 5, "radio_buttons": 10, "checkboxes": 10}
OPTION_VALUE = 150
IN_ACTIONS = SELECTS | PICKERS | set(OPTIONS) | {"button", "workflow_button"}
IN_INPUT = (SELECTS | PICKERS | set(OPTIONS) | INPUTS) - {"overflow"}
IN_SECTION = IN_ACTIONS | {"image"}


class Checker:
    """Goes through the blocks of one message or view once and collects what is wrong."""

    def __init__(self, in_view: bool) -> None:
        self.in_view = in_view
        self.problems: list[str] = []
        self.markdown = 0
        self._block_ids: set[str] = set()

    def say(self, problem: str, at: str) -> None:
        self.problems.append(f"{problem} [json-pointer:{at}]")

    def length(self, value: Any, at: str, most: int, least: int = 1) -> None:
        if not isinstance(value, str):
            self.say("must be a string", at)
        elif len(value) < least:
            self.say(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            self.say(f"must be less than {most + 1} characters", at)

    def optional(self, holder: Json, key: str, at: str, most: int) -> None:
        if key in holder:
            self.length(holder[key], f"{at}/{key}", most)

    def text(self, value: Any, at: str, most: int, plain: bool = True) -> None:
        if not isinstance(value, dict):
            self.say("must be an object", at)
        elif value.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
            self.say(f"unsupported type: {value.get('type')}", f"{at}/type")
        else:
            self.length(value.get("text"), f"{at}/text", most)

    def optional_text(self, holder: Json, key: str, at: str, most: int, plain: bool = True) -> None:
        if key in holder:
            self.text(holder[key], f"{at}/{key}", most, plain)

    def items(self, value: Any, at: str, most: int) -> list[Any]:
        if not isinstance(value, list):
            self.say("must be an array", at)
            return []
        if not value:
            self.say("no fewer than 1 items allowed", at)
        if len(value) > most:
            self.say(f"no more than {most} items allowed", at)
        return value

    def blocks(self, blocks: Any) -> None:
        most = VIEW_BLOCKS if self.in_view else MESSAGE_BLOCKS
        if isinstance(blocks, list) and not blocks and not self.in_view:
            return  # An empty list clears the blocks of a message.
        for number, block in enumerate(self.items(blocks, "/blocks" if not self.in_view else "/view/blocks", most)):
            at = f"{'/view' if self.in_view else ''}/blocks/{number}"
            if not isinstance(block, dict):
                self.say("must be an object", at)
                continue
            check = getattr(self, f"_block_{block.get('type')}", None)
            if check is None:
                self.say(f"unsupported type: {block.get('type')}", f"{at}/type")
                continue
            self.optional(block, "block_id", at, 255)
            if block.get("block_id") in self._block_ids:
                self.say("block_id already exists", f"{at}/block_id")
            if isinstance(block.get("block_id"), str):
                self._block_ids.add(block["block_id"])
            check(block, at)

    def _block_section(self, block: Json, at: str) -> None:
        if "text" not in block and "fields" not in block:
            self.say("missing required field: text", at)
        self.optional_text(block, "text", at, 3000, plain=False)
        if "fields" in block:
            for number, field in enumerate(self.items(block["fields"], f"{at}/fields", 10)):
                self.text(field, f"{at}/fields/{number}", 2000, plain=False)
        if "accessory" in block:
            self.elements([block["accessory"]], f"{at}/accessory", IN_SECTION, 1, indexed=False)

    def _block_header(self, block: Json, at: str) -> None:
        self.text(block.get("text"), f"{at}/text", 150)

    def _block_divider(self, block: Json, at: str) -> None:
        pass

    def _block_image(self, block: Json, at: str) -> None:
        if "image_url" not in block and "slack_file" not in block:
            self.say("missing required field: image_url", at)
        self.length(block.get("alt_text"), f"{at}/alt_text", 2000)

    def _block_file(self, block: Json, at: str) -> None:
        self.length(block.get("external_id"), f"{at}/external_id", 255)

    def _block_markdown(self, block: Json, at: str) -> None:
        self.length(block.get("text"), f"{at}/text", MARKDOWN_TOTAL)
        self.markdown += len(block["text"]) if isinstance(block.get("text"), str) else 0

    def _block_rich_text(self, block: Json, at: str) -> None:
        self.items(block.get("elements"), f"{at}/elements", 100)

    def _block_context(self, block: Json, at: str) -> None:
        for number, element in enumerate(self.items(block.get("elements"), f"{at}/elements", 10)):
            if not isinstance(element, dict) or element.get("type") != "image":
                self.text(element, f"{at}/elements/{number}", 3000, plain=False)

    def _block_actions(self, block: Json, at: str) -> None:
        self.elements(block.get("elements"), f"{at}/elements", IN_ACTIONS, 25)

    def _block_input(self, block: Json, at: str) -> None:
        self.text(block.get("label"), f"{at}/label", 2000)
        self.optional_text(block, "hint", at, 2000)
        self.elements([block.get("element")], f"{at}/element", IN_INPUT, 1, indexed=False)

    def elements(self, elements: Any, at: str, allowed: set[str], most: int, indexed: bool = True) -> None:
        actions: set[str] = set()
        for number, element in enumerate(self.items(elements, at, most)):
            here = f"{at}/{number}" if indexed else at
            kind = element.get("type") if isinstance(element, dict) else None
            if kind not in allowed or (kind == "file_input" and not self.in_view):
                self.say(f"unsupported type: {kind}", f"{here}/type")
                continue
            self.optional(element, "action_id", here, 255)
            if element.get("action_id") in actions:
                self.say("action_id already exists", f"{here}/action_id")
            if isinstance(element.get("action_id"), str):
                actions.add(element["action_id"])
            self.element(element, kind, here)

    def element(self, element: Json, kind: str, at: str) -> None:
        self.optional_text(element, "placeholder", at, 150)
        if "confirm" in element:
            self.confirm(element["confirm"], f"{at}/confirm")
        if kind == "button":
            self.text(element.get("text"), f"{at}/text", 75)
            self.optional(element, "value", at, 2000)
            self.optional(element, "url", at, 3000)
            if element.get("style", "primary") not in ("primary", "danger"):
                self.say("unsupported style", f"{at}/style")
        elif kind in OPTIONS:
            self.options(element, kind, at)
        elif kind == "plain_text_input" and element.get("max_length", 3000) not in range(3001):
            self.say("must be less than 3001", f"{at}/max_length")

    def options(self, element: Json, kind: str, at: str) -> None:
        if "option_groups" in element and kind.endswith("static_select"):
            for number, group in enumerate(self.items(element["option_groups"], f"{at}/option_groups", 100)):
                here = f"{at}/option_groups/{number}"
                if not isinstance(group, dict):
                    self.say("must be an object", here)
                    continue
                self.text(group.get("label"), f"{here}/label", 75)
                self.option_list(group.get("options"), f"{here}/options", 100)
        else:
            self.option_list(element.get("options"), f"{at}/options", OPTIONS[kind])
        choices = options_of(element)
        initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
        if any(one not in choices for one in initial):
            self.say("must be one of the options", f"{at}/initial_option")

    def option_list(self, options: Any, at: str, most: int) -> None:
        for number, option in enumerate(self.items(options, at, most)):
            here = f"{at}/{number}"
            if not isinstance(option, dict):
                self.say("must be an object", here)
                continue
            self.text(option.get("text"), f"{here}/text", 75, plain=False)
            self.length(option.get("value"), f"{here}/value", OPTION_VALUE)
            self.optional_text(option, "description", here, 75, plain=False)

    def confirm(self, confirm: Any, at: str) -> None:
        if not isinstance(confirm, dict):
            self.say("must be an object", at)
            return
        self.text(confirm.get("title"), f"{at}/title", 100)
        self.text(confirm.get("text"), f"{at}/text", 300, plain=False)
        self.text(confirm.get("confirm"), f"{at}/confirm", 30)
        self.text(confirm.get("deny"), f"{at}/deny", 30)


def check_message(blocks: Any) -> tuple[list[str], bool]:
    """The problems of a message's blocks, and whether their Markdown is longer than a message takes."""
    checker = Checker(in_view=False)
    checker.blocks(blocks)
    return checker.problems, checker.markdown > MARKDOWN_TOTAL


def check_view(view: Any) -> list[str]:
    checker = Checker(in_view=True)
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    if view.get("type") != "modal":
        checker.say(f"unsupported type: {view.get('type')}", "/view/type")
    checker.text(view.get("title"), "/view/title", 24)
    for key in ("submit", "close"):
        checker.optional_text(view, key, "/view", 24)
    for key, most in (("callback_id", 255), ("external_id", 255)):
        checker.optional(view, key, "/view", most)
    if len(view.get("private_metadata", "")) > 3000:
        checker.say("must be less than 3001 characters", "/view/private_metadata")
    checker.blocks(view.get("blocks"))
    blocks = view["blocks"] if isinstance(view.get("blocks"), list) else []
    if "submit" not in view and any(isinstance(one, dict) and one.get("type") == "input" for one in blocks):
        checker.say("missing required field: submit", "/view")
    return checker.problems


def with_ids(blocks: list[Json]) -> list[Json]:
    """The platform names blocks and elements that have no name of their own."""
    taken = {block.get("block_id") for block in blocks}
    fresh = (name for name in (f"b{n}" for n in itertools.count()) if name not in taken)
    named = [{**block, "block_id": block.get("block_id") or next(fresh)} for block in blocks]
    for block in named:
        for key in ("elements", "accessory", "element"):
            if block["type"] in ("actions", "section", "input") and key in block:
                many = block[key] if isinstance(block[key], list) else [block[key]]
                done = [{"action_id": f"{block['block_id']}/{n}", **one} for n, one in enumerate(many)]
                block[key] = done if isinstance(block[key], list) else done[0]
    return named


def elements_of(block: Json) -> list[Json]:
    """What of a block a person can use."""
    found = block.get("elements", []) if block["type"] == "actions" else []
    found = found + [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
    return [element for element in found if element.get("type") != "image"]


def options_of(element: Json) -> list[Json]:
    groups = [group for group in element.get("option_groups", []) if isinstance(group, dict)]
    return [option for group in groups for option in group.get("options", [])] + (element.get("options") or [])
