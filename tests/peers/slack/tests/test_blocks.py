"""Block Kit's documented limits, each at its last good and first bad size."""

import pytest

from callers import actions, button, modal, option, plain, section, select, text_input


def problem_of(api, ops, *blocks):
    answer = api("chat.postMessage", channel=ops, text="x", blocks=list(blocks))
    if answer["ok"]:
        return ""
    assert answer["error"] == "invalid_blocks"
    return answer["response_metadata"]["messages"][0].removeprefix("[ERROR] ")


@pytest.fixture(autouse=True)
def unlimited(fake):
    fake.set(limited=False)


def header(text):
    return {"type": "header", "text": plain(text)}


def buttons(count):
    return actions(*(button(f"b{number}") for number in range(count)))


def with_option(label="Later", value="2"):
    return actions({"type": "static_select", "action_id": "s", "options": [{"text": plain(label), "value": value}]})


def confirm(**more):
    words = {"title": "Sure?", "text": "Really", "confirm": "Go", "deny": "No", **more}
    return actions(button(confirm={key: plain(value) for key, value in words.items()}))


def fields(count, length=1):
    return {"type": "section", "fields": [plain("x" * length)] * count}


def groups(count):
    return actions({"type": "static_select", "action_id": "s",
                    "option_groups": [{"label": plain("g"), "options": [option("1")]}] * count})  # fmt: skip


SIZES = [
    ("section text", lambda n: section("x" * n), 3000),
    ("section fields", fields, 10),
    ("field text", lambda n: fields(1, n), 2000),
    ("header", lambda n: header("x" * n), 150),
    ("button label", lambda n: actions(button(label="x" * n)), 75),
    ("button value", lambda n: actions({**button(), "value": "x" * n}), 2000),
    ("button url", lambda n: actions(button(url="x" * n)), 3000),
    ("action_id", lambda n: actions(button("x" * n)), 255),
    ("block_id", lambda n: section("x", block_id="x" * n), 255),
    ("buttons in a row", buttons, 25),
    ("option label", lambda n: with_option(label="x" * n), 75),
    ("option value", lambda n: with_option(value="x" * n), 150),
    ("options of a select", lambda n: actions(select("s", *map(str, range(n)))), 100),
    ("option groups", groups, 100),
    ("options of an overflow", lambda n: actions(select("o", *map(str, range(n)), kind="overflow")), 5),
    ("checkboxes", lambda n: actions(select("c", *map(str, range(n)), kind="checkboxes")), 10),
    ("radio buttons", lambda n: actions(select("r", *map(str, range(n)), kind="radio_buttons")), 10),
    ("placeholder", lambda n: actions(select("s", "1", placeholder=plain("x" * n))), 150),
    ("confirm title", lambda n: confirm(title="x" * n), 100),
    ("confirm text", lambda n: confirm(text="x" * n), 300),
    ("confirm button", lambda n: confirm(confirm="x" * n), 30),
    ("deny button", lambda n: confirm(deny="x" * n), 30),
    ("context elements", lambda n: {"type": "context", "elements": [plain("x")] * n}, 10),
    ("markdown", lambda n: {"type": "markdown", "text": "x" * n}, 12_000),
    ("input label", lambda n: {**text_input(), "label": plain("x" * n)}, 2000),
    ("input length", lambda n: text_input(max_length=n), 3000),
]


@pytest.mark.parametrize(("make", "most"), [pytest.param(make, most, id=name) for name, make, most in SIZES])
def test_case_15_a_size_is_taken_up_to_its_limit(api, ops, make, most):
    assert problem_of(api, ops, make(most)) == ""
    assert problem_of(api, ops, make(most + 1)) != ""


def test_a_message_has_50_blocks_and_a_view_100(api, ops, fake, ann):
    assert problem_of(api, ops, *[section("x")] * 50) == ""
    assert problem_of(api, ops, *[section("x")] * 51) == "no more than 50 items allowed [json-pointer:/blocks]"
    view = modal(*[section("x")] * 101)
    assert "no more than 100 items" in str(api("views.open", trigger_id="x", view=view)["response_metadata"])


def test_all_markdown_of_a_message_counts_together(api, ops):
    blocks = [{"type": "markdown", "text": "x" * 7000}] * 2
    assert api("chat.postMessage", channel=ops, text="x", blocks=blocks)["error"] == "msg_blocks_too_long"


def test_names_are_unique_where_they_must_be(api, ops):
    twice = problem_of(api, ops, actions(button("a"), button("a")))
    assert twice == "action_id already exists [json-pointer:/blocks/0/elements/1/action_id]"
    assert problem_of(api, ops, actions(button("a")), actions(button("a"), block_id="b")) == ""
    assert problem_of(api, ops, section("x", block_id="b"), section("y", block_id="b")).startswith("block_id already")


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section"},
        {"type": "section", "text": {"type": "html", "text": "x"}},
        {"type": "section", "text": plain("")},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "actions", "elements": []},
        {"type": "actions", "elements": [{"type": "plain_text_input"}]},
        {"type": "actions", "elements": [button(style="loud")]},
        actions(select("s", "1", initial_option=option("2"))),
        {**text_input(), "element": {"type": "file_input"}},
        "text",
    ],
)
def test_a_block_of_the_wrong_shape_is_refused(api, ops, block):
    assert problem_of(api, ops, block) != ""


def test_blocks_without_a_name_get_one(api, ops):
    unnamed = [section("x"), {"type": "actions", "elements": [{"type": "button", "text": plain("Yes")}]}]
    blocks = api.post(ops, blocks=unnamed)["message"]["blocks"]
    assert len({block["block_id"] for block in blocks}) == 2 and blocks[1]["elements"][0]["action_id"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": plain("x" * 25)},
        {"submit": plain("x" * 25)},
        {"submit": None},
        {"callback_id": "x" * 256},
        {"private_metadata": "x" * 3001},
        {"type": "page"},
        {"blocks": []},
    ],
)
def test_a_view_of_the_wrong_shape_is_refused(api, wrong):
    view = modal(text_input(), **wrong)
    if wrong.get("submit", 1) is None:
        del view["submit"]
    answer = api("views.open", trigger_id="x", view=view)
    assert answer["error"] == "invalid_arguments" and answer["response_metadata"]["messages"]
