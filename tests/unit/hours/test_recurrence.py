"""Recurrences say the same days as the engine, as far as they reach."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.recurrence import Recurrence, known_until, recurrences
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    Session,
    Timetable,
    YearlySeason,
)
from kommanmap.domain.hours.slots import BERLIN, slots

SINCE, AS_OF = date(2026, 1, 1), date(2026, 3, 18)
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
AT, TO = time(16), time(18)
MONTHLY = Frequency.MONTHLY

Times = list[tuple[date, time, time | None]]


def of(*sessions: Session, **more: object) -> tuple[Recurrence, ...]:
    timetable = Timetable(tuple(sessions), **more)  # type: ignore[arg-type]  # paused, paused_until
    return recurrences(timetable, since=SINCE, as_of=AS_OF, calendar=nrw_calendar())


def expanded(item: Recurrence) -> Times:
    """What a calendar program makes of it, by the rules of RFC 5545."""
    days = {item.day, *item.besides}
    if item.rule:
        until = min(item.until or LAST, LAST)
        rule = rrulestr(item.rule, dtstart=datetime.combine(item.day, time()))
        found = rule.between(datetime.combine(item.day, time()), datetime.combine(until, time()), inc=True)
        days |= {moment.date() for moment in found}
    return [(day, item.start, item.end) for day in sorted(days - set(item.without)) if FIRST <= day <= LAST]


def events(*sessions: Session, **more: object) -> Times:
    return sorted((time for item in of(*sessions, **more) for time in expanded(item)), key=str)


def engine(*sessions: Session, **more: object) -> Times:
    timetable = Timetable(tuple(sessions), **more)  # type: ignore[arg-type]  # paused, paused_until
    found = slots(timetable, FIRST, LAST, nrw_calendar())
    return sorted(
        (
            (slot.day, slot.start.time(), slot.end.time() if slot.end else None)
            for slot in found
            if slot.has_clock and slot.certain
        ),
        key=str,
    )


SESSIONS = {
    "every week": Session(weekdays=(1,), start=AT, end=TO),
    "several days a week": Session(weekdays=(0, 3, 6), start=AT, end=TO),
    "every day": Session(weekdays=tuple(range(7)), start=AT, end=TO, public_holidays=HolidayRule.OPEN),
    "open end": Session(weekdays=(4,), start=AT),
    "over midnight": Session(weekdays=(5,), start=time(22), end=time(1, 30)),
    "fortnightly": Session(weekdays=(2,), interval=2, anchor=date(2026, 1, 14), start=AT, end=TO),
    "fortnightly from a later date": Session(weekdays=(0, 4), interval=2, anchor=date(2027, 6, 1), start=AT, end=TO),
    "every third week": Session(weekdays=(2,), interval=3, anchor=date(2020, 1, 14), start=AT, end=TO),
    "second and fourth": Session(freq=MONTHLY, weekdays=(4,), nth=(2, 4), start=AT, end=TO),
    "last": Session(freq=MONTHLY, weekdays=(3,), nth=(-1,), start=AT, end=TO),
    "fourth and last": Session(freq=MONTHLY, weekdays=(3, 4), nth=(4, -1), start=AT, end=TO),
    "fifth": Session(freq=MONTHLY, weekdays=(0, 1), nth=(5,), start=AT, end=TO),
    "not in school holidays": Session(weekdays=(1, 4), start=AT, end=TO, school_holidays=HolidayRule.CLOSED),
    "only in school holidays": Session(weekdays=(1, 4), start=AT, end=TO, school_holidays=HolidayRule.ONLY),
    "only on public holidays": Session(
        weekdays=tuple(range(7)), start=AT, end=TO, public_holidays=HolidayRule.ONLY
    ),
    "last of month, not in school holidays": Session(
        freq=MONTHLY, weekdays=(2,), nth=(-1,), start=AT, end=TO, school_holidays=HolidayRule.CLOSED
    ),
    "in summer": Session(weekdays=(2,), start=AT, end=TO, season=YearlySeason((5, 1), (9, 30))),
    "in part of the summer": Session(weekdays=(2,), start=AT, end=TO, season=YearlySeason((5, 15), (9, 10))),
    "in winter": Session(weekdays=(2,), start=AT, end=TO, season=YearlySeason((11, 11), (3, 3))),
    "nearly all year": Session(weekdays=(2,), start=AT, end=TO, season=YearlySeason((3, 20), (3, 10))),
    "summer months, whatever the holidays": Session(
        weekdays=(2,), start=AT, end=TO, season=YearlySeason((6, 1), (8, 31)), public_holidays=HolidayRule.OPEN
    ),
    "a short season that only one of its weekdays meets": Session(
        freq=MONTHLY, weekdays=(0,), nth=(1, 2), start=AT, end=TO, public_holidays=HolidayRule.OPEN,
        season=YearlySeason((1, 1), (1, 4)),
    ),
    "fortnightly in winter": Session(
        weekdays=(2,), interval=2, anchor=date(2026, 1, 1), start=AT, end=TO, season=YearlySeason((10, 5), (4, 5))
    ),
    "from a date to a date": Session(
        weekdays=(2,), start=AT, end=TO, first=date(2026, 4, 2), last=date(2026, 11, 4)
    ),
    "once, by its range": Session(weekdays=(2,), start=AT, end=TO, first=date(2026, 4, 6), last=date(2026, 4, 10)),
    "dates": Session(
        freq=Frequency.DATES, dates=(date(2026, 5, 1), date(2026, 12, 24), date(2027, 2, 2)), start=AT, end=TO
    ),
    "with exceptions": Session(
        weekdays=(1,), start=AT, end=TO, school_holidays=HolidayRule.CLOSED,
        exceptions=(
            DateException(date(2026, 4, 21), ExceptionKind.CANCELLED),
            DateException(date(2026, 4, 23), ExceptionKind.EXTRA),  # another day of the week
            DateException(date(2026, 4, 28), ExceptionKind.EXTRA, time(10), time(12)),  # besides
            DateException(date(2026, 7, 28), ExceptionKind.EXTRA),  # in the school holidays
            DateException(date(2026, 8, 4), ExceptionKind.EXTRA, time(9)),  # in them, at another time
            DateException(date(2026, 9, 15), ExceptionKind.EXTRA, note="mit Musik"),  # as usual, but with a note
            DateException(date(2026, 9, 22), ExceptionKind.EXTRA),
            DateException(date(2026, 9, 22), ExceptionKind.CANCELLED),
        ),
    ),
    "dates with exceptions": Session(
        freq=Frequency.DATES, dates=(date(2026, 5, 5), date(2026, 5, 12)), start=AT, end=TO,
        exceptions=(
            DateException(date(2026, 5, 12), ExceptionKind.CANCELLED),
            DateException(date(2026, 5, 5), ExceptionKind.EXTRA, note="im Garten"),
            DateException(date(2026, 5, 13), ExceptionKind.EXTRA),
        ),
    ),
    "no clock time, but an extra date with one": Session(
        weekdays=(1,), exceptions=(DateException(date(2026, 4, 23), ExceptionKind.EXTRA, time(10), time(12)),)
    ),
}  # fmt: skip


class TestDays:
    @pytest.mark.parametrize("name", SESSIONS)
    def test_they_are_those_of_the_engine(self, name: str) -> None:
        found = events(SESSIONS[name])
        assert found
        assert found == engine(SESSIONS[name])

    @given(
        weekdays=st.sets(st.integers(0, 6), min_size=1, max_size=3),
        nth=st.sets(st.sampled_from([1, 2, 3, 4, 5, -1, -2]), max_size=2),
        interval=st.integers(1, 4),
        anchor=st.dates(date(2024, 1, 1), date(2028, 1, 1)),
        public=st.sampled_from(HolidayRule),
        school=st.sampled_from(HolidayRule),
        first=st.none() | st.dates(FIRST, LAST),
        last=st.none() | st.dates(FIRST, LAST),
        season=st.none() | st.tuples(st.dates(FIRST, LAST), st.dates(FIRST, LAST)),
        exceptions=st.lists(
            st.builds(
                DateException,
                st.dates(FIRST, LAST),
                st.sampled_from(ExceptionKind),
                st.none() | st.sampled_from([AT, time(9)]),
                note=st.sampled_from(["", "im Garten"]),
            ),
            max_size=4,
            unique_by=lambda item: (item.day, item.kind),
        ),
    )
    @settings(max_examples=60, deadline=None)
    def test_they_are_those_of_the_engine_for_any_session(
        self, weekdays, nth, interval, anchor, public, school, first, last, season, exceptions
    ) -> None:
        session = Session(
            freq=MONTHLY if nth else Frequency.WEEKLY, weekdays=tuple(weekdays), nth=tuple(nth), interval=interval,
            anchor=anchor, start=AT, end=TO, first=first, last=last, public_holidays=public, school_holidays=school,
            season=YearlySeason(*((day.month, day.day) for day in season)) if season else None,
            exceptions=tuple(exceptions),
        )  # fmt: skip
        assert events(session) == engine(session)

    def test_the_first_day_takes_place(self) -> None:
        for session in SESSIONS.values():
            for item in of(session):
                begins = [slot.start for slot in slots(Timetable((session,)), item.day, item.day, nrw_calendar())]
                assert datetime.combine(item.day, item.start, BERLIN) in begins

    def test_they_begin_in_the_week_of_the_last_change(self) -> None:
        (item,) = of(SESSIONS["every week"])
        assert item.day == date(2025, 12, 30)


class TestEnd:
    def test_where_public_holidays_matter_it_is_the_end_of_the_known_years(self) -> None:
        (item,) = of(SESSIONS["every week"])
        until = known_until(AS_OF, nrw_calendar())
        assert item.until is not None
        assert until - timedelta(weeks=2) < item.until <= until

    def test_where_school_holidays_matter_it_is_the_last_known_day_of_school(self) -> None:
        for name in ("not in school holidays", "only in school holidays"):
            (item,) = of(SESSIONS[name])
            assert max(item.until or FIRST, *item.besides, FIRST) <= nrw_calendar().last_school

    def test_what_minds_no_holidays_goes_on(self) -> None:
        for name in ("every day", "summer months, whatever the holidays"):
            (item,) = of(SESSIONS[name])
            assert item.until is None
            assert item.rule

    def test_data_of_later_years_reach_further(self) -> None:
        timetable = Timetable((SESSIONS["every week"],))
        (later,) = recurrences(timetable, since=SINCE, as_of=date(2040, 1, 1), calendar=nrw_calendar())
        assert later.until is not None
        assert later.until.year == 2043


class TestNoEvent:
    def test_without_a_clock_time_or_a_known_week(self) -> None:
        assert of(Session(weekdays=(1,)), Session(weekdays=(1,), interval=2, start=AT, end=TO)) == ()

    def test_after_the_season(self) -> None:
        assert of(Session(weekdays=(1,), start=AT, end=TO, last=date(2025, 10, 1))) == ()

    @pytest.mark.parametrize(
        "session", [Session(start=AT), Session(freq=MONTHLY, weekdays=(1,), nth=(0, 6, -9), start=AT)]
    )
    def test_of_a_rule_that_names_no_day(self, session: Session) -> None:
        assert of(session) == ()

    def test_in_a_pause(self) -> None:
        everything = tuple(SESSIONS.values())
        assert of(*everything, paused=True) == ()
        until = date(2026, 8, 31)
        found = events(*everything, paused=True, paused_until=until)
        assert min(found)[0] > until
        assert found == engine(*everything, paused=True, paused_until=until)


class TestIdentity:
    def test_every_event_of_a_place_has_its_own(self) -> None:
        found = [item.identity for item in of(*SESSIONS.values(), SESSIONS["every week"])]
        assert len(set(found)) == len(found)

    def test_it_stays_when_the_clock_time_changes(self) -> None:
        session = SESSIONS["second and fourth"]
        assert [item.identity for item in of(session)] == [item.identity for item in of(session.at(time(9), None))]
