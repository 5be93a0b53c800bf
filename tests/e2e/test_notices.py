"""Notices: what needs no answer, with deliveries of its own."""

import pytest

from callers import sequence_of
from problems import assert_problem


def test_a_notice_says_where_it_went_and_people_see_it(agent, owner):
    given = {
        "title": "Nightly run",
        "body": "All **214** checks passed.",
        "severity": "success",
        "to": ["#general"],
        "links": [{"label": "The run", "url": "https://ci.example/81"}],
    }
    response = agent.post("/notices", given)
    assert response.status_code == 201
    notice = response.json()
    assert response.headers["Location"] == f"/api/v1/notices/{notice['id']}"
    assert {name: notice[name] for name in given} == given
    assert notice["agent"]["name"] == "first-agent" and notice["team"] == "default"
    assert notice["deliveries"] == [{"backend": "inbox", "room": "inbox", "state": "sent"}]
    assert notice["reach"] == "all"
    assert agent.read(f"/notices/{notice['id']}") == notice
    seen = owner.read("/notices")["notices"][0]
    assert seen["id"] == notice["id"] and "<strong>214</strong>" in seen["body_html"]


def test_a_body_is_enough(agent):
    notice = agent.make("/notices", {"body": "x"})
    assert (notice["title"], notice["severity"], notice["to"], notice["links"]) == ("", "info", [], [])


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({}, ["/body"]),
        ({"body": ""}, ["/body"]),
        ({"body": "x" * 20001}, ["/body"]),
        ({"body": "x", "title": "y" * 151, "severity": "awful"}, ["/title", "/severity"]),
        ({"body": "x", "links": [{"label": "x", "url": "javascript:alert(1)"}]}, ["/links/0/url"]),
        ({"body": "x", "links": [{"label": ""}]}, ["/links/0/label", "/links/0/url"]),
        ({"body": "x", "to": ["#nowhere"]}, ["/to/0"]),
        ({"body": "x", "form": {"kind": "approval"}}, ["/form"]),
        ([], [""]),
    ],
)
def test_a_notice_that_is_not_valid_is_refused_with_every_fault(agent, body, pointers):
    before = sequence_of(agent.askd)
    assert_problem(agent.post("/notices", body), 422, pointers=pointers)
    assert sequence_of(agent.askd) == before


def test_a_notice_to_one_person_is_not_shown_to_another(agent, owner, member, third):
    notice = agent.make("/notices", {"body": "For Ben", "to": ["@Ben"]})
    assert notice["id"] in [one["id"] for one in member.read("/notices")["notices"]]
    assert notice["id"] not in [one["id"] for one in third.read("/notices")["notices"]]
    assert_problem(third.get(f"/conversations/{notice['conversation']}"), 404)


def test_notices_are_paged_for_people(agent, owner):
    ids = [agent.make("/notices", {"body": f"notice {number}"})["id"] for number in range(5)][::-1]
    first = owner.get("/notices?limit=3")
    assert [one["id"] for one in first.json()["notices"]] == ids[:3]
    path = first.links["next"]["url"].removeprefix("/api/v1")
    assert [one["id"] for one in owner.read(path)["notices"][:2]] == ids[3:]


def test_a_notice_that_is_not_there_is_404(agent):
    assert_problem(agent.get("/notices/ntc_01ARZ3NDEKTSV4RRFFQ69G5FAV"), 404)
    assert_problem(agent.get("/notices/x"), 404)
