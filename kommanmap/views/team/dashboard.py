"""The first page of staff and their list of places: what there is to do, one after the other, or many at once."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from kommanmap.domain.errors import NotFound
from kommanmap.domain.problems import InvalidDraft
from kommanmap.domain.vocabulary import Role, Status
from kommanmap.extensions import db
from kommanmap.i18n import gettext, ngettext
from kommanmap.labels import label
from kommanmap.models import MeetingPoint, User, UserCentre
from kommanmap.permissions import Permission, may
from kommanmap.presenters.staff_places import place_lines
from kommanmap.queries.reach import centres_within, point_within, points_within, towns_without_place
from kommanmap.queries.staff_places import PlacesAsked, asked_places, chosen_places, next_place, places_page
from kommanmap.queries.suggestions import letter_page, open_within
from kommanmap.queries.worklists import WORKLIST_BY_KEY, WORKLISTS, counts
from kommanmap.services import many_places
from kommanmap.services.point_times import berlin_day
from kommanmap.services.point_warnings import warnings_of
from kommanmap.views.access import permitted
from kommanmap.views.current import now, staff, work_day
from kommanmap.views.team.transaction import writing

team = Blueprint("team", __name__, url_prefix="/team")

LONGEST_TEXT = 200
MOST_SAID = 9999
ASKED = ("q", "status", "zentrum", "aufgabe", "seite")
CONFIRM, CARRIER, STATUS = "bestaetigen", "traeger", "status"


@team.get("/")
@permitted(Permission.SEE_PLACES)
def dashboard() -> str:
    """How many places wait for what."""
    session, scope = db.session(), staff().scope
    found = counts(session, scope, work_day())
    letters = (
        letter_page(session, open_within(scope), 1).total if may(staff().role, Permission.DECIDE_REPORTS) else None
    )
    tasks = [(each.title, found[each.key], url_for("team.places", aufgabe=each.key)) for each in WORKLISTS]
    if may(staff().role, Permission.SEE_COVERAGE):
        empty = session.scalar(select(func.count()).select_from(towns_without_place(scope).subquery())) or 0
        tasks.append((gettext("Städte und Gemeinden ohne Treffpunkt"), empty, url_for("team_coverage.page")))
    return render_template(
        "team/dashboard.html",
        tasks=tasks,
        letters=letters,
        total=places_page(session, points_within(scope), 1).total,
        may_add=may(staff().role, Permission.ADD_PLACES),
    )


@team.get("/treffpunkte")
@permitted(Permission.SEE_PLACES)
def places() -> str:
    """The list, narrowed by text, status, centre or kind of work."""
    session, scope, asked = db.session(), staff().scope, places_asked()
    page = places_page(session, asked_places(scope, asked, work_day()), request.args.get("seite", 1, type=int))
    doubts = warnings_of(session, [point.id for point in page.points])
    return render_template(
        "team/places.html",
        lines=place_lines(page.points, doubts),
        page=page,
        asked=asked,
        worklist=WORKLIST_BY_KEY.get(asked.worklist),
        worklists=WORKLISTS,
        statuses=[(each.value, label(each)) for each in Status],
        given=[(each.value, label(each)) for each in many_places.ASSIGNABLE],
        centres=session.scalars(centres_within(scope)).all(),
        carriers=_carriers() if may(staff().role, Permission.MANAGE_CENTRE_STAFF) else (),
        words={key: value for key, value in request.args.items() if key in ASKED and key != "seite"},
        done=_said(request.args.get("getan", "")),
        may_edit_many=may(staff().role, Permission.EDIT_PLACES),
        may_add=may(staff().role, Permission.ADD_PLACES),
    )


@team.post("/treffpunkte")
@permitted(Permission.EDIT_PLACES)
def many() -> ResponseReturnValue:
    """One thing for all chosen places; then the same list again, which says what was done."""
    with writing() as session:
        said = _do(request.form.get("tun", ""), chosen_places(session, staff().scope, request.form.getlist("ort")))
    words: dict[str, Any] = {key: value for key, value in request.args.items() if key in ASKED}
    return redirect(url_for("team.places", **words, getan=said), 303)


@team.get("/aufgaben/<key>/weiter")
@permitted(Permission.SEE_PLACES)
def further(key: str) -> ResponseReturnValue:
    """To the place after `?nach=` on a list of work, or to the list when that was the last."""
    if key not in WORKLIST_BY_KEY:
        raise NotFound(key)
    session, scope, after = db.session(), staff().scope, request.args.get("nach", "")
    before = point_within(session, scope, after, joinedload(MeetingPoint.municipality)) if after else None
    wanted = asked_places(scope, PlacesAsked(worklist=key), work_day())
    following = next_place(session, wanted, before)
    if following is None:
        return redirect(url_for("team.places", aufgabe=key, getan="letzter"))
    saved: dict[str, Any] = {"gespeichert": 1} if "gespeichert" in request.args else {}
    return redirect(url_for("team_points.edit", public_id=following, aufgabe=key, **saved))


def places_asked() -> PlacesAsked:
    """What the words of the address ask the list for."""
    status = request.args.get("status", "")
    return PlacesAsked(
        text=_asked_for("q").strip()[:LONGEST_TEXT],
        status=Status(status) if status in set(Status) else None,
        centre=_asked_for("zentrum"),
        worklist=_asked_for("aufgabe"),
    )


def _asked_for(word: str) -> str:
    """A word of the address, without the sign that PostgreSQL takes in no text."""
    return request.args.get(word, "").replace("\0", "")


def _do(what: str, chosen: list[MeetingPoint]) -> str:
    """What was done, as the word that `_said` turns into a sentence."""
    session, verb, value = db.session(), *what.partition(":")[::2]
    if not chosen:
        return "niemand"
    try:
        if verb == CONFIRM:
            done = many_places.confirm(
                session, chosen=chosen, role=staff().role, actor=staff().actor, today=berlin_day(now()), now=now()
            )
        elif verb == STATUS and value in set(Status):
            done = many_places.give_status(session, chosen=chosen, status=Status(value), actor=staff().actor, now=now())
        elif verb == CARRIER and (user := next((each for each in _carriers() if str(each.id) == value), None)):
            done = many_places.Done(many_places.assign(session, chosen=chosen, user=user))
        else:
            return "nichts"
    except InvalidDraft:
        session.rollback()
        return "einzeln"
    return str(done.changed)


def _said(word: str) -> str:
    """The sentence for a word in the address; nothing that somebody else could have put there is shown."""
    if word.isascii() and word.isdigit():
        return ngettext("%(num)d Treffpunkt geändert.", "%(num)d Treffpunkte geändert.", min(int(word), MOST_SAID))
    return {
        "niemand": gettext("Bitte zuerst Treffpunkte ankreuzen."),
        "nichts": gettext("Bitte wählen, was mit ihnen geschehen soll."),
        "einzeln": gettext(
            "Nichts geändert: Mindestens einer davon braucht erst andere Angaben. Bitte einzeln bearbeiten."
        ),
        "letzter": gettext("Das war der letzte in dieser Liste."),
    }.get(word, "")


def _carriers() -> list[User]:
    """Accounts of carriers that somebody may hand places to: those of places or centres in reach; all for the state."""
    if not may(staff().role, Permission.MANAGE_CENTRE_STAFF):
        return []
    wanted = select(User).where(User.role == Role.CARRIER, User.is_disabled.is_(False)).order_by(User.email)
    if not staff().scope.everything:
        wanted = wanted.where(
            User.id.in_(select(UserCentre.user_id).where(UserCentre.centre_id.in_(staff().scope.centre_ids)))
        )
    return list(db.session().scalars(wanted))
