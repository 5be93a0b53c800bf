"""askctl connect, at a terminal: an operator who does what it says, and a platform that isn't as it should be."""

import os
import pty
import select
import subprocess
import time

PATIENCE = 30
ASKCTL = os.environ.get("ASKCTL_BINARY", "build/dev/bin/askctl")


class Terminal:
    """askctl at a terminal of its own."""

    def __init__(self, *words):
        self.process, self.line = pty.fork()
        if self.process == 0:
            os.execv(ASKCTL, ["askctl", *words])
        self.seen = ""

    def until(self, words):
        """Reads on until that was said, and once more if it was said before."""
        fresh = ""
        end = time.monotonic() + PATIENCE
        while words not in fresh:
            assert time.monotonic() < end, f"it never said {words!r}: {self.seen}"
            if not select.select([self.line], [], [], 0.2)[0]:
                continue
            piece = os.read(self.line, 4096).decode()
            fresh += piece
            self.seen += piece

    def types(self, text):
        os.write(self.line, text.encode() + b"\n")

    def exit(self):
        """Its exit code, with all that it still said."""
        while True:
            try:
                piece = os.read(self.line, 4096)
            except OSError:
                break
            if not piece:
                break
            self.seen += piece.decode()
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def connect(place, config, *more):
    return Terminal("connect", "slack", "--config", str(config), "--set", f"api_url={place.fake.api}", *more)


def give_tokens(terminal, place, bot_token=None):
    terminal.until("Enter, once that is done")
    terminal.types("")
    terminal.until("bot_token (isn't shown)")
    terminal.types(bot_token or place.fake.bot_token)
    terminal.until("app_token (isn't shown)")
    terminal.types(place.fake.app_token)
    terminal.until("Enter, once that is done")
    terminal.types("")


def test_it_ends_with_a_backend_that_works(place, server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("# ours\nlimits: {requests_per_minute: 1000}\n")
    terminal = connect(place, config, "--name", "team-chat", "--room", place.ops)
    give_tokens(terminal, place)
    terminal.until("Press the button there.")
    post = place.fake.until(lambda: place.fake.posts(place.ops))[0]
    place.fake.connected()
    place.fake.press(place.ana, place.ops, post["ts"], "It works")
    assert terminal.exit() == 0, terminal.seen
    assert f"known there as {place.ana}" in terminal.seen
    for secret in (place.fake.bot_token, place.fake.app_token):
        assert secret not in terminal.seen and secret not in config.read_text()
    assert config.read_text().startswith("# ours\nlimits: {requests_per_minute: 1000}\nbackends:\n  team-chat:\n")
    for file in (tmp_path / "secrets").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
    # What it wrote is what askd starts with.
    server("--config", str(config)).start()
    place.fake.connected()


def test_a_wrong_token_changes_nothing_and_is_named(place, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("# ours\n")
    terminal = connect(place, config)
    give_tokens(terminal, place, bot_token="xoxb-wrong")
    assert terminal.exit() == 1
    assert "invalid_auth" in terminal.seen and "xoxb-wrong" not in terminal.seen
    assert config.read_text() == "# ours\n" and not (tmp_path / "secrets").exists()


def test_without_a_terminal_nobody_is_asked(place, tmp_path):
    words = [ASKCTL, "connect", "slack", "--config", str(tmp_path / "askd.yaml")]
    ran = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    assert ran.returncode == 2 and "terminal" in ran.stderr


def test_a_platform_that_is_not_there_is_named(place, tmp_path):
    words = [ASKCTL, "connect", "pigeons"]
    ran = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    assert ran.returncode == 2 and "pigeons" in ran.stderr and "slack" in ran.stderr
