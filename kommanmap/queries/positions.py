"""Where the documents of a segment lie: radius and nearest-first questions, in kilometres.

Part of a segment. The documents of a centre are neighbours (`spans`), and inside a centre a tree of balls keeps small
sets, so a circle takes or leaves whole balls and measures only along its edge. Distances are great-circle distances:
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

GRIDS = (8, 48)
"""Squares per degree on each level of the tree: about 14 and 2 km high."""

_ROUNDING = 1 + 1e-9

FEW = 8
"""With fewer documents of a set in it a ball is not looked into further."""

Vector = tuple[float, float, float]
LatLon = tuple[float, float]
"""Degrees; a plain pair, because an index holds a hundred thousand of them."""


@dataclass(frozen=True, slots=True)
class Ball:
    """A ball around some documents of one centre on the unit sphere; `bits` count from the centre's first document."""

    x: float
    y: float
    z: float
    radius: float
    bits: int
    parts: "tuple[Ball, ...]" = ()


def unit_vector(lat: float, lon: float) -> Vector:
    """The position as a point on a sphere of radius 1."""
    phi, theta = math.radians(lat), math.radians(lon)
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

    def __init__(self, places: Sequence[LatLon], spans: Sequence[tuple[int, int]]) -> None:
        self._spans = tuple(spans)
        vectors = [unit_vector(lat, lon) for lat, lon in places]
        self._xs = array("d", (x for x, _, _ in vectors))
        self._ys = array("d", (y for _, y, _ in vectors))
        self._zs = array("d", (z for _, _, z in vectors))
        self._trees = tuple(
            _tree([(places[number], vectors[number], number - start) for number in range(start, end)], end - start)
            for start, end in self._spans
        )

    def coordinates(self, document: int) -> Coordinates:
        """The position of a document."""
        x, y, z = self._xs[document], self._ys[document], self._zs[document]
        return Coordinates(math.degrees(math.asin(max(-1.0, min(1.0, z)))), math.degrees(math.atan2(y, x)))

    def squared(self, centre: Vector, documents: Sequence[int]) -> list[float]:
        """Squared straight lines from a point, for sorting; `arc_km` makes kilometres of them."""
        x, y, z = centre
        xs, ys, zs = self._xs, self._ys, self._zs
        return [(xs[n] - x) ** 2 + (ys[n] - y) ** 2 + (zs[n] - z) ** 2 for n in documents]

    def within(self, origin: Coordinates, km: float) -> int:
        """The documents at most so far away."""
        line = math.sqrt(chord_squared(km))
        centre = unit_vector(origin.lat, origin.lon)
        found = 0
        for tree, (start, _) in zip(self._trees, self._spans, strict=True):
            if tree is not None:
                found |= self._inside(tree, start, centre, line) << start
        return found

    def _inside(self, tree: Ball, start: int, centre: Vector, line: float) -> int:
        """The documents of one span at most a straight line away from a point, counted from the span's start."""
        x, y, z = centre
        inside = edge = 0
        balls = [tree]
        while balls:
            ball = balls.pop()
            squared = (ball.x - x) ** 2 + (ball.y - y) ** 2 + (ball.z - z) ** 2
            if squared > (line + ball.radius) ** 2:
                continue
            if line >= ball.radius and squared <= (line - ball.radius) ** 2:
                inside |= ball.bits
            elif ball.parts:
                balls.extend(ball.parts)
            else:
                edge |= ball.bits
        if edge:
            numbers = positions(edge)
            measured = self.squared(centre, [start + number for number in numbers])
            most = line * line
            near = [number for number, squared in zip(numbers, measured, strict=True) if squared <= most]
            inside |= from_ids(near, edge.bit_length())
        return inside

    def at_least_squared(self, origin: Coordinates, span: int) -> float:
        """The squared straight line that every document of the span is away at least; infinite for an empty one."""
        tree = self._trees[span]
        if tree is None:
            return math.inf
        x, y, z = unit_vector(origin.lat, origin.lon)
        line = math.sqrt((tree.x - x) ** 2 + (tree.y - y) ** 2 + (tree.z - z) ** 2)
        return max(0.0, line - tree.radius) ** 2

    def nearest_first(self, origin: Coordinates, span: int, bits: int) -> Iterator[tuple[float, int]]:
        """(squared line, document) of the documents in `bits` of the span, nearest first, measured as needed."""
        tree, start = self._trees[span], self._spans[span][0]
        if tree is None:
            return
        centre = unit_vector(origin.lat, origin.lon)
        x, y, z = centre
        unique = count()
        # (distance, balls before documents, order, ball): a ball stands at the least distance anything in it can have
        queue: list[tuple[float, int, int, Ball | None]] = [(0.0, 0, next(unique), tree)]
        while queue:
            squared, _, number, ball = heappop(queue)
            if ball is None:
                yield squared, number
                continue
            hits = ball.bits & bits
            if ball.parts and hits.bit_count() > FEW:
                for part in ball.parts:
                    if part.bits & bits:
                        line = math.sqrt((part.x - x) ** 2 + (part.y - y) ** 2 + (part.z - z) ** 2)
                        heappush(queue, (max(0.0, line - part.radius) ** 2, 0, next(unique), part))
            elif hits:
                numbers = [start + each for each in positions(hits)]
                for distance, each in zip(self.squared(centre, numbers), numbers, strict=True):
                    heappush(queue, (distance, 1, each, None))


Entry = tuple[LatLon, Vector, int]


def _tree(entries: list[Entry], size: int, level: int = 0) -> Ball | None:
    """A ball around entries, divided by the grids of this level and below; None around nothing."""
    if not entries:
        return None
    parts: tuple[Ball, ...] = ()
    if level < len(GRIDS) and len(entries) > FEW:
        squares: dict[tuple[int, int], list[Entry]] = {}
        per_degree = GRIDS[level]
        for entry in entries:
            square = (int(entry[0][0] * per_degree), int(entry[0][1] * per_degree))
            squares.setdefault(square, []).append(entry)
        parts = tuple(ball for inside in squares.values() if (ball := _tree(inside, size, level + 1)))
    x, y, z = (sum(axis) / len(entries) for axis in zip(*[vector for _, vector, _ in entries], strict=True))
    radius = math.sqrt(max([(a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2 for _, (a, b, c), _ in entries]))
    return Ball(x, y, z, radius * _ROUNDING, from_ids([number for _, _, number in entries], size), parts)
