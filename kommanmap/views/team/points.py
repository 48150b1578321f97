"""A place under the hands of staff: enter, change, look at, copy. Closing and merging stand in `place_ends`."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.errors import Conflict, NotFound
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.extensions import db
from kommanmap.forms.points import CHECKED_TODAY, add_row, expected_version, words_of
from kommanmap.forms.venues import Venue, add_venue, venue_name, venues
from kommanmap.forms.words import Words, words_of_plain
from kommanmap.i18n import current_language, gettext
from kommanmap.labels import label
from kommanmap.models import MeetingPoint
from kommanmap.permissions import Permission, may
from kommanmap.problem_texts import problem_text
from kommanmap.queries.reach import point_within
from kommanmap.services import drafts, place_entry, points
from kommanmap.services.place_entry import Entry
from kommanmap.services.point_times import berlin_day
from kommanmap.services.point_warnings import warnings_of
from kommanmap.views.access import permitted
from kommanmap.views.current import geocoder, now, staff
from kommanmap.views.team.edit_conflict import conflict_page
from kommanmap.views.team.form_rescue import COMPARE, KEY, is_key, keep, new_key, rescue, rights_gone, sent_words
from kommanmap.views.team.place_form import NOT_SAME, Filled, PlaceForm, Step, asked_step, fill, page, same_places
from kommanmap.views.team.place_preview import draft_hours, preview
from kommanmap.views.team.transaction import writing
from kommanmap.views.team.work import asked_work, words_for_work

team_points = Blueprint("team_points", __name__, url_prefix="/team/treffpunkte")
team_points.before_request(rescue)
team_points.register_error_handler(403, rights_gone)
team_points.register_error_handler(NotFound, rights_gone)

OTHER = "anderer"
WHOLE = (joinedload(MeetingPoint.municipality), *points.WHOLE)


@team_points.get("/neu")
@permitted(Permission.ADD_PLACES)
def new() -> ResponseReturnValue:
    """An empty form, or the one that was begun: `?entwurf=` names it, `?anderer=` says that it is no known place."""
    key = request.args.get("entwurf", "")
    kept = drafts.find(db.session(), user_id=staff().user_id, key=key) if is_key(key) else None
    begun = drafts.unfinished(db.session(), user_id=staff().user_id) if kept is None else []
    form = new_form(key if kept else new_key())
    if kept is not None:
        words = words_of_plain(kept.words)
        if request.args.get(OTHER):
            words = words.replaced({NOT_SAME: ("1",)})
        filled = _look(form, words)
        return page(form, words, filled=filled, same=same_places(form, filled.entry.draft), kept=kept)
    return page(form, _first_words(PointDraft()), begun=[(row, words_of_plain(row.words).one("name")) for row in begun])


@team_points.post("/neu")
@permitted(Permission.ADD_PLACES)
def create() -> ResponseReturnValue:
    """Save a new place, and those that stand in the same notice; or look again at what was typed."""
    key = request.form.get(KEY, "")
    form = new_form(key if is_key(key) else new_key())
    words, step = _sent(form)
    if is_key(known := request.form.get(COMPARE, "")):
        return redirect(url_for("team_points.compare_new", other_id=known, entwurf=form.key), 303)
    filled = fill(form, words, step)
    more = [(venue, _venue_entry(venue)) for venue in venues(words, filled.entry.draft)] if step is Step.SAVE else []
    problems = (*filled.problems, *(each for venue, entry in more for each in _venue_problems(venue, entry)))
    same = same_places(form, filled.entry.draft)
    if step is not Step.SAVE:
        return page(form, filled.words, filled=filled, step=step, same=same)
    if same and not words.one(NOT_SAME):
        problems = (*problems, Problem("same", "maybe_known"))
    if problems:
        return page(form, filled.words, filled=filled, problems=problems, same=same, status=422)
    try:
        with writing() as session:
            batch = points.open_batch(session, now=now()) if more else None
            entries = [filled.entry, *(entry for _venue, entry in more)]
            made = [
                place_entry.create(session, entry=entry, actor=staff().actor, now=now(), batch=batch)
                for entry in entries
            ]
            session.flush()
            drafts.forget(session, user_id=staff().user_id, key=form.key)
            target = url_for("team_points.show", public_id=made[0].public_id, gespeichert=len(made))
    except InvalidDraft as error:
        return page(form, filled.words, filled=filled, problems=error.found, same=same, status=422)
    return redirect(target, 303)


@team_points.get("/<uuid:public_id>")
@permitted(Permission.SEE_PLACES)
def show(public_id: object) -> ResponseReturnValue:
    """What is stored, what is doubtful about it, and what can be done."""
    point = point_within(db.session(), staff().scope, str(public_id), *WHOLE)
    draft = points.draft_of(point)
    return render_template(
        "team/points/show.html",
        point=point,
        draft=draft,
        doubts=[problem_text(each) for each in warnings_of(db.session(), [point.id]).get(point.id, ())],
        preview=preview(draft, point, current_language()),
        hours=draft_hours(draft),
        saved=request.args.get("gespeichert", 0, type=int),
        may_copy=may(staff().role, Permission.ADD_PLACES),
        is_public=point.status in LISTED_STATUSES,
        status_text=label(point.status),
    )


@team_points.get("/<uuid:public_id>/bearbeiten")
@permitted(Permission.EDIT_PLACES)
def edit(public_id: object) -> ResponseReturnValue:
    """The form with what is stored; with what was typed, where that was never saved."""
    form = _form_of(str(public_id))
    kept = drafts.find(db.session(), user_id=staff().user_id, key=form.key)
    if kept is None or form.point is None:
        words = words_of(form.before, version=form.point.version if form.point else None)
        return page(form, words, same=same_places(form, form.before))
    words = words_of_plain(kept.words)
    filled = _look(form, words)
    return page(form, words, filled=filled, same=same_places(form, filled.entry.draft), kept=kept)


@team_points.post("/<uuid:public_id>/bearbeiten")
@permitted(Permission.EDIT_PLACES)
def update(public_id: object) -> ResponseReturnValue:
    """Save what was typed, or look at it again."""
    form = _form_of(str(public_id))
    words, step = _sent(form)
    filled = fill(form, words, step)
    same = same_places(form, filled.entry.draft)
    if step is not Step.SAVE:
        return page(form, filled.words, filled=filled, step=step, same=same)
    if filled.problems:
        return page(form, filled.words, filled=filled, problems=filled.problems, same=same, status=422)
    try:
        with writing() as session:
            point = point_within(session, staff().scope, form.key, *WHOLE)
            place_entry.update(
                session, point=point, entry=filled.entry, actor=staff().actor, now=now(),
                expected_version=expected_version(words),
            )  # fmt: skip
            drafts.forget(session, user_id=staff().user_id, key=form.key)
    except InvalidDraft as error:
        return page(form, filled.words, filled=filled, problems=error.found, same=same, status=422)
    except Conflict:
        return conflict_page(_form_of(form.key), filled)
    shown = url_for("team_points.show", public_id=form.key, gespeichert=1)
    return redirect(form.work.saved if form.work else shown, 303)


@team_points.get("/<uuid:public_id>/kopieren")
@permitted(Permission.ADD_PLACES)
def copy(public_id: object) -> ResponseReturnValue:
    """The form for a new place, filled like this one."""
    point = point_within(db.session(), staff().scope, str(public_id), *WHOLE)
    return page(new_form(new_key()), _first_words(points.draft_of(point)), copied=point)


@team_points.post("/entwurf")
@permitted(Permission.EDIT_PLACES)
def keep_draft() -> ResponseReturnValue:
    """What the form's script sends while somebody types."""
    key = request.form.get(KEY, "")
    if is_key(key):
        keep(staff().user_id, key, sent_words())
    return "", 204


