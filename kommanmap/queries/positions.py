"""Where the documents of a segment lie: radius and nearest-first questions, in kilometres.

Part of a segment. The documents of a centre are neighbours (`spans`), and inside a centre a tree of boxes keeps small
sets, so a circle takes or leaves whole boxes and measures only along its edge. Distances are great-circle distances:
positions are unit vectors, and the straight line between two of them grows with the arc.
"""

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from kommanmap.domain.values import EARTH_RADIUS_KM, Coordinates
from kommanmap.queries.bits import from_ids, positions

GRIDS = (4, 16, 64)
"""Boxes per degree on each level of the tree: about 28, 7 and 2 km high."""

FEW = 8
"""With fewer documents of a set in it a box is not divided further."""

_KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
_SAFETY = 0.97
"""Distances of boxes are computed on a flat map, wrong by less than 3 % over NRW's width."""


@dataclass(frozen=True, slots=True)
class Box:
    """The smallest box around some documents of one centre; `bits` count from the centre's first document."""

    south: float
    west: float
    north: float
    east: float
    bits: int
    parts: "tuple[Box, ...]" = ()


def unit_vector(place: Coordinates) -> tuple[float, float, float]:
    """The position as a point on a sphere of radius 1."""
    phi, theta = math.radians(place.lat), math.radians(place.lon)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def chord_squared(km: float) -> float:
    """The squared straight line between two unit vectors that lie so many kilometres apart."""
    return (2 * math.sin(km / (2 * EARTH_RADIUS_KM))) ** 2


def arc_km(squared: float) -> float:
    """Back from the squared straight line to kilometres."""
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(squared) / 2))


class Positions:
    """Immutable positions of `spans[-1][1]` documents laid out centre by centre."""

    __slots__ = ("_spans", "_trees", "_xs", "_ys", "_zs")

    def __init__(self, places: Sequence[Coordinates], spans: Sequence[tuple[int, int]]) -> None:
        self._spans = tuple(spans)
        self._xs, self._ys, self._zs = array("d"), array("d"), array("d")
        for place in places:
            x, y, z = unit_vector(place)
            self._xs.append(x)
            self._ys.append(y)
            self._zs.append(z)
        self._trees = tuple(
            _tree([(places[number], number - start) for number in range(start, end)], end - start)
            for start, end in self._spans
        )

    def coordinates(self, document: int) -> Coordinates:
        """The position of a document."""
        x, y, z = self._xs[document], self._ys[document], self._zs[document]
        return Coordinates(math.degrees(math.asin(max(-1.0, min(1.0, z)))), math.degrees(math.atan2(y, x)))

    def squared(self, origin: Coordinates, documents: Sequence[int]) -> list[float]:
        """Squared straight lines from the origin, for sorting; `arc_km` makes kilometres of them."""
        x, y, z = unit_vector(origin)
        xs, ys, zs = self._xs, self._ys, self._zs
        return [(xs[n] - x) ** 2 + (ys[n] - y) ** 2 + (zs[n] - z) ** 2 for n in documents]

    def within(self, origin: Coordinates, km: float) -> int:
        """The documents at most so far away."""
        reach = km / _KM_PER_DEGREE
        limits = ((reach / _SAFETY) ** 2, (reach * _SAFETY) ** 2, chord_squared(km))
        stretch = math.cos(math.radians(origin.lat))
        found = 0
        for tree, (start, _) in zip(self._trees, self._spans, strict=True):
            if tree is not None:
                inside = self._inside(tree, start, origin, stretch, limits)
                found |= inside << start
        return found

    def _inside(
        self, tree: Box, start: int, origin: Coordinates, stretch: float, limits: tuple[float, float, float]
    ) -> int:
        """The documents of one centre in a circle, counted from its start. limits: too far, surely in, exact."""
        too_far, surely_in, exact = limits
        inside = edge = 0
        boxes = [tree]
        while boxes:
            box = boxes.pop()
            nearest, farthest = _degrees_squared(box, origin, stretch)
            if farthest < surely_in:
                inside |= box.bits
            elif nearest > too_far:
                continue
            elif box.parts:
                boxes.extend(box.parts)
            else:
                edge |= box.bits
        if edge:
            numbers = positions(edge)
            measured = self.squared(origin, [start + number for number in numbers])
            near = [number for number, squared in zip(numbers, measured, strict=True) if squared <= exact]
            inside |= from_ids(near, edge.bit_length())
        return inside

    def nearest_first(self, origin: Coordinates, span: int, bits: int) -> Iterator[tuple[float, int]]:
        """(squared line, document) of the documents in `bits` of the span, nearest first, measured as needed."""
        tree, start = self._trees[span], self._spans[span][0]
        if tree is None:
            return
        stretch = math.cos(math.radians(origin.lat))
        unique = count()
        # (distance, boxes before documents, order, box): a box stands at the least distance anything in it can have
        queue: list[tuple[float, int, int, Box | None]] = [(0.0, 0, next(unique), tree)]
        while queue:
            squared, _, number, box = heappop(queue)
            if box is None:
                yield squared, number
                continue
            hits = box.bits & bits
            if box.parts and hits.bit_count() > FEW:
                for part in box.parts:
                    if part.bits & bits:
                        degrees = math.sqrt(_degrees_squared(part, origin, stretch)[0])
                        least = chord_squared(degrees * _KM_PER_DEGREE * _SAFETY)
                        heappush(queue, (least, 0, next(unique), part))
            elif hits:
                numbers = [start + each for each in positions(hits)]
                for distance, each in zip(self.squared(origin, numbers), numbers, strict=True):
                    heappush(queue, (distance, 1, each, None))


def _tree(inside: list[tuple[Coordinates, int]], size: int, level: int = 0) -> Box | None:
    """A box around (position, number) entries, divided by the grids of this level and below; None around nothing."""
    if not inside:
        return None
    parts: tuple[Box, ...] = ()
    if level < len(GRIDS) and len(inside) > FEW:
        squares: dict[tuple[int, int], list[tuple[Coordinates, int]]] = {}
        per_degree = GRIDS[level]
        for entry in inside:
            square = (int(entry[0].lat * per_degree), int(entry[0].lon * per_degree))
            squares.setdefault(square, []).append(entry)
        parts = tuple(box for entries in squares.values() if (box := _tree(entries, size, level + 1)))
    lats = [place.lat for place, _ in inside]
    lons = [place.lon for place, _ in inside]
    bits = from_ids([number for _, number in inside], size)
    return Box(min(lats), min(lons), max(lats), max(lons), bits, parts)


def _degrees_squared(box: Box, origin: Coordinates, stretch: float) -> tuple[float, float]:
    """Squared least and greatest distance of a box on a flat map, in degrees of latitude."""
    south, north = box.south - origin.lat, box.north - origin.lat
    west, east = (box.west - origin.lon) * stretch, (box.east - origin.lon) * stretch
    up = south if south > 0 else -north if north < 0 else 0.0
    side = west if west > 0 else -east if east < 0 else 0.0
    far_up = north if north > -south else -south
    far_side = east if east > -west else -west
    return up * up + side * side, far_up * far_up + far_side * far_side
