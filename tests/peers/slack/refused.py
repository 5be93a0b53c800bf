"""The usual failure of the Web API: HTTP 200 with `ok: false` and the name of the error."""

from typing import Any


class Refused(Exception):
    def __init__(self, error: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.more = more

    def answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": [f"[ERROR] {one}" for one in self.messages]}
        return answer
