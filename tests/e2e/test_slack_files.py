"""What a card has to cut comes as a file in its thread: conformance case 50, and what goes wrong there."""

import pytest
import requests

from callers import Person, eventually
from slack_askd import approval, controls_of, effects_on, health_of, sent, showing, text_of
from slack_fresh import agent, askd, place  # noqa: F401

END = "The very end: näh & <fin>."
# Far more than a card holds, and more bytes than letters: the length that is announced counts bytes.
LONG = "\n\n".join([*(f"Paragraph {number} & <more> of *it*. " + "ä" * 900 for number in range(20)), END])
WHERE, BYTES, SHARE = "files.getUploadURLExternal", "upload", "files.completeUploadExternal"
LEFT = "What its message had no room for is in the inbox alone."
# How each step fails, and what of that an operator reads; no two in a row read the same.
FAILURES = {
    WHERE: [
        ("status", f"{WHERE} with HTTP 500", {"status": 500}),
        ("drop", "gave no answer", {}),
        ("limit", f"wait 5 s before {WHERE}", {"retry_after": 5}),
        ("lost", "gave no answer", {}),
        ("refuse", "internal_error", {"error": "internal_error"}),
        ("answer", "isn't a url", {"body": '{"ok": true}'}),
    ],
    BYTES: [("drop", "gave no answer", {}), ("status", "500", {"status": 500}), ("lost", "gave no answer", {})],
    SHARE: [
        ("drop", "gave no answer", {}),
        ("status", f"{SHARE} with HTTP 500", {"status": 500}),
        ("lost", "gave no answer", {}),
        ("refuse", "file_not_found", {"error": "file_not_found"}),
    ],
}


def long_ask(agent, title, **more):
    return approval(agent, title, body=LONG, **more)


def files_under(place, post, room=None):
    """The files in the thread of that post, with their messages, as they are there."""
    thread = place.fake.posts(room or place.ops, post["ts"])
    return [(message, file) for message in thread for file in message.get("files", [])]


def content_of(place, file):
    """The fake keeps bytes, which its control shows one letter each."""
    kept = next(one for one in place.fake.do("files") if one["id"] == file["id"])
    return kept["content"].encode("latin-1").decode()


def name_for(post):
    return f"askd-{post['metadata']['event_payload']['delivery']}.md"


def held(place, where):
    """Waits until that call of askd's hangs."""
    return place.fake.until(lambda: place.fake.calls(where) and place.fake.do("held"))


def degraded(agent, *words):
    """What an operator reads, once the backend's line says all of that."""

    def look():
        lines = [line for line in health_of(agent).splitlines() if line.startswith("[!] backend chat")]
        return [line for line in lines if all(one in line for one in words)]

    return eventually(look, what=f"readyz doesn't tell of {words}")[0]


def without_echo(place):
    """The card's own event would tell that it is there, and nobody would come back for its file after a power cut: its
    link leads to the whole all the same."""
    place.fake.set(socket_retries=[])
    place.fake.fault("events_api", "drop")


def start_again(place, askd):
    """Until it listens, so that it hears whoever presses next."""
    before = len(place.fake.connections())
    askd.start()
    place.fake.until(lambda: [one for one in place.fake.connections()[before:] if one["greeted"]])


def test_c50_the_whole_of_what_was_cut_is_a_file_in_the_thread(place, agent):
    ask = long_ask(agent, "All of it?")
    post = place.post_of(ask)
    sent(agent, ask)
    ((message, file),) = files_under(place, post)
    assert file["name"] == name_for(post) and file["title"] == "All of it?"
    assert (message["thread_ts"], message["user"]) == (post["ts"], place.fake.bot_user)
    whole = content_of(place, file)
    assert whole.startswith("# All of it?\n") and LONG in whole and "Deny" in whole
    assert "Paragraph 0 & <more>" in text_of(post) and END not in text_of(post)
    assert "[!] backend chat" not in health_of(agent)


def test_c50_the_three_steps_are_as_slack_wants_them(place, agent):
    ask = long_ask(agent, "Step by step?")
    post = place.post_of(ask)
    sent(agent, ask)
    steps = [one for one in place.fake.calls() if one["method"] in (WHERE, BYTES, SHARE)]
    assert [one["method"] for one in steps] == [WHERE, BYTES, SHARE]
    where, content, share = steps
    assert all(one["strange"] == [] and one["status"] == 200 for one in steps)
    ((_, file),) = files_under(place, post)
    assert not where["json"], "this method takes no JSON"
    assert where["args"] == {"filename": name_for(post), "length": str(len(content_of(place, file).encode()))}
    assert not content["authorized"], "the address is its own ticket, and no token belongs there"
    assert share["args"]["channel_id"] == place.ops and share["args"]["thread_ts"] == post["ts"]


