"""How every call is read and answered: bodies, tokens, scopes, warnings, errors, and limits."""

import pytest
import requests

from callers import Api, section


def test_a_form_and_json_say_the_same(api, fake, ops):
    blocks = [section("Deploy *1.4.2*?", block_id="q")]
    metadata = {"event_type": "askd_question", "event_payload": {"qid": "01JZ8"}}
    for call in (api.ok, api.form):
        answer = call("chat.postMessage", channel=ops, text="Deploy?", blocks=blocks, metadata=metadata)
        assert answer["ok"] and answer["channel"] == ops
        assert answer["message"]["blocks"] == blocks and answer["message"]["metadata"] == metadata
        assert (answer["message"]["bot_id"], answer["message"]["app_id"]) == (fake.bot, fake.app)
    assert [post["text"] for post in fake.posts(ops)] == ["Deploy?", "Deploy?"]


def test_case_1_auth_test_says_who_the_app_is(api, fake):
    answer = api.ok("auth.test")
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (fake.team, fake.bot_user, fake.bot)
    scopes = api.response("auth.test").headers["x-oauth-scopes"].split(",")
    assert "chat:write" in scopes and "im:write" in scopes


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive", "token_expired"])
def test_case_1_a_revoked_token_gets_its_error_everywhere(api, fake, ops, error):
    fake.do("revoke", token=fake.bot_token, error=error)
    assert api("auth.test")["error"] == error
    assert api("chat.postMessage", channel=ops, text="x")["error"] == error


def test_tokens_are_told_apart(fake, ops):
    assert Api(fake, "xoxb-unknown")("auth.test")["error"] == "invalid_auth"
    assert Api(fake, fake.app_token)("chat.postMessage", channel=ops, text="x")["error"] == "not_allowed_token_type"
    assert Api(fake, fake.bot_token)("apps.connections.open")["error"] == "not_allowed_token_type"
    bare = requests.post(fake.api + "auth.test", timeout=20).json()
    assert bare == {"ok": False, "error": "not_authed"}


def test_an_app_token_counts_in_the_header_alone(fake):
    asked = requests.post(fake.api + "apps.connections.open", data={"token": fake.app_token}, timeout=20)
    assert asked.json()["error"] == "not_authed"
    bot = requests.post(fake.api + "auth.test", data={"token": fake.bot_token}, timeout=20)
    assert bot.json()["ok"]
    query = requests.post(fake.api + "auth.test", params={"token": fake.bot_token}, timeout=20)
    assert query.json()["error"] == "not_authed", "a query is logged by everybody"


def test_case_2_a_missing_scope_names_itself(api, fake, ann):
    fake.set(scopes=["chat:write", "users:read"])
    answer = api("conversations.open", users=ann)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:write")
    assert answer["provided"] == "chat:write,users:read"
    assert api("users.lookupByEmail", email="ann@acme.example")["needed"] == "users:read.email"
    assert "email" not in api.get("users.info", user=ann)["user"]["profile"]


def test_json_without_a_charset_is_warned_of(api, fake):
    headers = {**api.headers, "Content-Type": "application/json"}
    answer = requests.post(fake.api + "auth.test", data="{}", headers=headers, timeout=20).json()
    assert answer["warning"] == "missing_charset"
    assert answer["response_metadata"]["warnings"] == ["missing_charset"]
    assert "warning" not in api("auth.test")


def test_reading_methods_do_not_read_json(api, ann):
    assert api("users.info", user=ann)["error"] == "user_not_found"
    assert api.form("users.info", user=ann)["user"]["name"] == "ann"
    assert api.get("users.info", user=ann)["user"]["name"] == "ann"


def test_writing_methods_take_no_get(api, ops):
    assert api.get("chat.postMessage", channel=ops, text="x")["error"] == "insecure_request"


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[1]", "json_not_object")])
def test_broken_json_has_an_error_of_its_own(api, fake, body, error):
    headers = {**api.headers, "Content-Type": "application/json; charset=utf-8"}
    answer = requests.post(fake.api + "chat.postMessage", data=body, headers=headers, timeout=20)
    assert (answer.status_code, answer.json()["error"]) == (200, error)


def test_an_unknown_method_is_an_answer(api):
    assert api("chat.nosuch")["error"] == "unknown_method"


