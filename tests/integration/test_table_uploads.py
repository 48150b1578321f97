"""Files as people and attackers send them: read as they are meant, or refused with a reason."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from urllib.parse import urlencode

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.formats import xlsx_book
from kommanmap.models import MeetingPoint, TableDraft
from kommanmap.services import table_drafts
from kommanmap.views import form_token
from tests.apps import NOW
from tests.factories import make_point, make_table
from tests.spreadsheets import cookie, counts, exported, page, send, upload, written, xlsx
from tests.staff import sign_in

HEADER = ["Name", "Ort", "PLZ", "Straße"]
LINE = ["Treff", "Siegen", "57072", "Markt"]


def sheets(number: int) -> bytes:
    pages = [xlsx_book.Sheet(f"Blatt {page}", HEADER, [LINE]) for page in range(number)]
    return xlsx_book.book(pages)


def edited(*changes: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, LINE):
        sheet.append(row)
    for change in changes:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(name: str, value: object) -> Callable[[openpyxl.worksheet.worksheet.Worksheet], None]:
    return lambda sheet: sheet.__setitem__(name, value)


REFUSED = [
    ("nothing", b"", "Die Datei ist leer."),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "Zeichen lassen sich nicht lesen"),
    ("too large", b"Name;Ort;Text\r\n" + (b"Treff;Siegen;" + b"x" * 7500 + b"\r\n") * 282, "größer als 2 MiB"),
    ("a column twice", edited(cell("E1", "Name")), "bedeuten dasselbe"),
    ("no column for the name", edited(cell("A1", "Farbe")), "Es fehlt eine Spalte mit dem Namen"),
    ("a formula without a value", edited(cell("A2", "=1+1")), "eine Formel ohne Ergebnis"),
    ("220 sheets", sheets(220), "zu viele Blätter"),
    ("not a workbook", b"PK\x03\x04" + b"x" * 500, "beschädigt"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_files_that_cannot_be_used_are_refused_with_a_reason(app: Flask, data: bytes, said: str) -> None:
    """T41: T44: T45: nothing of a file is used but its cells, and within limits."""
    state = sign_in(app, Role.STATE)
    answer = send(state, data)
    text = unescape(answer.get_data(as_text=True))
    assert answer.status_code in (413, 422)
    assert said in text
    assert 'role="alert"' in text or answer.status_code == 413
    with app.app_context():
        assert db.session.scalars(select(TableDraft)).all() == []


def tables() -> Iterator[tuple[str, bytes, dict[str, int], str]]:
    yield "30 sheets", sheets(30), {"neu": 1}, "Blatt 1, Blatt 2"
    yield "merged cells", edited(lambda sheet: sheet.merge_cells("A2:A3")), {"neu": 1}, ""
    yield "postcode as a number", edited(cell("C2", 57072)), {"neu": 1}, ""
    yield "date in a text", edited(cell("D2", "5. Mai")), {"neu": 1}, ""
    checked_on = edited(cell("C1", "Geprüft am"), cell("C2", date(2026, 3, 1)))
    yield "a date as the number that it is to a spreadsheet", checked_on, {"neu": 1}, "Zuletzt geprüft"
    yield "unknown column", edited(cell("E1", "Farbe")), {"neu": 1}, ""
    yield "a person's column", edited(cell("E1", "Ansprechpartner")), {"neu": 1}, "nennen Personen"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        text = "Name;Ort;Straße\r\nCafé Öl;Köln;Große Straße 5\r\n"
        yield f"umlauts in {encoding}", text.encode(encoding), {"neu": 1}, "Café Öl"
    key = "Name;AGS\r\nTreff;5970040\r\n"
    yield "a key that lost its zero", key.encode(), {"neu": 1}, "Siegen"


@pytest.mark.parametrize(("data", "expected", "said"), [row[1:] for row in tables()], ids=[row[0] for row in tables()])
def test_tables_as_people_make_them_are_read(app: Flask, data: bytes, expected: dict[str, int], said: str) -> None:
    state = sign_in(app, Role.STATE)
    text = page(state, upload(state, data))
    assert counts(text) == expected
    assert said in text


def test_many_rows_tell_how_far_they_are_and_a_broken_answer_writes_nothing(app: Flask) -> None:
    state = sign_in(app, Role.STATE)
    rows = [[f"Treff {number}", "Siegen", "57072", ""] for number in range(620)]
    answer = send(state, xlsx(HEADER, rows))
    text = answer.get_data(as_text=True)
    assert text.count("<progress") == 7
    address = re.findall(r'href="(/team/import/[0-9a-f-]+)"', text)[-1]
    assert counts(page(state, address)) == {"neu": 620}
    body = urlencode({form_token.FIELD: state.form_token, "tun": "uebernehmen"})
    request = EnvironBuilder(path=address, method="POST", data=body, content_type="application/x-www-form-urlencoded")
    request.headers["Cookie"] = f"{form_token.COOKIE_LOCAL}={cookie(state)}"
    parts, _status, _headers = run_wsgi_app(app.wsgi_app, request.get_environ())
    while b"<progress" not in next(parts):
        pass
    parts.close()  # the browser is gone
    with app.app_context():
        assert db.session.scalars(select(MeetingPoint.id)).all() == []
    assert "Neu: 620" in state.post(address, {"tun": "uebernehmen"}).get_data(as_text=True)


def test_an_interrupted_preview_can_be_asked_for_again(app: Flask) -> None:
    state = sign_in(app, Role.STATE)
    with app.app_context():
        table = make_table(("Treff", "Siegen", "", "montags 10-12 Uhr"))
        draft = table_drafts.keep(db.session(), user_id=state.staff.user_id, file_name="x.csv", table=table, now=NOW)
        db.session.commit()
        address = f"/team/import/{draft.name}"
    text = page(state, address)
    assert "noch nicht angesehen" in text
    assert "übernehmen" not in text
    assert counts(page(state, state.post(address, {"tun": "ansehen"}).location)) == {"neu": 1}


def test_a_version_that_is_no_number_of_ours_is_none(demo_app: Flask) -> None:
    state = sign_in(demo_app, Role.STATE)
    for version in ("9" * 5000, "-1", "٣", "1.0"):
        row = exported(state)[0] | {"Version": version}
        assert counts(page(state, upload(state, written([row])))) == {"unverändert": 1}, version


def test_an_answer_can_be_taken_back(app: Flask) -> None:
    with app.app_context():
        make_point(db.session(), name="Café Mosaik")
        db.session.commit()
    state = sign_in(app, Role.STATE)
    file = xlsx(["Name", "Ort", "Straße", "Hausnummer"], [["Cafe Mosaik", "Burbach", "Gassenweg", "28"]])
    address = upload(state, file)
    for word, expected in (("neu", {"neu": 1}), ("", {"mit Frage": 1})):
        answer = state.post(address, {"tun": "weiter", "antwort-2": word})
        assert counts(page(state, answer.location)) == expected


def test_uploads_that_nobody_came_back_for_are_forgotten(app: Flask) -> None:
    state = sign_in(app, Role.STATE)
    with app.app_context():
        for days in (13, 15):
            table_drafts.keep(
                db.session(), user_id=state.staff.user_id, file_name=f"{days}.csv", table=make_table(),
                now=NOW - timedelta(days=days),
            )  # fmt: skip
        table_drafts.forget_old(db.session(), now=NOW)
        assert [draft.file_name for draft in db.session.scalars(select(TableDraft))] == ["13.csv"]
