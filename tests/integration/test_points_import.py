"""The import that staff, demo and later the web use: known again, all or nothing, nothing invented, nothing lost."""

import csv
import io
import random
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kommanmap.cli.demo import load_demo
from kommanmap.domain.errors import Conflict, KommAnMapError
from kommanmap.domain.problems import InvalidDraft, UnreadableTable
from kommanmap.domain.tables import Row, Table
from kommanmap.domain.vocabulary import Accuracy, Knowledge, Status
from kommanmap.extensions import db
from kommanmap.formats.tables import read_table
from kommanmap.models import Change, MeetingPoint, Municipality
from kommanmap.services import data_version, points, points_import
from kommanmap.services.import_plan import ImportPlan, RowAction, RowPlan
from kommanmap.services.reference import reference_folder
from tests.apps import NOW
from tests.factories import make_point, make_table

DEMO = Path(str(reference_folder())) / "demo" / "treffpunkte.csv"


def demo_rows() -> list[dict[str, str]]:
    with DEMO.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def preview(table: Table) -> ImportPlan:
    return points_import.preview(db.session(), table=table, source="test")


def carry_out(table: Table, **options: Any) -> ImportPlan:
    plan = preview(table)
    points_import.apply(db.session(), plan=plan, actor="tests", now=NOW, **options)
    db.session.commit()
    return plan


def only_row(table: Table) -> RowPlan:
    (row,) = preview(table).rows
    return row


def codes(row: RowPlan) -> tuple[list[str], list[str]]:
    return [problem.code for problem in row.problems], [note.code for note in row.notes]


def counts(plan: ImportPlan) -> dict[str, int]:
    return {action.value: number for action, number in Counter(row.action for row in plan.rows).items()}


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(MeetingPoint)) or 0


def test_all_101_examples_come_in_with_town_and_centre(app_db: Flask) -> None:
    with app_db.app_context():
        applied = load_demo(db.session(), now=NOW)
        db.session.commit()
        assert (applied.created, applied.refused) == (101, 0)
        said = {(row["name"], row["source_url"]): (row["ags"], row["municipality"], row["ki"]) for row in demo_rows()}
        found = {
            (point.name, point.source_url): (point.ags, point.municipality.name, point.municipality.centre.name)
            for point in db.session.scalars(select(MeetingPoint))
        }
        assert found == said


def test_the_second_time_nothing_happens(app_db: Flask) -> None:
    with app_db.app_context():
        load_demo(db.session(), now=NOW)
        before = data_version.versions(db.session())
        changes = db.session.scalar(select(func.count()).select_from(Change))
        again = load_demo(db.session(), now=NOW)
        assert (again.created, again.updated, again.batch) == (0, 0, "")
        assert data_version.versions(db.session()) == before
        assert db.session.scalar(select(func.count()).select_from(Change)) == changes
        plan = points_import.preview(db.session(), table=read_table(io.BytesIO(DEMO.read_bytes())), source="other")
        assert counts(plan) == {"unchanged": 101}


def test_every_field_of_the_examples_is_kept_to_the_letter(demo_app: Flask) -> None:
    with demo_app.app_context():
        points_by_key = {(point.name, point.source_url): point for point in db.session.scalars(select(MeetingPoint))}
        for row in demo_rows():
            point = points_by_key[row["name"], row["source_url"]]
            assert "; ".join(session.words for session in point.sessions) == row["opening_times_as_written"]
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


_KEPT = {
    "street", "house_number", "postcode", "carrier", "languages", "offers", "accessibility", "contact_org_phone",
    "website", "source_date", "coord_accuracy", "coord_source",
}  # fmt: skip


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


def test_a_staff_table_is_read_in_german(app: Flask) -> None:
    header = (
        "Bezeichnung", "Straße und Hausnummer", "PLZ/Ort", "Träger", "Zeiten", "Sprachen", "Angebot", "Zielgruppe",
        "Stufenfrei", "Telefon", "E-Mail", "Internet", "Breite", "Länge", "Status", "Beschreibung", "Beschreibung (ar)",
    )  # fmt: skip
    row = (
        "Sprachtreff", "Kirchweg 10 a", "D-٥٧٢٩٩ Burbach", "Gemeinde", "mo 9-11\ndi 15-17", "Deutsch, Englisch",
        "Deutsch; Sport geplant", "nur für Frauen", "ja", "02736 1234", "treff@burbach.example", "www.burbach.example",
        "50,7464", "8,0842", "pausiert", "Kaffee", "قهوة",
    )  # fmt: skip
    with app.app_context():
        plan = carry_out(make_table(row, header=header))
        draft = points.draft_of(db.session.scalars(select(MeetingPoint)).one())
        assert counts(plan) == {"new": 1}
        assert (draft.ags, draft.postcode, draft.street, draft.house_number) == (
            "05970008",
            "57299",
            "Kirchweg",
            "10 a",
        )
        assert draft.sessions == ("mo 9-11", "di 15-17")
        assert (draft.languages, draft.offers, draft.audiences) == (("de", "en"), ("deutsch",), ("frauen",))
        assert (draft.step_free, draft.status) == (Knowledge.YES, Status.PAUSED)
        assert (draft.lat, draft.lon, draft.position_accuracy) == (50.7464, 8.0842, Accuracy.STREET)
        assert draft.texts == (("ar", "قهوة"), ("de", "Kaffee"))
        assert draft.website == "https://www.burbach.example"


