"""askctl for operators: the Unix socket, invitations, the configuration, the audit log, completion."""

import json
import os
import shutil
import struct
import subprocess

import jsonschema
import pytest

from callers import Agent, Person, accepting
from command import Askctl
from problems import assert_problem
from rig import ASKCTL, BINARY

SOCKET = "askd.sock"


@pytest.fixture(scope="module")
def askctl():
    return Askctl()


@pytest.fixture
def over_socket(askd):
    return ["--socket", str(askd.data / SOCKET)]


def test_an_invitation_is_made_over_the_socket(askd, askctl, over_socket, owner):
    code, out, err = askctl.run("invite", "--name", "Ida", "--email", "ida@example.com", *over_socket)
    assert code == 0 and out.startswith(f"{askd.url}/invite/") and "works once" in err
    ida = Person.accept(askd, out.strip(), "Ida", "ida@example.com")
    assert ida.read("/me")["role"] == "member"
    made = json.loads(askctl.run("invite", "--role", "owner", "--json", *over_socket)[1])
    assert Person.accept(askd, made["url"], "Jon").read("/me")["role"] == "owner"


def test_a_sign_in_link_lets_in_who_forgot_the_password(askd, askctl, over_socket, owner):
    code, out, _ = askctl.run("invite", "--sign-in", "--email", owner.email, *over_socket)
    assert code == 0
    response = accepting(askd, out.strip())
    assert response.status_code == 201 and response.json()["id"] == owner.id
    assert_problem(accepting(askd, out.strip()), 410)
    assert askctl.run("invite", "--sign-in", "--email", "nobody@example.com", *over_socket)[0] == 1
    assert askctl.run("invite", "--sign-in", *over_socket)[0] == 2


def test_the_operator_lists_and_waits_without_a_token_and_answers_for_nobody(askd, askctl, over_socket, agent, owner):
    ask = agent.ask("The operator looks")
    code, out, _ = askctl.run("list", "--q", "operator looks", *over_socket)
    assert code == 0 and out.split()[0] == ask["id"]
    assert askctl.run("wait", ask["id"], "--wait", "0s", *over_socket)[0] == 5
    owner.decides(ask, "seen")
    assert askctl.run("wait", ask["id"], *over_socket)[:2] == (0, "seen\n")


def test_the_socket_is_found_where_askd_keeps_its_data(askd):
    found = Askctl(STATE_DIRECTORY=str(askd.data)).run("list", "--limit", "1", "--json")
    assert found[0] == 0 and "asks" in json.loads(found[1])
    code, _, err = Askctl(HOME=str(askd.data / "nowhere")).run("invite", "--socket", str(askd.data / "no.sock"))
    assert code == 1 and "no.sock" in err


def test_another_user_does_not_get_in(askd, over_socket):
    """The socket is 0600, so that a user who isn't askd's is told whose it is."""
    if os.geteuid() != 0:
        owner = os.stat(askd.data / SOCKET).st_uid
        assert owner == os.geteuid()
        return
    nobody = subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", ASKCTL, "invite", *over_socket],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd="/",
    )
    assert nobody.returncode == 1 and nobody.stdout == "", nobody.stdout


def test_the_example_is_a_configuration_that_stands(askctl, tmp_path):
    code, out, _ = askctl.run("config", "example")
    assert code == 0
    file = tmp_path / "askd.yaml"
    file.write_text(out)
    assert askctl.run("config", "check", "--config", str(file))[:2] == (0, "The configuration is good.\n")


