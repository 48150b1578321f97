"""Where the documents of a segment lie: radius and nearest-first questions, in kilometres.

Part of a segment. The documents of a centre are neighbours (`spans`), and inside a centre a grid of cells keeps
small sets, so a circle takes whole cells and measures only along its edge. Distances are great-circle distances:
positions are unit vectors, and the straight line between two of them grows with the arc.
"""

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop

from kommanmap.domain.values import EARTH_RADIUS_KM, Coordinates
from kommanmap.queries.bits import from_ids, positions

CELLS_PER_DEGREE = 20
_KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
_SAFETY = 0.97
"""Cell distances are computed on a flat map, wrong by less than 3 % over NRW's width."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The documents of one centre in one square; `bits` count from the centre's first document."""

    south: float
    west: float
    north: float
    east: float
    bits: int


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

    __slots__ = ("_cells", "_spans", "_wholes", "_xs", "_ys", "_zs")

    def __init__(self, places: Sequence[Coordinates], spans: Sequence[tuple[int, int]]) -> None:
        self._spans = tuple(spans)
        self._xs, self._ys, self._zs = array("d"), array("d"), array("d")
        for place in places:
            x, y, z = unit_vector(place)
            self._xs.append(x)
            self._ys.append(y)
            self._zs.append(z)
        self._cells = tuple(self._grid(places, start, end) for start, end in self._spans)
        self._wholes = tuple(_around_all(cells) for cells in self._cells)

    @staticmethod
    def _grid(places: Sequence[Coordinates], start: int, end: int) -> tuple[Cell, ...]:
        squares: dict[tuple[int, int], list[int]] = {}
        for number in range(start, end):
            place = places[number]
            square = (int(place.lat * CELLS_PER_DEGREE), int(place.lon * CELLS_PER_DEGREE))
            squares.setdefault(square, []).append(number)
        return tuple(
            Cell(
                south=min(places[number].lat for number in inside),
                west=min(places[number].lon for number in inside),
                north=max(places[number].lat for number in inside),
                east=max(places[number].lon for number in inside),
                bits=from_ids([number - start for number in inside], end - start),
            )
            for inside in squares.values()
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
        limit = chord_squared(km)
        stretch = math.cos(math.radians(origin.lat))
        reach = km / _KM_PER_DEGREE
        too_far, surely_near = (reach / _SAFETY) ** 2, (reach * _SAFETY) ** 2
        found = 0
        for whole, cells, (start, _) in zip(self._wholes, self._cells, self._spans, strict=True):
            if whole is None or _degrees_squared(whole, origin, stretch)[0] > too_far:
                continue
            inside = edge = 0
            for cell in cells:
                nearest, farthest = _degrees_squared(cell, origin, stretch)
                if farthest < surely_near:
                    inside |= cell.bits
                elif nearest <= too_far:
                    edge |= cell.bits
            if edge:
                numbers = [start + number for number in positions(edge)]
                near = zip(numbers, self.squared(origin, numbers), strict=True)
                inside |= from_ids([number - start for number, squared in near if squared <= limit], edge.bit_length())
            found |= inside << start
        return found

    def nearest_first(self, origin: Coordinates, span: int, bits: int) -> Iterator[tuple[float, int]]:
        """(squared line, document) of the documents in `bits` of the span, nearest first, measured as needed."""
        stretch = math.cos(math.radians(origin.lat))
        start = self._spans[span][0]
        queue = [
            (chord_squared(math.sqrt(_degrees_squared(cell, origin, stretch)[0]) * _KM_PER_DEGREE * _SAFETY), -1, hits)
            for cell in self._cells[span]
            if (hits := cell.bits & bits)
        ]
        heapify(queue)
        ready: list[tuple[float, int]] = []
        while queue or ready:
            if ready and (not queue or ready[0][0] <= queue[0][0]):
                yield heappop(ready)
                continue
            _, _, hits = heappop(queue)
            numbers = [start + number for number in positions(hits)]
            ready.extend(zip(self.squared(origin, numbers), numbers, strict=True))
            heapify(ready)


def _degrees_squared(cell: Cell, origin: Coordinates, stretch: float) -> tuple[float, float]:
    """Squared least and greatest distance of a cell on a flat map, in degrees of latitude."""
    south, north = cell.south - origin.lat, cell.north - origin.lat
    west, east = (cell.west - origin.lon) * stretch, (cell.east - origin.lon) * stretch
    up = south if south > 0 else -north if north < 0 else 0.0
    side = west if west > 0 else -east if east < 0 else 0.0
    far_up = north if north > -south else -south
    far_side = east if east > -west else -west
    return up * up + side * side, far_up * far_up + far_side * far_side


def _around_all(cells: Sequence[Cell]) -> Cell | None:
    """The smallest box around some cells; None around none."""
    if not cells:
        return None
    return Cell(
        south=min(cell.south for cell in cells),
        west=min(cell.west for cell in cells),
        north=max(cell.north for cell in cells),
        east=max(cell.east for cell in cells),
        bits=0,
    )
