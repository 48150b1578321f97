"""What the public reported and suggested: the queue of one's reach; take over, refuse, ask, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import Conflict, NotFound
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.suggestions import SuggestionKind
from kommanmap.extensions import db
from kommanmap.forms.decisions import FIELD, NEW_STATUSES, TAKE, TypedApproval, typed_approval, typed_refusal
from kommanmap.forms.reports import typed_text
from kommanmap.labels import label
from kommanmap.models import MeetingPoint, Municipality, Suggestion
from kommanmap.permissions import Permission
from kommanmap.presenters.letters import letter_line, letter_page_view, refusal_choices
from kommanmap.problem_texts import field_texts
from kommanmap.queries.reach import towns_within
from kommanmap.queries.suggestions import decided_within, letter_page, letter_within, open_within
from kommanmap.services import points, suggestion_decisions, suggestions
from kommanmap.views.access import permitted
from kommanmap.views.current import geocoder, now, staff
from kommanmap.views.links import PageLinks
from kommanmap.views.team.transaction import writing

team_reports = Blueprint("team_reports", __name__, url_prefix="/team/meldungen")

DECIDED = "erledigt"
MOST_NEIGHBOURS = 12


@dataclass(frozen=True, slots=True)
class _Back:
    """What goes back into the page when a decision could not be taken."""

    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] | None = None
    status: int = 200


@team_reports.get("")
@permitted(Permission.DECIDE_REPORTS)
def queue() -> str:
    """What waits, the oldest first; or what is decided, the newest first."""
    is_decided = request.args.get("status") == DECIDED
    wanted = decided_within(staff().scope) if is_decided else open_within(staff().scope)
    page = letter_page(db.session(), wanted, request.args.get("seite", 1, type=int))
    return render_template(
        "team/reports.html",
        lines=[letter_line(letter) for letter in page.letters],
        page=page,
        is_decided=is_decided,
        just_decided="getan" in request.args,
        decided_word=DECIDED,
    )


@team_reports.get("/<int(max=2147483647):number>")
@permitted(Permission.DECIDE_REPORTS)
def letter(number: int) -> ResponseReturnValue:
    """One letter: what it says, what it would change, what can be done."""
    return _page(letter_within(db.session(), staff().scope, number), _Back())


@team_reports.post("/<int(max=2147483647):number>/annehmen")
@permitted(Permission.DECIDE_REPORTS)
def accept(number: int) -> ResponseReturnValue:
    """The chosen fields go into the place, or a new place comes into being."""
    row = letter_within(db.session(), staff().scope, number)
    typed = _approval(row)
    try:
        with writing() as session:
            _accept(session, row, typed)
    except InvalidDraft as error:
        problems, status = error.found, 422
    except Conflict:
        problems, status = (Problem("", "changed_meanwhile"),), 409
    else:
        return _next(number)
    back = _Back(problems, {**typed.texts, **_other_texts(typed)}, frozenset(typed.changes), status)
    return _page(letter_within(db.session(), staff().scope, number), back)


@team_reports.post("/<int(max=2147483647):number>/ablehnen")
@permitted(Permission.DECIDE_REPORTS)
def refuse(number: int) -> ResponseReturnValue:
    """Nothing is changed; the sender is told why."""
    typed = typed_refusal(request.form)
    row = letter_within(db.session(), staff().scope, number)
    if typed.problems or typed.refusal is None:
        texts = {"refusal": request.form.get("refusal", ""), "refusal_text": typed.reason}
        return _page(row, _Back(typed.problems, texts, status=422))
    try:
        with writing() as session:
            suggestions.reject(
                session, letter=row, refusal=typed.refusal, reason=typed.reason, actor=staff().actor, now=now()
            )
    except Conflict:
        return _decided_meanwhile(number)
    return _next(number)


@team_reports.post("/<int(max=2147483647):number>/fragen")
@permitted(Permission.DECIDE_REPORTS)
def ask(number: int) -> ResponseReturnValue:
    """Ask the sender, who finds the question under the receipt code."""
    question, problems = typed_text(request.form, "question")
    row = letter_within(db.session(), staff().scope, number)
    if problems:
        return _page(row, _Back(problems, {"question": question}, status=422))
    try:
        with writing() as session:
            suggestions.ask(session, letter=row, question=question, actor=staff().actor, now=now())
    except Conflict:
        return _decided_meanwhile(number)
    return _next(number)


def _approval(row: Suggestion) -> TypedApproval:
    return typed_approval(
        request.form,
        taken=frozenset(request.form.getlist(TAKE)),
        names=tuple(each.name for each in suggestion_decisions.proposals(row, None)),
        everything=row.kind is SuggestionKind.NEW_PLACE,
    )


def _accept(session: DatabaseSession, row: Suggestion, typed: TypedApproval) -> None:
    """One of three: a place that ends, fields that go in, a new place."""
    actor, version = staff().actor, typed.version
    if typed.problems:
        raise InvalidDraft(typed.problems)
    if suggestion_decisions.says_gone(row):
        if not typed.ends:
            raise InvalidDraft([Problem("ends", "tick_or_refuse")])
        suggestion_decisions.accept_end(
            session, letter=row, reason=typed.reason, expected_version=version, actor=actor, now=now()
        )
    elif row.point is not None:
        suggestion_decisions.accept_changes(
            session, letter=row, changes=typed.changes, reason=typed.reason, expected_version=version,
            chain=geocoder(), actor=actor, now=now(),
        )  # fmt: skip
    else:
        town = session.scalars(towns_within(staff().scope).where(Municipality.ags == typed.ags)).one_or_none()
        if town is None:
            raise NotFound(typed.ags)
        suggestion_decisions.accept_place(
            session, letter=row, ags=town.ags, status=typed.status, changes=typed.changes, reason=typed.reason,
            chain=geocoder(), actor=actor, now=now(),
        )  # fmt: skip


def _other_texts(typed: TypedApproval) -> dict[str, str]:
    return {"ags": typed.ags, "status": typed.status.value, "reason": typed.reason, "ends": "1" if typed.ends else ""}


def _next(number: int) -> ResponseReturnValue:
    """To the next letter that waits; to the queue when none does."""
    following = db.session().scalars(open_within(staff().scope).where(Suggestion.id != number).limit(1)).first()
    if following is None:
        return redirect(url_for("team_reports.queue", getan=1), 303)
    return redirect(url_for("team_reports.letter", number=following.id, getan=1), 303)


def _decided_meanwhile(number: int) -> ResponseReturnValue:
    row = letter_within(db.session(), staff().scope, number)
    return _page(row, _Back((Problem("", "decided_meanwhile"),), status=409))


def _page(row: Suggestion, back: _Back) -> ResponseReturnValue:
    session, scope = db.session(), staff().scope
    before = points.draft_of(row.point) if row.point is not None else None
    proposed = suggestion_decisions.proposals(row, before)
    is_new = row.kind is SuggestionKind.NEW_PLACE and row.point is None
    neighbours = select(MeetingPoint.name).where(MeetingPoint.ags == row.ags).order_by(MeetingPoint.name)
    page = render_template(
        "team/report.html",
        letter=letter_page_view(row, proposed, PageLinks()),
        is_new=is_new,
        ends=suggestion_decisions.says_gone(row),
        towns=session.scalars(towns_within(scope)).all() if is_new else (),
        neighbours=session.scalars(neighbours.limit(MOST_NEIGHBOURS)).all() if is_new else (),
        statuses=[(each.value, label(each)) for each in NEW_STATUSES],
        refusals=refusal_choices(),
        take=TAKE,
        prefix=FIELD,
        typed=back.texts,
        taken=back.taken,
        problems=field_texts(back.problems),
        just_decided="getan" in request.args,
    )
    return page, back.status
