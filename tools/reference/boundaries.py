"""Reads the official municipality boundaries and finds the municipality of a position."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
"""Longitude, latitude."""

Ring = list[Point]
"""Closed: the last point repeats the first."""

Boundaries = dict[str, list[Ring]]
"""AGS to the outer rings of its land area. No municipality of NRW has a hole."""

STATE_KEY = "05"
MUNICIPALITY_LEVEL = 6
LAND = 4


def read_boundaries(path: Path) -> Boundaries:
    """The land areas of NRW's municipalities.

    The file's list also holds nested feature collections (places with a water part, all outside NRW) and
    features of other levels: only plain features of level 6 that are land count.
    """
    boundaries: Boundaries = {}
    for feature in json.loads(path.read_text(encoding="utf-8")):
        properties = feature.get("properties") or {}
        is_land = properties.get("ADE") == MUNICIPALITY_LEVEL and properties.get("GF") == LAND
        if feature["type"] == "Feature" and is_land and properties["AGS"].startswith(STATE_KEY):
            boundaries.setdefault(properties["AGS"], []).extend(outer_rings(feature["geometry"]))
    return dict(sorted(boundaries.items()))


def outer_rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    """Rings of a Polygon or MultiPolygon; a hole stops the tool, since nothing after this expects one."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for outer, *holes in polygons:
        if holes:
            raise SystemExit("a municipality with a hole: the topology step has to learn holes first")
        yield [(lon, lat) for lon, lat in outer]


def is_inside(point: Point, rings: list[Ring]) -> bool:
    """Even-odd rule over all rings."""
    x, y = point
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


class MunicipalityFinder:
    """Finds the municipality whose area holds a position."""

    def __init__(self, boundaries: Boundaries) -> None:
        self._areas = [(ags, bounds(rings), rings) for ags, rings in boundaries.items()]

    def find(self, point: Point) -> str | None:
        """AGS, or nothing outside the state."""
        x, y = point
        for ags, (west, south, east, north), rings in self._areas:
            if west <= x <= east and south <= y <= north and is_inside(point, rings):
                return ags
        return None


def bounds(rings: list[Ring]) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)
