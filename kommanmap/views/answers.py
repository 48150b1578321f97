"""Behind the links of a reminder: a carrier says whether a place is still as it stands here, without signing in.

Opening a link changes nothing, so programs that look into mails do no harm; a button does it. Used or expired: 410.
"""

from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.errors import Conflict
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.extensions import db
from kommanmap.forms.answers import TypedAnswer, standing, typed_change, typed_end
from kommanmap.i18n import current_language
from kommanmap.models import ReminderAnswer, ReminderPlace
from kommanmap.problem_texts import field_texts
from kommanmap.services import confirmations, freshness
from kommanmap.services.points import draft_of
from kommanmap.views.access import public as anybody
from kommanmap.views.access import public_form
from kommanmap.views.current import now
from kommanmap.views.open_form import is_timely, open_token
from kommanmap.views.team.entry import alternates
from kommanmap.views.team.transaction import writing

answers = Blueprint("answers", __name__, url_prefix="/antwort")

FORM = "answer"
ONE = "/<token>/<int(max=999):number>/<any(stimmt,aendern,geschlossen):said>"
GONE, CONFLICT, WRONG = 410, 409, 422


@answers.get("/<token>")
@anybody
def letter(token: str) -> ResponseReturnValue:
    """Every place of the letter, with what was answered."""
    return _overview(token)


@answers.post("/<token>")
@public_form
def all_right(token: str) -> ResponseReturnValue:
    """Every place that is not answered yet is as it stands here."""
    if not is_timely(FORM):
        return _overview(token, status=WRONG)
    reminder = freshness.reminder_of(db.session(), token=token, now=now())
    open_places = [place for place in reminder.places if place.answer is None] if reminder else []
    numbers = [place.number for place in open_places if place.point.status in LISTED_STATUSES]
    db.session.rollback()
    confirmed = [_is_confirmed(token, number) for number in numbers]  # one that cannot be taken keeps no other back
    if not all(confirmed):
        return _overview(token, status=CONFLICT)
    return redirect(url_for("answers.letter", token=token, lang=current_language().code), 303)


@answers.get(ONE)
@anybody
def question(token: str, number: int, said: str) -> ResponseReturnValue:
    """One place and one button; for a change a small form."""
    place = _place(token, number)
    return _gone() if place is None else _page(place, token, ReminderAnswer(said))


@answers.post(ONE)
@public_form
def give(token: str, number: int, said: str) -> ResponseReturnValue:
    """Take the answer."""
    is_fresh = is_timely(FORM)
    answer, place = ReminderAnswer(said), _place(token, number)
    if place is None:
        return _gone()
    typed = _typed(answer, place)
    if not is_fresh:
        return _page(place, token, answer, typed, [Problem("", "form_too_old")], WRONG)
    if typed.problems:
        return _page(place, token, answer, typed, typed.problems, WRONG)
    db.session.rollback()
    try:
        _write(token, number, answer, typed)
    except InvalidDraft as refused:
        found = _place(token, number)
        return _gone() if found is None else _page(found, token, answer, typed, refused.found, WRONG)
    except Conflict:
        return _overview(token, status=CONFLICT)
    return redirect(url_for("answers.letter", token=token, lang=current_language().code), 303)


def _is_confirmed(token: str, number: int) -> bool:
    """Whether a place could be confirmed: not where somebody was faster, nor where it breaks a rule of today."""
    try:
        _write(token, number, ReminderAnswer.RIGHT, typed_end({}))
    except (Conflict, InvalidDraft):
        return False
    return True


def _typed(answer: ReminderAnswer, place: ReminderPlace) -> TypedAnswer:
    if answer is ReminderAnswer.CHANGED:
        return typed_change(request.form, draft_of(place.point))
    return typed_end(request.form)


def _write(token: str, number: int, answer: ReminderAnswer, typed: TypedAnswer) -> None:
    language = current_language().code
    with writing() as session:
        place = freshness.place_of(session, token=token, number=number, now=now())
        if place is None:
            raise Conflict("expired")
        if answer is ReminderAnswer.RIGHT:
            confirmations.confirm(session, place=place, now=now())
        elif answer is ReminderAnswer.CHANGED:
            confirmations.report_change(
                session, place=place, fields=typed.fields, message=typed.values["message"], language=language, now=now()
            )
        else:
            confirmations.report_end(
                session, place=place, message=typed.values["message"], language=language, now=now()
            )


def _place(token: str, number: int) -> ReminderPlace | None:
    """A place of a good letter, still listed."""
    place = freshness.place_of(db.session(), token=token, number=number, now=now())
    return place if place is not None and place.point.status in LISTED_STATUSES else None


def _overview(token: str, status: int = 200) -> ResponseReturnValue:
    reminder = freshness.reminder_of(db.session(), token=token, now=now())
    if reminder is None:
        return _gone()
    page = render_template(
        "public/answer.html",
        places=[(place, place.point.status in LISTED_STATUSES) for place in reminder.places],
        word=token,
        token=open_token(FORM),
        has_changed=status == CONFLICT,
        answers=ReminderAnswer,
        alternates=alternates(),
    )
    return page, status, {"Cache-Control": "no-store"}


def _page(
    place: ReminderPlace,
    token: str,
    answer: ReminderAnswer,
    typed: TypedAnswer | None = None,
    problems: Iterable[Problem] = (),
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "public/answer_place.html",
        place=place,
        answer=answer,
        answers=ReminderAnswer,
        values=typed.values if typed else standing(draft_of(place.point)),
        problems=field_texts(problems),
        word=token,
        token=open_token(FORM),
        alternates=alternates(),
    )
    return page, status, {"Cache-Control": "no-store"}


def _gone() -> ResponseReturnValue:
    page = render_template("public/answer_gone.html", alternates=alternates())
    return page, GONE, {"Cache-Control": "no-store"}
