"""Slots: the single times at which sessions take place, as instants in Europe/Berlin. Knows no state, no words.

Wall time becomes an instant here and nowhere else. A clock time that the change to summer time leaves out is the next
instant that exists, one that comes twice in autumn is the first. A slot over midnight belongs to its starting day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.days import FIRST_DAY, LAST_DAY, days_on
from kommanmap.domain.hours.session import DateException, ExceptionKind, PartOfDay, Session, Timetable

BERLIN = ZoneInfo("Europe/Berlin")
BerlinTime: TypeAlias = datetime
"""Aware wall time in Europe/Berlin, as it stands on a door; moments elsewhere are in UTC and named so."""

PART_HOURS = {PartOfDay.MORNING: (5, 13), PartOfDay.AFTERNOON: (11, 19), PartOfDay.EVENING: (16, 24)}
"""Full hours between which something lies that is "in the morning": generous, since outside of them it is closed."""

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400
_ONE_DAY = timedelta(days=1)
_MIDNIGHT = time()

_Planned: TypeAlias = list[tuple[time | None, time | None, bool, str]]
"""Start, end, whether it is certain, note: what a session has on one day."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which a session takes place, or may.

    start, end: aware, Europe/Berlin; compare them with other instants by `timestamp()`, since Python compares the wall
    time of two datetimes of one zone. end None: not known. certain: False where the clock time, the week or the
    holiday is not known. has_clock: False where the start is not known and stands at midnight. note: of the exception.
    """

    start: BerlinTime
    end: BerlinTime | None
    session: Session
    certain: bool = True
    has_clock: bool = True
    note: str = ""

    @property
    def day(self) -> date:
        """The local date it belongs to, also where it ends after midnight."""
        return self.start.date()


class Window(NamedTuple):
    """From when to when a slot is on, or may be: seconds since 1970, the end not included.

    place: which session of the timetable. turn: which of its times on this day, so that no two windows are alike.
    surely: a person in front of the door finds it open all the time; False where anything about it is not known.
    A tuple, since thousands are made for one answer.
    """

    begin: int
    close: int
    place: int
    turn: int
    surely: bool
    day: date
    start: time | None
    end: time | None
    certain: bool
    note: str


def slots(timetable: Timetable, first: date, last: date, calendar: NrwCalendar) -> list[Slot]:
    """Everything that belongs to the days from `first` to `last`, by start. Nothing on days of a pause."""
    found = [slot_of(timetable, window) for window in windows(timetable, first, last, calendar)]
    found.sort(key=lambda slot: slot.start)
    return found


def windows(timetable: Timetable, first: date, last: date, calendar: NrwCalendar) -> Iterator[Window]:
    """Lazily, in order of their begin, what belongs to the days from `first` to `last`."""
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    if timetable.paused:
        if timetable.paused_until is None or timetable.paused_until >= last:
            return iter(())
        first = max(first, timetable.paused_until + _ONE_DAY)
    each = [_of_session(place, session, first, last, calendar) for place, session in enumerate(timetable.sessions)]
    ahead = each[0] if len(each) == 1 else merge(*each)
    if timetable.doubtful:
        return (window._replace(surely=False, certain=False) for window in ahead)
    return ahead


def slot_of(timetable: Timetable, window: Window) -> Slot:
    """The slot as a person sees it."""
    known = window.start is not None
    return Slot(
        berlin(window.begin if known else midnight(window.day)),
        None if window.end is None else berlin(window.close),
        timetable.sessions[window.place],
        window.certain and known,
        known,
        window.note,
    )


def berlin(seconds: int) -> BerlinTime:
    """Seconds since 1970 as wall time in Europe/Berlin."""
    return datetime.fromtimestamp(seconds, BERLIN)


def instant(day: date, clock: time) -> int:
    """Seconds since 1970 of a wall time in Europe/Berlin."""
    ordinal = day.toordinal()
    offset = _offset(ordinal)
    if offset is None:
        return _by_the_zone(datetime.combine(day, clock, BERLIN))
    return (ordinal - _EPOCH) * _DAY + _of_day(clock) - offset


def midnight(day: date) -> int:
    """Seconds since 1970 of the beginning of a local day."""
    return instant(day, _MIDNIGHT)


def _of_session(place: int, session: Session, first: date, last: date, calendar: NrwCalendar) -> Iterator[Window]:
    days = days_on(session, first, last, calendar)
    if session.exceptions:
        return _exceptional(place, session, _with_exceptions(session, days, first, last))
    if session.start is None or session.end is None:
        return _uncertain(place, session, days)
    return _plain(place, session.start, session.end, days)


def _plain(place: int, start: time, end: time, days: Iterator[tuple[date, bool]]) -> Iterator[Window]:
    """What nearly every session is: known times, no exceptions."""
    opens, lasts = _of_day(start), (_of_day(end) - _of_day(start)) % _DAY or _DAY
    to_midnight = _DAY - opens
    for day, certain in days:
        ordinal = day.toordinal()
        offset = _offset(ordinal)
        if offset is not None and (lasts < to_midnight or _offset(ordinal + 1) is not None):
            begin = (ordinal - _EPOCH) * _DAY + opens - offset
            yield Window(begin, begin + lasts, place, 0, certain, day, start, end, certain, "")
        elif (span := _span(day, start, end, None)) is not None:
            yield Window(*span, place, 0, certain, day, start, end, certain, "")


def _uncertain(place: int, session: Session, days: Iterator[tuple[date, bool]]) -> Iterator[Window]:
    for day, certain in days:
        span = _span(day, session.start, session.end, session.part)
        if span is not None:
            yield Window(*span, place, 0, False, day, session.start, session.end, certain, "")


def _exceptional(place: int, session: Session, days: Iterator[tuple[date, _Planned]]) -> Iterator[Window]:
    for day, planned in days:
        found = []
        for turn, (start, end, certain, note) in enumerate(planned):
            span = _span(day, start, end, session.part)
            if span is not None:
                surely = certain and start is not None and end is not None
                found.append(Window(*span, place, turn, surely, day, start, end, certain, note))
        yield from sorted(found)


def _with_exceptions(
    session: Session, days: Iterator[tuple[date, bool]], first: date, last: date
) -> Iterator[tuple[date, _Planned]]:
    """Day by day the times with their exceptions: a cancelled date has none, an extra one stands beside the rule."""
    cancelled = {item.day for item in session.exceptions if item.kind is ExceptionKind.CANCELLED}
    extra: dict[date, list[DateException]] = {}
    for item in session.exceptions:
        if item.kind is ExceptionKind.EXTRA and item.day not in cancelled and first <= item.day <= last:
            extra.setdefault(item.day, []).append(item)
    by_rule = ((day, certain) for day, certain in days if day not in cancelled)
    of_extra = ((day, None) for day in sorted(extra))
    for day, reasons in groupby(merge(by_rule, of_extra, key=itemgetter(0)), key=itemgetter(0)):
        planned = [(*_times_of_extra(session, item), True, item.note) for item in extra.get(day, ())]
        for _, certain in reasons:
            if certain is not None and (session.start, session.end) not in [times[:2] for times in planned]:
                planned.append((session.start, session.end, certain, ""))
        yield day, planned


def _times_of_extra(session: Session, extra: DateException) -> tuple[time | None, time | None]:
    """Its own, else the usual ones. The usual end is none where the extra date begins after it."""
    start = session.start if extra.start is None else extra.start
    if extra.end is not None or session.end is None or start is None:
        return start, session.end if extra.end is None else extra.end
    over_midnight = session.start is not None and session.end <= session.start
    return start, session.end if over_midnight or start < session.end else None


def _span(day: date, start: time | None, end: time | None, part: PartOfDay | None) -> tuple[int, int] | None:
    """From when to when it is on or may be; None where nothing is left, because the clock leaves out all of it."""
    if start is None:
        begin, close = _hours_of(day, part, end)
    else:
        begin = instant(day, start)
        close = midnight(day + _ONE_DAY) if end is None else _end(day, start, end)
    return (begin, close) if begin < close else None


def _hours_of(day: date, part: PartOfDay | None, end: time | None) -> tuple[int, int]:
    """The time in which something of unknown start lies: its part of the day, and not after its end if that is said."""
    tomorrow = midnight(day + _ONE_DAY)
    first, last = PART_HOURS[part] if part else (0, 24)
    begin = instant(day, time(first))
    close = tomorrow if last == 24 else instant(day, time(last))
    if end is None:
        return begin, close
    ends = _end(day, None, end)
    return (begin if begin < ends else midnight(day)), ends


def _end(day: date, start: time | None, end: time) -> int:
    """The end on the same day or, where it does not lie after the start, on the next."""
    over_midnight = end <= start if start is not None else end == _MIDNIGHT
    return instant(day + _ONE_DAY if over_midnight else day, end)


def _of_day(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


@lru_cache(maxsize=4096)
def _offset(ordinal: int) -> int | None:
    """Seconds that Berlin is ahead of UTC on this day, None on a day on which the clock changes."""
    day = date.fromordinal(ordinal)
    ahead = [datetime.combine(day, clock, BERLIN).utcoffset() for clock in (_MIDNIGHT, time(23, 59, 59))]
    if ahead[0] is None or ahead[0] != ahead[1]:
        return None
    return int(ahead[0].total_seconds())


def _by_the_zone(wall: datetime) -> int:
    """On a day of a clock change. The first of two instants; in the hour left out, the full hour at which it ends."""
    seconds = int(wall.timestamp())
    exists = datetime.fromtimestamp(seconds, BERLIN).replace(tzinfo=None) == wall.replace(tzinfo=None)
    return seconds if exists else seconds - seconds % 3600
