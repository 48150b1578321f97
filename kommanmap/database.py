"""How a connection is opened so that nothing is lost, and how the schema is brought up to date.

SQLite: foreign keys on, a writer begins with BEGIN IMMEDIATE (a deferred one fails at once when two meet, whatever
the time-out), WAL only from 3.51.3 on, because older versions can corrupt a WAL database when a write and a
checkpoint meet (https://sqlite.org/wal.html#walresetbug).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, event

from kommanmap.extensions import Base, db

FIRST_SAFE_WAL_VERSION = (3, 51, 3)
BUSY_TIMEOUT_MS = 5000
_reading: ContextVar[bool] = ContextVar("reading", default=False)
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def sqlite_journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """The journal mode that is safe with this SQLite."""
    return "WAL" if version >= FIRST_SAFE_WAL_VERSION else "TRUNCATE"


def prepare_engine(engine: Engine) -> None:
    """Hang the pragmas and the beginning of transactions on a SQLite engine; others stay as they are."""
    if engine.dialect.name != "sqlite":
        return
    journal = sqlite_journal_mode()

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below replaces the driver's late one
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            f"journal_mode = {journal}",
            "synchronous = FULL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("lower", 1, _lower, deterministic=True)  # its own knows no letters but ASCII

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        reading = _reading.get() or connection.get_execution_options().get("kommanmap_read_only", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _lower(text: str | None) -> str | None:
    return text.lower() if isinstance(text, str) else text


@contextmanager
def reading_only() -> Iterator[None]:
    """Transactions that begin in here take no write lock on SQLite: readers never wait for one another."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def reading_connection(engine: Engine) -> Any:
    """A connection for reading only: on SQLite it takes no write lock, so readers never wait for one another."""
    return engine.connect().execution_options(kommanmap_read_only=True)


def _alembic(url: str) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(app: Flask, revision: str = "head") -> None:
    """Bring the schema of the app's database to `revision`; harmless when it is there already."""
    _run(app, command.upgrade, revision)


def downgrade(app: Flask, revision: str) -> None:
    """Take the schema back to `revision`."""
    _run(app, command.downgrade, revision)


def _run(app: Flask, verb: Any, revision: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        config = _alembic(db.engine.url.render_as_string(hide_password=False))
        config.attributes["connection"] = connection
        verb(config, revision)


def head_revision() -> str:
    """The newest migration there is."""
    head = ScriptDirectory.from_config(_alembic("sqlite://")).get_current_head()
    assert head is not None  # noqa: S101 - the package ships at least one migration
    return head


def current_revision(engine: Engine) -> str | None:
    """The migration the database stands at; None for an empty one."""
    with reading_connection(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def differences_to_models(engine: Engine) -> list[Any]:
    """What an automatic migration would still change; empty when migrations and models agree."""
    with reading_connection(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))
