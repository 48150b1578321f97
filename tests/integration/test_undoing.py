"""A whole import is taken back: readers get the same bytes as before, and what people did since stays."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from kommanmap.cli import geocode_points, setting_up
from kommanmap.domain.tables import Row, Table
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.extensions import db
from kommanmap.formats.tables import read_table
from kommanmap.geocoding.names.shipped import reference_folder
from kommanmap.models import Change, MeetingPoint, PointWarning
from kommanmap.services import geocoding, history, points, points_import
from kommanmap.services.history_undoing import AUTOMATIC
from tests.apps import NOW
from tests.factories import make_point, make_table
from tests.importing import public_files, stored

HEADER = ("ID", "Name", "Ort", "Straße", "Telefon", "Zeiten")
FIRST = ("1", "Alter Treff", "Burbach", "Gassenweg 28", "02736 11", "montags 10-12 Uhr")
SECOND = ("1", "Neuer Treff", "Burbach", "Nassauische Straße 5", "02736 22", "montags, alle 14 Tage 15-17 Uhr")
THIRD = ("1", "Dritter Treff", "Burbach", "Nassauische Straße 5", "02736 33", "freitags 9 Uhr")


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def bring_in(table: Table, minutes: int, source: str = "test") -> str:
    session = db.session()
    plan = points_import.preview(session, table=table, source=source, now=at(minutes), is_example=source == "demo")
    applied = points_import.apply(session, plan=plan, actor="centre:1", now=at(minutes), skip_refused=True)
    session.commit()
    return applied.batch


def undo(batch: str, minutes: int) -> history.Undone:
    session = db.session()
    changes = session.scalars(select(Change).where(Change.batch == batch).order_by(Change.id)).all()
    undone = history.undo_batch(session, changes=changes, reason="Weg damit", actor="centre:1", now=at(minutes))
    session.commit()
    return undone


def edit(point_id: int, minutes: int, actor: str = "centre:2", **fields: Any) -> None:
    session = db.session()
    point = session.get_one(MeetingPoint, point_id)
    points.update(session, point=point, draft=replace(points.draft_of(point), **fields), actor=actor, now=at(minutes))
    session.commit()


def place(name: str) -> MeetingPoint:
    db.session.expire_all()
    return db.session.scalars(select(MeetingPoint).where(MeetingPoint.name == name)).one()


def kept(undone: history.Undone) -> dict[str, tuple[str, ...]]:
    return {point.name: fields for point, fields in undone.kept}


def altered(table: Table) -> Table:
    """Every row with another phone, other times, every second in another house; and three new ones."""
    columns = {name: number for number, name in enumerate(table.header)}

    def changed(row: Row) -> Row:
        cells = list(row.cells)
        cells[columns["contact_org_phone"]] = f"0201 {row.line}"
        cells[columns["opening_times_as_written"]] = f"dienstags {row.line % 9 + 9} Uhr bis 20 Uhr"
        if row.line % 2:
            cells[columns["house_number"]] = str(row.line)
        return Row(row.line, tuple(cells))

    def new(number: int) -> Row:
        said = {"name": f"Ganz neu {number}", "municipality": "Siegen", "street": "Sandstraße"}
        return Row(900 + number, tuple(said.get(name, "") for name in table.header))

    return Table(table.header, (*map(changed, table.rows), *map(new, range(3))))


@pytest.mark.both_databases
def test_an_import_of_every_place_is_taken_back_to_the_byte(demo_app: Flask) -> None:
    with demo_app.app_context():
        before, count = public_files(demo_app), stored()
        warnings = times_warnings()
        with (reference_folder() / "demo" / "treffpunkte.csv").open("rb") as file:
            table = altered(read_table(file))
        batch = bring_in(table, 10, source="demo")
        assert stored() == count + 3
        assert all(before[name] != lines for name, lines in public_files(demo_app).items())
        undone = undo(batch, 20)
        assert (undone.points, undone.kept) == (count + 3, ())
        assert public_files(demo_app) == before
        assert times_warnings() == warnings
        assert stored() == count + 3, "retired, not deleted"
        client = demo_app.test_client()
        assert client.get(f"/de/treffpunkte/{place('Ganz neu 1').slug}").status_code == 410
        assert (undo(batch, 30).points, undo(undone.batch, 40).points) == (0, count + 3), "and the undoing itself"
        assert "Ganz neu 1" in client.get("/daten/treffpunkte.csv").text


@pytest.mark.both_databases
def test_imports_one_upon_the_other_are_taken_back_in_any_order(app: Flask) -> None:
    with app.app_context():
        bring_in(make_table(FIRST, header=HEADER), 1)
        oldest = public_files(app)
        second = bring_in(make_table(SECOND, header=HEADER), 2)
        between = public_files(app)
        third = bring_in(make_table(THIRD, header=HEADER), 3)
        assert undo(third, 4).kept == ()
        assert public_files(app) == between
        assert undo(second, 5).kept == ()
        assert public_files(app) == oldest
        second = bring_in(make_table(SECOND, header=HEADER), 6)
        bring_in(make_table(THIRD, header=HEADER), 7)
        assert kept(undo(second, 8)) == {"Dritter Treff": ("times", "times_status", "sessions", "name", "phone")}


@pytest.mark.both_databases
def test_what_people_did_since_stays_and_is_named(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        bring_in(make_table(FIRST, header=HEADER), 1)
        old = points.draft_of(place("Alter Treff"))
        new = tuple((str(number), f"Neu {number}", "Siegen", "Sandstraße 12", "", "") for number in (2, 3, 4))
        batch = bring_in(make_table(SECOND, *new, header=HEADER), 2)
        changed = place("Neuer Treff")
        number = changed.id
        edit(number, 3, lat=50.75, lon=8.09, position_accuracy=Accuracy.MANUAL)
        edit(number, 4, name="Unser Treff")
        edit(number, 5, name="Neuer Treff")
        edit(number, 6, website="https://www.burbach.example/neu")
        edit(place("Neu 3").id, 7, website="https://www.siegen.example/treff")
        edit(place("Neu 4").id, 8, actor=geocoding.ACTOR, lat=50.87, lon=8.02, position_accuracy=Accuracy.HOUSE)
        present = points.draft_of(session.get_one(MeetingPoint, number))
        pin = ("lat", "lon", "position_accuracy")
        assert kept(undo(batch, 9)) == {
            "Neuer Treff": ("street", "house_number", *pin, "name"), "Neu 3": ("website",)
        }  # fmt: skip
        after = points.draft_of(place("Neuer Treff"))
        assert after == replace(
            present, phone=old.phone, times=old.times, sessions=old.sessions, times_status=old.times_status
        ), "an address never goes without the pin that somebody set for it"
        assert {name: place(name).status for name in ("Neu 2", "Neu 3", "Neu 4")} == {
            "Neu 2": Status.CLOSED, "Neu 3": Status.PUBLIC, "Neu 4": Status.CLOSED
        }  # fmt: skip


def test_a_pin_that_was_looked_up_after_the_import_goes_back_with_its_address(app: Flask) -> None:
    with app.app_context():
        bring_in(make_table(FIRST, header=HEADER), 1)
        before = public_files(app)
        batch = bring_in(make_table(SECOND, header=HEADER), 2)
        edit(place("Neuer Treff").id, 3, actor=geocoding.ACTOR, lat=50.74, lon=8.08, position_accuracy=Accuracy.HOUSE)
        assert undo(batch, 4).kept == ()
        assert public_files(app) == before
        assert {geocoding.ACTOR, geocode_points.ACTOR, setting_up.ACTOR} == AUTOMATIC


def test_what_was_written_over_a_persons_words_goes_back_to_them(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        point = make_point(session, name="Eins")
        session.commit()
        batch = points.open_batch(session, now=at(1))
        session.commit()
        for minutes, name, own in ((2, "Zwei", True), (3, "Drei", False), (4, "Vier", True)):
            draft = replace(points.draft_of(point), name=name)
            points.update(session, point=point, draft=draft, actor="a", now=at(minutes), batch=batch if own else None)
            session.commit()
        assert undo(batch.name, 5).kept == ()
        assert place("Drei").updated_utc == at(3)


def test_what_breaks_a_rule_of_today_stays_and_is_named(app: Flask) -> None:
    with app.app_context():
        bring_in(make_table(FIRST, header=HEADER), 1)
        batch = bring_in(make_table(SECOND, header=HEADER), 2)
        db.session.execute(update_fields(batch, "name", ["", "Neuer Treff"]))
        db.session.commit()
        undone = undo(batch, 3)
        assert (undone.points, kept(undone)) == (0, {"Neuer Treff": ("name",)})


def test_an_open_place_has_no_successor(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        old, new = make_point(session, name="Alt"), make_point(session)
        points.retire(session, point=old, actor="a", now=at(1), reason="Umzug", successor=new)
        first = session.scalars(select(func.min(Change.id)).where(Change.point_id == old.id)).one()
        history.restore(
            session, point=old, change_id=first, actor="a", now=at(2), expected_version=old.version
        )  # fmt: skip
        assert (old.status, old.successor) == (Status.PUBLIC, None)
        last = session.scalars(select(Change).where(Change.point_id == old.id).order_by(Change.id.desc())).first()
        assert last is not None
        assert last.fields["successor"] == [new.public_id, None]


def times_warnings() -> list[tuple[int, str]]:
    """Of open places, about their times."""
    found = (
        select(PointWarning.point_id, PointWarning.code)
        .join(MeetingPoint, MeetingPoint.id == PointWarning.point_id)
        .where(MeetingPoint.status != Status.CLOSED, PointWarning.field == "times")
    )
    return sorted((row.point_id, row.code) for row in db.session.execute(found))


def update_fields(batch: str, name: str, values: list[str]) -> Any:
    """What an older version of the program, with other rules, has written."""
    fields = db.session.scalars(select(Change.fields).where(Change.batch == batch)).one()
    return update(Change).where(Change.batch == batch).values(fields={**fields, name: values})
