"""Turns areas with common borders into TopoJSON: shared arcs, simplified once, quantised, delta-encoded.

Neighbours keep one common line, so no gaps appear. The points where three areas meet stay; between them
Visvalingam's method drops the point that spans the smallest triangle until the smallest is large enough.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from reference.boundaries import Boundaries, Point, Ring

MIDDLE_LATITUDE = 51.5
KM_PER_DEGREE = 111.2
KM_PER_LON = KM_PER_DEGREE * math.cos(math.radians(MIDDLE_LATITUDE))

Edge = tuple[Point, Point]
Quantised = tuple[int, int]


def merge_areas(boundaries: Boundaries, owner: Mapping[str, str]) -> Boundaries:
    """Areas of the owners: municipal borders between two areas of one owner vanish."""
    edges: dict[str, dict[Edge, None]] = defaultdict(dict)
    for ags, rings in boundaries.items():
        for ring in rings:
            edges[owner[ags]].update(dict.fromkeys(pairwise(ring)))
    return {key: stitch(one, key) for key, one in sorted(edges.items())}


def stitch(edges: Mapping[Edge, None], key: str) -> list[Ring]:
    """Closed rings from the directed edges that have no counterpart in the same area."""
    following: dict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        if (end, start) not in edges:
            following[start].append(end)
    rings: list[Ring] = []
    for first in list(following):
        path = [first]
        while following[path[-1]]:
            step = following[path[-1]].pop()
            if step in path:
                cut = path.index(step)
                rings.append([*path[cut:], step])
                del path[cut + 1 :]
            else:
                path.append(step)
    if any(signed_area(ring) > 0 for ring in rings):
        raise SystemExit(f"{key} encloses another area: this tool does not write holes")
    return rings


def signed_area(ring: Iterable[Point]) -> float:
    """Square kilometres, negative when the ring runs clockwise as outer rings of the source do."""
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return doubled / 2 * KM_PER_LON * KM_PER_DEGREE


class Topology:
    """Areas as references to shared arcs."""

    def __init__(self, areas: Boundaries) -> None:
        self.arcs: list[list[Point]] = []
        self.areas: dict[str, list[list[int]]] = {}
        self._known: dict[tuple[Point, ...], int] = {}
        junctions = find_junctions(areas)
        for key, rings in areas.items():
            self.areas[key] = [self._references(ring, junctions) for ring in rings]

    def _references(self, ring: Ring, junctions: set[Point]) -> list[int]:
        points = ring[:-1]
        start = next((i for i, p in enumerate(points) if p in junctions), points.index(min(points)))
        turned = [*points[start:], *points[: start + 1]]
        cuts = [0, *(i for i in range(1, len(points)) if turned[i] in junctions), len(points)]
        return [self._reference(turned[a : b + 1]) for a, b in pairwise(cuts)]

    def _reference(self, arc: list[Point]) -> int:
        """Index of the arc, or its complement when it is known the other way round."""
        backwards = self._known.get(tuple(reversed(arc)))
        if backwards is not None:
            return ~backwards
        if tuple(arc) not in self._known:
            self._known[tuple(arc)] = len(self.arcs)
            self.arcs.append(arc)
        return self._known[tuple(arc)]

    def encode(
        self, name: str, properties: Mapping[str, dict[str, str]], *, min_area_km2: float, steps: int
    ) -> dict[str, Any]:
        """The TopoJSON object; `properties` gives each area's properties by its id."""
        grid = Grid([point for arc in self.arcs for point in arc], steps)
        arcs = [grid.quantise(simplify(arc, min_area_km2)) for arc in self.arcs]
        self._require_rings(arcs)
        geometries = [
            {"type": shape, "arcs": rings if shape == "Polygon" else [[ring] for ring in rings]}
            | {"id": key, "properties": properties[key]}
            for key, rings in self.areas.items()
            for shape in ["Polygon" if len(rings) == 1 else "MultiPolygon"]
        ]
        return {
            "type": "Topology",
            "bbox": grid.bbox,
            "transform": grid.transform,
            "objects": {name: {"type": "GeometryCollection", "geometries": geometries}},
            "arcs": [deltas(arc) for arc in arcs],
        }

    def _require_rings(self, arcs: list[list[Quantised]]) -> None:
        """Every ring must still be an area: at least three different corners."""
        for key, rings in self.areas.items():
            for ring in rings:
                if len({p for i in ring for p in arcs[i if i >= 0 else ~i]}) < 3:
                    raise SystemExit(f"{key}: a ring collapsed; use a smaller minimum area or a finer grid")


def find_junctions(areas: Boundaries) -> set[Point]:
    """Points where lines meet, or where the pair of areas on either side changes."""
    sides: dict[Edge, set[str]] = defaultdict(set)
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for key, rings in areas.items():
        for ring in rings:
            for a, b in pairwise(ring):
                sides[min(a, b), max(a, b)].add(key)
                neighbours[a].add(b)
                neighbours[b].add(a)
    junctions = set()
    for point, others in neighbours.items():
        owners = {frozenset(sides[min(point, o), max(point, o)]) for o in others}
        if len(others) != 2 or len(owners) != 1:
            junctions.add(point)
    return junctions


def simplify(arc: list[Point], min_area_km2: float) -> list[Point]:
    """Visvalingam: ends stay, a closed arc keeps at least a triangle."""
    count = len(arc)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    alive = [True] * count
    keep = 4 if arc[0] == arc[-1] else 2

    def area(i: int) -> float:
        return abs(signed_area([arc[before[i]], arc[i], arc[after[i]], arc[before[i]]]))

    heap = [(area(i), i) for i in range(1, count - 1)]
    heapq.heapify(heap)
    current = {i: a for a, i in heap}
    left, floor = count, 0.0
    while heap and left > keep:
        weight, i = heapq.heappop(heap)
        if not alive[i] or weight != current[i]:
            continue
        floor = max(floor, weight)
        if floor >= min_area_km2:
            break
        alive[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < count - 1:
                current[j] = max(area(j), floor)
                heapq.heappush(heap, (current[j], j))
    return [point for point, stays in zip(arc, alive, strict=True) if stays]


class Grid:
    """A lattice over the bounding box, `steps` lines each way."""

    def __init__(self, points: list[Point], steps: int) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        self._west, self._south = round(min(xs), 5), round(min(ys), 5)
        self._dx = round((max(xs) - self._west) / (steps - 1), 9)
        self._dy = round((max(ys) - self._south) / (steps - 1), 9)
        self.bbox = [self._west, self._south, round(max(xs), 5), round(max(ys), 5)]
        self.transform = {"scale": [self._dx, self._dy], "translate": [self._west, self._south]}

    def quantise(self, arc: list[Point]) -> list[Quantised]:
        """Lattice points without immediate repetitions; never fewer than two points."""
        lattice = [(round((x - self._west) / self._dx), round((y - self._south) / self._dy)) for x, y in arc]
        different = [p for i, p in enumerate(lattice) if i == 0 or p != lattice[i - 1]]
        return different if len(different) > 1 else [lattice[0], lattice[-1]]


def deltas(arc: list[Quantised]) -> list[list[int]]:
    """First point as it is, the others relative to the one before."""
    return [list(arc[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc))]
