"""From the public, without account, cookie or script: report a mistake, suggest a place, look the answer up."""

from collections.abc import Callable, Iterable

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.database import reading_only
from kommanmap.domain.problems import Problem
from kommanmap.domain.suggestions import (
    FIELD_LIMITS,
    ReportKind,
    SuggestionStatus,
    TooManyLetters,
    receipt_hash,
    written_receipt,
)
from kommanmap.domain.vocabulary import Status
from kommanmap.extensions import db
from kommanmap.forms.reports import TypedLetter, typed_place, typed_report, typed_text
from kommanmap.geocoding.names.places import PlaceKind
from kommanmap.i18n import current_language
from kommanmap.labels import label
from kommanmap.models import MeetingPoint, Suggestion
from kommanmap.presenters.letters import receipt_of
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.problem_texts import field_texts
from kommanmap.queries.records import centre_by_slug
from kommanmap.queries.suggestions import letter_by_code
from kommanmap.services import suggestions
from kommanmap.views.access import public as anybody
from kommanmap.views.access import public_form
from kommanmap.views.current import index, now
from kommanmap.views.language import speaks_languages
from kommanmap.views.links import PageLinks
from kommanmap.views.open_form import TRAP, kept_token, open_form_problems, open_token, receipt, sender
from kommanmap.views.public import gone, listed_point
from kommanmap.views.shown import present
from kommanmap.views.team.transaction import writing

reports = Blueprint("reports", __name__, url_prefix="/<language:language>")
speaks_languages(reports)

SUGGEST, REPLY = "suggest", "reply"
Page = Callable[[Iterable[Problem], int], ResponseReturnValue]
"""The form once more, with its problems, under a status."""


@reports.get("/treffpunkte/<slug>/melden")
@anybody
def report(slug: str) -> ResponseReturnValue:
    """The form for a mistake."""
    row = listed_point(slug)
    if row.status is Status.CLOSED:
        return gone(row)
    return _report_page(present(row), {}, token=open_token(f"report:{slug}"))


@reports.post("/treffpunkte/<slug>/melden")
@public_form
def send_report(slug: str) -> ResponseReturnValue:
    """Take a report in."""
    with reading_only():
        row = listed_point(slug)
        if row.status is Status.CLOSED:
            return gone(row)
    form = f"report:{slug}"
    typed = typed_report(request.form, language=current_language().code)

    def again(problems: Iterable[Problem], status: int) -> ResponseReturnValue:
        page = _report_page(present(row), typed.values, token=kept_token(form), problems=problems)
        return page, status

    return _sent(form, typed, again, ags=row.ags, point_id=row.id)


@reports.get("/vorschlagen")
@anybody
def suggest() -> str:
    """The form for a place that is missing."""
    town = request.args.get("ort", "")[: FIELD_LIMITS["town"]]
    return _suggest_page({"town": town}, token=open_token(SUGGEST))


@reports.post("/vorschlagen")
@public_form
def send_suggestion() -> ResponseReturnValue:
    """Take a suggestion in."""
    typed = typed_place(request.form, language=current_language().code, find_town=_towns)

    def again(problems: Iterable[Problem], status: int) -> ResponseReturnValue:
        return _suggest_page(typed.values, token=kept_token(SUGGEST), problems=problems), status

    return _sent(SUGGEST, typed, again, ags=typed.ags, point_id=None)


@reports.get("/rueckmeldung")
@anybody
def answer() -> ResponseReturnValue:
    """What became of a letter, by its receipt code."""
    code = request.args.get("code", "")
    letter = letter_by_code(db.session(), code) if code else None
    if letter is None:
        return render_template("public/receipt.html", letter=None, code=code), 404 if code else 200
    return _receipt_page(letter, code, token=open_token(_reply_form(code)))


@reports.post("/rueckmeldung")
@public_form
def send_reply() -> ResponseReturnValue:
    """The sender answers a question of the staff."""
    code = request.form.get("code", "")
    text, problems = typed_text(request.form, "reply")
    problems, status = (*open_form_problems(_reply_form(code)), *problems), 422
    if not problems:
        try:
            with writing() as session:
                letter = letter_by_code(session, code)
                if letter is not None and letter.status is SuggestionStatus.ASKED:
                    suggestions.reply(session, letter=letter, text=text, sender=sender(), now=now())
        except TooManyLetters as error:
            problems, status = (_too_many(error),), 429
    with reading_only():
        letter = letter_by_code(db.session(), code)
        if letter is None:
            return render_template("public/receipt.html", letter=None, code=code), 404
        if problems:
            page = _receipt_page(letter, code, token=kept_token(_reply_form(code)), problems=problems, typed=text)
            return page, status
    return redirect(url_for("reports.answer", code=code), 303)


def _sent(form: str, typed: TypedLetter, again: Page, *, ags: str, point_id: int | None) -> ResponseReturnValue:
    """Into the queue with it, and on to its receipt; or back to the form with everything that was typed.

    Only what can be taken asks for the write lock: a flood of nonsense keeps nobody from working.
    """
    problems = (*open_form_problems(form), *typed.problems)
    if problems:
        with reading_only():
            return again(problems, 422)
    code = receipt(form, typed.letter.content_hash(ags))
    db.session.rollback()
    try:
        with writing() as session:
            point = session.get_one(MeetingPoint, point_id) if point_id else None
            taken = suggestions.submit(
                session, letter=typed.letter, ags=ags, point=point, code=code, sender=sender(), now=now()
            )
    except TooManyLetters as error:
        with reading_only():
            page = make_response(again([_too_many(error)], 429))
        page.headers["Retry-After"] = str(error.seconds)
        return page
    if taken.is_repeat:
        return render_template("public/report_known.html")
    return redirect(url_for("reports.answer", code=code), 303)


def _too_many(error: TooManyLetters) -> Problem:
    minutes = -(-error.seconds // 60)
    return Problem("", "too_many_letters", {"minutes": minutes})


def _towns(typed: str) -> tuple[str, ...]:
    """The municipalities that a typed place can mean; a municipality's own name goes before parts of others."""
    found = index().gazetteer.resolve(typed)
    whole = [place for place in found if place.kind is PlaceKind.MUNICIPALITY]
    best = whole or [place for place in found if place.ags]
    return tuple(dict.fromkeys(ags for place in best for ags in place.ags))


def _reply_form(code: str) -> str:
    return f"{REPLY}:{receipt_hash(code)}"


def _report_page(place: PublicPoint, values: object, *, token: str, problems: Iterable[Problem] = ()) -> str:
    return render_template(
        "public/report.html",
        point=place,
        centre=centre_by_slug(db.session(), place.centre.slug),
        kinds=[(kind.value, label(kind)) for kind in ReportKind],
        values=values,
        problems=field_texts(problems),
        token=token,
        trap=TRAP,
    )


def _suggest_page(values: object, *, token: str, problems: Iterable[Problem] = ()) -> str:
    return render_template("public/suggest.html", values=values, problems=field_texts(problems), token=token, trap=TRAP)


def _receipt_page(
    letter: Suggestion, code: str, *, token: str, problems: Iterable[Problem] = (), typed: str = ""
) -> str:
    return render_template(
        "public/receipt.html",
        letter=receipt_of(letter, PageLinks()),
        code=written_receipt(code),
        token=token,
        trap=TRAP,
        problems=field_texts(problems),
        typed=typed,
    )
