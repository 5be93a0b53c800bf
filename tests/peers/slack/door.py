"""An address on loopback, and nowhere else."""

import ssl

from aiohttp import web

from .connection import reset


class Door:
    """While it is shut, nobody can connect, and who was connected is cut off: an outage."""

    def __init__(self, app: web.Application) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._site: web.TCPSite | None = None
        self._port = 0
        self._tls: ssl.SSLContext | None = None

    async def open(self, port: int, tls: ssl.SSLContext | None = None) -> str:
        await self._runner.setup()
        self._port, self._tls = port, tls
        await self.reopen()
        self._port = self._runner.addresses[0][1]
        return f"{'https' if tls else 'http'}://127.0.0.1:{self._port}"

    async def reopen(self) -> None:
        if self._site is None:
            self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, ssl_context=self._tls)
            await self._site.start()

    async def shut(self) -> None:
        if self._site is not None:
            await self._site.stop()
            self._site = None
        for handler in list(self._runner.server.connections if self._runner.server else []):
            if handler.transport is not None:
                reset(handler.transport)

    async def close(self) -> None:
        await self._runner.cleanup()
