"""Sessions as recurrences the way calendars keep them: a first day, a rule, days left out. Knows no text of a file.

A rule of a calendar goes on for ever, our knowledge of holidays does not: where holidays matter a recurrence ends with
the last day that is known. What has no clock time, or no known week, is no event and is left out.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.days import FIRST_DAY, days_on, rule_days
from kommanmap.domain.hours.plain import WEEKDAY_CODES
from kommanmap.domain.hours.session import (
    ExceptionKind,
    Frequency,
    HolidayRule,
    Session,
    Timetable,
    YearlySeason,
)
from kommanmap.domain.hours.slots import slots

YEARS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Recurrence:
    """One event of a calendar.

    identity: the same as long as the session keeps its days, one of its own within the timetable. day: the first day on
    which it takes place. end None: not known; not after start: on the next day. rule: an RRULE without its UNTIL, ""
    for a single event. until: the last day, None for ever. without: days of the rule on which it does not take place.
    besides: further days, where no rule could name them. note: of this date only.
    """

    identity: str
    session: Session
    day: date
    start: time
    end: time | None
    rule: str = ""
    until: date | None = None
    without: tuple[date, ...] = ()
    besides: tuple[date, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Course:
    """The days of a rule within a span: those on which it surely takes place, and those named on which it does not."""

    on: tuple[date, ...]
    off: tuple[date, ...]

    def since(self, first: date) -> "_Course":
        """What is left from this day on."""
        return _Course(self.on[bisect_left(self.on, first) :], self.off[bisect_left(self.off, first) :])

    def changed(self, gone: set[date], back: set[date]) -> "_Course":
        """The days of `gone` are off, those of `back` on, as far as the rule names them."""
        on = [day for day in self.on if day not in gone] + [day for day in self.off if day in back]
        off = [day for day in self.off if day not in back] + [day for day in self.on if day in gone]
        return _Course(tuple(sorted(on)), tuple(sorted(off)))


def known_until(as_of: date, calendar: NrwCalendar) -> date:
    """How far calendars reach where public holidays matter: as far as school holidays are known, and three years."""
    return date(max(calendar.last_school.year, as_of.year + YEARS_AHEAD), 12, 31)


def recurrences(timetable: Timetable, *, since: date, as_of: date, calendar: NrwCalendar) -> tuple[Recurrence, ...]:
    """The events of a place from the week of `since` on; dates that somebody named also before. None in a pause,
    and none where all times are in doubt.

    as_of: the day of the data, which moves the end of what is written; see `known_until`.
    """
    if timetable.doubtful or (timetable.paused and timetable.paused_until is None):
        return ()
    since -= timedelta(days=since.weekday())
    reopens = timetable.paused_until + timedelta(days=1) if timetable.paused and timetable.paused_until else date.min
    found: list[Recurrence] = []
    seen: Counter[str] = Counter()
    for session in timetable.sessions:
        for item in _of_session(session, max(since, reopens), reopens, known_until(as_of, calendar), calendar):
            seen[item.identity] += 1
            times = seen[item.identity]
            found.append(item if times == 1 else replace(item, identity=f"{item.identity}-{times}"))
    return tuple(found)


def is_certain(session: Session) -> bool:
    """Whether its rule can stand in a calendar: somebody said in which weeks and at what time."""
    return session.start is not None and not session.needs_anchor


def has_events(timetable: Timetable) -> bool:
    """Whether a calendar can say anything about a place, sooner or later."""
    if timetable.paused and timetable.paused_until is None:
        return False
    return any(is_certain(session) for session in timetable.sessions)


def minds_holidays(session: Session) -> bool:
    """Whether public or school holidays change anything about it."""
    if session.freq is Frequency.DATES:
        return False
    return session.public_holidays is not HolidayRule.OPEN or session.school_holidays is not HolidayRule.OPEN


def _of_session(
    session: Session, since: date, reopens: date, horizon: date, calendar: NrwCalendar
) -> Iterator[Recurrence]:
    extras = _extras(session, reopens, calendar) if session.exceptions else []
    alike = {item.day for item in extras if (item.start, item.end) == _times(session)}
    if session.freq is Frequency.DATES:
        gone = _cancelled(session) | alike
        if session.start is not None:
            for day in session.dates:
                if day >= reopens and day not in gone:
                    yield Recurrence(f"DATE-{day:%Y%m%d}", session, day, session.start, session.end)
        yield from extras
        return
    plain = {item.day for item in extras if item.day in alike and not item.note}
    kept: set[date] = set()
    if is_certain(session):
        rule, kept = _by_rule(session, since, horizon, calendar, plain, alike - plain)
        if rule is not None:
            yield rule
    yield from (item for item in extras if item.day not in kept or (item.start, item.end) != _times(session))


def _by_rule(
    session: Session, since: date, horizon: date, calendar: NrwCalendar, plain: set[date], own: set[date]
) -> tuple[Recurrence | None, set[date]]:
    """The recurrence of the rule, and which of the dates of `plain` it holds.

    plain: extra dates that are days like any other, if the rule names them. own: dates with an event of their own.
    """
    if session.start is None:
        return None, set()
    last = calendar.last_school if session.school_holidays is not HolidayRule.OPEN else horizon
    # Most places were changed of late: those of a year and more share their courses.
    first = date(min(since.year, horizon.year - YEARS_AHEAD - 1), 1, 1)
    courses = [course.since(since) for course in _courses(session, first, last, calendar)]
    gone, back = set[date](), set[date]()
    if session.exceptions:
        gone = _cancelled(session) | own
        back = plain - gone
        courses = [course.changed(gone, back) for course in courses]
        gone = {day for day in gone if day > last and any(rule_days(session, day, day))}
    known = [course.on for course in courses if course.on]
    if not known:
        return None, set()
    identity, rule = _names(session.freq, session.weekdays, session.nth, session.interval, session.season)
    begin, until = min(days[0] for days in known), max(days[-1] for days in known)
    held = {day for day in back if any(day in days for days in known)}
    fixed = identity, session, begin, session.start, session.end
    if HolidayRule.ONLY in (session.public_holidays, session.school_holidays):
        return Recurrence(*fixed, besides=_merged(known)[1:]), held
    endless = not minds_holidays(session) and session.last is None and _whole_months(session.season)
    if until == begin and not endless:
        return Recurrence(*fixed), held
    off = _merged([course.off for course in courses] + ([tuple(gone)] if endless and gone else []))
    without = off[bisect_right(off, begin) : None if endless else bisect_left(off, until)]
    return Recurrence(*fixed, rule, None if endless else until, without), held


def _merged(days: list[tuple[date, ...]]) -> tuple[date, ...]:
    return days[0] if len(days) == 1 else tuple(sorted({day for some in days for day in some}))


def _courses(session: Session, first: date, last: date, calendar: NrwCalendar) -> list[_Course]:
    """One for each weekday and number: many places share these, and few the whole rule."""
    anchor = None
    if session.anchor is not None and session.interval > 1:
        monday = session.anchor.toordinal() - session.anchor.weekday()
        anchor = date.fromordinal(FIRST_DAY.toordinal() + (monday - FIRST_DAY.toordinal()) % (7 * session.interval))
    return [
        _course(
            _Rule(
                weekday, nth, session.interval, anchor, session.first, session.last, session.season,
                session.public_holidays, session.school_holidays,
            ),
            first, last, calendar,
        )
        for weekday in session.weekdays
        for nth in (_numbers(session.nth) if session.freq is Frequency.MONTHLY else (0,))
    ]  # fmt: skip


class _Rule(NamedTuple):
    """What the days of one weekday depend on. nth 0: every week."""

    weekday: int
    nth: int
    interval: int
    anchor: date | None
    first: date | None
    last: date | None
    season: YearlySeason | None
    public_holidays: HolidayRule
    school_holidays: HolidayRule


@lru_cache(maxsize=8192)
def _course(rule: _Rule, first: date, last: date, calendar: NrwCalendar) -> _Course:
    session = Session(
        freq=Frequency.MONTHLY if rule.nth else Frequency.WEEKLY,
        weekdays=(rule.weekday,), nth=(rule.nth,) if rule.nth else (), interval=rule.interval, anchor=rule.anchor,
        first=rule.first, last=rule.last, season=rule.season,
        public_holidays=rule.public_holidays, school_holidays=rule.school_holidays,
    )  # fmt: skip
    on = tuple(day for day, certain in days_on(session, first, last, calendar) if certain)
    months = _months(rule.season)
    named = rule_days(replace(session, season=None), first, last)
    taken = set(on)
    return _Course(on, tuple(day for day in named if day not in taken and (not months or day.month in months)))


def _extras(session: Session, reopens: date, calendar: NrwCalendar) -> list[Recurrence]:
    """The dates that stand beside the rule, at the times that the engine gives them; without a clock time no event."""
    days = [item.day for item in session.exceptions if item.kind is ExceptionKind.EXTRA and item.day >= reopens]
    if not days:
        return []
    only_extras = replace(session, freq=Frequency.DATES, dates=())
    return [
        Recurrence(
            f"EXTRA-{slot.day:%Y%m%d}",
            session,
            slot.day,
            slot.start.time(),
            slot.end.time() if slot.end else None,
            note=slot.note,
        )
        for slot in slots(Timetable((only_extras,)), min(days), max(days), calendar)
        if slot.has_clock
    ]


def _cancelled(session: Session) -> set[date]:
    return {item.day for item in session.exceptions if item.kind is ExceptionKind.CANCELLED}


def _times(session: Session) -> tuple[time | None, time | None]:
    return session.start, session.end


def _numbers(nth: Iterable[int]) -> list[int]:
    """Those that some month has."""
    return [number for number in nth if 1 <= abs(number) <= 5]


@lru_cache(maxsize=8192)
def _names(
    freq: Frequency, weekdays: tuple[int, ...], nth: tuple[int, ...], interval: int, season: YearlySeason | None
) -> tuple[str, str]:
    """The identity of an event of this rule, and the rule as an RRULE."""
    days, numbers = [WEEKDAY_CODES[day] for day in weekdays if 0 <= day < len(WEEKDAY_CODES)], _numbers(nth)
    months = _months(season)
    by_month = f";BYMONTH={','.join(map(str, months))}" if months else ""
    if freq is Frequency.WEEKLY:
        often, every = (f"-{interval}", f";INTERVAL={interval}") if interval > 1 else ("", "")
        return f"WEEKLY{often}-{''.join(days)}", f"FREQ=WEEKLY{every};WKST=MO;BYDAY={','.join(days)}{by_month}"
    counted = "".join(f"-{number}" if number > 0 else f"-LAST{-number}" for number in numbers)
    named = ",".join(f"{number}{day}" for number in numbers for day in days)
    return f"MONTHLY{counted}-{''.join(days)}", f"FREQ=MONTHLY;BYDAY={named}{by_month}"


def _months(season: YearlySeason | None) -> tuple[int, ...]:
    """The months that a season touches; none where it is not limited."""
    if season is None:
        return ()
    first, last = season.first[0], season.last[0]
    if season.first <= season.last:
        return tuple(range(first, last + 1))
    touched = {*range(first, 13), *range(1, last + 1)}
    return tuple(sorted(touched)) if len(touched) < 12 else ()


def _whole_months(season: YearlySeason | None) -> bool:
    """Whether naming its months says all about a season. 29 February makes whole Februaries a matter of the year."""
    if season is None:
        return True
    after_last = date(2001, season.last[0], 1) + 31 * timedelta(days=1)
    length = (after_last.replace(day=1) - date(2001, season.last[0], 1)).days
    return season.first[1] == 1 and season.last[1] >= length and season.last[0] != 2
