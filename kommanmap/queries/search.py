"""A question → everything an answer says: places in order, counts per choice, what was understood, what else to try.

The one entrance for views and formats. Knows no requests and no tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.names.places import Place
from kommanmap.queries.advice import Advice, advise
from kommanmap.queries.filter import Asked, TypedFilter
from kommanmap.queries.filters import FILTERS
from kommanmap.queries.index import PointIndex
from kommanmap.queries.matched import Matched, Understood
from kommanmap.queries.paging import Group, Hit, Ordering, Page
from kommanmap.queries.point_query import PointQuery
from kommanmap.queries.session_filters import SESSION_WORDS

__all__ = ["FacetChoice", "Found", "Group", "Hit", "Page", "Understood", "search"]

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value of a filter: how many places there would be with it, all other filters as they are."""

    value: str
    label: str
    count: int
    selected: bool


def search(index: PointIndex, query: PointQuery, at: datetime, *, fresh_since: date | None = None) -> "Found":
    """Ask the index. at: the instant (aware) from which it is seen what is open.

    fresh_since: pages list places that were checked earlier, or never, below the others of their centre.
    """
    asked = Asked(query.asked(), at)
    matched = {}
    bits = index.alive
    for item in FILTERS:
        answer = item.matching(index, asked)
        if answer is not None:
            matched[item.word] = answer
            bits &= answer.bits
    sunk = index.checked_before(fresh_since) & bits if fresh_since else 0
    return Found(index, query, asked, matched, bits, sunk)


@dataclass(frozen=True)
class Found:
    """An answer. Counts are there at once, everything else is worked out when it is asked for."""

    index: PointIndex
    query: PointQuery
    asked: Asked
    matched: dict[str, Matched]
    bits: int
    sunk: int = 0

    @cached_property
    def total(self) -> int:
        """How many places fit."""
        return self.bits.bit_count()

    @property
    def of(self) -> int:
        """How many places there are."""
        return self.index.listed_count

    @cached_property
    def origin(self) -> Coordinates | None:
        """Where distances are measured from: the postcode, else the town, else what the text names."""
        for word in ("plz", "ort", "q"):
            if word in self.matched and self.matched[word].origin is not None:
                return self.matched[word].origin
        return None

    @property
    def sorted_by_distance(self) -> bool:
        """Whether the nearest places come first."""
        return self.origin is not None

    @property
    def understood(self) -> tuple[Understood, ...]:
        """How the typed text was read."""
        return self.matched["q"].understood if "q" in self.matched else ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that the typed text names, likeliest first."""
        return self.matched["q"].places if "q" in self.matched else ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """Typed words that nothing here knows and that were left out, folded."""
        return self.matched["q"].ignored if "q" in self.matched else ()

    @property
    def is_certain(self) -> bool:
        """Whether nothing about the typed text was guessed."""
        return all(answer.certain for answer in self.matched.values())

    @cached_property
    def _ordering(self) -> Ordering:
        return self._ordered(self.sunk)

    def _ordered(self, sunk: int) -> Ordering:
        ranks = self.matched["q"].ranks if "q" in self.matched else ()
        return Ordering(self.index, self.bits, ranks, self.origin, sunk)

    def page(self, number: int, size: int = PAGE_SIZE) -> Page:
        """A page of hits; a number out of range gives the nearest page."""
        pages = max(1, -(-self.total // size))
        number = min(max(number, 1), pages)
        start = (number - 1) * size
        end = min(start + size, self.total)
        return Page(number, pages, start + 1 if end else 0, end, tuple(self._ordering.groups(start, end)))

    def point_ids(self) -> list[int]:
        """The ids of all places in the order of the list before anything sinks: files are the same on every day."""
        ordering = self._ordered(0) if self.sunk else self._ordering
        return [self.index.point_id(document) for document in ordering.documents()]

    def group_totals(self) -> dict[str, int]:
        """Places by centre slug, in the order of the list."""
        return self._ordering.totals()

    def facets(self) -> dict[str, tuple[FacetChoice, ...]]:
        """By filter word, in the order of FILTERS: what can be chosen and how many places that leaves."""
        return {word: choices for word, choices in self._facets() if choices}

    def _facets(self) -> Iterator[tuple[str, tuple[FacetChoice, ...]]]:
        for item in FILTERS:
            others = self._without(item.word)
            counted = {choice.value: choice.count for choice in item.choices(self.index, others, self.asked)}
            selected = self.query.get(item.word)
            if not isinstance(item, TypedFilter):
                for value in selected:
                    alone = item.matching(self.index, self.asked.having(item.word, value))
                    counted.setdefault(value, (alone.bits & others).bit_count() if alone else 0)
            yield (
                item.word,
                tuple(
                    FacetChoice(value, item.describe(value, self.index.gazetteer), count, value in selected)
                    for value, count in counted.items()
                ),
            )

    def _without(self, word: str) -> int:
        """The places that all other filters let through."""
        if word not in self.matched:
            return self.bits
        bound = SESSION_WORDS if word in SESSION_WORDS else frozenset()
        rest = self.asked.without(word)
        bits = self.index.alive
        for item in FILTERS:
            if item.word != word and item.word in self.matched:
                answer = item.matching(self.index, rest) if item.word in bound else self.matched[item.word]
                bits &= answer.bits if answer is not None else bits
        return bits

    def advice(self) -> Advice:
        """What else to try. Cheap enough for every empty or short answer."""
        return advise(self.index, self.query, self.matched)
