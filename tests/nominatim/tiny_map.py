"""A map of a few invented houses in a real town, as OpenStreetMap writes one: `python -m tests.nominatim.tiny_map`.

Two states with a town each; the borders are rectangles. Nothing of it is copied from anywhere.
"""

import sys
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

SEEN = 'version="1" timestamp="2026-03-01T12:00:00Z" changeset="1" uid="1" user="tests" visible="true"'
"""What the importer wants to know of every object."""

HOLUNDER = "Holunderstraße"
Box = tuple[float, float, float, float]
"""South, west, north, east."""

AREAS: tuple[tuple[str, int, Box], ...] = (
    ("Nordrhein-Westfalen", 4, (50.68, 8.00, 51.60, 9.00)),
    ("Kreis Siegen-Wittgenstein", 6, (50.69, 8.01, 51.10, 8.60)),
    ("Burbach", 8, (50.70, 8.02, 50.79, 8.15)),
    ("Rheinland-Pfalz", 4, (50.60, 7.50, 50.95, 7.99)),
    ("Landkreis Altenkirchen (Westerwald)", 6, (50.65, 7.70, 50.90, 7.98)),
    ("Herdorf", 8, (50.75, 7.92, 50.80, 7.97)),
)
TOWNS = (("Burbach", 50.7415, 8.1019), ("Herdorf", 50.7770, 7.9540))
STREETS = (
    (HOLUNDER, ((50.74400, 8.0855), (50.74420, 8.0875))),
    ("Mispelweg", ((50.73900, 8.0900), (50.73950, 8.0930))),
    (HOLUNDER, ((50.77700, 7.9555), (50.77710, 7.9570))),
)
HOUSES = (
    (50.74408, 8.08590, HOLUNDER, "10", "57299", "Burbach"),
    (50.74410, 8.08605, HOLUNDER, "12", "57299", "Burbach"),
    (50.74412, 8.08623, HOLUNDER, "12a", "57299", "Burbach"),
    (50.74415, 8.08660, HOLUNDER, "14", "57299", "Burbach"),
    (50.73910, 8.09100, "Mispelweg", "1", "57299", "Burbach"),
    (50.77704, 7.95602, HOLUNDER, "12a", "57562", "Herdorf"),
    (50.77706, 7.95620, HOLUNDER, "14", "57562", "Herdorf"),
)


class Drawing:
    """Objects in the order in which the format wants them: nodes, ways, relations."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.ways: list[str] = []
        self.relations: list[str] = []

    def node(self, lat: float, lon: float, **tags: str) -> int:
        """A point; gives its number."""
        number = len(self.nodes) + 1
        self.nodes.append(f'<node id="{number}" lat="{lat}" lon="{lon}" {SEEN}>{"".join(_tags(tags))}</node>')
        return number

    def way(self, nodes: Iterable[int], **tags: str) -> int:
        """A line; gives its number."""
        number = len(self.ways) + 1
        through = "".join(f'<nd ref="{node}"/>' for node in nodes)
        self.ways.append(f'<way id="{number}" {SEEN}>{through}{"".join(_tags(tags))}</way>')
        return number

    def area(self, box: Box, **tags: str) -> None:
        """A rectangle with a border of its own."""
        south, west, north, east = box
        corners = [self.node(*corner) for corner in ((south, west), (south, east), (north, east), (north, west))]
        border = self.way([*corners, corners[0]])
        member = f'<member type="way" ref="{border}" role="outer"/>'
        number = len(self.relations) + 1
        self.relations.append(f'<relation id="{number}" {SEEN}>{member}{"".join(_tags(tags))}</relation>')

    def __str__(self) -> str:
        lines = [*self.nodes, *self.ways, *self.relations]
        return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">', *lines, "</osm>", ""])


def drawn() -> Drawing:
    """The whole map."""
    drawing = Drawing()
    for name, level, box in AREAS:
        drawing.area(box, type="boundary", boundary="administrative", admin_level=str(level), name=name)
    for name, lat, lon in TOWNS:
        drawing.node(lat, lon, place="town", name=name)
    for name, line in STREETS:
        drawing.way([drawing.node(*point) for point in line], highway="residential", name=name)
    for lat, lon, street, number, postcode, city in HOUSES:
        tags = {"addr:street": street, "addr:housenumber": number, "addr:postcode": postcode, "addr:city": city}
        drawing.node(lat, lon, building="yes", **tags)
    return drawing


def _tags(tags: dict[str, str]) -> Iterator[str]:
    return (f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(str(drawn()))
