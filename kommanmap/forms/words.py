"""What stands in a form, as it was typed: names with one or several texts. Judges nothing, knows no request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_NAMES = 4_000
LONGEST_IN_ALL = 400_000
"""Of everything that is kept of a form; what goes beyond is no form of ours."""


@dataclass(frozen=True, slots=True)
class Words:
    """A form's fields. `one` and `many` are what templates ask, so that a form comes back as it was sent."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str, otherwise: str = "") -> str:
        """The first text of a field."""
        return next(iter(self.fields.get(name, ())), otherwise)

    def many(self, name: str) -> tuple[str, ...]:
        """All texts of a field: the boxes that are ticked."""
        return self.fields.get(name, ())

    def has(self, name: str) -> bool:
        """Whether the field was sent at all."""
        return name in self.fields

    def replaced(self, other: Mapping[str, tuple[str, ...]], *, without: str = "") -> "Words":
        """With other texts in some fields; those that begin with `without` are taken out before."""
        kept = {name: texts for name, texts in self.fields.items() if not (without and name.startswith(without))}
        return Words({**kept, **other})

    def plain(self) -> dict[str, list[str]]:
        """As JSON can hold it."""
        return {name: list(texts) for name, texts in self.fields.items()}


def words_of_form(lists: Iterable[tuple[str, list[str]]], *, besides: frozenset[str] = frozenset()) -> Words:
    """The fields of a sent form; line ends as \\n. besides: names that are no content (tokens, buttons)."""
    kept: dict[str, tuple[str, ...]] = {}
    room = LONGEST_IN_ALL
    for name, texts in lists:
        tidy = tuple(text.replace("\r\n", "\n").replace("\x00", "") for text in texts)
        room -= len(name) + sum(map(len, tidy))
        if room < 0 or len(kept) >= MOST_NAMES:
            break
        if name not in besides:
            kept[name] = tidy
    return Words(kept)


def words_of_plain(plain: Any) -> Words:
    """What `Words.plain` gave; anything else is nothing."""
    if not isinstance(plain, dict):
        return Words()
    return Words({str(name): tuple(map(str, texts)) for name, texts in plain.items() if isinstance(texts, list)})
