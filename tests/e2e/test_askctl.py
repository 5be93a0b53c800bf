"""askctl for agents and scripts: each form, what is printed, and the exit codes that scripts rely on."""

import json
import signal
import subprocess

import pytest

from callers import eventually
from command import Askctl
from rig import ASKCTL

ANSWERED, FAILED, USAGE, DENIED, EXPIRED, STILL_OPEN, WITHDRAWN = range(7)


@pytest.fixture(scope="module")
def askctl(askd):
    return Askctl(ASKD_URL=askd.url, ASKD_TOKEN=askd.token())


@pytest.fixture
def answered(askctl, owner):
    """Runs a command that asks, does something with the ask, and returns what the command said and how it ended."""
    running = []

    def run(*words, then, given=""):
        title = words[1]
        running.append(askctl.start(*words, given=given))
        asks = eventually(lambda: owner.read("/asks", params={"q": title, "state": "open"})["asks"])
        then(asks[0])
        out, err = running[-1].communicate(timeout=60)
        return running[-1].returncode, out, err

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.mark.parametrize(
    "form, value, note, code, printed",
    [
        (["--approve"], "approve", None, ANSWERED, "approve\n"),
        (["--approve"], "approve", "on Monday", ANSWERED, "approve\n\non Monday\n"),
        (["--approve"], "deny", "not today", DENIED, "deny\n\nnot today\n"),
        ([], "Call it Émile", None, ANSWERED, "Call it Émile\n"),
        (["--text"], "two\nlines", None, ANSWERED, "two\nlines\n"),
        (["--option", "all=All three", "--option", "top"], "top", None, ANSWERED, "top\n"),
        (["--option", "a", "--option", "b", "--option", "c", "--multiple"], ["a", "c"], None, ANSWERED, "a\nc\n"),
        (
            ["--field", "cost:number:required", "--field", "room:single|double", "--field", "ok:boolean"],
            {"cost": 12.5, "room": "double", "ok": True},
            None,
            ANSWERED,
            "cost: 12.5\nok: true\nroom: double\n",
        ),
    ],
)
def test_each_form_is_asked_and_its_answer_printed(answered, owner, form, value, note, code, printed):
    def decide(ask):
        owner.decides(ask, value, note)

    title = f"Form {hash((tuple(form), str(value), note))}"
    ended, out, err = answered("ask", title, *form, then=decide)
    assert (ended, out) == (code, printed)
    assert "is open: http" in err


def test_a_schema_may_come_from_a_file_or_from_standard_input(answered, owner, tmp_path):
    schema = {"type": "object", "required": ["nights"], "properties": {"nights": {"type": "integer"}}}
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(schema))
    for where, given in ((str(file), ""), ("-", json.dumps(schema))):
        code, out, _ = answered(
            "ask",
            f"Schema from {where}",
            "--schema",
            where,
            given=given,
            then=lambda ask: owner.decides(ask, {"nights": 3}),
        )
        assert (code, out) == (ANSWERED, "nights: 3\n")


def test_json_is_the_whole_ask(answered, owner):
    code, out, _ = answered(
        "ask",
        "All in JSON",
        "--approve",
        "--json",
        "--body",
        "Two *changes*",
        "--urgency",
        "high",
        "--context",
        "task=deploy",
        "--label",
        "env=prod",
        "--to",
        "#general",
        "--expires",
        "2h",
        then=lambda ask: owner.decides(ask, "approve"),
    )
    ask = json.loads(out)
    assert code == ANSWERED and ask["answer"]["value"] == "approve"
    assert (ask["body"], ask["urgency"], ask["to"]) == ("Two *changes*", "high", ["#general"])
    assert (ask["context"], ask["labels"]) == ({"task": "deploy"}, {"env": "prod"})
    assert ask["expires_at"]


def test_the_body_may_come_from_standard_input(answered, owner):
    seen = []

    def decide(ask):
        seen.append(ask["body"])
        owner.decides(ask, "ok")

    answered("ask", "Body from a pipe", "--body", "-", given="line 1\nline 2\n", then=decide)
    assert seen[0].strip() == "line 1\nline 2"


