"""On which days a session takes place, from its rule, season and the holidays. Knows no clock times, no exceptions."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.session import Frequency, HolidayRule, Session, YearlySeason

FIRST_DAY = date(1, 1, 8)
LAST_DAY = date(9999, 12, 20)
"""Questions beyond are cut here: a week before and after must be a date, too."""


def rule_days(session: Session, first: date, last: date) -> Iterator[date]:
    """The days between `first` and `last` that rule and season name, in order, whatever the holidays.

    In a session that `needs_anchor` these are all the days on which it could be. Single dates are outside any season:
    somebody said them.
    """
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    if session.freq is Frequency.DATES:
        return (day for day in session.dates if first <= day <= last)
    if session.first is not None and session.first > first:
        first = session.first
    if session.last is not None and session.last < last:
        last = session.last
    if first > last:
        return iter(())
    days = _weekly(session, first, last) if session.freq is Frequency.WEEKLY else _monthly(session, first, last)
    season = session.season
    return days if season is None else (day for day in days if in_season(season, day))


def days_on(session: Session, first: date, last: date, calendar: NrwCalendar) -> Iterator[tuple[date, bool]]:
    """The days on which it takes place, holidays considered, in order; False beside a day on which it only may."""
    days = rule_days(session, first, last)
    sure = not session.needs_anchor
    public, school = session.public_holidays, session.school_holidays
    if session.freq is Frequency.DATES or (public is HolidayRule.OPEN and school is HolidayRule.OPEN):
        return ((day, sure) for day in days)
    if public is not HolidayRule.OPEN:
        only = public is HolidayRule.ONLY
        days = _agreeing(days, only, calendar.public_holiday, calendar.knows_public)
    if school is not HolidayRule.OPEN:
        only = school is HolidayRule.ONLY
        days = _agreeing(days, only, calendar.school_holiday, calendar.knows_school)
    if _all_known(session, first, last, calendar):
        return ((day, sure) for day in days)
    return ((day, sure and _all_known(session, day, day, calendar)) for day in days)


def in_season(season: YearlySeason, day: date) -> bool:
    """Whether the day lies in a season of every year, which may run over New Year."""
    of_year = (day.month, day.day)
    if season.first <= season.last:
        return season.first <= of_year <= season.last
    return of_year >= season.first or of_year <= season.last


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The `nth` such weekday of a month, counted from its end where negative. None where the month has none."""
    of_first, length = _month(year, month)
    earliest = 1 + (weekday - of_first) % 7
    before = nth - 1 if nth > 0 else (length - earliest) // 7 + nth + 1
    day = earliest + 7 * before
    return date(year, month, day) if nth and 1 <= day <= length else None


@lru_cache(maxsize=1024)
def _month(year: int, month: int) -> tuple[int, int]:
    """The weekday of its first day and how many days it has."""
    return monthrange(year, month)


def _agreeing(
    days: Iterator[date], only: bool, holiday: Callable[[date], str | None], known: Callable[[date], bool]
) -> Iterator[date]:
    """The days that are no holiday or, where `only`, are one; also those of which nobody knows."""
    return (day for day in days if (holiday(day) is not None) is only or not known(day))


def _all_known(session: Session, first: date, last: date, calendar: NrwCalendar) -> bool:
    """Whether the calendar knows all that the rules of the session ask between two days."""
    if session.public_holidays is not HolidayRule.OPEN and not (
        calendar.knows_public(first) and calendar.knows_public(last)
    ):
        return False
    return session.school_holidays is HolidayRule.OPEN or (calendar.knows_school(first) and calendar.knows_school(last))


def _weekly(session: Session, first: date, last: date) -> Iterator[date]:
    monday = first.toordinal() - first.weekday()
    step = 7
    if session.interval > 1 and session.anchor is not None:
        step = 7 * session.interval
        anchored = session.anchor.toordinal() - session.anchor.weekday()
        monday += (anchored - monday) % step
    earliest, latest = first.toordinal(), last.toordinal()
    weekdays = [day for day in session.weekdays if 0 <= day <= 6]
    for start in range(monday, latest + 1, step):
        for weekday in weekdays:
            if earliest <= start + weekday <= latest:
                yield date.fromordinal(start + weekday)


def _monthly(session: Session, first: date, last: date) -> Iterator[date]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        found = (
            nth_weekday(month // 12, month % 12 + 1, weekday, nth)
            for weekday in session.weekdays
            for nth in session.nth
            if 0 <= weekday <= 6
        )
        yield from _between(found, first, last)


def _between(found: Iterable[date | None], first: date, last: date) -> list[date]:
    return sorted({day for day in found if day is not None and first <= day <= last})
