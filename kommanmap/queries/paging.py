"""The order of an answer: centres one after the other, inside them best matches first, then by name or distance.

Places whose check is overdue stand after the others of their centre (among equally good matches, where words decide).
Works on sets, and looks at single documents only where a page shows them. Knows no query words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from kommanmap.domain.values import Coordinates
from kommanmap.queries.bits import positions
from kommanmap.queries.index import PointIndex

Parts = list[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of an answer. `distance_km` is None where nothing is measured or only the town is public."""

    point_id: int
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one centre on a page; `total` counts those on other pages too."""

    centre_slug: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Hits `first` to `last` (counted from 1; 0 to 0 if there are none)."""

    number: int
    pages: int
    first: int
    last: int
    groups: tuple[Group, ...]


class Ordering:
    """The order of one answer. ranks: sets to list before the rest (not used where distance decides). sunk: what goes
    below the others."""

    def __init__(
        self, index: PointIndex, bits: int, ranks: Sequence[int], origin: Coordinates | None, sunk: int = 0
    ) -> None:
        self._index = index
        self._sunk = sunk
        self._origin = origin
        self._slugs = tuple(index.gazetteer.centres)
        self._parts: Parts = index.parts(bits)
        self._totals = [sum(side.bit_count() for side in sides) for sides in self._parts]
        self._ranked: list[Parts] = []
        if origin is None:
            left = bits
            for rank in ranks:
                self._ranked.append(index.parts(rank & left))
                left &= ~rank
            self._ranked.append(index.parts(left) if self._ranked else self._parts)
        self._order = self._centre_order()

    def _centre_order(self) -> list[int]:
        found = [order for order, total in enumerate(self._totals) if total]
        if self._origin is not None:
            nearest = {order: next(self._nearest(order, self._parts[order]))[0] for order in found}
            return sorted(found, key=lambda order: (nearest[order], order))
        if len(self._ranked) == 1:
            return found
        best = {order: self._best_rank(order) for order in found}
        return sorted(found, key=lambda order: (best[order], order))

    def _best_rank(self, order: int) -> int:
        return next(rank for rank, parts in enumerate(self._ranked) if any(parts[order]))

    def totals(self) -> dict[str, int]:
        """Hits by centre, in the order of the list."""
        return {self._slugs[order]: self._totals[order] for order in self._order}

    def documents(self) -> Iterator[int]:
        """All documents in the order of the list."""
        for order in self._order:
            for _, document in self._inside(order, self._totals[order]):
                yield document

    def groups(self, start: int, end: int) -> Iterator[Group]:
        """The groups of hits `start` to before `end`."""
        before = 0
        for order in self._order:
            total = self._totals[order]
            first, after = max(start - before, 0), min(end - before, total)
            if first < after:
                chosen = islice(self._inside(order, after), first, after)
                yield Group(self._slugs[order], total, tuple(self._hit(km, document) for km, document in chosen))
            before += total
            if before >= end:
                return

    def _hit(self, km: float | None, document: int) -> Hit:
        return Hit(self._index.point_id(document), None if self._index.is_vague(document) else km)

    def _inside(self, order: int, wanted: int) -> Iterator[tuple[float | None, int]]:
        """(kilometres, document) of one centre, at least the first `wanted`."""
        if self._origin is not None:
            layers = self._layers(order, self._parts[order])
            yield from islice(chain.from_iterable(self._nearest(order, sides) for sides in layers), wanted)
            return
        for sides in chain.from_iterable(self._layers(order, parts[order]) for parts in self._ranked):
            documents = self._by_name(order, sides, wanted)
            wanted -= len(documents)
            for document in documents:
                yield None, document
            if wanted <= 0:
                return

    def _layers(self, order: int, sides: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """A centre's part of a set, what sinks apart from the rest."""
        if not self._sunk:
            yield sides
            return
        late = self._index.sides(self._sunk, order)
        yield tuple(side & ~low for side, low in zip(sides, late, strict=True))
        yield tuple(side & low for side, low in zip(sides, late, strict=True))

    def _nearest(self, order: int, sides: tuple[int, ...]) -> Iterator[tuple[float, int]]:
        assert self._origin is not None  # noqa: S101 - asked only where there is one
        return self._index.nearest_first(self._origin, order, sides)

    def _by_name(self, order: int, sides: tuple[int, ...], wanted: int) -> list[int]:
        """At least the first documents of one centre by name.

        Each segment is in that order already; what the tail has is sorted in.
        """
        found = [
            start + segment.spans[order][0] + number
            for (segment, start), side in zip(self._index.segments, sides, strict=True)
            for number in positions(side, wanted)
        ]
        return sorted(found, key=self._index.order_key) if len(sides) > 1 and sides[1] else found
