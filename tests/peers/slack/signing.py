"""How the platform signs what it posts: HMAC-SHA256 over version, time and the raw body."""

import hashlib
import hmac


def signature(secret: str, timestamp: str, body: bytes, version: str = "v0") -> str:
    base = f"{version}:{timestamp}:".encode() + body
    return f"{version}={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"