@pytest.mark.parametrize(
    ("ags", "town", "postcode", "expected", "notes"),
    [
        ("05970008", "Burbach", "57299", "05970008", []),
        ("5970008", "", "", "05970008", ["key_completed"]),
        ("059700008008", "", "", "05970008", ["key_completed"]),
        ("", "burbach", "", "05970008", []),
        ("", "Gronau", "", "05554020", []),
        ("", "Cologne", "", "05315000", []),
        ("", "Muelheim an der Ruhr", "", "05117000", []),
        ("", "", "57299", "05970008", ["town_from_postcode"]),
        ("", "Irgendwo", "57299", "05970008", ["town_from_postcode"]),
        ("05970008", "Wahlbachtal", "", "05970008", ["town_kept_as_district"]),
        ("", "Burbach", "50667", "05970008", ["postcode_of_other_town"]),
        ("", "Burbach", "99999", "05970008", ["postcode_unknown"]),
    ],
)
def test_a_municipality_is_found(
    app: Flask, ags: str, town: str, postcode: str, expected: str, notes: list[str]
) -> None:
    with app.app_context():
        row = only_row(make_table(("Treff", ags, town, postcode), header=("Name", "AGS", "Ort", "PLZ")))
        assert (row.ags, codes(row)) == (expected, ([], notes))


@pytest.mark.parametrize(
    ("ags", "town", "postcode", "problem"),
    [
        ("05970008", "Siegen", "", "key_and_town_differ"),
        ("05999999", "", "", "no_such_municipality"),
        ("abc", "Burbach", "", "no_such_municipality"),
        ("", "Lengefeld", "", "town_unknown"),
        ("", "", "", "town_missing"),
        ("", "", "51467", "town_missing"),
    ],
)
def test_a_contradiction_or_an_unknown_town_is_refused(
    app: Flask, ags: str, town: str, postcode: str, problem: str
) -> None:
    with app.app_context():
        row = only_row(make_table(("Treff", ags, town, postcode), header=("Name", "AGS", "Ort", "PLZ")))
        assert (row.action, codes(row)[0]) == (RowAction.REFUSED, [problem])


def test_a_part_of_town_glued_to_its_town_becomes_the_district(app: Flask) -> None:
    with app.app_context():
        row = only_row(make_table(("Treff", "Dortmund-Xyzfeld"), header=("Name", "Ort")))
        assert row.draft is not None
        assert (row.ags, row.draft.district) == ("05913000", "Xyzfeld")


def test_a_centre_or_kreis_that_is_not_the_towns_is_remarked_on(app: Flask) -> None:
    header = ("Name", "Ort", "KI", "Kreis")
    with app.app_context():
        right = only_row(make_table(("A", "Aachen", "KI Stadt Aachen", "Städteregion Aachen"), header=header))
        wrong = only_row(make_table(("A", "Aachen", "KI StädteRegion Aachen", "Kreis Düren"), header=header))
        assert codes(right) == ([], [])
        assert codes(wrong) == ([], ["centre_differs", "kreis_differs"])


def test_a_row_without_a_pin_gets_the_middle_of_its_postcode_or_town_and_says_so(app: Flask) -> None:
    with app.app_context():
        table = make_table(("A", "Siegen", "57072"), ("B", "Siegen", ""), header=("Name", "Ort", "PLZ"))
        first, second = (row.draft for row in preview(table).rows)
        assert first is not None
        assert second is not None
        assert (first.position_accuracy, second.position_accuracy) == (Accuracy.POSTCODE, Accuracy.MUNICIPALITY)
        town = db.session.get_one(Municipality, "05970040")
        assert (second.lat, second.lon) == (town.lat, town.lon)


