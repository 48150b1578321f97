"""Unit tests reach neither a database nor the network: what they test takes values and gives values."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from kommanmap.geocoding.local import LocalGeocoder
from tests.address_samples import write_sample_index
from tests.network_guard import closed_network

REMEDY = "A unit test reached for a database. Hand the function values, or move the test to tests/integration."


class DatabaseIsClosed(RuntimeError):
    """A unit test tried to open a database."""


def _refuse(*_args: Any, **_kwargs: Any) -> Any:
    raise DatabaseIsClosed(REMEDY)


@pytest.fixture(autouse=True)
def _values_only(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    for name in ("connect", "begin", "raw_connection"):
        monkeypatch.setattr(Engine, name, _refuse)
    if "index_files" not in request.fixturenames:
        monkeypatch.setattr(sqlite3, "connect", _refuse)
    with closed_network(loopback=False):
        yield


@pytest.fixture(scope="session")
def index_files() -> None:
    """For tests of address indexes, which are files in SQLite's format: they may open such files."""


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, index_files: None) -> Path:
    """The file of a small address index, for reading only."""
    path = tmp_path_factory.mktemp("addresses") / "addresses.sqlite3"
    write_sample_index(path)
    return path


@pytest.fixture(scope="session")
def geocoder(sample_index: Path) -> LocalGeocoder:
    """Answers from the sample."""
    return LocalGeocoder(sample_index)
