"""Which municipality holds a position, and how far outside one a position lies. Pure geometry, knows no place.

The areas are those of VG250 (© GeoBasis-DE / BKG, GeoNutzV), every point of the source kept, rounded to about a metre;
`reference/SOURCES.md` says where they come from. The source itself is a map at 1 : 250,000. Measured against the street
catalogue of Geobasis NRW (195,114 streets with a position and an AGS): 99.6 % lie inside the area of their
municipality, 68 more than 100 m outside, 13 more than 200 m, 8 more than `TOLERANCE_M`, one more than 500 m (593 m,
in Roetgen). Ask with that tolerance before saying that something lies on the wrong side.

Loaded with the first question (about 0.1 s, 1 MB kept); then some hundredths of a millisecond each.
"""

import gzip
import importlib.resources
import json
import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from kommanmap.domain.rings import closed_rings
from kommanmap.domain.values import EARTH_RADIUS_KM, Coordinates

TOLERANCE_M = 250.0
"""What a border of the source may be wrong by, as measured."""

FILE = "boundaries.topo.json.gz"
_TO_SPARE = 1.01
"""A degree of longitude is not as long at the northern end of an area as in its middle."""
_SMALLEST_RING = 4
"""A triangle, closed; a step may leave less of a small area."""
_METRES_PER_DEGREE = EARTH_RADIUS_KM * 1000 * math.pi / 180


def municipality_at(position: Coordinates, *, tolerance_m: float = 0.0) -> str | None:
    """The AGS of the municipality that holds the position, else of the nearest within the tolerance."""
    return _shipped().holding(position, tolerance_m)


def distance_outside_m(ags: str, position: Coordinates) -> float:
    """Metres from the position to the area of a municipality: 0 inside. Good to a percent within 100 km.

    Raises:
        KeyError: no municipality has this AGS.
    """
    return _shipped().distance_m(ags, position)


def is_near(ags: str, position: Coordinates, metres: float) -> bool:
    """Whether the position lies in the area of a municipality or nearer to it than so many metres.

    Raises:
        KeyError: no municipality has this AGS.
    """
    return _shipped().distance_m(ags, position, metres) < metres


def circle_around(ags: str) -> tuple[Coordinates, float]:
    """A middle and a radius in kilometres that hold the whole area of a municipality, with a little to spare.

    Raises:
        KeyError: no municipality has this AGS.
    """
    return _shipped().circle(ags)


def outline(municipalities: Iterable[str], *, step_m: float = 0.0) -> list[list[Coordinates]]:
    """The rings around all these municipalities together, for drawing; the even-odd rule tells holes.

    step_m: points nearer to the one before than that may be left out.

    Raises:
        KeyError: no municipality has this AGS.
    """
    return _shipped().outline(municipalities, step_m)


def municipalities_within(box: tuple[Coordinates, Coordinates]) -> list[str]:
    """The AGS of all municipalities that may touch a box, given by its south-western and north-eastern corner."""
    return _shipped().within(box)


def box_around(municipalities: Iterable[str]) -> tuple[Coordinates, Coordinates]:
    """The south-western and the north-eastern corner of the smallest box that holds all these municipalities.

    Raises:
        KeyError: no municipality has this AGS.
        ValueError: there are none.
    """
    return _shipped().box(municipalities)


def in_nrw(position: Coordinates, *, tolerance_m: float = 0.0) -> bool:
    """Whether the position lies in the state."""
    return municipality_at(position, tolerance_m=tolerance_m) is not None


@dataclass(frozen=True, slots=True)
class _Box:
    """West, south, east, north in steps of the lattice."""

    west: int
    south: int
    east: int
    north: int

    def distance(self, x: float, y: float, scale_x: float, scale_y: float) -> float:
        """Metres to the box, 0 inside: nothing in it is nearer. The scales make metres of steps."""
        return math.hypot(
            max(self.west - x, 0.0, x - self.east) * scale_x, max(self.south - y, 0.0, y - self.north) * scale_y
        )