def test_a_pin_set_by_hand_is_stronger_than_an_old_table(app: Flask) -> None:
    header = ("ID", "Name", "Ort", "lat", "lon", "Genauigkeit")
    with app.app_context():
        table = make_table(("7", "Treff", "Burbach", "50.74", "8.08", "Straße"), header=header)
        carry_out(table)
        point = db.session.scalars(select(MeetingPoint)).one()
        point.lat, point.lon, point.position_accuracy = 50.75, 8.09, Accuracy.MANUAL
        db.session.commit()
        row = only_row(table)
        assert (row.action, codes(row)) == (RowAction.UNCHANGED, ([], ["manual_pin_kept"]))


def test_empty_cells_leave_what_is_stored_and_a_hyphen_empties_it(app: Flask) -> None:
    header = ("ID", "Name", "Ort", "Telefon", "Zeiten")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach", "02736 1234", "mo 9-11"), header=header))
        assert only_row(make_table(("7", "Treff", "Burbach", "", ""), header=header)).action is RowAction.UNCHANGED
        row = only_row(make_table(("7", "Treff", "Burbach", "-", "-"), header=header))
        assert row.changes == {"phone": ("02736 1234", ""), "sessions": (["mo 9-11"], [])}


def test_a_row_is_known_by_its_id_even_under_a_new_name(app: Flask) -> None:
    header = ("ID", "Name", "Ort")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach"), header=header))
        row = only_row(make_table(("7", "Neuer Name", "Burbach"), header=header))
        assert (row.action, dict(row.changes)) == (RowAction.CHANGED, {"name": ("Treff", "Neuer Name")})


def test_an_id_of_another_list_does_not_take_over_a_place(app: Flask) -> None:
    header = ("ID", "Name", "Ort")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach"), header=header))
        row = only_row(make_table(("7", "Etwas anderes", "Köln"), header=header))
        assert codes(row)[0] == ["id_of_other_place"]
        other = points_import.preview(
            db.session(), table=make_table(("7", "Etwas anderes", "Köln"), header=header), source="andere Liste"
        )
        assert counts(other) == {"new": 1}


def test_a_row_is_known_by_the_public_id(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session(), name="Treff")
        row = only_row(make_table((point.public_id, "Treff neu", "Burbach"), header=("ID", "Name", "Ort")))
        assert (row.action, row.point_id) == (RowAction.CHANGED, point.id)


def test_the_same_row_twice_is_refused_the_second_time(app: Flask) -> None:
    with app.app_context():
        cells = ("Treff", "Burbach", "Gassenweg 28", "mo")
        plan = preview(make_table(cells, cells))
        assert [codes(row)[0] for row in plan.rows] == [[], ["twice_in_file"]]


def test_a_second_place_at_the_same_address_is_remarked_on(app: Flask) -> None:
    with app.app_context():
        table = make_table(("A", "Burbach", "Danziger Str. 2", ""), ("B", "Burbach", "Danziger Straße 2", ""))
        assert [codes(row)[1] for row in preview(table).rows] == [[], ["same_address"]]


def test_what_a_spreadsheet_made_of_a_house_number_is_refused(app: Flask) -> None:
    with app.app_context():
        header = ("Name", "Ort", "Straße", "Hausnummer")
        for typed in ("2024-06-04", "04. Jun"):
            row = only_row(make_table(("A", "Burbach", "Gassenweg", typed), header=header))
            assert codes(row)[0] == ["date_in_number"]


def test_a_word_for_a_status_that_nobody_knows_is_refused(app: Flask) -> None:
    with app.app_context():
        row = only_row(make_table(("A", "Burbach", "halb offen"), header=("Name", "Ort", "Status")))
        assert codes(row)[0] == ["word_not_known"]


def test_a_separator_inside_an_unquoted_cell_is_refused(app: Flask) -> None:
    with app.app_context():
        table = Table(("Name", "Ort"), (Row(2, ("Treff", "Burbach"), surplus=1),))
        assert codes(only_row(table))[0] == ["too_many_cells"]


def test_one_bad_row_stops_all_or_is_left_out_on_purpose(app: Flask) -> None:
    rows = [(f"Treff {number}", "Burbach" if number != 49 else "Nirgendwo", "", "") for number in range(60)]
    with app.app_context():
        plan = preview(make_table(*rows))
        assert counts(plan) == {"new": 59, "refused": 1}
        with pytest.raises(InvalidDraft):
            points_import.apply(db.session(), plan=plan, actor="tests", now=NOW)
        assert stored() == 0
        applied = points_import.apply(db.session(), plan=plan, actor="tests", now=NOW, skip_refused=True)
        assert (applied.created, applied.refused, stored()) == (59, 1, 59)


