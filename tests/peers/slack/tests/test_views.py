"""Modals: triggers, hashes, stacks, what is filled in, and what the app answers. Uploads are at the end."""

import concurrent.futures
import threading

import pytest
import requests

from callers import actions, button, modal, option, select, text_input


@pytest.fixture(autouse=True)
def unlimited(fake):
    fake.set(limited=False)


@pytest.fixture
def trigger(fake, api, ann, ops):
    """Makes triggers, each by a press."""
    ts = api.post(ops, blocks=[actions(button())])["ts"]
    return lambda: fake.press(ann, ops, ts, "yes", wait=False)["payload"]["trigger_id"]


@pytest.fixture
def listening(dial, fake, trigger):
    """A connection that has heard everything so far, and answers a submission in another thread."""
    app = dial()

    def answer(payload, act):
        def serve():
            envelope = app.read()
            while envelope["type"] != "interactive" or not envelope["payload"]["type"].startswith("view"):
                app.ack(envelope)
                envelope = app.read()
            app.ack(envelope, payload)

        thread = threading.Thread(target=serve)
        thread.start()
        done = act()
        thread.join()
        return done

    return answer


def test_case_43_a_trigger_opens_one_view_within_3_s(api, fake, trigger):
    view = modal(text_input())
    first = trigger()
    assert api.ok("views.open", trigger_id=first, view=view)["view"]["id"].startswith("V")
    assert api("views.open", trigger_id=first, view=view)["error"] == "exchanged_trigger_id"
    assert api("views.open", trigger_id="1.2.x", view=view)["error"] == "invalid_trigger_id"
    late = trigger()
    fake.advance(3.1)
    assert api("views.open", trigger_id=late, view=view)["error"] == "expired_trigger_id"


def test_a_view_comes_back_with_what_the_platform_knows(api, fake, trigger):
    metadata = '{"qid": "01JZ8"}'
    view = modal(text_input(), private_metadata=metadata, external_id="askd-1", notify_on_close=True)
    made = api.form("views.open", trigger_id=trigger(), view=view)["view"]
    assert (made["private_metadata"], made["external_id"], made["callback_id"]) == (metadata, "askd-1", "askd:answer")
    assert made["root_view_id"] == made["id"] and made["previous_view_id"] is None and made["app_id"] == fake.app
    assert made["state"]["values"]["ans"]["txt"] == {"type": "plain_text_input", "value": None}
    assert api("views.open", trigger_id=trigger(), view=view)["error"] == "duplicate_external_id"


def test_a_view_is_changed_by_id_or_external_id_and_only_with_the_newest_hash(api, fake, ann, trigger):
    made = api.ok("views.open", trigger_id=trigger(), view=modal(text_input(), external_id="askd-1"))["view"]
    changed = api.ok("views.update", view_id=made["id"], hash=made["hash"], view=modal(text_input("b")))["view"]
    assert changed["hash"] != made["hash"] and fake.views(ann)[0]["blocks"][0]["block_id"] == "b"
    assert api("views.update", view_id=made["id"], hash=made["hash"], view=modal(text_input()))["error"] == (
        "hash_conflict"
    )
    assert api("views.update", external_id="askd-1", view=modal(text_input()))["error"] == "not_found"
    assert api("views.update", view_id="V0NOSUCH", view=modal(text_input()))["error"] == "not_found"


def test_at_most_three_views_lie_on_each_other(api, fake, ann, trigger):
    view = modal(text_input(), actions(button("more")))
    api.ok("views.open", trigger_id=trigger(), view=view)
    for count in (2, 3, 4):
        pressed = fake.do("use_in_view", user=ann, name="more", wait=False)["payload"]
        answer = api("views.push", trigger_id=pressed["trigger_id"], view=view)
        assert answer.get("error") == (None if count < 4 else "push_limit_reached")
    assert len(fake.views(ann)) == 3
    assert api("views.push", trigger_id=trigger(), view=view)["error"] == "not_found", "a press in a message"


def test_a_view_of_250_kb_is_too_large(api, trigger):
    blocks = [{"type": "markdown", "text": "x" * 11_900}] * 22
    assert api("views.open", trigger_id=trigger(), view=modal(*blocks))["error"] == "view_too_large"


def test_case_42_a_submission_holds_all_inputs(api, fake, ann, trigger, listening):
    blocks = [
        text_input(),
        text_input("note", "note") | {"optional": True},
        text_input("pick") | {"element": select("s", "1", "2")},
        text_input("all") | {"element": select("c", "1", "2", kind="checkboxes")},
    ]
    api.ok("views.open", trigger_id=trigger(), view=modal(*blocks))
    with pytest.raises(AssertionError, match="fill in pick"):
        fake.submit(ann, {"txt": "ship it", "c": ["1"]})
    sent = listening(None, lambda: fake.submit(ann, {"s": "2"}))
    values = sent["payload"]["view"]["state"]["values"]
    assert values["ans"]["txt"]["value"] == "ship it" and values["note"]["note"]["value"] is None
    assert values["pick"]["s"]["selected_option"] == option("2")
    assert values["all"]["c"]["selected_options"] == [option("1")]
    assert (sent["payload"]["type"], sent["then"], fake.views(ann)) == ("view_submission", "closed", [])


