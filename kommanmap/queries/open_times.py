"""Which documents are open when: for each day the instants at which that changes, and the sets between them.

A table of a day is made once, from the engine's answers; asking it is a search in a sorted list. What the engine says
about one rule goes for all places that share it. Knows no filters, no tables of the database and no clock.
"""

import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.days import FIRST_DAY, LAST_DAY
from kommanmap.domain.hours.parts import EVENING_FROM, parts_of_day
from kommanmap.domain.hours.session import PartOfDay, Session, Timetable
from kommanmap.domain.hours.slots import Window, berlin, instant, midnight, windows
from kommanmap.domain.vocabulary import OpenWhen
from kommanmap.queries.bits import from_ids

MOST_DAYS = 2
"""Tables that are kept: today's, and yesterday's for whoever still asks at midnight."""

_ONE_DAY = timedelta(days=1)
_FIRST, _LAST = FIRST_DAY + _ONE_DAY, LAST_DAY - 8 * _ONE_DAY
"""A week after, and a day before, must be days that the engine knows."""

_SATURDAY, _SUNDAY = 5, 6

Span = tuple[int, int]
"""From when to before when, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Course:
    """A set that changes during a day: from `instants[i]` on it is `sets[i]`, before the first one it is empty."""

    instants: Sequence[int]
    sets: Sequence[int]

    def at(self, seconds: int) -> int:
        """The set at an instant."""
        place = bisect_right(self.instants, seconds)
        return self.sets[place - 1] if place else 0


Table = Mapping[OpenWhen, tuple[Course, ...]]
"""For one day: per question the courses of the layers."""


@dataclass(frozen=True)
class OpenTimes:
    """Documents by rule. Layer k holds every document's k-th session, so a document is there once.

    rules: timetables of one session each, with the pause of the place. layers: number of the rule → documents.
    """

    size: int
    rules: Sequence[Timetable]
    layers: Sequence[Mapping[int, Sequence[int]]]
    _tables: dict[date, Table] = field(default_factory=dict, repr=False, compare=False)
    _making: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def open_at(self, when: OpenWhen, at: datetime) -> tuple[int, ...]:
        """Per layer the documents whose session is open now, or still will be today, this evening, at the weekend."""
        seconds = min(max(int(at.timestamp()), midnight(_FIRST)), midnight(_LAST))
        day = berlin(seconds).date()
        table = self._tables.get(day)
        if table is None:
            with self._making:
                table = self._tables.get(day)
                if table is None:
                    table = self._made(day)
        return tuple(course.at(seconds) for course in table[when])

    def _made(self, day: date) -> Table:
        calendar = nrw_calendar()
        sunday = day + (_SUNDAY - day.weekday()) * _ONE_DAY
        ahead = [tuple(windows(rule, day - _ONE_DAY, sunday, calendar)) for rule in self.rules]
        table = {}
        for when in OpenWhen:
            spans = [_spans(when, rule, of_rule, day) for rule, of_rule in zip(self.rules, ahead, strict=True)]
            table[when] = tuple(self._course(layer, spans) for layer in self.layers)
        while len(self._tables) >= MOST_DAYS:
            del self._tables[next(iter(self._tables))]
        self._tables[day] = table
        return table

    def _course(self, layer: Mapping[int, Sequence[int]], spans: Sequence[Sequence[Span]]) -> Course:
        """One sweep over the day: at each instant some documents come and others go."""
        turning: defaultdict[int, list[int]] = defaultdict(list)
        for rule, documents in layer.items():
            for span in spans[rule]:
                for edge in span:
                    turning[edge].extend(documents)
        instants, sets, now = sorted(turning), [], 0
        for seconds in instants:
            now ^= from_ids(turning[seconds], self.size)
            sets.append(now)
        return Course(instants, sets)


def _spans(when: OpenWhen, rule: Timetable, ahead: Iterable[Window], day: date) -> list[Span]:
    """When on this day the answer to the question is yes: in order, without overlap.

    What is still to come counts from the beginning of the day until it is over.
    """
    first, after = midnight(day), midnight(day + _ONE_DAY)
    if when is OpenWhen.NOW:
        on = (window for window in ahead if window.surely and window.begin < after and window.close > first)
        return _joined((max(window.begin, first), min(window.close, after)) for window in on)
    counts = {OpenWhen.TODAY: _is_today, OpenWhen.EVENING: _is_in_the_evening, OpenWhen.WEEKEND: _is_at_the_weekend}
    over = [
        window.close
        for window in ahead
        if window.certain and window.close > first and counts[when](window, rule.sessions[window.place], day)
    ]
    return [(first, min(max(over), after))] if over else []


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for begin, close in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(close, joined[-1][1]))
        else:
            joined.append((begin, close))
    return joined


def _is_today(window: Window, session: Session, day: date) -> bool:
    return window.day <= day


def _is_in_the_evening(window: Window, session: Session, day: date) -> bool:
    if window.start is not None and window.end is not None:
        return window.day <= day and window.close > instant(day, time(EVENING_FROM))
    return window.day == day and PartOfDay.EVENING in parts_of_day(window.start, window.end, session.part)


def _is_at_the_weekend(window: Window, session: Session, day: date) -> bool:
    return day.weekday() >= _SATURDAY or (window.day.weekday() >= _SATURDAY and window.day >= day)
