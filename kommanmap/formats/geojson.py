"""GeoJSON (RFC 7946): lon/lat order, WGS 84, stable feature ids, `null` geometry where there is no pin."""

from collections.abc import Iterator
from typing import Any

from kommanmap.domain.hours.plain import plain_session
from kommanmap.formats.base import EXAMPLES, Dataset, Format
from kommanmap.formats.fields import FIELDS, utc_text
from kommanmap.formats.pieces import json_list
from kommanmap.presenters.public_point import PublicPoint

DECIMALS = 6
"""About 0.1 m; RFC 7946 section 11.2 advises against more."""


def parts(dataset: Dataset) -> Iterator[bytes]:
    """A FeatureCollection with foreign members `title`, `timeStamp`, `numberReturned`, `attribution`, `notice`."""
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "title": dataset.title,
        "home": dataset.home,
        "timeStamp": utc_text(dataset.as_of_utc),
        "numberReturned": len(dataset.points),
        "license": dataset.licence.said,
        "attribution": dataset.attribution,
    }
    if dataset.holds_examples:
        collection["notice"] = EXAMPLES
    if dataset.notes:
        collection["notes"] = list(dataset.notes)
    return json_list(collection, "features", (feature(point, dataset) for point in dataset.points))


def feature(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    """One place as a GeoJSON feature."""
    geometry = None
    if point.position is not None:
        coordinates = [round(point.position.lon, DECIMALS), round(point.position.lat, DECIMALS)]
        geometry = {"type": "Point", "coordinates": coordinates}
    properties: dict[str, Any] = {field.name: field.read(point, dataset) for field in FIELDS}
    properties["sessions"] = [plain_session(session) for session in point.timetable.sessions]
    properties["sessions_complete"] = point.timetable.complete
    properties["sessions_doubtful"] = point.timetable.doubtful
    return {"type": "Feature", "id": point.id, "geometry": geometry, "properties": properties}


FORMAT = Format("geojson", "application/geo+json", "GeoJSON", attachment=False, parts=parts)
