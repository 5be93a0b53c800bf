"""What the end-to-end tests share: for each file one askd on a new store, its first agent, and people."""

import os
import pathlib
import sys
import tempfile

import pytest

# Nothing is written into the source tree.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(pathlib.Path(tempfile.gettempdir()) / "askd-hypothesis"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from callers import Agent, Caller, Person  # noqa: E402
from rig import Askd  # noqa: E402
from slack_askd import a_place  # noqa: E402

# An agent of the tests asks for more than one of the field does.
ROOMY = "limits: {open_asks_per_agent: 100000, requests_per_minute: 1000000}\n"


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes more than ten seconds, since a limit of askd's own does")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("askd")


@pytest.fixture(scope="module")
def settings():
    """The askd.yaml of this file's askd; a file with another one overrides this."""
    return ROOMY


@pytest.fixture(scope="module")
def askd(folder, settings):
    config = folder / "askd.yaml"
    config.write_text(settings)
    server = Askd(folder / "store", "--config", str(config)).start()
    yield server
    assert server.stop() == 0, server.said()
    assert "level=error" not in server.said() and '"level":"error"' not in server.said(), server.said()


@pytest.fixture(scope="module")
def owner(askd):
    """Ana, who came in by the owner's one-time link."""
    return Person.accept(askd, askd.link(), "Ana")


@pytest.fixture(scope="module")
def member(owner):
    return owner.invite("Ben")


@pytest.fixture(scope="module")
def third(owner):
    return owner.invite("Cleo")


@pytest.fixture(scope="module")
def agent(askd):
    return Agent.of(askd)


@pytest.fixture(scope="module")
def stranger(askd):
    """Whoever shows neither a token nor a session."""
    return Caller(askd)


@pytest.fixture
def place():
    """A Slack of this test's own, with people of a team and a stranger."""
    with a_place() as place:
        yield place


@pytest.fixture
def server(tmp_path):
    """Makes servers of one test's own, and ends those that still run."""
    made = []

    def make(*options, store="store", **more):
        made.append(Askd(tmp_path / store, *options, **more))
        return made[-1]

    yield make
    for one in made:
        if one.process is not None:
            one.kill()
