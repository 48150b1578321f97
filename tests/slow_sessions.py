"""What the session filters mean, said the slow way: session by session with the engine, nothing kept."""

import random
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import Opening, state
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
from kommanmap.domain.hours.slots import BERLIN, PART_HOURS, Slot, slots
from kommanmap.domain.vocabulary import Audience, Weekday

WORDS = ("sprache", "zielgruppe", "offen", "tag", "tageszeit")
LANGUAGES = ("ar", "uk", "fa", "so", "de")
HOURS = {"vormittag": range(4, 12), "nachmittag": range(12, 18), "abend": (*range(18, 24), *range(4))}
PARTS = {
    PartOfDay.MORNING: "vormittag",
    PartOfDay.AFTERNOON: "nachmittag",
    PartOfDay.EVENING: "abend",
}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SlowPlace:
    """What a place says of its times; `fits` asks one session after the other."""

    sessions: tuple[Session, ...]
    languages: frozenset[str]
    audiences: frozenset[str]
    doubtful: bool
    paused: bool
    paused_until: date | None
    _known: dict[tuple[int, str, datetime], bool] = field(default_factory=dict, repr=False)

    def fits(self, asked: dict[str, tuple[str, ...]], at: datetime) -> bool:
        """Whether one session has all of it. Languages and audiences alone may also be those of the place."""
        asked = {word: values for word, values in asked.items() if word in WORDS}
        if not asked:
            return True
        if len(asked) == 1 and (self._of_place("sprache", asked) or self._of_place("zielgruppe", asked)):
            return True
        if not self.sessions:
            return all(self._of_place(word, asked) for word in asked)
        return any(self._session_fits(number, asked, at) for number in range(len(self.sessions)))

    def _of_place(self, word: str, asked: dict[str, tuple[str, ...]]) -> bool:
        own = {"sprache": self.languages, "zielgruppe": self.audiences}.get(word, frozenset())
        return not own.isdisjoint(asked.get(word, ()))

    def _session_fits(self, number: int, asked: dict[str, tuple[str, ...]], at: datetime) -> bool:
        own = self._own[number]
        return all(
            any(self._is_open(number, value, at) for value in values)
            if word == "offen"
            else not own[word].isdisjoint(values)
            for word, values in asked.items()
        )

    @cached_property
    def _own(self) -> list[dict[str, Set[str]]]:
        return [
            {
                "sprache": set(session.languages) or self.languages,
                "zielgruppe": {audience.value for audience in session.audiences} or self.audiences,
                "tag": {[*Weekday][day].value for day in session.weekdays if session.freq is not Frequency.DATES},
                "tageszeit": parts(session.start, session.end, session.part),
            }
            for session in self.sessions
        ]

    def _is_open(self, number: int, when: str, at: datetime) -> bool:
        """Remembered, since a test asks the same of a place again and again."""
        known = self._known.get((number, when, at))
        if known is None:
            timetable = Timetable(
                (self.sessions[number],), doubtful=self.doubtful, paused=self.paused, paused_until=self.paused_until
            )
            known = self._known[number, when, at] = is_open(timetable, when, at)
        return known


def is_open(timetable: Timetable, when: str, at: datetime) -> bool:
    """Whether the one session of a timetable is open now, or surely will be."""
    if when == "jetzt":
        return state(timetable, at, nrw_calendar()).opening is Opening.OPEN
    if timetable.doubtful:
        return False
    today = at.astimezone(BERLIN).date()
    session = timetable.sessions[0]
    said = {item.day for item in session.exceptions if item.kind is ExceptionKind.EXTRA}
    coming = slots(timetable, today - _DAY, today + 7 * _DAY, nrw_calendar())
    return any(_is_meant(slot, when, at, today) for slot in coming if slot.day in said or not session.needs_anchor)


@cache
def parts(start: time | None, end: time | None, part: PartOfDay | None) -> Set[str]:
    """Minute by minute."""
    if start is None and (part is not None or end is None):
        return {PARTS[part]} if part else set()
    first = start if start is not None else (datetime.combine(date(2026, 1, 2), end or time()) - _MINUTE).time()
    minute, found = datetime.combine(date(2026, 1, 1), first), set[str]()
    while not found or (start is not None and end is not None and minute.time() != end):
        found.add(next(name for name, hours in HOURS.items() if minute.hour in hours))
        minute += _MINUTE
    return found


