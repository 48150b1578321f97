"""A database per test, cheaply: one is migrated and filled per run, every test gets a copy of it.

The copy is a real database with real commits, so nothing a test does has to be undone; and the migrations, not
`create_all`, made it. SQLite copies a file; PostgreSQL copies a template database of the test server.
"""

import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.postgres_server import SharedServer

LONGEST_WAIT_SECONDS = 120


class Contents(StrEnum):
    """What a template holds."""

    EMPTY = "empty"
    """Nothing, not even a schema."""
    REFERENCE = "reference"
    """Schema, centres, municipalities, postcodes; no place."""
    DEMO = "demo"
    """The reference data and the example places."""


GROWS_FROM = {Contents.REFERENCE: Contents.EMPTY, Contents.DEMO: Contents.REFERENCE}
"""Each template begins as a copy of the one before."""

Fill = Callable[[str, Contents], None]
"""Brings the database at a URL from the contents before to these."""


class SqliteTemplates:
    """Template files in a folder that all test processes of a run share."""

    def __init__(self, folder: Path, fill: Fill) -> None:
        self._folder = folder
        self._fill = fill

    @contextmanager
    def copy(self, contents: Contents, folder: Path) -> Iterator[str]:
        """URL of a fresh copy in `folder`."""
        target = folder / "kommanmap.sqlite3"
        if contents is not Contents.EMPTY:
            shutil.copyfile(self.file(contents), target)
        yield f"sqlite:///{target}"

    def file(self, contents: Contents) -> Path:
        """The template itself; made by whichever process asks first."""
        finished = self._folder / f"{contents}.sqlite3"
        with _one_at_a_time(finished.with_suffix(".lock")):
            if not finished.exists():
                growing = self._folder / f"{contents}.growing.sqlite3"
                if GROWS_FROM[contents] is not Contents.EMPTY:
                    shutil.copyfile(self.file(GROWS_FROM[contents]), growing)
                self._fill(f"sqlite:///{growing}", contents)
                growing.rename(finished)
        return finished


class PostgresTemplates:
    """Template databases on a server that all test processes of a run share."""

    def __init__(self, folder: Path, fill: Fill) -> None:
        self._folder = folder
        self._fill = fill
        self.server = SharedServer(folder)
        self._engine = create_engine(self.server.url(), isolation_level="AUTOCOMMIT")
        self._numbers = itertools.count(1)

    @contextmanager
    def copy(self, contents: Contents, _folder: Path) -> Iterator[str]:
        """URL of a fresh copy, dropped afterwards."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        origin = self._template(contents)
        self._run(f"CREATE DATABASE {name} TEMPLATE {origin}")
        try:
            yield self.server.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _template(self, contents: Contents) -> str:
        if contents is Contents.EMPTY:
            return "template0"
        name = f"template_{contents}"
        with _one_at_a_time(self._folder / f"{name}.lock"):
            if not self._exists(name):
                growing = f"growing_{contents}"
                self._run(f"CREATE DATABASE {growing} TEMPLATE {self._template(GROWS_FROM[contents])}")
                self._fill(self.server.url(growing), contents)
                self._run(f"ALTER DATABASE {growing} RENAME TO {name}")
        return name

    def _exists(self, name: str) -> bool:
        with self._engine.connect() as connection:
            found = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
            return found.first() is not None

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))

    def stop(self) -> None:
        """Leave the server; the process that started it ends it once everybody has left."""
        self._engine.dispose()
        self.server.leave()


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Let one test process in, the others wait. A file that may be created once is a lock on every system."""
    end = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > end:
                raise TimeoutError(f"{lock} is held for too long by another test process") from None
            time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink()
