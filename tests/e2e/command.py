"""askctl as a shell runs it."""

import os
import subprocess

from rig import ASKCTL, SANITIZER_EXIT


class Askctl:
    """`variables` are all that askctl sees of the environment, beside what any process has."""

    def __init__(self, **variables):
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/nonexistent"),
            "ASAN_OPTIONS": f"exitcode={SANITIZER_EXIT}",
            "UBSAN_OPTIONS": f"exitcode={SANITIZER_EXIT}:print_stacktrace=1",
            **variables,
        }

    def start(self, *words, given=""):
        """Runs in the background; `given` is its standard input."""
        process = subprocess.Popen(
            [ASKCTL, *words],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if given:
            process.stdin.write(given)
        process.stdin.close()
        process.stdin = None
        return process

    def run(self, *words, given="", within=60):
        """The exit code, standard output and standard error."""
        process = self.start(*words, given=given)
        try:
            out, err = process.communicate(timeout=within)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert process.returncode != SANITIZER_EXIT, err
        return process.returncode, out, err
