"""What callers can learn of themselves and of askd: /me, /channels, /agent.md, /openapi.json."""

import jsonschema
import pytest

from conftest import ROOMY
from enrollment import classes_yaml, enroll
from problems import assert_problem


@pytest.fixture(scope="module")
def settings(folder):
    writers, readers = {"capabilities": "[post_messages]"}, {"channels": '["#general"]'}
    return ROOMY + classes_yaml(folder, writers=writers, readers=readers)


def test_an_agent_learns_who_it_is(agent):
    me = agent.read("/me")
    assert me["kind"] == "agent" and me["name"] == "first-agent" and me["team"] == "default"
    assert "ask_humans" in me["capabilities"] and "manage_agents" not in me["capabilities"]
    assert [channel["name"] for channel in me["channels"]] == ["#general"]
    assert "token" not in me and "hash" not in str(me)


def test_a_person_learns_who_they_are(owner, member):
    me = owner.read("/me")
    assert (me["kind"], me["name"], me["email"], me["role"]) == ("person", "Ana", "ana@example.com", "owner")
    assert member.read("/me")["role"] == "member"
    assert "password" not in str(me)


def test_without_either_the_answer_says_how_to_come_back(stranger):
    document = assert_problem(stranger.get("/me"), 401)
    assert "Bearer" in document["detail"]


def test_channels_are_listed(agent):
    channels = agent.read("/channels")["channels"]
    assert [(channel["name"], channel["member"], channel["tags"]) for channel in channels] == [("#general", True, [])]


def test_the_page_for_agents_holds_what_this_token_may_do(agent, stranger):
    response = agent.get("/agent.md")
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("text/markdown")
    me = agent.read("/me")
    for word in (*me["capabilities"], me["id"], "#general", agent.askd.url, "Idempotency-Key", "until=activity"):
        assert word in response.text, word
    assert agent.get("//agent.md").text == response.text
    assert_problem(stranger.get("//agent.md"), 401)


def test_the_document_is_openapi_and_names_every_verb(stranger):
    document = stranger.read("/openapi.json")
    assert document["openapi"].startswith("3.1.")
    paths = document["paths"]
    verbs = {(method, path) for path, methods in paths.items() for method in methods}
    for verb in (
        ("post", "/asks"),
        ("get", "/asks"),
        ("get", "/asks/{ask}"),
        ("post", "/asks/{ask}/cancel"),
        ("post", "/asks/{ask}/supersede"),
        ("post", "/asks/{ask}/messages"),
        ("get", "/conversations/{conversation}/messages"),
        ("post", "/notices"),
        ("get", "/events"),
        ("post", "/events/ack"),
        ("post", "/ask"),
        ("post", "/bootstrap"),
        ("get", "/me"),
        ("get", "/agent.md"),
        ("get", "/channels"),
        ("post", "/channels"),
        ("get", "/channels/{channel}"),
        ("patch", "/channels/{channel}"),
        ("get", "/channels/{channel}/members"),
        ("post", "/channels/{channel}/members"),
        ("delete", "/channels/{channel}/members"),
        ("get", "/channels/{channel}/messages"),
        ("post", "/channels/{channel}/messages"),
        ("post", "/agents/register"),
        ("get", "/agents/registrations/{registration}"),
        ("get", "/agents"),
        ("get", "/agents/{agent}"),
        ("delete", "/agents/{agent}"),
        ("post", "/agents/{agent}/rotate"),
        ("post", "/agents/{agent}/webhook/redrive"),
        ("put", "/me/webhook"),
        ("get", "/me/webhook"),
        ("delete", "/me/webhook"),
    ):
        assert verb in verbs, verb
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    text = stranger.get("/openapi.json").text
    for name in [part.split('"')[0] for part in text.split("#/components/schemas/")[1:]]:
        assert name in schemas, name


def test_the_page_for_agents_tells_of_channels_and_streams(agent, owner):
    owner.make("/channels", {"name": "#quiet", "description": "For *nobody*"})
    text = agent.get("/agent.md").text
    for word in ("/ws", "new_message", "message.created", "/api/v1/me/webhook", "@human", "#quiet", "For *nobody*"):
        assert word in text, word
    general = next(line for line in text.splitlines() if line.startswith("- `#general`"))
    quiet = next(line for line in text.splitlines() if line.startswith("- `#quiet`"))
    assert "member" in general and "member" not in quiet


def test_the_page_tells_an_agent_only_what_it_may(askd):
    only_posts = enroll(askd, "posts", "writers").get("/agent.md").text
    assert "`post_messages`" in only_posts and "ask_humans" not in only_posts
    assert "/notices" in only_posts and "/api/v1/asks" not in only_posts and "## Channels" not in only_posts
    only_reads = enroll(askd, "reads", "readers").get("/agent.md").text
    assert "## Channels" in only_reads and "/notices" not in only_reads
    # Whoever may only read isn't shown how to speak.
    assert "POST /api/v1/channels" not in only_reads


def test_the_way_in_is_documented_as_one_for_anyone(stranger):
    register = stranger.read("/openapi.json")["paths"]["/agents/register"]["post"]
    assert register["security"] == [] and {"201", "202", "401", "403", "409", "429"} <= set(register["responses"])
    secret = next(parameter for parameter in register["parameters"] if parameter["name"] == "X-Agent-Secret")
    assert secret["in"] == "header"


@pytest.mark.parametrize("page", ["/livez", "/readyz", "/readyz?verbose", "/metrics"])
def test_operators_read_health_and_metrics(stranger, page):
    response = stranger.get("/" + page)
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("text/plain")
    if "verbose" in page:
        assert "[+] store ok" in response.text and "[-]" not in response.text


def test_metrics_count_what_happens(agent, owner, stranger):
    def metric(name):
        lines = stranger.get("//metrics").text.splitlines()
        return float(next(line for line in lines if line.startswith(name + " ")).split()[1])

    names = ("askd_asks_created_total", 'askd_asks_settled_total{outcome="answered"}', "askd_notices_total")
    before = [metric(name) for name in names]
    owner.decides(agent.ask(), "x")
    agent.make("/notices", {"body": "x"})
    assert [metric(name) for name in names] == [value + 1 for value in before]
    still_open = metric("askd_asks_open")
    agent.ask()
    assert metric("askd_asks_open") == still_open + 1


def test_metrics_are_for_this_machine(stranger):
    assert_problem(stranger.get("//metrics", headers={"X-Forwarded-For": "192.0.2.60"}), 403)
