"""schemathesis: what the running askd does is what its own document says, for whatever a client may send."""

import copy
import os
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from callers import Caller

EXAMPLES = int(os.environ.get("ASKD_OPENAPI_EXAMPLES", "10"))
# Everything but the shrinking of what fails: a failing example is told as it was found, and the time stays bounded.
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# A schema can't say that #research is a channel with members, that a default goes with an expiry, or that a store is
# empty: what is refused for such a reason is 422 or 409 although its shape is right.
EXCLUDED_CHECKS = [positive_data_acceptance]
# The document says what agents may send. Parameters that only they have, such as ?wait=, are none at the people's door,
# which has tests of its own for what it refuses.
EXCLUDED_FOR_PEOPLE = [*EXCLUDED_CHECKS, negative_data_rejection]

load_all_checks()


@pytest.fixture(scope="module")
def document(askd):
    return Caller(askd).read("/openapi.json")


@pytest.fixture(scope="module")
def known(agent, owner):
    """What stands behind the ids of the cases: a random id is never that of anything."""
    ask = agent.ask("Something to read", body="*All* of it", context={"task": "reading"}, form={"kind": "approval"})
    owner.comment(ask, "Hm.")
    owner.decides(ask, "approve", "fine")
    notice = agent.make("/notices", {"body": "x", "conversation": ask["conversation"]})
    return {"ask": ask["id"], "conversation": ask["conversation"], "notice": notice["id"]}


@pytest.fixture(scope="module")
def schema(document):
    return schemathesis.openapi.from_dict(document)


@pytest.fixture(scope="module")
def peoples_schema(document):
    """The same operations as people call them: what lets them in is their session's cookie."""
    document = copy.deepcopy(document)
    session = {"type": "apiKey", "in": "cookie", "name": "askd_session"}
    document["components"]["securitySchemes"] = {"session": session}
    document["security"] = [{"session": []}]
    return schemathesis.openapi.from_dict(document)


# GET /events has no end: test_events.py reads it.
for_agents = schemathesis.pytest.from_fixture("schema").exclude(operation_id="events")
# What people may call of the operations that the document describes; the others want an agent's token.
for_people = schemathesis.pytest.from_fixture("peoples_schema").include(
    operation_id=["get_ask", "list_asks", "get_conversation", "list_messages", "send_message", "me"]
)


def with_known_ids(case, known):
    for name, id in known.items():
        if name in (case.path_parameters or {}) and re.fullmatch(r"[a-z]{3}_\w{26}", str(case.path_parameters[name])):
            case.path_parameters[name] = id


def without_waiting(case):
    """A wait is at most as long as somebody wants to look at this test; test_ask_waiting.py waits."""
    if case.operation.method.upper() == "POST" and case.operation.path == "/ask":
        case.query = {**(case.query or {}), "wait": (case.query or {}).get("wait", "0")}
    for given in (case.query, case.body):
        if isinstance(given, dict) and isinstance(given.get("wait"), (str, int)) and str(given["wait"])[:1].isdigit():
            given["wait"] = "0"
    if case.headers and "Prefer" in case.headers:
        case.headers["Prefer"] = "respond-async"


def is_known_method(case):
    """askd knows no TRACE and no QUERY, for any path: that is a 501, which test_bad_input.py asks for."""
    return case.method.upper() in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def is_text_of_another_type(case):
    """A plain text has no type to violate: null is sent as the word."""
    return case.operation.path == "/ask" and not isinstance(case.body, str)


def is_of_an_agent(case):
    """An agent may be called `register`: the other methods of /agents/register are about that one."""
    return case.operation.path == "/agents/register" and case.method.upper() != "POST"


@for_agents.parametrize()
@BOUNDED
def test_an_agent_gets_what_the_document_says(case, askd, agent, known):
    if not is_known_method(case) or is_of_an_agent(case) or is_text_of_another_type(case):
        return
    with_known_ids(case, known)
    without_waiting(case)
    case.call_and_validate(
        base_url=f"{askd.url}/api/v1",
        headers={"Authorization": agent.session.headers["Authorization"]},
        excluded_checks=EXCLUDED_CHECKS,
        timeout=30,
    )


@for_people.parametrize()
@BOUNDED
def test_a_person_gets_what_the_document_says(case, askd, owner, known):
    if not is_known_method(case):
        return
    with_known_ids(case, known)
    without_waiting(case)
    # A case that leaves the cookie out means it.
    cookies = {"askd_session": owner.cookie} if "askd_session" in (case.cookies or {}) else {}
    case.call_and_validate(
        base_url=f"{askd.url}/api/v1",
        cookies=cookies,
        headers={"Origin": askd.url},
        excluded_checks=EXCLUDED_FOR_PEOPLE,
        timeout=30,
    )
