"""How agents get other tokens, and how they are put out: at once, wherever they are connected."""

import contextlib
import json
import time

import pytest

from callers import PATIENCE, Agent, at_once, eventually, meanwhile
from command import Askctl
from conftest import ROOMY
from enrollment import ALL, classes_yaml, enroll, registering, secret_of
from problems import assert_problem
from sockets import Socket, refused

UNAUTHENTICATED = 4401


@pytest.fixture(scope="module")
def settings(folder):
    wide = "[read_channels, post_messages, ask_humans, create_channels]"
    return ROOMY + classes_yaml(
        folder,
        workers={"capabilities": wide, "channels": '["#general"]'},
        admins={"capabilities": f"[{ALL}]", "token_lives": "forever"},
    )


@pytest.fixture(scope="module")
def admin(askd):
    return enroll(askd, "admin", "admins")


def rotate(caller, name, **body):
    """The new token's agent, and what was told about it."""
    made = caller.make(f"/agents/{name}/rotate", body or None)
    assert set(made) == {"token", "agent_id", "expires_at", "old_tokens_end_at"}
    return Agent.with_token(caller.askd, made["token"]), made


def revoke(caller, name):
    response = caller.call("DELETE", f"/agents/{name}")
    assert response.status_code == 204 and not response.content


def test_an_agent_rotates_its_own_token(askd):
    old = enroll(askd, "rotates")
    new, made = rotate(old, "rotates")
    assert made["agent_id"] == old.id and new.token != old.token
    # Both work while they overlap, and are one agent.
    ask = old.ask("By the old one")
    assert new.shown(ask)["id"] == ask["id"]
    newest, _ = rotate(new, old.id, overlap="0s")
    for gone in (old, new):
        assert_problem(gone.get("/me"), 401)
        assert refused(askd, token=gone.token)[0] == UNAUTHENTICATED
    assert newest.shown(ask)["state"] == "open"


def test_an_overlap_ends_and_with_it_what_hangs_on_the_old_token(askd):
    old = enroll(askd, "overlaps")
    with Socket(askd, old.token) as socket, old.events() as entries:
        assert socket.ok("ask", title="Still me")
        assert next(entries).event == "ask.opened"
        held = old.ask("Waited for with the old one")
        waiting = old.again().waiting(held, "wait=60s")
        assert next(entries).event == "ask.opened"
        new, _ = rotate(old.again(), "overlaps", overlap="1s")
        with Socket(askd, new.token) as other:
            begin = time.monotonic()
            assert socket.ending()[0] == UNAUTHENTICATED
            assert 0.5 < time.monotonic() - begin < 5
            assert other.ok("ask", title="The new one goes on")
            # A wait ends with what there is: the ask, still open.
            assert waiting.json()["state"] == "open" and time.monotonic() - begin < 5
            # An event stream is told with what comes next, and isn't given it.
            assert not [entry for entry in entries if entry.data]
    assert_problem(old.again().get("/me"), 401)


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({"overlap": 5}, ["/overlap"]),
        ({"overlap": "soon"}, ["/overlap"]),
        ({"overlap": "-1s"}, ["/overlap"]),
        ({"overlap": "31d"}, ["/overlap"]),
        ({"overlaps": "1s"}, ["/overlaps"]),
    ],
)
def test_what_is_not_valid_changes_no_token(askd, admin, body, pointers):
    assert_problem(admin.post("/agents/admin/rotate", body), 422, pointers=pointers)
    assert admin.read("/me")["name"] == "admin"


