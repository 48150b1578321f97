"""GPX 1.1 for devices that lead people to a place: https://www.topografix.com/GPX/1/1/

A waypoint must have a position and cannot say how exact it is, so only pins that lead there are in it.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kommanmap.formats.about import about_lines
from kommanmap.formats.base import Dataset, Format, leads_there
from kommanmap.formats.fields import utc_text
from kommanmap.formats.pieces import encoded, kept
from kommanmap.formats.xml_text import add, head_and_end, written
from kommanmap.presenters.public_point import PublicPoint

GPX = "http://www.topografix.com/GPX/1/1"
PREFIXES = {"": GPX}
DECIMALS = 6


def parts(dataset: Dataset) -> Iterator[bytes]:
    """One waypoint a place; the file says how many places it had to leave out."""
    left_out = 0

    def waypoints() -> Iterator[str]:
        nonlocal left_out
        for point in dataset.points:
            if leads_there(point):
                yield written(_waypoint(point, dataset), PREFIXES)
            else:
                left_out += 1

    body = kept(encoded(waypoints()))
    head, end = head_and_end((_head(dataset, left_out),), PREFIXES)
    yield head.encode()
    yield from body
    yield end.encode()


def _head(dataset: Dataset, left_out: int) -> Element:
    root = Element(f"{{{GPX}}}gpx", {"version": "1.1", "creator": "KommAnMap"})
    about = about_lines(dataset)
    if left_out:
        about.append(f"Ohne genauen Punkt und deshalb nicht in dieser Datei: {left_out}")
    meta = add(root, f"{{{GPX}}}metadata")
    add(meta, f"{{{GPX}}}name", dataset.title)
    add(meta, f"{{{GPX}}}desc", "\n".join(about))
    link = add(meta, f"{{{GPX}}}link", href=dataset.home)
    add(link, f"{{{GPX}}}text", dataset.title)
    add(meta, f"{{{GPX}}}time", utc_text(dataset.as_of_utc))
    return root


def holds(point: PublicPoint, _dataset: Dataset) -> bool:
    """Whether the place is a waypoint."""
    return leads_there(point)


def _waypoint(point: PublicPoint, dataset: Dataset) -> Element:
    assert point.position is not None  # noqa: S101 - leads_there has looked
    position = {"lat": str(round(point.position.lat, DECIMALS)), "lon": str(round(point.position.lon, DECIMALS))}
    place = Element(f"{{{GPX}}}wpt", position)
    add(place, f"{{{GPX}}}name", point.name)
    said = (point.address.one_line, *(session.sentence for session in point.sessions), *point.times)
    add(place, f"{{{GPX}}}desc", "\n".join(text for text in said if text))
    link = add(place, f"{{{GPX}}}link", href=dataset.absolute(point.url))
    add(link, f"{{{GPX}}}text", point.name)
    add(place, f"{{{GPX}}}type", "Ankommenstreffpunkt")
    return place


FORMAT = Format("gpx", "application/gpx+xml", "GPX", attachment=True, parts=parts, holds=holds)
