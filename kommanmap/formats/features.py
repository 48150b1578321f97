"""The documents of OGC API Features Part 1 (Core, GeoJSON): public records and links → plain JSON objects.

Sees `PublicPoint` only. Knows no requests: whoever calls brings the links.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kommanmap.formats.base import EXAMPLES, Dataset
from kommanmap.formats.fields import utc_text
from kommanmap.formats.geojson import feature
from kommanmap.presenters.public_point import PublicPoint

COLLECTION = "treffpunkte"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "html", "geojson")
)
NRW_BBOX = (5.86, 50.32, 9.47, 52.54)
"""West, south, east, north of the state: where all places lie."""

Links = Sequence[Mapping[str, str]]


def landing(*, title: str, description: str, licence: str, links: Links) -> dict[str, Any]:
    """The first document."""
    return {"title": title, "description": description, "license": licence, "links": list(links)}


def collection(*, title: str, description: str, since: datetime | None, links: Links) -> dict[str, Any]:
    """What the collection holds. since: the oldest last change of a record."""
    return {
        "id": COLLECTION,
        "title": title,
        "description": description,
        "links": list(links),
        "extent": {
            "spatial": {"bbox": [list(NRW_BBOX)], "crs": CRS84},
            "temporal": {"interval": [[utc_text(since) if since else None, None]], "trs": GREGORIAN},
        },
        "itemType": "feature",
        "crs": [CRS84],
    }


def items(dataset: Dataset, *, matched: int, made: datetime, links: Links) -> dict[str, Any]:
    """A part of the places. made: when this answer was made (aware)."""
    document: dict[str, Any] = {
        "type": "FeatureCollection",
        "title": dataset.title,
        "links": list(links),
        "timeStamp": utc_text(made),
        "numberMatched": matched,
        "numberReturned": len(dataset.points),
        "dataAsOf": utc_text(dataset.as_of_utc),
        "license": dataset.licence.said,
        "attribution": dataset.attribution,
    }
    if dataset.holds_examples:
        document["notice"] = EXAMPLES
    document["features"] = [feature(point, dataset) for point in dataset.points]
    return document


def item(point: PublicPoint, dataset: Dataset, *, links: Links) -> dict[str, Any]:
    """One place."""
    about = {"license": dataset.licence.said, "attribution": dataset.attribution}
    return {**feature(point, dataset), **about, "links": list(links)}
