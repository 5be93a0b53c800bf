"""The platform's time, which a test may move forward, and the timestamps that name messages."""

import time


class Clock:
    def __init__(self) -> None:
        self._ahead = 0.0
        self._last_micros = 0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """What depends on the time of day is older at once: triggers expire, limits refill, links end."""
        self._ahead += seconds

    def ts(self) -> str:
        """A message's timestamp is its name in the channel: unique, growing, and always of 10 + 1 + 6 characters, so
        that comparing the texts orders them."""
        micros = max(int(self.now() * 1_000_000), self._last_micros + 1)
        self._last_micros = micros
        return f"{micros // 1_000_000:010d}.{micros % 1_000_000:06d}"
