"""The audit log: who may read it, and what must not stand in it."""

import pytest

from callers import PASSWORD
from problems import assert_problem


def test_an_agent_that_may_reads_the_same_log_as_the_owner(agent, owner):
    ask = agent.ask("Is this kept?", form={"kind": "approval"})
    owner.decides(ask, "approve")
    mine = agent.read("/audit?after=0&limit=200")["records"]
    assert mine == owner.read("/audit?after=0&limit=200")["records"][: len(mine)]
    kinds = [record["fact"]["kind"] for record in mine]
    assert kinds.index("ask.opened") < kinds.index("ask.answered")
    assert agent.read("/audit?limit=1")["records"][0]["seq"] >= len(mine)


def test_no_password_and_no_token_can_be_read_there(agent, owner, member):
    assert member.get("/me").status_code == 200
    for texts in ("resolved", "hashed"):
        log = owner.get(f"/audit?after=0&limit=200&texts={texts}").text
        assert '"person.declared"' in log
        for secret in ("scrypt", PASSWORD, agent.askd.token(), owner.session.headers["Cookie"].split("=")[1]):
            assert secret not in log


@pytest.mark.parametrize("query", ["after=-1", "after=x", "before=0", "before=", "texts=all", "limit=0"])
def test_what_is_no_place_in_the_log_is_refused(agent, owner, query):
    for caller in (agent, owner):
        assert_problem(caller.get(f"/audit?{query}"), 400)


def test_without_a_token_or_a_session_nobody_reads_it(stranger):
    assert_problem(stranger.get("/audit"), 401)


@pytest.mark.parametrize("method, path", [("GET", "/people"), ("POST", "/people/invites"), ("POST", "/asks/{}/answer")])
def test_what_is_for_people_is_403_for_a_token(agent, method, path):
    """A good token is never told that it isn't known; it may only not do this."""
    ask = agent.ask("Who answers?")
    headers = {"Origin": agent.askd.url}
    assert_problem(agent.call(method, path.format(ask["id"]), {"value": "me"}, headers=headers), 403)
    assert agent.shown(ask)["state"] == "open"
