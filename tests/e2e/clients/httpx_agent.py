"""An agent that lets itself in, tells a channel what it found, and asks before it goes on."""

import os
import sys

import httpx

BASE = os.environ.get("ASK_URL", "http://localhost:8080")


def main():
    response = httpx.post(
        f"{BASE}/api/agents/register",
        headers={"X-Agent-Secret": os.environ["AGENT_SECRET"]},
        json={
            "name": "research-agent",
            "capabilities": ["read_channels", "post_messages", "ask_humans"],
            "requested_channels": ["#general", "#does-not-exist"],
        },
    )
    response.raise_for_status()
    token = response.json()["token"]
    channel = response.json()["channels"][0]["id"]

    client = httpx.Client(base_url=f"{BASE}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60)
    client.post(f"/channels/{channel}/messages", json={"content": "Found 3 candidates."}).raise_for_status()
    ask = client.post(
        "/asks",
        json={"title": "Contact all three?", "form": {"kind": "approval"}, "to": ["#general"]},
        headers={"Prefer": "wait=30"},
    )
    ask.raise_for_status()
    decision = ask.json()["answer"]["value"]
    print(decision)
    return 0 if decision == "approve" else 3


if __name__ == "__main__":
    sys.exit(main())
