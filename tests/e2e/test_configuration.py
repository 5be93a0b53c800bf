"""Configuration from outside: what askd refuses, with which exit code, and what a reload changes."""

import os
import re
import shutil
import signal
import subprocess
import time

import pytest

from callers import Agent, Person, accepting, eventually
from problems import assert_problem
from rig import BINARY, Askd

GROWTH = """\
people:
  ana: {name: Ana Lima, email: ana@example.com}
  ben: {name: Ben Roy, email: ben@example.com}
groups: {leads: [ana]}
channels:
  "#research": {members: [ana, ben], answers: members}
  "#money": {members: [ben], answers: [ana]}
"""


def run_askd(*options, env=None, within=30):
    """askd as it ends by itself: its exit code, and what it said on standard error."""
    ended = subprocess.run(
        [BINARY, *options], capture_output=True, timeout=within, env={**os.environ, **(env or {})}, check=False
    )
    # A name of a file that is damaged need not be UTF-8 any more.
    return ended.returncode, ended.stderr.decode(errors="replace"), ended.stdout.decode(errors="replace")


@pytest.fixture
def config(tmp_path):
    (tmp_path / "teams.d").mkdir()
    (tmp_path / "askd.yaml").write_text("log: {format: logfmt}\n")
    (tmp_path / "teams.d" / "growth.yaml").write_text(GROWTH)
    return tmp_path / "askd.yaml"


@pytest.fixture
def team(tmp_path):
    """The file of the team to which everybody belongs who was there before there were teams."""
    (tmp_path / "teams.d").mkdir()
    (tmp_path / "askd.yaml").write_text("log: {format: logfmt}\n")
    return tmp_path / "teams.d" / "default.yaml"


@pytest.fixture
def askd(server, team, tmp_path):
    askd = server("--config", str(tmp_path / "askd.yaml")).start()
    askd.owner = Person.accept(askd, askd.link(), "Owner", "owner@example.com")
    return askd


def reload(askd, told="configuration.loaded"):
    before = askd.said().count(told)
    askd.process.send_signal(signal.SIGHUP)
    eventually(lambda: askd.said().count(told) > before, what=f"{told} isn't logged")


@pytest.mark.parametrize("options", [["--colour"], ["--listen"], ["extra"], ["--config", "x", "--data"]])
def test_wrong_usage_is_exit_code_2(options):
    code, said, _ = run_askd(*options)
    assert code == 2 and said.strip()


def test_the_version_and_the_help_are_no_error():
    code, _, out = run_askd("--version")
    assert code == 0 and re.match(r"askd \d+\.\d+\.\d+", out)
    code, _, out = run_askd("--help")
    assert code == 0 and "--quick-start" in out


def test_every_fault_of_a_configuration_is_told_with_its_place(config, tmp_path):
    config.write_text("servr: {listen: 127.0.0.1:1}\nlimits:\n  body: plenty\n  depth: 1000\nlog: {level: loud}\n")
    (config.parent / "teams.d" / "growth.yaml").write_text(GROWTH + "groups: {leads: [ana]}\nmore: {}\n")
    (config.parent / "teams.d" / "ops.yaml").write_text('channels: {"#ops": {members: [nobody]}}\n')
    data = tmp_path / "store"
    code, said, _ = run_askd("--config", str(config), "--data", str(data))
    assert code == 78
    places = re.findall(r"(\S+\.yaml):(\d+)", said)
    lines = {(name.rsplit("/", 1)[-1], int(line)) for name, line in places}
    assert {("askd.yaml", 1), ("askd.yaml", 3), ("askd.yaml", 4), ("askd.yaml", 5)} <= lines, said
    assert ("growth.yaml", 8) in lines and ("ops.yaml", 1) in lines, said
    assert "server" in said, "the key that was meant"
    assert not data.exists(), "a configuration with faults touches no store"


def test_checking_touches_neither_network_nor_store(config, tmp_path):
    data = tmp_path / "store"
    code, said, out = run_askd("--config", str(config), "--data", str(data), "--check-config")
    assert (code, said, out) == (0, "", "The configuration is good.\n")
    assert not data.exists()
    config.write_text("sever: {}\n")
    code, said, _ = run_askd("--config", str(config), "--data", str(data), "--check-config")
    assert code == 78 and "server" in said
    assert run_askd("--config", str(tmp_path / "none.yaml"), "--check-config")[0] == 78


