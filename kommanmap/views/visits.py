"""One tap of somebody who was there: a hint with a date. No account, no cookie, nothing that says who it was."""

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.database import reading_only
from kommanmap.domain.vocabulary import Status
from kommanmap.extensions import db
from kommanmap.models import MeetingPoint
from kommanmap.queries.records import PointRecord
from kommanmap.services.confirmations import note_visit
from kommanmap.services.visit_limits import Verdict, VisitLimits
from kommanmap.views.access import public as anybody
from kommanmap.views.access import public_form
from kommanmap.views.current import now
from kommanmap.views.language import speaks_languages
from kommanmap.views.open_form import asking_network, day_token, is_of_the_day, visit_form
from kommanmap.views.public import gone, listed_point
from kommanmap.views.shown import present
from kommanmap.views.team.transaction import writing

visits = Blueprint("visits", __name__, url_prefix="/<language:language>")
speaks_languages(visits)

LIMITS = "kommanmap.visit_limits"
THANKS = "danke"


@visits.get("/treffpunkte/<slug>/war-da")
@anybody
def page(slug: str) -> ResponseReturnValue:
    """The button once more, or a word of thanks."""
    row = listed_point(slug)
    return gone(row) if row.status is Status.CLOSED else _page(row, 200, is_done=THANKS in request.args)


@visits.post("/treffpunkte/<slug>/war-da")
@public_form
def was_there(slug: str) -> ResponseReturnValue:
    """Take the tap: at most one a day and place changes anything."""
    with reading_only():
        row = listed_point(slug)
        if row.status is Status.CLOSED:
            return gone(row)
        if not is_of_the_day(visit_form(slug)):
            return _page(row, 422)
        limits: VisitLimits = current_app.extensions[LIMITS]
        verdict = limits.claim(network=asking_network(), place=row.public_id, now=now())
        if verdict is Verdict.TOO_MANY:
            return _page(row, 429, is_refused=True)
    db.session.rollback()  # what was read with has no lock to write with
    if verdict is Verdict.COUNTS:
        with writing() as session:
            note_visit(session, point=session.get_one(MeetingPoint, row.id), now=now())
    return redirect(url_for("visits.page", slug=slug, danke=1), 303)


def _page(row: PointRecord, status: int, *, is_done: bool = False, is_refused: bool = False) -> ResponseReturnValue:
    page = render_template(
        "public/visit.html",
        point=present(row),
        token=day_token(visit_form(row.slug)),
        is_done=is_done,
        is_refused=is_refused,
    )
    return page, status


def init_app(app: Flask) -> None:
    """Begin to count."""
    app.extensions[LIMITS] = VisitLimits()
