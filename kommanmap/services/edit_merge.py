"""Somebody saves a form that was made of an older version: what of both can stand, and what a person must decide.

The history says what changed meanwhile, field by field. Fields that belong together (an address with its pin, times
with their rows) are decided together. Writes nothing.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, differences, plain_value
from kommanmap.models import Change, MeetingPoint
from kommanmap.services.points import draft_of

PLACE = ("ags", "street", "house_number", "postcode", "district", "lat", "lon", "position_accuracy", "position_source")
TIMES = ("times", "times_status", "sessions")
STATUS = ("status", "status_reason", "paused_until")
GROUPS = (PLACE, TIMES, STATUS, *((name,) for name in DRAFT_FIELDS if name not in (*PLACE, *TIMES, *STATUS)))
"""What is taken from one side or from the other, but never mixed."""


@dataclass(frozen=True, slots=True)
class Merged:
    """draft: mine, with what only the others changed. clashes: the groups (by their first field) that both changed, in
    which the draft says mine. taken_over: the groups that come from the others. theirs: what is stored."""

    draft: PointDraft
    theirs: PointDraft
    clashes: tuple[str, ...]
    taken_over: tuple[str, ...]


def group_of(name: str) -> tuple[str, ...]:
    """All fields that are decided together with this one."""
    return next(group for group in GROUPS if name in group)


def merge_with_stored(session: DatabaseSession, *, point: MeetingPoint, mine: PointDraft, seen_version: int) -> Merged:
    """mine: what somebody wants to save who saw the place in `seen_version`."""
    theirs = draft_of(point)
    differ = differences(theirs, mine)
    before = _changed_since(session, point, seen_version)
    draft, clashes, taken = mine, [], []
    for group in GROUPS:
        if not any(name in differ for name in group):
            continue
        changed = [name for name in group if before is None or name in before]
        if not changed:
            continue
        mine_is_old = before is not None and all(
            plain_value(getattr(mine, name)) == before.get(name, plain_value(getattr(theirs, name))) for name in group
        )
        if mine_is_old:
            draft = replace(draft, **{name: getattr(theirs, name) for name in group})
            taken.append(group[0])
        else:
            clashes.append(group[0])
    return Merged(draft, theirs, tuple(clashes), tuple(taken))


def with_stored(mine: PointDraft, theirs: PointDraft, groups: tuple[str, ...]) -> PointDraft:
    """Mine, but the named groups as they are stored."""
    names = [name for first in groups if first in DRAFT_FIELDS for name in group_of(first)]
    return replace(mine, **{name: getattr(theirs, name) for name in names})


def _changed_since(session: DatabaseSession, point: MeetingPoint, version: int) -> dict[str, Any] | None:
    """Field → what it said in that version, for the fields that changed since; None where nobody can say."""
    changes = session.scalars(select(Change).where(Change.point_id == point.id).order_by(Change.id)).all()
    if len(changes) != point.version or not 0 < version <= point.version:
        return None
    before: dict[str, Any] = {}
    for change in changes[version:]:
        for name, values in change.fields.items():
            before.setdefault(name, values[0])
    return before
