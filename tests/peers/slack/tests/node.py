"""Programs of node/, run as they are; each ends when its input does."""

import contextlib
import json
import os
import pathlib
import queue
import subprocess
import threading
from collections.abc import Iterator
from typing import Any

NODE = pathlib.Path(__file__).resolve().parents[1] / "node"
PATIENCE = 30


def run(name: str, *arguments: str) -> Any:
    """What a program printed, which ends by itself."""
    command = ["node", str(NODE / name), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, env=environment())
    assert done.returncode == 0, done.stderr
    # The SDKs warn on the standard output.
    return json.loads(done.stdout.splitlines()[-1])


def environment() -> dict[str, str]:
    return {**os.environ, "no_proxy": "*", "NO_PROXY": "*"}


class Program:
    def __init__(self, name: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            ["node", str(NODE / name), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        self._errors: list[str] = []
        self._readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_errors)]
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self._errors += self.process.stderr

    def line(self) -> Any:
        line = self._lines.get(timeout=PATIENCE)
        assert line, "".join(self._errors)
        return json.loads(line)

    def line_with(self, **wanted: Any) -> Any:
        """The next line that says this; others are passed over."""
        while True:
            said = self.line()
            if all(said.get(key) == value for key, value in wanted.items()):
                return said

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for reader in self._readers:
            reader.join()


@contextlib.contextmanager
def running(name: str, *arguments: str) -> Iterator[Program]:
    program = Program(name, *arguments)
    try:
        yield program
    finally:
        program.end()
