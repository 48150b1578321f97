"""Plain JSON: one object a place, positions as `lat` and `lon`, for programs that know no GeoJSON."""

from collections.abc import Iterator
from typing import Any

from kommanmap.domain.hours.plain import plain_session
from kommanmap.formats.base import EXAMPLES, Dataset, Format
from kommanmap.formats.fields import FIELDS, utc_text
from kommanmap.formats.pieces import json_list
from kommanmap.presenters.public_point import PublicPoint


def parts(dataset: Dataset) -> Iterator[bytes]:
    """An object with `title`, `as_of`, `license`, `attribution` and `places`."""
    document: dict[str, Any] = {
        "title": dataset.title,
        "home": dataset.home,
        "as_of": utc_text(dataset.as_of_utc),
        "license": dataset.licence.said,
        "attribution": dataset.attribution,
    }
    if dataset.holds_examples:
        document["notice"] = EXAMPLES
    if dataset.notes:
        document["notes"] = list(dataset.notes)
    return json_list(document, "places", (place(point, dataset) for point in dataset.points))


def place(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    """A place with its stable id; `lat` and `lon` are null where there is no public position."""
    position = point.position
    return {
        "id": point.id,
        "lat": position.lat if position else None,
        "lon": position.lon if position else None,
        **{field.name: field.read(point, dataset) for field in FIELDS},
        "sessions": [plain_session(session) for session in point.timetable.sessions],
        "sessions_complete": point.timetable.complete,
        "sessions_doubtful": point.timetable.doubtful,
    }


FORMAT = Format("json", "application/json", "JSON", attachment=False, parts=parts)
