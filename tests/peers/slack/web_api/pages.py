"""Cursors: opaque to clients, in `response_metadata.next_cursor`, and empty at the end."""

import base64
import binascii
from typing import TypeVar

from ..refused import Refused
from ..world import Json
from .call import Call

T = TypeVar("T")


def start_of(call: Call) -> int:
    cursor = call.text("cursor")
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).removeprefix(b"next:"))
    except (ValueError, binascii.Error):
        raise Refused("invalid_cursor") from None


def page(call: Call, items: list[T], default: int, most: int) -> tuple[list[T], Json]:
    start, limit = start_of(call), call.number("limit", default, most)
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], {"response_metadata": {"next_cursor": cursor}}
