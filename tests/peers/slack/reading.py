"""A message or view as a person sees it: its words with the markup undone, and what can be pressed or filled in."""

import datetime
import re
import zoneinfo
from typing import Any

from .blocks import elements_of, options_of

Json = dict[str, Any]

LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


TOKEN = re.compile(r"\{(\w+)\}")
DATES = {"date_num": "%Y-%m-%d", "date_short": "%b %-d, %Y", "date": "%B %-d, %Y", "date_long": "%A, %B %-d, %Y"}
TIMES = {"time": "%-I:%M %p", "time_secs": "%-I:%M:%S %p"}


class Names(dict[str, str]):
    """What ids are called, and the zone of the clock of whoever reads; empty: dates are shown as their fallback."""

    zone = ""


def date_of(token: str, zone: str) -> str:
    """`!date^seconds^format`, on the reader's own clock. Near days have words where the format asks for `_pretty`."""
    _, seconds, form = token.split("^")[:3]
    tz = zoneinfo.ZoneInfo(zone)
    when = datetime.datetime.fromtimestamp(int(seconds), tz)
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    days = (when.date() - datetime.datetime.now(tz).date()).days

    def word(found: re.Match[str]) -> str:
        name = found.group(1)
        if name.endswith("_pretty") and days in near:
            return near[days]
        return when.strftime((DATES | TIMES)[name.removesuffix("_pretty")])

    return TOKEN.sub(word, form)


def decoded(text: str, names: dict[str, str]) -> str:
    """What the platform makes of mrkdwn: mentions become names, links their label, and then entities characters."""
    zone = names.zone if isinstance(names, Names) else ""

    def link(found: re.Match[str]) -> str:
        target, label = found.group(1), found.group(2)
        if target.startswith(("@", "#")):
            return target[0] + (label or names.get(target[1:], target[1:]))
        if target.startswith("!date^"):
            return date_of(target, zone) if zone else label or ""
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
