"""The places of one's list as a spreadsheet to edit: what `/team/import` reads back. Knows no row of a file."""

from flask import Blueprint, Response
from sqlalchemy.orm import joinedload

from kommanmap.domain.languages import DEFAULT_LANGUAGE
from kommanmap.extensions import db
from kommanmap.formats import spreadsheet_csv, xlsx_book
from kommanmap.i18n import speaking
from kommanmap.models import MeetingPoint
from kommanmap.permissions import Permission
from kommanmap.presenters.hours_sentences import usual_sentence
from kommanmap.queries.staff_places import asked_places
from kommanmap.services import points
from kommanmap.services.place_table import HEADERS, ID, READ_TIMES, VERSION, WIDTHS, texts_of
from kommanmap.views.access import permitted
from kommanmap.views.current import staff, work_day
from kommanmap.views.team.dashboard import places_asked

team_files = Blueprint("team_files", __name__, url_prefix="/team")

USUAL_WIDTH = 18


@team_files.get("/treffpunkte.csv")
@permitted(Permission.SEE_PLACES)
def as_csv() -> Response:
    """All places that the words of the list find."""
    data = spreadsheet_csv.sheet(list(HEADERS.values()), _rows())
    return _file(data, spreadsheet_csv.MEDIA_TYPE, "treffpunkte.csv")


@team_files.get("/treffpunkte.xlsx")
@permitted(Permission.SEE_PLACES)
def as_xlsx() -> Response:
    """The same as a workbook."""
    widths = [WIDTHS.get(field, USUAL_WIDTH) for field in HEADERS]
    data = xlsx_book.book([xlsx_book.Sheet("Treffpunkte", list(HEADERS.values()), _rows(), widths)])
    return _file(data, xlsx_book.MEDIA_TYPE, "treffpunkte.xlsx")


def _rows() -> list[list[str]]:
    """In German, whatever the language of the page: the table is read back by its words."""
    session = db.session()
    wanted = asked_places(staff().scope, places_asked(), work_day())
    found = session.scalars(wanted.options(joinedload(MeetingPoint.municipality), *points.WHOLE)).unique().all()
    with speaking(DEFAULT_LANGUAGE):
        return [_row(point) for point in found]


def _file(data: bytes, media_type: str, name: str) -> Response:
    answer = Response(data, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _row(point: MeetingPoint) -> list[str]:
    draft = points.draft_of(point)
    cells = {
        ID: point.public_id,
        VERSION: str(point.version),
        READ_TIMES: "; ".join(map(usual_sentence, draft.sessions)),
        **texts_of(draft, town=point.municipality.name),
    }
    return [cells[field] for field in HEADERS]