@pytest.mark.parametrize(
    ("answer", "then", "left"),
    [
        ({"response_action": "errors", "errors": {"ans": "too short"}}, "errors", ["ans"]),
        ({"response_action": "errors", "errors": {"nosuch": "too short"}}, "failed", ["ans"]),
        ({"response_action": "update", "view": modal(text_input("b"))}, "update", ["b"]),
        ({"response_action": "push", "view": modal(text_input("b"))}, "push", ["ans", "b"]),
        ({"response_action": "clear"}, "clear", []),
        ({}, "closed", []),
    ],
)
def test_case_42_the_app_answers_a_submission(api, fake, ann, trigger, listening, answer, then, left):
    api.ok("views.open", trigger_id=trigger(), view=modal(text_input()))
    sent = listening(answer, lambda: fake.submit(ann, {"txt": "x"}))
    assert sent["then"] == then
    assert [view["blocks"][0]["block_id"] for view in fake.views(ann)] == left


def test_a_submission_that_nobody_takes_stays_open_with_an_error(api, fake, ann, trigger):
    api.ok("views.open", trigger_id=trigger(), view=modal(text_input()))
    assert fake.submit(ann, {"txt": "x"})["then"] == "failed"
    assert len(fake.views(ann)) == 1


def test_case_42_closing_is_told_to_who_asked(api, fake, ann, trigger, listening):
    api.ok("views.open", trigger_id=trigger(), view=modal(text_input()))
    assert fake.dismiss(ann) is None and fake.views(ann) == []
    api.ok("views.open", trigger_id=trigger(), view=modal(text_input(), notify_on_close=True))
    told = listening(None, lambda: fake.dismiss(ann))
    assert (told["payload"]["type"], told["payload"]["is_cleared"]) == ("view_closed", False)


def test_a_field_takes_only_its_length(api, fake, ann, trigger):
    api.ok("views.open", trigger_id=trigger(), view=modal(text_input(max_length=5)))
    with pytest.raises(AssertionError, match="neither so little nor so much"):
        fake.submit(ann, {"txt": "too long"})


def upload(api, content=b"diff", length=4, name="a.diff"):
    made = api.get("files.getUploadURLExternal", filename=name, length=length)
    return made["file_id"], requests.post(made["upload_url"], data=content, timeout=20)


def test_case_50_a_file_is_shared_in_three_steps(api, fake, ops):
    root = api.post(ops)["ts"]
    file, sent = upload(api)
    assert sent.status_code == 200 and fake.do("files")[0]["completed"] is False
    files = [{"id": file, "title": "The diff"}]
    done = api.ok("files.completeUploadExternal", files=files, channel_id=ops, thread_ts=root, initial_comment="See")
    assert done["files"][0]["title"] == "The diff" and "ts" not in done
    post = fake.posts(ops)[-1]
    assert (post["subtype"], post["thread_ts"], post["text"], post["seen"]["files"]) == (
        "file_share", root, "See", ["a.diff"])  # fmt: skip
    assert api.get("files.info", file=file)["file"]["shares"]["public"][ops][0]["ts"] == post["ts"]
    assert api("files.completeUploadExternal", files=files)["error"] == "file_not_found", "it was completed"


@pytest.mark.parametrize("length", [3, 5])
def test_case_50_another_length_than_announced_is_refused(api, fake, length):
    file, sent = upload(api, length=length)
    assert sent.status_code == 400 and fake.do("files")[0]["content"] is None
    assert api("files.completeUploadExternal", files=[{"id": file}])["error"] == "file_not_found"
    # The same address takes the right bytes afterwards.
    again = requests.post(f"{fake.url}/upload/v1/{file}", data=b"x" * length, timeout=20)
    assert again.status_code == 200 and api.ok("files.completeUploadExternal", files=[{"id": file}])


def test_case_50_an_upload_is_kept_among_the_calls(api, fake):
    file, _ = upload(api)
    upload(api, length=5)
    taken, refused = fake.calls("upload")
    assert (taken["args"], taken["status"], taken["authorized"]) == ({"file": file}, 200, False)
    assert refused["status"] == 400 and taken["at"] < refused["at"]


@pytest.mark.parametrize("kind", ["drop", "lost"])
def test_case_50_an_upload_can_break_off(api, fake, kind):
    fake.fault("upload", kind)
    with pytest.raises(requests.ConnectionError):
        upload(api)
    assert (fake.do("files")[0]["content"] is None) == (kind == "drop")
    assert api("files.completeUploadExternal", files=[])["error"] == "invalid_arguments"


@pytest.mark.parametrize("kind", ["hold", "stall"])
def test_case_50_an_upload_can_wait_for_its_release(api, fake, kind):
    """Before the bytes are taken, or after it, and then only the answer stays away."""
    fake.fault("upload", kind)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        sending = pool.submit(upload, api)
        fake.until(lambda: fake.do("held"))
        assert (fake.do("files")[0]["content"] is None) == (kind == "hold") and not sending.done()
        fake.release()
        assert sending.result()[1].status_code == 200 and fake.do("files")[0]["content"] == "diff"


def test_an_upload_may_be_a_form(api, fake):
    made = api.form("files.getUploadURLExternal", filename="a", length=3)
    assert requests.post(made["upload_url"], files={"file": ("a", b"abc")}, timeout=20).ok
    assert fake.do("files")[0]["content"] == "abc"
