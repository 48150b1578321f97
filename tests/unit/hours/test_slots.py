"""Slots: rules of weeks and months, holidays, exceptions, clock changes, midnight, pauses."""

from datetime import date, datetime, time, timedelta

import pytest

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.days import nth_weekday
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
from kommanmap.domain.hours.slots import BERLIN, Slot, slots

CALENDAR = nrw_calendar()
MO, TU, WE, TH, FR, SA, SU = range(7)


def found(session: Session, first: date, last: date) -> list[Slot]:
    return slots(Timetable((session,)), first, last, CALENDAR)


def days(session: Session, first: date, last: date) -> list[date]:
    return [slot.day for slot in found(session, first, last)]


def weekly(*weekdays: int, start: str | None = "15:00", end: str | None = "17:00", **more: object) -> Session:
    begin, close = (time.fromisoformat(clock) if clock else None for clock in (start, end))
    return Session(weekdays=weekdays, start=begin, end=close, **more)  # type: ignore[arg-type]  # any field


def test_every_week_on_its_days() -> None:
    assert days(weekly(MO, TH), date(2026, 11, 23), date(2026, 12, 6)) == [
        date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 30), date(2026, 12, 3),
    ]  # fmt: skip


def test_every_second_week_goes_on_over_the_turn_of_a_year_with_53_weeks() -> None:
    session = weekly(WE, interval=2, anchor=date(2026, 12, 14), public_holidays=HolidayRule.OPEN)
    assert days(session, date(2026, 12, 10), date(2027, 2, 1)) == [
        date(2026, 12, 16), date(2026, 12, 30), date(2027, 1, 13), date(2027, 1, 27),
    ]  # fmt: skip


def test_weeks_count_backwards_from_a_later_anchor_and_begin_on_monday() -> None:
    """The anchor is a Sunday, the Monday left out is Whit Monday."""
    session = weekly(MO, SU, interval=2, anchor=date(2027, 6, 6))
    assert days(session, date(2027, 5, 3), date(2027, 5, 30)) == [
        date(2027, 5, 3), date(2027, 5, 9), date(2027, 5, 23),
    ]  # fmt: skip


def test_without_an_anchor_every_week_may_be_one() -> None:
    perhaps = found(weekly(WE, interval=2), date(2026, 11, 23), date(2026, 12, 6))
    assert [(slot.day, slot.certain) for slot in perhaps] == [(date(2026, 11, 25), False), (date(2026, 12, 2), False)]


@pytest.mark.parametrize(
    ("nth", "expected"),
    [
        ((1,), [date(2027, 1, 5), date(2027, 2, 2), date(2027, 3, 2)]),
        ((2, 4), [date(2027, month, day) for month, day in ((1, 12), (1, 26), (2, 9), (2, 23), (3, 9), (3, 23))]),
        ((5,), [date(2027, 3, 30)]),
        ((-1,), [date(2027, 1, 26), date(2027, 2, 23), date(2027, 3, 30)]),
        ((4, -1), [date(2027, 1, 26), date(2027, 2, 23), date(2027, 3, 23), date(2027, 3, 30)]),
        ((-5,), [date(2027, 3, 2)]),
        ((0, 6), []),
    ],
)  # fmt: skip
def test_the_nth_tuesday_of_a_month(nth: tuple[int, ...], expected: list[date]) -> None:
    session = Session(freq=Frequency.MONTHLY, weekdays=(TU,), nth=nth, start=time(9), end=time(11))
    assert days(session, date(2027, 1, 1), date(2027, 3, 31)) == expected


def test_the_first_friday_is_not_the_friday_of_the_first_week() -> None:
    assert nth_weekday(2027, 5, FR, 1) == date(2027, 5, 7)
    assert nth_weekday(2027, 5, SA, 1) == date(2027, 5, 1)
    assert nth_weekday(2027, 2, FR, 5) is None
    assert nth_weekday(2027, 2, SU, -1) == date(2027, 2, 28)


def test_on_public_holidays_it_is_closed_unless_said() -> None:
    assert days(weekly(TH), date(2027, 5, 3), date(2027, 5, 16)) == [date(2027, 5, 13)]
    assert days(weekly(TH, public_holidays=HolidayRule.OPEN), date(2027, 5, 3), date(2027, 5, 16)) == [
        date(2027, 5, 6), date(2027, 5, 13),
    ]  # fmt: skip
    only = weekly(*range(7), public_holidays=HolidayRule.ONLY)
    assert days(only, date(2026, 12, 20), date(2027, 1, 10)) == [
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2027, 1, 1),
    ]


def test_school_holidays_are_like_other_weeks_unless_said() -> None:
    first, last = date(2026, 10, 12), date(2026, 11, 3)
    assert days(weekly(MO), first, last) == [date(2026, 10, day) for day in (12, 19, 26)] + [date(2026, 11, 2)]
    closed = weekly(MO, school_holidays=HolidayRule.CLOSED)
    assert days(closed, first, last) == [date(2026, 10, 12), date(2026, 11, 2)]
    only = weekly(FR, SA, SU, school_holidays=HolidayRule.ONLY, public_holidays=HolidayRule.OPEN)
    assert days(only, first, date(2026, 11, 8)) == [
        date(2026, 10, 17), date(2026, 10, 18), date(2026, 10, 23), date(2026, 10, 24), date(2026, 10, 25),
        date(2026, 10, 30), date(2026, 10, 31),
    ]  # fmt: skip