def test_c50_a_file_of_ours_says_nothing_and_stays_when_the_ask_ends(place, agent):
    """Its echo is no reply, and the edit of the card, which cuts as well, brings no second one."""
    ask = long_ask(agent, "Ours?")
    post = place.post_of(ask)
    sent(agent, ask)
    place.fake.press(place.ana, place.ops, post["ts"], "Approve")
    assert agent.ended(ask)["answer"]["value"] == "approve"
    assert place.shows(ask, "Approved by Ana Lima") and controls_of(place.post_of(ask)) == []
    assert len(files_under(place, post)) == 1 and len(place.fake.calls(WHERE)) == 1
    assert [one["kind"] for one in effects_on(agent, ask)] == ["ask.answered"]
    assert agent.read(f"/conversations/{ask['conversation']}/messages")["messages"] == []


def test_c50_what_fits_has_no_file(place, agent):
    ask = approval(agent, "Short?", body="All *green*. " * 20)
    post = place.post_of(ask)
    sent(agent, ask)
    place.fake.press(place.ana, place.ops, post["ts"], "Deny")
    assert agent.ended(ask)["answer"]["value"] == "deny" and place.shows(ask, "Denied by Ana Lima")
    assert place.fake.do("files") == [] and place.fake.calls(WHERE) == []


def test_c50_every_room_has_its_own_file(place, agent):
    direct = place.fake.direct(place.ana)
    ask = long_ask(agent, "Everywhere?", to=["#news", "@ana"])
    sent(agent, ask)
    names = set()
    for room in (place.news, place.more, direct):
        post = place.post_of(ask, room)
        ((_, file),) = files_under(place, post, room)
        assert file["name"] == name_for(post) and LONG in content_of(place, file)
        names.add(file["name"])
    assert len(names) == 3


def test_c50_a_follow_up_has_its_file_in_the_thread_that_it_stands_in(place, agent):
    first = approval(agent, "The first one?")
    root = place.post_of(first)
    second = long_ask(agent, "And then this?", conversation=first["conversation"])
    post = place.fake.until(lambda: showing(place, "And then this?"))[0]
    sent(agent, second)
    assert post["thread_ts"] == root["ts"]
    assert [file["name"] for _, file in files_under(place, root)] == [name_for(post)]


@pytest.mark.parametrize("where", [WHERE, BYTES, SHARE])
def test_c50_where_a_step_fails_the_card_stands_and_the_operator_is_told(place, askd, agent, where):
    for kind, words, more in FAILURES[where]:
        place.fake.fault(where, kind, **more)
        ask = long_ask(agent, f"A file whose {where} has this fault: {kind}, {words}?")
        post = place.post_of(ask)
        sent(agent, ask)
        told = degraded(agent, words, LEFT) + askd.said()
        assert place.fake.bot_token not in told and "/upload/v1/" not in told, "the address is a secret, too"
        # Where only the answer to the last step was lost, the file is there.
        assert len(files_under(place, post)) == (1 if (where, kind) == (SHARE, "lost") else 0)
        assert place.fake.press(place.ana, place.ops, post["ts"], "Approve")["state"] == "acked"
        assert agent.ended(ask)["answer"]["value"] == "approve" and place.shows(ask, "Approved by Ana Lima")
        assert len(showing(place, ask["title"])) == 1
    assert len(place.fake.calls("chat.postMessage")) == len(FAILURES[where]), "a card was posted twice"


def test_c50_another_length_than_announced_is_refused_and_told(place, agent):
    """The address is that of a file of five bytes, and so Slack refuses what comes: nobody sees a part of it."""
    headers = {"Authorization": f"Bearer {place.fake.bot_token}"}
    other = requests.post(place.fake.api + WHERE, {"filename": "five", "length": 5}, headers=headers, timeout=20)
    place.fake.fault(WHERE, "answer", body=other.text)
    ask = long_ask(agent, "Another length?")
    post = place.post_of(ask)
    sent(agent, ask)
    assert [one["answer"] for one in place.fake.calls(BYTES)] == ["5 bytes were announced"]
    degraded(agent, "400", LEFT)
    assert files_under(place, post) == [] and place.fake.calls(SHARE) == []


