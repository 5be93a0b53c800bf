"""The four forms: what an agent asks with each, what people may answer, and what the agent then has."""

import hashlib
import json

import pytest

from problems import assert_problem

CHOICE = {
    "kind": "choice",
    "options": [
        {"value": "all", "label": "All three"},
        {"value": "top", "label": "Only the top one", "style": "primary"},
        {"value": "none", "style": "danger"},
    ],
}
FIELDS = {
    "kind": "fields",
    "note": True,
    "schema": {
        "type": "object",
        "required": ["cost"],
        "properties": {
            "cost": {"type": "number", "minimum": 0},
            "nights": {"type": "integer", "maximum": 30},
            "mail": {"type": "string", "format": "email"},
            "room": {"type": "string", "enum": ["single", "double"]},
            "breakfast": {"type": "boolean"},
        },
    },
}


@pytest.mark.parametrize(
    "form, value, note",
    [
        ({"kind": "approval"}, "approve", "but only on Monday"),
        ({"kind": "approval"}, "deny", None),
        (CHOICE, "top", "skip the one in Oslo"),
        ({**CHOICE, "multiple": True}, ["all", "none"], None),
        ({"kind": "text"}, "Ship it.", None),
        ({"kind": "text", "multiline": True, "placeholder": "A plan"}, "First this,\nthen that. ☕", None),
        (FIELDS, {"cost": 12.5, "nights": 2, "mail": "ana@example.com", "room": "double", "breakfast": True}, "ok"),
    ],
)
def test_an_answer_in_each_form_reaches_the_agent_as_it_was_given(agent, owner, form, value, note):
    ask = agent.ask(form=form)
    assert ask["state"] == "open" and ask["answer"] is None

    seen = owner.decides(ask, value, note)

    ended = agent.ended(ask)
    assert ended["state"] == "answered"
    answer = ended["answer"]
    assert answer["value"] == value
    assert answer["note"] == (note or "")
    assert answer["by"] == {"person": owner.id, "name": "Ana", "assurance": "session"}
    assert answer["decided_by"] == "human"
    assert answer["via"]["backend"] == "inbox"
    assert answer["digest"] == ask["digest"]
    assert answer["at"] == ended["ended_at"] >= ask["created_at"]
    assert [delivery["state"] for delivery in ended["deliveries"]] == ["updated"]
    assert seen["answer"] == answer


@pytest.mark.parametrize(
    "form, value, pointer",
    [
        ({"kind": "approval"}, "perhaps", "/value"),
        ({"kind": "approval"}, True, "/value"),
        ({"kind": "approval"}, None, "/value"),
        (CHOICE, "Only the top one", "/value"),
        (CHOICE, ["top"], "/value"),
        ({**CHOICE, "multiple": True}, "top", "/value"),
        ({**CHOICE, "multiple": True}, ["top", "some"], "/value"),
        ({**CHOICE, "multiple": True}, [], "/value"),
        ({"kind": "text"}, "", "/value"),
        ({"kind": "text"}, 5, "/value"),
        ({"kind": "text", "max_length": 4}, "Ship it.", "/value"),
        (FIELDS, {"nights": 2}, "/value/cost"),
        (FIELDS, {"cost": "twelve"}, "/value/cost"),
        (FIELDS, {"cost": -1}, "/value/cost"),
        (FIELDS, {"cost": 1, "nights": 2.5}, "/value/nights"),
        (FIELDS, {"cost": 1, "nights": 31}, "/value/nights"),
        (FIELDS, {"cost": 1, "mail": "nobody"}, "/value/mail"),
        (FIELDS, {"cost": 1, "room": "suite"}, "/value/room"),
        (FIELDS, {"cost": 1, "pets": 2}, "/value/pets"),
        (FIELDS, "cost: 1", "/value"),
    ],
)
def test_a_value_that_does_not_fit_the_form_changes_nothing(agent, owner, form, value, pointer):
    ask = agent.ask(form=form)
    document = assert_problem(owner.answer(ask, value), 422)
    pointers = [fault["pointer"] for fault in document["errors"]]
    assert any(one.startswith(pointer) for one in pointers), document
    assert agent.shown(ask) == ask
    agent.cancel(ask)


