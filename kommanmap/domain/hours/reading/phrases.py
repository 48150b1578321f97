"""Tokens → phrases: at every place the longest wording that any parser knows. Not how they belong together."""

from collections.abc import Callable, Iterator
from typing import Any

from kommanmap.domain.hours.reading.bounds import bounds
from kommanmap.domain.hours.reading.clock import times
from kommanmap.domain.hours.reading.dates import date_list
from kommanmap.domain.hours.reading.days import days
from kommanmap.domain.hours.reading.deadlines import deadline
from kommanmap.domain.hours.reading.holiday_words import holidays
from kommanmap.domain.hours.reading.meanings import Meaning, Phrase, Sign
from kommanmap.domain.hours.reading.notes import languages_of, note
from kommanmap.domain.hours.reading.people import whom
from kommanmap.domain.hours.reading.tokens import Kind, Token, tokens_of, word_keys
from kommanmap.domain.hours.reading.wording import WORDING

PARSERS: tuple[Callable[[tuple[Token, ...], int], tuple[Any, int] | None], ...] = (
    bounds,
    date_list,
    days,
    holidays,
    times,
    WORDING.longest,
    whom,
    note,
    deadline,
)
"""Of two that read equally far, the first wins."""

_AT_A_MARK = (WORDING.longest, whom, languages_of)
_BREAKS = word_keys("; \n | • · * / ! ● ▪ ►")
_DOUBTS = word_keys("? ؟ ¿")
_JOINTS = word_keys("und u sowie aber jedoch")
_DOTTED = word_keys(
    "jd jed jew wöchentl tägl tgl geschl vorm nachm ca inkl bzw "
    "evtl st str tel nr z b u a d ggf i einschl mo di mi do fr sa so uhr-"
)
_INSIDE_WORDS = word_keys("- * : _ / '")


def phrases_of(text: str) -> tuple[Phrase, ...]:
    """The phrases of a cleaned text, marks included, in their order."""
    return tuple(_phrases(text, tokens_of(text)))


def _phrases(text: str, tokens: tuple[Token, ...]) -> Iterator[Phrase]:
    at = 0
    while at < len(tokens):
        meaning, after = _longest(tokens, at)
        start, end = tokens[at].start, tokens[after - 1].end
        yield Phrase(meaning, start, end, text[start:end])
        at = after


def _longest(tokens: tuple[Token, ...], at: int) -> tuple[Meaning, int]:
    mark = tokens[at].kind is Kind.MARK
    best: tuple[Meaning, int] | None = None
    for parser in _AT_A_MARK if mark else PARSERS:
        match = parser(tokens, at)
        if match is not None and match[1] > (best[1] if best else at):
            best = match
    if best is not None:
        return best
    if mark:
        return _mark(tokens, at), at + 1
    if tokens[at].key in _JOINTS:
        return Sign.SOFT, at + 1
    return Sign.UNKNOWN, _after_unknown(tokens, at)


def _mark(tokens: tuple[Token, ...], at: int) -> Sign:
    """Whether a mark ends a statement."""
    token = tokens[at]
    if token.key in _DOUBTS:
        return Sign.DOUBT
    if token.key in _BREAKS:
        return Sign.BREAK
    if token.key == ".":
        before = tokens[at - 1] if at else None
        followed = at + 1 < len(tokens) and tokens[at + 1].glued
        return Sign.SOFT if followed or (before is not None and before.key in _DOTTED) else Sign.BREAK
    return Sign.SOFT if token.key in set(",:-()[]\"'„“”»«+&…") else Sign.UNKNOWN


def _after_unknown(tokens: tuple[Token, ...], at: int) -> int:
    """Past a word and everything joined to it without a space: "Teilnehmer*innen", "0211-93896393"."""
    step = at + 1
    while step < len(tokens) and tokens[step].glued:
        inside = tokens[step].key in _INSIDE_WORDS and step + 1 < len(tokens) and tokens[step + 1].glued
        if tokens[step].kind is Kind.MARK and not inside:
            break
        step += 1
    return step