def test_keys_of_later_issues_are_refused_in_plain_words(config):
    team = config.parent / "teams.d" / "growth.yaml"
    team.write_text(GROWTH + "routes:\n  - {name: x}\n")
    code, said, _ = run_askd("--config", str(config), "--check-config")
    assert code == 78 and "growth.yaml:8" in said and "routes" in said


def test_the_environment_overrides_files_and_flags_override_both(tmp_path, server):
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {open_asks_per_agent: 1}\nserver: {listen: 127.0.0.1:1}\n")
    askd = server("--config", str(config), env={"ASKD_LIMITS_OPEN_ASKS_PER_AGENT": "2"}).start()
    agent = Agent.of(askd)
    agent.ask(), agent.ask()
    assert_problem(agent.post("/asks", {"title": "x"}), 429)


def test_limits_are_what_the_configuration_says(tmp_path, server):
    config = tmp_path / "askd.yaml"
    config.write_text("limits: {body: 16KiB, header: 8KiB, depth: 8, wait: 1s}\n")
    agent = Agent.of(server("--config", str(config)).start())
    assert_problem(agent.post("/asks", {"title": "x", "body": "y" * (17 << 10)}), 413)
    assert_problem(agent.get("/me", headers={"X-Long": "y" * (9 << 10)}), 431)
    assert_problem(agent.post("/asks", {"title": "x", "context": {"a": [[[[[[[[]]]]]]]]}}), 400)
    assert_problem(agent.post("/asks", {"title": "x", "context": {"a": [[[]]]}}), 422, pointers=["/context/a"])
    ask = agent.ask("A wait has an end")
    began = time.monotonic()
    assert agent.read(f"/asks/{ask['id']}?wait=10m")["state"] == "open"
    assert 1 <= time.monotonic() - began < 20


