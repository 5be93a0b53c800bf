"""schemathesis: what the running askd does is what its own document says, for whatever a client may send."""

import copy
import itertools
import os
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from callers import Caller
from conftest import ROOMY
from enrollment import ALL, classes_yaml, enroll, pending, secret_of

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

ADDRESSES = itertools.cycle(range(256))
# What stands in a path instead of an id: a name.
NAME = re.compile(r"[^/\\\x00-\x1f\x7f-\x9f]+")

load_all_checks()


@pytest.fixture(scope="module", name="settings")
def settings_of_askd(folder):
    everything = {"capabilities": f"[{ALL}]", "channels": '["#general"]'}
    guarded = {"approval": '"#general"'}
    return ROOMY + classes_yaml(folder, workers=everything, guarded=guarded)


@pytest.fixture(scope="module")
def agent(askd):
    return enroll(askd, "fuzzer")


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
    channel = agent.make("/channels", {"name": "#fuzzed"})
    agent.make("/channels/fuzzed/messages", {"content": "@human"})
    return {
        "ask": ask["id"],
        "conversation": ask["conversation"],
        "notice": notice["id"],
        "channel": channel["id"],
        "agent": enroll(agent.askd, "victim").id,
        "registration": pending(agent.askd, "waits", "guarded"),
    }


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
    operation_id=[
        *("get_ask", "list_asks", "get_conversation", "list_messages", "send_message", "me"),
        *("list_channels", "get_channel", "create_channel", "change_channel", "list_channel_messages"),
        *("list_members", "add_member", "remove_member", "speak_in_channel"),
        *("list_agents", "get_agent", "rotate_agent", "revoke_agent", "redrive_webhook"),
    ]
)


def with_known_ids(case, known):
    """Of names only most: some stand for nobody. What a case got wrong stays wrong."""
    for name, id in known.items():
        given = str((case.path_parameters or {}).get(name, ""))
        named = name in ("channel", "agent", "registration") and len(given) % 3 and NAME.fullmatch(given)
        if named or re.fullmatch(r"[a-z]{3}_\w{26}", given):
            case.path_parameters[name] = id


def with_a_known_secret(case):
    """A wrong one is refused before anything else is looked at, and too many from one address are guessing."""
    if case.operation.path != "/agents/register":
        return
    headers = dict(case.headers or {})
    if headers.get("X-Agent-Secret"):
        headers["X-Agent-Secret"] = secret_of("workers")
    case.headers = {**headers, "X-Forwarded-For": f"203.0.113.{next(ADDRESSES)}"}


def without_calling_out(case):
    """A webhook to somewhere would be called; test_webhooks.py has a receiver."""
    if isinstance(case.body, dict) and str(case.body.get("url", "")).startswith("http"):
        case.body["url"] = "https://127.0.0.1/"


def without_waiting(case):
    """A wait is at most as long as somebody wants to look at this test; test_ask_waiting.py waits."""
    if case.operation.method.upper() == "POST" and case.operation.path == "/ask":
        case.query = {**(case.query or {}), "wait": (case.query or {}).get("wait", "0")}
    for given in (case.query, case.body):
        if isinstance(given, dict) and isinstance(given.get("wait"), (str, int)) and str(given["wait"])[:1].isdigit():
            given["wait"] = "0"
    if case.headers and "Prefer" in case.headers:
        case.headers["Prefer"] = "respond-async"


def authorization_of(case, agent):
    """A case that leaves the header out, or spoils it, means it."""
    given = str((case.headers or {}).get("Authorization", ""))
    return {"Authorization": f"Bearer {agent.token}"} if given.startswith("Bearer ") else {}


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
    with_a_known_secret(case)
    without_waiting(case)
    without_calling_out(case)
    case.call_and_validate(
        base_url=f"{askd.url}/api/v1",
        headers=authorization_of(case, agent),
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
