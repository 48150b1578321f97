"""The calendar of North Rhine-Westphalia: names, edges of school holidays, and where knowledge ends."""

from datetime import date, timedelta

import pytest

from kommanmap.domain.hours.calendar import NrwCalendar, nrw_calendar

CALENDAR = nrw_calendar()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Karfreitag"),
        (date(2026, 5, 1), "Tag der Arbeit"),
        (date(2027, 5, 6), "Christi Himmelfahrt"),
        (date(2027, 5, 27), "Fronleichnam"),
        (date(2028, 10, 3), "Tag der Deutschen Einheit"),
        (date(2028, 11, 1), "Allerheiligen"),
        (date(2029, 12, 26), "Zweiter Weihnachtstag"),
    ],
)
def test_public_holidays_have_german_names(day: date, name: str) -> None:
    assert CALENDAR.public_holiday(day) == name


@pytest.mark.parametrize(
    "day",
    [date(2026, 10, 31), date(2027, 1, 6), date(2027, 8, 15), date(2026, 12, 24), date(2026, 12, 31), date(2026, 4, 5)],
)
def test_holidays_of_other_states_and_customs_are_none_in_nrw(day: date) -> None:
    """Reformation Day, Epiphany, Assumption, Christmas Eve, New Year's Eve, Easter Sunday."""
    assert CALENDAR.public_holiday(day) is None


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 3, 30), date(2026, 4, 11), "Osterferien"),
        (date(2026, 5, 26), date(2026, 5, 26), "Pfingstferien"),
        (date(2026, 7, 20), date(2026, 9, 1), "Sommerferien"),
        (date(2026, 10, 17), date(2026, 10, 31), "Herbstferien"),
        (date(2026, 12, 23), date(2027, 1, 6), "Weihnachtsferien"),
        (date(2028, 12, 21), date(2029, 1, 5), "Weihnachtsferien"),
    ],
)
def test_school_holidays_begin_and_end_on_their_days(first: date, last: date, name: str) -> None:
    assert [CALENDAR.school_holiday(day) for day in (first - DAY, first, last, last + DAY)] == [None, name, name, None]


def test_the_names_of_school_holidays_are_those_of_nrw() -> None:
    days = (date(2024, 1, 1) + DAY * number for number in range(5 * 366))
    names = {CALENDAR.school_holiday(day) for day in days} - {None}
    assert names == {"Osterferien", "Pfingstferien", "Sommerferien", "Herbstferien", "Weihnachtsferien"}


def test_it_says_where_its_knowledge_ends() -> None:
    assert CALENDAR.last_school >= date(2029, 8, 14)
    assert CALENDAR.school_holiday(CALENDAR.last_school) == "Sommerferien" or CALENDAR.last_school.year > 2029
    assert CALENDAR.knows_school(CALENDAR.last_school)
    assert not CALENDAR.knows_school(CALENDAR.last_school + DAY)
    assert not CALENDAR.knows_school(CALENDAR.first_school - DAY)
    assert CALENDAR.knows_public(date(2050, 1, 1))
    assert CALENDAR.public_holiday(CALENDAR.last_public - DAY * 5) == "Zweiter Weihnachtstag"
    assert not CALENDAR.knows_public(CALENDAR.last_public + DAY)


@pytest.mark.parametrize("day", [date.min, date(1990, 12, 25), date(2101, 12, 25), date.max])
def test_days_beyond_are_no_holidays_and_not_known(day: date) -> None:
    assert CALENDAR.public_holiday(day) is None
    assert CALENDAR.school_holiday(day) is None
    assert not CALENDAR.knows_public(day)
    assert not CALENDAR.knows_school(day)


def test_there_is_one_calendar_in_a_process_and_another_says_the_same() -> None:
    assert nrw_calendar() is CALENDAR
    assert NrwCalendar().public_holiday(date(2026, 6, 4)) == CALENDAR.public_holiday(date(2026, 6, 4)) == "Fronleichnam"
