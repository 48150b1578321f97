"""GeoJSON (RFC 7946): lon/lat order, WGS 84, stable feature ids, `null` geometry where there is no pin."""

import json
from typing import Any

from kommanmap.domain.hours.plain import plain_session
from kommanmap.formats.base import Dataset, Format
from kommanmap.formats.fields import FIELDS, utc_text
from kommanmap.presenters.public_point import PublicPoint

DECIMALS = 6
"""About 0.1 m; RFC 7946 section 11.2 advises against more."""


def write(dataset: Dataset) -> bytes:
    """A FeatureCollection with foreign members `title`, `timeStamp`, `numberReturned`, `attribution`, `notice`."""
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "title": dataset.title,
        "home": dataset.home,
        "timeStamp": utc_text(dataset.as_of_utc),
        "numberReturned": len(dataset.points),
        "attribution": dataset.attribution,
    }
    if dataset.holds_examples:
        collection["notice"] = "Historische Beispiele, keine aktuellen Angaben."
    if dataset.notes:
        collection["notes"] = list(dataset.notes)
    collection["features"] = [_feature(point, dataset) for point in dataset.points]
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    geometry = None
    if point.position is not None:
        coordinates = [round(point.position.lon, DECIMALS), round(point.position.lat, DECIMALS)]
        geometry = {"type": "Point", "coordinates": coordinates}
    properties: dict[str, Any] = {field.name: field.read(point, dataset) for field in FIELDS}
    properties["sessions"] = [plain_session(session) for session in point.timetable.sessions]
    properties["sessions_complete"] = point.timetable.complete
    properties["sessions_doubtful"] = point.timetable.doubtful
    return {"type": "Feature", "id": point.id, "geometry": geometry, "properties": properties}


FORMAT = Format("geojson", "application/geo+json", "GeoJSON", attachment=False, write=write)
