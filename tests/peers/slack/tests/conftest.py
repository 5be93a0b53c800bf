"""A fresh fake for each test, with two people and a channel."""

import pathlib
import sys

import pytest

PEERS = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PEERS))

import slack  # noqa: E402
from callers import Api, Socket  # noqa: E402


@pytest.fixture
def fake():
    with slack.running() as workspace:
        yield workspace


@pytest.fixture
def ann(fake):
    return fake.person("ann")


@pytest.fixture
def ben(fake):
    return fake.person("ben")


@pytest.fixture
def ops(fake, ann, ben):
    return fake.channel("ops", ann, ben)


@pytest.fixture
def api(fake):
    return Api(fake)


@pytest.fixture
def dial(fake):
    """Opens connections, and closes them at the end."""
    opened = []

    def make(**more):
        opened.append(Socket(fake, **more))
        return opened[-1]

    yield make
    for one in opened:
        one.close()
