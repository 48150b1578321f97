"""Fixed wordings with a meaning each, found in tokens: the longest wins. Knows neither German nor times.

A wording is written as slots: `ohne|mit [vorherige] anmeldung` stands for four of them. All wordings are followed at
once, token by token; what can follow is worked out when it is first asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kommanmap.domain.hours.reading.tokens import Token, tokens_of, word_key

MeaningT = TypeVar("MeaningT")

_Place = tuple[int, int, int, int]
"""Wording, slot, word of the slot and how many tokens of that word are read."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """One of some words, each of them one or more tokens; or nothing, where it is optional."""

    words: tuple[tuple[str, ...], ...]
    optional: bool

    @classmethod
    def of(cls, typed: str) -> "_Slot":
        """The slot as written in a wording."""
        words = tuple(tuple(token.key for token in tokens_of(word_key(word))) for word in typed.strip("[]").split("|"))
        return cls(words, typed.startswith("["))


@dataclass(slots=True)
class _State:
    """Where all wordings stand that fit so far. whole: the first wording that is complete here."""

    places: frozenset[_Place]
    whole: int | None
    following: dict[str, "_State"] | None = field(default=None, repr=False)


class Lexicon(Generic[MeaningT]):
    """Wordings by the words they can begin with. Of two that are equally long, the one listed first wins."""

    def __init__(self, entries: Iterable[tuple[str, MeaningT]]) -> None:
        listed = tuple(entries)
        self._meanings = tuple(meaning for _, meaning in listed)
        self._wordings = tuple(tuple(map(_Slot.of, wording.split())) for wording, _ in listed)
        self._states: dict[tuple[frozenset[_Place], int | None], _State] = {}
        self._start = self._state(place for number in range(len(listed)) for place in self._from_slot(number, 0))

    def longest(self, tokens: tuple[Token, ...], at: int) -> tuple[MeaningT, int] | None:
        """The meaning of the longest wording that begins at a token, and the place after it."""
        found: tuple[MeaningT, int] | None = None
        state = self._start
        for step in range(at, len(tokens)):
            following = state.following if state.following is not None else self._followed(state)
            after = following.get(tokens[step].key)
            if after is None:
                break
            state = after
            if state.whole is not None:
                found = self._meanings[state.whole], step + 1
        return found

    def _from_slot(self, number: int, slot: int) -> Iterator[_Place]:
        """The places that can be next from a slot on; a place behind all slots stands for a whole wording."""
        slots = self._wordings[number]
        while slot < len(slots):
            yield from ((number, slot, word, 0) for word in range(len(slots[slot].words)))
            if not slots[slot].optional:
                return
            slot += 1
        yield number, slot, 0, 0

    def _state(self, places: Iterable[_Place]) -> _State:
        open_places = set()
        whole = None
        for place in places:
            if place[1] < len(self._wordings[place[0]]):
                open_places.add(place)
            else:
                whole = place[0] if whole is None else min(whole, place[0])
        key = frozenset(open_places), whole
        return self._states.setdefault(key, _State(*key))

    def _followed(self, state: _State) -> dict[str, _State]:
        """The states after every token that fits."""
        by_key: dict[str, list[_Place]] = {}
        for number, slot, word, read in state.places:
            keys = self._wordings[number][slot].words[word]
            rest = ((number, slot, word, read + 1),) if read + 1 < len(keys) else self._from_slot(number, slot + 1)
            by_key.setdefault(keys[read], []).extend(rest)
        state.following = {key: self._state(places) for key, places in by_key.items()}
        return state.following