def test_a_check_tells_every_fault_with_its_place(askctl, tmp_path):
    file = tmp_path / "askd.yaml"
    file.write_text("servr: {}\nlimits:\n  body: plenty\n")
    code, out, err = askctl.run("config", "check", "--config", str(file))
    assert (code, out) == (78, "")
    assert "askd.yaml:1" in err and "askd.yaml:3" in err
    told = json.loads(askctl.run("config", "check", "--config", str(file), "--json")[1])
    assert told["good"] is False and len(told["faults"]) == 2
    ended = subprocess.run(
        [BINARY, "--check-config", "--config", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 78 and "askd.yaml:3" in ended.stderr


def test_the_schema_takes_what_the_check_takes(askctl):
    schema = json.loads(askctl.run("config", "schema")[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert not list(validator.iter_errors({"limits": {"open_asks_per_agent": 5}, "server": {"listen": "127.0.0.1:1"}}))
    assert list(validator.iter_errors({"servr": {}}))
    assert list(validator.iter_errors({"limits": {"body": []}}))


@pytest.mark.parametrize("shell, check", [("bash", ["bash", "-n"]), ("zsh", None), ("fish", None)])
def test_completion_is_printed_for_each_shell(askctl, tmp_path, shell, check):
    code, out, _ = askctl.run("completion", shell)
    assert code == 0 and "askctl" in out and "--approve" in out.replace("-l approve", "--approve")
    if check:
        script = tmp_path / "completion"
        script.write_text(out)
        assert subprocess.run([*check, str(script)], timeout=30, check=False).returncode == 0


def test_completion_of_another_shell_is_wrong_usage(askctl):
    assert askctl.run("completion", "tcsh")[0] == 2


def completed_in_bash(askctl, *words):
    """What bash offers for the last word."""
    script = (
        askctl.run("completion", "bash")[1]
        + """
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
function=$(complete -p askctl | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
"$function" askctl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
    )
    ended = subprocess.run(
        ["bash", "-c", script, "bash", *words], capture_output=True, text=True, timeout=30, check=False
    )
    return [word.strip() for word in ended.stdout.splitlines()]


def test_bash_completes_commands_options_and_words(askctl):
    assert set(completed_in_bash(askctl, "askctl", "a")) == {"agents", "ask", "audit"}
    assert "--approve" in completed_in_bash(askctl, "askctl", "ask", "--ap")
    assert set(completed_in_bash(askctl, "askctl", "audit", "")) >= {"verify", "export"}
    assert set(completed_in_bash(askctl, "askctl", "ask", "--urgency", "")) >= {"low", "normal", "high", "critical"}


@pytest.fixture
def stopped(server):
    """A store of its own, with an ask that was answered, after askd has stopped."""
    askd = server().start()
    owner = Person.accept(askd, askd.link(), "Ana")
    agent = Agent.of(askd)
    owner.decides(agent.ask("Audited_question", body="A long text. " * 200), "yes")
    askd.records = owner.read("/audit?after=0&limit=200")["records"]
    assert askd.stop() == 0
    return askd


def test_the_chain_of_a_running_askd_stands(askd, askctl, over_socket, agent, owner):
    owner.decides(agent.ask("In the log"), "yes")
    code, out, _ = askctl.run("audit", "verify", *over_socket)
    assert code == 0 and "The chain stands" in out
    told = json.loads(askctl.run("audit", "verify", "--json", *over_socket)[1])
    last = owner.read("/audit?limit=1")["records"][0]
    assert told == {"good": True, "records": last["seq"], "hash": last["hash"]}


def test_the_log_is_exported_as_json_lines(askd, askctl, over_socket, owner):
    code, out, _ = askctl.run("audit", "export", *over_socket)
    records = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [record["seq"] for record in records] == list(range(1, len(records) + 1))
    assert len({record["hash"] for record in records}) == len(records)
    assert records[:100] == owner.read("/audit?after=0&limit=100")["records"]
    tail = askctl.run("audit", "export", "--after", str(len(records) - 3), *over_socket)[1].splitlines()
    assert [json.loads(line) for line in tail] == records[-3:]


def test_a_running_store_is_not_opened_from_beside(askd, askctl):
    code, _, err = askctl.run("audit", "verify", "--data", str(askd.data))
    assert code == 1 and "is running" in err


def test_the_store_of_a_stopped_askd_is_verified_and_exported(stopped, askctl, tmp_path):
    code, out, _ = askctl.run("audit", "verify", "--data", str(stopped.data))
    last = stopped.records[-1]
    assert code == 0 and f"{last['seq']} records" in out and last["hash"] in out
    config = tmp_path / "askd.yaml"
    config.write_text(f"store: {{path: {stopped.data}}}\n")
    assert askctl.run("audit", "verify", "--config", str(config))[:2] == (code, out)
    exported = [json.loads(line) for line in askctl.run("audit", "export", "--data", str(stopped.data))[1].splitlines()]
    assert exported == stopped.records
    assert any("A long text. A long text." in json.dumps(record) for record in exported)
    hashed = askctl.run("audit", "export", "--texts", "hashed", "--data", str(stopped.data))[1]
    assert "A long text. A long text." not in hashed and '"sha256"' in hashed


def test_a_store_that_is_not_there_is_not_made(askctl, tmp_path):
    code, _, err = askctl.run("audit", "verify", "--data", str(tmp_path / "none"))
    assert code == 1 and str(tmp_path / "none") in err and not (tmp_path / "none").exists()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def rewrite_log(file, old, new):
    """Changes every `old` in a log file of LevelDB, with right checksums, as one who knows how could do it."""
    assert len(old) == len(new)
    data, position, changed = bytearray(file.read_bytes()), 0, 0
    while position + 7 <= len(data):
        left = 32768 - position % 32768
        if left < 7:
            position += left
            continue
        size, kind = struct.unpack_from("<HB", data, position + 4)
        begin, end = position + 7, position + 7 + size
        if kind and old in data[begin:end]:
            changed += data[begin:end].count(old)
            data[begin:end] = bytes(data[begin:end]).replace(old, new)
            crc = crc32c(bytes([kind]) + bytes(data[begin:end]))
            masked = (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
            struct.pack_into("<I", data, position, masked)
        position = end
    file.write_bytes(bytes(data))
    return changed


def test_a_record_that_was_rewritten_is_the_first_bad_one(stopped, askctl, tmp_path):
    number = next(record["seq"] for record in stopped.records if "Audited_question" in json.dumps(record))
    data = tmp_path / "tampered"
    shutil.copytree(stopped.data, data, ignore=shutil.ignore_patterns(SOCKET))
    logs = [file for file in data.glob("*.log") if file.stat().st_size]
    assert sum(rewrite_log(file, b"Audited_question", b"Altered_question") for file in logs) >= 1
    code, out, err = askctl.run("audit", "verify", "--data", str(data))
    assert (code, out) == (1, "")
    assert f"Record {number} " in err or f"ecord {number}:" in err, err
    told = json.loads(askctl.run("audit", "verify", "--json", "--data", str(data))[1])
    assert told["good"] is False and str(number) in told["detail"]

    # And askd doesn't start on it.
    ended = subprocess.run(
        [BINARY, "--data", str(data), "--listen", "127.0.0.1:0"], capture_output=True, timeout=60, check=False
    )
    assert ended.returncode == 74, ended.stderr
    assert str(number) in ended.stderr.decode()
