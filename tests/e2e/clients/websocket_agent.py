"""Listens to its channels, and prints who says what: websocket_agent.py URL TOKEN"""

import json
import sys

import websocket


def main(url, token):
    ws = websocket.create_connection(f"{url.replace('http', 'ws', 1)}/ws?token={token}")
    print("connected", flush=True)
    while True:
        raw = ws.recv()
        if not raw:
            break
        msg = json.loads(raw)
        if msg["type"] == "new_message":
            message = msg["message"]
            print(f"{message['author_name']}: {message['content']}", flush=True)
            if message["content"] == "bye":
                break
    ws.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