def test_where_school_holidays_are_not_known_yet_nothing_is_certain() -> None:
    after = CALENDAR.last_school + timedelta(days=1)
    closed = found(weekly(*range(7), school_holidays=HolidayRule.CLOSED), after, after + timedelta(days=6))
    assert [slot.certain for slot in closed] == [False] * len(closed) != []
    only = found(weekly(*range(7), school_holidays=HolidayRule.ONLY), after, after + timedelta(days=6))
    assert [(slot.day, slot.certain) for slot in only] == [(slot.day, False) for slot in closed]
    assert all(slot.certain for slot in found(weekly(*range(7)), after, after + timedelta(days=6)))


def test_single_dates_take_place_on_holidays_too() -> None:
    session = Session(
        freq=Frequency.DATES,
        dates=(date(2026, 12, 25), date(2026, 12, 3)),
        start=time(15),
        end=time(18),
        school_holidays=HolidayRule.CLOSED,
    )
    assert days(session, date(2026, 12, 1), date(2026, 12, 31)) == [date(2026, 12, 3), date(2026, 12, 25)]


def test_seasons_include_both_ends_and_may_run_over_new_year() -> None:
    summer = weekly(TU, first=date(2027, 6, 1), last=date(2027, 6, 15))
    assert days(summer, date(2027, 1, 1), date(2027, 12, 31)) == [date(2027, 6, 1), date(2027, 6, 8), date(2027, 6, 15)]
    winter = weekly(SA, season=YearlySeason((12, 26), (1, 2)), public_holidays=HolidayRule.OPEN)
    assert days(winter, date(2026, 12, 1), date(2027, 12, 31)) == [date(2026, 12, 26), date(2027, 1, 2)]


def test_a_season_that_ended_before_it_began_has_no_day() -> None:
    assert days(weekly(TU, first=date(2027, 6, 1), last=date(2027, 5, 1)), date(2027, 1, 1), date(2027, 12, 31)) == []


def test_exceptions_cancel_move_and_add() -> None:
    moved = weekly(
        WE,
        exceptions=(
            DateException(date(2026, 11, 25), ExceptionKind.CANCELLED),
            DateException(date(2026, 11, 26), ExceptionKind.EXTRA, note="im Pfarrheim"),
            DateException(date(2026, 12, 25), ExceptionKind.EXTRA, time(11), time(12, 30)),
            DateException(date(2026, 12, 9), ExceptionKind.EXTRA, time(10), time(11)),
        ),
    )
    shown = [(f"{slot.start:%d.%m. %H:%M}", slot.note) for slot in found(moved, date(2026, 11, 23), date(2026, 12, 27))]
    assert shown == [
        ("26.11. 15:00", "im Pfarrheim"), ("02.12. 15:00", ""), ("09.12. 10:00", ""), ("09.12. 15:00", ""),
        ("16.12. 15:00", ""), ("23.12. 15:00", ""), ("25.12. 11:00", ""),
    ]  # fmt: skip


def test_cancelled_wins_over_an_extra_date_and_over_a_single_date() -> None:
    day = date(2026, 12, 3)
    off = (DateException(day, ExceptionKind.CANCELLED), DateException(day, ExceptionKind.EXTRA, time(9), time(10)))
    assert days(weekly(TH, exceptions=off), day, day) == []
    assert days(Session(freq=Frequency.DATES, dates=(day,), start=time(9), exceptions=off[:1]), day, day) == []


def test_an_extra_date_at_the_usual_time_is_not_there_twice() -> None:
    day = date(2026, 12, 3)
    session = weekly(TH, interval=2, exceptions=(DateException(day, ExceptionKind.EXTRA),))
    assert [(slot.day, slot.certain) for slot in found(session, day, day)] == [(day, True)]


def test_an_extra_date_after_the_usual_end_has_no_known_end() -> None:
    day = date(2026, 12, 4)
    [slot] = found(weekly(TH, exceptions=(DateException(day, ExceptionKind.EXTRA, time(19)),)), day, day)
    assert (slot.start.hour, slot.end) == (19, None)


def test_a_slot_over_midnight_belongs_to_its_starting_day() -> None:
    [slot] = found(weekly(SA, start="22:00", end="02:00"), date(2026, 11, 23), date(2026, 11, 29))
    assert (slot.day, slot.start, slot.end) == (
        date(2026, 11, 28),
        datetime(2026, 11, 28, 22, tzinfo=BERLIN),
        datetime(2026, 11, 29, 2, tzinfo=BERLIN),
    )
    assert days(weekly(SA, start="22:00", end="02:00"), date(2026, 11, 29), date(2026, 11, 29)) == []


