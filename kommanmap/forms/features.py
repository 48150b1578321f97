"""The query of `/api`: pairs of strings → what is asked for, or everything that is wrong with them.

Programs are told what a page would pass over: an unknown word, a value that is not on the list. Knows no requests.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.queries.features import DEFAULT_LIMIT, EVERYTHING, MOST_FEATURES, Box, FeatureQuery, Span
from kommanmap.queries.filter_values import allowed_values
from kommanmap.queries.filters import FILTERS
from kommanmap.queries.point_query import LONGEST_VALUE, MOST_VALUES, PointQuery, read_query

Pairs = Sequence[tuple[str, str]]

LARGEST_OFFSET = 10**9
LONGEST_NAME = 60
"""Characters of an unknown parameter that are said back."""

REPEATED = frozenset(item.word for item in FILTERS if item.multiple)
"""Filters that take several values, each in a parameter of its own."""

_WHOLE = re.compile(r"[0-9]{1,30}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.]{8,21}([Zz]|[+-][0-9]{2}:[0-9]{2}))?")
_OPEN_ENDS = ("", "..")
_FREE_TEXT = frozenset({"q"})
"""A search for what holds no letter finds nothing; it is no mistake of the program that passed it on."""


class BadParameters(InvalidDraft):
    """A query that cannot be answered; the problems in `found` name the parameters."""


def read_own(pairs: Pairs, known: Collection[str]) -> dict[str, str]:
    """The values of parameters of which each may stand once.

    Raises:
        BadParameters: one is not known, or stands twice.
    """
    problems = [*_unknown(pairs, known), *_twice(pairs, known)]
    if problems:
        raise BadParameters(problems)
    return dict(pairs)


def read_features(pairs: Pairs, gazetteer: Gazetteer, own: Collection[str] = ()) -> FeatureQuery:
    """The question for features. own: parameters that somebody else reads.

    Raises:
        BadParameters: with everything that is wrong, not only the first.
    """
    allowed = allowed_values(gazetteer)
    once = {*_READERS, *own, *(set(allowed) - REPEATED)}
    problems = [*_unknown(pairs, {*once, *REPEATED}), *_twice(pairs, once)]
    values: dict[str, Any] = {}
    for word, text in pairs:
        if word in _READERS:
            values[word] = _READERS[word](text)
    problems += [value for value in values.values() if isinstance(value, Problem)]
    asked = [(word, text) for word, text in pairs if word in allowed]
    problems += _not_allowed(asked, allowed)
    if problems:
        raise BadParameters(problems)
    points = _points(asked, gazetteer)
    return FeatureQuery(
        points=points or EVERYTHING,
        finds_nothing=points is None,
        box=values.get("bbox"),
        changed=values.get("datetime"),
        limit=values.get("limit", DEFAULT_LIMIT),
        offset=values.get("offset", 0),
    )


def _points(asked: Pairs, gazetteer: Gazetteer) -> PointQuery | None:
    """The question of the list; None for a search text that says nothing."""
    query, notes = read_query(asked, gazetteer)
    left = [Problem(note.word, "parameter_not_a_value", {"value": note.value}) for note in notes]
    if left and {problem.field for problem in left} <= _FREE_TEXT:
        return None
    if left:
        raise BadParameters(left)
    return query


def _unknown(pairs: Pairs, known: Collection[str]) -> list[Problem]:
    names = dict.fromkeys(word for word, _ in pairs if word not in known)
    return [Problem(_shown(name), "parameter_unknown") for name in names]


def _twice(pairs: Pairs, once: Collection[str]) -> list[Problem]:
    words = [word for word, _ in pairs]
    return [Problem(word, "parameter_twice") for word in dict.fromkeys(words) if word in once and words.count(word) > 1]


def _not_allowed(asked: Pairs, allowed: Any) -> Iterable[Problem]:
    """Values that are not on the list of their filter, too long, or too many."""
    words = [word for word, _ in asked]
    for word in dict.fromkeys(words):
        if words.count(word) > MOST_VALUES:
            yield Problem(word, "too_many", {"limit": MOST_VALUES})
    for word, text in asked[: MOST_VALUES * len(allowed)]:
        if len(text) > LONGEST_VALUE:
            yield Problem(word, "too_long", {"length": len(text), "limit": LONGEST_VALUE})
        elif allowed[word] is None and not (text if word in _FREE_TEXT else text.strip()):
            yield Problem(word, "missing")
        elif allowed[word] is not None and text not in allowed[word]:
            yield Problem(word, "parameter_not_a_value", {"value": _shown(text)})


def _shown(text: str) -> str:
    return "".join(char for char in text[:LONGEST_NAME] if char.isprintable())


def _limit(text: str) -> int | Problem:
    """More than we give is no mistake: it means as many as we give (OGC API Features, limit)."""
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        return Problem("limit", "limit_not_a_number")
    return min(int(text), MOST_FEATURES)


def _offset(text: str) -> int | Problem:
    if not _WHOLE.fullmatch(text):
        return Problem("offset", "offset_not_a_number")
    return min(int(text), LARGEST_OFFSET)


def _bbox(text: str) -> Box | Problem:
    """west,south,east,north; with heights six numbers, of which the third and the last count for nothing here."""
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        return Problem("bbox", "bbox_not_numbers")
    west, south, *rest = (float(part) for part in parts)
    east, north = rest[-2:] if len(parts) == 4 else rest[1:3]
    if south > north:
        return Problem("bbox", "bbox_upside_down")
    return Box(west, south, east, north)


def read_span(text: str) -> Span | Problem:
    """An instant or two with a slash between, open ends as `..` or nothing (RFC 3339, section 5.6)."""
    start, slash, end = text.partition("/")
    ends = [start, end if slash else start]
    if slash and set(ends) <= set(_OPEN_ENDS):
        return Span()
    pairs = zip(ends, (False, True), strict=True)
    read = [None if slash and word in _OPEN_ENDS else _instant(word, late=late) for word, late in pairs]
    if any(isinstance(word, Problem) for word in read):
        return Problem("datetime", "datetime_not_readable")
    first, last = read
    if isinstance(first, datetime) and isinstance(last, datetime) and first > last:
        return Problem("datetime", "datetime_backwards")
    return Span(first if isinstance(first, datetime) else None, last if isinstance(last, datetime) else None)


def _instant(text: str, *, late: bool) -> datetime | Problem:
    """A point in time; a bare day means its beginning or, at the end of a span, its last moment (UTC)."""
    if not _INSTANT.fullmatch(text):
        return Problem("datetime", "datetime_not_readable")
    try:
        read = datetime.fromisoformat(text.upper())
        if len(text) == len("2026-03-18"):
            return datetime.combine(read, time.max if late else time.min, tzinfo=UTC)
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        return Problem("datetime", "datetime_not_readable")


_READERS: dict[str, Callable[[str], Any]] = {"limit": _limit, "offset": _offset, "bbox": _bbox, "datetime": read_span}
