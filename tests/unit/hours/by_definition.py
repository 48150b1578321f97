"""Opening times by their bare definition, day by day and quarter of an hour by quarter: slow, and hard to get wrong.

What the engine's property tests compare it with. All clock times must be full quarters of an hour.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from hypothesis import strategies as st

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import Opening
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
    Timetable,
    YearlySeason,
)
from kommanmap.domain.hours.slots import BERLIN

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
PARTS = {PartOfDay.MORNING: (5, 13), PartOfDay.AFTERNOON: (11, 19), PartOfDay.EVENING: (16, 24)}
CALENDAR = nrw_calendar()

EDGES = (
    date(2026, 3, 29), date(2026, 4, 3), date(2026, 10, 16), date(2026, 10, 25), date(2026, 12, 23), date(2026, 12, 31),
    date(2027, 1, 4), date(2027, 3, 28), date(2027, 5, 6), date(2027, 10, 31), date(2028, 2, 29), date(2029, 8, 14),
)  # fmt: skip
"""Clock changes, holidays, ends of holidays, of a long ISO year (2026 has 53 weeks), of what is known."""

quarters = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))
days = st.builds(lambda edge, shift: edge + timedelta(days=shift), st.sampled_from(EDGES), st.integers(-10, 10))
instants = st.builds(
    lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes), days, st.integers(0, 1439)
)
seasons = st.builds(
    YearlySeason, st.tuples(st.integers(1, 12), st.integers(1, 28)), st.tuples(st.integers(1, 12), st.integers(1, 28))
)
exceptions = st.builds(
    DateException, days, st.sampled_from(ExceptionKind), st.none() | quarters, st.none() | quarters, st.just("")
)
certain_sessions = st.builds(
    Session,
    freq=st.sampled_from((Frequency.WEEKLY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.DATES)),
    weekdays=st.lists(st.integers(0, 6), max_size=4).map(tuple),
    nth=st.lists(st.sampled_from((1, 2, 3, 4, 5, -1, -2)), max_size=2).map(tuple),
    interval=st.sampled_from((1, 1, 2, 3)),
    anchor=days,
    dates=st.lists(days, max_size=3).map(tuple),
    start=quarters,
    end=quarters,
    first=st.none() | st.none() | days,
    last=st.none() | st.none() | days,
    season=st.none() | st.none() | seasons,
    public_holidays=st.sampled_from(HolidayRule),
    school_holidays=st.sampled_from((HolidayRule.OPEN, HolidayRule.OPEN, HolidayRule.CLOSED, HolidayRule.ONLY)),
)
any_sessions = st.builds(
    lambda session, anchor, start, end, part, excepted: Session(
        **{
            name: getattr(session, name)
            for name in Session.__dataclass_fields__
            if name not in {"anchor", "start", "end", "part", "exceptions"}
        },
        anchor=anchor,
        start=start,
        end=end,
        part=part,
        exceptions=tuple(excepted),
    ),
    certain_sessions,
    st.none() | days,
    st.none() | quarters,
    st.none() | quarters,
    st.none() | st.sampled_from(PartOfDay),
    st.lists(exceptions, max_size=2),
)
timetables = st.builds(
    Timetable,
    st.lists(any_sessions, max_size=3).map(tuple),
    complete=st.booleans(),
    doubtful=st.sampled_from((False, False, False, True)),
    paused=st.sampled_from((False, False, False, True)),
    paused_until=st.none() | days,
)


def opening(timetable: Timetable, at: datetime) -> Opening:
    """The answer for an instant, from the definition alone."""
    today = at.astimezone(BERLIN).date()
    if timetable.paused and (timetable.paused_until is None or today <= timetable.paused_until):
        return Opening.CLOSED
    perhaps = False
    for day in (today - DAY, today):
        if timetable.paused and timetable.paused_until is not None and day <= timetable.paused_until:
            continue
        for session in timetable.sessions:
            for begin, close, sure in _times(session, day):
                if begin <= at.timestamp() < close:
                    if sure and not timetable.doubtful:
                        return Opening.OPEN
                    perhaps = True
    return Opening.UNKNOWN if perhaps or not timetable.complete else Opening.CLOSED


def steps(at: datetime, count: int) -> Iterator[datetime]:
    """The next quarters of an hour after an instant."""
    first = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    return (first + QUARTER * number for number in range(1, count + 1))


def first_seconds(day: date, clock: time) -> float:
    """The first instant on a local day whose wall time is this or later."""
    return _first_seconds(day, clock)


@cache
def _first_seconds(day: date, clock: time) -> float:
    at = datetime.combine(day, time(), UTC) - timedelta(hours=3)
    while (wall := at.astimezone(BERLIN)).date() < day or (wall.date() == day and wall.time() < clock):
        at += QUARTER
    return at.timestamp()


def _times(session: Session, day: date) -> list[tuple[float, float, bool]]:
    today = [item for item in session.exceptions if item.day == day]
    if any(item.kind is ExceptionKind.CANCELLED for item in today):
        return []
    found = [(*_extra_times(session, item), True) for item in today]
    on = _on(session, day)
    if on is not None:
        found.append((session.start, session.end, on))
    return [_span(day, session.part, *item) for item in found]


def _extra_times(session: Session, item: DateException) -> tuple[time | None, time | None]:
    start = item.start if item.start is not None else session.start
    if item.end is not None or session.end is None or start is None:
        return start, item.end if item.end is not None else session.end
    if session.start is not None and session.end <= session.start:
        return start, session.end
    return start, session.end if session.end > start else None


def _span(
    day: date, part: PartOfDay | None, start: time | None, end: time | None, certain: bool
) -> tuple[float, float, bool]:
    begin_of_day, end_of_day = first_seconds(day, time()), first_seconds(day + DAY, time())
    if start is not None:
        begin = first_seconds(day, start)
        if end is None:
            return begin, end_of_day, False
        return begin, first_seconds(day + DAY if end <= start else day, end), certain
    hours = PARTS[part] if part else (0, 24)
    begin, close = (
        first_seconds(day, time(hours[0])),
        end_of_day if hours[1] == 24 else first_seconds(day, time(hours[1])),
    )
    if end is not None:
        close = end_of_day if end == time() else first_seconds(day, end)
        begin = begin if begin < close else begin_of_day
    return begin, close, False


def _on(session: Session, day: date) -> bool | None:
    """None: not on this day. False: perhaps."""
    if session.freq is Frequency.DATES:
        return True if day in session.dates else None
    if day.weekday() not in session.weekdays or not _in_seasons(session, day):
        return None
    certain = True
    if session.freq is Frequency.MONTHLY:
        if not {_from_front(day), _from_end(day)} & set(session.nth):
            return None
    elif session.interval > 1:
        if session.anchor is None:
            certain = False
        elif (_monday(day) - _monday(session.anchor)).days % (7 * session.interval):
            return None
    for rule, name, known in (
        (session.public_holidays, CALENDAR.public_holiday(day), CALENDAR.knows_public(day)),
        (session.school_holidays, CALENDAR.school_holiday(day), CALENDAR.knows_school(day)),
    ):
        if rule is not HolidayRule.OPEN and not known:
            certain = False
        elif (rule is HolidayRule.CLOSED and name) or (rule is HolidayRule.ONLY and not name):
            return None
    return certain


def _in_seasons(session: Session, day: date) -> bool:
    if (session.first and day < session.first) or (session.last and day > session.last):
        return False
    if session.season is None:
        return True
    walked = [session.season.first]
    while walked[-1] != session.season.last:
        following = date(2028, *walked[-1]) + DAY
        walked.append((following.month, following.day))
    return (day.month, day.day) in walked


def _from_front(day: date) -> int:
    return sum((day - DAY * 7 * week).month == day.month for week in range(5))


def _from_end(day: date) -> int:
    return -sum((day + DAY * 7 * week).month == day.month for week in range(5))


def _monday(day: date) -> date:
    while day.weekday():
        day -= DAY
    return day
