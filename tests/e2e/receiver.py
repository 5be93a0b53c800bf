"""What stands behind an agent's webhook: a server on loopback that keeps what it gets, and answers as it is told."""

import http.server
import json
import threading
import time

from callers import eventually


class Delivery:
    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body
        self.at = time.monotonic()
        self.id = headers["webhook-id"]
        self.event = json.loads(body)
        self.data = self.event["data"]


class Receiver:
    """`answers`: what the next requests get, each (status, headers); all others get 204."""

    def __init__(self, port=0):
        self.got = []
        self.answers = []
        self.hold = threading.Event()
        self.hold.set()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                receiver.take(self)

            def do_GET(self):
                receiver.take(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()

    def take(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.got.append(Delivery(handler.path, dict(handler.headers.items()), body))
        status, headers = self.answers.pop(0) if self.answers else (204, {})
        self.hold.wait(30)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def wait_for(self, count, within=20):
        eventually(lambda: len(self.got) >= count, within=within, what=f"{count} deliveries haven't come")
        return self.got[:count]
