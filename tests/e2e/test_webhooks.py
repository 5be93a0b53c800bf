"""Webhooks: what arrives is a signed CloudEvent, in order, at least once, and never goes where it may not."""

import contextlib
import json
import signal
import socket as sockets_of_python
import time

import httpx
import jsonschema
import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from callers import Agent, eventually
from command import Askctl
from conftest import ROOMY
from enrollment import classes_yaml, enroll
from problems import assert_problem
from receiver import Receiver
from rig import Askd

FIRST_PAUSE = 5.0
LOOPBACK = "webhooks: {allow: [127.0.0.0/8]}\n"
# Of the specification's own schema, what version 1.0 requires in JSON.
CLOUD_EVENT = {
    "type": "object",
    "required": ["id", "source", "specversion", "type"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "format": "uri-reference", "minLength": 1},
        "specversion": {"const": "1.0"},
        "type": {"type": "string", "minLength": 1},
        "datacontenttype": {"const": "application/json"},
        "subject": {"type": "string", "minLength": 1},
        "time": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"},
        "data": {"type": "object"},
    },
    "propertyNames": {"pattern": "^[a-z0-9]+$"},
}


@pytest.fixture(scope="module")
def settings(folder):
    wide = {"capabilities": "[read_channels, post_messages, ask_humans]", "channels": '["#general"]'}
    return ROOMY + LOOPBACK + classes_yaml(folder, workers=wide)


@pytest.fixture(scope="module", autouse=True)
def first_agent(agent):
    """Its token is told once: a start later there is no more to read it from."""
    return agent


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def worker(askd, request):
    return enroll(askd, request.node.name[:60].replace("[", "-").replace("]", ""))


def set_webhook(agent, url):
    response = agent.call("PUT", "/me/webhook", {"url": url})
    assert response.status_code == 200, response.text
    return response.json()


def hook_of(agent):
    return agent.again().read("/me/webhook")


def opened(deliveries):
    """The asks of which they tell that they were opened, without repeats."""
    ids = [one.data["ask"]["id"] for one in deliveries if one.event["type"] == "ask.opened"]
    return list(dict.fromkeys(ids))


@contextlib.contextmanager
def operator(askd):
    """Who may use askd's socket on the machine."""
    transport = httpx.HTTPTransport(uds=str(askd.data / "askd.sock"))
    with httpx.Client(transport=transport, base_url="http://askd/api/v1") as client:
        yield client


def redrive(askd, agent, **body):
    with operator(askd) as client:
        return client.post(f"/agents/{agent.id}/webhook/redrive", json=body)


def test_it_is_set_looked_at_and_removed(worker, receiver, owner):
    assert_problem(worker.get("/me/webhook"), 404)
    made = set_webhook(worker, receiver.url)
    assert set(made) == {"url", "state", "delivered", "created_at", "secret"}
    assert (made["url"], made["state"]) == (receiver.url, "active") and made["secret"].startswith("whsec_")
    shown = hook_of(worker)
    assert shown == {field: value for field, value in made.items() if field != "secret"}
    assert owner.read(f"/agents/{worker.id}")["webhook"] == shown
    for _ in range(2):
        assert worker.call("DELETE", "/me/webhook").status_code == 204
    assert_problem(worker.get("/me/webhook"), 404)
    worker.ask("Told to nobody")
    set_webhook(worker, receiver.url)
    last = worker.ask("Told again")
    assert opened(receiver.wait_for(1)) == [last["id"]]


def test_what_signs_is_shown_once_and_kept_out_of_sight(askd, worker, receiver, owner):
    secret = set_webhook(worker, receiver.url)["secret"].removeprefix("whsec_")
    worker.ask("x")
    receiver.wait_for(1)
    for text in (worker.get("/me/webhook").text, owner.get(f"/agents/{worker.id}").text, askd.said()):
        assert secret not in text and "secret" not in text


