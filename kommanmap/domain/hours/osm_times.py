"""At which times of day a session is on or may be, and what closing it there takes from others. Spells nothing."""

from datetime import time

from kommanmap.domain.hours.osm_rules import Span
from kommanmap.domain.hours.session import Frequency, HolidayRule, Session
from kommanmap.domain.hours.slots import PART_HOURS

_DAY = 24 * 60
_WHOLE_DAY = (Span(0, _DAY),)


def spans_of(session: Session) -> tuple[Span, ...]:
    """Its times; none where it may be on at any time of the day."""
    if session.start is not None:
        start = _minutes(session.start)
        if session.end is None:
            return (Span(start, None),)
        end = _minutes(session.end)
        return (Span(start, end if end > start else end + _DAY),)
    if session.part is None and session.end is None:
        return ()
    first, last = PART_HOURS[session.part] if session.part else (0, 24)
    end = last * 60 if session.end is None else _minutes(session.end) or _DAY
    return (Span(first * 60 if first * 60 < end else 0, end),)


def closing_spans(session: Session) -> tuple[Span, ...]:
    """The one span that holds all its times, with an end."""
    return tuple(Span(span.start, _DAY if span.end is None else span.end) for span in spans_of(session)) or _WHOLE_DAY


def is_over_midnight(session: Session) -> bool:
    """Whether it reaches into the next day; until midnight does not."""
    return any(span.end is not None and span.end > _DAY for span in spans_of(session))


def overlap(one: Span, other: Span, days: int) -> bool:
    """Two spans with ends, the other of so many days later."""
    begin, close = other.start + days * _DAY, (other.end or _DAY) + days * _DAY
    return one.start < close and begin < (one.end or _DAY)


def may_meet(one: Session, other: Session, days: int = 0) -> bool:
    """Whether they may be on at the same time, the other of so many days later."""
    share = any((day + days) % 7 in other.weekdays for day in one.weekdays)
    return share and overlap(closing_spans(one)[0], closing_spans(other)[0], days)


def closes(session: Session, holiday: str) -> bool:
    """Single dates were said, they take place on holidays as well."""
    rule = session.public_holidays if holiday == "PH" else session.school_holidays
    return rule is HolidayRule.CLOSED and session.freq is not Frequency.DATES


def would_close(session: Session, holiday: str, other: Session) -> bool:
    """Whether closing the times of one on holidays takes from another; its day may be one before or after."""
    return any(may_meet(session, other, days) for days in (-1, 1)) or (
        may_meet(session, other) and not closes(other, holiday)
    )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