def test_only_origins_that_are_listed_may_read_answers_in_a_browser(tmp_path, server):
    config = tmp_path / "askd.yaml"
    config.write_text("server: {allowed_origins: [https://console.example.com]}\n")
    agent = Agent.of(server("--config", str(config)).start())
    allowed = agent.get("/me", headers={"Origin": "https://console.example.com"})
    assert allowed.headers.get("Access-Control-Allow-Origin") == "https://console.example.com"
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    other = agent.get("/me", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in other.headers


def test_a_first_start_with_a_team_in_files_has_an_owner_and_an_agent(config, server):
    """People in a file are no people who came in: the store is as empty as without them."""
    askd = server("--config", str(config), quick_start=False)
    askd.options.append("--quick-start")
    askd.start()
    eventually(lambda: "quick_start" in askd.said() or (askd.data / "quick-start.txt").exists())
    assert (askd.data / "quick-start.txt").exists(), askd.said()
    agent = Agent.of(askd)
    assert agent.read("/me")["team"] == "growth"
    assert agent.ask(to=["@leads", "#research"])["team"] == "growth"


def test_people_groups_and_channels_of_a_file_take_effect(askd, team):
    agent = Agent.of(askd)
    team.write_text(GROWTH)
    reload(askd)
    names = sorted(channel["name"] for channel in agent.read("/channels")["channels"])
    assert names == ["#general", "#money", "#research"]
    assert agent.ask(to=["@leads"])["to"] == ["@leads"]
    ask = agent.ask(to=["#money", "@ben"], form={"kind": "approval"}, required=2)
    assert ask["state"] == "open"
    body = {"title": "x", "form": {"kind": "approval"}, "required": 2, "to": ["#money"]}
    assert_problem(agent.post("/asks", body), 422, pointers=["/required"])
    assert {"Ana Lima", "Ben Roy"} <= {person["name"] for person in askd.owner.read("/people")["people"]}


def test_a_person_of_a_file_comes_in_by_an_invitation_that_was_made_for_them(askd, team):
    team.write_text(GROWTH)
    reload(askd)
    agent = Agent.of(askd)
    link = askd.owner.make("/people/invites", {"name": "Ana Lima", "email": "ana@example.com"})["url"]
    # An address of the file is proven by an invitation that its owner got, not by whoever writes it down.
    foreign = askd.owner.make("/people/invites", {"name": "Eve"})["url"]
    assert_problem(accepting(askd, foreign, "Eve", "ben@example.com", "correct horse battery"), 409)
    ana = Person.accept(askd, link, "Ana", "ana@example.com")
    ask = agent.ask("For the leads", to=["@leads"])
    assert ana.decides(ask, "mine")["answer"]["by"]["name"] == "Ana Lima"


def test_a_good_configuration_is_loaded_again_and_a_bad_one_changes_nothing(askd, team):
    agent = Agent.of(askd)
    team.write_text(GROWTH + '  "#new": {members: [ana]}\n')
    reload(askd)
    assert agent.ask(to=["#new"])["to"] == ["#new"]

    team.write_text(GROWTH + '  "#bad": {members: [nobody]}\n')
    reload(askd, "configuration.refused")
    assert "default.yaml:8" in askd.said()
    assert agent.ask(to=["#new"])["to"] == ["#new"]
    assert_problem(agent.post("/asks", {"title": "x", "to": ["#bad"]}), 422, pointers=["/to/0"])

    # A channel that leaves the file is archived; what was asked there stays open.
    team.write_text(GROWTH)
    reload(askd)
    assert_problem(agent.post("/asks", {"title": "x", "to": ["#new"]}), 422, pointers=["/to/0"])
    assert "#new" not in [channel["name"] for channel in agent.read("/channels")["channels"]]
    assert len(agent.read("/asks?state=open")["asks"]) == 2


def test_a_reload_is_a_record(askd, team):
    before = askd.owner.read("/audit?limit=1")["records"][0]["seq"]
    team.write_text(GROWTH)
    reload(askd)
    records = askd.owner.read(f"/audit?after={before}")["records"]
    assert any("configuration" in str(record).lower() for record in records), records


def test_a_secret_that_others_can_read_is_refused(config, tmp_path):
    secret = tmp_path / "workers"
    secret.write_text("s3cret\n")
    secret.chmod(0o644)
    config.write_text(f"enrollment: {{workers: {{secret: {{file: {secret}}}}}}}\n")
    code, said, _ = run_askd("--config", str(config), "--check-config")
    assert code == 78 and "askd.yaml:1" in said and "s3cret" not in said
    secret.chmod(0o600)
    assert run_askd("--config", str(config), "--check-config")[0] == 0


def test_a_second_askd_on_one_store_does_not_start(server):
    first = server().start()
    code, said, _ = run_askd("--data", str(first.data), "--listen", "127.0.0.1:0")
    assert code == 1 and str(first.data) in said
    assert Agent.of(first).get("/me").status_code == 200


def test_an_address_in_use_is_exit_code_1(server, tmp_path):
    first = server().start()
    code, said, out = run_askd("--data", str(tmp_path / "other"), "--listen", f"127.0.0.1:{first.port}")
    assert code == 1 and str(first.port) in said + out


def filled(askd, restarts=3):
    """A store with tables and a log: every start makes a table of the log of before."""
    askd.start()
    Person.accept(askd, askd.link(), "Ana")
    agent = Agent.of(askd)
    for _ in range(restarts):
        for number in range(40):
            agent.ask(f"Fill {number}", body="x" * 3000)
        assert askd.stop() == 0
        askd.start()
    assert askd.stop() == 0
    return askd


@pytest.fixture(scope="module")
def good_store(tmp_path_factory):
    return filled(Askd(tmp_path_factory.mktemp("good") / "store"))


@pytest.mark.parametrize(
    "kind, where",
    [("ldb", 0.2), ("ldb", 0.5), ("ldb", 0.9), ("log", 0.5), ("MANIFEST", 0.5), ("CURRENT", 0.5)],
)
def test_a_damaged_store_is_exit_code_74_with_the_file_named(good_store, tmp_path, kind, where):
    data = tmp_path / "store"
    shutil.copytree(good_store.data, data, ignore=shutil.ignore_patterns("askd.sock"))
    files = [file for file in data.iterdir() if kind in (file.suffix[1:], file.name.partition("-")[0])]
    damaged = max(files, key=lambda file: file.stat().st_size)
    size = damaged.stat().st_size
    assert size > 0, f"{damaged.name} holds nothing to damage"
    with open(damaged, "r+b") as file:
        file.seek(int(size * where))
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 0xFF]))
    code, said, out = run_askd("--data", str(data), "--listen", "127.0.0.1:0")
    assert code == 74, said + out
    assert str(data) in said, said
    if kind == "ldb":
        assert damaged.name in said, said


def test_a_missing_table_is_exit_code_74(good_store, tmp_path):
    data = tmp_path / "store"
    shutil.copytree(good_store.data, data, ignore=shutil.ignore_patterns("askd.sock"))
    table = max(data.glob("*.ldb"), key=lambda file: file.stat().st_size)
    table.unlink()
    code, said, _ = run_askd("--data", str(data), "--listen", "127.0.0.1:0")
    assert code == 74 and table.name in said, said
