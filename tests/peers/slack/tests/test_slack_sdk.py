"""The official Python SDK, unchanged: it takes the fake for the platform."""

import asyncio
import queue
import threading
import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.models import blocks as kit
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient as AiohttpClient
from slack_sdk.socket_mode.builtin import SocketModeClient as BuiltinClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.socket_mode.websocket_client import SocketModeClient as WebSocketClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookClient

from receiver import Receiver

DEPLOY = kit.ActionsBlock(
    block_id="a",
    elements=[kit.ButtonElement(action_id="yes", text="Yes", value="1", style="primary")],
)


@pytest.fixture
def client(fake):
    return WebClient(fake.bot_token, base_url=fake.api)


def test_the_web_client_posts_edits_reads_and_deletes(fake, client, ann, ops):
    assert client.auth_test()["bot_id"] == fake.bot
    metadata = Metadata("askd_question", {"qid": "01JZ8"})
    root = client.chat_postMessage(channel=ops, text="Deploy?", blocks=[DEPLOY], metadata=metadata)
    assert root["message"]["blocks"][0]["elements"][0]["action_id"] == "yes"
    reply = client.chat_postMessage(channel=ops, text="more", thread_ts=root["ts"], reply_broadcast=True)
    client.chat_update(channel=ops, ts=root["ts"], text="Deployed", blocks=[])
    history = client.conversations_history(channel=ops, include_all_metadata=True, limit=1, oldest=root["ts"])
    assert [one["ts"] for one in history["messages"]] == [reply["ts"]] and not history["has_more"]
    thread = client.conversations_replies(channel=ops, ts=root["ts"], include_all_metadata=True)
    assert [one["text"] for one in thread["messages"]] == ["Deployed", "more"]
    assert thread["messages"][0]["metadata"]["event_payload"] == {"qid": "01JZ8"}
    assert client.chat_getPermalink(channel=ops, message_ts=root["ts"])["permalink"].startswith("https://")
    assert client.chat_delete(channel=ops, ts=reply["ts"])["ok"]
    assert [one["text"] for one in fake.posts(ops)] == ["Deployed"]
    assert client.chat_postEphemeral(channel=ops, user=ann, text="psst")["message_ts"]
    assert all(call["strange"] == [] for call in fake.calls()), "the reference knows every argument of the SDK"


def test_the_web_client_finds_people_and_rooms(fake, client, ann, ops):
    room = client.conversations_open(users=[ann])["channel"]["id"]
    assert client.conversations_info(channel=room)["channel"]["user"] == ann
    assert client.users_lookupByEmail(email="ann@acme.example")["user"]["id"] == ann
    assert client.users_info(user=ann)["user"]["tz"] == "Europe/Paris"
    pages = [page["members"] for page in client.conversations_members(channel=ops, limit=1)]
    assert [len(page) for page in pages] == [1, 1, 1], "the SDK follows the cursors"
    assert client.reactions_add(channel=ops, name="eyes", timestamp=fake.say(ann, ops, "x")["ts"])["ok"]


def test_the_web_client_raises_the_errors_of_the_platform(fake, client, ops):
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0NOSUCH", text="x")
    assert refused.value.response["error"] == "channel_not_found"
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ops, text="x", blocks=[{"type": "nosuch"}])
    assert "unsupported type: nosuch" in str(refused.value.response["response_metadata"])
    fake.fault("chat.postMessage", "status", status=502)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ops, text="x")
    assert refused.value.response.status_code == 502


def test_the_retry_handler_waits_as_long_as_it_is_told(fake, client, ops):
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    fake.fault("chat.postMessage", "limit", retry_after=1)
    assert client.chat_postMessage(channel=ops, text="patient")["ok"]
    first, second = (call["at"] for call in fake.calls("chat.postMessage"))
    assert 1.0 <= second - first < 6.0 and len(fake.posts(ops)) == 1


def test_files_upload_v2_goes_through_its_three_steps(fake, client, ops):
    done = client.files_upload_v2(channel=ops, filename="a.diff", title="Diff", content="one\ntwo", initial_comment="!")
    assert done["files"][0]["title"] == "Diff"
    post = fake.posts(ops)[0]
    assert (post["subtype"], post["text"], fake.do("files")[0]["content"]) == ("file_share", "!", "one\ntwo")


def test_the_webhook_client_answers_at_the_response_url(fake, client, ann, ops):
    ts = client.chat_postMessage(channel=ops, text="?", blocks=[DEPLOY])["ts"]
    url = fake.press(ann, ops, ts, "yes", wait=False)["payload"]["response_url"]
    assert WebhookClient(url).send(text="done", replace_original=True).status_code == 200
    assert fake.posts(ops)[0]["text"] == "done"


def test_the_asynchronous_web_client_does_the_same(fake, ann, ops):
    async def run():
        client = AsyncWebClient(fake.bot_token, base_url=fake.api, trust_env_in_session=False)
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
        fake.fault("chat.postMessage", "limit", retry_after=1)
        posted = await client.chat_postMessage(channel=ops, text="async", blocks=[DEPLOY])
        await client.files_upload_v2(channel=ops, filename="a", content="abc", thread_ts=posted["ts"])
        pages = [page["messages"] async for page in await client.conversations_replies(
            channel=ops, ts=posted["ts"], limit=1)]  # fmt: skip
        return [message.get("subtype") for page in pages for message in page]

    assert asyncio.run(run()) == [None, "file_share"]
    assert len(fake.calls("chat.postMessage")) == 2


