"""What callers can learn of themselves and of askd: /me, /channels, /agent.md, /openapi.json."""

import jsonschema
import pytest

from problems import assert_problem


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
    ):
        assert verb in verbs, verb
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    text = stranger.get("/openapi.json").text
    for name in [part.split('"')[0] for part in text.split("#/components/schemas/")[1:]]:
        assert name in schemas, name


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