@team_points.post("/entwurf/verwerfen")
@permitted(Permission.EDIT_PLACES)
def discard_draft() -> ResponseReturnValue:
    """The unsaved text is not wanted any more."""
    key = request.form.get("discard", "")
    with writing() as session:
        drafts.forget(session, user_id=staff().user_id, key=key)
    if not is_key(key) or key.startswith(drafts.NEW):
        return redirect(url_for("team_points.new"), 303)
    return redirect(url_for("team_points.edit", public_id=key), 303)


def new_form(key: str) -> PlaceForm:
    """The form of a place that does not exist yet."""
    action = url_for("team_points.new")
    return PlaceForm(key, action, f"/team/treffpunkte/neu?entwurf={key}", gettext("Neuer Treffpunkt"))


def _form_of(public_id: str) -> PlaceForm:
    point = point_within(db.session(), staff().scope, public_id, *WHOLE)
    work = asked_work(public_id)
    words = words_for_work(work)
    return PlaceForm(
        public_id,
        url_for("team_points.update", public_id=public_id, **words),
        url_for("team_points.edit", public_id=public_id, **words).removeprefix(request.script_root),
        gettext("Treffpunkt bearbeiten"),
        point,
        points.draft_of(point),
        work,
    )


def _first_words(draft: PointDraft) -> Words:
    return words_of(draft).replaced({CHECKED_TODAY: ("1",)})


def _sent(form: PlaceForm) -> tuple[Words, Step]:
    """What was sent; it is kept first, whatever happens to it then."""
    words, step = sent_words(), asked_step()
    if step is Step.ROW:
        words = add_row(words)
    elif step is Step.VENUE:
        words = add_venue(words)
    keep(staff().user_id, form.key, words)
    return words, step


def _look(form: PlaceForm, words: Words) -> Filled:
    return fill(form, words, Step.CHECK)


def _venue_entry(venue: Venue) -> Entry:
    return place_entry.prepare(
        venue.draft, before=None, chain=geocoder(), today=berlin_day(now()), read_times=not venue.draft.sessions
    )


def _venue_problems(venue: Venue, entry: Entry) -> list[Problem]:
    return [Problem(venue_name(venue.number, each.field), each.code, each.params) for each in entry.problems]