@pytest.mark.both_databases
def test_a_failure_in_the_middle_leaves_nothing(app: Flask) -> None:
    """The plan is made, then the fiftieth town vanishes from under it."""
    rows = [(f"Treff {number}", "Burbach" if number != 49 else "Siegen", "", "") for number in range(60)]
    with app.app_context():
        plan = preview(make_table(*rows))
        before = data_version.versions(db.session())
        broken = ImportPlan(plan.source, False, (*plan.rows[:50], _without_town(plan.rows[50]), *plan.rows[51:]))
        with pytest.raises(KommAnMapError):
            points_import.apply(db.session(), plan=broken, actor="tests", now=NOW)
        db.session.rollback()
        assert stored() == 0
        assert db.session.scalar(select(func.count()).select_from(Change)) == 0
        assert data_version.versions(db.session()) == before


def _without_town(row: RowPlan) -> RowPlan:
    assert row.draft is not None
    draft = replace(row.draft, ags="05000000")
    return replace(row, draft=draft)


def test_one_import_is_one_batch_and_one_version(app: Flask) -> None:
    with app.app_context():
        before = data_version.versions(db.session()).version
        carry_out(make_table(*[(f"Treff {number}", "Burbach", "", "") for number in range(20)]))
        assert data_version.versions(db.session()).version == before + 1
        assert set(db.session.scalars(select(MeetingPoint.data_version))) == {before + 1}
        assert len(set(db.session.scalars(select(Change.batch)))) == 1


def test_a_place_changed_after_the_preview_is_a_conflict(app: Flask) -> None:
    header = ("ID", "Name", "Ort")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach"), header=header))
        plan = preview(make_table(("7", "Neu", "Burbach"), header=header))
        carry_out(make_table(("7", "Noch neuer", "Burbach"), header=header))
        with pytest.raises(Conflict):
            points_import.apply(db.session(), plan=plan, actor="tests", now=NOW)


@pytest.mark.both_databases
def test_a_plan_carried_out_twice_is_a_conflict_and_no_second_set(app: Flask) -> None:
    with app.app_context():
        plan = carry_out(make_table())
        with pytest.raises(Conflict):
            points_import.apply(db.session(), plan=plan, actor="tests", now=NOW)
        db.session.rollback()
        assert stored() == 1


def test_two_imports_at_once_bring_every_place_once(app_db: Flask) -> None:
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


def test_without_reference_data_the_reason_is_said(app: Flask) -> None:
    with app.app_context():
        db.session.execute(db.text("DELETE FROM postcode_area"))
        db.session.execute(db.text("DELETE FROM municipality_alias"))
        db.session.execute(db.text("DELETE FROM municipality"))
        with pytest.raises(UnreadableTable) as refused:
            preview(make_table())
        assert refused.value.problem.code == "no_reference_data"


def test_hostile_cells_are_stored_as_text_or_refused_with_a_reason(app: Flask) -> None:
    """Seeded: whatever stands in a table, there is a plan, and what is accepted comes back unchanged the second time."""
    source = random.Random(11)  # noqa: S311 - noise, not secrets
    header = (
        "ID",
        "Name",
        "Ort",
        "PLZ",
        "Straße",
        "Zeiten",
        "Sprachen",
        "Angebote",
        "Internet",
        "lat",
        "lon",
        "Status",
    )
    words = [
        "${alert(1)}", "</script>", '"><img src=x onerror=alert(1)>', "\u202egnp.exe", "W" * 9000, "'; DROP TABLE x;--",
        "%(name)s %s", "{0}", "٥٧٢٩٩", "Burbach", "-", "; ; ;", "nan", "50,7", "8.1", "https://a.example", "\x1b[2J",
        "Deutsch, Englisch", "geschlossen", "مقهى", "\ud800", "a\u2028b", "=1+1", "'=1+1", "",
    ]  # fmt: skip
    with app.app_context():
        rows = [[f"id-{number}", *(source.choice(words) for _ in header[1:])] for number in range(250)]
        for row in rows[::2]:
            row[2] = "Burbach"
            row[3] = row[9] = row[10] = row[11] = ""
        table = make_table(*rows, header=header)
        plan = carry_out(table, skip_refused=True)
        assert plan.count(RowAction.NEW) > 20
        assert plan.count(RowAction.REFUSED) > 20
        assert all(row.problems for row in plan.rows if row.action is RowAction.REFUSED)
        assert counts(preview(table)) == {
            "unchanged": plan.count(RowAction.NEW),
            "refused": plan.count(RowAction.REFUSED),
        }
