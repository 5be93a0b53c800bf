"""A fake Slack on loopback: the platform as its clients see it, and a hand for tests to play its people and its faults.

`with slack.running() as workspace:` starts one in a thread of this process; `python -m slack` starts one of its own.
"""

from .client import Slack, attached, running

__all__ = ["Slack", "attached", "running"]
