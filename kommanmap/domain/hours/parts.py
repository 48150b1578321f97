"""On which weekdays and in which parts of the day something lies. Coarse: for finding times, not for saying them."""

from datetime import time

from kommanmap.domain.hours.session import Frequency, PartOfDay, Session

MORNING_FROM, AFTERNOON_FROM, EVENING_FROM = 4, 12, 18
"""Full hours at which the parts begin; the evening lasts until the next morning."""

_STARTS = ((MORNING_FROM, PartOfDay.MORNING), (AFTERNOON_FROM, PartOfDay.AFTERNOON), (EVENING_FROM, PartOfDay.EVENING))
_DAY = 24 * 60
_BOUNDS = tuple(
    (first * 60 + shift, (after * 60 if after else _DAY + MORNING_FROM * 60) + shift, part)
    for shift in (-_DAY, 0, _DAY)
    for (first, part), after in zip(_STARTS, (AFTERNOON_FROM, EVENING_FROM, 0), strict=True)
)


def parts_of_day(start: time | None, end: time | None, part: PartOfDay | None = None) -> frozenset[PartOfDay]:
    """Every part that the time from `start` to `end` touches. Where the end is not known, the part in which it begins;
    where the beginning is not, the part that was said, else the one in which it ends.

    >>> sorted(parts_of_day(time(16), time(19)))
    [<PartOfDay.AFTERNOON: 'afternoon'>, <PartOfDay.EVENING: 'evening'>]
    """
    if start is None and (end is None or part is not None):
        return frozenset({part}) if part is not None else frozenset()
    last = _minutes(end) if end is not None else _minutes(start) + 1
    first = _minutes(start) if start is not None else last - 1
    if last <= first:
        last += _DAY
    return frozenset(found for begin, after, found in _BOUNDS if begin < last and first < after)


def days_of_week(session: Session) -> tuple[int, ...]:
    """The weekdays on which it comes back; a single date does not."""
    return () if session.freq is Frequency.DATES else session.weekdays


def parts_of_session(session: Session) -> frozenset[PartOfDay]:
    """The parts of the day in which a session usually takes place."""
    return parts_of_day(session.start, session.end, session.part)


def _minutes(clock: time | None) -> int:
    return clock.hour * 60 + clock.minute if clock is not None else 0
