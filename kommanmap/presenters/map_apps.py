"""Links that open a place in any map app. Nothing is asked from a foreign host until the reader taps."""

from urllib.parse import quote, urlencode

from kommanmap.domain.vocabulary import Accuracy
from kommanmap.presenters.public_point import PublicPoint

HOUSE_ZOOM = 18


def _is_exact(point: PublicPoint) -> bool:
    return point.accuracy in (Accuracy.MANUAL, Accuracy.HOUSE, Accuracy.NEAREST_HOUSE)


def geo_uri(point: PublicPoint) -> str:
    """A `geo:` address (RFC 5870). An inexact pin hands over the typed address to search for, not a false position."""
    query = quote(point.address.one_line, safe="")
    if point.position is None:
        return f"geo:0,0?q={query}"
    where = f"{point.position.lat:.5f},{point.position.lon:.5f}"
    return f"geo:{where}?q={where}" if _is_exact(point) else f"geo:{where}?q={query}"


def osm_url(point: PublicPoint) -> str:
    """The place on openstreetmap.org: a marker for an exact pin, a search for the address otherwise."""
    if point.position is None or not _is_exact(point):
        return f"https://www.openstreetmap.org/search?{urlencode({'query': point.address.one_line})}"
    lat, lon = f"{point.position.lat:.5f}", f"{point.position.lon:.5f}"
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map={HOUSE_ZOOM}/{lat}/{lon}"
