"""The state of a place in a few words, now and in the next hours: the badge. Asks the engine; is handed the instant.

What nobody knows is never said to be open or closed. The words of a badge change at few instants, so all of today and
tomorrow are made at once: a server that keeps them and a page that stays open both only look up which holds now.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.opening import Opening, State, next_openings, next_slots, state
from kommanmap.domain.hours.session import HolidayRule, PartOfDay, Timetable
from kommanmap.domain.hours.slots import BerlinTime, Slot, berlin, midnight, windows
from kommanmap.i18n import gettext, lazy_gettext, long_date
from kommanmap.presenters.clock_texts import clock_text, date_text, end_text, short_weekday_text

_ONE_DAY = timedelta(days=1)
FORESEEN = timedelta(days=2)
"""From the beginning of a day on so much is made at once."""

_THIS_WEEK = 6
"""Days ahead that a weekday alone names."""

_TODAY_IN_PARTS = {
    PartOfDay.MORNING: lazy_gettext("Heute Vormittag, Uhrzeit bitte erfragen"),
    PartOfDay.AFTERNOON: lazy_gettext("Heute Nachmittag, Uhrzeit bitte erfragen"),
    PartOfDay.EVENING: lazy_gettext("Heute Abend, Uhrzeit bitte erfragen"),
}


class Look(StrEnum):
    """How a badge is drawn; its text says the same."""

    OPEN = "open"
    LATER = "later"
    ASK = "ask"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Step:
    """What a badge says from an instant on (seconds since 1970)."""

    at: int
    look: Look
    text: str


@dataclass(frozen=True, slots=True)
class Badge:
    """What is said now, and what a page that stays open says later; a last step asks to load it again."""

    look: Look
    text: str
    later: tuple[Step, ...] = ()

    @property
    def plan(self) -> list[tuple[int, str, str]]:
        """`later` as the script on the page reads it."""
        return [(step.at, step.look.value, step.text) for step in self.later]


def badge(timetable: Timetable, at: datetime, calendar: NrwCalendar) -> Badge:
    """The badge at an aware instant, in the language of the page."""
    now = int(at.timestamp())
    return badge_of(steps(timetable, berlin(now).date(), calendar), now)


def badge_of(planned: tuple[Step, ...], now: int) -> Badge:
    """Which of the steps of a day holds at an instant of this day."""
    place = bisect_right(planned, now, key=lambda step: step.at) - 1
    return Badge(planned[place].look, planned[place].text, planned[place + 1 :])


def steps(timetable: Timetable, day: date, calendar: NrwCalendar) -> tuple[Step, ...]:
    """All that the badge says from the beginning of `day` on, for `FORESEEN`; at least one step."""
    first, last = midnight(day), midnight(day + FORESEEN)
    instants = {first, midnight(day + _ONE_DAY)}
    for window in windows(timetable, day - _ONE_DAY, day + _ONE_DAY, calendar):
        instants.update(at for at in (window.begin, window.close) if first < at < last)
    found: list[Step] = []
    for at in sorted(instants):
        look, text = _said(timetable, berlin(at), calendar)
        if not found or (look, text) != (found[-1].look, found[-1].text):
            found.append(Step(at, look, text))
    if _depends_on_the_day(timetable):
        found.append(Step(last, Look.ASK, gettext("Bitte die Seite neu laden")))
    return tuple(found)


def _depends_on_the_day(timetable: Timetable) -> bool:
    """A place without sessions, or closed until somebody says otherwise, says the same tomorrow."""
    return bool(timetable.sessions) and not (timetable.paused and timetable.paused_until is None)


def _said(timetable: Timetable, at: BerlinTime, calendar: NrwCalendar) -> tuple[Look, str]:
    found = state(timetable, at, calendar)
    if timetable.paused and (timetable.paused_until is None or at.date() <= timetable.paused_until):
        if found.closed_until is None:
            return Look.PAUSE, gettext("Macht gerade Pause")
        return Look.PAUSE, gettext("Geschlossen bis %(date)s", date=long_date(found.closed_until))
    if found.opening is Opening.OPEN:
        return Look.OPEN, _open(timetable, at, found, calendar)
    if found.slots_now:
        return Look.ASK, _perhaps(found.slots_now, calendar)
    return _coming(timetable, at, calendar)


def _open(timetable: Timetable, at: BerlinTime, found: State, calendar: NrwCalendar) -> str:
    until = found.until
    if until is None:
        return gettext("Jetzt geöffnet")
    end = end_text(until.time())
    if until.timestamp() - at.timestamp() > _ONE_DAY.total_seconds():
        last = until - _ONE_DAY if until.time() == time() else until
        day = _day_ahead(last.date(), at.date())
        return gettext("Jetzt geöffnet bis %(day)s %(end)s Uhr", day=day, end=end)
    if timetable.complete and state(timetable, until, calendar).opening is Opening.UNKNOWN:
        return gettext("Jetzt geöffnet, mindestens bis %(end)s Uhr", end=end)
    return gettext("Jetzt geöffnet bis %(end)s Uhr", end=end)


def _perhaps(on: Iterable[Slot], calendar: NrwCalendar) -> str:
    """Something has begun, or may have: what is known best comes first."""
    slots = sorted(on, key=lambda slot: (not slot.certain, not _has_its_day(slot, calendar)))
    for slot in slots:
        if slot.certain and slot.has_clock:
            return gettext("Seit %(start)s Uhr geöffnet, Ende nicht bekannt", start=clock_text(slot.start.time()))
        if not slot.has_clock and _has_its_day(slot, calendar):
            return _today(slot)
    return gettext("Vielleicht jetzt geöffnet, bitte erfragen")


def _coming(timetable: Timetable, at: BerlinTime, calendar: NrwCalendar) -> tuple[Look, str]:
    """Nothing is on: what is next. Only where all times are known this is a way to say that it is closed."""
    openings = next_openings(timetable, at, calendar, count=1)
    for slot in next_slots(timetable, at, calendar, count=1):
        before = not openings or slot.start.timestamp() < openings[0].start.timestamp()
        if before and not slot.has_clock and _has_its_day(slot, calendar):
            if slot.day == at.date():
                return Look.ASK, _today(slot)
            if not openings:
                return Look.ASK, gettext(
                    "Nächste bekannte Zeit: %(day)s, Uhrzeit bitte erfragen", day=_day_ahead(slot.day, at.date())
                )
    for opening in openings:
        if timetable.complete:
            return Look.LATER, _opens(opening.start, at.date())
        return Look.LATER, _known(opening.start, at.date())
    if timetable.complete:
        return Look.LATER, gettext("Zurzeit geschlossen")
    return Look.ASK, gettext("Zeiten bitte erfragen")


def _opens(start: BerlinTime, today: date) -> str:
    words = {"start": clock_text(start.time())}
    ahead = (start.date() - today).days
    if ahead <= 0:
        return gettext("Öffnet heute um %(start)s Uhr", **words)
    if ahead == 1:
        return gettext("Öffnet morgen um %(start)s Uhr", **words)
    if ahead <= _THIS_WEEK:
        return gettext("Öffnet %(day)s um %(start)s Uhr", day=short_weekday_text(start.weekday()), **words)
    return gettext("Öffnet am %(date)s um %(start)s Uhr", date=date_text(start.date()), **words)


def _known(start: BerlinTime, today: date) -> str:
    return gettext(
        "Nächste bekannte Zeit: %(day)s, %(start)s Uhr",
        day=_day_ahead(start.date(), today),
        start=clock_text(start.time()),
    )


def _day_ahead(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead <= 0:
        return gettext("heute")
    if ahead == 1:
        return gettext("morgen")
    return short_weekday_text(day.weekday()) if ahead <= _THIS_WEEK else date_text(day)


def _today(slot: Slot) -> str:
    part = slot.session.part
    return str(_TODAY_IN_PARTS[part]) if part is not None else gettext("Heute, Uhrzeit bitte erfragen")


def _has_its_day(slot: Slot, calendar: NrwCalendar) -> bool:
    """Whether it is known that it takes place on this day, if not when."""
    session = slot.session
    return not session.needs_anchor and (session.school_holidays is HolidayRule.OPEN or calendar.knows_school(slot.day))
