"""Bolt for Python, unchanged, in both modes: the same app answers over a socket and over HTTP."""

import asyncio
import contextlib
import threading

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.app import SlackAppDevelopmentServer
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from callers import actions, button, modal, select, text_input


def build(app):
    """An app that asks by a button, answers by a modal, and listens in threads."""

    @app.message("deploy")
    def ask(message, say):
        say(text="Deploy?", thread_ts=message["ts"], blocks=[actions(button(), select("pick", "1", "2"))])

    @app.action("yes")
    def pressed(ack, body, client):
        ack()
        view = modal(text_input(min_length=1), private_metadata=body["message"]["ts"])
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.action("pick")
    def picked(ack, action, respond):
        ack()
        respond(text=f"picked {action['selected_option']['value']}", replace_original=False)

    @app.view("askd:answer")
    def submitted(ack, view, body, client):
        said = view["state"]["values"]["ans"]["txt"]["value"]
        if len(said) < 3:
            return ack(response_action="errors", errors={"ans": "too short"})
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"{said} for {view['private_metadata']}")

    @app.command("/askd")
    def command(ack, command):
        ack(f"status of {command['text']}")

    return app


@contextlib.contextmanager
def over_a_socket(fake):
    app = build(App(client=WebClient(fake.bot_token, base_url=fake.api)))
    handler = SocketModeHandler(app, fake.app_token)
    handler.connect()
    try:
        fake.connected()
        yield
    finally:
        handler.close()


@contextlib.contextmanager
def over_http(fake):
    app = build(App(client=WebClient(fake.bot_token, base_url=fake.api), signing_secret=fake.signing_secret))
    server = SlackAppDevelopmentServer(port=0, path="/slack", app=app)._server
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        fake.do("use_http", events=f"http://127.0.0.1:{server.server_address[1]}/slack")
        assert fake.do("verify_url")["verified"]
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(params=[over_a_socket, over_http], ids=["socket", "http"])
def bolt(request, fake):
    with request.param(fake):
        yield


def asked(fake, ann, ops):
    said = fake.say(ann, ops, "deploy 1.4.2")
    return fake.until(lambda: next((one for one in fake.posts(ops) if one.get("thread_ts") == said["ts"]
                                    and one["ts"] != said["ts"]), None))  # fmt: skip


def test_an_app_asks_in_the_thread_and_opens_a_modal(fake, bolt, ann, ops):
    question = asked(fake, ann, ops)
    assert question["user"] == fake.bot_user and question["parent_user_id"] == ann
    assert fake.press(ann, ops, question["ts"], "Yes")["state"] == "acked"
    assert fake.until(lambda: fake.views(ann))[0]["private_metadata"] == question["ts"]
    assert fake.submit(ann, {"txt": "no"})["then"] == "errors"
    assert fake.views(ann)[0]["errors"] == {"ans": "too short"}
    assert fake.submit(ann, {"txt": "ship it"})["then"] == "closed"
    direct = fake.direct(ann)
    assert fake.until(lambda: fake.posts(direct))[0]["text"] == f"ship it for {question['ts']}"


def test_an_app_takes_a_choice_and_a_command(fake, bolt, ann, ops):
    question = asked(fake, ann, ops)
    assert fake.choose(ann, ops, question["ts"], "pick", "2")["state"] == "acked"
    assert fake.until(lambda: fake.ephemerals(ann))[0]["text"] == "picked 2"
    assert fake.command(ann, ops, "/askd", "builds")["answer"] == {"text": "status of builds"}


def test_an_app_does_not_hear_itself(fake, bolt, ann, ops):
    question = asked(fake, ann, ops)
    fake.until(lambda: all(one["state"] == "acked" for one in fake.deliveries("events_api")))
    assert [one["ts"] for one in fake.posts(ops)[1:]] == [question["ts"]], "its echo has no answer"


def test_an_app_over_http_refuses_forgeries(fake, ann, ops):
    fake.set(http_retries=[])
    with over_http(fake):
        for forged in ({"flip": 5}, {"shift": -400}, {"without": ["X-Slack-Signature"]}):
            fake.fault("events_api", "forged", **forged)
            fake.say(ann, ops, "deploy")
            fake.until(lambda: fake.deliveries()[-1]["state"] == "failed")
        assert len(fake.posts(ops)) == 3 and fake.calls("chat.postMessage") == []


def test_an_asynchronous_app_over_a_socket(fake, ann, ops):
    async def run():
        app = AsyncApp(client=AsyncWebClient(fake.bot_token, base_url=fake.api))

        @app.event("message")
        async def said(event, say):
            await say(text=f"heard {event['text']}", thread_ts=event["ts"])

        handler = AsyncSocketModeHandler(app, fake.app_token)
        await handler.connect_async()
        try:
            await asyncio.to_thread(fake.say, ann, ops, "this")
            return await asyncio.to_thread(fake.until, lambda: fake.posts(ops)[1:])
        finally:
            await handler.close_async()

    assert asyncio.run(run())[0]["text"] == "heard this"
