"""Going back: one field, one version, or everything that was done in one go. Writes new history, never old.

Fields that belong together (an address with its pin, times with their rows) go back together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, draft_value, plain_value
from kommanmap.domain.errors import NotFound
from kommanmap.domain.vocabulary import ChangeKind, Status
from kommanmap.models import Change, MeetingPoint
from kommanmap.services import points
from kommanmap.services.edit_merge import group_of


@dataclass(frozen=True, slots=True)
class Undone:
    """batch: the name of what was done now. kept: place and fields that somebody has changed since, left alone."""

    batch: str
    points: int
    kept: tuple[tuple[MeetingPoint, tuple[str, ...]], ...]


def draft_at(session: DatabaseSession, *, point: MeetingPoint, change_id: int) -> PointDraft:
    """What the place said right after this change: the present, with every later change taken back.

    Raises:
        NotFound: it is no change of this place.
    """
    changes = session.scalars(select(Change).where(Change.point_id == point.id).order_by(Change.id.desc())).all()
    if change_id not in {change.id for change in changes}:
        raise NotFound(str(change_id))
    draft = points.draft_of(point)
    for change in changes:
        if change.id == change_id:
            return draft
        draft = replace(draft, **_before(change))
    raise AssertionError("the change was there a moment ago")


def restore(
    session: DatabaseSession,
    *,
    point: MeetingPoint,
    change_id: int,
    field: str = "",
    actor: str,
    now: datetime,
    expected_version: int,
) -> None:
    """The place says again what it said right after this change, in everything or in one field and what goes with it.

    Raises:
        NotFound: it is no change of this place, or it holds no such field.
        Conflict: somebody else was faster. InvalidDraft: what it said then breaks a rule of today.
    """
    then, present = draft_at(session, point=point, change_id=change_id), points.draft_of(point)
    if field:
        if field not in DRAFT_FIELDS:
            raise NotFound(field)
        then = replace(present, **{name: getattr(then, name) for name in group_of(field)})
    points.update(
        session, point=point, draft=then, actor=actor, now=now, expected_version=expected_version,
        kind=ChangeKind.RESTORED,
    )  # fmt: skip


def undo_batch(
    session: DatabaseSession, *, changes: Sequence[Change], reason: str, actor: str, now: datetime
) -> Undone:
    """Take back everything that was done in one go; what was changed since stays and is named.

    A place that came into being then is closed with the reason, and only if nobody has touched it since. To be called
    in a transaction that has not read these places yet.

    Raises:
        InvalidDraft: what a place said before breaks a rule of today.
    """
    batch = points.open_batch(session, now=now)
    kept, done = [], 0
    for point_id in dict.fromkeys(change.point_id for change in changes):
        point = session.get_one(MeetingPoint, point_id, populate_existing=True)
        own = [change for change in changes if change.point_id == point_id]
        draft, clashes = _without(points.draft_of(point), own, reason, touched=_touched_since(session, own[-1]))
        done += bool(
            points.update(session, point=point, draft=draft, actor=actor, now=now, batch=batch, kind=ChangeKind.UNDONE)
        )
        if clashes:
            kept.append((point, clashes))
    session.flush()
    return Undone(batch.name, done, tuple(kept))


def _without(
    present: PointDraft, changes: Sequence[Change], reason: str, *, touched: bool
) -> tuple[PointDraft, tuple[str, ...]]:
    """The draft with these changes taken back where nothing came after them, and the fields where something did."""
    if any(change.kind is ChangeKind.CREATED for change in changes):
        if touched:
            return present, ("status",)
        return replace(present, status=Status.CLOSED, status_reason=reason), ()
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for change in changes:
        for name, values in change.fields.items():
            if name in DRAFT_FIELDS:
                before.setdefault(name, values[0])
                after[name] = values[1]
    changed = {name for name in before if plain_value(getattr(present, name)) != after[name]}
    clashes = tuple(name for name in before if not changed.isdisjoint(group_of(name)))
    back = {name: draft_value(name, value) for name, value in before.items() if name not in clashes}
    return replace(present, **back), clashes


def _touched_since(session: DatabaseSession, change: Change) -> bool:
    later = select(Change.id).where(Change.point_id == change.point_id, Change.id > change.id).limit(1)
    return session.scalar(later) is not None


def _before(change: Change) -> dict[str, Any]:
    return {name: draft_value(name, values[0]) for name, values in change.fields.items() if name in DRAFT_FIELDS}
