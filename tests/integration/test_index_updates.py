"""The index follows the database: small changes beside the old segment, large ones by building anew, never half."""

import random
import threading
from collections.abc import Iterator
from datetime import date, time
from time import monotonic, sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, delete, event, select, text, update
from sqlalchemy.exc import OperationalError

from bench.data import generate
from kommanmap.database import prepare_engine
from kommanmap.domain.hours import session as hours
from kommanmap.domain.vocabulary import Knowledge, Offer, PinVisibility, Status
from kommanmap.extensions import db
from kommanmap.models import DataVersion, MeetingPoint, Municipality, PointOffer, PointText, Session, TypedTime
from kommanmap.queries import current
from kommanmap.queries.current import IndexHolder
from kommanmap.queries.facets import Facet
from kommanmap.queries.index import PointIndex
from kommanmap.queries.point_query import PointQuery, read_query
from kommanmap.queries.search import search
from kommanmap.queries.update import MOST_CHANGED, build_index, updated
from kommanmap.services import points
from tests.apps import NOW
from tests.factories import CREATED_UTC, make_point

PLACES = 200
QUESTIONS = (
    (), (("q", "Café"),), (("q", "treff"),), (("q", "Köln"),), (("q", "Neuigkeit"),), (("q", "qpz"),),
    (("ort", "koeln"), ("umkreis", "25")), (("plz", "57072"),), (("angebot", "deutsch"),), (("tag", "mi"),),
    (("offen", "jetzt"),), (("offen", "wochenende"), ("zielgruppe", "frauen")), (("tageszeit", "abend"), ("tag", "fr")),
    (("stufenfrei", "ja"), ("status", "pausiert")), (("sprache", "ar"), ("zentrum", "stadt-koeln")),
    (("q", "Sprachcaf"),), (("q", "Frauen"),),
)  # fmt: skip


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with invented places."""
    generate(database_url, PLACES, seed=9)
    engine = create_engine(database_url)
    prepare_engine(engine)
    yield engine
    engine.dispose()


def bump(connection: Any, *, reference: bool = False) -> int:
    """Raise the data version as services do, and give it."""
    raised = {"version": DataVersion.version + 1}
    if reference:
        raised["reference"] = DataVersion.reference + 1
    connection.execute(update(DataVersion).values(**raised))
    version: int = connection.execute(select(DataVersion.version)).scalar_one()
    return version


def answers(index: PointIndex) -> list[Any]:
    """Everything that can be asked, in a comparable form."""
    told = []
    for typed in QUESTIONS:
        query, _ = read_query(typed, index.gazetteer)
        found = search(index, query, NOW)
        told.append((found.point_ids(), found.facets(), found.page(2, 7), found.group_totals()))
    return told


def change_something(connection: Any, chance: random.Random) -> None:
    """One change of a public record, of any kind, with the version it happened at."""
    version = bump(connection)
    point_id = chance.choice(connection.execute(select(MeetingPoint.id).order_by(MeetingPoint.id)).scalars().all())
    values: dict[str, Any] = {"data_version": version}
    match chance.choice(("name", "status", "town", "offer", "text", "time", "pause", "position", "step_free", "shown")):
        case "name":
            values["name"] = chance.choice(("Neuigkeit", "Sprachcafé Neu", "Äpfel", "Zuletzt")) + str(version)
        case "status":
            values["status"] = chance.choice((*Status,))
        case "town":
            values["ags"] = chance.choice(
                connection.execute(select(Municipality.ags).order_by(Municipality.ags)).scalars().all()
            )
        case "offer":
            connection.execute(delete(PointOffer).where(PointOffer.point_id == point_id))
            connection.execute(PointOffer.__table__.insert(), {"point_id": point_id, "offer": chance.choice((*Offer,))})
        case "text":
            connection.execute(delete(PointText).where(PointText.point_id == point_id))
            new = {"point_id": point_id, "language": "de", "description": f"Neuigkeit qpz{version}"}
            connection.execute(PointText.__table__.insert(), new)
        case "time":
            plan = hours.Session(weekdays=(chance.choice((2, 4, 5)),), start=time(9), end=time(chance.choice((12, 21))))
            connection.execute(update(Session).where(Session.point_id == point_id).values(plan=plan))
        case "pause":
            values |= {"status": Status.PAUSED, "paused_until": chance.choice((None, NOW.date(), date(2026, 3, 20)))}
        case "position":
            values |= {"lat": 50.94, "lon": chance.uniform(6.8, 7.1), "position_accuracy": "house"}
        case "step_free":
            values["step_free"] = chance.choice((*Knowledge,))
        case "shown":
            values["pin_visibility"] = chance.choice((*PinVisibility,))
    connection.execute(update(MeetingPoint).where(MeetingPoint.id == point_id).values(**values))


@pytest.mark.both_databases
def test_an_index_brought_up_to_date_answers_like_one_built_anew(engine: Engine) -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable on purpose
    holder = IndexHolder(engine, check_seconds=0)
    first = holder.get()
    for _ in range(6):
        with engine.begin() as connection:
            for _ in range(chance.randint(1, 6)):
                change_something(connection, chance)
        index = holder.get()
        assert index.base is first.base, "a few changes are no reason to build anew"
        with engine.connect() as connection:
            anew = build_index(connection)
        assert index.version == anew.version
        assert index.listed_count == anew.listed_count
        assert answers(index) == answers(anew)


def test_a_snapshot_in_use_does_not_change(engine: Engine) -> None:
    holder = IndexHolder(engine, check_seconds=0)
    old = holder.get()
    before = answers(old)
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose
    for _ in range(3):
        with engine.begin() as connection:
            for _ in range(10):
                change_something(connection, chance)
        assert holder.get() is not old
    assert answers(old) == before


@pytest.mark.both_databases
def test_a_place_made_by_a_service_is_found_and_a_retired_one_is_gone(app: Flask) -> None:
    holder: IndexHolder = app.extensions["kommanmap.index"]
    asked = PointQuery().with_value("q", "wunderbar")
    with app.app_context():
        assert holder.refresh().listed_count == 0
        point = make_point(db.session, name="Café Wunderbar", status=Status.PUBLIC)
        db.session.commit()
        assert search(holder.refresh(), asked, NOW).point_ids() == [point.id]
        points.retire(db.session, point=point, reason="", actor="tests", now=CREATED_UTC)
        db.session.commit()
        assert search(holder.refresh(), asked, NOW).point_ids() == []


def test_changed_reference_data_or_too_many_changes_ask_for_a_new_build(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.connect() as connection:
        index = build_index(connection)
    with engine.begin() as connection:
        bump(connection, reference=True)
    with engine.connect() as connection:
        assert updated(index, connection) is None
        index = build_index(connection)
    monkeypatch.setattr("kommanmap.queries.update.MOST_CHANGED", 50)
    with engine.begin() as connection:
        version = bump(connection)
        connection.execute(update(MeetingPoint).values(data_version=version))
    with engine.connect() as connection:
        assert updated(index, connection) is None
    assert MOST_CHANGED >= 1_000


def test_a_row_deleted_by_hand_is_noticed_with_the_next_change(engine: Engine) -> None:
    holder = IndexHolder(engine, check_seconds=0)
    index = holder.get()
    gone = index.point_id(5)
    with engine.begin() as connection:
        bump(connection)
        for table in (TypedTime, Session, PointText, PointOffer):
            connection.execute(delete(table).where(table.point_id == gone))
        for table in ("point_audience", "point_language"):
            connection.execute(text(f"DELETE FROM {table} WHERE point_id = :gone"), {"gone": gone})  # noqa: S608
        connection.execute(delete(MeetingPoint).where(MeetingPoint.id == gone))
    assert holder.get().document(gone) is None
    assert holder.get().listed_count == index.listed_count - 1


def test_between_two_looks_the_database_is_not_asked(engine: Engine) -> None:
    holder = IndexHolder(engine, check_seconds=3600)
    index = holder.get()
    with engine.begin() as connection:
        change_something(connection, random.Random(1))  # noqa: S311 - repeatable on purpose
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    assert holder.get() is index
    assert asked == []
    assert holder.refresh().version == index.version + 1
    assert asked


def test_a_large_rebuild_happens_behind_the_readers(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "BUILT_AT_ONCE", 10)
    holder = IndexHolder(engine, check_seconds=0)
    old = holder.get()
    with engine.begin() as connection:
        bump(connection, reference=True)
    assert holder.get() is old, "the old index answers while the new one is built"
    end = monotonic() + 30
    while holder.get().reference == old.reference:
        assert monotonic() < end
        sleep(0.01)
    assert answers(holder.get()) == answers(old)


def test_readers_go_on_with_the_last_index_when_the_database_does_not_answer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = IndexHolder(engine, check_seconds=0)
    index = holder.get()

    def refuse(*_arguments: Any) -> Any:
        raise OperationalError("SELECT", {}, RuntimeError("gone"))

    monkeypatch.setattr(current, "updated", refuse)
    assert holder.get() is index
    monkeypatch.setattr(current, "build_index", refuse)
    with pytest.raises(OperationalError):
        IndexHolder(engine).get()


def test_a_look_takes_no_write_lock_and_leaves_no_transaction(engine: Engine) -> None:
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2].upper()))
    IndexHolder(engine).get()
    assert not any("IMMEDIATE" in statement for statement in statements)
    with engine.begin() as connection:
        connection.execute(text("UPDATE data_version SET version = version"))


def test_many_threads_get_one_index_while_others_write(engine: Engine) -> None:
    holder = IndexHolder(engine, check_seconds=0)
    problems: list[str] = []
    stop = threading.Event()

    def read() -> None:
        seen = 0
        while not stop.is_set():
            index = holder.get()
            if index.version < seen:
                problems.append(f"version fell from {seen} to {index.version}")
            seen = index.version
            found = search(index, PointQuery(), NOW)
            if found.total != len(found.point_ids()):
                problems.append("an index that contradicts itself")

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    chance = random.Random(6)  # noqa: S311 - repeatable on purpose
    for _ in range(15):
        with engine.begin() as connection:
            change_something(connection, chance)
    stop.set()
    for reader in readers:
        reader.join()
    assert problems == []
    with engine.connect() as connection:
        assert holder.refresh().version == connection.execute(select(DataVersion.version)).scalar_one()


def test_an_empty_database_answers_with_nothing(database_url: str) -> None:
    engine = create_engine(database_url)
    prepare_engine(engine)
    index = IndexHolder(engine).get()
    found = search(index, PointQuery(), NOW)
    assert (found.total, found.of, found.point_ids(), found.page(3).groups) == (0, 0, [], ())
    assert found.facets() == {}
    assert index.having(Facet.STATUS, Status.PUBLIC) == 0
    engine.dispose()
