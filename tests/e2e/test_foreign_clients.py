"""Other people's clients run unchanged. Those in clients/ are written as strangers write them, from the API's page."""

import contextlib
import json
import os
import pathlib
import queue
import re
import shutil
import subprocess
import sys
import threading

import pytest

from callers import PATIENCE, Agent, Caller, Person, accepting, eventually
from conftest import ROOMY
from enrollment import classes_yaml, enroll, secret_of

CLIENTS = pathlib.Path(__file__).resolve().parent / "clients"
NODE_MODULES = pathlib.Path(__file__).resolve().parents[2] / "web" / "node_modules"


@pytest.fixture(scope="module")
def settings(folder):
    workers = {"capabilities": "[read_channels, post_messages, ask_humans]", "channels": '["#general"]'}
    return ROOMY + classes_yaml(folder, workers=workers)


@pytest.fixture
def general(agent):
    return agent.read("/me")["channels"][0]["id"]


def program(name):
    """How a client of that name is run; each is one file that needs nothing of the tests'."""
    file = CLIENTS / name
    return [{".py": sys.executable, ".sh": "bash", ".mjs": "node"}[file.suffix], str(file)]


class Running:
    """A client while it runs: its lines as they come."""

    def __init__(self, name, *arguments, **env):
        self.process = subprocess.Popen(
            [*program(name), *arguments],
            env={**os.environ, "no_proxy": "*", **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines = queue.Queue()
        self.errors = []
        self.readers = [threading.Thread(target=self.read), threading.Thread(target=self.read_errors)]
        for reader in self.readers:
            reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def read_errors(self):
        self.errors += self.process.stderr

    def line(self):
        line = self.lines.get(timeout=PATIENCE)
        assert line is not None, "".join(self.errors)
        return line

    def ended(self):
        """Its exit code and the lines that nobody has read."""
        code = self.process.wait(timeout=PATIENCE)
        for reader in self.readers:
            reader.join()
        rest = list(self.lines.queue)
        return code, rest[: rest.index(None)], "".join(self.errors)


@contextlib.contextmanager
def running(name, *arguments, **env):
    client = Running(name, *arguments, **env)
    try:
        yield client
    finally:
        if client.process.poll() is None:
            client.process.kill()
            client.ended()


def test_an_agent_with_httpx_registers_asks_and_obeys(askd, agent, owner, general):
    with running("httpx_agent.py", ASK_URL=askd.url, AGENT_SECRET=secret_of("workers")) as client:
        asks = eventually(lambda: owner.read("/asks?state=open&q=Contact")["asks"])
        assert asks[0]["agent"]["name"] == "research-agent"
        owner.decides(asks[0], "deny", "Not today")
        assert client.ended() == (3, ["deny"], "")
    said = owner.read(f"/channels/{general}/messages")["messages"][-1]
    assert (said["author_name"], said["content"]) == ("research-agent", "Found 3 candidates.")


def test_an_agent_with_a_wrong_secret_sees_a_401(askd):
    with running("httpx_agent.py", ASK_URL=askd.url, AGENT_SECRET="guessed") as client:
        code, lines, errors = client.ended()
    assert code == 1 and not lines and "401" in errors


def test_a_shell_script_sets_an_empty_server_up(server):
    askd = server(quick_start=False).start()
    with running("bootstrap.sh", askd.url) as client:
        code, lines, errors = client.ended()
    assert code == 0, errors
    made = dict(line.split("=", 1) for line in lines)
    agent = Agent.with_token(askd, made["api_key"])
    assert agent.read("/me")["name"] == "research-agent"
    messages = agent.read(f"/channels/{made['channel_id']}/messages")["messages"]
    assert [message["content"] for message in messages] == ["Hello, I am set up."]
    session = Caller(askd).post(
        "/people/sessions",
        {"email": "admin@local", "password": "changeme"},
        headers={"Origin": askd.url},
    )
    owner = Person.signed_in(askd, session)
    assert owner.read(f"/channels/{made['channel_id']}/messages")["messages"][0]["author_name"] == "research-agent"
    # Looking at the link didn't spend it; and the script is too late a second time.
    assert accepting(askd, made["invite_url"], "Admin", "admin@local", "correct horse battery").status_code == 201
    with running("bootstrap.sh", askd.url) as client:
        code, _, errors = client.ended()
        assert code != 0 and "409" in errors


def test_an_agent_with_requests_posts_to_a_channel(askd, agent, owner, general):
    texts = ["plain", "**bold** & <b>tags</b>", "zwei\nZeilen ✓"]
    with running("requests_agent.py", askd.url, agent.token, general, *texts) as client:
        code, ids, errors = client.ended()
    assert code == 0, errors
    messages = owner.read(f"/channels/{general}/messages")["messages"][-3:]
    assert [(message["id"], message["content"]) for message in messages] == list(zip(ids, texts, strict=True))


def test_an_agent_with_websocket_client_hears_its_channel(askd, owner, general):
    listener = enroll(askd, "listener")
    with running("websocket_agent.py", askd.url, listener.token) as client:
        assert client.line() == "connected"
        owner.make(f"/channels/{general}/messages", {"content": "Morning"})
        assert client.line() == "Ana: Morning"
        listener.make(f"/channels/{general}/messages", {"content": "My own"})
        assert client.line() == "listener: My own"
        # What isn't a message doesn't trouble it.
        owner.decides(listener.ask("In between"), "x")
        owner.make(f"/channels/{general}/messages", {"content": "bye"})
        assert client.ended() == (0, ["Ana: bye"], "")


def test_two_agents_work_together_in_view_of_people(askd, owner, agent):
    channel = owner.make("/channels", {"name": "#pair"})["id"]
    pair = [enroll(askd, "asks"), enroll(askd, "answers")]
    for one in pair:
        owner.make(f"/channels/{channel}/members", {"agent": one.name})
    with running("pair.py", askd.url, pair[1].token, channel, "answer", "answers") as second:
        with running("pair.py", askd.url, pair[0].token, channel, "ask", "asks") as first:
            assert first.ended() == (0, ["RESULT 42"], "")
        assert second.ended() == (0, [], "")
    said = [(one["author_name"], one["content"]) for one in owner.read(f"/channels/{channel}/messages")["messages"]]
    assert said == [("asks", "TASK 6*7"), ("answers", "RESULT 42"), ("asks", "DONE")]


def test_an_agent_with_node_hears_and_answers(askd, owner, general, tmp_path):
    # Node looks for packages where the program is.
    shutil.copy(CLIENTS / "node_agent.mjs", tmp_path)
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    listener = enroll(askd, "node-agent")
    with running(tmp_path / "node_agent.mjs", askd.url, listener.token) as client:
        assert client.line() == "connected"
        owner.make(f"/channels/{general}/messages", {"content": "ping"})
        assert client.ended() == (0, ["Ana: ping", "node-agent: pong"], "")


def test_curl_alone_is_client_enough(askd, agent, general):
    """The lines of the page for agents, as a shell has them."""
    lines = re.findall(r"^ {4}(POST|GET) +(/api/v1/channels/\S+)", agent.get("/agent.md").text, re.MULTILINE)
    assert {method for method, _ in lines} == {"POST", "GET"}
    path = lines[0][1].replace("{id}", general)
    command = ["curl", "-sS", "--fail-with-body", "--noproxy", "*", "-H", f"Authorization: Bearer {agent.token}"]
    sent = subprocess.run(
        [*command, "--json", '{"content": "by curl"}', askd.url + path], capture_output=True, text=True, check=True
    )
    assert json.loads(sent.stdout)["content"] == "by curl"