def test_others_need_the_capability(askd, admin, agent):
    victim, meddler = enroll(askd, "victim"), enroll(askd, "meddler")
    for method, path in (
        ("GET", "/agents"),
        ("GET", "/agents/victim"),
        ("POST", "/agents/victim/rotate"),
        ("DELETE", "/agents/victim"),
        ("POST", "/agents/victim/webhook/redrive"),
        ("DELETE", "/agents/nobody"),
    ):
        for caller in (meddler, agent):
            assert "manage_agents" in assert_problem(caller.call(method, path), 403)["detail"], path
    assert victim.read("/me")["name"] == "victim"
    assert victim.read("/agents/victim")["id"] == victim.id

    listed = {one["name"]: one for one in admin.read("/agents?limit=200")["agents"]}
    assert {"victim", "meddler", "admin", "first-agent"} <= set(listed)
    assert listed["victim"] == admin.read("/agents/victim") == admin.read(f"/agents/{victim.id}")
    assert victim.token not in json.dumps(listed)
    new, _ = rotate(admin, "victim", overlap="0s")
    assert_problem(victim.get("/me"), 401)
    revoke(admin, "victim")
    assert_problem(new.get("/me"), 401)
    for method, path in (("GET", "/agents/nobody"), ("POST", "/agents/nobody/rotate"), ("DELETE", "/agents/nobody")):
        assert_problem(admin.call(method, path), 404)


def test_members_do_not_manage_agents_and_owners_do(askd, owner, member, stranger):
    enroll(askd, "managed")
    for caller, status in ((member, 403), (stranger, 401)):
        assert_problem(caller.get("/agents"), status)
        assert_problem(caller.call("DELETE", "/agents/managed"), status)
        assert_problem(caller.post("/agents/managed/rotate", {}), status)
    assert owner.read("/agents/managed")["class"] == "workers"
    assert rotate(owner, "managed", overlap="0s")[0].read("/me")["name"] == "managed"


def test_the_list_of_agents_has_pages(askd, owner):
    names = {enroll(askd, f"paged-{number}").name for number in range(12)}
    seen, query = [], "?limit=5"
    while query:
        page = owner.read(f"/agents{query}")
        assert len(page["agents"]) <= 5
        seen += [one["name"] for one in page["agents"]]
        query = f"?limit=5&cursor={page['next']}" if "next" in page else None
    assert len(seen) == len(set(seen)) and names <= set(seen) and "askd" not in seen


def test_a_revocation_takes_effect_everywhere_at_once(askd, owner):
    agent = enroll(askd, "everywhere")
    held, open_ask = agent.ask("Held"), agent.ask("Open")
    with contextlib.ExitStack() as stack:
        socket = stack.enter_context(Socket(askd, agent.token))
        events = stack.enter_context(agent.events())
        waiting = agent.again().waiting(held)
        for _ in range(2):
            assert next(events).event == "ask.opened"
        begin = time.monotonic()
        revoke(owner, "everywhere")
        assert socket.ending()[0] == UNAUTHENTICATED
        assert [entry for entry in events if entry.event not in ("ask.cancelled",)] == []
        # Its head was sent with 200; what follows is the ask as it ended, or what a caller without a token is told.
        assert waiting.json().get("state", "cancelled") == "cancelled"
        assert time.monotonic() - begin < 5
    for ask in (held, open_ask):
        shown = owner.read(f"/asks/{ask['id']}")
        assert shown["state"] == "cancelled" and "revoked" in shown["reason"]
        assert_problem(owner.answer(ask, "too late"), 409)
    for method, path in (("GET", "/me"), ("POST", "/asks"), ("GET", "/events"), ("GET", f"/asks/{held['id']}")):
        assert_problem(agent.again().call(method, path), 401)
    details = owner.read("/agents/everywhere")
    assert details["revoked_at"] and details["tokens"] == [] and details["channels"] == []
    revoke(owner, "everywhere")
    assert owner.read("/agents/everywhere")["revoked_at"] == details["revoked_at"]


def test_a_revoked_agent_comes_back_only_by_an_owner(askd, owner):
    agent = enroll(askd, "banned")
    revoke(owner, agent.id)
    for name in ("banned", "Banned"):
        document = assert_problem(registering(askd, name, secret_of("workers")), 403)
        assert "revoked" in document["detail"]
    askd.kill()
    askd.start()
    assert_problem(registering(askd, "banned", secret_of("workers")), 403)
    again, _ = rotate(owner, "banned")
    assert again.read("/me")["id"] == agent.id
    assert owner.read("/agents/banned")["revoked_at"] is None
    assert_problem(agent.again().get("/me"), 401)
    assert enroll(askd, "banned").id == agent.id


