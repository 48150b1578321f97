"""The coming days of a place one by one: what is on, cancelled, closed for a holiday. Asks slots; knows no words."""

from dataclasses import dataclass
from datetime import date, timedelta

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.days import LAST_DAY, days_on, rule_days
from kommanmap.domain.hours.session import ExceptionKind, HolidayRule, Session, Timetable
from kommanmap.domain.hours.slots import Slot, slots


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day of a place.

    cancelled: sessions that the rule names for this day and that somebody cancelled. left_out: sessions that the rule
    names and that the public or school holiday closes. paused: the place has a pause on this day. The names of
    holidays are German, None on ordinary days and where it is not known.
    """

    day: date
    slots: tuple[Slot, ...] = ()
    cancelled: tuple[Session, ...] = ()
    left_out: tuple[Session, ...] = ()
    public_holiday: str | None = None
    school_holiday: str | None = None
    paused: bool = False


def week(timetable: Timetable, today: date, calendar: NrwCalendar, days: int = 14) -> tuple[DayPlan, ...]:
    """Today and the days after it, every one of them, whether anything is on or not."""
    last = today + timedelta(days=min(days - 1, (LAST_DAY - today).days))
    on: dict[date, list[Slot]] = {}
    for slot in slots(timetable, today, last, calendar):
        on.setdefault(slot.day, []).append(slot)
    cancelled: dict[date, list[Session]] = {}
    left_out: dict[date, list[Session]] = {}
    for session in timetable.sessions:
        open_days = {day for day, _ in days_on(session, today, last, calendar)}
        off = {item.day for item in session.exceptions if item.kind is ExceptionKind.CANCELLED}
        extra = {item.day for item in session.exceptions if item.kind is ExceptionKind.EXTRA}
        for day in sorted((open_days | extra) & off):
            cancelled.setdefault(day, []).append(session)
        for day in rule_days(session, today, last):
            if day not in open_days | off | extra and _closes(session, day, calendar):
                left_out.setdefault(day, []).append(session)
    return tuple(
        DayPlan(
            day,
            tuple(on.get(day, ())),
            tuple(cancelled.get(day, ())),
            tuple(left_out.get(day, ())),
            calendar.public_holiday(day),
            calendar.school_holiday(day),
            timetable.paused and (timetable.paused_until is None or day <= timetable.paused_until),
        )
        for day in (today + timedelta(days=number) for number in range((last - today).days + 1))
    )


def _closes(session: Session, day: date, calendar: NrwCalendar) -> bool:
    """Whether it is a holiday that keeps the session from this day, and not that it is no holiday."""
    rules = (
        (session.public_holidays, calendar.public_holiday(day)),
        (session.school_holidays, calendar.school_holiday(day)),
    )
    no_holiday = any(rule is HolidayRule.ONLY and name is None for rule, name in rules)
    return not no_holiday and any(rule is HolidayRule.CLOSED and name is not None for rule, name in rules)
