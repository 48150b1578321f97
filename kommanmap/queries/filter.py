"""What every filter is (the protocol) and what those over a closed list share. The filters themselves: `filters`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from kommanmap.domain.folding import plain
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.queries.index import PointIndex
from kommanmap.queries.matched import Matched
from kommanmap.queries.segment import Facet

Asked = Mapping[str, tuple[str, ...]]
"""The whole question: values by filter word. A filter looks at its own word; place filters also at `umkreis`."""

Sorted = tuple[tuple[str, ...], tuple[str, ...]]
"""Canonical values, and what was not understood."""


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

    def choices(self, index: PointIndex, found: int) -> tuple[Choice, ...]:
        """The values worth offering and how many of the places `found` have them; () if there is nothing to count."""

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The chip's text, translated."""


class TypedFilter:
    """Base of filters whose values are typed, not chosen."""

    multiple: ClassVar[bool] = False

    def choices(self, index: PointIndex, found: int) -> tuple[Choice, ...]:
        """Nothing to count."""
        return ()


class PropertyFilter:
    """Base of filters over a closed list of properties. `codes`: word in the address → value in the index."""

    word: ClassVar[str]
    facet: ClassVar[Facet]
    codes: ClassVar[Mapping[str, str]]
    multiple: ClassVar[bool] = True

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """Words of the list, in any case."""
        return sorted_out(values, self.codes)

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """Places that have one of the values."""
        return united(index.having(self.facet, self.codes[value]) for value in asked.get(self.word, ()))

    def choices(self, index: PointIndex, found: int) -> tuple[Choice, ...]:
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
