"""The history as evidence: every entry hangs on the one before, and what is altered later shows."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Executable, delete, func, select, update

from kommanmap.cli import commands
from kommanmap.database import downgrade, reading_connection, upgrade
from kommanmap.domain.history_chain import FIRST
from kommanmap.domain.vocabulary import ChangeKind
from kommanmap.extensions import db
from kommanmap.models import Change, DataVersion
from kommanmap.models.history import HistoryIsWritten
from kommanmap.queries.history_chain import Examined, examine_history
from kommanmap.services import points
from tests.apps import NOW
from tests.databases import Contents, SqliteTemplates
from tests.factories import CREATED_UTC, make_point, make_table
from tests.importing import carry_out


def examined() -> Examined:
    db.session.remove()
    with reading_connection(db.engine) as connection:
        return examine_history(connection)


def spoilt(statement: Executable) -> Examined:
    """What is found after the statement, which is taken back afterwards."""
    db.session.remove()
    with db.engine.connect() as connection:
        transaction = connection.begin()
        connection.execute(statement)
        seen = examine_history(connection)
        transaction.rollback()
    return seen


@pytest.mark.both_databases
def test_what_is_altered_removed_or_cut_off_shows(app: Flask) -> None:
    """T51."""
    with app.app_context():
        assert examined() == Examined(0)
        point = make_point(db.session(), name="Ä „Treff“ قهوة", lat=51.0, lon=8.0)
        for name in ("Zwei", "Drei"):
            draft = replace(points.draft_of(point), name=name)
            points.update(db.session(), point=point, draft=draft, actor="centre:1", now=NOW)
        db.session.commit()
        carry_out(make_table())
        assert examined() == Examined(4)
        assert db.session.scalar(select(func.count(Change.hash.distinct()))) == 4
        first, second, third, last = db.session.scalars(select(Change.id).order_by(Change.id)).all()

        def altered(number: int, **values: object) -> Examined:
            return spoilt(update(Change).where(Change.id == number).values(**values))

        assert altered(second, actor="state:1") == Examined(1, second)
        assert altered(third, kind=ChangeKind.CONFIRMED) == Examined(2, third)
        assert altered(first, at_utc=CREATED_UTC + timedelta(seconds=1)) == Examined(0, first)
        assert altered(last, fields={}) == Examined(3, last)
        assert altered(second, batch="x") == Examined(1, second)
        assert spoilt(delete(Change).where(Change.id == first)) == Examined(0, second)
        assert spoilt(delete(Change).where(Change.id == last)) == Examined(3, 0), "the end is missing"
        assert spoilt(update(DataVersion).values(history_hash=FIRST)) == Examined(4, 0)


@pytest.mark.both_databases
def test_entries_from_before_the_chain_get_their_hashes(demo_app: Flask) -> None:
    with demo_app.app_context():
        before = examined()
        hashes = db.session.scalars(select(Change.hash).order_by(Change.id)).all()
        db.session.remove()
    assert before == Examined(len(hashes))
    assert len(hashes) >= 101
    downgrade(demo_app, "2026_11_23_j_saved_drafts")
    upgrade(demo_app)
    with demo_app.app_context():
        assert examined() == before
        assert db.session.scalars(select(Change.hash).order_by(Change.id)).all() == hashes


def test_the_app_itself_cannot_rewrite_the_history(app: Flask) -> None:
    """T51."""
    with app.app_context():
        session = db.session()
        make_point(session)
        session.commit()
        change = session.scalars(select(Change)).one()
        change.actor = "nobody"
        with pytest.raises(HistoryIsWritten):
            session.flush()
        session.rollback()
        session.delete(session.scalars(select(Change)).one())
        with pytest.raises(HistoryIsWritten):
            session.flush()


def test_the_doctor_says_when_somebody_has_altered_the_history(
    sqlite_templates: SqliteTemplates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(tmp_path))
    with sqlite_templates.copy(Contents.DEMO, tmp_path):
        with closing(sqlite3.connect(tmp_path / "kommanmap.sqlite3")) as connection, connection:
            connection.execute("UPDATE change SET actor = 'nobody' WHERE id = 7")
        result = CliRunner().invoke(commands, ["doctor", "--json"])
    assert result.exit_code == 1
    (check,) = [each for each in json.loads(result.stdout)["checks"] if each["name"] == "history"]
    assert not check["ok"]
    assert "Eintrag 7" in check["detail"]
