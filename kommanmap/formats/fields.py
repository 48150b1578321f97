"""The fields of a place as data files name them, once for all formats: stable English names, unknown as unknown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from kommanmap.domain.hours.osm_write import to_osm
from kommanmap.domain.hours.session import Timetable
from kommanmap.formats.base import Dataset
from kommanmap.presenters.public_point import PublicPoint

MOST_REMEMBERED_TIMETABLES = 5_000

Value = str | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name and how to read it."""

    name: str
    read: Callable[[PublicPoint, Dataset], Value]


def utc_text(instant: datetime) -> str:
    """RFC 3339 with seconds."""
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(maxsize=MOST_REMEMBERED_TIMETABLES)
def opening_hours(timetable: Timetable) -> str | None:
    """As OpenStreetMap writes them; what somebody reads who reads nothing else of us must be true in a pause, too."""
    if timetable.paused:
        return "off"
    return to_osm(timetable.sessions, complete=timetable.complete, doubtful=timetable.doubtful) or None


def _fact(key: str) -> Field:
    return Field(key, lambda point, _: point.fact(key).code)


FIELDS: tuple[Field, ...] = (
    Field("name", lambda point, _: point.name),
    Field("url", lambda point, dataset: dataset.absolute(point.url)),
    Field("status", lambda point, _: point.status.value),
    Field("status_reason", lambda point, _: point.status_reason or None),
    Field("paused_until", lambda point, _: _day(point.timetable.paused_until)),
    Field("centre", lambda point, _: point.centre.name),
    Field("centre_slug", lambda point, _: point.centre.slug),
    Field("municipality", lambda point, _: point.town.name),
    Field("ags", lambda point, _: point.town.key),
    Field("street_line", lambda point, _: point.address.street_line or None),
    Field("postcode", lambda point, _: point.address.postcode or None),
    Field("district", lambda point, _: point.address.district or None),
    Field("building", lambda point, _: point.address.building or None),
    Field("way_in", lambda point, _: point.address.way_in or None),
    Field("position_accuracy", lambda point, _: point.accuracy.value if point.accuracy else None),
    Field("times_as_written", lambda point, _: list(point.times)),
    Field("opening_hours", lambda point, _: opening_hours(point.timetable)),
    Field("weekdays", lambda point, _: [term.code for term in point.weekdays]),
    Field("languages", lambda point, _: [term.code for term in point.languages]),
    Field("languages_as_written", lambda point, _: point.languages_as_typed or None),
    Field("offers", lambda point, _: [term.code for term in point.offers]),
    Field("offers_as_written", lambda point, _: point.offers_as_typed or None),
    Field("audiences", lambda point, _: [term.code for term in point.audiences]),
    Field("access_as_written", lambda point, _: point.access_as_typed or None),
    _fact("step_free"),
    _fact("accessible_toilet"),
    _fact("childcare"),
    _fact("cost"),
    _fact("registration"),
    Field("description", lambda point, _: point.description.text if point.description else None),
    Field("description_language", lambda point, _: point.description.language if point.description else None),
    Field("carrier", lambda point, _: point.carrier or None),
    Field("phone", lambda point, _: point.phone or None),
    Field("email", lambda point, _: point.email or None),
    Field("websites", lambda point, _: list(point.websites)),
    Field("last_checked_on", lambda point, _: _day(point.last_checked_on)),
    Field("sources", lambda point, _: list(point.sources)),
    Field("source_date", lambda point, _: point.source_date or None),
    Field("historical_example", lambda point, _: point.is_example),
    Field("updated", lambda point, _: utc_text(point.updated_utc)),
)
