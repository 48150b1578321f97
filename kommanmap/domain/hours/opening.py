"""Open or not: the state of a place at an instant, what comes next. Asks slots; knows no words and no clock.

Three answers: what nobody knows is never said to be open or closed. Instants are handed in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain, islice, takewhile

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.days import FIRST_DAY, LAST_DAY
from kommanmap.domain.hours.session import Timetable
from kommanmap.domain.hours.slots import BerlinTime, Slot, Window, berlin, midnight, slot_of, windows

HORIZON = 400
"""Days that are searched for a next time: a year, and the session of a year that is late."""

_LONGEST_RUN = 14
"""Days without a closed minute after which an end is not looked for any more."""

_ONE_DAY = timedelta(days=1)
_FIRST_INSTANT, _LAST_INSTANT = midnight(FIRST_DAY), midnight(LAST_DAY)


class Opening(StrEnum):
    """What can be said about a place at an instant."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class State:
    """A place at an instant.

    slots_now: what is on, or may be, by start. until: the first instant at which the answer is another, None where
    there is none within `HORIZON` days. closed_until: the last day of a pause, both included; None where there is no
    pause or its end is not known.
    """

    opening: Opening
    slots_now: tuple[Slot, ...] = ()
    until: BerlinTime | None = None
    closed_until: date | None = None


@dataclass(frozen=True, slots=True)
class OpenTime:
    """From one opening of the door to its closing: slots that touch or overlap are one. end None: not known."""

    start: BerlinTime
    end: BerlinTime | None
    slots: tuple[Slot, ...]


def state(timetable: Timetable, at: datetime, calendar: NrwCalendar, *, days: int = HORIZON) -> State:
    """Open, closed or unknown at this instant (aware), what is on and when that changes, looked for `days` ahead."""
    now, today = _moment(at)
    if timetable.paused and (timetable.paused_until is None or today <= timetable.paused_until):
        return _paused(timetable, today, calendar, days)
    last = _ahead(today, days)
    ahead = windows(timetable, today - _ONE_DAY, last, calendar)
    current: list[Window] = []
    coming: list[Window] = []
    for window in ahead:
        if window.begin > now:
            coming.append(window)
            break
        if window.close > now:
            current.append(window)
    opening = _opening(timetable, current)
    until = _change(timetable, opening, current, chain(coming, ahead))
    if until is not None and until > midnight(last):
        until = None
    slots_now = tuple(sorted((slot_of(timetable, window) for window in current), key=_by_start))
    return State(opening, slots_now, berlin(until) if until is not None else None)


def next_slots(
    timetable: Timetable, after: datetime, calendar: NrwCalendar, *, count: int = 2, days: int = HORIZON
) -> tuple[Slot, ...]:
    """The next `count` slots that begin after this instant (aware) and within `days`, by start.

    Also those that are not certain. A slot without a clock time begins with its part of the day, or with the day.
    """
    now, today = _moment(after)
    later = (window for window in windows(timetable, today, _ahead(today, days), calendar) if window.begin > now)
    return tuple(slot_of(timetable, window) for window in islice(later, count))


def next_openings(
    timetable: Timetable, after: datetime, calendar: NrwCalendar, *, count: int = 2, days: int = HORIZON
) -> tuple[OpenTime, ...]:
    """The next `count` times at which the door opens for certain: the place was not open before.

    What is on at the instant is left out with all that follows it without a break. A slot whose end is not known opens
    the door too, and what begins on the same day afterwards belongs to it.
    """
    now, today = _moment(after)
    last = _ahead(today, days)
    seen = _ahead(last, _LONGEST_RUN)
    ahead = windows(timetable, today - _ONE_DAY, seen, calendar)
    certain = (window for window in ahead if window.certain and window.start is not None)
    stop = midnight(last + _ONE_DAY)
    later = (run for run in takewhile(lambda run: run[0].begin < stop, _runs(certain)) if run[0].begin > now)
    return tuple(_open_time(timetable, run, midnight(seen)) for run in islice(later, count))


