"""Parts of the day and weekdays of a session, as filters ask for them."""

from datetime import date, time

import pytest

from kommanmap.domain.hours.parts import days_of_week, parts_of_day, parts_of_session
from kommanmap.domain.hours.session import Frequency, PartOfDay, Session

MORNING, AFTERNOON, EVENING = PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (time(9), time(12), {MORNING}),
        (time(9), time(12, 1), {MORNING, AFTERNOON}),
        (time(12), time(18), {AFTERNOON}),
        (time(16), time(19), {AFTERNOON, EVENING}),
        (time(10), time(20), {MORNING, AFTERNOON, EVENING}),
        (time(22), time(1), {EVENING}),
        (time(22), time(5), {EVENING, MORNING}),
        (time(1), time(3), {EVENING}),
        (time(0), time(0), {MORNING, AFTERNOON, EVENING}),
        (time(16), None, {AFTERNOON}),
        (time(23, 59), None, {EVENING}),
        (None, time(12), {MORNING}),
        (None, time(0), {EVENING}),
        (None, None, set()),
    ],
)
def test_a_time_lies_in_every_part_that_it_touches(
    start: time | None, end: time | None, touched: set[PartOfDay]
) -> None:
    assert parts_of_day(start, end) == touched


def test_a_part_that_was_said_counts_where_the_beginning_is_not_known() -> None:
    assert parts_of_session(Session(weekdays=(3,), part=AFTERNOON)) == {AFTERNOON}
    assert parts_of_session(Session(weekdays=(3,), part=EVENING, end=time(21))) == {EVENING}
    assert parts_of_session(Session(weekdays=(3,), part=AFTERNOON, start=time(9), end=time(10))) == {MORNING}


def test_single_dates_are_no_weekdays() -> None:
    assert days_of_week(Session(weekdays=(1, 4))) == (1, 4)
    assert days_of_week(Session(freq=Frequency.MONTHLY, weekdays=(4,), nth=(2,))) == (4,)
    assert days_of_week(Session(freq=Frequency.DATES, dates=(date(2026, 3, 18),))) == ()
