"""What a later rule of an `opening_hours` expression takes away from the sessions before it. Adds nothing itself."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.days import days_on
from kommanmap.domain.hours.osm_comments import read_comment
from kommanmap.domain.hours.osm_days import in_dates
from kommanmap.domain.hours.osm_rules import DateRange, OsmRule, YearlyRange
from kommanmap.domain.hours.osm_sessions import EVERY_DAY, NotHeld, minutes_of
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    Session,
    YearlySeason,
)
from kommanmap.domain.hours.slots import PART_HOURS

LONGEST = 400
"""Days of a range with years that are cancelled one by one."""

_LONG = timedelta(days=LONGEST)
_DAY = 24 * 60

__all__ = ["NotHeld", "take_out"]


def take_out(sessions: list[Session], rule: OsmRule, calendar: NrwCalendar) -> list[Session]:
    """The sessions without the days of a rule, or without its times where it has some. Raises `NotHeld`."""
    hit = [_touches(session, rule, calendar) for session in sessions]
    found: list[Session] = []
    for session, is_hit in zip(sessions, hit, strict=True):
        found += _without(session, rule, calendar) if is_hit else [session]
    return found


def _touches(session: Session, rule: OsmRule, calendar: NrwCalendar) -> bool:
    """Whether the rule's times hold all those of the session. Times that overlap otherwise cannot be held."""
    if not rule.spans:
        return True
    if not _may_share_days(session, rule, calendar):
        return False
    if rule.holidays and not rule.either and all(_is_closed_on(session, holiday) for holiday in rule.holidays):
        return False
    begin, close = _possible(session)
    for span in rule.spans:
        end = _DAY if span.end is None else span.end
        if span.start <= begin and close <= end:
            return True
        if span.start < close and begin < end:
            raise NotHeld(str(rule))
    return False


def _is_closed_on(session: Session, holiday: str) -> bool:
    of_session = session.public_holidays if holiday == "PH" else session.school_holidays
    return of_session is HolidayRule.CLOSED and session.freq is not Frequency.DATES


def _may_share_days(session: Session, rule: OsmRule, calendar: NrwCalendar) -> bool:
    if rule.either:
        return True
    of_session = {day.weekday() for day in session.dates} | set(session.weekdays)
    if not ({day for day, _ in rule.weekdays} or set(EVERY_DAY)) & of_session:
        return False
    # Without its weeks and places in the month it holds more days, never fewer.
    widest = replace(rule, weeks=None, weekdays=tuple((day, ()) for day, _ in rule.weekdays))
    if session.freq is Frequency.DATES:
        return any(_matches(widest, day, calendar) for day in session.dates)
    dates = [item for item in rule.ranges if isinstance(item, DateRange) and item.last - item.first <= _LONG]
    if not dates or len(dates) < len(rule.ranges):
        return True
    days = (day for item in dates for day, _ in days_on(session, item.first, item.last, calendar))
    return any(_matches(widest, day, calendar) for day in days)


def _possible(session: Session) -> tuple[int, int]:
    """When it is on, or may be, in minutes."""
    start, end = minutes_of(session)
    if start is not None:
        return start, _DAY if end is None else end
    first, last = PART_HOURS[session.part] if session.part else (0, 24)
    close = last * 60 if end is None else end or _DAY
    return (first * 60 if first * 60 < close else 0), close


def _without(session: Session, rule: OsmRule, calendar: NrwCalendar) -> list[Session]:
    if session.freq is Frequency.DATES:
        kept = tuple(day for day in session.dates if not _matches(rule, day, calendar))
        return [replace(session, dates=kept)] if kept else []
    wide = sum(1 for part in (rule.years, rule.ranges, rule.weeks) if part)
    if not rule.has_days:
        return []
    if rule.ranges and wide == 1 and all(isinstance(item, DateRange) for item in rule.ranges):
        return [_without_dates(session, rule, calendar)]
    if rule.ranges and wide == 1 and len(rule.ranges) == 1 and not (rule.weekdays or rule.holidays):
        return [_without_season(session, rule)]
    if wide:
        raise NotHeld(str(rule))
    if rule.either:
        rest = _without_weekdays(session, replace(rule, holidays=()))
        return [each for one in rest for each in _without_holidays(one, replace(rule, weekdays=()))]
    return _without_holidays(session, rule) if rule.holidays else _without_weekdays(session, rule)


