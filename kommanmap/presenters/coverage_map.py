"""The map of municipalities in a few colours, as paths for an SVG. Knows lines and standings, no request, no table.

Drawn from the outlines that the live map uses, coarser still: neighbours share their lines, so an outline around many
municipalities is made of the lines that occur once.
"""

import importlib.resources
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

from kommanmap.domain.rings import Point, closed_rings
from kommanmap.domain.values import Coordinates

WIDTH = 400
_COARSER = 1.6
"""By how many units a line may differ from its source."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What an SVG shows: `areas` by group and `borders` as path data, sizes in its units."""

    width: int
    height: int
    areas: Mapping[str, str]
    borders: str


@dataclass(frozen=True, slots=True)
class _Outlines:
    lines: tuple[tuple[Point, ...], ...]
    around: Mapping[str, tuple[int, ...]]
    height: int
    west: float
    south: float
    per_lon: float
    per_lat: float


def draw(groups: Mapping[str, str]) -> Drawing:
    """A drawing of the municipalities. groups: AGS → name of its group; a municipality without one stays empty."""
    shipped = _shipped()
    members: dict[str, list[int]] = defaultdict(list)
    for ags, group in groups.items():
        members[group] += shipped.around[ags]
    areas = {
        group: "".join(path + "z" for path in map(_path, closed_rings(shipped.lines, numbers)) if path)
        for group, numbers in members.items()
    }
    return Drawing(WIDTH, shipped.height, areas, "".join(_path(line) for line in shipped.lines))


def on_drawing(position: Coordinates) -> Point:
    """Where a position lies on the drawing."""
    shipped = _shipped()
    x = (position.lon - shipped.west) * shipped.per_lon
    return round(x), round(shipped.height - (position.lat - shipped.south) * shipped.per_lat)


def _path(points: Sequence[Point]) -> str:
    """Path data with steps relative to the point before; points that fall together are left out."""
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points) if (ax, ay) != (bx, by)]
    if not steps:
        return ""
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")


@lru_cache(maxsize=1)
def _shipped() -> _Outlines:
    file = importlib.resources.files("kommanmap") / "static" / "geo" / "municipalities.topo.json"
    topology: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    scale_x, scale_y = topology["transform"]["scale"]
    west, south = topology["transform"]["translate"]
    east, north = topology["bbox"][2:]
    per_lon = WIDTH / (east - west)
    per_lat = per_lon / math.cos(math.radians((south + north) / 2))
    height = math.ceil((north - south) * per_lat)
    lines = []
    for steps in topology["arcs"]:
        xs, ys = (list(accumulate(step[axis] for step in steps)) for axis in (0, 1))
        exact = [(x * scale_x * per_lon, height - y * scale_y * per_lat) for x, y in zip(xs, ys, strict=True)]
        lines.append(tuple((round(x), round(y)) for x, y in _simpler(exact)))
    shapes = topology["objects"]["municipalities"]["geometries"]
    around = {
        shape["id"]: tuple(number if number >= 0 else ~number for number in _numbers(shape["arcs"])) for shape in shapes
    }
    return _Outlines(tuple(lines), around, height, west, south, per_lon, per_lat)


def _numbers(nested: Any) -> Iterator[int]:
    for item in nested:
        if isinstance(item, int):
            yield item
        else:
            yield from _numbers(item)


def _simpler(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Ramer, Douglas and Peucker: keep what lies too far from the straight line; ends stay."""
    first, last = points[0], points[-1]
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = math.hypot(dx, dy)
    worst, at = 0.0, 0
    for number, (x, y) in enumerate(points[1:-1], start=1):
        off = abs(dx * (y - first[1]) - dy * (x - first[0])) / length if length else math.dist(first, (x, y))
        if off > worst:
            worst, at = off, number
    if worst <= _COARSER:
        return [first, last]
    return _simpler(points[: at + 1])[:-1] + _simpler(points[at:])
