"""Fixtures for tests that each want a Slack of their own and an askd that stands on it; a test file imports them."""

import pytest

from callers import Agent
from slack_askd import a_place, standing_on


@pytest.fixture
def place():
    with a_place() as place:
        place.fake.set(limited=False)
        yield place


@pytest.fixture
def askd(place, tmp_path):
    with standing_on(place, tmp_path) as server:
        yield server


@pytest.fixture
def agent(askd):
    return Agent.of(askd)
