"""The staff's list of places in one's reach: narrowed, page by page, and what comes after a place. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import joinedload

from kommanmap.domain.freshness import WorkDay
from kommanmap.domain.staff import Scope
from kommanmap.domain.vocabulary import Status
from kommanmap.models import Centre, MeetingPoint, Municipality
from kommanmap.queries.reach import points_within
from kommanmap.queries.worklists import WORKLIST_BY_KEY

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PlacesAsked:
    """What the list was asked for; "" and None where nothing was said. worklist: a key of WORKLISTS."""

    text: str = ""
    status: Status | None = None
    centre: str = ""
    worklist: str = ""


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """A part of the list; `page` counts from 1."""

    points: tuple[MeetingPoint, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


def asked_places(scope: Scope, asked: PlacesAsked, day: WorkDay) -> Select[MeetingPoint]:
    """In the order of town and name, each place once."""
    wanted = points_within(scope).join(Municipality).order_by(Municipality.name, MeetingPoint.name, MeetingPoint.id)
    if asked.text:
        like = f"%{_escaped(asked.text.lower())}%"
        texts = (MeetingPoint.name, MeetingPoint.street, MeetingPoint.carrier, MeetingPoint.postcode, Municipality.name)
        wanted = wanted.where(or_(*(func.lower(column).like(like, escape="\\") for column in texts)))
    if asked.status is not None:
        wanted = wanted.where(MeetingPoint.status == asked.status)
    if asked.centre:
        wanted = wanted.where(Municipality.centre_id.in_(select(Centre.id).where(Centre.slug == asked.centre)))
    worklist = WORKLIST_BY_KEY.get(asked.worklist)
    return wanted.where(worklist.condition(day)) if worklist else wanted


def places_page(session: DatabaseSession, wanted: Select[MeetingPoint], page: int) -> PlacesPage:
    """The page asked for, or the last one there is."""
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    page = min(max(1, page), max(1, -(-total // PER_PAGE)))
    part = wanted.options(joinedload(MeetingPoint.municipality)).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return PlacesPage(tuple(session.scalars(part)), total, page)


def next_place(session: DatabaseSession, wanted: Select[MeetingPoint], after: MeetingPoint | None) -> str | None:
    """The public id of what comes after a place in the list's order, also if it has left the list; None at the end."""
    if after is not None:
        place = (after.municipality.name, after.name, after.id)
        wanted = wanted.where(
            or_(
                Municipality.name > place[0],
                and_(Municipality.name == place[0], MeetingPoint.name > place[1]),
                and_(Municipality.name == place[0], MeetingPoint.name == place[1], MeetingPoint.id > place[2]),
            )
        )
    found = session.scalars(wanted.limit(1)).first()
    return found.public_id if found is not None else None


def chosen_places(session: DatabaseSession, scope: Scope, public_ids: Sequence[str]) -> list[MeetingPoint]:
    """Those of the named places that are in reach, in a steady order."""
    wanted = points_within(scope).where(MeetingPoint.public_id.in_(public_ids[: PER_PAGE * 4]))
    return list(session.scalars(wanted.order_by(MeetingPoint.id)))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