def test_an_approval_guards_what_follows_it_in_a_shell(askd, askctl, owner, tmp_path):
    """The line of the product page, run by a shell."""
    for value, marker in (("approve", "deployed"), ("deny", "held back")):
        script = f'{ASKCTL} ask "Deploy {value}?" --approve && echo deployed || echo held back'
        process = subprocess.Popen(
            ["sh", "-c", script], env=askctl.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        asks = eventually(lambda q=f"Deploy {value}?": owner.read("/asks", params={"q": q, "state": "open"})["asks"])
        owner.decides(asks[0], value)
        out, _ = process.communicate(timeout=60)
        assert out.splitlines()[-1] == marker


def test_an_ask_that_expires_is_exit_code_4(askctl):
    code, out, err = askctl.run("ask", "Soon over", "--approve", "--expires", "1s")
    assert (code, out) == (EXPIRED, "") and "expired" in err


def test_a_default_answers_like_a_person(askctl):
    code, out, _ = askctl.run("ask", "Denied by default", "--approve", "--expires", "1s", "--default", "deny")
    assert (code, out) == (DENIED, "deny\n")


def test_an_ask_that_is_still_open_is_exit_code_5_and_can_be_waited_for(askctl, owner):
    code, out, err = askctl.run("ask", "Later", "--approve", "--wait", "200ms")
    assert code == STILL_OPEN
    id = out.strip()
    assert id.startswith("ask_") and f"askctl wait {id}" in err
    code, out, _ = askctl.run("wait", id, "--wait", "0s")
    assert (code, out.strip()) == (STILL_OPEN, id)
    owner.decides({"id": id}, "approve", "at last")
    assert askctl.run("wait", id)[:2] == (ANSWERED, "approve\n\nat last\n")
    assert json.loads(askctl.run("wait", id, "--json")[1])["state"] == "answered"


def test_without_waiting_the_id_comes_at_once(askctl, agent):
    code, out, _ = askctl.run("ask", "No wait", "--no-wait", "--quiet")
    assert code == STILL_OPEN and agent.shown({"id": out.strip()})["title"] == "No wait"


def test_an_ask_that_is_withdrawn_is_exit_code_6(answered, agent):
    code, out, err = answered("ask", "Cancelled", then=lambda ask: agent.cancel(ask, reason="no need"))
    assert (code, out) == (WITHDRAWN, "") and "no need" in err
    code, out, err = answered(
        "ask", "Superseded", then=lambda ask: agent.make(f"/asks/{ask['id']}/supersede", {"title": "Better"})
    )
    assert code == WITHDRAWN and "superseded" in err


def test_cancel_withdraws_and_says_so(askctl, agent):
    ask = agent.ask("Cancel me from the shell")
    code, _, err = askctl.run("cancel", ask["id"], "--reason", "Not needed")
    assert code == 0 and ask["id"] in err
    assert agent.shown(ask)["reason"] == "Not needed"
    ended = agent.ask("Answer me first")
    agent.cancel(ended)
    assert askctl.run("cancel", "ask_01ARZ3NDEKTSV4RRFFQ69G5FAV")[0] == FAILED
    assert askctl.run("cancel", "x")[0] == USAGE


def test_waiting_for_activity_returns_with_a_comment(askctl, owner, agent):
    ask = agent.ask("Which one?")
    process = askctl.start("wait", ask["id"], "--until", "activity", "--after", ask["activity"], "--wait", "30s")
    owner.comment(ask, "Which customer?")
    _, err = process.communicate(timeout=60)
    assert process.returncode == STILL_OPEN and "--after" in err


def test_notify_posts_a_notice(askctl, agent):
    words = [
        "--to",
        "#general",
        "--severity",
        "success",
        "--title",
        "Nightly",
        "--link",
        "The run=https://ci.example/81",
    ]
    code, out, _ = askctl.run("notify", "214 checks passed.", *words)
    assert code == 0
    notice = agent.read(f"/notices/{out.strip()}")
    assert (notice["body"], notice["severity"], notice["title"]) == ("214 checks passed.", "success", "Nightly")
    assert notice["links"] == [{"label": "The run", "url": "https://ci.example/81"}]
    code, out, _ = askctl.run("notify", "-", "--json", given="From a pipe")
    assert code == 0 and json.loads(out)["body"].strip() == "From a pipe"


def test_list_shows_what_the_filters_leave(askctl, agent):
    ask = agent.ask("Listed from the shell", labels={"shell": "yes"})
    agent.cancel(agent.ask("Listed and cancelled", labels={"shell": "yes"}))
    code, out, _ = askctl.run("list", "--label", "shell=yes", "--state", "open")
    assert code == 0 and out.splitlines()[0].split()[:2] == [ask["id"], "open"]
    assert len(out.splitlines()) == 1 and "Listed from the shell" in out
    listed = json.loads(askctl.run("list", "--label", "shell=yes", "--json")[1])
    assert [one["title"] for one in listed["asks"]] == ["Listed and cancelled", "Listed from the shell"]
    assert json.loads(askctl.run("list", "--label", "shell=yes", "--limit", "1", "--json")[1])["more"] is True


def test_the_token_may_stand_in_a_file_that_is_nobody_elses(askd, agent, tmp_path):
    file = tmp_path / "token"
    file.write_text(askd.token() + "\n")
    file.chmod(0o600)
    askctl = Askctl(ASKD_URL=askd.url)
    assert askctl.run("list", "--limit", "1", "--token-file", str(file))[0] == 0
    file.chmod(0o644)
    code, _, err = askctl.run("list", "--token-file", str(file))
    assert code == FAILED and str(file) in err and askd.token() not in err


def test_the_key_makes_a_second_run_find_the_first_ask(askctl, owner):
    first = askctl.run("ask", "Once only", "--key", "k1", "--no-wait", "--quiet")[1]
    assert askctl.run("ask", "Once only", "--key", "k1", "--no-wait", "--quiet")[1] == first
    assert askctl.run("ask", "Something else", "--key", "k1", "--no-wait")[0] == FAILED


def test_what_is_wrong_is_told_on_standard_error(askd, askctl):
    code, out, err = askctl.run("ask", "x", "--to", "#nowhere")
    assert (code, out) == (FAILED, "") and "to.0" in err
    code, out, err = askctl.run("ask", "x", "--to", "#nowhere", "--json")
    assert (code, out) == (FAILED, "") and json.loads(err)["status"] == 422
    code, _, err = Askctl(ASKD_URL=askd.url, ASKD_TOKEN="askd_" + "x" * 43).run("ask", "x")
    assert code == FAILED and err.strip()
    code, _, err = Askctl(ASKD_URL=askd.url).run("ask", "x")
    assert code == FAILED and "ASKD_TOKEN" in err
    code, _, err = Askctl(ASKD_URL="http://127.0.0.1:1", ASKD_TOKEN="askd_x").run("ask", "x", "--wait", "1s")
    assert code == FAILED and "127.0.0.1:1" in err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["ask"],
        ["frobnicate"],
        ["ask", "x", "--colour"],
        ["ask", "x", "--approve", "--text"],
        ["ask", "x", "--multiple"],
        ["ask", "x", "--wait", "soon"],
        ["ask", "x", "--urgency", "soon"],
        ["ask", "x", "--context", "nothing"],
        ["ask", "x", "--field", "a:colour"],
        ["wait", "x"],
        ["list", "--limit", "0"],
    ],
)
def test_wrong_usage_is_exit_code_2(askctl, words):
    code, out, err = askctl.run(*words)
    assert (code, out) == (USAGE, "") and err.strip()


def test_ctrl_c_ends_the_waiting_and_leaves_the_ask_open(askctl, agent):
    process = askctl.start("ask", "Interrupted by Ctrl-C", "--wait", "forever")
    asks = eventually(lambda: agent.read("/asks?q=Interrupted by Ctrl-C")["asks"])
    eventually(lambda: "is open" in process.stderr.readline())
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130 and f"askctl wait {asks[0]['id']}" in err
    assert agent.shown(asks[0])["state"] == "open"


def test_a_restart_of_askd_is_no_matter_to_who_waits(askd, askctl, agent, owner):
    process = askctl.start("ask", "Across a restart", "--approve", "--wait", "60s")
    ask = eventually(lambda: agent.read("/asks?q=Across a restart")["asks"])[0]
    assert askd.stop() == 0
    askd.start()
    owner.decides(ask, "approve")
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (ANSWERED, "approve\n")
    assert len(agent.read("/asks?q=Across a restart")["asks"]) == 1
