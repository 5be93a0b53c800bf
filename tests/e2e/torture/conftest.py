"""What the torture tests share: the rig beside them, and a seed that a failing run prints."""

import os
import pathlib
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))


@pytest.fixture
def seed():
    """ASKD_SEED repeats the choices of a run; the interleaving with askd's own threads stays its own."""
    chosen = int(os.environ.get("ASKD_SEED", str(time.time_ns() % 1_000_000_000)))
    print(f"seed {chosen}: ASKD_SEED={chosen} repeats its choices")
    return chosen
