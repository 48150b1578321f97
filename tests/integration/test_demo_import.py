"""The 101 examples come in through the import of the staff: complete, to the letter, nothing invented."""

import csv
import io
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from kommanmap import database
from kommanmap.cli.demo import load_demo
from kommanmap.domain.vocabulary import Knowledge, Status
from kommanmap.extensions import db
from kommanmap.formats.tables import read_table
from kommanmap.geocoding.names.shipped import reference_folder
from kommanmap.models import Change, MeetingPoint
from kommanmap.services import data_version, points_import
from tests.apps import NOW
from tests.importing import counts, preview, stored

DEMO = Path(str(reference_folder())) / "demo" / "treffpunkte.csv"
OFFICIAL = {"Langenfeld (Rheinland)": "Langenfeld (Rhld.)"}
"""The one name that the examples write differently from the official list."""


def demo_rows() -> list[dict[str, str]]:
    with DEMO.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_101_examples_come_in_with_town_and_centre(app_db: Flask) -> None:
    with app_db.app_context():
        applied = load_demo(db.session(), now=NOW)
        db.session.commit()
        assert (applied.created, applied.refused) == (101, 0)
        said = {
            (row["name"], row["source_url"]): (
                row["ags"],
                OFFICIAL.get(row["municipality"], row["municipality"]),
                row["ki"],
            )
            for row in demo_rows()
        }
        found = {
            (point.name, point.source_url): (point.ags, point.municipality.name, point.municipality.centre.name)
            for point in db.session.scalars(select(MeetingPoint))
        }
        assert found == said


@pytest.mark.both_databases
def test_the_second_time_nothing_happens(demo_app: Flask) -> None:
    with demo_app.app_context():
        before = data_version.versions(db.session())
        changes = db.session.scalar(select(func.count()).select_from(Change))
        again = load_demo(db.session(), now=NOW)
        assert (again.created, again.updated, again.batch) == (0, 0, "")
        assert data_version.versions(db.session()) == before
        assert db.session.scalar(select(func.count()).select_from(Change)) == changes
        table = read_table(io.BytesIO(DEMO.read_bytes()))
        plan = points_import.preview(db.session(), table=table, source="other", now=NOW)
        assert counts(plan) == {"unchanged": 101}


_KEPT = {
    "street", "house_number", "postcode", "carrier", "languages", "offers", "accessibility", "contact_org_phone",
    "website", "source_date", "coord_accuracy", "coord_source",
}  # fmt: skip


def test_every_field_of_the_examples_is_kept_to_the_letter(demo_app: Flask) -> None:
    with demo_app.app_context():
        points_by_key = {(point.name, point.source_url): point for point in db.session.scalars(select(MeetingPoint))}
        for row in demo_rows():
            point = points_by_key[row["name"], row["source_url"]]
            assert "; ".join(item.words for item in point.times) == row["opening_times_as_written"]
            assert {
                "street": point.street,
                "house_number": point.house_number,
                "postcode": point.postcode,
                "carrier": point.carrier,
                "languages": point.languages_as_typed,
                "offers": point.offers_as_typed,
                "accessibility": point.access_as_typed,
                "contact_org_phone": point.phone,
                "website": point.website,
                "source_date": point.source_date,
                "coord_accuracy": point.position_accuracy.value if point.position_accuracy else "",
                "coord_source": point.position_source,
            } == {name: row[name] for name in row if name in _KEPT}
            assert (point.lat, point.lon) == (float(row["lat"]), float(row["lon"]))


def test_nothing_is_invented_for_the_examples(demo_app: Flask) -> None:
    with demo_app.app_context():
        for point in db.session.scalars(select(MeetingPoint)):
            assert point.is_example
            assert point.status is Status.PUBLIC
            assert (point.building, point.way_in, point.email, point.last_checked_on) == ("", "", "", None)
            assert {point.step_free, point.accessible_toilet} == {Knowledge.UNKNOWN}
            assert point.registration == "unknown"


def test_names_that_say_closed_get_a_hint_and_no_other_status(app: Flask) -> None:
    with app.app_context():
        table = read_table(io.BytesIO(DEMO.read_bytes()))
        hinted = {row.name: [note.code for note in row.notes] for row in preview(table).rows if row.notes}
        assert "name_says_closed" in hinted["Café Multi Kulti Erndtebrück (geschlossen)"]
        assert "name_says_closed" in hinted["Café für Neue Nachbarn (beendet)"]
        assert "name_says_paused" in hinted["Begegnungscafé St. Martinus Kaarst (pausiert)"]
        assert "times_say_paused" in hinted["Begegnungscafé Hiltrup"]
        assert not any("centre" in code or "postcode" in code for notes in hinted.values() for code in notes)


def test_two_imports_at_once_bring_every_place_once(app_db: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 120_000)  # however slow the machine is just now
    with app_db.app_context():
        db.engine.dispose()
    outcomes: list[int | Exception] = []
    start = threading.Barrier(3)

    def bring() -> None:
        with app_db.app_context():
            start.wait()
            try:
                data_version.lock(db.session(), now=NOW)
                outcomes.append(load_demo(db.session(), now=NOW).created)
                db.session.commit()
            except Exception as error:  # the assertion below shows it
                outcomes.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=bring) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app_db.app_context():
        assert sorted(outcomes, key=str) == [0, 0, 101]
        assert stored() == 101
