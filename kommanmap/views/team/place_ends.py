"""The end of a place: closed with a reason and a successor, or found to be another one and merged with it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.errors import Conflict
from kommanmap.domain.merging import PLACE, group_of
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import Status
from kommanmap.extensions import db
from kommanmap.forms.field_labels import field_label, field_words
from kommanmap.forms.points import expected_version
from kommanmap.forms.words import Words
from kommanmap.i18n import gettext
from kommanmap.models import MeetingPoint
from kommanmap.permissions import Permission
from kommanmap.problem_texts import field_texts
from kommanmap.queries.reach import point_within, points_within
from kommanmap.services import place_merging, points
from kommanmap.services.place_merging import BOTH, Versions
from kommanmap.views.access import permitted
from kommanmap.views.current import now, staff
from kommanmap.views.team.form_rescue import sent_words
from kommanmap.views.team.points import WHOLE, team_points
from kommanmap.views.team.transaction import writing

__all__ = ["team_points"]

MOST_SUCCESSORS = 400
NOT_SHOWN = frozenset({"position_source", "position_accuracy"})
CHANGED = Problem("", "place_changed_meanwhile")


@team_points.get("/<uuid:public_id>/beenden")
@permitted(Permission.EDIT_PLACES)
def retire(public_id: object) -> ResponseReturnValue:
    """Why, and where people shall go instead."""
    return _retire_page(_point(public_id), Words({"successor": (request.args.get("nachfolger", ""),)}))


@team_points.post("/<uuid:public_id>/beenden")
@permitted(Permission.EDIT_PLACES)
def close(public_id: object) -> ResponseReturnValue:
    """Close it for good; nothing is deleted."""
    words = sent_words()
    if not words.one("reason").strip():
        return _retire_page(_point(public_id), words, (Problem("reason", "missing"),))
    try:
        with writing() as session:
            chosen = words.one("successor")
            points.retire(
                session,
                point=_point(public_id),
                actor=staff().actor,
                now=now(),
                reason=words.one("reason"),
                successor=point_within(session, staff().scope, chosen) if chosen else None,
                expected_version=expected_version(words),
            )
    except InvalidDraft as error:
        return _retire_page(_point(public_id), words, error.found)
    except Conflict:
        return _retire_page(_point(public_id), words, (CHANGED,), status=409)
    return redirect(url_for("team_points.show", public_id=public_id), 303)


@team_points.get("/<uuid:public_id>/vergleichen/<uuid:other_id>")
@permitted(Permission.EDIT_PLACES)
def compare(public_id: object, other_id: object) -> ResponseReturnValue:
    """Two records side by side."""
    return _compare_page(_point(public_id), _point(other_id), Words())


@team_points.post("/<uuid:public_id>/vergleichen/<uuid:other_id>")
@permitted(Permission.EDIT_PLACES)
def merge(public_id: object, other_id: object) -> ResponseReturnValue:
    """Make them one: the first stays, the other one is closed and leads to it."""
    words = sent_words()
    picked = {name.removeprefix("take-"): texts[-1] for name, texts in words.fields.items() if name.startswith("take-")}
    try:
        with writing() as session:
            kept, other = _point(public_id), _point(other_id)
            draft = place_merging.merged_draft(
                points.draft_of(kept),
                points.draft_of(other),
                from_other=frozenset(name for name, side in picked.items() if side == "other"),
                both=frozenset(name for name, side in picked.items() if side == "both"),
            )
            place_merging.merge(
                session, kept=kept, given_up=other, draft=draft, actor=staff().actor, now=now(),
                versions=Versions(expected_version(words), _other_version(words)),
                reason=gettext("Doppelt eingetragen: %(name)s", name=kept.name),
            )  # fmt: skip
    except InvalidDraft as error:
        return _compare_page(_point(public_id), _point(other_id), words, error.found, status=422)
    except Conflict:
        return _compare_page(_point(public_id), _point(other_id), words, (CHANGED,), status=409)
    return redirect(url_for("team_points.show", public_id=public_id, gespeichert=1), 303)


def _point(public_id: object) -> MeetingPoint:
    return point_within(db.session(), staff().scope, str(public_id), *WHOLE)


def _other_version(words: Words) -> int:
    return expected_version(Words({"version": words.many("other_version")}))


def _retire_page(
    point: MeetingPoint, words: Words, problems: tuple[Problem, ...] = (), *, status: int = 422
) -> ResponseReturnValue:
    towns = MeetingPoint.municipality.has(centre_id=point.municipality.centre_id)
    wanted = points_within(staff().scope).where(
        towns, MeetingPoint.id != point.id, MeetingPoint.status != Status.CLOSED
    )
    others = db.session().scalars(wanted.order_by(MeetingPoint.name).limit(MOST_SUCCESSORS)).all()
    html = render_template(
        "team/points/retire.html",
        point=point,
        words=words,
        successors=[(other.public_id, f"{other.name} ({other.municipality.name})") for other in others],
        problems=field_texts(problems),
        labels={"reason": gettext("Grund"), "successor": gettext("Nachfolger")},
    )
    return html, status if problems else 200


def _compare_page(
    kept: MeetingPoint,
    other: MeetingPoint,
    words: Words,
    problems: tuple[Problem, ...] = (),
    *,
    status: int = 200,
) -> ResponseReturnValue:
    mine, theirs = points.draft_of(kept), points.draft_of(other)
    rows = []
    for first in place_merging.differing_groups(mine, theirs):
        group = [name for name in group_of(first) if name not in NOT_SHOWN]
        between = ", " if first in PLACE else "\n"
        sides = [between.join(filter(None, (field_words(draft, name) for name in group))) for draft in (mine, theirs)]
        fuller = "both" if first in BOTH else "other" if sides[1] and not sides[0] else "kept"
        rows.append((first, field_label(first), *sides, words.one(f"take-{first}", fuller), first in BOTH))
    html = render_template(
        "team/points/compare.html", kept=kept, other=other, rows=rows, problems=field_texts(problems)
    )
    return html, status
