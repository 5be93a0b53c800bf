"""Rate limits: calls per minute and method by tier, and about one message per second and channel.

The platform says "1+", "20+" … per minute; here the documented number is the limit, so that a client that keeps to it
is safe and one that doesn't is told.
"""

import math
from collections import defaultdict, deque

from .clock import Clock
from .settings import Settings

WINDOW = 60.0


class Rates:
    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._posts: dict[str, tuple[float, float]] = {}  # By channel: the messages it may still burst, and since when.

    def wait_for(self, method: str, tier: int) -> int:
        """0 counts the call; otherwise it is refused for this many seconds."""
        most = self._settings.tiers.get(tier)
        if not self._settings.limited or most is None:
            return 0
        now, calls = self._clock.now(), self._calls[method]
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        if len(calls) < most:
            calls.append(now)
            return 0
        return max(1, math.ceil(calls[0] + WINDOW - now))

    def wait_to_post(self, channel: str) -> int:
        if not self._settings.limited:
            return 0
        now, rate = self._clock.now(), self._settings.posts_per_second
        left, since = self._posts.get(channel, (float(self._settings.post_burst), now))
        left = min(self._settings.post_burst, left + (now - since) * rate)
        if left < 1:
            self._posts[channel] = (left, now)
            return max(1, math.ceil((1 - left) / rate))
        self._posts[channel] = (left - 1, now)
        return 0
