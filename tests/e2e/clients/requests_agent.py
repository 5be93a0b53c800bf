"""Posts to a channel: requests_agent.py URL TOKEN CHANNEL TEXT..."""

import sys

import requests


def post(url, token, channel, text):
    response = requests.post(
        f"{url}/api/v1/channels/{channel}/messages",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        json={"content": text},
        timeout=10,
    )
    response.raise_for_status()
    return response.json()


if __name__ == "__main__":
    url, token, channel, *texts = sys.argv[1:]
    for text in texts:
        print(post(url, token, channel, text)["id"])