def opening_changes(
    timetable: Timetable, first: date, last: date, calendar: NrwCalendar
) -> Iterator[tuple[int, Opening]]:
    """The answer at the beginning of `first` and every change of it until the end of `last`.

    Seconds since 1970 (UTC), in order; for whoever has to answer for many instants.
    """
    earliest, latest = midnight(max(first, FIRST_DAY)), midnight(min(last, LAST_DAY) + _ONE_DAY)
    steps: dict[int, list[int]] = {earliest: [0, 0]}
    for window in windows(timetable, max(first, FIRST_DAY) - _ONE_DAY, last, calendar):
        for at, step in ((window.begin, 1), (window.close, -1)):
            steps.setdefault(max(at, earliest), [0, 0])[not window.surely] += step
    pause = _end_of_pause(timetable)
    if earliest < pause < latest:
        steps.setdefault(pause, [0, 0])
    surely = perhaps = 0
    before: Opening | None = None
    for at in sorted(at for at in steps if at < latest):
        surely, perhaps = surely + steps[at][0], perhaps + steps[at][1]
        silent = Opening.CLOSED if timetable.complete or at < pause else Opening.UNKNOWN
        answer = Opening.OPEN if surely else Opening.UNKNOWN if perhaps else silent
        if answer is not before:
            yield at, answer
        before = answer


def _moment(at: datetime) -> tuple[int, date]:
    """Seconds since 1970 and the local day, both inside of the days that can be asked for."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    now = min(max(int(at.timestamp()), _FIRST_INSTANT), _LAST_INSTANT)
    return now, berlin(now).date()


def _ahead(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (LAST_DAY - day).days))


def _by_start(slot: Slot) -> datetime:
    return slot.start


def _end_of_pause(timetable: Timetable) -> int:
    """The first instant after a pause; a pause without an end lasts longer than anybody asks."""
    if not timetable.paused:
        return 0
    last = LAST_DAY if timetable.paused_until is None else min(timetable.paused_until, LAST_DAY)
    return midnight(last + _ONE_DAY)


def _opening(timetable: Timetable, current: Iterable[Window]) -> Opening:
    anything = False
    for window in current:
        if window.surely:
            return Opening.OPEN
        anything = True
    return Opening.UNKNOWN if anything or not timetable.complete else Opening.CLOSED


def _change(timetable: Timetable, opening: Opening, current: list[Window], coming: Iterator[Window]) -> int | None:
    """The first instant at which the answer differs. `coming` begin later than now, in order."""
    if opening is Opening.CLOSED:
        return next((window.begin for window in coming), None)
    if opening is Opening.UNKNOWN and not timetable.complete:
        return next((window.begin for window in coming if window.surely), None)
    is_open = opening is Opening.OPEN
    covered = max(window.close for window in current if window.surely or not is_open)
    for window in coming:
        if window.begin > covered:
            return covered
        if is_open and window.surely:
            covered = max(covered, window.close)
        elif not is_open and window.surely:
            return window.begin
        elif not is_open:
            covered = max(covered, window.close)
    return covered


def _runs(certain: Iterator[Window]) -> Iterator[list[Window]]:
    """Windows that touch or overlap, together."""
    run: list[Window] = []
    covered = 0
    for window in certain:
        if run and window.begin > covered:
            yield run
            run = []
        covered = max(covered, window.close) if run else window.close
        run.append(window)
    if run:
        yield run


def _open_time(timetable: Timetable, run: list[Window], seen: int) -> OpenTime:
    """seen: how far was looked; what lasts longer has no end that is known."""
    close = max(window.close for window in run)
    known = close <= seen and any(window.close == close and window.surely for window in run)
    found = tuple(slot_of(timetable, window) for window in run)
    return OpenTime(found[0].start, berlin(close) if known else None, found)


def _paused(timetable: Timetable, today: date, calendar: NrwCalendar, days: int) -> State:
    pause = timetable.paused_until
    if pause is None or pause >= LAST_DAY:
        return State(Opening.CLOSED, closed_until=pause)
    after = pause + _ONE_DAY
    if timetable.complete:
        first = next(windows(timetable, after, max(after, _ahead(today, days)), calendar), None)
        until = first.begin if first is not None else None
    else:
        until = midnight(after)
    return State(Opening.CLOSED, until=berlin(until) if until is not None else None, closed_until=pause)
