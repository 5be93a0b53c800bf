"""Channels: who makes, sees, changes and enters them, under which names, and how many there may be."""

import time

import pytest

from callers import Person
from conftest import ROOMY
from enrollment import classes_yaml, enroll
from problems import assert_problem
from rig import Askd

DEFAULT = """\
people:
  ida: {name: Ida Falk, email: ida@example.com}
channels:
  "#fixed": {members: [ida], tags: [from-a-file], description: Of the file}
agents: [class:makers, class:readers]
"""
GROWTH = """\
channels:
  "#fixed": {}
agents: [class:growers]
"""
ODD_NAMES = ["a", "1", "x" * 64, "исследование", "研究", "café", "🦉", "a.b-c_d", "Ǆ", "ch_0"]


@pytest.fixture(scope="module")
def settings(folder):
    wide = "[read_channels, post_messages, ask_humans, create_channels]"
    (folder / "teams.d").mkdir()
    (folder / "teams.d" / "default.yaml").write_text(DEFAULT)
    (folder / "teams.d" / "growth.yaml").write_text(GROWTH)
    return ROOMY + classes_yaml(
        folder,
        makers={"capabilities": wide, "channels": '["#general"]'},
        readers={"capabilities": "[read_channels, post_messages]"},
        growers={"capabilities": wide},
    )


@pytest.fixture(scope="module")
def maker(askd, owner):
    return enroll(askd, "maker", "makers")


@pytest.fixture(scope="module")
def reader(askd):
    return enroll(askd, "reader", "readers")


@pytest.fixture(scope="module")
def grower(askd):
    return enroll(askd, "grower", "growers")


def names(caller, query=""):
    """Of all pages."""
    found, cursor = [], None
    while True:
        page = caller.read(f"/channels?{query}" + (f"&cursor={cursor}" if cursor else ""))
        found += [channel["name"] for channel in page["channels"]]
        cursor = page.get("next")
        if cursor is None:
            return found


def members_of(caller, channel):
    return {(one["type"], one["name"]) for one in caller.read(f"/channels/{channel}/members")["members"]}


def remove(caller, channel, **who):
    return caller.call("DELETE", f"/channels/{channel}/members", who)


def test_a_channel_is_made_and_found_again(maker, owner, member):
    body = {"name": "#made", "tags": ["x", "y"], "description": "What\nfor"}
    response = maker.post("/channels", body)
    made = response.json()
    assert response.status_code == 201 and response.headers["Location"] == f"/api/v1/channels/{made['id']}"
    assert made["id"].startswith("ch_") and made["member"] and not made["from_file"]
    assert (made["name"], made["tags"], made["description"]) == ("#made", ["x", "y"], "What\nfor")
    assert made["answers"] == "members"
    for which in (made["id"], "made", "%23made", "MADE", "%23Made", made["id"].lower()):
        assert maker.read(f"/channels/{which}") == made, which
    # People of the team are in it, and see the same.
    assert members_of(maker, "made") >= {("agent", "maker"), ("human", "Ana"), ("human", "Ben")}
    shown = member.read("/channels/made")
    assert shown["member"] and (shown["unread"], shown["mentioned"], shown["last"]) == (0, False, None)
    assert {**shown, "member": True}.items() >= made.items()


def test_what_is_left_out_has_a_default(owner):
    made = owner.make("/channels", {"name": "bare"})
    assert (made["name"], made["tags"], made["description"], made["agents"]) == ("#bare", [], "", 0)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_of_all_scripts_are_good(maker, name):
    made = maker.make("/channels", {"name": f"#{name}"})
    assert made["name"] == f"#{name}"
    assert maker.read(f"/channels/{name}")["id"] == made["id"] == maker.read(f"/channels/%23{name}")["id"]
    assert maker.make(f"/channels/{name}/messages", {"content": "x"})["channel_id"] == made["id"]


