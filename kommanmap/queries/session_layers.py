"""The sessions of a segment's documents as layers: layer k holds of every document its k-th session.

A layer's sets can be intersected, and what is left are documents with one session that has all of it. Part of a
segment; knows no tables of the database and no URL words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import zip_longest
from operator import and_, or_

from kommanmap.domain.vocabulary import OpenWhen
from kommanmap.queries.facets import Facet
from kommanmap.queries.open_times import OpenTimes

Layers = tuple[int, ...]
"""One set per layer. The first is that of documents without any session, for which the place itself answers."""


@dataclass(frozen=True, slots=True)
class Layer:
    """present: documents that have such a session. sets: what it names itself.

    silent: documents whose session leaves a property to the place.
    """

    present: int
    sets: Mapping[tuple[Facet, str], int]
    silent: Mapping[Facet, int]

    def having(self, facet: Facet, value: str, at_place: int) -> int:
        """Documents whose session has the property, also because their place has."""
        named = self.sets.get((facet, value), 0)
        return named | self.silent.get(facet, 0) & at_place if at_place else named


@dataclass(frozen=True, slots=True)
class Sessions:
    """All layers. without: documents that have no session. at_place: what places say for their sessions."""

    without: int
    at_place: Mapping[tuple[Facet, str], int]
    layers: Sequence[Layer]
    open_times: OpenTimes

    def having(self, facet: Facet, value: str) -> Layers:
        """Per layer the documents whose session has a property."""
        at_place = self.at_place.get((facet, value), 0)
        return at_place & self.without, *(layer.having(facet, value, at_place) for layer in self.layers)

    def counts(self, facet: Facet, values: Iterable[str], among: Layers) -> list[int]:
        """For each value how many documents of some layers have it. What is left to places is taken in one step."""
        own = among[1:]
        silent = among[0] & self.without
        for layer, part in zip(self.layers, own, strict=False):
            silent |= part & layer.silent.get(facet, 0)
        found = []
        for value in values:
            name = facet, value
            bits = self.at_place.get(name, 0) & silent
            for layer, part in zip(self.layers, own, strict=False):
                if name in layer.sets:
                    bits |= part & layer.sets[name]
            found.append(bits.bit_count())
        return found

    def open_at(self, when: OpenWhen, at: datetime) -> Layers:
        """Per layer the documents whose session is open then."""
        return 0, *self.open_times.open_at(when, at)


def narrowed(sides: Iterable[Layers]) -> Layers:
    """Layer by layer what all have in common; there must be one at least."""
    return reduce(lambda one, other: tuple(map(and_, one, other)), sides)


def widened(sides: Iterable[Layers]) -> Layers:
    """Layer by layer what at least one has; there must be one at least."""
    return reduce(lambda one, other: tuple(map(or_, one, other)), sides)


def documents(layers: Layers) -> int:
    """Documents that are in any layer."""
    return reduce(or_, layers, 0)


def side_by_side(base: Layers, tail: Layers, start: int) -> Layers:
    """The layers of two segments as one, the second with its documents counted from `start`."""
    return tuple(one | other << start for one, other in zip_longest(base, tail, fillvalue=0))
