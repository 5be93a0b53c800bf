"""What people do and see: the payloads of their gestures, and the events of what they say."""

import datetime
import zoneinfo

import pytest
import requests

from callers import actions, button, modal, option, plain, section, select, text_input


@pytest.fixture(autouse=True)
def unlimited(fake):
    fake.set(limited=False)


@pytest.fixture
def app(fake):
    """Nobody listens, and nobody needs to: what would be sent is kept all the same."""

    class App:
        def events(self):
            return [one["payload"]["event"] for one in fake.deliveries("events_api")]

        def last(self):
            return self.events()[-1]

    return App()


def state_of(payload, block, action):
    return payload["state"]["values"][block][action]


def test_case_31_a_reply_in_a_thread_is_escaped_and_names_its_root(fake, api, app, ann, ops):
    root = api.post(ops)["ts"]
    fake.say(ann, ops, "a < b & c", thread_ts=root)
    event = app.last()
    assert (event["text"], event["thread_ts"], event["parent_user_id"]) == ("a &lt; b &amp; c", root, fake.bot_user)
    assert event["blocks"][0]["elements"][0]["elements"][0]["text"] == "a < b & c"
    fake.say(ann, ops, f"<@{fake.bot_user}> see <https://acme.example|this>", marked_up=True)
    assert app.last()["text"] == f"<@{fake.bot_user}> see <https://acme.example|this>"
    assert fake.posts(ops)[-1]["seen"]["text"].startswith("<@")


def test_case_33_the_app_hears_its_own_posts_with_their_metadata(api, app, fake, ops):
    metadata = {"event_type": "askd_question", "event_payload": {"qid": "01JZ8"}}
    ts = api.post(ops, metadata=metadata)["ts"]
    event = app.last()
    assert (event["ts"], event["bot_id"], event["metadata"]) == (ts, fake.bot, metadata)


def test_case_34_edits_previews_and_deletions(fake, api, app, ann, ops):
    said = fake.say(ann, ops, "yes https://acme.example")["ts"]
    fake.do("unfurl", channel=ops, ts=said, link="https://acme.example")
    preview = app.last()
    assert (preview["subtype"], preview["hidden"]) == ("message_changed", True)
    assert preview["message"]["text"] == preview["previous_message"]["text"] and "edited" not in preview["message"]
    fake.edit(ann, ops, said, "no")
    edit = app.last()
    assert (edit["message"]["text"], edit["message"]["edited"]["user"]) == ("no", ann) and edit["ts"] != said
    assert fake.posts(ops)[0]["seen"]["text"] == "no"
    fake.delete(ann, ops, said)
    gone = app.last()
    assert (gone["subtype"], gone["deleted_ts"], gone["previous_message"]["text"]) == ("message_deleted", said, "no")


def test_case_35_files_in_a_reply_may_come_without_text(fake, app, ann, ops, api):
    fake.say(ann, ops, "", files=[{"name": "log.txt", "content": "line"}])
    event = app.last()
    assert (event["subtype"], event["text"], event["files"][0]["name"]) == ("file_share", "", "log.txt")
    url = event["files"][0]["url_private"]
    assert requests.get(url, headers=api.headers, timeout=20).content == b"line"
    assert "Sign in" in requests.get(url, timeout=20).text


def test_case_36_a_reply_that_is_also_sent_to_the_channel(fake, app, api, ann, ops):
    root = api.post(ops, "root")["ts"]
    fake.say(ann, ops, "for all", thread_ts=root, broadcast=True)
    event = app.last()
    assert (event["subtype"], event["root"]["text"], event["thread_ts"]) == ("thread_broadcast", "root", root)


def test_case_37_a_direct_message_needs_no_thread(fake, app, ann):
    room = fake.direct(ann)
    fake.say(ann, room, "the second one")
    assert (app.last()["channel_type"], app.last()["channel"]) == ("im", room)
    fake.say(ann, fake.bot_user, "by name")
    assert app.last()["channel"] == room and "thread_ts" not in app.last()


def test_the_app_hears_only_where_it_is_and_what_it_may(fake, app, ann):
    fake.say(ann, fake.channel("elsewhere", ann, bot=False), "unheard")
    fake.set(scopes=["chat:write", "channels:history"])
    fake.say(ann, fake.direct(ann), "unheard too")
    assert app.events() == []


