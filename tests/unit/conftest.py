"""Unit tests reach neither a database nor the network: what they test takes values and gives values."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.network_guard import closed_network

REMEDY = "A unit test reached for a database. Hand the function values, or move the test to tests/integration."


class DatabaseIsClosed(RuntimeError):
    """A unit test tried to open a database."""


def _refuse(*_args: Any, **_kwargs: Any) -> Any:
    raise DatabaseIsClosed(REMEDY)


@pytest.fixture(autouse=True)
def _values_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("connect", "begin", "raw_connection"):
        monkeypatch.setattr(Engine, name, _refuse)
    monkeypatch.setattr(sqlite3, "connect", _refuse)
    with closed_network(loopback=False):
        yield
