"""The coming days of a place: what is on, what is cancelled, what a holiday closes."""

from datetime import date, time

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.overview import week
from kommanmap.domain.hours.session import DateException, ExceptionKind, HolidayRule, Session, Timetable

CALENDAR = nrw_calendar()
DAILY = Session(weekdays=(0, 1, 2, 3, 4), start=time(9), end=time(12))


def test_a_week_has_every_day_from_today_on() -> None:
    plans = week(Timetable((DAILY,)), date(2026, 11, 20), CALENDAR, days=7)
    assert [(plan.day.day, len(plan.slots)) for plan in plans] == [
        (20, 1), (21, 0), (22, 0), (23, 1), (24, 1), (25, 1), (26, 1),
    ]  # fmt: skip
    assert len(week(Timetable(), date(2026, 11, 20), CALENDAR)) == 14


def test_holidays_have_their_names_and_what_they_close() -> None:
    no_school = Session(weekdays=(2,), start=time(15), end=time(17), school_holidays=HolidayRule.CLOSED)
    only_holidays = Session(weekdays=tuple(range(7)), start=time(10), public_holidays=HolidayRule.ONLY)
    plans = {
        plan.day: plan for plan in week(Timetable((DAILY, no_school, only_holidays)), date(2026, 12, 21), CALENDAR)
    }
    eve, first_day = plans[date(2026, 12, 23)], plans[date(2026, 12, 25)]
    assert (eve.school_holiday, eve.public_holiday, eve.left_out) == ("Weihnachtsferien", None, (no_school,))
    assert (first_day.public_holiday, first_day.left_out) == ("Erster Weihnachtstag", (DAILY,))
    assert [slot.session for slot in first_day.slots] == [only_holidays]
    assert plans[date(2026, 12, 22)].left_out == ()


def test_what_is_only_for_public_holidays_is_not_left_out_on_other_days() -> None:
    session = Session(
        weekdays=tuple(range(7)),
        start=time(10),
        public_holidays=HolidayRule.ONLY,
        school_holidays=HolidayRule.CLOSED,
    )
    plans = week(Timetable((session,)), date(2026, 12, 24), CALENDAR, days=2)
    assert [plan.left_out for plan in plans] == [(), (session,)]


def test_a_cancelled_day_names_its_session_and_a_day_without_it_does_not() -> None:
    session = Session(
        weekdays=(2,),
        start=time(15),
        exceptions=tuple(DateException(date(2026, 11, day), ExceptionKind.CANCELLED) for day in (25, 26)),
    )
    plans = {plan.day.day: plan for plan in week(Timetable((session,)), date(2026, 11, 23), CALENDAR, days=7)}
    assert (plans[25].cancelled, plans[25].slots, plans[25].left_out) == ((session,), (), ())
    assert plans[26].cancelled == ()


def test_an_extra_day_on_a_holiday_is_on_and_not_left_out() -> None:
    extra = DateException(date(2026, 12, 25), ExceptionKind.EXTRA)
    session = Session(weekdays=(4,), start=time(15), end=time(17), exceptions=(extra,))
    [plan] = week(Timetable((session,)), date(2026, 12, 25), CALENDAR, days=1)
    assert (len(plan.slots), plan.left_out) == (1, ())


def test_days_of_a_pause_say_so() -> None:
    plans = week(
        Timetable((DAILY,), paused=True, paused_until=date(2026, 11, 24)), date(2026, 11, 23), CALENDAR, days=3
    )
    assert [(plan.paused, len(plan.slots)) for plan in plans] == [(True, 0), (True, 0), (False, 1)]
    assert all(plan.paused for plan in week(Timetable((DAILY,), paused=True), date(2026, 11, 23), CALENDAR))


def test_the_last_days_of_all_do_not_crash() -> None:
    assert week(Timetable((DAILY,)), date(9999, 12, 19), CALENDAR)[0].day == date(9999, 12, 19)
    assert week(Timetable((DAILY,)), date.max, CALENDAR) == ()
