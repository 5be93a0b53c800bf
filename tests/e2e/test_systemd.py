"""What systemd and askd tell each other: the passed socket, readiness, the watchdog, reloading and stopping."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests

from callers import eventually
from rig import BINARY, SANITIZER_EXIT

# Gives the process that it becomes the socket as number 3, as systemd does it (sd_listen_fds(3)).
PASS_SOCKET = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.set_inheritable(3, True)
os.environ["LISTEN_PID"] = str(os.getpid())
os.environ["LISTEN_FDS"] = "1"
os.environ["LISTEN_FDNAMES"] = "http"
os.execv(sys.argv[2], sys.argv[2:])
"""


class Manager:
    """Listens where NOTIFY_SOCKET points."""

    def __init__(self, folder):
        self.path = folder / "notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        self.told = []

    def hear(self, line, within=30):
        """Waits for a message that holds this line, and returns the message."""
        end = time.monotonic() + within
        while True:
            self.socket.settimeout(max(end - time.monotonic(), 0.001))
            try:
                message = self.socket.recv(65536).decode()
            except TimeoutError:
                raise AssertionError(f"{line} isn't told within {within} s, only {self.told}") from None
            self.told.append(message)
            if line in message.splitlines():
                return message


@pytest.fixture
def manager(tmp_path):
    manager = Manager(tmp_path)
    yield manager
    manager.socket.close()


@pytest.fixture
def launch(tmp_path, manager):
    """Starts askd as systemd would; ends it if the test didn't."""
    started = []

    def start(*options, before=(), env=None, pass_fds=()):
        command = [*before, BINARY, "--data", str(tmp_path / "store"), *options]
        whole = {**os.environ, "NOTIFY_SOCKET": str(manager.path), "ASAN_OPTIONS": f"exitcode={SANITIZER_EXIT}"}
        with open(tmp_path / "log", "ab") as log:
            started.append(
                subprocess.Popen(
                    command,
                    env={**whole, **(env or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=pass_fds,
                )
            )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


def test_it_serves_on_the_socket_that_it_is_given(launch, manager, tmp_path):
    (tmp_path / "askd.yaml").write_text("server: {listen: systemd}\n")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        # Who connects before askd runs is served once it does: that is what the socket unit is for.
        early = socket.create_connection(("127.0.0.1", port), timeout=60)
        early.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        handle = listening.fileno()
        process = launch(
            "--config",
            str(tmp_path / "askd.yaml"),
            pass_fds=[handle],
            before=[sys.executable, "-c", PASS_SOCKET, str(handle)],
        )
    manager.hear("READY=1")
    with early:
        assert early.makefile("rb").read().startswith(b"HTTP/1.1 200 ")
    assert requests.get(f"http://127.0.0.1:{port}/readyz", timeout=10).text == "ok\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_it_says_when_it_is_ready_reloads_and_stops(launch, manager, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("log: {level: info}\n")
    process = launch("--config", str(config), "--listen", "127.0.0.1:0")
    message = manager.hear("READY=1")
    address = next(line for line in message.splitlines() if line.startswith("STATUS=")).split()[-1]
    # Ready means that it answers: not a moment later.
    assert requests.get(f"{address}/readyz", timeout=10).status_code == 200

    process.send_signal(signal.SIGHUP)
    assert "MONOTONIC_USEC=" in manager.hear("RELOADING=1")
    assert "serving" in manager.hear("READY=1")
    config.write_text("lug: {}\n")
    process.send_signal(signal.SIGHUP)
    manager.hear("RELOADING=1")
    assert "reload failed" in manager.hear("READY=1")

    process.send_signal(signal.SIGTERM)
    manager.hear("STOPPING=1")
    assert process.wait(30) == 0


def test_the_watchdog_is_fed_while_the_loop_serves_and_not_when_it_does_not(launch, manager):
    process = launch("--listen", "127.0.0.1:0", env={"WATCHDOG_USEC": "400000"})
    manager.hear("READY=1")
    began = time.monotonic()
    for _ in range(5):
        manager.hear("WATCHDOG=1", within=10)
    assert time.monotonic() - began < 10
    process.send_signal(signal.SIGSTOP)
    eventually(lambda: open(f"/proc/{process.pid}/stat").read().split()[2] == "T")
    manager.socket.setblocking(False)
    with pytest.raises(BlockingIOError):
        while True:
            manager.socket.recv(65536)
    with pytest.raises(AssertionError, match="isn't told"):
        manager.hear("WATCHDOG=1", within=1)
    process.send_signal(signal.SIGCONT)
    manager.hear("WATCHDOG=1", within=10)


def test_without_a_watchdog_nothing_is_fed(launch, manager):
    launch("--listen", "127.0.0.1:0")
    manager.hear("READY=1")
    with pytest.raises(AssertionError, match="isn't told"):
        manager.hear("WATCHDOG=1", within=0.5)
