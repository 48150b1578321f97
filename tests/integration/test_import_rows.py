"""What a row of a table means: its town, its pin, its words, and what is refused with a reason.

Tests that only look share `demo_site`; those that write have an `app` of their own.
"""

import random

import pytest
from flask import Flask
from sqlalchemy import select

from kommanmap.domain.tables import Row, Table
from kommanmap.domain.vocabulary import Accuracy, Knowledge, Status
from kommanmap.extensions import db
from kommanmap.models import MeetingPoint, Municipality
from kommanmap.services import points
from kommanmap.services.import_plan import RowAction
from tests.factories import make_table
from tests.importing import carry_out, codes, counts, only_row, preview


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
        assert draft.times == ("mo 9-11", "di 15-17")
        assert (draft.languages, draft.offers, draft.audiences) == (("de", "en"), ("deutsch",), ("frauen",))
        assert (draft.step_free, draft.status) == (Knowledge.YES, Status.PAUSED)
        assert (draft.lat, draft.lon, draft.position_accuracy) == (50.7464, 8.0842, Accuracy.STREET)
        assert draft.texts == (("ar", "قهوة"), ("de", "Kaffee"))
        assert draft.website == "https://www.burbach.example"


@pytest.mark.parametrize(
    ("ags", "town", "postcode", "expected", "notes"),
    [
        ("05970008", "Burbach", "57299", "05970008", []),
        ("5970008", "", "", "05970008", []),
        ("059700008008", "", "", "05970008", []),
        ("", "burbach", "", "05970008", []),
        ("", "Gronau (Westf.)", "", "05554020", []),
        ("", "Gronau", "48599", "05554020", []),
        ("", "Gronau", "", "05554020", ["also_a_part_of_town"]),
        ("", "Werne", "", "05978040", []),
        ("", "Werne", "44894", "05911000", []),
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
    demo_site: Flask, ags: str, town: str, postcode: str, expected: str, notes: list[str]
) -> None:
    with demo_site.app_context():
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
    demo_site: Flask, ags: str, town: str, postcode: str, problem: str
) -> None:
    with demo_site.app_context():
        row = only_row(make_table(("Treff", ags, town, postcode), header=("Name", "AGS", "Ort", "PLZ")))
        assert (row.action, codes(row)[0]) == (RowAction.REFUSED, [problem])


def test_a_part_of_town_glued_to_its_town_becomes_the_district(demo_site: Flask) -> None:
    with demo_site.app_context():
        row = only_row(make_table(("Treff", "Dortmund-Xyzfeld"), header=("Name", "Ort")))
        assert row.draft is not None
        assert (row.ags, row.draft.district) == ("05913000", "Xyzfeld")


def test_an_address_in_one_cell_fills_the_fields_that_have_no_cell(demo_site: Flask) -> None:
    typed = "Kolpinghaus, Gassenweg 28 a, 57299 Burbach-Wahlbach (Eingang im Hof)"
    with demo_site.app_context():
        row = only_row(make_table(("Treff", typed), header=("Name", "Adresse")))
        assert row.draft is not None
        draft = row.draft
        assert (draft.ags, draft.district, draft.postcode) == ("05970008", "Wahlbach", "57299")
        assert (draft.street, draft.house_number) == ("Gassenweg", "28 a")
        assert (draft.building, draft.way_in) == ("Kolpinghaus", "Eingang im Hof")
        two = only_row(make_table(("Treff", "Markt 1, Burbach; Weg 3, Siegen"), header=("Name", "Adresse")))
        assert two.draft is not None
        assert (two.ags, two.draft.street, two.draft.way_in) == ("05970008", "Markt", "Weg 3, Siegen")
        assert "address_part_kept" in codes(two)[1]


def test_a_centre_or_kreis_that_is_not_the_towns_is_remarked_on(demo_site: Flask) -> None:
    header = ("Name", "Ort", "KI", "Kreis")
    with demo_site.app_context():
        right = only_row(make_table(("A", "Aachen", "KI Stadt Aachen", "Städteregion Aachen"), header=header))
        wrong = only_row(make_table(("A", "Aachen", "KI StädteRegion Aachen", "Kreis Düren"), header=header))
        assert codes(right) == ([], [])
        assert codes(wrong) == ([], ["centre_differs", "kreis_differs"])


def test_a_row_without_a_pin_gets_the_middle_of_its_postcode_or_town_and_says_so(demo_site: Flask) -> None:
    with demo_site.app_context():
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
        assert (row.action, codes(row)) == (RowAction.UNCHANGED, ([], ["finer_pin_kept"]))


