"""What tests of the spreadsheet round trip share: out, in, what the preview counts, taking over."""

import csv
import io
import re
from html import unescape

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from kommanmap.extensions import db
from kommanmap.formats import xlsx_book
from kommanmap.models import MeetingPoint
from kommanmap.services import points
from kommanmap.views import form_token
from tests.staff import AtWork

Rows = list[dict[str, str]]


def xlsx(header: list[str], rows: list[list[str]]) -> bytes:
    return xlsx_book.book([xlsx_book.Sheet("Treffpunkte", header, rows)])


def send(work: AtWork, data: bytes, name: str = "tabelle.xlsx") -> TestResponse:
    answer = work.post("/team/import", {"datei": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # a large one is a file
    return answer


def upload(work: AtWork, data: bytes, name: str = "tabelle.xlsx") -> str:
    """The page of the preview, after the redirect."""
    answer = send(work, data, name)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def page(work: AtWork, address: str) -> str:
    return unescape(work.get(address).get_data(as_text=True))


def exported(work: AtWork, words: str = "") -> Rows:
    text = work.get(f"/team/treffpunkte.csv{words}").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def written(rows: Rows) -> bytes:
    return xlsx(list(rows[0]), [list(row.values()) for row in rows])


def counts(text: str) -> dict[str, int]:
    return {label: int(number) for label, number in re.findall(r"nur=\w+\"[^>]*>([^<:]+): (\d+)<", text)}


def cookie(work: AtWork) -> str:
    found = work.client.get_cookie(form_token.COOKIE_LOCAL)
    assert found is not None
    return found.value


def take_over(work: AtWork, address: str, text: str, **more: str) -> str:
    lines = re.findall(r'name="gezeigt" value="(\d+)"', text)
    chosen = re.findall(r'name="ja" value="(\d+)"[^>]* checked', text)
    answer = work.post(address, {"gezeigt": lines, "ja": chosen, "tun": "uebernehmen", **more})
    return unescape(answer.get_data(as_text=True)) if answer.status_code == 200 else page(work, answer.location)


def stored(app: Flask, public_id: str) -> MeetingPoint:
    with app.app_context():
        return db.session.scalars(
            select(MeetingPoint).where(MeetingPoint.public_id == public_id).options(*points.WHOLE)
        ).one()