@dataclass(frozen=True, slots=True)
class _Line(_Box):
    """A stretch of border between two points where areas meet."""

    xs: "array[int]"
    ys: "array[int]"

    @classmethod
    def through(cls, steps: Sequence[Sequence[int]]) -> "_Line":
        """From TopoJSON: the first point as it is, each other relative to the one before."""
        xs, ys = (array("i", accumulate(step[axis] for step in steps)) for axis in (0, 1))
        return cls(min(xs), min(ys), max(xs), max(ys), xs, ys)

    def crossings(self, x: float, y: float) -> int:
        """How often a ray eastwards from the point crosses the line; where it passes by, only odd or even is right."""
        if y < self.south or y >= self.north or x > self.east:
            return 0
        if x < self.west:
            return (self.ys[0] > y) != (self.ys[-1] > y)
        xs, ys = self.xs, self.ys
        count, below = 0, ys[0] <= y
        for at in range(1, len(ys)):
            if (ys[at] <= y) is not below:
                below = not below
                x1, y1 = xs[at - 1], ys[at - 1]
                count += x < x1 + (y - y1) * (xs[at] - x1) / (ys[at] - y1)
        return count

    def nearest(self, x: float, y: float, scale_x: float, scale_y: float) -> float:
        """Metres to the nearest point of the line."""
        least = math.inf
        ax, ay = (self.xs[0] - x) * scale_x, (self.ys[0] - y) * scale_y
        for at in range(1, len(self.xs)):
            bx, by = (self.xs[at] - x) * scale_x, (self.ys[at] - y) * scale_y
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            along = min(1.0, max(0.0, -(ax * dx + ay * dy) / length)) if length else 0.0
            least = min(least, math.hypot(ax + along * dx, ay + along * dy))
            ax, ay = bx, by
        return least


@dataclass(frozen=True, slots=True)
class _Area(_Box):
    """A municipality: the lines around it."""

    ags: str
    lines: tuple[_Line, ...]

    def holds(self, x: float, y: float) -> bool:
        """Even-odd rule over all lines."""
        if not (self.west <= x <= self.east and self.south <= y <= self.north):
            return False
        return sum(line.crossings(x, y) for line in self.lines) % 2 == 1


