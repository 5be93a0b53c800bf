"""The fake as a process of its own, over HTTP and over TLS, and the hand that reaches it."""

import asyncio
import contextlib
import pathlib
import ssl
import subprocess
import sys

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

import slack

PEERS = pathlib.Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def started(*options):
    command = [sys.executable, "-m", "slack", "--port", "0", *options]
    process = subprocess.Popen(command, cwd=PEERS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder / "certificate.pem", folder / "key.pem"


def test_a_process_of_its_own_is_driven_from_outside():
    with started("--set", "post_burst=1") as url:
        assert url.startswith("http://127.0.0.1:")
        fake = slack.attached(url)
        ann = fake.person("ann")
        ops = fake.channel("ops", ann)
        client = WebClient(fake.bot_token, base_url=fake.api)
        client.chat_postMessage(channel=ops, text="over there")
        assert [post["text"] for post in fake.posts(ops)] == ["over there"]
        headers = {"Authorization": f"Bearer {fake.bot_token}"}
        second = requests.post(f"{fake.api}chat.postMessage", data={"channel": ops, "text": "x"}, headers=headers,
                               timeout=20)  # fmt: skip
        assert second.status_code == 429, "the setting of the command line"


def test_everything_runs_over_tls(certificate):
    pem, key = certificate
    trust = ssl.create_default_context(cafile=str(pem))
    with started("--certificate", str(pem), "--key", str(key)) as url:
        assert url.startswith("https://127.0.0.1:")
        fake = slack.attached(url, trust)
        ann = fake.person("ann")
        ops = fake.channel("ops", ann)
        client = WebClient(fake.bot_token, base_url=fake.api, ssl=trust)
        posted = client.chat_postMessage(channel=ops, text="safe")
        assert client.files_upload_v2(channel=ops, filename="a", content="abc", thread_ts=posted["ts"])["ok"]
        assert client.apps_connections_open(app_token=fake.app_token)["url"].startswith("wss://127.0.0.1:")


def test_a_socket_runs_over_tls_in_this_process(certificate):
    pem, key = certificate
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(pem, key)
    trust = ssl.create_default_context(cafile=str(pem))

    async def connect(fake):
        web = AsyncWebClient(fake.bot_token, base_url=fake.api, ssl=trust)
        client = SocketModeClient(app_token=fake.app_token, web_client=web)
        await client.connect()
        try:
            return await asyncio.to_thread(fake.connected)
        finally:
            await client.close()

    with slack.running(tls=server, trust=trust) as fake:
        assert [one["number"] for one in asyncio.run(connect(fake))] == [1]


def test_a_client_that_does_not_know_the_certificate_refuses(certificate):
    pem, key = certificate
    with started("--certificate", str(pem), "--key", str(key)) as url, pytest.raises(requests.exceptions.SSLError):
        requests.post(f"{url}/api/api.test", timeout=20)


def test_it_listens_on_loopback_alone():
    with started() as url:
        port = int(url.rsplit(":", 1)[1])
        # Linux lists what listens: 0100007F is 127.0.0.1.
        lines = pathlib.Path("/proc/net/tcp").read_text().splitlines()
        listening = [line.split()[1] for line in lines if line.split()[3] == "0A" and f":{port:04X}" in line.split()[1]]
        assert listening == [f"0100007F:{port:04X}"]