_MINUTE = timedelta(minutes=1)


def _is_meant(slot: Slot, when: str, at: datetime, today: date) -> bool:
    over = _over(slot)
    midnight = datetime.combine(today, time(), BERLIN)
    if over <= at.timestamp() or over <= midnight.timestamp():
        return False
    if when == "heute":
        return slot.day <= today
    if when == "wochenende":
        sunday = today + (6 - today.weekday()) * _DAY
        now_and_weekend = slot.day < today and today.weekday() >= 5
        return now_and_weekend or (today <= slot.day <= sunday and slot.day.weekday() >= 5)
    if slot.has_clock and slot.end is not None:
        return slot.day <= today and over > datetime.combine(today, time(18), BERLIN).timestamp()
    start = slot.start.time() if slot.has_clock else None
    end = slot.end.time() if slot.end is not None else None
    return slot.day == today and "abend" in parts(start, end, slot.session.part)


def _over(slot: Slot) -> float:
    """When nobody can be there any more."""
    if slot.end is not None:
        return slot.end.timestamp()
    if not slot.has_clock and slot.session.part is not None:
        hour = PART_HOURS[slot.session.part][1]
        if hour < 24:
            return datetime.combine(slot.day, time(hour), BERLIN).timestamp()
    return datetime.combine(slot.day + _DAY, time(), BERLIN).timestamp()


def random_sessions(chance: random.Random) -> tuple[Session, ...]:
    """None to five sessions of every kind."""
    return tuple(_random_session(chance) for _ in range(chance.choice((0, 1, 1, 2, 3, 5))))


def _random_session(chance: random.Random) -> Session:
    start = chance.choice((None, *(time(hour, 30 * (hour % 2)) for hour in (7, 9, 10, 12, 14, 15, 16, 17, 18, 19, 22))))
    end = chance.choice((None, *(time(hour) for hour in (0, 1, 11, 12, 13, 17, 18, 19, 21, 21))))
    day = date(2026, 3, 9) + chance.randint(0, 20) * _DAY
    exceptions = (
        DateException(day, ExceptionKind.CANCELLED),
        DateException(day + _DAY, ExceptionKind.EXTRA, time(17), time(20)),
    )
    freq = chance.choice((Frequency.WEEKLY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.DATES))
    interval = chance.choice((1, 1, 2))
    return Session(
        freq=freq,
        weekdays=() if freq is Frequency.DATES else tuple(chance.sample(range(7), chance.choice((1, 2, 3)))),
        nth=(chance.choice((1, 2, 3, 4, -1)),) if freq is Frequency.MONTHLY else (),
        interval=interval if freq is Frequency.WEEKLY else 1,
        anchor=chance.choice((None, day)) if interval == 2 else None,
        dates=(day, day + 7 * _DAY) if freq is Frequency.DATES else (),
        start=start,
        end=end if end != start else None,
        part=chance.choice((None, *PartOfDay)) if start is None else None,
        last=day if chance.random() < 0.1 else None,
        season=YearlySeason((10, 1), (3, 17)) if chance.random() < 0.1 else None,
        public_holidays=chance.choice((HolidayRule.CLOSED, HolidayRule.OPEN)),
        school_holidays=chance.choice((HolidayRule.OPEN, HolidayRule.OPEN, HolidayRule.CLOSED, HolidayRule.ONLY)),
        exceptions=exceptions if chance.random() < 0.1 else (),
        audiences=tuple(chance.sample([*Audience], 1)) if chance.random() < 0.3 else (),
        languages=tuple(chance.sample(LANGUAGES, chance.choice((1, 2)))) if chance.random() < 0.3 else (),
    )


INSTANTS = (
    datetime(2026, 3, 18, 9, 30, tzinfo=UTC),
    datetime(2026, 3, 18, 16, 0, tzinfo=UTC),
    datetime(2026, 3, 20, 19, 45, tzinfo=UTC),
    datetime(2026, 3, 20, 23, 15, tzinfo=UTC),
    datetime(2026, 3, 22, 12, 0, tzinfo=UTC),
    datetime(2026, 3, 28, 23, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 4, 3, 8, 0, tzinfo=UTC),
)
"""Mornings, evenings, nights, a weekend, the change to summer time, Good Friday."""
