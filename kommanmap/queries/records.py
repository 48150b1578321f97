"""Whole records of what is shown: the index says which points, two statements load any number of them.

Plain rows instead of mapped objects, because a page of fifty places would spend more time on making objects than on
everything else together. Writers use the mapped tables.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, cast, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import joinedload, selectinload

from kommanmap.domain.hours import session as hours
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import (
    Accuracy,
    Audience,
    CheckedBy,
    Cost,
    Knowledge,
    Offer,
    PinVisibility,
    Registration,
    Status,
)
from kommanmap.models import (
    Centre,
    DataVersion,
    MeetingPoint,
    Municipality,
    PointAudience,
    PointLanguage,
    PointOffer,
    PointText,
    Session,
    TypedTime,
    VisitHint,
)
from kommanmap.models.times import session_of_text

LARGEST_BATCH = 150
"""Points per statement; their ids stand in it six times, and old builds of SQLite take 999 parameters."""


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A meeting point as it is stored, with what hangs on it. Not yet what the public may see."""

    id: int
    public_id: str
    slug: str
    name: str
    status: Status
    status_reason: str
    paused_until: date | None
    successor_id: int | None
    ags: str
    street: str
    house_number: str
    postcode: str
    district: str
    building: str
    way_in: str
    lat: float | None
    lon: float | None
    position_accuracy: Accuracy | None
    pin_visibility: PinVisibility
    carrier: str
    phone: str
    email: str
    website: str
    step_free: Knowledge
    accessible_toilet: Knowledge
    childcare: Knowledge
    cost: Cost
    registration: Registration
    offers_as_typed: str
    languages_as_typed: str
    access_as_typed: str
    times_status: hours.ReadingStatus
    last_checked_on: date | None
    last_checked_by: CheckedBy | None
    source_url: str
    source_date: str
    is_example: bool
    updated_utc: datetime
    version: int
    times: tuple[str, ...]
    sessions: tuple[hours.Session, ...]
    texts: Mapping[str, str]
    visited_on: date | None
    offers: frozenset[Offer]
    audiences: frozenset[Audience]
    languages: tuple[str, ...]

    @property
    def coordinates(self) -> Coordinates | None:
        """Where the pin is, whether or not readers may see it."""
        return None if self.lat is None or self.lon is None else Coordinates(self.lat, self.lon)

    @property
    def timetable(self) -> hours.Timetable:
        """When it is open, for the engine in `domain.hours`."""
        return hours.Timetable(
            sessions=self.sessions,
            complete=self.times_status is hours.ReadingStatus.COMPLETE,
            doubtful=self.times_status is hours.ReadingStatus.DOUBTFUL,
            paused=self.status in (Status.PAUSED, Status.CLOSED),
            paused_until=self.paused_until if self.status is Status.PAUSED else None,
        )


_POINT = MeetingPoint.__table__.c
_STORED = [_POINT[name] for name in PointRecord.__dataclass_fields__ if name in _POINT]
_BY_IDS = select(*_STORED).where(_POINT.id.in_(bindparam("ids", expanding=True)))
_BY_SLUG = select(*_STORED).where(_POINT.slug == bindparam("slug"))


def _part(kind: str, table: Any, key: str, value: str) -> Any:
    columns = table.__table__.c
    return select(
        columns.point_id,
        literal(kind).label("kind"),
        cast(columns[key], String).label("key"),
        type_coerce(columns[value], String).label("value") if value else literal("").label("value"),
        (columns.position if "position" in columns else literal(0)).label("place"),
    ).where(columns.point_id.in_(bindparam("ids", expanding=True)))


_PARTS = union_all(
    _part("times", TypedTime, "position", "words"),
    _part("sessions", Session, "position", "plan"),
    _part("texts", PointText, "language", "description"),
    _part("offers", PointOffer, "offer", ""),
    _part("audiences", PointAudience, "audience", ""),
    _part("languages", PointLanguage, "language", ""),
    _part("visited", VisitHint, "last_on", ""),
)


def points_by_ids(session: DatabaseSession, ids: Sequence[int]) -> list[PointRecord]:
    """The records in the order of `ids`; ids that are gone are left out."""
    found: dict[int, PointRecord] = {}
    for start in range(0, len(ids), LARGEST_BATCH):
        batch = list(ids[start : start + LARGEST_BATCH])
        found.update((record.id, record) for record in _whole(session, session.execute(_BY_IDS, {"ids": batch}).all()))
    return [found[key] for key in ids if key in found]


def examples_among(session: DatabaseSession, ids: Sequence[int]) -> bool:
    """Whether any of these places is a historical example."""
    examples = set(session.scalars(select(MeetingPoint.id).where(MeetingPoint.is_example)))
    return not examples.isdisjoint(ids)


def point_by_slug(session: DatabaseSession, slug: str) -> PointRecord | None:
    """The point of this slug, whatever its status; the caller decides what that means to the asker."""
    return next(iter(_whole(session, session.execute(_BY_SLUG, {"slug": slug}).all())), None)


def _whole(session: DatabaseSession, rows: Sequence[Row[Any]]) -> list[PointRecord]:
    """Points with their times, texts and lists."""
    if not rows:
        return []
    parts: dict[tuple[int, str], list[tuple[int, str, str]]] = defaultdict(list)
    for point_id, kind, key, value, place in session.execute(_PARTS, {"ids": [row.id for row in rows]}):
        parts[point_id, kind].append((place, key, value))
    return [_record(row, parts) for row in rows]


def _record(row: Row[Any], parts: Mapping[tuple[int, str], list[tuple[int, str, str]]]) -> PointRecord:
    def part(kind: str) -> list[tuple[int, str, str]]:
        return sorted(parts.get((row.id, kind), ()))

    stored: dict[str, Any] = dict(row._mapping)
    return PointRecord(
        **stored,
        times=tuple(words for _, _, words in part("times")),
        sessions=tuple(session_of_text(plan) for _, _, plan in part("sessions")),
        texts={language: text for _, language, text in part("texts")},
        visited_on=next((date.fromisoformat(day) for _, day, _ in part("visited")), None),
        offers=frozenset(Offer(key) for _, key, _ in part("offers")),
        audiences=frozenset(Audience(key) for _, key, _ in part("audiences")),
        languages=tuple(key for _, key, _ in part("languages")),
    )


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