@pytest.mark.parametrize(
    "name",
    [
        *("", "#", "##a", "# a", "#a b", " #a", "#a/b", "a/../b", "#a\\b", "#a@b", "#a#b"),
        *("#-a", "#.a", "#_a", "..", "#a,b"),
        *("#a\nb", "#a\tb", "#a\u0007", "#a\u202eb", "#a\u200bb", "#a\u00a0b", "#a\u3000b", "#a\ufeff", "#\u00ad"),
        *("x" * 65, "#" + "ж" * 65, 5, ["#a"], {"name": "#a"}, True),
    ],
)
def test_names_that_nobody_could_tell_apart_or_write_are_refused(maker, name):
    assert_problem(maker.post("/channels", {"name": name}), 422, pointers=["/name"])


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({}, ["/name"]),
        ([], [""]),
        ({"name": "#x", "tag": []}, ["/tag"]),
        ({"name": "#x", "tags": "a"}, ["/tags"]),
        ({"name": "#x", "tags": ["ok", "not ok", 5]}, ["/tags/2"]),
        ({"name": "#x", "tags": ["ok", "not ok"]}, ["/tags/1"]),
        ({"name": "#x", "tags": ["t"] * 21}, ["/tags"]),
        ({"name": "#x", "description": "x" * 1001}, ["/description"]),
        ({"name": "#x", "answers": "anyone"}, ["/answers"]),
    ],
)
def test_what_is_not_valid_is_named(maker, owner, body, pointers):
    for caller in (maker, owner):
        assert_problem(caller.post("/channels", body), 422, pointers=pointers)


def test_a_name_is_one_channels_in_all_its_letters(maker, owner):
    maker.make("/channels", {"name": "#ops"})
    maker.make("/channels", {"name": "#straße"})
    for name in ("#ops", "ops", "#OPS", "#Ops", "#\uff4f\uff50\uff53", "#STRASSE"):
        for caller in (maker, owner):
            assert_problem(caller.post("/channels", {"name": name}), 409)
    for name in ("#\u043eps", "#o\u0440s", "#\u03bfps"):
        detail = assert_problem(owner.post("/channels", {"name": name}), 409)["detail"]
        assert "looks the same" in detail and "(#ops)" in detail


def test_a_name_like_an_id_hides_no_other_channel(maker):
    real = maker.make("/channels", {"name": "#real"})
    fake = maker.make("/channels", {"name": f"#{real['id']}"})
    assert maker.read(f"/channels/{real['id']}")["name"] == "#real"
    assert maker.read(f"/channels/%23{real['id']}")["id"] == fake["id"]


def test_lists_are_filtered(maker, owner, member):
    made = [f"#filter-{number}" for number in range(6)]
    for number, name in enumerate(made):
        maker.make("/channels", {"name": name, "tags": ["odd"] if number % 2 else []})
    assert names(maker, "q=filter-") == names(owner, "q=FILTER-") == made
    assert names(maker, "tag=odd") == names(owner, "tag=odd") == made[1::2]
    assert names(maker, "q=filter-3&tag=odd") == ["#filter-3"] and names(maker, "q=nothing") == []
    assert set(made) <= set(names(maker, "member=true"))
    bad = ("member=maybe", "limit=0", "limit=201", "limit=x", "cursor=x", "cursor=", "sort=name", "q=" + "x" * 201)
    for query in bad:
        assert_problem(maker.get(f"/channels?{query}"), 400)
    assert remove(owner, "filter-1", person="Ben").status_code == 204
    assert "#filter-1" not in names(member, "q=filter-") and "#filter-1" in names(owner, "q=filter-")


def test_channels_of_a_file_belong_to_the_file(maker, owner):
    fixed = owner.read("/channels/fixed")
    assert fixed["from_file"] and fixed["description"] == "Of the file" and fixed["tags"] == ["from-a-file"]
    for call in (
        lambda: owner.call("PATCH", "/channels/fixed", {"description": "Mine"}),
        lambda: owner.post("/channels/fixed/members", {"person": "Ben"}),
        lambda: remove(owner, "fixed", person="ida"),
        lambda: owner.post("/channels", {"name": "#Fixed"}),
    ):
        assert "file" in assert_problem(call(), 409)["detail"] or "name" in call().json()["detail"]
    assert_problem(maker.call("PATCH", "/channels/fixed", {"tags": []}), 403)
    # The file says which people are in it; agents come and go as everywhere.
    assert owner.make("/channels/fixed/members", {"agent": "maker"})["name"] == "maker"
    assert ("agent", "maker") in members_of(maker, "fixed")
    assert remove(maker, "fixed", agent="maker").status_code == 204
    assert owner.read("/channels/fixed") == fixed


