"""What every filter is (the protocol) and what those over a closed list share. The filters themselves: `filters`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from kommanmap.domain.folding import plain
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.queries.facets import Facet
from kommanmap.queries.index import PointIndex
from kommanmap.queries.matched import Matched

Sorted = tuple[tuple[str, ...], tuple[str, ...]]
"""Canonical values, and what was not understood."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The whole question: values by filter word, and the instant (aware) at which it is asked.

    A filter looks at its own word; place filters also at `umkreis`, those over sessions at one another's.
    """

    values: Mapping[str, tuple[str, ...]]
    at: datetime

    def __contains__(self, word: str) -> bool:
        return word in self.values

    def __getitem__(self, word: str) -> tuple[str, ...]:
        return self.values[word]

    def get(self, word: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The values of a filter."""
        return self.values.get(word, default)

    def without(self, word: str) -> "Asked":
        """The question without one filter."""
        return Asked({other: given for other, given in self.values.items() if other != word}, self.at)

    def having(self, word: str, *given: str) -> "Asked":
        """The question with other values of one filter."""
        return Asked({**self.values, word: given}, self.at)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that the filter panel offers, with the number of places that have it."""

    value: str
    count: int


class Filter(Protocol):
    """What the registry asks of an entry.

    word: in the address. label: heading in the panel (lazy, translated). multiple: takes several values.
    """

    @property
    def word(self) -> str:
        """The query word."""

    @property
    def label(self) -> Any:
        """The heading."""

    @property
    def multiple(self) -> bool:
        """Whether several values may be asked at once."""

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """Typed values → (canonical values, what was not understood). Never raises; parsing canonical values again
        gives the same."""

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """The places that fit; None if the question leaves this filter open."""

    def choices(self, index: PointIndex, found: int, asked: Asked) -> tuple[Choice, ...]:
        """The values worth offering and how many of the places have them; () if there is nothing to count.

        found: what all other filters let through. asked: the whole question.
        """

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The chip's text, translated."""


class TypedFilter:
    """Base of filters whose values are typed, not chosen."""

    multiple: ClassVar[bool] = False

    def choices(self, index: PointIndex, found: int, asked: Asked) -> tuple[Choice, ...]:
        """Nothing to count."""
        return ()


class ClosedFilter:
    """Base of filters over a closed list. `codes`: word in the address → what it stands for."""

    word: ClassVar[str]
    codes: ClassVar[Mapping[str, str]]
    multiple: ClassVar[bool] = True

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """Words of the list, in any case."""
        return sorted_out(values, self.codes)


class PropertyFilter(ClosedFilter):
    """Base of filters over properties of places. `codes`: word in the address → value in the index."""

    facet: ClassVar[Facet]

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """Places that have one of the values."""
        return united(index.having(self.facet, self.codes[value]) for value in asked.get(self.word, ()))

    def choices(self, index: PointIndex, found: int, asked: Asked) -> tuple[Choice, ...]:
        """Every value that one of the places has."""
        counted = ((code, (found & index.having(self.facet, value)).bit_count()) for code, value in self.codes.items())
        return tuple(Choice(code, count) for code, count in counted if count)


def sorted_out(values: Iterable[str], allowed: Iterable[str]) -> Sorted:
    """Which values are allowed, in lower case, and which are not, as typed."""
    known = set(allowed)
    given = [(plain(value).strip().lower(), value) for value in values]
    return tuple(code for code, _ in given if code in known), tuple(typed for code, typed in given if code not in known)


def united(sets: Iterable[int]) -> Matched | None:
    """Several values of one filter widen; no value leaves it open."""
    collected = list(sets)
    if not collected:
        return None
    bits = 0
    for each in collected:
        bits |= each
    return Matched(bits)
