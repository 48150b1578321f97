"""Accounts need a clock that moves: sessions age, codes change every half minute."""

import pytest

from tests.apps import NOW
from tests.fakes import MovingClock


@pytest.fixture
def clock() -> MovingClock:
    """Goes on when a test says so."""
    return MovingClock(NOW)