def test_an_operator_does_all_this_from_the_command_line(askd):
    agent = enroll(askd, "by-askctl")
    askctl, socket = Askctl(), ["--socket", str(askd.data / "askd.sock")]
    code, listed, _ = askctl.run("agents", "list", *socket)
    assert code == 0 and [line for line in listed.splitlines() if agent.id in line and "by-askctl" in line]
    code, token, _ = askctl.run("agents", "rotate", "by-askctl", "--overlap", "0s", *socket)
    assert code == 0 and token.strip() != agent.token
    new = Agent.with_token(askd, token.strip())
    assert new.read("/me")["id"] == agent.id
    assert_problem(agent.get("/me"), 401)
    with Socket(askd, new.token) as line:
        assert askctl.run("agents", "revoke", "by-askctl", *socket)[0] == 0
        assert line.ending()[0] == UNAUTHENTICATED
    assert_problem(new.again().get("/me"), 401)
    _, listed, _ = askctl.run("agents", "list", *socket)
    assert [line for line in listed.splitlines() if agent.id in line and "revoked" in line]


def test_an_agent_can_end_itself(askd):
    agent = enroll(askd, "finished")
    revoke(agent, "finished")
    assert_problem(agent.get("/me"), 401)


def test_a_revoked_agent_hears_nothing_of_its_channels(askd, owner, agent):
    gone, stays = enroll(askd, "leaves"), enroll(askd, "stays")
    revoke(owner, "leaves")
    members = [one["name"] for one in owner.read("/channels/general/members")["members"]]
    assert "stays" in members and "leaves" not in members
    owner.make("/channels/general/messages", {"content": "After you left"})
    again, _ = rotate(owner, "leaves")
    assert_problem(again.get("/channels/general/messages"), 403)
    assert_problem(owner.post("/channels/general/members", {"agent": "nobody"}), 422, pointers=["/agent"])
    assert gone.id == again.read("/me")["id"] and stays.read("/channels/general/messages")["messages"]


def test_a_revocation_and_asks_at_once_leave_nothing_open(askd, owner):
    agent = enroll(askd, "races")

    def flood():
        with Socket(askd, agent.token) as socket:
            for number in range(300):
                socket.send({"type": "ask", "title": f"Race {number}"})
            return socket.ending()[0]

    def end_it():
        eventually(lambda: owner.read("/asks?q=Race&state=open")["asks"])
        revoke(owner.again(), "races")

    code, _ = at_once(flood, end_it)
    assert code == UNAUTHENTICATED
    assert owner.read("/asks?q=Race&state=open")["asks"] == []


def test_old_tokens_make_room_for_new_ones(askd, owner):
    """An agent that registers at every start piles up no tokens without end."""
    first = enroll(askd, "many-starts")
    for _ in range(20):
        last = enroll(askd, "many-starts")
    tokens = owner.read("/agents/many-starts")["tokens"]
    assert len(tokens) == 8 and last.read("/me")["id"] == first.id


def test_an_agent_that_registers_in_a_loop_is_told_to_keep_its_token(askd):
    codes = [registering(askd, "in-a-loop", secret_of("workers")).status_code for _ in range(35)]
    assert codes[:20] == [201] * 20 and codes[-1] == 429
    assert enroll(askd, "another-one").read("/me")["name"] == "another-one"


def test_a_wait_that_is_held_survives_another_agents_end(askd, owner):
    one, other = enroll(askd, "holds-on"), enroll(askd, "gives-up")
    ask = one.ask("Mine")
    with meanwhile(lambda: one.again().ended(ask, wait="30s")) as waiting:
        revoke(owner, other.id)
        owner.decides(ask, "yours")
        assert waiting.result(PATIENCE)["answer"]["value"] == "yours"
