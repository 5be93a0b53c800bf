"""A bare connection to askd, for what no client library would send, or would read."""

import json
import socket

import problems


class Wire:
    def __init__(self, askd, patience=20, receive_buffer=None):
        self.socket = socket.socket()
        self.socket.settimeout(patience)
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect(("127.0.0.1", askd.port))
        self.input = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.input.close()
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data.encode() if isinstance(data, str) else data)

    def send_until_cut(self, data):
        """Of what is refused early, not all may be taken any more."""
        try:
            self.send(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def head(self):
        """Status and headers (names in lower case) of the next answer; behind it stands the body."""
        line = self.input.readline()
        assert line.startswith(b"HTTP/1.1 "), f"no answer, but {line!r}"
        headers = {}
        while (field := self.input.readline()) not in (b"\r\n", b""):
            name, _, value = field.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return int(line.split()[1]), headers

    def chunk(self):
        size = int(self.input.readline(), 16)
        data = self.input.read(size)
        assert self.input.readline() == b"\r\n"
        return data

    def answer(self, of_head=False):
        """The next answer whole: status, headers and body. Answers of kind 1xx are answers here, too."""
        status, headers = self.head()
        body = b""
        if headers.get("transfer-encoding") == "chunked":
            while chunk := self.chunk():
                body += chunk
        elif not of_head and status >= 200:
            body = self.input.read(int(headers.get("content-length", 0)))
        return status, headers, body

    def refusal(self, status):
        """The next answer, which must be one problem document, and its headers."""
        told, headers, body = self.answer()
        assert told == status, f"{told}: {body!r}"
        assert headers["content-type"] == "application/problem+json"
        problems.assert_document(body, status)
        return headers, json.loads(body)

    def is_closed(self):
        """Whether askd has ended the connection, and said nothing more."""
        return self.input.read(1) == b""


def request(method, path, headers=(), body=b""):
    """A request as bytes. Content-Length is added for a body, unless the headers say how it comes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    framed = any(line.lower().startswith(("content-length", "transfer-encoding")) for line in headers)
    if body and not framed:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body