def _matches(rule: OsmRule, day: date, calendar: NrwCalendar) -> bool:
    """Whether a rule holds on a date, whatever the time of day."""
    if not in_dates(rule, day):
        return False
    if rule.weeks or any(nth for _, nth in rule.weekdays):
        raise NotHeld(str(rule))
    named: dict[str, Callable[[date], str | None]] = {"PH": calendar.public_holiday, "SH": calendar.school_holiday}
    on_holiday = any(named[holiday](day) is not None for holiday in rule.holidays)
    on_weekday = day.weekday() in {weekday for weekday, _ in rule.weekdays}
    if rule.either:
        return on_holiday or on_weekday
    return (on_holiday or not rule.holidays) and (on_weekday or not rule.weekdays)


def _without_dates(session: Session, rule: OsmRule, calendar: NrwCalendar) -> Session:
    """Cancelled on each of its days within the dates of the rule."""
    note = read_comment(rule.comment).note
    cancelled: list[DateException] = []
    for item in rule.ranges:
        if not isinstance(item, DateRange) or item.last - item.first > _LONG:
            raise NotHeld(str(rule))
        # The session may get its holiday rule from a later rule; holidays do not matter for what is cancelled.
        whatever = replace(session, public_holidays=HolidayRule.OPEN, school_holidays=HolidayRule.OPEN)
        for day, _ in days_on(whatever, item.first, item.last, calendar):
            if _matches(rule, day, calendar):
                cancelled.append(DateException(day, ExceptionKind.CANCELLED, note=note))
    return replace(session, exceptions=session.exceptions + tuple(cancelled))


def _without_season(session: Session, rule: OsmRule) -> Session:
    """Open in the rest of the year."""
    item = rule.ranges[0]
    if session.season is not None or not isinstance(item, YearlyRange):
        raise NotHeld(str(rule))
    # A leap year between two ordinary ones is of no matter: no season ends on 28 February and begins on the 29th.
    after = date(2000, *item.last) + timedelta(days=1)
    before = date(2000, *item.first) - timedelta(days=1)
    return replace(session, season=YearlySeason((after.month, after.day), (before.month, before.day)))


def _without_holidays(session: Session, rule: OsmRule) -> list[Session]:
    named = {day for day, nth in rule.weekdays if not nth}
    if len(named) != len(rule.weekdays) and not _same_days(session, rule):
        raise NotHeld(str(rule))
    if rule.weekdays and not _same_days(session, rule):
        hit, rest = _split(session, named)
        return rest + [each for one in hit for each in _without_holidays(one, replace(rule, weekdays=()))]
    for holiday in rule.holidays:
        of_session = session.public_holidays if holiday == "PH" else session.school_holidays
        if of_session is HolidayRule.ONLY:
            return []
        if holiday == "PH":
            session = replace(session, public_holidays=HolidayRule.CLOSED)
        else:
            session = replace(session, school_holidays=HolidayRule.CLOSED)
    return [session]


def _same_days(session: Session, rule: OsmRule) -> bool:
    """Whether the rule names the very weekdays of the session, with the same place in the month."""
    nth = session.nth if session.freq is Frequency.MONTHLY else ()
    return {(day, frozenset(places)) for day, places in rule.weekdays} == {
        (day, frozenset(nth)) for day in session.weekdays
    }


def _without_weekdays(session: Session, rule: OsmRule) -> list[Session]:
    every = {day for day, nth in rule.weekdays if not nth}
    _, rest = _split(session, every)
    for day, nth in rule.weekdays:
        if nth:
            rest = [each for one in rest for each in _without_nth(one, day, nth, rule)]
    return rest


def _without_nth(session: Session, day: int, nth: tuple[int, ...], rule: OsmRule) -> Iterator[Session]:
    """A weekly session without the second one of the month is one on the first, third, fourth and fifth."""
    hit, rest = _split(session, {day})
    yield from rest
    for one in hit:
        places = one.nth if one.freq is Frequency.MONTHLY else (1, 2, 3, 4, 5)
        if one.interval > 1 or any(n < 0 for n in (*nth, *places)):
            raise NotHeld(str(rule))
        kept = tuple(n for n in places if n not in nth)
        if kept:
            yield replace(one, freq=Frequency.MONTHLY, nth=kept)


def _split(session: Session, weekdays: set[int]) -> tuple[list[Session], list[Session]]:
    """The part on these weekdays and the rest; its exceptions stay with the part of their weekday."""
    parts: list[list[Session]] = []
    for inside in (True, False):
        days = tuple(day for day in session.weekdays if (day in weekdays) is inside)
        own = tuple(item for item in session.exceptions if (item.day.weekday() in weekdays) is inside)
        parts.append([replace(session, weekdays=days, exceptions=own)] if days else [])
    return parts[0], parts[1]