def test_empty_cells_leave_what_is_stored_and_a_hyphen_empties_it(app: Flask) -> None:
    header = ("ID", "Name", "Ort", "Telefon", "Zeiten")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach", "02736 1234", "mo 9-11"), header=header))
        assert only_row(make_table(("7", "Treff", "Burbach", "", ""), header=header)).action is RowAction.UNCHANGED
        row = only_row(make_table(("7", "Treff", "Burbach", "-", "-"), header=header))
        assert set(row.changes) == {"phone", "times", "sessions", "times_status"}
        assert (row.changes["phone"], row.changes["times"]) == (("02736 1234", ""), (["mo 9-11"], []))


def test_a_second_place_at_the_same_address_is_remarked_on(demo_site: Flask) -> None:
    with demo_site.app_context():
        table = make_table(("A", "Burbach", "Danziger Str. 2", ""), ("B", "Burbach", "Danziger Straße 2", ""))
        assert [codes(row)[1] for row in preview(table).rows] == [[], ["same_address"]]


def test_what_a_spreadsheet_made_of_a_house_number_is_refused(demo_site: Flask) -> None:
    with demo_site.app_context():
        header = ("Name", "Ort", "Straße", "Hausnummer")
        for typed in ("2024-06-04", "04. Jun"):
            row = only_row(make_table(("A", "Burbach", "Gassenweg", typed), header=header))
            assert codes(row)[0] == ["date_in_number"]


def test_a_word_for_a_status_that_nobody_knows_is_refused(demo_site: Flask) -> None:
    with demo_site.app_context():
        row = only_row(make_table(("A", "Burbach", "halb offen"), header=("Name", "Ort", "Status")))
        assert codes(row)[0] == ["word_not_known"]


def test_a_separator_inside_an_unquoted_cell_is_refused(demo_site: Flask) -> None:
    with demo_site.app_context():
        table = Table(("Name", "Ort"), (Row(2, ("Treff", "Burbach"), surplus=1),))
        assert codes(only_row(table))[0] == ["too_many_cells"]


def test_hostile_cells_are_stored_as_text_or_refused_with_a_reason(app: Flask) -> None:
    """Seeded: whatever stands in a table, there is a plan, and what it took comes back unchanged."""
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
            row[3] = row[8] = row[9] = row[10] = row[11] = ""
        table = make_table(*rows, header=header)
        plan = carry_out(table, skip_refused=True)
        assert plan.count(RowAction.NEW) > 20
        assert plan.count(RowAction.REFUSED) > 20
        assert all(row.problems for row in plan.rows if row.action is RowAction.REFUSED)
        assert counts(preview(table)) == {
            "unchanged": plan.count(RowAction.NEW),
            "refused": plan.count(RowAction.REFUSED),
        }


def test_a_house_that_moves_loses_its_pin_and_the_row_says_so(app: Flask) -> None:
    header = ("ID", "Name", "Ort", "Straße", "lat", "lon", "Genauigkeit")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach", "Gassenweg 10 a", "50.74", "8.08", "Haus"), header=header))
        spelled = only_row(make_table(("7", "Treff", "Burbach", "Gassenweg 10a", "", "", ""), header=header))
        assert (set(spelled.changes), codes(spelled)) == ({"house_number"}, ([], []))
        moved = only_row(make_table(("7", "Treff", "Burbach", "Kirchweg 3", "", "", ""), header=header))
        assert moved.draft is not None
        assert (moved.draft.position_accuracy, codes(moved)) == (Accuracy.MUNICIPALITY, ([], ["pin_reset"]))


@pytest.mark.parametrize(
    ("lat", "lon", "problems", "notes"),
    [
        ("50,74", "8,08", [], ["accuracy_assumed"]),
        ("8,08", "50,74", ["lat_lon_swapped"], ["accuracy_assumed"]),
        ("48.1", "11.5", ["outside_nrw"], ["accuracy_assumed"]),
        ("3433000", "5622000", ["outside_nrw"], ["accuracy_assumed"]),
        ("50.74", "", ["half_a_position"], ["accuracy_assumed"]),
        ("50° 44'", "8.08", ["not_a_number"], []),
        ("51.9", "8.4", [], ["accuracy_assumed", "pin_outside_town"]),
        ("52.1", "6.2", [], ["accuracy_assumed", "pin_outside_nrw"]),
    ],
)
def test_a_pin_is_checked(demo_site: Flask, lat: str, lon: str, problems: list[str], notes: list[str]) -> None:
    with demo_site.app_context():
        row = only_row(make_table(("Treff", "Burbach", lat, lon), header=("Name", "Ort", "Breite", "Länge")))
        assert (codes(row)[0], [*codes(row)[1], *(warning.code for warning in row.warnings)]) == (problems, notes)
