"""What is wrong with sessions, or worth asking a person: nonsense in one, contradictions between two. Knows no words.

Problems are about the field "times"; whoever read the words adds which of them are at fault.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import combinations

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.days import FIRST_DAY, LAST_DAY, rule_days
from kommanmap.domain.hours.session import ExceptionKind, Frequency, HolidayRule, Session, Timetable
from kommanmap.domain.hours.slots import PART_HOURS, Slot, Window, slot_of, windows
from kommanmap.domain.problems import Problem

FIELD = "times"

_COMPARED = timedelta(days=2 * 366)
"""Over two years every rule of weeks and months meets every other if they ever meet."""
_LEAP_YEAR = 2028
_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two sessions that are on at once, and where that first happens. Two rooms may well explain it."""

    earlier: Slot
    later: Slot


def session_problems(session: Session, *, today: date | None = None) -> Iterator[Problem]:
    """What cannot be, and what a person must be asked. `today` given, also what is over."""
    yield from _rule_problems(session)
    yield from _season_problems(session)
    if session.start is not None and session.start == session.end and session.start != time():
        yield Problem(FIELD, "session_time_end_is_start", {"time": f"{session.start:%H:%M}"})
    if today is not None:
        yield from _over(session, today)


def overlaps(sessions: Sequence[Session], first: date, last: date, calendar: NrwCalendar) -> tuple[Overlap, ...]:
    """The pairs of sessions that are surely on at the same time on a day from `first` to `last`, once each."""
    timetable = Timetable(tuple(sessions))
    found: dict[tuple[int, int], Overlap] = {}
    running: list[Window] = []
    for window in windows(timetable, first, last, calendar):
        if not window.surely:
            continue
        running = [other for other in running if other.close > window.begin]
        for other in running:
            pair = (min(other.place, window.place), max(other.place, window.place))
            if pair[0] != pair[1] and pair not in found:
                found[pair] = Overlap(slot_of(timetable, other), slot_of(timetable, window))
        running.append(window)
    return tuple(found.values())


def contradictions(sessions: Sequence[Session]) -> Iterator[Problem]:
    """Pairs of statements that cannot both be the truth about one thing: at the same time, but said differently.

    Sessions for other people, in other languages or with another note are other things. Numbers count from 1.
    """
    for (first, one), (second, other) in combinations(enumerate(sessions, start=1), 2):
        fits = one == other or not _same_thing(one, other) or _agree(one, other)
        if not fits and _clocks_meet(one, other) and _days_meet(one, other):
            yield Problem(FIELD, "sessions_contradict", {"first": first, "second": second})


def _rule_problems(session: Session) -> Iterator[Problem]:
    if session.freq is Frequency.DATES:
        if not session.dates and not any(item.kind is ExceptionKind.EXTRA for item in session.exceptions):
            yield Problem(FIELD, "session_dates_missing")
        return
    if not session.weekdays:
        yield Problem(FIELD, "session_weekday_missing")
    for weekday in session.weekdays:
        if not 0 <= weekday <= 6:
            yield Problem(FIELD, "session_weekday_impossible", {"number": weekday})
    if session.freq is Frequency.MONTHLY:
        if not session.nth:
            yield Problem(FIELD, "session_nth_missing")
        for nth in session.nth:
            if nth == 0 or abs(nth) > 5:
                yield Problem(FIELD, "session_nth_impossible", {"nth": nth})
        return
    if session.interval < 1:
        yield Problem(FIELD, "session_interval_impossible", {"weeks": session.interval})
    if session.needs_anchor:
        yield Problem(FIELD, "session_anchor_missing", {"weeks": session.interval})


def _season_problems(session: Session) -> Iterator[Problem]:
    first, last, season = session.first, session.last, session.season
    if first is not None and last is not None and last < first:
        yield Problem(FIELD, "session_season_ends_before_start", {"first": _german(first), "last": _german(last)})
    elif first is not None or last is not None:
        for day in session.dates if session.freq is Frequency.DATES else ():
            if (first is not None and day < first) or (last is not None and day > last):
                yield Problem(FIELD, "session_date_outside_season", {"date": _german(day)})
    for month, day_of_month in (season.first, season.last) if season is not None else ():
        if not _is_day(month, day_of_month):
            yield Problem(FIELD, "session_day_impossible", {"day": f"{day_of_month}.{month}."})


def _over(session: Session, today: date) -> Iterator[Problem]:
    coming = any(item.kind is ExceptionKind.EXTRA and item.day >= today for item in session.exceptions)
    if coming:
        return
    if session.freq is Frequency.DATES:
        if session.dates and session.dates[-1] < today:
            yield Problem(FIELD, "session_dates_over", {"date": _german(session.dates[-1])})
    elif session.last is not None and session.last < today:
        yield Problem(FIELD, "session_season_over", {"date": _german(session.last)})


def _same_thing(one: Session, other: Session) -> bool:
    return (one.audiences, one.languages, one.note) == (other.audiences, other.languages, other.note)


def _clocks_meet(one: Session, other: Session) -> bool:
    """Whether their times of day share a minute; a time without an end shares its first."""
    (begin, close), (other_begin, other_close) = _minutes(one), _minutes(other)
    apart = (-_MINUTES, 0, _MINUTES)
    return any(begin < other_close + shift and other_begin + shift < close for shift in apart)


def _minutes(session: Session) -> tuple[int, int]:
    if session.start is None:
        hours = PART_HOURS[session.part] if session.part else (0, 24)
        return hours[0] * 60, hours[1] * 60
    begin = session.start.hour * 60 + session.start.minute
    if session.end is None:
        return begin, begin + 1
    close = session.end.hour * 60 + session.end.minute
    return begin, close if close > begin else close + _MINUTES


def _agree(one: Session, other: Session) -> bool:
    """Whether both may be said of one thing: the same time on more days, or a date that the rule names anyway."""
    if (one.start, one.end, one.part) != (other.start, other.end, other.part):
        return False
    if Frequency.DATES in (one.freq, other.freq):
        return True
    rules = ((item.freq, item.interval, item.public_holidays, item.school_holidays) for item in (one, other))
    return next(rules) == next(rules)


def _days_meet(one: Session, other: Session) -> bool:
    """Whether there is a day on which both take place, as far as weeks, seasons and kinds of days say."""
    for rules in ((one.public_holidays, other.public_holidays), (one.school_holidays, other.school_holidays)):
        if set(rules) == {HolidayRule.ONLY, HolidayRule.CLOSED}:
            return False
    for dated, of_rule in ((one, other), (other, one)):
        if dated.freq is Frequency.DATES:
            return any(any(rule_days(of_rule, day, day)) for day in dated.dates)
    first = _compared_from(one, other)
    return not set(rule_days(one, first, first + _COMPARED)).isdisjoint(rule_days(other, first, first + _COMPARED))


def _compared_from(one: Session, other: Session) -> date:
    """Where two rules are laid beside each other: inside of both seasons, if they have a day in common."""
    firsts = [item.first for item in (one, other) if item.first is not None]
    lasts = [item.last for item in (one, other) if item.last is not None]
    if firsts:
        return min(max(firsts), LAST_DAY - _COMPARED)
    return max(min(lasts), FIRST_DAY + _COMPARED) - _COMPARED if lasts else date(_LEAP_YEAR, 1, 1)


def _is_day(month: int, day: int) -> bool:
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


def _german(day: date) -> str:
    return f"{day:%d.%m.%Y}"
