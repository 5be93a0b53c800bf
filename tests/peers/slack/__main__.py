"""`python -m slack --port 0`: prints its address, and serves until it is interrupted."""

import argparse
import asyncio
import json
import ssl

from .server import Server
from .settings import Settings


async def serve(port: int, tls: ssl.SSLContext | None, settings: Settings) -> None:
    server = Server(settings)
    url = await server.start(port, tls)
    print(url, flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="slack", description="A fake Slack on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--certificate", help="PEM file: HTTPS and WSS in place of HTTP and WS")
    parser.add_argument("--key", help="PEM file of the certificate's key")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=JSON", help="one of settings.py")
    given = parser.parse_args()
    tls = None
    if given.certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(given.certificate, given.key)
    settings = Settings(**{name: json.loads(value) for name, value in (one.split("=", 1) for one in given.set)})
    try:
        asyncio.run(serve(given.port, tls, settings))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
