"""What a centre did in a year: which places it had, when each was confirmed and in which role, what was changed.

Worked out from the history, so it says the same years later. Reads the tables, changes nothing, knows no person: only
roles stand in the history.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import load_only

from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.vocabulary import LISTED_STATUSES, ChangeKind, Status
from kommanmap.models import Centre, Change, MeetingPoint, Municipality

FIRST_YEAR = 2015


@dataclass(frozen=True, slots=True)
class EvidenceChange:
    """One entry of the history in that year. actor: as the history keeps it, a role with a number or a command."""

    on: date
    kind: ChangeKind
    actor: str
    fields: tuple[str, ...]

    @property
    def confirms(self) -> bool:
        """Whether somebody found the place to be true."""
        return self.kind is ChangeKind.CONFIRMED or "last_checked_on" in self.fields


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """A place that there was in that year. status: at its end, or now while it lasts; was_listed: at any time of it."""

    public_id: str
    name: str
    town: str
    address: str
    carrier: str
    status: Status
    was_listed: bool
    changes: tuple[EvidenceChange, ...]

    @property
    def confirmations(self) -> tuple[EvidenceChange, ...]:
        """Those that say that it is true."""
        return tuple(change for change in self.changes if change.confirms)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A centre's year; places in the order of town and name."""

    centre: Centre
    year: int
    places: tuple[EvidencePlace, ...]

    @property
    def listed(self) -> int:
        """How many places readers could find at some time of the year."""
        return sum(place.was_listed for place in self.places)

    @property
    def confirmed(self) -> int:
        """How many of these were confirmed in the year."""
        return sum(place.was_listed and bool(place.confirmations) for place in self.places)

    @property
    def changes(self) -> int:
        """Entries of the history in the year."""
        return sum(len(place.changes) for place in self.places)


def evidence(session: DatabaseSession, *, centre: Centre, year: int) -> Evidence:
    """The year from 1 January to 31 December in the state. A place counts for the centre that has it now."""
    begin, end = (datetime(each, 1, 1, tzinfo=BERLIN) for each in (year, year + 1))
    towns = select(Municipality.ags).where(Municipality.centre_id == centre.id)
    histories = _histories(session, towns, begin, end)
    wanted = (
        select(MeetingPoint, Municipality.name)
        .join(Municipality)
        .where(MeetingPoint.ags.in_(towns), MeetingPoint.created_utc < end)
        .options(
            load_only(
                MeetingPoint.public_id,
                MeetingPoint.name,
                MeetingPoint.street,
                MeetingPoint.house_number,
                MeetingPoint.postcode,
                MeetingPoint.carrier,
            )
        )
        .order_by(Municipality.name, MeetingPoint.name, MeetingPoint.id)
    )
    found = [_place(point, town, histories.get(point.id)) for point, town in session.execute(wanted)]
    return Evidence(centre, year, tuple(place for place in found if place is not None))


@dataclass(slots=True)
class _History:
    """Of one place: how it stood when the year began, at its end, and what happened in between."""

    at_begin: Status | None = None
    at_end: Status | None = None
    was_listed: bool = False
    changes: list[EvidenceChange] = field(default_factory=list)


def _histories(session: DatabaseSession, towns: Select[str], begin: datetime, end: datetime) -> dict[int, _History]:
    """By the id of the place, from everything that happened before the year's end."""
    inside = select(MeetingPoint.id).where(MeetingPoint.ags.in_(towns))
    rows = session.execute(
        select(Change.point_id, Change.kind, Change.actor, Change.at_utc, Change.fields)
        .where(Change.point_id.in_(inside), Change.at_utc < end)
        .order_by(Change.point_id, Change.id)
    )
    found: dict[int, _History] = {}
    for point_id, kind, actor, at_utc, fields in rows:
        history = found.setdefault(point_id, _History())
        status = Status(fields["status"][1]) if "status" in fields else history.at_end
        if at_utc < begin:
            history.at_begin = status
        else:
            on = at_utc.astimezone(BERLIN).date()
            history.changes.append(EvidenceChange(on, kind, actor, tuple(fields)))
            history.was_listed |= status in LISTED_STATUSES
        history.at_end = status
    for history in found.values():
        history.was_listed |= history.at_begin in LISTED_STATUSES
    return found


def _place(point: MeetingPoint, town: str, history: _History | None) -> EvidencePlace | None:
    """None for a place that was closed before the year began and stayed so."""
    if history is None or history.at_end is None:
        return None
    if history.at_begin is Status.CLOSED and history.at_end is Status.CLOSED:
        return None
    street = " ".join(part for part in (point.street, point.house_number) if part)
    return EvidencePlace(
        public_id=point.public_id,
        name=point.name,
        town=town,
        address=", ".join(part for part in (street, point.postcode) if part),
        carrier=point.carrier,
        status=history.at_end,
        was_listed=history.was_listed,
        changes=tuple(history.changes),
    )


def years_until(today: date) -> Iterable[int]:
    """The years to choose from, the present one first."""
    return range(today.year, FIRST_YEAR - 1, -1)
