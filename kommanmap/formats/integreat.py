"""Places as the app Integreat knows them (version 3, `locations`), so that municipalities need not type them twice."""

import uuid
from collections.abc import Iterator
from typing import Any

from kommanmap.domain.hours.session import Frequency, HolidayRule, Session
from kommanmap.formats.about import about_lines
from kommanmap.formats.base import Dataset, Format, leads_there
from kommanmap.formats.fields import utc_text
from kommanmap.formats.pieces import json_list
from kommanmap.presenters.public_point import PublicPoint

CATEGORY = "Ankommenstreffpunkt"
_WEEK = range(7)
_ID_SHIFT = 80
"""Integreat's ids are numbers: 48 bits of ours."""


def parts(dataset: Dataset) -> Iterator[bytes]:
    """An object with the list of locations and what there is to know about it."""
    document = {
        "about": about_lines(dataset),
        "license": dataset.licence.said,
        "as_of": utc_text(dataset.as_of_utc),
    }
    return json_list(document, "locations", (_location(point, dataset) for point in dataset.points))


def _location(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    text = point.description.text if point.description else ""
    times = [shown.sentence for shown in point.sessions] or list(point.times)
    shown = point.position if leads_there(point) else None
    return {
        "id": uuid.UUID(point.id).int >> _ID_SHIFT,
        "external_id": point.id,
        "url": dataset.absolute(point.url),
        "path": point.url,
        "title": point.name,
        "excerpt": text[:200],
        "content": "\n\n".join(part for part in (text, "\n".join(times), point.access_as_typed) if part),
        "available_languages": {},
        "icon": None,
        "thumbnail": None,
        "website": next(iter(point.websites), None),
        "email": point.email or None,
        "phone_number": point.phone or None,
        "category": CATEGORY,
        "temporarily_closed": point.is_paused,
        "opening_hours": _opening_hours(point),
        "appointment_url": None,
        "location": {
            "name": point.address.building or point.name,
            "address": point.address.street_line,
            "town": point.address.town,
            "state": "Nordrhein-Westfalen",
            "postcode": point.address.postcode,
            "region": point.centre.name,
            "country": "DE",
            "latitude": shown.lat if shown else None,
            "longitude": shown.lon if shown else None,
        },
        "last_updated": utc_text(point.updated_utc),
        "organization": {"name": point.carrier} if point.carrier else None,
        "barrier_free": {"yes": True, "no": False}.get(point.fact("step_free").code),
        "historical_example": point.is_example,
    }


def _opening_hours(point: PublicPoint) -> list[dict[str, Any]] | None:
    """Seven days from Monday. Their format knows no holidays and no second Friday: what does not fit is not squeezed in
    (None), and stands in the text."""
    timetable = point.timetable
    whole = timetable.complete and not timetable.doubtful
    if not timetable.sessions or not whole or not all(map(_every_week, timetable.sessions)):
        return None
    return [_day(timetable.sessions, day) for day in _WEEK]


def _every_week(session: Session) -> bool:
    simple = session.freq is Frequency.WEEKLY and session.interval == 1 and not session.exceptions
    clock = session.start is not None and session.end is not None and session.start < session.end
    lasting = session.first is None and session.last is None and session.season is None
    return simple and clock and lasting and session.school_holidays is HolidayRule.OPEN


def _day(sessions: tuple[Session, ...], day: int) -> dict[str, Any]:
    slots = sorted(
        (f"{each.start:%H:%M}", f"{each.end:%H:%M}") for each in sessions if day in each.weekdays and each.start
    )
    return {
        "allDay": False,
        "closed": not slots,
        "appointmentOnly": False,
        "timeSlots": [{"start": start, "end": end} for start, end in slots],
    }


FORMAT = Format("integreat.json", "application/json", "Integreat (locations v3)", attachment=True, parts=parts)
