"""Full rows for what is shown: the index says which, this loads them in a fixed number of queries."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from kommanmap.models import Centre, DataVersion, MeetingPoint, Municipality

LARGEST_BATCH = 500
"""Rows per statement; SQLite takes at most 999 parameters in old builds."""


def _whole() -> tuple[ORMOption, ...]:
    return (
        joinedload(MeetingPoint.municipality).joinedload(Municipality.centre),
        selectinload(MeetingPoint.sessions),
        selectinload(MeetingPoint.texts),
        selectinload(MeetingPoint.offers),
        selectinload(MeetingPoint.audiences),
        selectinload(MeetingPoint.languages),
    )


def points_by_ids(session: DatabaseSession, ids: Sequence[int]) -> list[MeetingPoint]:
    """The rows in the order of `ids`; ids that are gone are left out."""
    found: dict[int, MeetingPoint] = {}
    for start in range(0, len(ids), LARGEST_BATCH):
        batch = ids[start : start + LARGEST_BATCH]
        rows = session.scalars(select(MeetingPoint).where(MeetingPoint.id.in_(batch)).options(*_whole()))
        found.update((row.id, row) for row in rows)
    return [found[key] for key in ids if key in found]


def point_by_slug(session: DatabaseSession, slug: str) -> MeetingPoint | None:
    """The point of this slug, whatever its status; the caller decides what that means to the asker."""
    return session.scalars(select(MeetingPoint).where(MeetingPoint.slug == slug).options(*_whole())).one_or_none()


def centre_by_slug(session: DatabaseSession, slug: str) -> Centre | None:
    """The centre with its municipalities."""
    statement = select(Centre).where(Centre.slug == slug).options(selectinload(Centre.municipalities))
    return session.scalars(statement).one_or_none()


def town_by_slug(session: DatabaseSession, slug: str) -> Municipality | None:
    """The municipality with its centre."""
    statement = select(Municipality).where(Municipality.slug == slug).options(joinedload(Municipality.centre))
    return session.scalars(statement).one_or_none()


def all_centres(session: DatabaseSession) -> list[Centre]:
    """The centres by name, with their municipalities."""
    statement = select(Centre).options(selectinload(Centre.municipalities)).order_by(Centre.name, Centre.id)
    return list(session.scalars(statement))


def data_changed_utc(session: DatabaseSession) -> datetime:
    """When anything public changed last; the beginning of the calendar for an empty database."""
    changed = session.scalars(select(DataVersion.changed_utc)).one_or_none()
    return changed or datetime.min.replace(tzinfo=UTC)