@pytest.mark.parametrize(
    "form, given, value",
    [
        ({**CHOICE, "multiple": True}, ["top", "all", "top"], ["all", "top"]),
        (FIELDS, {"cost": "12", "breakfast": "true"}, {"cost": 12, "breakfast": True}),
    ],
)
def test_the_agent_has_the_type_of_the_form_however_it_was_written(agent, owner, form, given, value):
    """Forms in browsers give text, and a box can be ticked twice by scripts and people who are quick."""
    ask = agent.ask(form=form)
    owner.decides(ask, given)
    assert agent.ended(ask)["answer"]["value"] == value


def test_a_note_is_refused_where_the_form_takes_none(agent, owner):
    ask = agent.ask(form={"kind": "approval", "note": False})
    document = assert_problem(owner.answer(ask, "approve", "quietly"), 422)
    assert [fault["pointer"] for fault in document["errors"]] == ["/note"]
    assert owner.decides(ask, "approve")["answer"]["note"] == ""


def test_a_title_alone_is_a_question_for_everybody_that_takes_a_text(agent):
    ask = agent.ask("Which customer?")
    assert ask["form"] == {"kind": "text", "max_length": 10000, "multiline": False, "placeholder": ""}
    assert (ask["to"], ask["approvers"], ask["required"], ask["urgency"]) == ([], [], 1, "normal")
    assert (ask["body"], ask["context"], ask["labels"], ask["default"]) == ("", {}, {}, None)
    assert ask["expires_at"] is None and ask["team"] == "default"
    assert ask["deliveries"] == [{"backend": "inbox", "room": "inbox", "state": "sent"}]
    assert ask["reach"] == "all"
    assert ask["url"] == f"{agent.askd.url}/asks/{ask['id']}"


def test_everything_that_was_asked_comes_back(agent):
    given = {
        "title": "Contact all three candidates?",
        "body": "Found **3** matching the criteria.",
        "form": {"kind": "choice", "options": [{"value": "all", "label": "All three"}, {"value": "top"}], "note": True},
        "to": ["#general"],
        "urgency": "high",
        "expires_in": "2h",
        "default": {"value": "top"},
        "context": {"task": "candidate search", "run": "https://ci.example/81", "tries": 3, "dry": False},
        "labels": {"team": "growth"},
    }
    ask = agent.make("/asks", given)
    for field in ("title", "body", "to", "urgency", "default", "context", "labels"):
        assert ask[field] == given[field]
    assert ask["form"]["options"][1] == {"value": "top", "label": "top", "style": "default"}
    assert agent.shown(ask) == ask
    agent.cancel(ask)


def test_the_digest_is_the_hash_of_what_is_shown(agent):
    """RFC 8785 of these values is sorted keys without spaces: they hold no fraction and nothing beyond ASCII."""
    ask = agent.ask(body="It costs $12.", form={"kind": "approval"}, expires_in="1h", context={"task": "deploy"})
    shown = {name: ask[name] for name in ("agent", "title", "body", "context", "form", "expires_at", "default")}
    canonical = json.dumps(shown, sort_keys=True, separators=(",", ":"))
    assert ask["digest"] == hashlib.sha256(canonical.encode()).hexdigest()
    other = agent.ask(body="It costs $13.", form={"kind": "approval"}, expires_in="1h", context={"task": "deploy"})
    assert other["digest"] != ask["digest"]


def test_a_person_sees_the_text_as_html_that_can_not_run_anything(agent, owner):
    ask = agent.ask(body="**Now** <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/i.png)")
    seen = owner.read(f"/asks/{ask['id']}")
    assert "<strong>Now</strong>" in seen["body_html"]
    for dangerous in ("<script", 'href="javascript', "<img"):
        assert dangerous not in seen["body_html"], seen["body_html"]
    assert seen["may_answer"] is True


def test_hidden_characters_of_an_agent_are_made_visible_to_people(agent, owner):
    ask = agent.ask("Pay \u202e001$ to\u200b me?", body="zero\u200bwidth")
    seen = owner.read(f"/asks/{ask['id']}")
    for text in (seen.get("title_text", seen["body_html"]), seen["body_html"]):
        assert "\u202e" not in text and "\u200b" not in text
