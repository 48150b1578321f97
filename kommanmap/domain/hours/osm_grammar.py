"""Reads an `opening_hours` expression into rules. Knows how they are spelled, not what they mean for a place.

Each part between semicolons is read for itself: what lies outside of the grammar of `osm_rules` is handed back as it
was written and hides nothing of the others.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kommanmap.domain.hours.osm_rules import (
    MONTHS,
    WEEKDAYS,
    DateRange,
    OsmRule,
    RuleState,
    Separator,
    Span,
    Weeks,
    YearlyRange,
    Years,
    last_of_month,
)

LONGEST = 8_000
"""Characters of an expression; more is not an expression."""

_TOKEN = re.compile(r'\s*(?:"([^"]*)"|(24/7|\d{1,2}:\d{2}|\d+|[A-Za-z]+|[-–,+/\[\]:]))')
_PART = re.compile(r'(?:"[^"]*"|[^";|]|\|(?!\|))+|;|\|\|')
_STATES = {
    "open": RuleState.OPEN,
    "unknown": RuleState.UNKNOWN,
    "off": RuleState.OFF,
    "closed": RuleState.OFF,
}
_WEEKDAYS = {name.lower(): day for day, name in enumerate(WEEKDAYS)}
_MONTHS = {name.lower(): month for month, name in enumerate(MONTHS, 1)}
_HOLIDAYS = {"ph": "PH", "sh": "SH"}
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_LATEST = 48 * 60

_Weekdays = tuple[tuple[int, tuple[int, ...]], ...]
_NOWHERE: tuple[DateRange | YearlyRange, ...] = ()
_Day = tuple[int | None, int, int | None]
"""Year, month and day as written; a day of None means the whole month."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of an expression that is not of the grammar, as it was written."""

    words: str


class _NotThis(Exception):
    """The words are not of the grammar."""


def parse(expression: str) -> Iterator[OsmRule | Unreadable]:
    """The rules in their order, and what is none."""
    if len(expression) > LONGEST:
        yield Unreadable(expression[:60] + " …")
        return
    separator = Separator.OVERRIDE
    rest = 0
    for part in _PART.finditer(expression):
        if expression[rest : part.start()].strip():
            yield Unreadable(expression[rest:].strip())
            return
        rest = part.end()
        words = part.group().strip()
        if words in {";", "||"}:
            separator = Separator.FALLBACK if words == "||" else Separator.OVERRIDE
        elif words:
            try:
                yield from _Reader(words).rules(separator)
            except (_NotThis, ValueError):
                yield Unreadable(words)
    if expression[rest:].strip():
        yield Unreadable(expression[rest:].strip())


