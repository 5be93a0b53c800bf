"""Lists of asks: filters, search, labels and paging, for agents and for people."""

import pytest

from problems import assert_problem


def titles(caller, query):
    return [ask["title"] for ask in caller.read(f"/asks?{query}")["asks"]]


@pytest.fixture(scope="module")
def asks(agent, owner):
    """Four asks, one in each state, oldest first."""
    question = {"form": {"kind": "approval"}}
    made = [
        agent.ask("Deploy the blue service", labels={"service": "blue", "env": "prod"}, **question),
        agent.ask("Deploy the red service", labels={"service": "red", "env": "prod"}, **question),
        agent.ask("Delete the old backups", body="They are *green* now.", labels={"env": "test"}, **question),
        agent.ask("Restart the café", expires_in="1s", **question),
    ]
    owner.decides(made[0], "approve", "with the marmalade note")
    assert agent.cancel(made[1]).status_code == 200
    assert agent.ended(made[3])["state"] == "expired"
    return made


def test_the_newest_come_first(agent, owner, asks):
    expected = [ask["id"] for ask in asks][::-1]
    for caller in (agent, owner):
        listed = [ask["id"] for ask in caller.read("/asks")["asks"]]
        assert [one for one in listed if one in expected] == expected


@pytest.mark.parametrize(
    "state, title",
    [
        ("answered", "Deploy the blue service"),
        ("cancelled", "Deploy the red service"),
        ("open", "Delete the old backups"),
        ("expired", "Restart the café"),
    ],
)
def test_one_state_can_be_listed(agent, owner, asks, state, title):
    for caller in (agent, owner):
        listed = caller.read(f"/asks?state={state}")["asks"]
        assert title in [ask["title"] for ask in listed]
        assert {ask["state"] for ask in listed} == {state}


def test_ended_is_any_but_open(agent, owner, asks):
    for caller in (agent, owner):
        listed = caller.read("/asks?state=ended")["asks"]
        assert {ask["state"] for ask in listed} == {"answered", "cancelled", "expired"}


@pytest.mark.parametrize(
    "words, found",
    [
        ("deploy", ["Deploy the red service", "Deploy the blue service"]),
        ("DEPLOY%20blue", ["Deploy the blue service"]),
        ("service+red", ["Deploy the red service"]),
        ("green", ["Delete the old backups"]),
        ("caf%C3%A9", ["Restart the café"]),
        ("deploy%20nowhere", []),
    ],
)
def test_all_words_must_be_there(agent, owner, asks, words, found):
    assert titles(agent, f"q={words}") == titles(owner, f"q={words}") == found


def test_labels_narrow_and_combine(agent, owner, asks):
    for caller in (agent, owner):
        both = titles(caller, "label.env=prod")
        assert both == ["Deploy the red service", "Deploy the blue service"]
        assert titles(caller, "label.env=prod&label.service=blue") == ["Deploy the blue service"]
        assert titles(caller, "label.env=prod&state=cancelled&q=deploy") == ["Deploy the red service"]
        assert titles(caller, "label.env=nowhere") == []


def test_people_may_list_one_agents_asks(agent, owner, asks):
    mine = agent.read("/me")["id"]
    assert len(titles(owner, f"agent={mine}")) == len(titles(owner, ""))
    assert titles(owner, "agent=agt_01ARZ3NDEKTSV4RRFFQ69G5FAV") == []
    assert_problem(owner.get("/asks?agent=x"), 400)
    assert_problem(agent.get(f"/asks?agent={mine}"), 400)


def test_pages_follow_their_links_and_hold_everything_once(agent, owner):
    expected = [agent.ask(f"Page {number}", labels={"paged": "yes"})["id"] for number in range(23)][::-1]
    for number, ask in enumerate(expected):
        if number % 3 == 0:
            agent.cancel({"id": ask})
    for caller in (agent, owner):
        path, seen = "/asks?label.paged=yes&limit=5", []
        while path:
            response = caller.get(path)
            page = response.json()
            assert response.status_code == 200 and len(page["asks"]) <= 5
            assert ("next" in page) == ("next" in response.links)
            seen += [ask["id"] for ask in page["asks"]]
            path = response.links["next"]["url"].removeprefix("/api/v1") if "next" in page else None
        assert seen == expected


def test_a_page_stays_where_it_was_when_new_asks_come(agent):
    for number in range(4):
        agent.ask(f"Still {number}", labels={"still": "yes"})
    first = agent.read("/asks?label.still=yes&limit=2")
    agent.ask("Newer", labels={"still": "yes"})
    second = agent.read(f"/asks?label.still=yes&limit=2&cursor={first['next']}")
    assert [ask["title"] for ask in first["asks"] + second["asks"]] == ["Still 3", "Still 2", "Still 1", "Still 0"]


@pytest.mark.parametrize(
    "query",
    ["state=closed", "limit=0", "limit=201", "limit=x", "limit=-1", "cursor=x", "cursor=", "label.=x", "colour=blue"],
)
def test_a_query_that_says_nothing_is_refused_by_name(agent, owner, query):
    for caller in (agent, owner):
        document = assert_problem(caller.get(f"/asks?{query}"), 400)
        assert query.partition("=")[0].partition(".")[0] in str(document), document


def test_a_token_that_is_good_is_never_told_to_sign_in(agent):
    """GET /notices is the people's: an agent's token is known there, so that 401 would be wrong."""
    response = agent.get("/notices")
    assert response.status_code in (200, 403, 405), response.text


def test_a_search_has_a_length_for_agents_and_for_people(agent, owner):
    for caller in (agent, owner):
        assert caller.read(f"/asks?q={'x' * 200}")["asks"] == []
        assert_problem(caller.get(f"/asks?q={'x' * 201}"), 400)
