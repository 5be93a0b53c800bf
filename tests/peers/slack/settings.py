"""What of the platform's behaviour can be set: its documented times and limits are the defaults."""

from dataclasses import dataclass, field


@dataclass
class Settings:
    # An envelope or a request must be acknowledged within 3 s.
    ack_within: float = 3.0
    # When an event that nobody acknowledged comes again, counted from the failure before. Over HTTP the platform
    # documents "at once, 1 min, 5 min"; in Socket Mode the first was seen about 4 s after the event.
    socket_retries: tuple[float, ...] = (1.0, 60.0, 300.0)
    http_retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    # A trigger opens one view, within 3 s of the gesture.
    trigger_lives: float = 3.0
    ticket_lives: float = 30.0
    # A response_url takes 5 posts in 30 minutes.
    response_url_lives: float = 1800.0
    response_url_uses: int = 5
    # The platform pings, and drops who doesn't answer.
    ping_every: float = 10.0
    pong_within: float = 30.0
    # `warning` comes this long before `refresh_requested`, after which the old socket still serves for a while.
    warns: float = 10.0
    drain: float = 10.0
    # A client's close frame may never be followed by the end of the connection.
    closes_tcp: bool = True
    connections: int = 10
    # Calls per minute of each documented tier, and messages per second and channel with a short burst.
    limited: bool = True
    tiers: dict[int, int] = field(default_factory=lambda: {1: 1, 2: 20, 3: 50, 4: 100})
    posts_per_second: float = 1.0
    post_burst: int = 4
    # Display names and e-mail addresses need scopes of their own; a manifest that lacks one shows it here.
    scopes: tuple[str, ...] = (
        "chat:write", "im:write", "mpim:write", "channels:history", "groups:history", "im:history", "mpim:history",
        "channels:read", "groups:read", "im:read", "mpim:read", "channels:join", "users:read", "users:read.email",
        "team:read", "reactions:write", "reactions:read", "files:write", "files:read", "commands",
    )  # fmt: skip
    # Kinds of events the app subscribed to; `message` stands for message.channels, .groups, .im and .mpim.
    events: tuple[str, ...] = ("message", "app_uninstalled", "tokens_revoked", "reaction_added", "reaction_removed")
