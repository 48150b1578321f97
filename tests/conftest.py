"""What every test may ask for. A test that needs the same on both databases is marked `both_databases`."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.config import ENVIRONMENT_PREFIX
from tests.apps import NOW, end, make_app
from tests.databases import Contents, PostgresTemplates, SqliteTemplates
from tests.filling import fill
from tests.network_guard import closed_network
from tests.postgres_server import CannotStart

FOR_TESTS = f"{ENVIRONMENT_PREFIX}TEST_"
"""Beginning of the environment variables that are meant for tests."""


def pytest_configure() -> None:
    """Parsed pages and loaded rows are many and soon gone; looking for cycles less often saves a sixth of the time."""
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end; nobody needs to look through it again and again."""
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `both_databases` (or asking for `app_db`) on each database."""
    marked = metafunc.definition.get_closest_marker("both_databases") is not None
    if marked or "app_db" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session", autouse=True)
def _closed_network() -> Iterator[None]:
    with closed_network():
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """The developer's own installation has no say in tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(ENVIRONMENT_PREFIX) and not name.startswith(FOR_TESTS):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def clock() -> FixedClock:
    """Stands still on a Wednesday in term time, 10:30 in North Rhine-Westphalia."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def sqlite_templates(run_folder: Path) -> SqliteTemplates:
    """Template files of this run, shared by its processes."""
    return SqliteTemplates(run_folder, fill)


@pytest.fixture(scope="session")
def postgres_templates(run_folder: Path) -> Iterator[PostgresTemplates]:
    """A PostgreSQL server of this run, started when first asked for."""
    try:
        templates = PostgresTemplates(run_folder, fill)
    except CannotStart as reason:
        if os.environ.get("CI", "").lower() in {"true", "1"}:
            raise
        pytest.skip(f"{reason}. Tests on PostgreSQL run on Linux with the test packages: make test")
    yield templates
    templates.stop()


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite`, or what `both_databases` chose."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database_contents(request: pytest.FixtureRequest) -> Contents:
    """What `app` finds: reference data only; the example places too for whoever asks for `demo_app`."""
    return Contents.DEMO if "demo_app" in request.fixturenames else Contents.REFERENCE


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, database_kind: str, database_contents: Contents, tmp_path: Path
) -> Iterator[str]:
    """A database of this test's own."""
    templates = request.getfixturevalue({"sqlite": "sqlite_templates"}.get(database_kind, "postgres_templates"))
    with templates.copy(database_contents, tmp_path) as url:
        yield url


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Flask]:
    """The app with centres, municipalities and postcodes, and no place yet."""
    app = make_app(database_url, tmp_path, clock)
    yield app
    end(app)


@pytest.fixture
def app_db(app: Flask) -> Flask:
    """`app`, once on SQLite and once on PostgreSQL."""
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks `app` for pages and looks at each of them."""
    return app.test_client()


@pytest.fixture
def demo_app(app: Flask) -> Flask:
    """The app with the example places; a copy of this test's own."""
    return app


@pytest.fixture
def demo_client(demo_app: Flask) -> FlaskClient:
    """Asks `demo_app` for pages and looks at each of them."""
    return demo_app.test_client()


@pytest.fixture(scope="session")
def demo_site(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory, clock: FixedClock
) -> Iterator[Flask]:
    """One app with the example places for all tests that only read: quick, and none may write to it."""
    folder = tmp_path_factory.mktemp("demo_site")
    with sqlite_templates.copy(Contents.DEMO, folder) as url:
        app = make_app(url, folder, clock)
        yield app
        end(app)