def test_a_channel_is_changed_by_people_and_by_the_agent_that_made_it(maker, owner, member, reader, agent):
    made = maker.make("/channels", {"name": "#changes", "tags": ["a"]})
    for caller, tags in ((maker, ["b"]), (owner, ["c", "d"]), (member, [])):
        changed = caller.call("PATCH", f"/channels/{made['id']}", {"tags": tags})
        assert changed.status_code == 200 and changed.json()["tags"] == tags
    assert maker.call("PATCH", "/channels/changes", {"description": "New"}).json()["description"] == "New"
    assert maker.call("PATCH", "/channels/changes", {}).json() == maker.read("/channels/changes")
    assert maker.call("PATCH", "/channels/changes", {"tags": None}).json()["tags"] == []
    assert_problem(agent.call("PATCH", "/channels/changes", {"tags": ["x"]}), 403)
    assert "create_channels" in assert_problem(reader.call("PATCH", "/channels/changes", {"tags": []}), 403)["detail"]
    assert_problem(owner.call("PATCH", "/channels/nowhere", {"tags": []}), 404)
    for body, pointer in (({"name": "#b"}, "/name"), ({"tags": ["a b"]}, "/tags/0"), ({"tags": 5}, "/tags")):
        assert_problem(maker.call("PATCH", "/channels/changes", body), 422, pointers=[pointer])


def test_members_come_and_go(maker, owner, member, reader):
    maker.make("/channels", {"name": "#members"})
    added = maker.make("/channels/members/members", {"agent": "reader"})
    assert added == {"type": "agent", "id": reader.id, "name": "reader"}
    assert maker.make("/channels/members/members", {"agent": reader.id}) == added
    assert ("agent", "reader") in members_of(reader, "members")
    for who in ("Ben", "@Ben", member.email, member.id):
        assert remove(owner, "members", person=who).status_code == 204
        assert ("human", "Ben") not in members_of(maker, "members")
        assert_problem(member.get("/channels/members"), 404)
        assert maker.make("/channels/members/members", {"person": who})["name"] == "Ben"
    assert remove(member, "members", person="Ben").status_code == 204
    assert remove(maker, "members", agent="reader").status_code == 204
    assert_problem(reader.get("/channels/members/members"), 403)
    assert remove(maker, "members", agent="reader").status_code == 204


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({}, [""]),
        ({"agent": "reader", "person": "Ana"}, [""]),
        ({"agent": "nobody"}, ["/agent"]),
        ({"agent": "Ana"}, ["/agent"]),
        ({"agent": "askd"}, ["/agent"]),
        ({"agent": "grower"}, ["/agent"]),
        ({"agent": 5}, ["/agent"]),
        ({"person": "nobody"}, ["/person"]),
        ({"person": "reader"}, ["/person"]),
        ({"person": ""}, ["/person"]),
        ({"who": "Ana"}, ["/who"]),
    ],
)
def test_members_that_are_nobody_are_named(maker, owner, reader, grower, body, pointers):
    for caller in (maker, owner):
        channel = caller.make("/channels", {"name": f"#strict-{time.monotonic_ns()}"})["id"]
        assert_problem(caller.post(f"/channels/{channel}/members", body), 422, pointers=pointers)


def test_an_agent_lets_itself_in_nowhere_and_leaves_by_itself(maker, owner, reader, agent):
    owner.make("/channels", {"name": "#doors"})
    refused = assert_problem(reader.post("/channels/doors/members", {"agent": "reader"}), 403)
    assert "create_channels" in refused["detail"]
    assert_problem(maker.post("/channels/doors/members", {"agent": "maker"}), 403)
    for one in ("reader", "maker"):
        owner.make("/channels/doors/members", {"agent": one})
    assert_problem(remove(reader, "doors", agent="maker"), 403)
    assert_problem(remove(reader, "doors", person="Ben"), 403)
    assert_problem(remove(maker, "doors", agent="reader"), 403)
    assert remove(reader, "doors", agent=reader.id).status_code == 204
    assert ("agent", "reader") not in members_of(maker, "doors")
    assert_problem(agent.get("/channels/doors/members"), 403)


def test_another_team_is_not_there(maker, owner, grower, askd, reader):
    made = maker.make("/channels", {"name": "#ours"})
    theirs = grower.make("/channels", {"name": "#ours"})
    assert grower.read("/channels/ours")["id"] == theirs["id"] != made["id"]
    assert "#made" not in names(grower) and grower.read("/me")["team"] == "growth"
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/members", None),
        ("GET", "/messages", None),
        ("POST", "/messages", {"content": "x"}),
        ("POST", "/members", {"agent": "grower"}),
        ("DELETE", "/members", {"agent": "grower"}),
        ("PATCH", "", {"tags": []}),
    ):
        assert_problem(grower.call(method, f"/channels/{made['id']}{path}", body), 404)
    # The owner of the first start owns all teams, and says which is meant.
    assert owner.read("/channels/ours?team=growth")["id"] == theirs["id"]
    link = owner.make("/people/invites", {"name": "Gus", "team": "growth"})["url"]
    gus = Person.accept(askd, link, "Gus")
    assert gus.read("/me")["team"] == "growth" and gus.read("/channels?team=default")["channels"] == []
    assert_problem(gus.get(f"/channels/{made['id']}"), 404)
    assert_problem(gus.get(f"/channels/{made['id']}?team=default"), 404)
    assert_problem(owner.post("/channels/ours/members", {"person": "Gus"}), 422, pointers=["/person"])


