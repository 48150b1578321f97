"""In which years, dates and weeks a session lies, in terms of `opening_hours`. Knows no holidays and no clock times.

The grammar has no weeks counted from a date, only the numbers of ISO weeks in each year. Every second week stays at
even (or odd) numbers until a year of 53 weeks; so the count is written out for runs of years in which it is the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from kommanmap.domain.hours.days import in_season
from kommanmap.domain.hours.osm_rules import (
    ALWAYS_BEGINS,
    NEVER_ENDS,
    DateRange,
    OsmRule,
    Weeks,
    YearlyRange,
    Years,
)
from kommanmap.domain.hours.session import Frequency, Session, YearlySeason

YEARS_AHEAD = 6
"""ISO years after the first for which counted weeks are written out; what follows is said to be unknown."""

_ONE_DAY = timedelta(days=1)
_ALL_BUT_LEAP_DAYS = YearlySeason((3, 1), (2, 28))


@dataclass(frozen=True, slots=True)
class Wide:
    """The wide selectors of one rule. weeks_unknown: it is not said in which of these weeks."""

    years: Years | None = None
    ranges: tuple[DateRange | YearlyRange, ...] = ()
    weeks: Weeks | None = None
    weeks_unknown: bool = False


def wide_selectors(session: Session) -> Iterator[Wide]:
    """One or more, which together hold the days of season and weeks, each once. None where the season is empty."""
    if session.first and session.last and session.last < session.first:
        return
    if session.freq is not Frequency.WEEKLY or session.interval < 2 or session.anchor is None:
        yield from _season(session.first, session.last, session.season)
        return
    after = ALWAYS_BEGINS
    for first, last, weeks in _counted(session, session.anchor):
        for wide in _season(first, last, session.season, written_out=True):
            yield Wide(None, wide.ranges, weeks)
        after = last + _ONE_DAY
    if session.last is None or after <= session.last:
        for wide in _season(after, session.last, session.season):
            yield Wide(wide.years, wide.ranges, None, weeks_unknown=True)


def first_week(anchor: date, interval: int, iso_year: int) -> int:
    """The number of the first ISO week of a year that is a multiple of `interval` weeks away from the anchor's."""
    begins = date.fromisocalendar(iso_year, 1, 1).toordinal()
    counted = anchor.toordinal() - anchor.weekday()
    return (counted - begins) // 7 % interval + 1


def in_dates(rule: OsmRule, day: date) -> bool:
    """Whether years and ranges of a rule hold the day, whatever its weeks and weekdays are."""
    if rule.years and not rule.years.first <= day.year <= (rule.years.last or day.year):
        return False
    return not rule.ranges or any(_within(item, day) for item in rule.ranges)


def runs(days: Iterable[date]) -> Iterator[DateRange]:
    """Dates in order as ranges: days in a row become one."""
    begin: date | None = None
    before = date.min
    for day in days:
        if begin is not None and day - before > _ONE_DAY:
            yield DateRange(begin, before)
            begin = None
        begin = begin or day
        before = day
    if begin is not None:
        yield DateRange(begin, before)


def _within(item: DateRange | YearlyRange, day: date) -> bool:
    if isinstance(item, DateRange):
        return item.first <= day <= item.last
    return in_season(YearlySeason(item.first, item.last), day)


def _counted(session: Session, anchor: date) -> Iterator[tuple[date, date, Weeks]]:
    base = max(session.first or anchor, ALWAYS_BEGINS)
    base_year = min(base.isocalendar().year, NEVER_ENDS.year - YEARS_AHEAD - 1)
    begin_year = base_year if session.first else base_year - 1
    interval = session.interval
    numbered = ((year, first_week(anchor, interval, year)) for year in range(begin_year, base_year + YEARS_AHEAD + 1))
    for number, group in groupby(numbered, key=lambda pair: pair[1]):
        years = [year for year, _ in group]
        first = max(date.fromisocalendar(years[0], 1, 1), session.first or ALWAYS_BEGINS)
        last = date.fromisocalendar(years[-1] + 1, 1, 1) - _ONE_DAY
        last = min(last, session.last or last)
        if first <= last and number <= 53:
            yield first, last, Weeks(number, 53, interval)


def _season(
    first: date | None, last: date | None, season: YearlySeason | None, *, written_out: bool = False
) -> Iterator[Wide]:
    if season is None or _is_whole_year(season):
        if first or last:
            yield Wide(None, (DateRange(first or ALWAYS_BEGINS, last or NEVER_ENDS),))
        else:
            yield Wide()
        return
    yearly = _yearly(season)
    if first is None and last is None:
        yield Wide(None, yearly)
        return
    begins, ends = first or ALWAYS_BEGINS, last or NEVER_ENDS
    whole_from = begins.year + (begins != date(begins.year, 1, 1))
    whole_to = ends.year - (ends != date(ends.year, 12, 31))
    if written_out or whole_from >= whole_to:
        # "2027 Oct 01-Mar 31" would be a range that ends in March of 2028.
        single = _written_out(season, begins, ends)
        whole_from, whole_to = 1, 0
    else:
        single = _written_out(season, begins, date(whole_from, 1, 1) - _ONE_DAY)
        single += _written_out(season, date(whole_to, 12, 31) + _ONE_DAY, ends)
    if single:
        yield Wide(None, tuple(single))
    if whole_from <= whole_to:
        yield Wide(Years(whole_from, None if last is None else whole_to), yearly)


def _yearly(season: YearlySeason) -> tuple[YearlyRange, ...]:
    if season == _ALL_BUT_LEAP_DAYS:
        # npm never takes it for a range, since in most years it ends where it begins.
        return YearlyRange((1, 1), season.last), YearlyRange(season.first, (12, 31))
    return (YearlyRange(season.first, season.last),)


def _is_whole_year(season: YearlySeason) -> bool:
    """From a day to the one before it: other programs disagree about such a range."""
    return date(2000, *season.last) + _ONE_DAY == date(2000, *season.first) or (season.first, season.last) == (
        (1, 1),
        (12, 31),
    )


def _written_out(season: YearlySeason, begins: date, ends: date) -> list[DateRange]:
    """The season between two dates, year by year."""
    found: list[DateRange] = []
    for year in range(begins.year - 1, ends.year + 1):
        over_new_year = season.last < season.first
        first = _existing(year, season.first, later=True)
        last = _existing(year + over_new_year, season.last, later=False)
        first, last = max(first, begins), min(last, ends)
        if first <= last:
            found.append(DateRange(first, last))
    return found


def _existing(year: int, of_year: tuple[int, int], *, later: bool) -> date:
    """29 February is the day after or before in a year without one."""
    if of_year != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        return date(year, *of_year)
    return date(year, 3, 1) if later else date(year, 2, 28)
