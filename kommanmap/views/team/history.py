"""What was changed, and the way back: one field, one version, or everything that was done in one go."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.errors import Conflict
from kommanmap.domain.problems import InvalidDraft
from kommanmap.extensions import db
from kommanmap.forms.changes import UNSAID, actor_text, change_lines
from kommanmap.forms.field_labels import field_label
from kommanmap.i18n import gettext
from kommanmap.models import MeetingPoint
from kommanmap.permissions import Permission
from kommanmap.problem_texts import problem_text
from kommanmap.queries.history import batches_within, changes_of_batch, changes_page
from kommanmap.queries.reach import point_within
from kommanmap.services import history, points
from kommanmap.views.access import permitted
from kommanmap.views.current import now, staff
from kommanmap.views.team.transaction import writing

team_history = Blueprint("team_history", __name__, url_prefix="/team")

LARGEST_ID = 2**63 - 1
MOST_SHOWN = 200


@team_history.get("/treffpunkte/<uuid:public_id>/verlauf")
@permitted(Permission.SEE_PLACES)
def of_place(public_id: object) -> ResponseReturnValue:
    """Every change of a place, the newest first."""
    return _place_page(str(public_id))


@team_history.post("/treffpunkte/<uuid:public_id>/verlauf")
@permitted(Permission.EDIT_PLACES)
def restore(public_id: object) -> ResponseReturnValue:
    """The place says again what it said after a change, in one field or in all."""
    change, version = (request.form.get(name, 0, type=int) for name in ("aenderung", "version"))
    try:
        with writing() as session:
            point = point_within(session, staff().scope, str(public_id), *points.WHOLE)
            history.restore(
                session, point=point, change_id=min(change, LARGEST_ID), field=request.form.get("feld", ""),
                actor=staff().actor, now=now(), expected_version=version,
            )  # fmt: skip
    except Conflict:
        return _place_page(str(public_id), gettext("Jemand hat den Treffpunkt inzwischen geändert."), 409)
    except InvalidDraft as error:
        said = " ".join(problem_text(each) for each in error.found)
        return _place_page(str(public_id), gettext("Das geht so nicht mehr: %(reason)s", reason=said), 422)
    return redirect(url_for("team_history.of_place", public_id=public_id, getan=1), 303)


@team_history.get("/aenderungen")
@permitted(Permission.IMPORT_PLACES)
def batches() -> str:
    """What was done to many places in one go."""
    found = batches_within(db.session(), staff().scope)
    return render_template("team/history/batches.html", batches=[(batch, actor_text(batch.actor)) for batch in found])


@team_history.get("/aenderungen/<name>")
@permitted(Permission.IMPORT_PLACES)
def batch(name: str) -> ResponseReturnValue:
    """What one go changed, place by place."""
    return _batch_page(name)


@team_history.post("/aenderungen/<name>")
@permitted(Permission.IMPORT_PLACES)
def undo(name: str) -> ResponseReturnValue:
    """Take all of it back; what was changed since stays."""
    try:
        with writing() as session:
            undone = history.undo_batch(
                session,
                changes=changes_of_batch(session, staff().scope, name),
                reason="Eine Änderung an vielen Treffpunkten wurde rückgängig gemacht.",
                actor=staff().actor,
                now=now(),
            )
            kept = [
                (point.name, [field_label(each) for each in fields if each not in UNSAID])
                for point, fields in undone.kept
            ]
    except InvalidDraft as error:
        return _batch_page(name, " ".join(problem_text(each) for each in error.found), 422)
    return render_template("team/history/undone.html", undone=undone, kept=kept)


def _place_page(public_id: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    session = db.session()
    point = point_within(session, staff().scope, public_id)
    page = changes_page(session, point, request.args.get("seite", 1, type=int))
    html = render_template(
        "team/history/place.html",
        point=point,
        page=page,
        lines=change_lines(page.changes),
        problem=problem,
        done=gettext("Wiederhergestellt.") if "getan" in request.args else "",
    )
    return html, status


def _batch_page(name: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    session = db.session()
    changes = changes_of_batch(session, staff().scope, name)
    places = {change.point_id for change in changes}
    shown = changes[:MOST_SHOWN]
    found = [
        (line, session.get_one(MeetingPoint, change.point_id))
        for line, change in zip(change_lines(shown), shown, strict=True)
    ]
    html = render_template(
        "team/history/batch.html",
        name=name,
        lines=found,
        places=len(places),
        left=len(changes) - len(shown),
        problem=problem,
    )
    return html, status
