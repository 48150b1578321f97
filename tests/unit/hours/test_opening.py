"""Open, closed or unknown: at an instant, until when, what comes next; pauses and both clock changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import Opening, State, next_openings, next_slots, opening_changes, state
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
    Timetable,
)
from kommanmap.domain.hours.slots import BERLIN, berlin

CALENDAR = nrw_calendar()
THURSDAY = Session(weekdays=(3,), start=time(14), end=time(18))
OPEN_END = Session(weekdays=(3,), start=time(16))
AFTERNOON = Session(weekdays=(3,), part=PartOfDay.AFTERNOON)
SOMETIME = Session(weekdays=(3,))
FORTNIGHTLY = Session(weekdays=(3,), interval=2, start=time(10), end=time(12))
CLOSED_IN_SCHOOL_HOLIDAYS = Session(weekdays=(3,), start=time(14), end=time(18), school_holidays=HolidayRule.CLOSED)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def asked(moment: str, *sessions: Session, **more: object) -> State:
    return state(Timetable(sessions, **more), at(moment), CALENDAR)  # type: ignore[arg-type]  # any field


def shown(found: State) -> tuple[str, str | None]:
    return found.opening.value, f"{found.until:%Y-%m-%d %H:%M}" if found.until else None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-26 13:59:59", ("closed", "2026-11-26 14:00")),
        ("2026-11-26 14:00", ("open", "2026-11-26 18:00")),
        ("2026-11-26 17:59:59", ("open", "2026-11-26 18:00")),
        ("2026-11-26 18:00", ("closed", "2026-12-03 14:00")),
    ],
)
def test_open_from_its_first_second_and_not_in_its_last(moment: str, expected: tuple[str, str]) -> None:
    assert shown(asked(moment, THURSDAY)) == expected


def test_what_is_on_is_named() -> None:
    women = Session(weekdays=(3,), start=time(15), end=time(16))
    found = asked("2026-11-26 15:30", women, THURSDAY, Session(weekdays=(2,), start=time(15), end=time(16)))
    assert [slot.session for slot in found.slots_now] == [THURSDAY, women]


def test_slots_that_touch_or_overlap_stay_open_without_a_break() -> None:
    after = Session(weekdays=(3,), start=time(18), end=time(20))
    across = Session(weekdays=(3,), start=time(19), end=time(21))
    later = Session(weekdays=(3,), start=time(21, 1), end=time(22))
    assert shown(asked("2026-11-26 15:00", THURSDAY, after, across, later)) == ("open", "2026-11-26 21:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-26 15:59", ("closed", "2026-11-26 16:00")),
        ("2026-11-26 16:00", ("unknown", "2026-11-27 00:00")),
        ("2026-11-26 23:59", ("unknown", "2026-11-27 00:00")),
        ("2026-11-27 00:00", ("closed", "2026-12-03 16:00")),
    ],
)
def test_without_an_end_nobody_knows_until_midnight(moment: str, expected: tuple[str, str]) -> None:
    assert shown(asked(moment, OPEN_END)) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-26 10:59", ("closed", "2026-11-26 11:00")),
        ("2026-11-26 11:00", ("unknown", "2026-11-26 19:00")),
        ("2026-11-26 19:00", ("closed", "2026-12-03 11:00")),
    ],
)
def test_an_afternoon_is_not_known_but_the_morning_is_closed(moment: str, expected: tuple[str, str]) -> None:
    assert shown(asked(moment, AFTERNOON)) == expected


def test_without_any_clock_time_the_whole_day_is_not_known() -> None:
    assert shown(asked("2026-11-26 00:00", SOMETIME)) == ("unknown", "2026-11-27 00:00")
    assert shown(asked("2026-11-25 23:59", SOMETIME)) == ("closed", "2026-11-26 00:00")


def test_where_the_week_is_not_known_only_its_hours_are_not() -> None:
    assert shown(asked("2026-11-26 11:00", FORTNIGHTLY)) == ("unknown", "2026-11-26 12:00")
    assert shown(asked("2026-11-26 12:00", FORTNIGHTLY)) == ("closed", "2026-12-03 10:00")


def test_what_is_certain_outweighs_what_is_not() -> None:
    assert shown(asked("2026-11-26 13:00", THURSDAY, AFTERNOON)) == ("unknown", "2026-11-26 14:00")
    assert shown(asked("2026-11-26 14:00", THURSDAY, AFTERNOON)) == ("open", "2026-11-26 18:00")
    assert shown(asked("2026-11-26 18:00", THURSDAY, AFTERNOON)) == ("unknown", "2026-11-26 19:00")


def test_silence_is_closed_only_where_the_times_are_complete() -> None:
    assert shown(asked("2026-11-26 12:00", THURSDAY, complete=False)) == ("unknown", "2026-11-26 14:00")
    assert shown(asked("2026-11-26 14:00", THURSDAY, complete=False)) == ("open", "2026-11-26 18:00")
    assert shown(asked("2026-11-26 12:00", complete=False)) == ("unknown", None)
    assert shown(asked("2026-11-26 12:00")) == ("closed", None)


def test_a_pause_is_closed_until() -> None:
    found = asked("2026-11-26 15:00", THURSDAY, paused=True, paused_until=date(2026, 12, 3))
    assert shown(found) == ("closed", "2026-12-10 14:00")
    assert (found.closed_until, found.slots_now) == (date(2026, 12, 3), ())
    assert shown(asked("2026-12-10 15:00", THURSDAY, paused=True, paused_until=date(2026, 12, 3)))[0] == "open"


def test_a_pause_without_an_end_has_no_next_time() -> None:
    paused = Timetable((THURSDAY,), paused=True)
    found = state(paused, at("2026-11-26 15:00"), CALENDAR)
    assert (shown(found), found.closed_until) == (("closed", None), None)
    assert next_slots(paused, at("2026-11-26 15:00"), CALENDAR) == ()
    assert next_openings(paused, at("2026-11-26 15:00"), CALENDAR) == ()


def test_after_a_pause_of_a_place_with_unknown_times_nothing_is_known() -> None:
    found = asked("2026-11-26 15:00", complete=False, paused=True, paused_until=date(2026, 12, 3))
    assert shown(found) == ("closed", "2026-12-04 00:00")
    assert asked("2026-12-04 00:00", complete=False, paused=True, paused_until=date(2026, 12, 3)).opening == "unknown"


def test_where_times_are_in_doubt_nothing_is_certain_but_a_pause() -> None:
    doubtful = Timetable((THURSDAY,), complete=False, doubtful=True)
    assert state(doubtful, at("2026-11-26 15:00"), CALENDAR).opening == "unknown"
    assert state(doubtful, at("2026-11-26 20:00"), CALENDAR).opening == "unknown"
    assert [slot.certain for slot in next_slots(doubtful, at("2026-11-25 15:00"), CALENDAR)] == [False, False]
    assert next_openings(doubtful, at("2026-11-25 15:00"), CALENDAR) == ()
    assert state(replace(doubtful, paused=True), at("2026-11-26 15:00"), CALENDAR).opening == "closed"


def test_next_is_after_a_holiday_and_after_school_holidays() -> None:
    upcoming = next_slots(Timetable((CLOSED_IN_SCHOOL_HOLIDAYS,)), at("2026-12-17 14:00"), CALENDAR)
    assert [slot.start for slot in upcoming] == [at("2027-01-07 14:00"), at("2027-01-14 14:00")]


def test_next_begins_strictly_after_the_instant() -> None:
    timetable = Timetable((THURSDAY,))
    assert next_slots(timetable, at("2026-11-26 13:59"), CALENDAR, count=1)[0].start == at("2026-11-26 14:00")
    assert next_slots(timetable, at("2026-11-26 14:00"), CALENDAR, count=1)[0].start == at("2026-12-03 14:00")
    assert next_slots(timetable, at("2026-11-26 14:00"), CALENDAR, count=0) == ()


def test_next_is_looked_for_as_far_as_asked() -> None:
    yearly = Timetable((Session(freq=Frequency.DATES, dates=(date(2027, 11, 11),), start=time(17), end=time(19)),))
    assert len(next_slots(yearly, at("2026-11-26 14:00"), CALENDAR)) == 1
    assert next_slots(yearly, at("2026-11-26 14:00"), CALENDAR, days=349) == ()


def test_an_afternoon_of_today_is_next_until_it_may_have_begun() -> None:
    timetable = Timetable((AFTERNOON,))
    assert next_slots(timetable, at("2026-11-26 09:00"), CALENDAR, count=1)[0].day == date(2026, 11, 26)
    assert next_slots(timetable, at("2026-11-26 11:00"), CALENDAR, count=1)[0].day == date(2026, 12, 3)


def test_the_door_opens_once_for_slots_without_a_break() -> None:
    after = Session(weekdays=(3,), start=time(18), end=time(20))
    timetable = Timetable((THURSDAY, after, FORTNIGHTLY, AFTERNOON))
    first, second = next_openings(timetable, at("2026-11-26 08:00"), CALENDAR)
    assert (first.start, first.end, len(first.slots)) == (at("2026-11-26 14:00"), at("2026-11-26 20:00"), 2)
    assert second.start == at("2026-12-03 14:00")
    while_open = next_openings(timetable, at("2026-11-26 15:00"), CALENDAR)
    assert while_open[0] == second


def test_a_door_that_opens_without_a_known_end_has_none() -> None:
    [first] = next_openings(Timetable((THURSDAY, OPEN_END)), at("2026-11-26 08:00"), CALENDAR, count=1)
    assert (first.start, first.end) == (at("2026-11-26 14:00"), None)


def test_what_opens_on_the_last_day_looked_at_has_its_end() -> None:
    weekend = Session(weekdays=(5, 6), start=time(), end=time())
    [first] = next_openings(Timetable((weekend,)), at("2026-11-26 08:00"), CALENDAR, days=2)
    assert (first.start, first.end) == (at("2026-11-28 00:00"), at("2026-11-30 00:00"))


def test_what_never_closes_again_has_no_end() -> None:
    always = Session(
        weekdays=tuple(range(7)), start=time(), end=time(), public_holidays=HolidayRule.OPEN, first=date(2026, 12, 1)
    )
    [only] = next_openings(Timetable((always,)), at("2026-11-26 08:00"), CALENDAR)
    assert (only.start, only.end) == (at("2026-12-01 00:00"), None)


def test_around_the_clock_never_changes() -> None:
    always = Session(weekdays=tuple(range(7)), start=time(), end=time(), public_holidays=HolidayRule.OPEN)
    assert shown(asked("2026-11-26 15:00", always)) == ("open", None)
    assert next_openings(Timetable((always,)), at("2026-11-26 15:00"), CALENDAR) == ()


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    night = Timetable((Session(weekdays=(6,), start=time(1), end=time(2, 30)),))
    first = datetime(2026, 10, 25, 2, 15, tzinfo=BERLIN)
    assert state(night, first, CALENDAR).opening is Opening.OPEN
    assert state(night, first.replace(fold=1), CALENDAR).opening is Opening.CLOSED
    until = state(night, first, CALENDAR).until
    assert until is not None
    assert until.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_start_in_the_missing_hour_is_when_the_hour_ends() -> None:
    night = Timetable((Session(weekdays=(6,), start=time(2, 30), end=time(5)),))
    assert state(night, datetime(2027, 3, 28, 0, 59, tzinfo=UTC), CALENDAR).opening is Opening.CLOSED
    assert state(night, datetime(2027, 3, 28, 1, 0, tzinfo=UTC), CALENDAR).opening is Opening.OPEN
    assert next_slots(night, at("2027-03-28 00:00"), CALENDAR)[0].start == at("2027-03-28 03:00")


def test_instants_of_other_zones_are_the_same_instants() -> None:
    timetable = Timetable((THURSDAY,))
    assert state(timetable, datetime(2026, 11, 26, 13, 0, tzinfo=UTC), CALENDAR).opening is Opening.OPEN
    assert state(timetable, datetime(2026, 7, 2, 12, 0, tzinfo=UTC), CALENDAR).opening is Opening.OPEN
    assert state(timetable, datetime(2026, 7, 2, 11, 59, tzinfo=UTC), CALENDAR).opening is Opening.CLOSED


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        state(Timetable(), at("2026-11-26 13:00").replace(tzinfo=None), CALENDAR)


@pytest.mark.parametrize("moment", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_time_do_not_crash(moment: datetime) -> None:
    timetable = Timetable((Session(weekdays=tuple(range(7)), start=time(22), end=time(3)),))
    for places in (timetable, Timetable(timetable.sessions, paused=True, paused_until=date.max)):
        assert state(places, moment, CALENDAR).opening in Opening
        assert len(next_slots(places, moment, CALENDAR, days=10**6)) <= 2


def test_the_changes_of_a_day_with_a_night_before_it() -> None:
    party = Session(weekdays=(5,), start=time(22), end=time(2))
    cancelled = Session(
        weekdays=(6,), start=time(9), end=time(10),
        exceptions=(DateException(date(2026, 11, 29), ExceptionKind.CANCELLED),),
    )  # fmt: skip
    sunday = date(2026, 11, 29)
    changes = opening_changes(Timetable((party, cancelled)), sunday, sunday, CALENDAR)
    assert [(f"{berlin(moment):%H:%M}", answer.value) for moment, answer in changes] == [
        ("00:00", "open"), ("02:00", "closed"),
    ]  # fmt: skip