@pytest.mark.parametrize("where", [WHERE, BYTES, SHARE])
def test_c50_while_a_step_hangs_the_card_is_answered(place, agent, where):
    place.fake.fault(where, "hold")
    ask = long_ask(agent, f"Answered while {where} hangs?")
    post = place.post_of(ask)
    held(place, where)
    assert place.fake.press(place.ben, place.ops, post["ts"], "Deny")["state"] == "acked"
    assert agent.ended(ask)["answer"]["value"] == "deny"
    place.fake.release()
    assert place.shows(ask, "Denied by Ben Roy") and controls_of(place.post_of(ask)) == []
    place.fake.until(lambda: len(files_under(place, post)) == 1)


def test_c50_without_the_scope_the_card_stands_and_the_state_says_what_is_missing(place, askd, agent):
    owner = Person.accept(askd, askd.link(), "Olga", email="olga@elsewhere.example")
    place.fake.set(scopes=["chat:write", "im:write", "channels:history", "users:read"])
    ask = long_ask(agent, "Without files:write?")
    post = place.post_of(ask)
    sent(agent, ask)
    degraded(agent, "missing_scope (needed: files:write", LEFT)
    (backend,) = [one for one in owner.read("/backends")["backends"] if one["name"] == "chat"]
    assert backend["state"] == "degraded" and "needed: files:write" in backend["reason"]
    assert agent.session.get(f"{askd.url}/readyz").status_code == 200, "it works, but for the file"
    assert place.fake.do("files") == [] and "Read the whole in the inbox" in text_of(post)
    place.fake.press(place.ana, place.ops, post["ts"], "Approve")
    assert agent.ended(ask)["answer"]["value"] == "approve" and place.shows(ask, "Approved by Ana Lima")


def test_c50_a_card_whose_receipt_was_lost_has_one_file(place, agent):
    """Nothing but the look into the room tells that it landed: its file is still to come, and comes once."""
    without_echo(place)
    place.fake.fault("chat.postMessage", "lost")
    ask = long_ask(agent, "Landed with its file?")
    sent(agent, ask)
    assert len(showing(place, ask["title"])) == 1
    assert [file["name"] for _, file in files_under(place, place.post_of(ask))] == [name_for(place.post_of(ask))]


@pytest.mark.parametrize(
    ("where", "kind"), [(where, kind) for where in (WHERE, BYTES, SHARE) for kind in ("hold", "stall")]
)
def test_c50_a_power_cut_between_the_steps_leaves_one_card_and_one_file(place, askd, agent, where, kind):
    """With `stall` the step is done, and only its answer stays away."""
    without_echo(place)
    place.fake.fault(where, kind)
    ask = long_ask(agent, f"Cut at {where}?")
    post = place.post_of(ask)
    held(place, where)
    askd.kill()
    place.fake.release()
    start_again(place, askd)
    agent = agent.again()
    sent(agent, ask)
    assert len(showing(place, ask["title"])) == 1, "there is a second card"
    assert [file["name"] for _, file in files_under(place, post)] == [name_for(post)]
    assert agent.read(f"/conversations/{ask['conversation']}/messages")["messages"] == []
    assert askd.stop() == 0, askd.said()
    start_again(place, askd)
    place.fake.press(place.ana, place.ops, post["ts"], "Approve")
    agent = agent.again()
    assert agent.ended(ask)["answer"]["value"] == "approve" and place.shows(ask, "Approved by Ana Lima")
    assert len(showing(place, ask["title"])) == 1 and len(files_under(place, post)) == 1


def test_c50_what_lands_after_a_power_cut_is_at_worst_there_twice(place, askd, agent):
    """Slack takes its time with the last step, and askd looks for the file before it is there: better a second one
    than none."""
    without_echo(place)
    place.fake.fault(SHARE, "hold")
    ask = long_ask(agent, "Landing late?")
    post = place.post_of(ask)
    held(place, SHARE)
    askd.kill()
    start_again(place, askd)
    sent(agent.again(), ask)
    place.fake.release()
    place.fake.until(lambda: len(files_under(place, post)) == 2)
    assert len(showing(place, ask["title"])) == 1
    assert len({content_of(place, file) for _, file in files_under(place, post)}) == 1
    # From here on nothing is looked for, and nothing is added.
    assert askd.stop() == 0, askd.said()
    start_again(place, askd)
    place.fake.press(place.ana, place.ops, post["ts"], "Approve")
    assert agent.again().ended(ask)["answer"]["value"] == "approve" and place.shows(ask, "Approved by Ana Lima")
    assert len(files_under(place, post)) == 2
