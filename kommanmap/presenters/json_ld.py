"""schema.org JSON-LD of a place: no more than its page says; what is unknown is left out."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from kommanmap.domain.vocabulary import Accuracy
from kommanmap.presenters.public_point import PublicPoint

NEVER_RAW = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Inside a script element these could end it or start another."""


def place_json_ld(
    point: PublicPoint, absolute: Callable[[str], str], opening_hours: Sequence[dict[str, Any]] = ()
) -> str:
    """The text of a `<script type="application/ld+json">`, safe to stand there. opening_hours: of `json_ld_hours`."""
    place = _place(point, absolute)
    if opening_hours:
        place["openingHoursSpecification"] = list(opening_hours)
    return json.dumps(place, ensure_ascii=False, separators=(",", ":")).translate(NEVER_RAW)


def _place(point: PublicPoint, absolute: Callable[[str], str]) -> dict[str, Any]:
    place: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CivicStructure",
        "@id": absolute(point.url),
        "url": absolute(point.url),
        "name": point.name,
        "address": _address(point),
    }
    if point.position is not None and point.accuracy not in (Accuracy.MUNICIPALITY, Accuracy.POSTCODE):
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": point.position.lat,
            "longitude": point.position.lon,
        }
    if point.description is not None:
        place["description"] = point.description.text
    if point.phone:
        place["telephone"] = point.phone
    if point.websites:
        place["sameAs"] = list(point.websites)
    if point.fact("cost").code in ("free", "paid"):
        place["isAccessibleForFree"] = point.fact("cost").code == "free"
    amenities = [
        {"@type": "LocationFeatureSpecification", "name": fact.label, "value": fact.code == "yes"}
        for fact in point.facts
        if fact.code in ("yes", "no")
    ]
    if amenities:
        place["amenityFeature"] = amenities
    return place


def _address(point: PublicPoint) -> dict[str, str]:
    parts = {
        "@type": "PostalAddress",
        "streetAddress": point.address.street_line,
        "postalCode": point.address.postcode,
        "addressLocality": point.address.town,
        "addressRegion": "Nordrhein-Westfalen",
        "addressCountry": "DE",
    }
    return {key: value for key, value in parts.items() if value}