def test_a_delivery_is_a_signed_cloud_event_with_the_entry_of_the_stream(askd, worker, owner, receiver):
    worker.ask("Before there was a webhook")
    start = worker.newest_cursor()
    secret = set_webhook(worker, receiver.url)["secret"]
    ask = worker.ask("Sign this", body="ünïcödé ✓")
    owner.comment(ask, "Hm")
    owner.decides(ask, "yes")
    said = owner.make("/channels/general/messages", {"content": "@human all"})
    got = receiver.wait_for(4)
    assert [one.event["type"] for one in got] == ["ask.opened", "ask.commented", "ask.answered", "message.created"]
    with worker.events(after=start) as entries:
        for one, entry in zip(got, entries):
            jsonschema.Draft202012Validator(CLOUD_EVENT).validate(one.event)
            # Both hold the ask as it was when they were written.
            same = json.loads(entry.data)
            assert entry.event == one.event["type"] and one.event["time"] == one.data["at"]
            for field in ("type", "cursor", "at", "conversation", "message"):
                assert one.data.get(field) == same.get(field), field
            assert one.event["id"] == one.headers["webhook-id"] and one.event["source"] == askd.url
            assert one.headers["Content-Type"] == "application/cloudevents+json"
            assert Webhook(secret).verify(one.body, one.headers) == one.event
            assert one.path == "/hook" and one.headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert got[0].event["subject"] == f"asks/{ask['id']}" and got[3].data["message"]["id"] == said["id"]
    assert len({one.id for one in got}) == 4
    other = Webhook("whsec_" + "A" * 43 + "=")
    with pytest.raises(WebhookVerificationError):
        other.verify(got[0].body, got[0].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(got[0].body + b" ", got[0].headers)
    eventually(lambda: hook_of(worker)["delivered"] == got[3].data["cursor"])


def test_many_entries_arrive_in_order_and_once(worker, receiver):
    set_webhook(worker, receiver.url)
    asks = [worker.ask(f"Number {number}")["id"] for number in range(200)]
    got = receiver.wait_for(200)
    assert [one.data["ask"]["id"] for one in got] == asks
    cursors = [one.data["cursor"] for one in got]
    assert cursors == sorted(cursors)


def test_what_fails_is_sent_again_and_holds_up_what_follows(worker, receiver):
    secret = set_webhook(worker, receiver.url)["secret"]
    receiver.answers = [(500, {})]
    asks = [worker.ask(f"Retry {number}")["id"] for number in range(3)]
    first, second, *rest = receiver.wait_for(4)
    assert FIRST_PAUSE - 0.2 < second.at - first.at < FIRST_PAUSE + 5
    assert (first.id, first.body) == (second.id, second.body)
    assert [one.data["ask"]["id"] for one in (second, *rest)] == asks
    # The second attempt has a time of its own, and is signed for it.
    assert int(second.headers["webhook-timestamp"]) >= int(first.headers["webhook-timestamp"]) + 4
    assert Webhook(secret).verify(second.body, second.headers)


def test_a_receiver_says_when_to_come_again(worker, receiver):
    set_webhook(worker, receiver.url)
    receiver.answers = [(503, {"Retry-After": "8"})]
    worker.ask("Later")
    worker.ask("This one doesn't hurry it")
    first, second = receiver.wait_for(2)
    assert 7.8 < second.at - first.at < 13 and first.id == second.id


def test_redirects_are_not_followed(worker, receiver):
    with Receiver() as elsewhere:
        set_webhook(worker, receiver.url)
        receiver.answers = [(307, {"Location": elsewhere.url}), (301, {"Location": "http://169.254.169.254/"})]
        ask = worker.ask("Stay here")
        got = receiver.wait_for(3, within=30)
        assert opened(got) == [ask["id"]] and not elsewhere.got


def test_gone_disables_it_and_an_operator_lets_it_go_on(askd, worker, receiver, owner):
    set_webhook(worker, receiver.url)
    first = worker.ask("Arrives")["id"]
    receiver.wait_for(1)
    receiver.answers = [(410, {})]
    lost = [worker.ask(f"Isn't lost {number}")["id"] for number in range(3)]
    eventually(lambda: hook_of(worker)["state"] == "disabled")
    assert "410" in hook_of(worker)["reason"]
    assert [line for line in askd.said().splitlines() if worker.id in line and "410" in line and "warn" in line]
    lost.append(worker.ask("While it is disabled")["id"])
    assert len(receiver.got) == 2
    # It stays so over a start.
    askd.kill()
    askd.start()
    assert hook_of(worker)["state"] == "disabled"

    socket = str(askd.data / "askd.sock")
    code, _, err = Askctl().run("webhooks", "redrive", worker.id, "--socket", socket)
    assert code == 0 and "Deliveries go on" in err
    assert hook_of(worker)["state"] == "active"
    assert "reason" not in hook_of(worker)
    assert opened(receiver.wait_for(6)[2:]) == lost
    # From an earlier place on it repeats what it told.
    assert owner.again().post(f"/agents/{worker.id}/webhook/redrive", {"after": "0" * 16}).status_code == 200
    assert opened(receiver.wait_for(11)[6:]) == [first, *lost]


def test_a_redrive_needs_a_webhook_and_a_cursor_that_there_was(askd, worker, receiver):
    assert redrive(askd, worker).status_code == 409
    set_webhook(worker, receiver.url)
    for body, pointers in (({"after": "x"}, ["/after"]), ({"after": 5}, ["/after"]), ({"from": "x"}, ["/from"])):
        response = redrive(askd, worker, **body)
        assert response.status_code == 422
        assert [fault["pointer"] for fault in response.json()["errors"]] == pointers
    assert redrive(askd, worker, after="f" * 16).status_code in (400, 422)


def test_setting_it_again_makes_another_secret_and_both_sign(worker, receiver):
    first = set_webhook(worker, receiver.url)["secret"]
    second = set_webhook(worker, receiver.url)["secret"]
    assert first != second
    worker.ask("Signed twice")
    (one,) = receiver.wait_for(1)
    for secret in (first, second):
        assert Webhook(secret).verify(one.body, one.headers)
    third = set_webhook(worker, receiver.url)["secret"]
    worker.ask("Signed by the last two")
    one = receiver.wait_for(2)[1]
    for secret in (second, third):
        assert Webhook(secret).verify(one.body, one.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(first).verify(one.body, one.headers)


def test_another_url_takes_over_where_the_first_one_stopped(worker, receiver):
    set_webhook(worker, receiver.url)
    receiver.answers = [(500, {})] * 10
    asks = [worker.ask(f"Moves {number}")["id"] for number in range(3)]
    receiver.wait_for(1)
    with Receiver() as other:
        set_webhook(worker, other.url)
        assert opened(other.wait_for(3)) == asks
    assert len(receiver.got) == 1


def test_a_slow_receiver_holds_up_no_other(askd, worker, receiver):
    other = enroll(askd, "is-fast")
    with Receiver() as slow:
        slow.hold.clear()
        set_webhook(worker, slow.url)
        set_webhook(other, receiver.url)
        worker.ask("Stuck")
        slow.wait_for(1)
        begin = time.monotonic()
        asks = [other.ask(f"Quick {number}")["id"] for number in range(5)]
        assert opened(receiver.wait_for(5)) == asks and time.monotonic() - begin < 5


def test_a_revoked_agents_webhook_is_silent(askd, worker, receiver, owner, agent):
    set_webhook(worker, receiver.url)
    worker.ask("The last words")
    receiver.wait_for(1)
    assert owner.call("DELETE", f"/agents/{worker.id}").status_code == 204
    owner.decides(agent.ask("Something happens"), "x")
    owner.make("/channels/general/messages", {"content": "Something is said"})
    with pytest.raises(AssertionError):
        receiver.wait_for(3, within=1)
    # Let in again, it hears what comes from then on.
    back = Agent.with_token(askd, owner.make(f"/agents/{worker.id}/rotate", {})["token"])
    ask = back.ask("Back again")["id"]
    eventually(lambda: ask in opened(list(receiver.got)), what="its webhook stays silent")


def test_power_cuts_and_an_absent_receiver_lose_nothing(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text(ROOMY + LOOPBACK)
    askd = server("--config", str(config)).start()
    agent = Agent.of(askd)
    with Receiver() as receiver:
        secret = set_webhook(agent, receiver.url)["secret"]
        asks = [agent.ask(f"There {number}")["id"] for number in range(5)]
        receiver.wait_for(3)
        askd.kill()
        before = list(receiver.got)
    askd.start()
    asks += [agent.ask(f"Absent {number}")["id"] for number in range(5)]
    askd.kill()
    askd.start()
    with Receiver(receiver.port) as receiver:
        eventually(lambda: opened([*before, *receiver.got]) == asks, within=30, what="entries are missing")
        for one in receiver.got:
            assert Webhook(secret).verify(one.body, one.headers)
    ids = {}
    for one in (*before, *receiver.got):
        assert ids.setdefault(one.data["cursor"], one.id) == one.id
    assert askd.stop() == 0


def test_stopping_does_not_wait_for_receivers(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text(ROOMY + LOOPBACK)
    askd = server("--config", str(config)).start()
    agent = Agent.of(askd)
    with Receiver() as receiver:
        receiver.hold.clear()
        set_webhook(agent, receiver.url)
        ask = agent.ask("Under way")
        receiver.wait_for(1)
        assert askd.stop(within=10) == 0
        receiver.hold.set()
        askd.start()
        assert opened(receiver.wait_for(2)) == [ask["id"]]


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({}, ["/url"]),
        ({"url": 5}, ["/url"]),
        ({"url": ""}, ["/url"]),
        ({"url": "ftp://127.0.0.1/"}, ["/url"]),
        ({"url": "127.0.0.1:80"}, ["/url"]),
        ({"url": "http://"}, ["/url"]),
        ({"url": "http://127.0.0.1:0/"}, ["/url"]),
        ({"url": "http://127.0.0.1:99999/"}, ["/url"]),
        ({"url": "http://ana:secret@127.0.0.1/"}, ["/url"]),
        ({"url": "http://127.0.0.1/#part"}, ["/url"]),
        ({"url": "http://127.0.0.1/two lines\nHost: x"}, ["/url"]),
        ({"url": "http://127.0.0.1/" + "x" * 2_000}, ["/url"]),
        ({"url": "http://no-such-host.invalid/"}, ["/url"]),
        ({"url": "http://127.0.0.1/", "secret": "mine"}, ["/secret"]),
    ],
)
def test_what_is_no_url_is_refused(worker, body, pointers):
    assert_problem(worker.call("PUT", "/me/webhook", body), 422, pointers=pointers)
    assert_problem(worker.get("/me/webhook"), 404)


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/", "http://[::1]/"])
def test_an_allowance_is_for_its_network_alone(worker, url):
    assert_problem(worker.call("PUT", "/me/webhook", {"url": url}), 422, pointers=["/url"])


def test_an_allowance_that_is_taken_back_stops_deliveries(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text(ROOMY + LOOPBACK)
    askd = server("--config", str(config)).start()
    agent = Agent.of(askd)
    with Receiver() as receiver:
        # It counts from the next connection on.
        receiver.answers = [(204, {"Connection": "close"})]
        set_webhook(agent, receiver.url)
        agent.ask("Allowed")
        receiver.wait_for(1)
        config.write_text(ROOMY)
        before = askd.said().count("configuration.loaded")
        askd.process.send_signal(signal.SIGHUP)
        eventually(lambda: askd.said().count("configuration.loaded") > before)
        agent.ask("Not allowed any more")
        with pytest.raises(AssertionError):
            receiver.wait_for(2, within=2)


PRIVATE = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "localhost", "LOCALHOST.", "[::1]", "[::]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fd00::1]", "[fe80::1]", "[2002:7f00:1::]"),
    *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.169.254"),
    *("192.0.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "0.1.2.3", sockets_of_python.gethostname()),
]


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """An askd without an allowance."""
    askd = Askd(tmp_path_factory.mktemp("strict") / "store").start()
    yield Agent.of(askd)
    assert askd.stop() == 0


@pytest.mark.parametrize("host", PRIVATE)
def test_without_an_allowance_nothing_private_is_called(strict, host):
    for url in (f"https://{host}/", f"https://{host}:8443/hook", f"http://{host}/"):
        assert_problem(strict.call("PUT", "/me/webhook", {"url": url}), 422, pointers=["/url"])
    assert_problem(strict.get("/me/webhook"), 404)