def test_reactions_joins_and_names(fake, app, api, ann, ops):
    ts = api.post(ops)["ts"]
    fake.react(ann, ops, ts, "eyes")
    assert (app.last()["type"], app.last()["reaction"]) == ("reaction_added", "eyes")
    assert app.last()["item"] == {"type": "message", "channel": ops, "ts": ts}
    fake.react(ann, ops, ts, "eyes", on=False)
    assert app.last()["type"] == "reaction_removed"
    cleo = fake.person("cleo")
    fake.do("join", user=cleo, channel=ops)
    assert app.last()["subtype"] == "channel_join"
    fake.set(events=["user_change", "channel_rename"])
    fake.do("rename_user", user=cleo, name="clea")
    fake.do("rename_channel", channel=ops, name="operations")
    assert [one["type"] for one in app.events()[-2:]] == ["user_change", "channel_rename"]


def test_case_38_a_press_says_who_pressed_what_and_where(fake, api, ann, ops):
    root = api.post(ops)["ts"]
    blocks = [section("Deploy?", block_id="q"), actions(button(), button("no", "No", style="danger"))]
    ts = api.post(ops, blocks=blocks, thread_ts=root)["ts"]
    payload = fake.press(ann, ops, ts, "No")["payload"]
    assert (payload["type"], payload["user"]["id"], payload["api_app_id"]) == ("block_actions", ann, fake.app)
    assert payload["container"] == {"type": "message", "message_ts": ts, "channel_id": ops, "is_ephemeral": False,
                                    "thread_ts": root}  # fmt: skip
    action = payload["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("no", "a", "value-no")
    assert action["text"] == plain("No") and payload["message"]["ts"] == ts
    again = fake.press(ann, ops, ts, "no")["payload"]
    assert again["trigger_id"] != payload["trigger_id"] and again["actions"][0]["action_ts"] > action["action_ts"]


def test_case_40_there_is_no_button_left_after_an_edit(fake, api, ann, ops):
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    api.ok("chat.update", channel=ops, ts=ts, text="closed", blocks=[])
    with pytest.raises(AssertionError, match="nothing called yes"):
        fake.press(ann, ops, ts, "yes")


def test_case_41_one_press_can_arrive_twice(fake, api, dial, ann, ops):
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    listening = dial()
    fake.fault("interactive", "duplicate")
    fake.press(ann, ops, ts, "yes", wait=False)
    first, second = listening.read(), listening.read()
    assert first == second and first["payload"]["actions"][0]["action_ts"]


def test_case_42_selects_hold_what_was_chosen(fake, api, ann, ops):
    many = select("many", "1", "2", "3", kind="multi_static_select", max_selected_items=2)
    elements = [select("one", "1", "2"), many, select("more", "1", "2", kind="overflow")]
    elements += [{"type": "datepicker", "action_id": "when"}, {"type": "users_select", "action_id": "who"}]
    ts = api.post(ops, blocks=[actions(*elements)])["ts"]

    def choose(name, value):
        payload = fake.choose(ann, ops, ts, name, value)["payload"]
        return payload["actions"][0], payload

    action, payload = choose("one", "Option 2")
    assert action["selected_option"] == option("2") == state_of(payload, "a", "one")["selected_option"]
    assert state_of(payload, "a", "many") == {"type": "multi_static_select", "selected_options": []}
    assert payload["state"]["values"]["a"].keys() == {"one", "many", "when", "who"}, "an overflow keeps nothing"
    action, payload = choose("many", ["3", "1"])
    assert [one["value"] for one in action["selected_options"]] == ["3", "1"]
    assert state_of(payload, "a", "one")["selected_option"]["value"] == "2", "the message keeps the earlier choice"
    assert choose("more", "1")[0]["selected_option"]["value"] == "1"
    assert choose("when", "2026-12-01")[0]["selected_date"] == "2026-12-01"
    assert choose("who", ann)[0]["selected_user"] == ann
    with pytest.raises(AssertionError, match="not among the options"):
        choose("one", "3")
    with pytest.raises(AssertionError, match="only so many"):
        choose("many", ["1", "2", "3"])


def test_a_text_field_in_a_message(fake, api, ann, ops):
    ts = api.post(ops, blocks=[{**text_input(), "dispatch_action": True}])["ts"]
    assert fake.choose(ann, ops, ts, "txt", "by the way")["payload"]["actions"][0]["value"] == "by the way"


def test_buttons_of_an_ephemeral_message_come_without_it(fake, api, ann, ops):
    ts = api.ok("chat.postEphemeral", channel=ops, user=ann, text="?", blocks=[actions(button())])["message_ts"]
    payload = fake.press(ann, ops, ts, "yes")["payload"]
    assert payload["container"]["is_ephemeral"] is True and "message" not in payload
    replaced = requests.post(payload["response_url"], json={"replace_original": True, "text": "done"}, timeout=20)
    assert replaced.ok and [one["text"] for one in fake.ephemerals(ann)] == ["done"]
    assert requests.post(payload["response_url"], json={"delete_original": True}, timeout=20).ok
    assert fake.ephemerals(ann) == []


def test_a_response_url_works_5_times_in_30_minutes(fake, api, ann, ops):
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    url = fake.press(ann, ops, ts, "yes")["payload"]["response_url"]

    def post(**body):
        answer = requests.post(url, json=body, timeout=20)
        return answer.status_code, answer.json().get("error")

    assert post(replace_original=True, text="answered") == (200, None)
    assert post(response_type="in_channel", text="for all") == (200, None)
    assert [one["text"] for one in fake.posts(ops)] == ["answered", "for all"]
    assert post(blocks=[{"type": "nosuch"}]) == (400, "invalid_blocks")
    assert [post(text="private")[0] for _ in range(4)] == [200, 200, 200, 404]
    late = fake.press(ann, ops, ts, "yes")["payload"]["response_url"]
    fake.advance(1801)
    assert requests.post(late, json={"text": "x"}, timeout=20).json()["error"] == "expired_url"


def test_a_message_is_read_as_a_person_reads_it(fake, api, ann, ops):
    blocks = [
        {"type": "header", "text": plain("Question *1*")},
        section(f"<@{ann}> in <#{ops}>: see <https://acme.example|the page> &lt;now&gt; <!date^1^{{date}}|soon>"),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "<!here>"}, plain("& more")]},
        actions(button(), select("s", "1", placeholder=plain("Other"))),
    ]
    api.post(ops, "only for notifications", blocks=blocks)
    seen = fake.posts(ops)[0]["seen"]
    lines = seen["text"].splitlines()
    assert lines[:3] == ["Question *1*", "@ann in #ops: see the page <now> soon", "@here & more"]
    assert [(one["label"], one["kind"], one["options"]) for one in seen["controls"]] == [
        ("Yes", "button", []),
        ("Other", "static_select", ["Option 1"]),
    ]


