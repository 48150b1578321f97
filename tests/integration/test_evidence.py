"""A centre's year as evidence: told from the history, with roles and no persons, as a page and a spreadsheet."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from kommanmap.domain.vocabulary import ChangeKind, CheckedBy, Role, Status
from kommanmap.extensions import db
from kommanmap.formats.xlsx_book import Sheet, book
from kommanmap.models import Centre, MeetingPoint
from kommanmap.queries.evidence import Evidence, evidence
from kommanmap.services import points
from tests.factories import make_draft
from tests.staff import sign_in

CENTRE = "siegen-wittgenstein"


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def make(name: str, when: datetime) -> MeetingPoint:
    return points.create(db.session(), draft=make_draft(name=name), actor="centre:7", now=when)


def confirm(point: MeetingPoint, when: datetime, role: Role = Role.CENTRE) -> None:
    said = replace(points.draft_of(point), last_checked_on=when.date(), last_checked_by=CheckedBy(role.value))
    points.update(
        db.session(), point=point, draft=said, actor=f"{role.value}:7", now=when, kind=ChangeKind.CONFIRMED,
        expected_version=point.version,
    )  # fmt: skip


def of_year(year: int) -> Evidence:
    centre = db.session.scalars(select(Centre).where(Centre.slug == CENTRE)).one()
    return evidence(db.session(), centre=centre, year=year)


@pytest.mark.both_databases
def test_a_year_is_told_from_the_history_and_stays_the_same_later(app: Flask) -> None:
    with app.app_context():
        lasting, closed = make("Bleibt", at(2024, 5, 1)), make("Schließt", at(2024, 12, 31, 22))
        make("Kommt später", at(2024, 12, 31, 23))  # already 2025 in North Rhine-Westphalia
        confirm(lasting, at(2024, 6, 1))
        confirm(lasting, at(2024, 9, 1), Role.CARRIER)
        points.retire(db.session(), point=closed, reason="Zu.", actor="state:1", now=at(2025, 2, 1))
        confirm(lasting, at(2025, 3, 1))
        db.session.commit()
        first, second, third = of_year(2024), of_year(2025), of_year(2026)
        assert [(place.name, place.status, place.was_listed) for place in first.places] == [
            ("Bleibt", Status.PUBLIC, True),
            ("Schließt", Status.PUBLIC, True),
        ]
        assert [(change.on, change.actor) for change in first.places[0].confirmations] == [
            (date(2024, 6, 1), "centre:7"),
            (date(2024, 9, 1), "carrier:7"),
        ]
        assert (first.listed, first.confirmed, first.changes) == (2, 1, 4)
        assert [(place.name, place.status) for place in second.places] == [
            ("Bleibt", Status.PUBLIC),
            ("Kommt später", Status.PUBLIC),
            ("Schließt", Status.CLOSED),
        ]
        assert (second.listed, second.confirmed) == (3, 1)
        assert [place.name for place in third.places] == ["Bleibt", "Kommt später"]
        assert (third.listed, third.confirmed, third.changes) == (2, 0, 0)
        assert of_year(2023).places == ()


def test_page_and_spreadsheet_name_roles_and_no_person_and_only_ones_own_centre(app: Flask) -> None:
    person = sign_in(app, Role.CENTRE, centre=CENTRE)
    with app.app_context():
        point = make('=HYPERLINK("https://x.example")', at(2026, 1, 5))
        confirm(point, at(2026, 2, 1))
        db.session.commit()
        public_id = point.public_id
    page = person.get("/team/nachweis").text
    assert "Integrationszentrum)" in page
    assert "HYPERLINK" in page
    assert "centre:7" not in page
    answer = person.get("/team/nachweis.xlsx?jahr=2026")
    assert 'filename="nachweis-siegen-wittgenstein-2026.xlsx"' in answer.headers["Content-Disposition"]
    read = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert all(cell.data_type != "f" for sheet in read for row in sheet for cell in row)
    rows = [[cell.value for cell in row] for row in read.worksheets[1]]
    assert len(rows) == 2
    assert rows[1][0] == public_id
    assert rows[1][2] == '=HYPERLINK("https://x.example")'
    assert rows[1][7:] == [1, datetime(2026, 2, 1), "Integrationszentrum", 2]  # noqa: DTZ001 - what a sheet holds has no zone
    assert len(list(read.worksheets[2])) == 2
    assert len(list(read.worksheets[3])) == 3
    for address in ("/team/nachweis", "/team/nachweis.xlsx"):
        assert person.get(f"{address}?zentrum=kleve").status_code == 404
        assert person.get(f"{address}?jahr=99999999999999999999&zentrum={CENTRE}").status_code == 200
        assert sign_in(app, Role.CARRIER).get(address).status_code == 403
    assert "In diesem Jahr gab es hier keinen Treffpunkt." in person.get("/team/nachweis?jahr=2020").text


def test_no_cell_of_a_book_is_ever_a_formula_or_breaks_the_file() -> None:
    """T42."""
    strange = ["=1+1", "+1", "-1", "@SUM(A1)", "a\x00\x0bb", "\t=1", "x" * 40_000, "مرحبا", "01234"]
    read = openpyxl.load_workbook(io.BytesIO(book([Sheet("A", strange, [strange, [1, None, date(2026, 1, 2)]])])))
    header, first, second = ([cell.value for cell in row] for row in read.active)
    assert header == first == ["=1+1", "+1", "-1", "@SUM(A1)", "ab", "\t=1", "x" * 32_000, "مرحبا", "01234"]
    assert second[:2] == [1, None]
    assert {cell.data_type for row in read.active for cell in row} <= {"s", "n", "d"}
