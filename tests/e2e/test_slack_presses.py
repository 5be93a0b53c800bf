"""Slack's buttons, lists and forms, by the conformance cases of the adapter: who presses, when, how often."""

import pytest

from callers import at_once
from slack_askd import all_heard, controls_of, effects_on, facts_of, text_of, told_to
from slack_shared import agent, askd, place, token  # noqa: F401

MANY = [{"value": f"v{number}", "label": f"Option {number}"} for number in range(25)]
FEW = MANY[:4]
COST = {
    "type": "object",
    "properties": {
        "cost": {"type": "integer", "minimum": 0, "maximum": 999, "title": "Cost"},
        "region": {"type": "string", "enum": ["eu", "us"]},
        "sure": {"type": "boolean"},
    },
    "required": ["cost"],
}


def asked(agent, title, form=None, **more):
    return agent.ask(title, form=form or {"kind": "approval"}, to=["#ops"], **more)


def press(place, person, post, label):
    report = place.fake.press(person, place.ops, post["ts"], label)
    assert report["state"] == "acked", report
    return report


def fill_in(place, person, post, label="Answer…"):
    """The form that the button opens."""
    press(place, person, post, label)
    return place.fake.until(lambda: place.fake.views(person))[0]


def test_c38_of_two_who_press_at_once_one_wins_and_the_other_is_told(place, agent):
    ask = asked(agent, "Both at once?")
    post = place.post_of(ask)
    place.fake.fault("chat.update", "delay", seconds=1, when={"ts": post["ts"]})  # Both see the buttons.
    at_once(lambda: press(place, place.ana, post, "Approve"), lambda: press(place, place.ben, post, "Deny"))
    ended = agent.ended(ask)
    first_is_ana = ended["answer"]["by"]["name"] == "Ana Lima"
    assert ended["answer"]["value"] == ("approve" if first_is_ana else "deny")
    winner, second = ("Ana Lima", place.ben) if first_is_ana else ("Ben Roy", place.ana)
    assert winner in text_of(told_to(place, second, "Too late")[-1])
    assert place.shows(ask, f"by {winner}") and controls_of(place.post_of(ask)) == []
    assert [one["id"] for one in facts_of(agent, "ask.late_answer")].count(ask["id"]) == 1


def test_c39_who_may_not_answer_is_told_alone_and_kept_in_the_record(place, agent):
    ask = asked(agent, "Not for Zoe?")
    post = place.post_of(ask)
    press(place, place.zoe, post, "Approve")
    told = told_to(place, place.zoe, "may not answer")
    assert told[-1]["to"] == place.zoe and agent.shown(ask)["state"] == "open"
    assert [one["ts"] for one in place.fake.posts(place.ops, since=post["ts"])] == [post["ts"]]
    refused = [one for one in facts_of(agent, "ask.refused") if one["id"] == ask["id"]]
    assert [(one["who"], one["why"]) for one in refused] == [(place.zoe, "may_not_answer")]


def test_c40_a_press_hours_later_answers_what_is_open(place, agent):
    ask = asked(agent, "Still open tonight?")
    post = place.post_of(ask)
    place.fake.advance(6 * 3600)
    press(place, place.ana, post, "Approve")
    assert agent.ended(ask)["answer"]["value"] == "approve"


def test_c40_a_press_on_what_has_expired_changes_nothing_and_says_so(place, agent):
    """The edit that takes the buttons away is held up, as a slow network would."""
    ask = asked(agent, "Over already?", expires_in="3s")
    post = place.post_of(ask)
    place.fake.fault("chat.update", "hold", when={"ts": post["ts"]})
    assert agent.ended(ask)["state"] == "expired"
    press(place, place.ben, post, "Approve")
    assert "Too late" in text_of(told_to(place, place.ben, "Expired")[0])
    assert agent.shown(ask)["state"] == "expired"
    place.fake.until(lambda: place.fake.release())
    assert place.shows(ask, "Expired")


def test_c41_a_press_that_comes_twice_counts_once(place, agent):
    ask = asked(agent, "Counted once?")
    post = place.post_of(ask)
    place.fake.fault("interactive", "duplicate", other_connection=True)
    report = press(place, place.ana, post, "Approve")
    assert agent.ended(ask)["answer"]["by"]["name"] == "Ana Lima"
    place.fake.do("again", number=report["number"], attempt=0)
    all_heard(place)
    assert [one["kind"] for one in effects_on(agent, ask)] == ["ask.answered"]


def test_c18_a_press_that_was_acknowledged_survives_a_power_cut(place, askd, agent):
    ask = asked(agent, "On disk first?")
    press(place, place.ana, place.post_of(ask), "Approve")
    askd.kill()
    askd.start()
    place.fake.connected(2)
    assert agent.again().shown(ask)["answer"]["by"]["name"] == "Ana Lima"
    assert place.shows(ask, "Approved by Ana Lima")


def test_c18_calls_that_hang_hold_up_no_acknowledgement(place, agent):
    """Whose words these are is asked of Slack, which doesn't answer; nor does it open a form."""
    ask = asked(agent, "Held up?", {"kind": "text"})
    post = place.post_of(ask)
    cleo = place.fake.person("cleo")
    for method in ("users.info", "views.open"):
        place.fake.fault(method, "hold")
    opening = press(place, place.ana, post, "Answer…")
    said = place.fake.say(cleo, place.ops, "who am I", thread_ts=post["ts"])

    def heard():
        told = [one for one in place.fake.deliveries("events_api") if one["payload"]["event"].get("ts") == said["ts"]]
        return told if told and told[0]["attempts"] and "acked" in told[0]["attempts"][0] else []

    # Slack waits for three seconds.
    for report in (opening, *place.fake.until(heard)):
        assert [one["acked"] for one in report["attempts"]] == [True]
    assert place.fake.until(lambda: place.fake.do("held") == 2), "they don't hang"
    place.fake.release()
    place.fake.say(place.ben, place.ops, "go on", thread_ts=post["ts"])
    assert agent.ended(ask)["answer"]["value"] == "go on"


