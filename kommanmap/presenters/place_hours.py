"""All that the page of a place says about time, as of an instant that is handed in. Asks the engine for its days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.opening import OpenTime, next_openings, next_slots
from kommanmap.domain.hours.overview import DayPlan, week
from kommanmap.domain.hours.session import ExceptionKind, Frequency, HolidayRule, Session, Timetable
from kommanmap.domain.hours.slots import BERLIN, BerlinTime, Slot, midnight
from kommanmap.i18n import gettext, long_date
from kommanmap.presenters.clock_texts import clauses, clock_text, day_text, listed, short_day_text, span_text
from kommanmap.presenters.holiday_names import holiday_name
from kommanmap.presenters.hours_sentences import DatedText, changes, hours_text, people_texts
from kommanmap.presenters.opening import Badge, badge

DAYS = 14
"""Of the week view, today included."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The instant that a page speaks of: `text` for people, `iso` for programs."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """Something on a day. note: German, as typed. is_off: it would take place and does not."""

    text: str
    note: str = ""
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the week view. name: weekday and date, `short` for a narrow column. silence: what is said of a day
    without lines; that it is closed, only where all times are known."""

    day: date
    name: str
    short: str
    lines: tuple[DayLine, ...]
    holidays: tuple[str, ...]
    silence: str

    @property
    def is_on(self) -> bool:
        """Whether something takes place, or may."""
        return any(not line.is_off for line in self.lines)


@dataclass(frozen=True, slots=True)
class PlaceHours:
    """now: the badge. until: when today is over, in seconds since 1970. next: at most two times in words. changes:
    single days from today on that differ. over: for each session, whether it will not come again. rules: what holds
    for all sessions. complete: whether these are all times."""

    now: Badge
    as_of: AsOf
    until: int
    days: tuple[DayView, ...]
    notice: str
    next: tuple[str, ...]
    changes: tuple[DatedText, ...]
    over: tuple[bool, ...]
    rules: tuple[str, ...]
    complete: bool

    @property
    def today(self) -> DayView:
        """The first of the days."""
        return self.days[0]


def place_hours(timetable: Timetable, at: datetime, calendar: NrwCalendar) -> PlaceHours:
    """Everything in the language of the page, at an aware instant."""
    today = at.astimezone(BERLIN).date()
    plans = week(timetable, today, calendar, DAYS)
    return PlaceHours(
        now=badge(timetable, at, calendar),
        as_of=as_of(at),
        until=midnight(today + _ONE_DAY),
        days=tuple(_day(plan, timetable) for plan in plans),
        notice=_notice(plans[0]),
        next=tuple(_next(timetable, at, calendar)),
        changes=tuple(sorted(_coming_changes(timetable, today), key=lambda item: item.day)),
        over=tuple(_is_over(session, today) for session in timetable.sessions),
        rules=tuple(_rules(timetable, calendar)),
        complete=timetable.complete,
    )


def as_of(at: datetime) -> AsOf:
    """The instant as wall time in Europe/Berlin."""
    local = at.astimezone(BERLIN)
    return AsOf(f"{local:%H:%M}", local.isoformat(timespec="minutes"))


def _day(plan: DayPlan, timetable: Timetable) -> DayView:
    holidays = (name for name in (plan.public_holiday, plan.school_holiday) if name)
    off = (DayLine(hours_text(session), session.note, is_off=True) for session in (*plan.cancelled, *plan.left_out))
    return DayView(
        day=plan.day,
        name=day_text(plan.day),
        short=short_day_text(plan.day),
        lines=(*(_line(slot) for slot in plan.slots), *off),
        holidays=tuple(holiday_name(name) for name in holidays),
        silence=_silence(plan, timetable),
    )


def _line(slot: Slot) -> DayLine:
    return DayLine(clauses([_slot_text(slot), *people_texts(slot.session)]), slot.note or slot.session.note)


def _slot_text(slot: Slot) -> str:
    if not slot.has_clock:
        return hours_text(slot.session)
    hours = span_text(slot.start.time(), slot.end.time() if slot.end else None)
    return hours if slot.certain else gettext("vielleicht %(hours)s, bitte erfragen", hours=hours)


def _silence(plan: DayPlan, timetable: Timetable) -> str:
    if plan.paused:
        return gettext("Pause")
    return gettext("geschlossen") if timetable.complete else gettext("nichts bekannt")


def _notice(plan: DayPlan) -> str:
    """What a holiday or somebody changes today."""
    off = (*plan.left_out, *plan.cancelled)
    if not off or plan.paused:
        return ""
    hours = listed(dict.fromkeys(hours_text(session) for session in off))
    name = plan.public_holiday or plan.school_holiday if plan.left_out else None
    if name is None:
        return gettext("Heute fällt aus: %(hours)s.", hours=hours)
    return gettext("%(holiday)s: Heute fällt aus: %(hours)s.", holiday=holiday_name(name), hours=hours)


def _next(timetable: Timetable, at: datetime, calendar: NrwCalendar) -> Iterator[str]:
    """The next two times for certain; where there are none, the next of those that may be."""
    openings = next_openings(timetable, at, calendar)
    for opening in openings:
        yield clauses((day_text(opening.start.date()), _opening_text(opening)))
    if not openings:
        for slot in next_slots(timetable, at, calendar):
            yield clauses((day_text(slot.day), _slot_text(slot)))


def _opening_text(opening: OpenTime) -> str:
    start, end = opening.start, opening.end
    if end is not None and not _is_short(start, end):
        return gettext("ab %(start)s Uhr", start=clock_text(start.time()))
    return span_text(start.time(), end.time() if end else None)


def _is_short(start: BerlinTime, end: BerlinTime) -> bool:
    """Whether two clock times tell its end."""
    return end.timestamp() - start.timestamp() <= _ONE_DAY.total_seconds()


def _is_over(session: Session, today: date) -> bool:
    """Whether its last day has passed; also an extra day is one."""
    extra = [item.day for item in session.exceptions if item.kind is ExceptionKind.EXTRA]
    if session.freq is Frequency.DATES:
        return max((*session.dates, *extra), default=today) < today
    return session.last is not None and max((session.last, *extra)) < today


def _coming_changes(timetable: Timetable, today: date) -> Iterator[DatedText]:
    return (item for session in timetable.sessions for item in changes(session) if item.day >= today)


def _rules(timetable: Timetable, calendar: NrwCalendar) -> Iterator[str]:
    """What is taken for granted about holidays, so that nobody has to guess it."""
    recurring = [session for session in timetable.sessions if session.freq is not Frequency.DATES]
    if recurring and all(session.public_holidays is HolidayRule.CLOSED for session in recurring):
        yield gettext("An Feiertagen kein Treffen, wenn nichts anderes gesagt ist.")
    if recurring and all(session.school_holidays is HolidayRule.OPEN for session in recurring):
        yield gettext("In den Schulferien wie sonst, wenn nichts anderes gesagt ist.")
    elif recurring:
        yield gettext("Die Schulferien sind bekannt bis %(date)s.", date=long_date(calendar.last_school))
