"""A new place that may be a known one: side by side before anything is saved; the known one takes what is better."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.errors import Conflict, NotFound
from kommanmap.domain.merging import PLACE, group_of
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import ChangeKind
from kommanmap.extensions import db
from kommanmap.forms.field_labels import field_label, field_words
from kommanmap.forms.points import expected_version
from kommanmap.forms.words import Words, words_of_plain
from kommanmap.models import MeetingPoint
from kommanmap.permissions import Permission
from kommanmap.problem_texts import field_texts
from kommanmap.queries.reach import point_within
from kommanmap.services import drafts, place_merging, points
from kommanmap.services.place_merging import BOTH
from kommanmap.views.access import permitted
from kommanmap.views.current import now, staff
from kommanmap.views.team.form_rescue import sent_words
from kommanmap.views.team.place_ends import CHANGED, NOT_SHOWN, team_points
from kommanmap.views.team.place_form import Filled, Step, fill
from kommanmap.views.team.points import WHOLE, new_form
from kommanmap.views.team.transaction import writing

__all__ = ["team_points"]

NEWER = frozenset({"last_checked_on", "last_checked_by"})
"""Whoever types a place has just looked."""


@team_points.get("/neu/vergleichen/<uuid:other_id>")
@permitted(Permission.ADD_PLACES)
def compare_new(other_id: object) -> ResponseReturnValue:
    """What was typed (`?entwurf=`) beside the known place."""
    return _page(_known(other_id), _typed(), Words())


@team_points.post("/neu/vergleichen/<uuid:other_id>")
@permitted(Permission.ADD_PLACES)
def join_known(other_id: object) -> ResponseReturnValue:
    """The known place takes over what was chosen; the text that was begun is used up."""
    words, known, typed = sent_words(), _known(other_id), _typed()
    picked = {name.removeprefix("take-"): texts[-1] for name, texts in words.fields.items() if name.startswith("take-")}
    try:
        with writing() as session:
            point = _known(other_id)
            draft = place_merging.merged_draft(
                points.draft_of(point),
                typed.entry.draft,
                from_other=frozenset(name for name, side in picked.items() if side == "other"),
                both=frozenset(name for name, side in picked.items() if side == "both"),
            )
            points.update(
                session, point=point, draft=draft, actor=staff().actor, now=now(), kind=ChangeKind.MERGED,
                expected_version=expected_version(words),
            )  # fmt: skip
            drafts.forget(session, user_id=staff().user_id, key=request.args.get("entwurf", ""))
    except InvalidDraft as error:
        return _page(known, typed, words, error.found, status=422)
    except Conflict:
        return _page(_known(other_id), typed, words, (CHANGED,), status=409)
    return redirect(url_for("team_points.show", public_id=other_id, gespeichert=1), 303)


def _known(public_id: object) -> MeetingPoint:
    return point_within(db.session(), staff().scope, str(public_id), *WHOLE)


def _typed() -> Filled:
    """The text of one's own that the address names.

    Raises:
        NotFound: there is none.
    """
    kept = drafts.find(db.session(), user_id=staff().user_id, key=request.args.get("entwurf", ""))
    if kept is None:
        raise NotFound("draft")
    return fill(new_form(kept.form_key), words_of_plain(kept.words), Step.CHECK)


def _page(
    known: MeetingPoint, typed: Filled, words: Words, problems: tuple[Problem, ...] = (), *, status: int = 200
) -> ResponseReturnValue:
    mine, theirs, nothing = points.draft_of(known), typed.entry.draft, PointDraft()
    said = set(place_merging.differing_groups(nothing, theirs))
    rows = []
    for first in place_merging.differing_groups(mine, theirs):
        if first not in said:
            continue
        group = [name for name in group_of(first) if name not in NOT_SHOWN]
        between = ", " if first in PLACE else "\n"
        sides = [between.join(filter(None, (field_words(draft, name) for name in group))) for draft in (mine, theirs)]
        fuller = "both" if first in BOTH else "other" if first in NEWER or not sides[0] else "kept"
        rows.append((first, field_label(first), *sides, words.one(f"take-{first}", fuller), first in BOTH))
    html = render_template(
        "team/points/compare_new.html", known=known, typed=theirs, rows=rows, problems=field_texts(problems),
        key=request.args.get("entwurf", ""),
    )  # fmt: skip
    return html, status