class _Boundaries:
    """All municipalities, from a TopoJSON object. Immutable."""

    def __init__(self, topology: dict[str, Any]) -> None:
        self._scale_x, self._scale_y = topology["transform"]["scale"]
        self._west, self._south = topology["transform"]["translate"]
        self._lines = [_Line.through(steps) for steps in topology["arcs"]]
        self._around = {
            shape["id"]: [at if at >= 0 else ~at for at in _line_numbers(shape["arcs"])]
            for shape in topology["objects"]["municipalities"]["geometries"]
        }
        self._areas = {ags: _area(ags, [self._lines[at] for at in numbers]) for ags, numbers in self._around.items()}

    def holding(self, position: Coordinates, tolerance_m: float) -> str | None:
        x, y = self._on_lattice(position)
        for area in self._areas.values():
            if area.holds(x, y):
                return area.ags
        if tolerance_m <= 0:
            return None
        scale_x, scale_y = self._metres(position)
        wide, high = tolerance_m / scale_x, tolerance_m / scale_y
        nearest, least = None, tolerance_m
        for area in self._areas.values():
            if area.west - wide <= x <= area.east + wide and area.south - high <= y <= area.north + high:
                metres = _distance(area, x, y, scale_x, scale_y, least)
                nearest, least = (area.ags, metres) if metres < least else (nearest, least)
        return nearest

    def distance_m(self, ags: str, position: Coordinates, least: float = math.inf) -> float:
        area = self._areas[ags]
        x, y = self._on_lattice(position)
        return 0.0 if area.holds(x, y) else _distance(area, x, y, *self._metres(position), least)

    def circle(self, ags: str) -> tuple[Coordinates, float]:
        area = self._areas[ags]
        middle = self._position((area.west + area.east) / 2, (area.south + area.north) / 2)
        scale_x, scale_y = self._metres(middle)
        metres = math.hypot((area.east - area.west) / 2 * scale_x, (area.north - area.south) / 2 * scale_y)
        return middle, metres * _TO_SPARE / 1000

    def outline(self, municipalities: Iterable[str], step_m: float) -> list[list[Coordinates]]:
        numbers = [at for ags in municipalities for at in self._around[ags]]
        lines = {at: list(zip(self._lines[at].xs, self._lines[at].ys, strict=True)) for at in numbers}
        rings = (self._positions(ring, step_m) for ring in closed_rings(lines, numbers))
        return [ring for ring in rings if len(ring) >= _SMALLEST_RING]

    def within(self, box: tuple[Coordinates, Coordinates]) -> list[str]:
        (west, south), (east, north) = map(self._on_lattice, box)
        return [
            area.ags
            for area in self._areas.values()
            if area.west <= east and west <= area.east and area.south <= north and south <= area.north
        ]

    def box(self, municipalities: Iterable[str]) -> tuple[Coordinates, Coordinates]:
        areas = [self._areas[ags] for ags in municipalities]
        return (
            self._position(min(area.west for area in areas), min(area.south for area in areas)),
            self._position(max(area.east for area in areas), max(area.north for area in areas)),
        )

    def _positions(self, points: Iterable[tuple[int, int]], step_m: float) -> list[Coordinates]:
        """On the globe, without those within a step of the one before; the last one always stays."""
        step = step_m / (self._scale_y * _METRES_PER_DEGREE)
        kept: list[tuple[int, int]] = []
        last = None
        for last in points:
            if not kept or abs(last[0] - kept[-1][0]) + abs(last[1] - kept[-1][1]) > step:
                kept.append(last)
        if last is not None and kept[-1] != last:
            kept.append(last)
        return [self._position(x, y) for x, y in kept]

    def _position(self, x: float, y: float) -> Coordinates:
        return Coordinates(self._south + y * self._scale_y, self._west + x * self._scale_x)

    def _on_lattice(self, position: Coordinates) -> tuple[float, float]:
        return (position.lon - self._west) / self._scale_x, (position.lat - self._south) / self._scale_y

    def _metres(self, position: Coordinates) -> tuple[float, float]:
        """Metres per step eastwards and northwards, where the position lies."""
        eastwards = math.cos(math.radians(position.lat))
        return self._scale_x * _METRES_PER_DEGREE * eastwards, self._scale_y * _METRES_PER_DEGREE


def _distance(area: _Area, x: float, y: float, scale_x: float, scale_y: float, least: float = math.inf) -> float:
    """Metres to the border of an area, `least` if it is no nearer: boxes first, then the few lines that may be."""
    boxes = sorted((line.distance(x, y, scale_x, scale_y), at) for at, line in enumerate(area.lines))
    for distance, at in boxes:
        if distance >= least:
            break
        least = min(least, area.lines[at].nearest(x, y, scale_x, scale_y))
    return least


def _area(ags: str, lines: list[_Line]) -> _Area:
    return _Area(
        min(line.west for line in lines),
        min(line.south for line in lines),
        max(line.east for line in lines),
        max(line.north for line in lines),
        ags,
        tuple(lines),
    )


def _line_numbers(nested: Any) -> Iterator[int]:
    """The numbers of the lines of a shape, whose rings and polygons do not matter to the even-odd rule."""
    for item in nested:
        if isinstance(item, int):
            yield item
        else:
            yield from _line_numbers(item)


@lru_cache(maxsize=1)
def _shipped() -> _Boundaries:
    packed = (importlib.resources.files("kommanmap") / "reference" / FILE).read_bytes()
    return _Boundaries(json.loads(gzip.decompress(packed)))
