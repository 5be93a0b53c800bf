"""From a request to its answer: which method, whose token, what arguments, and the faults that were ordered."""

import asyncio
import json
from typing import Any

from aiohttp import web

from ..connection import reset
from ..faults import Fault
from ..refused import Refused
from ..workspace import RateLimited, Workspace
from ..world import Json, Principal
from .call import METHODS, Call, Method

ANSWER_TYPE = "application/json; charset=utf-8"


class Answering:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        args, is_json, problem = await read_arguments(request)
        note: Json = {"method": name, "args": shown(args), "at": self._workspace.world.clock.now(), "json": is_json}
        note |= {"http": request.method, "authorized": "Authorization" in request.headers, "status": 0, "answer": None}
        note["user_agent"] = request.headers.get("User-Agent", "")
        note["strange"] = sorted(set(args) - METHODS[name].takes) if name in METHODS else []
        self._workspace.world.calls.append(note)
        fault = self._workspace.faults.take(name, "*", args=args)
        if fault is not None:
            note["fault"] = fault.kind
        if fault is not None and fault.kind in ("hold", "delay"):
            await self._wait(fault)
            fault = None
        if fault is not None and fault.kind not in ("lost", "stall") and not fault.more.get("landed"):
            return self._instead(request, fault, note)
        response = self._answer(request, name, args, is_json, problem, note)
        self._workspace.world.touch()
        if fault is not None and fault.more.get("landed"):
            return self._instead(request, fault, note)
        if fault is not None and fault.kind == "stall":
            await self._workspace.faults.hold()
        elif fault is not None:
            return cut(request)
        return response

    async def _wait(self, fault: Fault) -> None:
        self._workspace.world.touch()
        if fault.kind == "hold":
            await self._workspace.faults.hold()
        else:
            await asyncio.sleep(fault.more["seconds"])

    def _instead(self, request: web.Request, fault: Fault, note: Json) -> web.StreamResponse:
        """What is said in place of the true answer."""
        more, headers = fault.more, {}
        self._workspace.world.touch()
        if fault.kind == "refuse":
            return self._say(note, 200, {"ok": False, **{key: more[key] for key in more if key != "landed"}})
        if fault.kind == "limit":
            if more.get("in_body"):
                return self._say(note, 200, {"ok": False, "error": "ratelimited"})
            if more.get("retry_after") is not None:
                headers["Retry-After"] = str(more["retry_after"])
            return self._say(note, 429, {"ok": False, "error": "ratelimited"}, headers)
        if fault.kind == "status":
            note["status"] = more["status"]
            page = more.get("body", f"<html><body><h1>{more['status']}</h1></body></html>")
            return web.Response(status=more["status"], text=page, content_type="text/html")
        if fault.kind == "answer":
            note["status"] = 200
            return web.Response(text=more["body"], content_type="application/json")
        return cut(request)

    def _say(self, note: Json, status: int, answer: Json, headers: dict[str, str] | None = None) -> web.Response:
        text = json.dumps(answer)
        # As it was at that time: the world goes on.
        note["status"], note["answer"] = status, json.loads(text)
        method = METHODS.get(note["method"])
        headers = {**(headers or {}), "x-oauth-scopes": ",".join(sorted(self._workspace.world.scopes))}
        if method is not None and method.scope:
            headers["x-accepted-oauth-scopes"] = method.scope
        headers["x-slack-req-id"] = self._workspace.world.new_id("req-")
        return web.Response(status=status, text=text, headers={**headers, "Content-Type": ANSWER_TYPE})

    def _answer(
        self, request: web.Request, name: str, args: Json, is_json: bool, problem: str, note: Json
    ) -> web.Response:
        method = METHODS.get(name)
        try:
            if method is None:
                raise Refused("unknown_method", req_method=name)
            if problem:
                raise Refused(problem)
            if request.method == "GET" and not method.get:
                raise Refused("insecure_request")
            who = self._who(request, args, method)
            self._workspace.check_call_rate(name, method.tier)
            # A method without support for JSON doesn't see what stands in a JSON body.
            call = Call(self._workspace, name, args if method.json or not is_json else {}, who, is_json)
            if is_json and "charset" not in request.headers.get("Content-Type", ""):
                call.warnings.append("missing_charset")
            if method.scope:
                call.needs_scope(method.scope)
            done = method.run(call)
            # Whatever is then said in place of the answer: which message this call made or changed.
            note["ts"] = done.get("ts", "")
            return self._say(note, 200, with_warnings({"ok": True, **done}, call.warnings))
        except Refused as refusal:
            return self._say(note, 200, refusal.answer())
        except RateLimited as limit:
            answer = {"ok": False, "error": "ratelimited"}
            return self._say(note, 429, answer, {"Retry-After": str(limit.retry_after)})

    def _who(self, request: web.Request, args: Json, method: Method) -> Principal:
        if method.token == "none":
            return Principal("none")
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        token = token if scheme == "Bearer" else ""
        if not token and method.token != "app" and "token" not in request.query:
            token = args.get("token", "")
        if not token:
            raise Refused("not_authed")
        who = self._workspace.world.tokens.get(token)
        if who is None:
            raise Refused("invalid_auth")
        if who.revoked:
            raise Refused(who.revoked)
        if method.token == "app" and not self._workspace.sockets.enabled:
            # What is answered while Socket Mode is off isn't documented; this name is ours.
            raise Refused("link_disabled")
        wanted = {"any": ("bot", "app", "user"), "app": ("app",), "bot": ("bot", "user")}[method.token]
        if who.kind not in wanted:
            raise Refused("not_allowed_token_type")
        return who


def with_warnings(answer: Json, warnings: list[str]) -> Json:
    if warnings:
        answer["warning"] = ",".join(warnings)
        answer["response_metadata"] = {**answer.get("response_metadata", {}), "warnings": warnings}
    return answer


def shown(args: Json) -> Json:
    """Tokens aren't kept, so that tests can look for them anywhere."""
    return {key: value if key != "token" else "…" for key, value in args.items()}


def cut(request: web.Request) -> web.StreamResponse:
    """The connection is reset, and nothing of an answer leaves."""
    if request.transport is not None:
        reset(request.transport)
    return web.Response()


async def read_arguments(request: web.Request) -> tuple[Json, bool, str]:
    """The arguments, whether they came as JSON, and what was wrong with the body."""
    args: dict[str, Any] = dict(request.query)
    if request.method == "GET":
        return args, False, ""
    if request.content_type == "application/json":
        try:
            given = json.loads(await request.read())
        except ValueError:
            return args, True, "invalid_json"
        if not isinstance(given, dict):
            return args, True, "json_not_object"
        return {**args, **given}, True, ""
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        form = await request.post()
        return {**args, **{key: value for key, value in form.items() if isinstance(value, str)}}, False, ""
    return args, False, "invalid_post_type" if await request.read() else ""