def test_the_signature_verifier_believes_the_platform_and_no_forger(fake, ann, ops):
    app, verifier = Receiver(), SignatureVerifier(fake.signing_secret)
    try:
        fake.set(http_retries=[])
        fake.do("use_http", events=app.url)
        for forged in ({}, {"shout": True}, {"flip": 3}, {"shift": -301}, {"shift": 301}, {"version": "v1"}):
            fake.fault("events_api", "forged", **forged)
            fake.say(ann, ops, "x")
            fake.until(lambda: app.got)
            request = app.got.pop()
            believed = verifier.is_valid_request(request.body, dict(request.headers.items()))
            assert believed is (forged in ({}, {"shout": True})), forged
    finally:
        app.close()


class Heard:
    """What a SocketModeClient hears; it acknowledges everything, but for what `deaf` says."""

    def __init__(self):
        self.requests = queue.Queue()
        self.deaf = 0

    def __call__(self, client, request):
        self.requests.put(request)
        if self.deaf:
            self.deaf -= 1
        else:
            client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    def next(self):
        return self.requests.get(timeout=20)


@pytest.fixture(params=[BuiltinClient, WebSocketClient], ids=["builtin", "websocket_client"])
def socket(request, fake):
    web = WebClient(fake.bot_token, base_url=fake.api)
    client = request.param(app_token=fake.app_token, web_client=web)
    client.heard = Heard()
    client.socket_mode_request_listeners.append(client.heard)
    client.connect()
    fake.connected()
    yield client
    # Its threads end when they next look, up to 10 s later: nobody needs to watch that.
    threading.Thread(target=client.close).start()


def test_the_socket_clients_hear_and_acknowledge(fake, socket, client, ann, ops):
    fake.say(ann, ops, "hello & welcome")
    event = socket.heard.next()
    assert event.type == "events_api" and event.payload["event"]["text"] == "hello &amp; welcome"
    ts = client.chat_postMessage(channel=ops, text="?", blocks=[DEPLOY])["ts"]
    press = fake.press(ann, ops, ts, "yes")
    command = fake.command(ann, ops, "/askd", "status")
    assert (press["state"], command["state"]) == ("acked", "acked")
    kinds = {(request := socket.heard.next()).type: request for _ in range(3)}
    assert kinds["interactive"].payload["actions"][0]["value"] == "1"
    assert kinds["slash_commands"].payload["text"] == "status"
    acks = fake.connections()[0]["acks"]
    assert [(one["fragments"], one["ignored"]) for one in acks] == [(1, "")] * len(acks) and len(acks) == 4


def test_the_socket_clients_see_a_redelivery(fake, socket, ann, ops):
    fake.set(ack_within=1.0, socket_retries=[0.1])
    socket.heard.deaf = 1
    fake.say(ann, ops, "again")
    first, second = socket.heard.next(), socket.heard.next()
    assert first.payload == second.payload
    assert (second.retry_attempt, second.retry_reason) == (1, "timeout")
    assert fake.until(lambda: fake.deliveries()[0]["state"] == "acked")


def test_the_socket_clients_survive_broken_envelopes(fake, socket, ann, ops):
    for body in ('{"type":"events_api","enve', "null", '{"type":"nosuch"}'):
        fake.do("frame", number=1, text=body)
    fake.say(ann, ops, "still there")
    assert socket.heard.next().payload["event"]["text"] == "still there"


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_the_socket_clients_come_back_when_they_are_told_to_go(fake, socket, ann, ops, reason):
    fake.disconnect(1, reason)
    assert fake.until(lambda: len(fake.connections()) == 2 and fake.connections()[1]["greeted"])
    fake.until(lambda: fake.connections()[0]["state"] == "closed")
    fake.say(ann, ops, "after the refresh")
    assert socket.heard.next().payload["event"]["text"] == "after the refresh"


def test_the_aiohttp_client_hears_acknowledges_and_comes_back(fake, ann, ops):
    heard = asyncio.Queue()

    async def listen(client, request):
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        await heard.put(request.payload["event"]["text"])

    async def run():
        web = AsyncWebClient(fake.bot_token, base_url=fake.api)
        client = AiohttpClient(app_token=fake.app_token, web_client=web, ping_interval=0.2)
        client.socket_mode_request_listeners.append(listen)
        await client.connect()
        try:
            await asyncio.to_thread(fake.say, ann, ops, "first")
            first = await asyncio.wait_for(heard.get(), 20)
            await asyncio.to_thread(fake.disconnect, 1, "refresh_requested")
            await asyncio.to_thread(fake.until, lambda: len(fake.connections()) == 2)
            await asyncio.to_thread(fake.connected)
            await asyncio.to_thread(fake.until, lambda: fake.connections()[0]["state"] == "closed")
            await asyncio.to_thread(fake.say, ann, ops, "second")
            return first, await asyncio.wait_for(heard.get(), 20)
        finally:
            await client.close()

    assert asyncio.run(run()) == ("first", "second")
    assert fake.until(lambda: [one["state"] for one in fake.deliveries()] == ["acked", "acked"])
    assert fake.connections()[0]["pings"] > 0


def test_a_modal_of_the_sdk_is_a_modal(fake, client, ann, ops):
    ts = client.chat_postMessage(channel=ops, text="?", blocks=[DEPLOY])["ts"]
    trigger = fake.press(ann, ops, ts, "yes", wait=False)["payload"]["trigger_id"]
    field = kit.InputBlock(block_id="ans", label="Answer", element=kit.PlainTextInputElement(action_id="txt"))
    view = View(type="modal", title="Your answer", submit="Send", blocks=[field])
    started = time.monotonic()
    made = client.views_open(trigger_id=trigger, view=view)["view"]
    assert time.monotonic() - started < 3 and fake.views(ann)[0]["id"] == made["id"]
    assert client.views_update(view_id=made["id"], hash=made["hash"], view=view)["view"]["hash"] != made["hash"]
