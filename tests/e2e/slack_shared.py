"""Fixtures for test files whose tests share one Slack and the askd that stands on it; a test file imports them."""

import pytest

from callers import Agent
from slack_askd import a_place, standing_on


@pytest.fixture(scope="module")
def place():
    with a_place() as place:
        place.fake.set(limited=False)
        yield place


@pytest.fixture(scope="module")
def askd(place, folder):
    with standing_on(place, folder) as server:
        yield server


@pytest.fixture(scope="module")
def token(askd):
    return askd.token()


@pytest.fixture
def agent(askd, token):
    """With connections of its own: some of these tests start askd again."""
    return Agent.with_token(askd, token)
