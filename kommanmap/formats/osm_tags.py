"""How a place would be tagged in OpenStreetMap, for people who map by hand. Nothing is ever written there by us.

https://wiki.openstreetmap.org/wiki/Tag:amenity=community_centre and the tags it names.
"""

from collections.abc import Iterator
from typing import Any

from kommanmap.formats.about import about_lines
from kommanmap.formats.base import Dataset, Format, leads_there
from kommanmap.formats.fields import opening_hours, utc_text
from kommanmap.formats.pieces import json_list
from kommanmap.presenters.public_point import PublicPoint

_YES_NO = ("yes", "no")


def parts(dataset: Dataset) -> Iterator[bytes]:
    """A list of places with `id`, position where it is exact enough to map, and `tags`."""
    document = {
        "about": about_lines(dataset),
        "license": dataset.licence.said,
        "as_of": utc_text(dataset.as_of_utc),
    }
    return json_list(document, "elements", (_element(point, dataset) for point in dataset.points))


def _element(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    position = point.position if leads_there(point) else None
    return {
        "id": point.id,
        "lat": position.lat if position else None,
        "lon": position.lon if position else None,
        "tags": dict(tags(point, dataset)),
    }


def tags(point: PublicPoint, dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Key and value; what is not known has no tag."""
    address = point.address
    known = {
        "amenity": "community_centre",
        "community_centre": "international_centre",
        "community_centre:for": "migrant;refugee",
        "name": point.name,
        "operator": point.carrier,
        "addr:street": address.street,
        "addr:housenumber": address.house_number,
        "addr:postcode": address.postcode,
        "addr:city": address.town,
        "addr:suburb": address.district,
        "opening_hours": opening_hours(point.timetable) or "",
        "check_date": point.last_checked_on.isoformat() if point.last_checked_on else "",
        "contact:phone": point.phone,
        "contact:email": point.email,
        "contact:website": next(iter(point.websites), ""),
        "wheelchair": _yes_no(point, "step_free"),
        "toilets:wheelchair": _yes_no(point, "accessible_toilet"),
        "fee": {"free": "no", "donation": "donation", "paid": "yes"}.get(point.fact("cost").code, ""),
        "description": point.description.text if point.description else "",
        "source:url": dataset.absolute(point.url),
    }
    yield from ((key, value) for key, value in known.items() if value)
    yield from ((f"language:{term.code}", "yes") for term in point.languages)


def _yes_no(point: PublicPoint, key: str) -> str:
    code = point.fact(key).code
    return code if code in _YES_NO else ""


FORMAT = Format("osm.json", "application/json", "OpenStreetMap", attachment=True, parts=parts)
