"""Features as programs ask for them: the question of the list, and a box, a span of time, a part of the answer.

Stands between the index and `views.features`. Knows no requests. A place whose pin is hidden lies in no box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.vocabulary import LISTED_STATUSES, PinVisibility
from kommanmap.models import MeetingPoint
from kommanmap.queries.index import PointIndex
from kommanmap.queries.point_query import PointQuery
from kommanmap.queries.search import search

DEFAULT_LIMIT = 100
MOST_FEATURES = 1000
"""Features in one answer; who asks for more gets so many and the address of the next ones."""

DECIMALS = 6
"""As many as data files write: a place on the edge of a box is inside it, whoever measures."""


EVERYTHING = PointQuery()


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees in WGS 84. West of `east` by more than `west` means: across the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a position lies inside or on the edge."""
        if not self.south <= lat <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= lon <= self.east
        return lon >= self.west or lon <= self.east


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end` (aware, both inside; None: open)."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeatureQuery:
    """What is asked. changed: when the record was changed last. limit: 1 … MOST_FEATURES.

    finds_nothing: the search text says nothing at all, so nothing answers to it.
    """

    points: PointQuery = EVERYTHING
    finds_nothing: bool = False
    box: Box | None = None
    changed: Span | None = None
    limit: int = DEFAULT_LIMIT
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FeaturesFound:
    """How many there are, and the ids of the part that was asked for, in the order of data files."""

    matched: int
    ids: tuple[int, ...]


def find_features(index: PointIndex, session: DatabaseSession, query: FeatureQuery, at: datetime) -> FeaturesFound:
    """Ask the index, then the box and the span. at: the instant (aware) from which it is seen what is open."""
    if query.finds_nothing:
        return FeaturesFound(0, ())
    ids: Sequence[int] = search(index, query.points, at).point_ids()
    if query.box is not None:
        ids = _inside(index, session, query.box, ids)
    if query.changed is not None:
        changed = _changed(session, query.changed)
        ids = [point_id for point_id in ids if point_id in changed]
    return FeaturesFound(len(ids), tuple(ids[query.offset : query.offset + query.limit]))


def first_change(session: DatabaseSession) -> datetime | None:
    """The oldest last change of a listed place; None where nothing is listed."""
    return session.scalars(
        select(func.min(MeetingPoint.updated_utc)).where(MeetingPoint.status.in_(LISTED_STATUSES))
    ).one()


def slug_of_feature(session: DatabaseSession, public_id: str) -> str | None:
    """The slug of the listed place with this id for ever."""
    statement = select(MeetingPoint.slug).where(
        MeetingPoint.public_id == public_id, MeetingPoint.status.in_(LISTED_STATUSES)
    )
    return session.scalars(statement).one_or_none()


def listed_ids(session: DatabaseSession) -> Sequence[tuple[str, int]]:
    """(id for ever, MeetingPoint.id) of every listed place."""
    statement = select(MeetingPoint.public_id, MeetingPoint.id).where(MeetingPoint.status.in_(LISTED_STATUSES))
    return [(public_id, point_id) for public_id, point_id in session.execute(statement)]


def _inside(index: PointIndex, session: DatabaseSession, box: Box, ids: Sequence[int]) -> list[int]:
    """Those that readers see in the box. The index puts a place without a public pin into the middle of its town; it
    counts only where that is what readers see, too."""
    inside: list[int] = []
    in_the_middle: set[int] = set()
    for point_id in ids:
        document = index.document(point_id)
        if document is None:
            continue
        at = index.position(document)
        if box.holds(round(at.lat, DECIMALS), round(at.lon, DECIMALS)):
            inside.append(point_id)
            if index.is_vague(document):
                in_the_middle.add(point_id)
    hidden = in_the_middle - _shown_by_town(session) if in_the_middle else set()
    return [point_id for point_id in inside if point_id not in hidden]


def _shown_by_town(session: DatabaseSession) -> set[int]:
    return set(session.scalars(select(MeetingPoint.id).where(MeetingPoint.pin_visibility == PinVisibility.TOWN)))


def _changed(session: DatabaseSession, span: Span) -> set[int]:
    statement = select(MeetingPoint.id).where(MeetingPoint.status.in_(LISTED_STATUSES))
    if span.start is not None:
        statement = statement.where(MeetingPoint.updated_utc >= span.start)
    if span.end is not None:
        statement = statement.where(MeetingPoint.updated_utc <= span.end)
    return set(session.scalars(statement))
