"""One of two agents that work together in a channel: pair.py URL TOKEN CHANNEL ask|answer NAME"""

import asyncio
import json
import sys

import websockets


async def say(ws, channel, content):
    await ws.send(json.dumps({"type": "send_message", "channel_id": channel, "content": content}))


async def main(url, token, channel, role, name):
    async with websockets.connect(f"{url.replace('http', 'ws', 1)}/ws?token={token}", proxy=None) as ws:
        if role == "ask":
            await say(ws, channel, "TASK 6*7")
        async for raw in ws:
            event = json.loads(raw)
            if event["type"] != "new_message":
                continue
            message = event["message"]
            if message["channel_id"] != channel or message["author_name"] == name:
                continue
            if role == "answer" and message["content"].startswith("TASK "):
                left, right = message["content"].removeprefix("TASK ").split("*")
                await say(ws, channel, f"RESULT {int(left) * int(right)}")
            if role == "ask" and message["content"].startswith("RESULT "):
                await say(ws, channel, "DONE")
                print(message["content"])
                return
            if role == "answer" and message["content"] == "DONE":
                return


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
