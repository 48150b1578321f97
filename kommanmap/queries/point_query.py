"""The one question that list, map, counts, files and feeds all take: query words read once, frozen, canonical.

Stands between the URL and the index. Knows no requests (it takes pairs of strings) and no documents.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.queries.filters import FILTERS

PAGE_WORD = "seite"
LAST_PAGE = 1_000_000
MOST_VALUES = 40
"""Values of one filter that are looked at; the panel offers fewer for each but the towns."""

MOST_NOTES = 10
LONGEST_VALUE = 200
_PAGE = re.compile(r"[0-9]{1,9}")
_ORDER = {item.word: rank for rank, item in enumerate(FILTERS)}
_FILTERS = {item.word: item for item in FILTERS}


class NoteKind(StrEnum):
    """Why something in the address was not used."""

    UNKNOWN_WORD = "unknown_word"
    UNKNOWN_VALUE = "unknown_value"
    SHORTENED = "shortened"


@dataclass(frozen=True, slots=True)
class QueryNote:
    """A query word or value that was ignored (or cut), as it was typed, without control characters."""

    word: str
    value: str
    kind: NoteKind


@dataclass(frozen=True, slots=True)
class PointQuery:
    """What is asked. `values` holds (filter word, its canonical values) in the order of FILTERS; hashable."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked: all places."""
        return not self.values

    def get(self, word: str) -> tuple[str, ...]:
        """The values of a filter; () if it is not used."""
        return next((values for asked, values in self.values if asked == word), ())

    def asked(self) -> dict[str, tuple[str, ...]]:
        """The values by filter word."""
        return dict(self.values)

    def with_value(self, word: str, value: str) -> "PointQuery":
        """The question with one more value (instead of the old one, where a filter takes only one), from page 1."""
        old = self.get(word)
        if value in old:
            return PointQuery(self.values)
        return self._with(word, (*old, value) if _FILTERS[word].multiple else (value,))

    def without(self, word: str, value: str | None = None) -> "PointQuery":
        """The question without one value of a filter, or without the whole filter, from page 1."""
        left = () if value is None else tuple(kept for kept in self.get(word) if kept != value)
        return self._with(word, left)

    def at_page(self, page: int) -> "PointQuery":
        """The same question, another page."""
        return PointQuery(self.values, page)

    def to_args(self) -> list[tuple[str, str]]:
        """The query words of the address, always in the same order."""
        args = [(word, value) for word, values in self.values for value in values]
        return [*args, (PAGE_WORD, str(self.page))] if self.page > 1 else args

    def _with(self, word: str, values: Iterable[str]) -> "PointQuery":
        changed = self.asked()
        changed[word] = tuple(values)
        return PointQuery(_canonical(changed))


def read_query(args: Sequence[tuple[str, str]], gazetteer: Gazetteer) -> tuple[PointQuery, tuple[QueryNote, ...]]:
    """Pairs as they stand in an address → the question, and notes on what was not understood. Never raises."""
    typed: dict[str, list[str]] = {}
    notes: list[QueryNote] = []
    page = 1
    for word, value in args:
        if word == PAGE_WORD:
            page = _read_page(value, notes)
        elif word not in _FILTERS:
            notes.append(QueryNote(_shown(word), _shown(value), NoteKind.UNKNOWN_WORD))
        elif value.strip():
            typed.setdefault(word, []).append(value)
    values: dict[str, tuple[str, ...]] = {}
    for word, given in typed.items():
        item = _FILTERS[word]
        clean, bad = item.parse([value[: 4 * LONGEST_VALUE] for value in given[:MOST_VALUES]], gazetteer)
        notes.extend(QueryNote(word, _shown(value), NoteKind.UNKNOWN_VALUE) for value in bad)
        if any(len(value) > LONGEST_VALUE for value in given) and clean:
            notes.append(QueryNote(word, _shown(given[0]), NoteKind.SHORTENED))
        notes.extend(
            QueryNote(word, _shown(value), NoteKind.UNKNOWN_VALUE)
            for value in given[MOST_VALUES : MOST_VALUES + MOST_NOTES]
        )
        values[word] = clean if item.multiple else clean[:1]
    return PointQuery(_canonical(values), page), tuple(dict.fromkeys(notes))[:MOST_NOTES]


def _canonical(values: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Filters in the order of FILTERS, values sorted and each once, empty ones gone."""
    sorted_values = ((word, tuple(sorted(set(given)))) for word, given in values.items())
    return tuple(sorted((entry for entry in sorted_values if entry[1]), key=lambda entry: _ORDER[entry[0]]))


def _read_page(value: str, notes: list[QueryNote]) -> int:
    text = value.strip()
    if text and not _PAGE.fullmatch(text):
        notes.append(QueryNote(PAGE_WORD, _shown(value), NoteKind.UNKNOWN_VALUE))
        return 1
    return max(1, min(LAST_PAGE, int(text or 1)))


def _shown(text: str) -> str:
    """A refused text that can be shown: short, printable, no direction characters."""
    return "".join(char for char in text[:LONGEST_VALUE] if char.isprintable())