def test_c42_a_modal_takes_the_answer_with_a_note(place, agent):
    ask = asked(agent, "With a note?", {"kind": "approval", "note": True})
    view = fill_in(place, place.ana, place.post_of(ask), "Answer with a note…")
    assert "With a note?" in view["seen"]["text"]
    sent = place.fake.submit(place.ana, {"askd:pick": "Deny", "askd:note": "Oslo isn't ready"})
    assert sent["then"] == "closed"
    ended = agent.ended(ask)
    assert (ended["answer"]["value"], ended["answer"]["note"]) == ("deny", "Oslo isn't ready")
    assert place.shows(ask, "Oslo isn't ready")


def test_c42_a_form_that_does_not_fit_says_why_and_is_filled_in_again(place, agent):
    ask = asked(agent, "What does it cost?", {"kind": "fields", "schema": COST})
    fill_in(place, place.ben, place.post_of(ask))
    place.fake.submit(place.ben, {"askd:field:cost": "5000", "askd:field:region": "eu"})
    assert "cost" in text_of(told_to(place, place.ben, "999")[0]).lower()
    assert agent.shown(ask)["state"] == "open"
    fill_in(place, place.ben, place.post_of(ask))
    assert place.fake.submit(place.ben, {"askd:field:cost": "500", "askd:field:region": "eu"})["then"] == "closed"
    # What was left empty isn't there, rather than false or null.
    assert agent.ended(ask)["answer"]["value"] == {"cost": 500, "region": "eu"}


def test_c42_a_form_that_is_closed_or_left_empty_answers_nothing(place, agent):
    ask = asked(agent, "Closed again?", {"kind": "text"})
    post = place.post_of(ask)
    fill_in(place, place.ana, post)
    place.fake.dismiss(place.ana)
    assert agent.shown(ask)["state"] == "open"
    fill_in(place, place.ana, post)
    assert place.fake.submit(place.ana, {"askd:said": "  \n"})["then"] == "errors"
    assert place.fake.views(place.ana)[0]["errors"] == {"askd:said": "Write an answer."}
    assert place.fake.submit(place.ana, {"askd:said": "two\nlines"})["then"] == "closed"
    assert agent.ended(ask)["answer"]["value"] == "two\nlines"


def test_c42_many_options_are_a_list_with_submit(place, agent):
    ask = asked(agent, "Which of many?", {"kind": "choice", "options": MANY})
    post = place.post_of(ask)
    menu = next(one for one in post["seen"]["controls"] if one["options"])
    assert menu["kind"] == "static_select" and len(menu["options"]) == 25
    place.fake.choose(place.ana, place.ops, post["ts"], menu["action_id"], "Option 4")
    place.fake.choose(place.ana, place.ops, post["ts"], menu["action_id"], "Option 24")
    assert agent.shown(ask)["state"] == "open"
    press(place, place.ana, post, "Submit")
    assert agent.ended(ask)["answer"]["value"] == "v24"


def test_c42_submit_with_nothing_chosen_is_no_answer(place, agent):
    ask = asked(agent, "Nothing chosen?", {"kind": "choice", "options": MANY})
    press(place, place.ana, place.post_of(ask), "Submit")
    told = place.fake.until(lambda: place.fake.ephemerals(place.ana))
    assert text_of(told[-1]).strip() and agent.shown(ask)["state"] == "open"


@pytest.mark.parametrize(("options", "kind"), [(FEW, "checkboxes"), (MANY, "multi_static_select")])
def test_c42_several_options_are_one_answer(place, agent, options, kind):
    ask = asked(agent, f"All of {len(options)}?", {"kind": "choice", "options": options, "multiple": True})
    post = place.post_of(ask)
    menu = next(one for one in post["seen"]["controls"] if one["options"])
    assert menu["kind"] == kind
    place.fake.choose(place.ben, place.ops, post["ts"], menu["action_id"], ["Option 3", "Option 1"])
    press(place, place.ben, post, "Submit")
    assert agent.ended(ask)["answer"]["value"] == ["v1", "v3"]
    assert place.shows(ask, "Option 1")


def test_c43_a_form_that_came_too_late_to_open_says_what_to_do(place, agent):
    ask = asked(agent, "Too slow to open?", {"kind": "text"})
    place.fake.fault("views.open", "refuse", error="expired_trigger_id")
    press(place, place.ana, place.post_of(ask), "Answer…")
    assert "press again" in text_of(told_to(place, place.ana, "couldn't be opened")[0])
    assert place.fake.views(place.ana) == []
    fill_in(place, place.ana, place.post_of(ask))
    place.fake.submit(place.ana, {"askd:said": "now"})
    assert agent.ended(ask)["answer"]["value"] == "now"


def test_c19_every_acknowledgement_is_one_small_frame(place, askd, agent):
    ask = asked(agent, "A long form?", {"kind": "text"}, body="word " * 1500)
    fill_in(place, place.ana, place.post_of(ask))
    place.fake.submit(place.ana, {"askd:said": "w" * 3000})
    assert agent.ended(ask)["answer"]["value"] == "w" * 3000
    connections = place.fake.connections()
    acks = [ack for one in connections for ack in one["acks"]]
    assert acks and all(ack["fragments"] == 1 and ack["bytes"] < 20_480 for ack in acks)
    assert all(one["strange"] == [] for one in connections)
