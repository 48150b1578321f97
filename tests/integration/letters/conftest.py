"""Reports are about places: everything here has the examples, a clock that moves (a form has an age), and a reader."""

import pytest
from flask import Flask

from tests.apps import NOW
from tests.databases import Contents
from tests.fakes import MovingClock
from tests.reader import Reader
from tests.samples import demo_place


@pytest.fixture
def clock() -> MovingClock:
    """In place of the clock that stands still: a form has an age."""
    return MovingClock(NOW)


@pytest.fixture
def database_contents() -> Contents:
    """Reports are about places: everything here wants the examples."""
    return Contents.DEMO


@pytest.fixture
def reader(app: Flask, clock: MovingClock) -> Reader:
    """A reader at one internet address."""
    return Reader(app, clock)


@pytest.fixture
def place(app: Flask) -> str:
    """The slug of a place in Siegen-Wittgenstein."""
    return demo_place(app).point
