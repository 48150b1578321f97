"""What integration tests share."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kommanmap.geocoding.local import LocalGeocoder
from tests.address_samples import write_sample_index


@pytest.fixture
def reader(demo_site: Flask) -> FlaskClient:
    """Asks the site with the example places that all reading tests share; changes nothing."""
    return demo_site.test_client()


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation in which nothing is set up yet."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(folder))
    return folder


@pytest.fixture(scope="session")
def local_addresses(tmp_path_factory: pytest.TempPathFactory) -> LocalGeocoder:
    """Answers from a small address index of nine towns."""
    path = tmp_path_factory.mktemp("addresses") / "addresses.sqlite3"
    write_sample_index(path)
    return LocalGeocoder(path)
