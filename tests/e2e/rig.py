"""The real askd as a process, as the tests start it, kill it and speak to it."""

import os
import pathlib
import re
import signal
import subprocess
import time

import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("ASKD_BINARY", str(ROOT / "build/dev/bin/askd"))
ASKCTL = os.environ.get("ASKCTL_BINARY", str(ROOT / "build/dev/bin/askctl"))
# A sanitizer's finding ends the process with this code, so that no test mistakes it for a fault of its own.
SANITIZER_EXIT = 99
READY_WITHIN = 60.0


class Askd:
    """One store, and the askd that serves it. `start` and `kill` may be called in turn as often as you like."""

    def __init__(self, data, *options, env=None, quick_start=True, descriptors=None):
        self.data = pathlib.Path(data)
        self.options = list(options)
        self.env = env or {}
        self.quick_start = quick_start
        self.descriptors = descriptors  # the hard limit, up to which it takes all
        self.process = None
        self.url = None
        self.port = 0
        self.log = self.data.parent / f"{self.data.name}.log"

    def start(self, wait=True):
        assert self.process is None, "it runs already"
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = [BINARY, "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}", *self.options]
        if self.quick_start:
            command.append("--quick-start")
        if self.descriptors:
            command = ["prlimit", f"--nofile={self.descriptors}", *command]
        env = dict(os.environ, **self.env)
        env["ASAN_OPTIONS"] = f"exitcode={SANITIZER_EXIT}:detect_stack_use_after_return=1"
        env["UBSAN_OPTIONS"] = f"exitcode={SANITIZER_EXIT}:print_stacktrace=1"
        self.told_before = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if wait:
            self.wait_until_ready()
        return self

    def said(self):
        """What this run of the process wrote so far."""
        if not self.log.exists():
            return ""
        with open(self.log, "rb") as log:
            log.seek(self.told_before)
            return log.read().decode("utf-8", "replace")

    def wait_until_ready(self):
        """Waits until /readyz says so. The port is the same for every start of one store."""
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"askd ended with {self.process.returncode}:\n{self.said()}")
            if self.port == 0:
                found = re.search(r'"?port"?[=:]\s*"?(\d+)', self.said())
                if found:
                    self.port = int(found.group(1))
            if self.port:
                try:
                    if requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).ok:
                        self.url = f"http://127.0.0.1:{self.port}"
                        if not self.quick_start or "how to come in" in self.said():
                            return
                except requests.ConnectionError:
                    pass
            time.sleep(0.02)
        raise AssertionError(f"askd isn't ready after {READY_WITHIN} s:\n{self.said()}")

    def kill(self):
        """As a power cut would end it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self, how=signal.SIGTERM, within=30):
        """Ends it by a signal, and returns its exit code."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        try:
            code = self.process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"askd doesn't stop within {within} s:\n{self.said()}")
        self.process = None
        assert code != SANITIZER_EXIT, self.said()
        return code

    def first_words(self):
        """What --quick-start tells the operator."""
        return (self.data / "quick-start.txt").read_text()

    def token(self):
        """The first agent's token; --quick-start prints it once, on an empty store."""
        return re.search(r"ASKD_TOKEN=(askd_[\w-]+)", self.first_words()).group(1)

    def link(self):
        """The one-time link: the owner's on an empty store, a sign-in link later."""
        return re.search(r"http\S+/invite/\S+", self.first_words()).group(0)

    def api(self, path):
        return f"{self.url}/api/v1{path}"
