"""KML 2.2 for Google Earth and geographic programs: https://docs.ogc.org/is/12-007r2/12-007r2.html"""

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

from kommanmap.formats.about import about_lines
from kommanmap.formats.base import Dataset, Format
from kommanmap.formats.csv_file import HEADER, row
from kommanmap.formats.fields import utc_text
from kommanmap.formats.xml_text import add, document_with
from kommanmap.presenters.public_point import PublicPoint

KML = "http://www.opengis.net/kml/2.2"
ATOM = "http://www.w3.org/2005/Atom"
DECIMALS = 6


def parts(dataset: Dataset) -> Iterator[bytes]:
    """One placemark a place, without a point where there is no public position."""
    root = Element(f"{{{KML}}}kml")
    folder = add(root, f"{{{KML}}}Document")
    add(folder, f"{{{KML}}}name", dataset.title)
    add(folder, f"{{{ATOM}}}link", href=dataset.home)
    add(folder, f"{{{KML}}}description", escape("\n".join(about_lines(dataset))))
    marks = (_placemark(point, dataset) for point in dataset.points)
    return document_with((root, folder), marks, prefixes={"": KML, "atom": ATOM})


def _placemark(point: PublicPoint, dataset: Dataset) -> Element:
    mark = Element(f"{{{KML}}}Placemark", {"id": f"p-{point.id}"})
    add(mark, f"{{{KML}}}name", point.name)
    add(mark, f"{{{ATOM}}}link", href=dataset.absolute(point.url))
    add(mark, f"{{{KML}}}address", point.address.one_line)
    said = (*(session.sentence for session in point.sessions), *point.times, point.accuracy_text)
    add(mark, f"{{{KML}}}description", escape("\n".join(text for text in said if text)))  # viewers show it as HTML
    add(add(mark, f"{{{KML}}}TimeStamp"), f"{{{KML}}}when", utc_text(point.updated_utc))
    data = add(mark, f"{{{KML}}}ExtendedData")
    for name, cell in zip(HEADER, row(point, dataset), strict=True):
        if cell:
            add(add(data, f"{{{KML}}}Data", name=name), f"{{{KML}}}value", cell)
    if point.position is not None:
        where = f"{round(point.position.lon, DECIMALS)},{round(point.position.lat, DECIMALS)}"
        add(add(mark, f"{{{KML}}}Point"), f"{{{KML}}}coordinates", where)
    return mark


FORMAT = Format("kml", "application/vnd.google-earth.kml+xml", "KML", attachment=True, parts=parts)