@pytest.mark.parametrize(
    ("form", "in_tokyo"),
    [
        ("{date_num} at {time}", "2033-05-18 at 12:33 PM"),
        ("{date_short_pretty} {time_secs}", "May 18, 2033 12:33:20 PM"),
        ("{date}", "May 18, 2033"),
        ("{date_long}", "Wednesday, May 18, 2033"),
    ],
)
def test_a_date_is_read_on_the_clock_of_who_reads(fake, api, ops, form, in_tokyo):
    aki = fake.person("aki", tz="Asia/Tokyo")
    api.post(ops, blocks=[section(f"Until <!date^2000000000^{form}|May 18, 03:33 UTC>.")])
    assert fake.posts(ops, reader=aki)[0]["seen"]["text"] == f"Until {in_tokyo}."
    assert fake.posts(ops)[0]["seen"]["text"] == "Until May 18, 03:33 UTC."


@pytest.mark.parametrize(("days", "word"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow")])
def test_a_near_day_has_a_word_where_the_date_is_pretty(fake, api, ann, ops, days, word):
    noon = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Paris")).replace(hour=12, minute=0)
    seconds = int((noon + datetime.timedelta(days=days)).timestamp())
    api.post(ops, blocks=[section(f"<!date^{seconds}^{{date_short_pretty}} at {{time}}|then>")])
    assert fake.posts(ops, reader=ann)[0]["seen"]["text"] == f"{word} at 12:00 PM"


def test_people_cannot_do_what_is_not_there(fake, ann, ben, ops):
    said = fake.say(ann, ops, "mine")["ts"]
    private = fake.channel("secret", ben, kind="group")
    for impossible in (
        lambda: fake.edit(ben, ops, said, "yours"),
        lambda: fake.say(ann, private, "let me in"),
        lambda: fake.say(ann, ops, "x", thread_ts="1.2"),
        lambda: fake.press(ann, ops, said, "yes"),
        lambda: fake.submit(ann, {"txt": "x"}),
    ):
        with pytest.raises(AssertionError, match="Impossible"):
            impossible()


def test_a_view_is_open_only_for_who_opened_it(fake, api, ann, ben, ops):
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    trigger = fake.press(ann, ops, ts, "yes")["payload"]["trigger_id"]
    api.ok("views.open", trigger_id=trigger, view=modal(text_input()))
    assert [one["seen"]["text"] for one in fake.views(ann)] == ["Answer"] and fake.views(ben) == []
