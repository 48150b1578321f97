"""Connections that lose nothing: the journal by version, writers that wait, readers that do not."""

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from kommanmap.database import (
    current_revision,
    head_revision,
    prepare_engine,
    reading_only,
    sqlite_journal_mode,
    upgrade,
)
from kommanmap.extensions import db

WRITERS, ROUNDS = 4, 15


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((4, 0, 0), "WAL")],
)
def test_wal_is_used_only_where_it_cannot_corrupt(version: tuple[int, ...], mode: str) -> None:
    assert sqlite_journal_mode(version) == mode


def test_sqlite_checks_foreign_keys(app: Flask) -> None:
    with app.app_context():
        pragmas = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "synchronous")}
    assert pragmas == {"foreign_keys": 1, "synchronous": 2}


def test_setting_up_twice_is_harmless(app_db: Flask) -> None:
    upgrade(app_db)
    with app_db.app_context():
        assert current_revision(db.engine) == head_revision()


def test_no_update_is_lost_when_writers_meet(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'meet.sqlite3'}")
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def count_up() -> None:
        for _ in range(ROUNDS):
            with engine.begin() as connection:
                n = connection.scalar(text("SELECT n FROM counter"))
                connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=count_up) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT n FROM counter")) == WRITERS * ROUNDS
    engine.dispose()


def test_a_reader_does_not_wait_for_another_reader(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'read.sqlite3'}")
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    with reading_only(), engine.connect() as first, engine.connect() as second:
        assert first.scalar(text("SELECT count(*) FROM t")) == 0
        assert second.scalar(text("SELECT count(*) FROM t")) == 0
    engine.dispose()
