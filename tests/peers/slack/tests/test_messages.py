"""chat.*, conversations.* and reactions.*: what is posted, edited, found again and refused."""

import pytest

from callers import Api, actions, button, section
from slack.clock import Clock

QUESTION = {"event_type": "askd_question", "event_payload": {"qid": "01JZ8", "part": "0"}}


@pytest.fixture(autouse=True)
def unlimited(fake):
    fake.set(limited=False)


def test_timestamps_are_unique_and_order_by_text(api, ops):
    clock = Clock()
    stamps = [api.post(ops)["ts"], *(clock.ts() for _ in range(5000))]
    assert stamps == sorted(set(stamps)) and {len(ts) for ts in stamps} == {17}


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOSUCH", "text": "x"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"blocks": "["}, "invalid_blocks_format"),
        ({"blocks": [{"type": "nosuch"}]}, "invalid_blocks"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "y" * 12_001}, "msg_too_long"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "metadata": {"event_type": 1}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": []}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": {"a": "b" * 9000}}}, "metadata_too_large"),
        ({"text": "x", "thread_ts": "1793000000.000100"}, "thread_not_found"),
        ({"text": "x", "thread_ts": 1793000000.0001}, "invalid_arguments"),
        ({"text": 7}, "invalid_arguments"),
    ],
)
def test_what_is_wrong_with_a_post_has_its_name(api, fake, ops, args, error):
    answer = api("chat.postMessage", **{"channel": ops, **args})
    assert (answer["ok"], answer["error"]) == (False, error)
    assert fake.posts(ops) == []


def test_case_13_a_wrong_block_is_pointed_at(api, ops):
    answer = api("chat.postMessage", channel=ops, text="x", blocks=[section("a"), section("b" * 3001)])
    assert answer["error"] == "invalid_blocks"
    messages = answer["response_metadata"]["messages"]
    assert messages == ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"]


def test_case_4_a_reply_names_the_root_and_never_another_reply(api, fake, ops):
    root = api.post(ops)["ts"]
    reply = api.post(ops, thread_ts=root)["ts"]
    assert api("chat.postMessage", channel=ops, text="x", thread_ts=reply)["error"] == "cannot_reply_to_message"
    posts = fake.posts(ops)
    assert posts[0]["reply_count"] == 1 and posts[0]["latest_reply"] == reply and posts[0]["thread_ts"] == root
    assert posts[1]["parent_user_id"] == fake.bot_user


def test_case_14_long_text_is_cut_at_40000_with_a_warning(api, fake, ops):
    assert "warning" not in api.post(ops, "x" * 40_000)
    answer = api.post(ops, "x" * 40_001)
    assert answer["warning"] == "message_truncated"
    assert [len(post["text"]) for post in fake.posts(ops)] == [40_000, 40_000]


def test_case_48_posting_where_the_app_is_not_is_refused(api, fake, ann):
    room = fake.channel("empty", ann, bot=False)
    assert api("chat.postMessage", channel=room, text="x")["error"] == "not_in_channel"
    assert api.ok("conversations.join", channel=room)
    assert api.ok("conversations.join", channel=room)["warning"] == "already_in_channel"
    assert api.post(room)
    fake.do("archive", channel=room)
    assert api("chat.postMessage", channel=room, text="x")["error"] == "is_archived"
    private = fake.channel("secret", ann, kind="group", bot=False)
    assert api("chat.postMessage", channel=private, text="x")["error"] == "channel_not_found"


def test_case_47_a_direct_message_is_opened_once_and_again(api, fake, ann, ben):
    first = api.ok("conversations.open", users=ann)
    again = api.ok("conversations.open", users=ann, return_im=True)
    assert first["channel"] == {"id": again["channel"]["id"]}
    assert again["already_open"] and again["channel"]["is_im"] and again["channel"]["user"] == ann
    assert api.post(ann)["channel"] == first["channel"]["id"], "a person's id means the same"
    assert api.ok("conversations.open", users=f"{ann},{ben}")["channel"]["id"].startswith("G")
    assert api("conversations.open", users="U0NOSUCH")["error"] == "user_not_found"
    assert api("conversations.open")["error"] == "users_list_not_supplied"
    fake.do("messages_tab", on=False)
    assert api("chat.postMessage", channel=ann, text="x")["error"] == "messages_tab_disabled"


def test_an_edit_keeps_what_it_does_not_name(api, fake, ops):
    blocks = [actions(button())]
    ts = api.post(ops, "before", blocks=blocks, metadata=QUESTION)["ts"]
    answer = api.ok("chat.update", channel=ops, ts=ts, text="after")
    assert answer["text"] == "after" and answer["message"]["blocks"] == blocks
    assert answer["message"]["metadata"] == QUESTION and answer["message"]["edited"]["user"] == fake.bot_user
    gone = api.ok("chat.update", channel=ops, ts=ts, text="bare", blocks=[], metadata={})["message"]
    assert gone["blocks"] == [] and "metadata" not in gone


def test_edits_are_refused_by_name(api, fake, ops, ann):
    theirs = fake.say(ann, ops, "mine")["ts"]
    own = api.post(ops)["ts"]
    direct = api.post(ann)["ts"]
    assert api("chat.update", channel=ops, ts=theirs, text="x")["error"] == "cant_update_message"
    assert api("chat.delete", channel=ops, ts=theirs)["error"] == "cant_delete_message"
    assert api("chat.update", channel=ops, ts="1.2", text="x")["error"] == "message_not_found"
    assert api("chat.update", channel=ann, ts=direct, text="x")["error"] == "channel_not_found", "a U id"
    assert api("chat.update", channel=ops, ts=own, text="x" * 4001)["error"] == "msg_too_long"
    assert api.ok("chat.delete", channel=ops, ts=own)
    assert api("chat.delete", channel=ops, ts=own)["error"] == "message_not_found"


