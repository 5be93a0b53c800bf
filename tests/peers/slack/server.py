"""The HTTP server: Web API, uploads, downloads, response URLs, the WebSocket's upgrade, and the tests' control."""

import asyncio
import ssl
from typing import Any

from aiohttp import web

from .connection import Connection, reset
from .control import Control
from .door import Door
from .faults import Fault
from .frames import accept_key
from .settings import Settings
from .web_api.answering import Answering
from .workspace import Workspace
from .world import Json

BODY_MOST = 64 * 1024 * 1024


class Server:
    """Everything stands at one address; control also at one of its own, which stays when the other is shut."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.workspace = Workspace(settings or Settings())
        app = web.Application(client_max_size=BODY_MOST)
        self._door = Door(app)
        control = Control(self.workspace, self._door)
        route = app.router.add_route
        route("*", "/api/{method}", Answering(self.workspace).handle)
        route("POST", "/control/{verb}", control.handle)
        route("POST", "/upload/v1/{file}", self._upload)
        route("GET", "/files-pri/{file}/{name}", self._download)
        route("POST", "/actions/{team}/{number}/{name}", self._response_url)
        route("GET", "/link/", self._link)
        aside = web.Application(client_max_size=BODY_MOST)
        aside.router.add_route("POST", "/control/{verb}", control.handle)
        self._aside = Door(aside)

    async def start(self, port: int = 0, tls: ssl.SSLContext | None = None) -> str:
        self.workspace.at(await self._door.open(port, tls), await self._aside.open(0))
        return self.workspace.url

    async def stop(self) -> None:
        self.workspace.faults.heal()
        await self.workspace.courier.stop()
        for connection in self.workspace.sockets.connections:
            connection.drop()
        await self.workspace.http.close()
        await self._door.close()
        await self._aside.close()

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """No token: the address is the secret. It is kept among the calls like a method of the Web API."""
        world = self.workspace.world
        file = world.files.get(request.match_info["file"])
        note: Json = {"method": "upload", "args": {"file": request.match_info["file"]}, "at": world.clock.now()}
        note |= {"authorized": "Authorization" in request.headers, "strange": [], "status": 0, "answer": None}
        world.calls.append(note)
        if file is None or file.completed:
            return self._uploaded(note, 404, "no such upload")
        fault = self.workspace.faults.take("upload")
        content = await content_of(request)
        if fault is not None and fault.kind in ("hold", "delay"):
            await self._wait(fault)
            fault = None
        if fault is not None and fault.kind == "status":
            return self._uploaded(note, fault.more["status"], "<html></html>")
        if fault is not None and fault.kind == "drop":
            return self._cut(request)
        if len(content) != file.length:
            return self._uploaded(note, 400, f"{file.length} bytes were announced")
        file.content = content
        world.touch()
        if fault is not None and fault.kind == "stall":
            await self._wait(fault)
        elif fault is not None:
            return self._cut(request)
        return self._uploaded(note, 200, f"OK - {len(content)}")

    async def _wait(self, fault: Fault) -> None:
        self.workspace.world.touch()
        await (asyncio.sleep(fault.more["seconds"]) if fault.kind == "delay" else self.workspace.faults.hold())

    def _uploaded(self, note: Json, status: int, answer: str) -> web.Response:
        note["status"], note["answer"] = status, answer
        self.workspace.world.touch()
        kind = "text/html" if answer.startswith("<") else "text/plain"
        return web.Response(status=status, text=answer, content_type=kind)

    async def _download(self, request: web.Request) -> web.Response:
        """Without a token the platform answers with its page for signing in, and 200."""
        file = self.workspace.world.files.get(request.match_info["file"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if file is None or file.content is None:
            return web.Response(status=404, text="file_not_found")
        if token not in self.workspace.world.tokens:
            return web.Response(text="<html><title>Sign in</title></html>", content_type="text/html")
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        fault = self.workspace.faults.take("response_url")
        if fault is not None and fault.kind == "status":
            return web.Response(status=fault.more["status"])
        try:
            body: Any = await request.json()
        except ValueError:
            body = None
        name = request.match_info["name"]
        note = {"method": "response_url", "args": body, "at": self.workspace.world.clock.now(), "strange": []}
        self.workspace.world.calls.append(note)
        status, answer = self.workspace.urls.post(name, body)
        note |= {"status": status, "answer": answer}
        self.workspace.world.touch()
        return web.json_response(answer, status=status)

    def _cut(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            reset(request.transport)
        return web.Response()

    async def _link(self, request: web.Request) -> web.StreamResponse:
        """The upgrade. From here on the connection is frames, which `Connection` reads and writes itself."""
        fault = self.workspace.faults.take("dial")
        if fault is not None and fault.kind == "status":
            return web.Response(status=fault.more["status"], text=fault.more.get("body", ""))
        if fault is not None and fault.kind == "drop":
            return self._cut(request)
        key = request.headers.get("Sec-WebSocket-Key", "")
        if request.headers.get("Upgrade", "").lower() != "websocket" or not key:
            return web.Response(status=400, text="not a WebSocket")
        if not self.workspace.sockets.admits(request.query.get("ticket", "")):
            return web.Response(status=408, text="the ticket is spent or too old")
        response = web.StreamResponse(status=101, headers={"Upgrade": "websocket", "Connection": "Upgrade"})
        response.headers["Sec-WebSocket-Accept"] = accept_key(key)
        await response.prepare(request)
        response.force_close()
        assert request.transport is not None
        number = len(self.workspace.sockets.connections) + 1
        offered = request.headers.get("Sec-WebSocket-Extensions", "")
        connection = Connection(number, request.transport, self.workspace.world, offered)
        request.protocol.set_parser(connection)  # type: ignore[arg-type]
        await self.workspace.sockets.serve(connection, request.query.get("debug_reconnects") == "true")
        return response


async def content_of(request: web.Request) -> bytes:
    """The bytes come raw, or as the one file of a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
    return parts[0].file.read() if parts else b""
