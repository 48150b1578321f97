"""Which weekdays German words about opening times name, read with care: what is not clearly weekly is left out.

For the day filter of search only; the words themselves are what readers see. A dated event ("Samstag, 10.
September") is no weekly day, "Freitags: geschlossen" takes Friday away. Knows no clock times.
"""

import re
from collections.abc import Iterator

from kommanmap.domain.vocabulary import Weekday

LONGEST_READ = 4_000
"""Characters of a text that are looked at."""

_WEEK = tuple(Weekday)
_NAMES = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_NUMBER = {name: number for number, name in enumerate(_NAMES)} | {"sonnabend": 5}
_SHORT = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}

_DAY = (
    r"(?P<{0}>montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
    r"(?:s?(?:vor|nach)?mittags?|s?abends?|s?morgens?|s?früh|s?nachts?|s)?"
)
_DAYS = re.compile(
    rf"\b{_DAY.format('first')}\b(?:\s*(?:-|–|—|bis(?: einschließlich)?)\s*{_DAY.format('last')}\b)?", re.IGNORECASE
)

_SHORT_ONE = "(?:Mo|Di|Mi|Do|Fr|Sa|So|MO|DI|MI|DO|FR|SA|SO)"
_SHORT_LIST = re.compile(
    rf"(?<![\w.])({_SHORT_ONE})\b\.?((?:\s*(?:-|–|—|bis|und|u\.|,|\+|&|/)\s*{_SHORT_ONE}\b\.?)*)"
    r"(?=\s*(?:$|[:;,)(\d]|von|ab|jeweils|bis|um|ca))"
)
_SHORT_STEP = re.compile(rf"(-|–|—|bis|und|u\.|,|\+|&|/)\s*({_SHORT_ONE})\b")

_MONTH = "jan|feb|mär|maer|apr|mai|jun|jul|aug|sep|okt|nov|dez"
_DATED = re.compile(
    rf"\b(?:{'|'.join(_NUMBER)})\w*\s*,?\s*(?:(?:de[nmr]|am)\s+)?\d{{1,2}}\.\s*"
    rf"(?:(?:{_MONTH})\w*\.?|\d{{1,2}}\.)(?:\s*\d{{2,4}}\b)?",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[;\n]|\s/\s|(?<=[a-zäöüß)]{3})[.!?]\s+(?=[A-ZÄÖÜ])")
_ONCE = re.compile(
    r"\b(?:vorigen|vergangenen|kommenden|nächsten|heutigen|morgigen|diesen|erstmals|einmalig|ersten mal|letzten mal"
    r"|des letzten|dem letzten)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(?:jede[nrsm]?|jeweils|immer|wöchentlich)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:zuvor|vorher|früher|ehemals|bisher|bislang)\b", re.IGNORECASE)
_CLOSED = re.compile(
    r"\b(?:geschlossen|kein(?:e|en)?|nicht|entfällt|entfallen|fällt(?: \w+)? aus|fallen(?: \w+)? aus|ruhetag)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"\b(?:außer|ausgenommen|nicht)\b", re.IGNORECASE)
_EVERY_DAY = (
    (re.compile(r"\btäglich\b|\bjeden tag\b", re.IGNORECASE), range(7)),
    (re.compile(r"\bwerktags\b|\ban werktagen\b", re.IGNORECASE), range(5)),
    (re.compile(r"\bam wochenende\b|\bwochenends\b", re.IGNORECASE), range(5, 7)),
)


def weekdays_named(words: str) -> frozenset[Weekday]:
    """The days on which something happens again and again, as far as the words name them.

    >>> sorted(weekdays_named("Montags bis mittwochs: 14 bis 16 Uhr; Freitags: geschlossen"), key=list(Weekday).index)
    [<Weekday.MO: 'mo'>, <Weekday.TU: 'di'>, <Weekday.WE: 'mi'>]
    """
    named: set[int] = set()
    closed: set[int] = set()
    for clause in _CLAUSE_ENDS.split(_DATED.sub(" ", words[:LONGEST_READ])):
        opened, shut = _read_clause(clause)
        named |= opened
        closed |= shut
    return frozenset(_WEEK[number] for number in named - closed)


def _read_clause(clause: str) -> tuple[set[int], set[int]]:
    """Days that a clause names as open and as closed."""
    opened: set[int] = set()
    shut: set[int] = set()
    if _ONCE.search(clause) and not _AGAIN.search(clause):
        return opened, shut
    for piece in _pieces(clause):
        if _OVER.search(piece):
            continue
        exception = _EXCEPT.search(piece)
        if exception and exception.start() > 0:
            opened |= _days(piece[: exception.start()])
            shut |= _days(piece[exception.end() :])
        elif _CLOSED.search(piece) or exception:
            shut |= _days(piece)
        else:
            opened |= _days(piece)
    if not opened:
        for pattern, numbers in _EVERY_DAY:
            if pattern.search(clause):
                opened.update(numbers)
    return opened, shut


def _pieces(clause: str) -> Iterator[str]:
    """A clause cut at its commas, but only if a part of it closes something or tells of the past."""
    if _CLOSED.search(clause) or _OVER.search(clause) or _EXCEPT.search(clause):
        yield from clause.split(",")
    else:
        yield clause


def _days(text: str) -> set[int]:
    """Every weekday in a text, ranges filled, across the weekend if need be."""
    found: set[int] = set()
    for match in _DAYS.finditer(text):
        first = _NUMBER[match["first"].lower()]
        last = _NUMBER[match["last"].lower()] if match["last"] else first
        found.update(_span(first, last))
    for match in _SHORT_LIST.finditer(text):
        previous = _SHORT[match[1].lower()]
        found.add(previous)
        for joint, name in _SHORT_STEP.findall(match[2]):
            number = _SHORT[name.lower()]
            found.update(_span(previous, number) if joint in {"-", "–", "—", "bis"} else (number,))
            previous = number
    return found


def _span(first: int, last: int) -> range | tuple[int, ...]:
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