def test_a_deleted_root_with_replies_leaves_a_tombstone(api, fake, ops, ann):
    root = api.post(ops)["ts"]
    fake.say(ann, ops, "a reply", thread_ts=root)
    assert api.ok("chat.delete", channel=ops, ts=root)
    messages = api.form("conversations.replies", channel=ops, ts=root)["messages"]
    assert [one.get("subtype") for one in messages] == ["tombstone", None]


def test_history_is_newest_first_and_without_replies(api, fake, ops, ann):
    root = api.post(ops, "one")["ts"]
    fake.say(ann, ops, "hidden", thread_ts=root)
    fake.say(ann, ops, "shown", thread_ts=root, broadcast=True)
    api.post(ops, "two")
    messages = api.form("conversations.history", channel=ops)["messages"]
    assert [one["text"] for one in messages] == ["two", "shown", "one"]


def test_history_keeps_within_oldest_and_latest(api, ops):
    stamps = [api.post(ops, str(number))["ts"] for number in range(4)]

    def between(**more):
        found = api.form("conversations.history", channel=ops, oldest=stamps[0], latest=stamps[2], **more)
        return [one["text"] for one in found["messages"]]

    assert between() == ["1"]
    assert between(inclusive=True) == ["2", "1", "0"]
    assert api.form("conversations.history", channel=ops, oldest="soon")["error"] == "invalid_ts_oldest"


def test_case_8_metadata_is_found_again_only_when_asked_for(api, ops):
    api.post(ops, metadata=QUESTION)
    assert api.form("conversations.history", channel=ops)["messages"][0]["metadata"] == {"event_type": "askd_question"}
    whole = api.form("conversations.history", channel=ops, include_all_metadata=True)["messages"][0]
    assert whole["metadata"] == QUESTION


def test_case_30_replies_come_after_the_root_in_pages_since_the_last_seen(api, fake, ops, ann):
    root = api.post(ops, "root")["ts"]
    replies = [fake.say(ann, ops, str(number), thread_ts=root)["ts"] for number in range(3)]

    def texts(**more):
        return [one["text"] for one in api.form("conversations.replies", channel=ops, **more)["messages"]]

    assert texts(ts=root) == ["root", "0", "1", "2"]
    assert texts(ts=root, oldest=replies[0]) == ["root", "1", "2"]
    assert texts(ts=replies[1]) == ["root", "0", "1", "2"], "a reply names its thread too"
    first = api.form("conversations.replies", channel=ops, ts=root, limit=3)
    assert first["has_more"]
    assert texts(ts=root, limit=3, cursor=first["response_metadata"]["next_cursor"]) == ["2"]
    assert api.form("conversations.replies", channel=ops, ts="1.2")["error"] == "thread_not_found"


def test_what_only_one_person_sees_is_nowhere_else(api, fake, ops, ann, ben):
    ts = api.ok("chat.postEphemeral", channel=ops, user=ann, text="too late")["message_ts"]
    assert [one["seen"]["text"] for one in fake.ephemerals(ann)] == ["too late"] and fake.ephemerals(ben) == []
    assert fake.posts(ops) == [] and api.form("conversations.history", channel=ops)["messages"] == []
    assert api("chat.update", channel=ops, ts=ts, text="x")["error"] == "message_not_found"
    outsider = fake.person("cleo")
    assert api("chat.postEphemeral", channel=ops, user=outsider, text="x")["error"] == "user_not_in_channel"


def test_case_49_a_reaction_is_added_once_and_removed_once(api, fake, ops):
    ts = api.post(ops)["ts"]
    args = {"channel": ops, "timestamp": ts, "name": "eyes"}
    assert [api("reactions.add", **args).get("error") for _ in range(2)] == [None, "already_reacted"]
    assert fake.posts(ops)[0]["reactions"] == [{"name": "eyes", "users": [fake.bot_user], "count": 1}]
    assert [api("reactions.remove", **args).get("error") for _ in range(2)] == [None, "no_reaction"]
    assert fake.posts(ops)[0]["reactions"] == []


def test_a_permalink_of_a_reply_names_its_thread(api, ops):
    root = api.post(ops)["ts"]
    reply = api.post(ops, thread_ts=root)["ts"]
    link = api.get("chat.getPermalink", channel=ops, message_ts=reply)["permalink"]
    assert link.endswith(f"/archives/{ops}/p{reply.replace('.', '')}?thread_ts={root}&cid={ops}")
    assert api.get("chat.getPermalink", channel=ops, message_ts="1.2")["error"] == "message_not_found"


def test_the_same_client_msg_id_posts_twice(api, fake, ops):
    """There is no key for idempotence: the metadata is all that tells a second copy from a second question."""
    for _ in range(2):
        assert api.post(ops, client_msg_id="9b1d0000-0000-4000-8000-000000000000")
    assert len(fake.posts(ops)) == 2


def test_a_token_of_a_person_posts_as_that_person(fake, ops, ann):
    message = Api(fake, "xoxp-ann").post(ops, "by hand")["message"]
    assert message["user"] == ann and "bot_id" not in message


def test_a_channel_can_be_read_from_a_time_on(api, fake, ops):
    first, second, third = (api.post(ops, text)["ts"] for text in ("one", "two", "three"))
    assert [post["ts"] for post in fake.posts(ops, since=second)] == [second, third]
    assert [post["ts"] for post in fake.posts(ops)] == [first, second, third]
