"""The evidence sheet of a centre and year: as a page that can be printed, and as a spreadsheet."""

from datetime import date

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from kommanmap.extensions import db
from kommanmap.formats.xlsx_book import MEDIA_TYPE, Sheet, book
from kommanmap.forms.field_labels import field_label
from kommanmap.labels import label
from kommanmap.models import Centre
from kommanmap.permissions import Permission
from kommanmap.presenters.evidence import evidence_tables, role_text
from kommanmap.queries.evidence import Evidence, evidence, years_until
from kommanmap.queries.reach import centres_within
from kommanmap.services.point_times import berlin_day
from kommanmap.views.access import permitted
from kommanmap.views.current import now, staff

team_evidence = Blueprint("team_evidence", __name__, url_prefix="/team")

MOST_ON_PAGE = 1000
"""Places on the page; the spreadsheet holds all."""


def _centres() -> list[Centre]:
    """Those in reach. Without any there is nothing to give evidence of."""
    return list(db.session().scalars(centres_within(staff().scope)))


def _asked(centres: list[Centre], today: date) -> Evidence:
    """Of the centre and year of the address; without, of the first centre and this year. Out of reach: 404."""
    slug = request.args.get("zentrum", "") or (centres[0].slug if centres else "")
    centre = next((each for each in centres if each.slug == slug), None)
    if centre is None:
        abort(404)
    year = request.args.get("jahr", 0, type=int)
    return evidence(db.session(), centre=centre, year=year if year in years_until(today) else today.year)


@team_evidence.get("/nachweis")
@permitted(Permission.SEE_COVERAGE)
def page() -> str:
    """To read and print."""
    centres, today = _centres(), berlin_day(now())
    found = _asked(centres, today)
    return render_template(
        "team/evidence.html",
        evidence=found,
        places=found.places[:MOST_ON_PAGE],
        centres=centres,
        years=years_until(today),
        today=today,
        role_text=role_text,
        label=label,
    )


@team_evidence.get("/nachweis.xlsx")
@permitted(Permission.SEE_COVERAGE)
def workbook() -> ResponseReturnValue:
    """The same with every confirmation and every change."""
    found = _asked(_centres(), berlin_day(now()))
    tables = evidence_tables(found, field_label)
    sheets = [Sheet(table.title, table.header, table.lines, table.widths) for table in tables]
    answer = Response(book(sheets), content_type=MEDIA_TYPE)
    name = f"nachweis-{found.centre.slug}-{found.year}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