def test_around_the_clock_is_a_day_long() -> None:
    [slot] = found(weekly(SU, start="00:00", end="00:00"), date(2026, 11, 29), date(2026, 11, 29))
    assert slot.end == datetime(2026, 11, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [
        ("01:30", "04:00", "2027-03-28T01:30:00+01:00", "2027-03-28T04:00:00+02:00"),
        ("02:30", "04:00", "2027-03-28T03:00:00+02:00", "2027-03-28T04:00:00+02:00"),
        ("01:00", "02:30", "2027-03-28T01:00:00+01:00", "2027-03-28T03:00:00+02:00"),
        ("23:00", "02:15", "2027-03-28T23:00:00+02:00", "2027-03-29T02:15:00+02:00"),
    ],
)
def test_in_spring_the_hour_that_is_left_out_is_nowhere(start: str, end: str, begins: str, ends: str) -> None:
    [slot] = found(weekly(SU, start=start, end=end), date(2027, 3, 28), date(2027, 3, 28))
    assert slot.end is not None
    assert (slot.start.isoformat(), slot.end.isoformat()) == (begins, ends)


def test_in_spring_what_lies_in_the_missing_hour_does_not_take_place() -> None:
    assert days(weekly(SU, start="02:00", end="02:45"), date(2027, 3, 21), date(2027, 4, 4)) == [
        date(2027, 3, 21), date(2027, 4, 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "hours"), [("01:00", "04:00", 4), ("02:30", "03:30", 2), ("01:00", "02:30", 1.5)]
)
def test_in_autumn_an_hour_that_comes_twice_is_the_first(start: str, end: str, hours: float) -> None:
    [slot] = found(weekly(SU, start=start, end=end), date(2026, 10, 25), date(2026, 10, 25))
    assert slot.end is not None
    assert slot.start.fold == 0
    assert slot.end.timestamp() - slot.start.timestamp() == hours * 3600


@pytest.mark.parametrize(("eve", "hours"), [(date(2027, 3, 27), 5), (date(2026, 10, 24), 7), (date(2026, 10, 17), 6)])
def test_a_night_of_a_clock_change_is_shorter_or_longer(eve: date, hours: int) -> None:
    [slot] = found(weekly(SA, start="22:00", end="04:00"), eve, eve)
    assert slot.end is not None
    assert slot.end.timestamp() - slot.start.timestamp() == hours * 3600


def test_without_a_clock_time_it_stands_at_midnight_and_says_so() -> None:
    [slot] = found(weekly(TH, start=None, end=None, part=PartOfDay.AFTERNOON), date(2026, 11, 26), date(2026, 11, 26))
    assert (slot.start.hour, slot.end, slot.has_clock, slot.certain) == (0, None, False, False)


def test_without_an_end_it_is_certain_that_it_begins() -> None:
    [slot] = found(weekly(TH, end=None), date(2026, 11, 26), date(2026, 11, 26))
    assert (slot.start.hour, slot.end, slot.has_clock, slot.certain) == (15, None, True, True)


def test_slots_of_several_sessions_stand_by_start() -> None:
    timetable = Timetable((weekly(TH), weekly(TH, start="09:00"), weekly(WE, start=None), weekly(TH, start=None)))
    found_ones = slots(timetable, date(2026, 11, 25), date(2026, 11, 26), CALENDAR)
    assert [f"{slot.start:%d %H}" for slot in found_ones] == ["25 00", "26 00", "26 09", "26 15"]


def test_in_a_pause_there_is_nothing_not_even_extra() -> None:
    extra = DateException(date(2026, 11, 25), ExceptionKind.EXTRA)
    sessions = (weekly(TH, exceptions=(extra,)),)
    until = Timetable(sessions, paused=True, paused_until=date(2026, 11, 26))
    assert [slot.day for slot in slots(until, date(2026, 11, 1), date(2026, 12, 4), CALENDAR)] == [date(2026, 12, 3)]
    assert slots(Timetable(sessions, paused=True), date(2026, 11, 1), date(2026, 12, 4), CALENDAR) == []
    over = Timetable(sessions, paused=False, paused_until=date(2026, 12, 31))
    assert len(slots(over, date(2026, 11, 25), date(2026, 12, 4), CALENDAR)) == 3


def test_nonsense_gives_no_slot_and_no_crash() -> None:
    nonsense = (
        Session(start=time(9)),
        weekly(7, -1, 99),
        Session(freq=Frequency.MONTHLY, weekdays=(MO, 9), start=time(9)),
        Session(freq=Frequency.DATES, weekdays=(MO,), start=time(9)),
        weekly(MO, season=YearlySeason((13, 1), (14, 1))),
    )
    assert slots(Timetable(nonsense), date(2026, 1, 1), date(2026, 12, 31), CALENDAR) == []
    assert slots(Timetable((weekly(MO),)), date(2026, 2, 1), date(2026, 1, 1), CALENDAR) == []


def test_the_first_and_the_last_day_of_all_do_not_crash() -> None:
    every_day = Timetable((weekly(*range(7), start="22:00", end="03:00"),))
    assert slots(every_day, date.min, date(1, 1, 3), CALENDAR) == []
    assert slots(every_day, date(9999, 12, 30), date.max, CALENDAR) == []
    assert len(slots(every_day, date(9999, 12, 15), date.max, CALENDAR)) > 0
