"""One thing done to many places at once: confirmed, paused, reopened, handed to somebody. One entry in the history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import ChangeKind, CheckedBy, Role, Status
from kommanmap.models import MeetingPoint, User, UserPoint
from kommanmap.services import points

ASSIGNABLE = (Status.PUBLIC, Status.PAUSED, Status.REVIEW, Status.DRAFT)
"""A place is closed one by one, with a reason."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many places were changed; batch: the name under which all of it can be undone, "" for nothing."""

    changed: int
    batch: str = ""


def confirm(
    session: DatabaseSession, *, chosen: Sequence[MeetingPoint], role: Role, actor: str, today: date, now: datetime
) -> Done:
    """Everything about these places was looked at today and is right."""
    by = CheckedBy(role.value)
    return _each(
        session, chosen, actor=actor, now=now, kind=ChangeKind.CONFIRMED, last_checked_on=today, last_checked_by=by
    )


def give_status(
    session: DatabaseSession, *, chosen: Sequence[MeetingPoint], status: Status, actor: str, now: datetime
) -> Done:
    """Raises:
    InvalidDraft: places are not closed in bulk, or a place may not have this status as it is.
    """
    if status not in ASSIGNABLE:
        raise InvalidDraft([Problem("status", "close_one_by_one")])
    pause = {} if status is Status.PAUSED else {"paused_until": None}
    return _each(session, chosen, actor=actor, now=now, kind=ChangeKind.UPDATED, status=status, **pause)


def assign(session: DatabaseSession, *, chosen: Sequence[MeetingPoint], user: User) -> int:
    """These places are kept by this carrier's account, too; give how many are new to it."""
    held = set(session.scalars(select(UserPoint.point_id).where(UserPoint.user_id == user.id)))
    new = [point for point in chosen if point.id not in held]
    session.add_all(UserPoint(user_id=user.id, point_id=point.id) for point in new)
    session.flush()
    return len(new)


def _each(
    session: DatabaseSession,
    chosen: Sequence[MeetingPoint],
    *,
    actor: str,
    now: datetime,
    kind: ChangeKind,
    **fields: object,
) -> Done:
    if not chosen:
        return Done(0)
    batch = points.open_batch(session, now=now)
    changed = 0
    for point in chosen:
        session.refresh(point)
        draft = replace(points.draft_of(point), **fields)  # type: ignore[arg-type]  # names of PointDraft
        changed += bool(points.update(session, point=point, draft=draft, actor=actor, now=now, batch=batch, kind=kind))
    session.flush()
    return Done(changed, batch.name if changed else "")
