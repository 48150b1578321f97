"""The one shape in which a meeting point comes in: from a form, an import or the demo data. Holds no rule, no table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from kommanmap.domain.hours.plain import plain_session, session_of
from kommanmap.domain.hours.session import ReadingStatus, Session
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


@dataclass(frozen=True, slots=True)
class PointDraft:
    """Every field of a meeting point that a person may edit. May hold what breaks a rule: `domain.rules` says so.

    Texts are "" where nothing is known. `times` are the words about times as typed, in their order; `sessions` is what
    they mean, as far as `times_status` says. `texts` are pairs of interface language code and description. Sets are
    sorted tuples without repeats, so that equal drafts compare equal.
    """

    name: str = ""
    status: Status = Status.PUBLIC
    status_reason: str = ""
    paused_until: date | None = None

    ags: str = ""
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    district: str = ""
    building: str = ""
    way_in: str = ""
    lat: float | None = None
    lon: float | None = None
    position_accuracy: Accuracy | None = None
    position_source: str = ""
    pin_visibility: PinVisibility = PinVisibility.EXACT

    carrier: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""

    step_free: Knowledge = Knowledge.UNKNOWN
    accessible_toilet: Knowledge = Knowledge.UNKNOWN
    childcare: Knowledge = Knowledge.UNKNOWN
    cost: Cost = Cost.UNKNOWN
    registration: Registration = Registration.UNKNOWN

    offers_as_typed: str = ""
    languages_as_typed: str = ""
    access_as_typed: str = ""

    last_checked_on: date | None = None
    last_checked_by: CheckedBy | None = None
    source_url: str = ""
    source_date: str = ""

    times: tuple[str, ...] = ()
    times_status: ReadingStatus = ReadingStatus.UNREAD
    sessions: tuple[Session, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    offers: tuple[Offer, ...] = ()
    audiences: tuple[Audience, ...] = ()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("texts", "offers", "audiences", "languages"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))


DRAFT_FIELDS: tuple[str, ...] = tuple(item.name for item in fields(PointDraft))
"""Field names in the order of the record; history entries and reports use the same names."""


def plain_value(value: Any) -> Any:
    """A draft's value as JSON can hold it: enums and dates as text, tuples as lists, sessions as their fields."""
    if isinstance(value, Session):
        return plain_session(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    return value


def differences(before: PointDraft, after: PointDraft) -> dict[str, tuple[Any, Any]]:
    """Field → (before, after) in plain values, for the fields that differ."""
    pairs = ((name, plain_value(getattr(before, name)), plain_value(getattr(after, name))) for name in DRAFT_FIELDS)
    return {name: (old, new) for name, old, new in pairs if old != new}


_FROM_PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "status": Status,
    "paused_until": date.fromisoformat,
    "position_accuracy": Accuracy,
    "pin_visibility": PinVisibility,
    "step_free": Knowledge,
    "accessible_toilet": Knowledge,
    "childcare": Knowledge,
    "cost": Cost,
    "registration": Registration,
    "last_checked_on": date.fromisoformat,
    "last_checked_by": CheckedBy,
    "times_status": ReadingStatus,
    "times": tuple,
    "sessions": lambda rows: tuple(map(session_of, rows)),
    "texts": lambda rows: tuple((code, text) for code, text in rows),
    "offers": lambda rows: tuple(map(Offer, rows)),
    "audiences": lambda rows: tuple(map(Audience, rows)),
    "languages": tuple,
}


def draft_value(name: str, plain: Any) -> Any:
    """What `plain_value` made plain: the value a draft holds in this field. None stands for what a new draft holds.

    Raises:
        ValueError: no draft ever held this.
    """
    if plain is None:
        return getattr(PointDraft(), name)
    return _FROM_PLAIN.get(name, lambda value: value)(plain)
