"""An app's addresses in HTTP mode: keeps each raw request, and answers as it is told."""

import http.server
import json
import threading
import urllib.parse
from typing import Any


class Request:
    def __init__(self, path: str, headers: Any, body: bytes) -> None:
        self.path, self.headers, self.body = path, headers, body

    @property
    def said(self) -> Any:
        """The JSON of an event, the payload of a press, or the fields of a command."""
        if self.headers["Content-Type"] == "application/json":
            return json.loads(self.body)
        fields = dict(urllib.parse.parse_qsl(self.body.decode(), keep_blank_values=True))
        return json.loads(fields["payload"]) if "payload" in fields else fields


class Receiver:
    """`answers`: what the next requests get, each (status, headers, body); all others get an empty 200."""

    def __init__(self) -> None:
        self.got: list[Request] = []
        self.answers: list[tuple[int, dict[str, str], str]] = []
        self.hold = threading.Event()
        self.hold.set()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver.take(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def take(self, request: http.server.BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.got.append(Request(request.path, request.headers, body))
        status, headers, text = self.answers.pop(0) if self.answers else (200, {}, "")
        self.hold.wait()
        try:
            request.send_response(status)
            for key, value in {**headers, "Content-Length": str(len(text))}.items():
                request.send_header(key, value)
            request.end_headers()
            request.wfile.write(text.encode())
        except OSError:
            pass

    def close(self) -> None:
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