class _Reader:
    """Goes through the tokens of one part; every method takes what it names or leaves them alone."""

    def __init__(self, words: str) -> None:
        self.tokens: list[tuple[str, bool]] = []
        at = 0
        while words[at:].strip():
            found = _TOKEN.match(words, at)
            if found is None:
                raise _NotThis(words)
            quoted = found.group(1) is not None
            self.tokens.append((found.group(1) if quoted else found.group(2).lower().replace("–", "-"), quoted))
            at = found.end()
        self.at = 0

    def rules(self, separator: Separator) -> list[OsmRule]:
        found = [replace(self.rule(), separator=separator)]
        while self.at < len(self.tokens):
            self.need(",")
            found.append(replace(self.rule(), separator=Separator.ADD))
        return found

    def rule(self) -> OsmRule:
        begin = self.at
        if self.take("24/7"):
            spans: tuple[Span, ...] = (Span(0, 24 * 60),)
            years, ranges, weeks = None, _NOWHERE, None
            days = OsmRule()
        else:
            years, ranges, weeks = self.wide()
            days = self.days()
            spans = self.spans()
        state, comment = self.state()
        if self.at == begin:
            raise _NotThis(self.peek())
        if state is RuleState.OPEN and not spans and not days.has_days and not (years or ranges or weeks):
            spans = (Span(0, 24 * 60),)
        return replace(days, years=years, ranges=ranges, weeks=weeks, spans=spans, state=state, comment=comment)

    def wide(self) -> tuple[Years | None, tuple[DateRange | YearlyRange, ...], Weeks | None]:
        years = self.years()
        ranges: list[DateRange | YearlyRange] = []
        while self.peek() in _MONTHS or (self.is_year() and self.peek(1) in _MONTHS):
            ranges.append(self.range())
            if not (self.peek() == "," and (self.peek(1) in _MONTHS or self.is_year(1))):
                break
            self.at += 1
        weeks = None
        if self.take("week"):
            first = self.number(1, 53)
            last = self.number(1, 53) if self.take("-") else first
            weeks = Weeks(first, last, self.number(1, 53) if self.take("/") else 1)
            if last < first or self.peek() == ",":
                raise _NotThis("week")
        if years or ranges or weeks:
            self.take(":")
        return years, tuple(ranges), weeks

    def years(self) -> Years | None:
        if not self.is_year() or self.peek(1) in _MONTHS:
            return None
        first = self.number(1900, 9999)
        if self.take("+"):
            return Years(first, None)
        last = self.number(1900, 9999) if self.take("-") else first
        if last < first or self.peek() in {",", "/"}:
            raise _NotThis(str(first))
        return Years(first, last)

    def range(self) -> DateRange | YearlyRange:
        first = self.day()
        last = first
        if self.take("-"):
            if self.peek().isdigit() and not self.is_year():
                last = (first[0], first[1], self.number(1, 31))
            else:
                last = self.day()
        if first[0] is None:
            if last[0] is not None:
                raise _NotThis(str(last))
            return YearlyRange((first[1], first[2] or 1), (last[1], last[2] or last_of_month(last[1])))
        year = last[0] if last[0] is not None else first[0]
        begins = date(first[0], first[1], first[2] or 1)
        ends = date(year, last[1], last[2] or monthrange(year, last[1])[1])
        if ends < begins and last[0] is None:
            ends = date(year + 1, last[1], last[2] or monthrange(year + 1, last[1])[1])
        if ends < begins:
            raise _NotThis(str(ends))
        return DateRange(begins, ends)

    def day(self) -> _Day:
        year = self.number(1900, 9999) if self.is_year() else None
        if self.peek() not in _MONTHS:
            raise _NotThis(self.peek())
        month = _MONTHS[self.next()]
        if not self.peek().isdigit() or self.is_year():
            return year, month, None
        return year, month, self.number(1, last_of_month(month))

    def days(self) -> OsmRule:
        """Weekdays and holidays: a list where any holds, or a list of holidays and then weekdays where both must."""
        holidays: list[str] = []
        weekdays: _Weekdays = ()
        both = False
        while True:
            if self.peek() in _HOLIDAYS:
                holidays.append(_HOLIDAYS[self.next()])
                if self.peek() in {"+", "-"}:
                    raise _NotThis("PH with an offset")
            elif self.peek() in _WEEKDAYS:
                weekdays += self.weekdays()
            else:
                break
            if self.peek() == "," and (self.peek(1) in _HOLIDAYS or self.peek(1) in _WEEKDAYS):
                self.at += 1
            elif holidays and not weekdays and self.peek() in _WEEKDAYS:
                both = True
            else:
                break
        if both and self.peek() in _HOLIDAYS:
            raise _NotThis(self.peek())
        return OsmRule(weekdays=weekdays, holidays=tuple(holidays), either=bool(holidays and weekdays and not both))

    def weekdays(self) -> _Weekdays:
        first = _WEEKDAYS[self.next()]
        if self.take("["):
            nth = [self.nth()]
            while self.take(","):
                nth.append(self.nth())
            self.need("]")
            if self.peek() in {"+", "-"}:
                raise _NotThis("a weekday with an offset")
            return ((first, tuple(nth)),)
        if not self.take("-"):
            return ((first, ()),)
        if self.peek() not in _WEEKDAYS:
            raise _NotThis(self.peek())
        last = _WEEKDAYS[self.next()]
        return tuple(((first + step) % 7, ()) for step in range((last - first) % 7 + 1))

    def nth(self) -> int:
        sign = -1 if self.take("-") else 1
        return sign * self.number(1, 5)

    def spans(self) -> tuple[Span, ...]:
        found: list[Span] = []
        while _CLOCK.fullmatch(self.peek()):
            start = self.clock(24 * 60)
            if self.take("+"):
                found.append(Span(start, None))
            else:
                self.need("-")
                end = self.clock(_LATEST)
                if self.peek() in {"+", "/"}:
                    raise _NotThis("a time with an open end")
                found.append(Span(start, end if end > start else end + 24 * 60))
            if not (self.peek() == "," and _CLOCK.fullmatch(self.peek(1))):
                break
            self.at += 1
        return tuple(found)

    def state(self) -> tuple[RuleState, str]:
        word = self.peek()
        if word in _STATES:
            self.at += 1
            return _STATES[word], self.comment()
        comment = self.comment()
        # A comment alone is a condition that nobody can work out ("by appointment").
        return (RuleState.UNKNOWN if comment else RuleState.OPEN), comment

    def comment(self) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][1]:
            self.at += 1
            return self.tokens[self.at - 1][0]
        return ""

    def clock(self, latest: int) -> int:
        found = _CLOCK.fullmatch(self.peek())
        if found is None or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > latest:
            raise _NotThis(self.peek())
        self.at += 1
        return int(found[1]) * 60 + int(found[2])

    def number(self, least: int, most: int) -> int:
        word = self.peek()
        if not word.isdigit() or not least <= int(word) <= most:
            raise _NotThis(word)
        self.at += 1
        return int(word)

    def is_year(self, ahead: int = 0) -> bool:
        return len(self.peek(ahead)) == 4 and self.peek(ahead).isdigit()

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at][0] if at < len(self.tokens) and not self.tokens[at][1] else ""

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][0]

    def take(self, word: str) -> bool:
        taken = self.peek() == word
        self.at += taken
        return taken

    def need(self, word: str) -> None:
        if not self.take(word):
            raise _NotThis(self.peek())
