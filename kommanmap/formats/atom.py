"""Atom feed (RFC 4287) of what has changed last, the newest first: for people and portals who want to know."""

import heapq
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kommanmap.formats.about import about_lines
from kommanmap.formats.base import Dataset, Format
from kommanmap.formats.fields import utc_text
from kommanmap.formats.xml_text import add, document
from kommanmap.presenters.public_point import PublicPoint

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 500
"""Whoever needs all takes another format; a feed is fetched again and again."""


def parts(dataset: Dataset) -> Iterator[bytes]:
    """One entry a place, with the time of its last change."""
    root = Element(f"{{{ATOM}}}feed")
    add(root, f"{{{ATOM}}}id", dataset.home)
    add(root, f"{{{ATOM}}}title", dataset.title)
    add(root, f"{{{ATOM}}}subtitle", "\n".join(about_lines(dataset)))
    add(root, f"{{{ATOM}}}updated", utc_text(dataset.as_of_utc))
    add(root, f"{{{ATOM}}}rights", dataset.licence.said)
    add(root, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=dataset.home)
    if dataset.address:
        add(root, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=dataset.address)
    add(root, f"{{{ATOM}}}generator", "KommAnMap")
    for point in heapq.nlargest(MOST_ENTRIES, dataset.points, key=lambda point: point.updated_utc):
        _entry(root, point, dataset)
    yield document(root, prefixes={"": ATOM})


def _entry(root: Element, point: PublicPoint, dataset: Dataset) -> None:
    entry = add(root, f"{{{ATOM}}}entry")
    add(entry, f"{{{ATOM}}}id", f"urn:uuid:{point.id}")
    add(entry, f"{{{ATOM}}}title", point.name)
    add(entry, f"{{{ATOM}}}updated", utc_text(point.updated_utc))
    add(add(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", point.centre.name)
    add(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=dataset.absolute(point.url))
    said = (point.status_label, point.address.one_line, *(session.sentence for session in point.sessions), *point.times)
    add(entry, f"{{{ATOM}}}summary", "\n".join(text for text in said if text))
    add(entry, f"{{{ATOM}}}category", term=point.town.key, label=point.town.name)


FORMAT = Format("atom", "application/atom+xml; charset=utf-8", "Atom", attachment=False, parts=parts)
