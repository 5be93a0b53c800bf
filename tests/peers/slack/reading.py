"""A message or view as a person sees it: its words with the markup undone, and what can be pressed or filled in."""

import re
from typing import Any

from .blocks import elements_of, options_of

Json = dict[str, Any]

LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


def decoded(text: str, names: dict[str, str]) -> str:
    """What the platform makes of mrkdwn: mentions become names, links their label, and then entities characters."""

    def link(found: re.Match[str]) -> str:
        target, label = found.group(1), found.group(2)
        if target.startswith(("@", "#")):
            return target[0] + (label or names.get(target[1:], target[1:]))
        if target.startswith("!date^"):
            return label or ""
        if target.startswith("!"):
            return "@" + target[1:].split("^")[0]
        return label or target

    text = LINK.sub(link, text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def words(text: Json, names: dict[str, str]) -> str:
    return decoded(text["text"], names) if text["type"] == "mrkdwn" else text["text"]


def rich_words(element: Json) -> str:
    if element.get("type") == "text":
        return str(element["text"])
    return "".join(rich_words(one) for one in element.get("elements", []))


def lines_of(block: Json, names: dict[str, str]) -> list[str]:
    kind = block["type"]
    if kind == "markdown":
        return [block["text"]]
    if kind == "rich_text":
        return [rich_words(block)]
    if kind == "input":
        return [words(block["label"], names)]
    if kind == "context":
        return [" ".join(words(one, names) for one in block["elements"] if one["type"] != "image")]
    texts = [block[key] for key in ("text",) if key in block] + block.get("fields", [])
    return [words(one, names) for one in texts]


def control(block: Json, element: Json, names: dict[str, str]) -> Json:
    label = element.get("text") or element.get("placeholder") or block.get("label") or {"text": ""}
    return {
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "kind": element["type"],
        "label": label["text"],
        "options": [words(option["text"], names) for option in options_of(element)],
    }


def seen(message: Json, names: dict[str, str]) -> Json:
    """With blocks, `text` is only what notifications show."""
    blocks = message.get("blocks") or []
    lines = [line for block in blocks for line in lines_of(block, names)]
    if not blocks:
        lines = [decoded(message.get("text", ""), names)]
    controls = [control(block, element, names) for block in blocks for element in elements_of(block)]
    return {"text": "\n".join(lines), "controls": controls, "files": [one["name"] for one in message.get("files", [])]}
