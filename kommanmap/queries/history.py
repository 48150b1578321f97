"""What was changed, when and in which role: of one place, or in one go. Reads the tables, changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import NotFound
from kommanmap.domain.staff import Scope
from kommanmap.models import Change, MeetingPoint
from kommanmap.queries.reach import within

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A part of a history, the newest first; `page` counts from 1. newest: the id of the last change of all."""

    changes: tuple[Change, ...]
    total: int
    page: int
    newest: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


@dataclass(frozen=True, slots=True)
class BatchLine:
    """Several changes made in one go."""

    name: str
    at_utc: datetime
    actor: str
    places: int


def changes_page(session: DatabaseSession, point: MeetingPoint, page: int) -> ChangesPage:
    """The page asked for, or the last one there is."""
    of_point = Change.point_id == point.id
    total, newest = session.execute(select(func.count(), func.max(Change.id)).where(of_point)).one()
    page = min(max(1, page), max(1, -(-total // PER_PAGE)))
    wanted = select(Change).where(of_point).order_by(Change.id.desc())
    found = session.scalars(wanted.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return ChangesPage(tuple(found), total, page, newest or 0)


def batches_within(session: DatabaseSession, scope: Scope) -> list[BatchLine]:
    """The latest changes in one go that touched places in reach only, the newest first."""
    inside = select(MeetingPoint.id).where(within(scope)).scalar_subquery()
    outside = select(Change.batch).where(Change.batch != "", Change.point_id.not_in(inside))
    wanted = (
        select(Change.batch, func.max(Change.at_utc), func.max(Change.actor), func.count(Change.point_id.distinct()))
        .where(Change.batch != "", Change.batch.not_in(outside))
        .group_by(Change.batch)
        .order_by(func.max(Change.id).desc())
        .limit(PER_PAGE)
    )
    return [BatchLine(*row) for row in session.execute(wanted)]


def changes_of_batch(session: DatabaseSession, scope: Scope, name: str) -> Sequence[Change]:
    """All of it, in the order in which it was done.

    Raises:
        NotFound: there is no such batch, or it touched a place out of reach.
    """
    changes = session.scalars(select(Change).where(Change.batch == name).order_by(Change.id)).all() if name else ()
    touched = {change.point_id for change in changes}
    reached = session.scalar(
        select(func.count()).select_from(MeetingPoint).where(MeetingPoint.id.in_(touched), within(scope))
    )
    if not changes or reached != len(touched):
        raise NotFound(name)
    return changes