def test_without_the_capability_channels_are_closed(askd, reader):
    blind = enroll(askd, "blind", "readers", capabilities=["post_messages"])
    for path in ("/channels", "/channels/general", "/channels/general/members", "/channels/general/messages"):
        assert "read_channels" in assert_problem(blind.get(path), 403)["detail"]
    assert "create_channels" in assert_problem(reader.post("/channels", {"name": "#x"}), 403)["detail"]
    mute = enroll(askd, "mute", "readers", capabilities=["read_channels"])
    assert "post_messages" in assert_problem(mute.post("/channels/general/messages", {"content": "x"}), 403)["detail"]


def test_an_owner_says_who_may_answer(maker, owner, member, third):
    maker.make("/channels", {"name": "#answers"})
    changed = owner.call("PATCH", "/channels/answers", {"answers": ["@Ben"]})
    assert changed.status_code == 200 and changed.json()["answers"] == ["@Ben"]
    ask = maker.ask("Only Ben", to=["#answers"])
    assert_problem(third.answer(ask, "mine"), 403)
    assert member.decides(ask, "mine")["answer"]["by"]["name"] == "Ben"
    for caller in (maker, member):
        assert_problem(caller.call("PATCH", "/channels/answers", {"answers": "members"}), 403)
    bad = ((["@Nobody"], "/answers/0"), ("all", "/answers"), (5, "/answers"), (["@Ben", 5], "/answers/1"))
    for answers, pointer in bad:
        assert_problem(owner.call("PATCH", "/channels/answers", {"answers": answers}), 422, pointers=[pointer])
    assert owner.call("PATCH", "/channels/answers", {"answers": "members"}).json()["answers"] == "members"
    assert third.decides(maker.ask("All of you", to=["#answers"]), "mine")["state"] == "answered"


def test_it_survives_a_power_cut(askd, maker, owner):
    made = maker.make("/channels", {"name": "#lasting", "tags": ["t"]})
    owner.make("/channels/lasting/members", {"agent": "reader"})
    assert remove(owner, "lasting", person="Ben").status_code == 204
    before = members_of(maker, "lasting")
    askd.kill()
    askd.start()
    assert maker.again().read("/channels/lasting") == {**made, "people": made["people"] - 1, "agents": 2}
    assert members_of(maker.again(), "lasting") == before
    assert_problem(owner.again().post("/channels", {"name": "#Lasting"}), 409)


def fill_with_channels(server, tmp_path, count, within):
    """Makes so many, and looks at them as a page of the inbox does."""
    config = tmp_path / "askd.yaml"
    config.write_text(ROOMY)
    askd: Askd = server("--config", str(config)).start()
    owner = Person.accept(askd, askd.link(), "Ana")
    begin = time.monotonic()
    made = [owner.make("/channels", {"name": f"#c{number}"})["name"] for number in range(count)]
    assert time.monotonic() - begin < within, "making channels is slow"
    begin = time.monotonic()
    assert names(owner) == ["#general", *made]
    assert names(owner, "limit=7&q=c99") == [name for name in made if "c99" in name]
    assert time.monotonic() - begin < within / 2, "listing channels is slow"
    begin = time.monotonic()
    owner.make(f"/channels/c{count - 1}/messages", {"content": "@human"})
    assert time.monotonic() - begin < 1, "speaking among many channels is slow"
    begin = time.monotonic()
    askd.kill()
    askd.start()
    assert len(names(owner.again())) == count + 1
    assert time.monotonic() - begin < within, "starting with many channels is slow"


def test_a_thousand_channels(server, tmp_path):
    fill_with_channels(server, tmp_path, 1_000, within=30)


@pytest.mark.slow
def test_ten_thousand_channels(server, tmp_path):
    fill_with_channels(server, tmp_path, 10_000, within=120)