def test_arguments_that_the_reference_does_not_list_are_noted(api, fake, ops):
    api.post(ops, colour="red")
    assert fake.calls("chat.postMessage")[-1]["strange"] == ["colour"]
    api.post(ops)
    assert fake.calls("chat.postMessage")[-1]["strange"] == []


def test_case_51_tokens_are_not_kept_in_the_calls(api, fake):
    api.form("auth.test", token=fake.bot_token)
    assert fake.bot_token not in str(fake.calls())
    assert fake.calls("auth.test")[-1]["args"] == {"token": "…"}


def test_tiers_limit_calls_per_minute_and_method(fake, api, ann):
    fake.set(tiers={3: 2, 4: 100})
    asked = [api.response("conversations.open", users=ann).status_code for _ in range(3)]
    assert asked == [200, 200, 429]
    refused = api.response("conversations.open", users=ann)
    assert 55 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.json() == {"ok": False, "error": "ratelimited"}
    assert api.get("users.info", user=ann)["ok"], "another method goes on"
    fake.advance(61)
    assert api.ok("conversations.open", users=ann)


def test_a_channel_takes_about_one_message_per_second(fake, api, ops, ann):
    other = fake.channel("other", ann)
    posts = [api.response("chat.postMessage", channel=ops, text=str(n)) for n in range(5)]
    assert [post.status_code for post in posts] == [200, 200, 200, 200, 429]
    assert posts[-1].headers["Retry-After"] == "1"
    assert api.post(other)
    fake.advance(1)
    assert api.post(ops)
    assert len(fake.posts(ops)) == 5
    fake.set(limited=False)
    assert all(api.post(ops) for _ in range(5))


def test_case_5_to_7_a_limit_comes_with_a_wait_without_one_or_in_the_body(api, fake, ops):
    fake.fault("chat.postMessage", "limit", retry_after=3, when={"channel": ops})
    fake.fault("chat.postMessage", "limit")
    fake.fault("chat.postMessage", "limit", in_body=True)
    assert api.ok("auth.test")
    first, second = (api.response("chat.postMessage", channel=ops, text="x") for _ in range(2))
    assert (first.status_code, first.headers["Retry-After"]) == (429, "3")
    assert second.status_code == 429 and "Retry-After" not in second.headers
    assert api("chat.postMessage", channel=ops, text="x") == {"ok": False, "error": "ratelimited"}
    assert fake.posts(ops) == []
    assert api.post(ops)


def test_people_are_found_by_address_whatever_its_case(api, fake, ann):
    found = api.form("users.lookupByEmail", email="ANN@acme.example")
    assert (found["user"]["id"], found["user"]["profile"]["email"]) == (ann, "ann@acme.example")
    assert api.form("users.lookupByEmail", email="nobody@acme.example")["error"] == "users_not_found"
    fake.do("deactivate", user=ann)
    assert api.form("users.lookupByEmail", email="ann@acme.example")["error"] == "users_not_found"
    assert api("conversations.open", users=ann)["error"] == "user_disabled"


def test_the_rest_of_the_directory_answers(api, fake, ops, ann):
    assert api.get("team.info")["team"]["id"] == fake.team
    assert api.get("bots.info", bot=fake.bot)["bot"]["user_id"] == fake.bot_user
    assert api.get("bots.info", bot="B0X")["error"] == "bot_not_found"
    assert [one["id"] for one in api.get("users.conversations")["channels"]] == [ops]
    assert api.get("users.conversations", types="nosuch")["error"] == "invalid_types"
    members = [one["name"] for one in api.get("users.list")["members"]]
    assert members == ["askd", "ann", "ben"]
    fake.do("rename_user", user=ann, name="anna")
    assert api.get("users.info", user=ann)["user"]["name"] == "anna"


def test_cursors_lead_through_all_pages_once(api, fake, ops):
    seen, cursor = [], ""
    while True:
        page = api.get("conversations.members", channel=ops, limit=2, cursor=cursor)
        seen.append(page["members"])
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert [len(one) for one in seen] == [2, 1] and len(set(sum(seen, []))) == 3
    assert api.get("conversations.members", channel=ops, cursor="nonsense")["error"] == "invalid_cursor"
