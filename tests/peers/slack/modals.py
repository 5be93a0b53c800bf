"""The views that people have open: at most three on each other, and each with what was entered."""

from typing import Any

from . import entering, payloads
from .blocks import check_view, with_ids
from .delivery import Courier, Delivery
from .entering import Impossible
from .faults import Fault
from .web_api.views import STACK_MOST, described_view
from .world import Json, World


class Modals:
    def __init__(self, world: World, courier: Courier) -> None:
        self._world = world
        self._courier = courier
        self._entered: dict[str, dict[str, dict[str, Json]]] = {}  # By view, block and action.
        self.errors: dict[str, dict[str, str]] = {}  # By view: what `errors` answers show under the inputs.

    def stack(self, user: str) -> list[Json]:
        return [self._world.views[view_id] for view_id in self._world.stacks.get(user, [])]

    def top(self, user: str) -> Json:
        stack = self.stack(user)
        if not stack:
            raise Impossible("no view is open")
        return stack[-1]

    # What the app does.

    def show(self, user: str, view: Json, push: bool = False) -> Json:
        stack = self._world.stacks.setdefault(user, [])
        if not push:
            self._clear(user)
        view_id = self._world.new_id("V")
        root, previous = (stack[0], stack[-1]) if stack else (view_id, None)
        made = described_view(view, view_id, root, previous, self._hash())
        stack.append(view_id)
        return self._keep(made)

    def change(self, view_id: str, view: Json) -> Json:
        was = self._world.views[view_id]
        self.errors.pop(view_id, None)
        made = described_view(view, view_id, was["root_view_id"], was["previous_view_id"], self._hash())
        return self._keep(made)

    def _hash(self) -> str:
        return f"{self._world.clock.ts()}.{self._world.new_id('h')}"

    def _keep(self, view: Json) -> Json:
        view["state"] = {"values": entering.state(view["blocks"], self._entered.get(view["id"], {}))}
        self._world.views[view["id"]] = view
        self._world.touch()
        return view

    def _pop(self, user: str) -> None:
        view_id = self._world.stacks[user].pop()
        for kept in (self._world.views, self._entered, self.errors):
            kept.pop(view_id, None)

    def _clear(self, user: str) -> None:
        while self._world.stacks.get(user):
            self._pop(user)

    # What the person does.

    def enter(self, user: str, values: dict[str, Any]) -> Json:
        view = self.top(user)
        for name, value in values.items():
            block, element = entering.find(view["blocks"], name)
            held = self._entered.setdefault(view["id"], {}).setdefault(block["block_id"], {})
            held[element["action_id"]] = entering.entered(element, value)
        return self._keep(view)

    def press(self, user: str, name: str, value: Any, fault: Fault | None) -> Delivery:
        view = self.top(user)
        block, element = entering.find(view["blocks"], name)
        if element["type"] != "button":
            view = self.enter(user, {name: value})
        held = entering.entered(element, value)
        action = payloads.action(block, element, held, self._world.clock.ts())
        return self._courier.send(
            "interactive", payloads.view_actions(self._world, self._world.users[user], view, [action]), fault
        )

    def submit(self, user: str, values: dict[str, Any], fault: Fault | None) -> Delivery:
        view = self.enter(user, values)
        empty = entering.missing(view["blocks"], view["state"]["values"])
        if empty:
            raise Impossible(f"the platform asks to fill in {', '.join(empty)} first")
        payload = payloads.view_submission(self._world, self._world.users[user], view)
        return self._courier.send("interactive", payload, fault)

    def answered(self, user: str, view_id: str, delivery: Delivery) -> str:
        """What the person then sees: closed, errors, update, push or clear; or an error, and the view stays."""
        if delivery.state != "acked":
            return "failed"
        answer = delivery.answer if isinstance(delivery.answer, dict) else {}
        action = answer.get("response_action", "")
        if view_id not in self._world.stacks.get(user, []):
            return "gone"
        if action == "errors":
            inputs = {one["block_id"] for one in self._world.views[view_id]["blocks"] if one["type"] == "input"}
            if not answer.get("errors") or not answer["errors"].keys() <= inputs:
                return "failed"
            self.errors[view_id] = answer["errors"]
        elif action == "update":
            self.change(view_id, self._checked(answer))
        elif action == "push":
            if len(self._world.stacks[user]) >= STACK_MOST:
                return "failed"
            self.show(user, self._checked(answer), push=True)
        elif action == "clear":
            self._clear(user)
        else:
            self._pop(user)
        self._world.touch()
        return action or "closed"

    @staticmethod
    def _checked(answer: Json) -> Json:
        problems = check_view(answer.get("view"))
        if problems:
            raise Impossible(f"the app answered with a view that isn't one: {problems}")
        return {**answer["view"], "blocks": with_ids(answer["view"]["blocks"])}

    def dismiss(self, user: str, everything: bool, fault: Fault | None) -> Delivery | None:
        """The app hears of it only where it asked to: `notify_on_close`."""
        view = self.top(user)
        everything = everything or view["clear_on_close"]
        self._clear(user) if everything else self._pop(user)
        self._world.touch()
        if not view["notify_on_close"]:
            return None
        payload = payloads.view_closed(self._world, self._world.users[user], view, everything)
        return self._courier.send("interactive", payload, fault)
