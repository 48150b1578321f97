"""Sessions that overlap with other holiday rules: no engine may read „closed“ where ours is open, nor the other way.

Where the grammar has no order of rules in which both hold, the expression says that nobody knows; what we read back
from it is all the same open, closed and unknown at the same instants.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours
from opening_hours import State as TheirState

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import Opening, opening_changes
from kommanmap.domain.hours.osm_holidays import expand_holidays
from kommanmap.domain.hours.osm_read import from_osm
from kommanmap.domain.hours.osm_write import to_osm
from kommanmap.domain.hours.session import DateException, ExceptionKind, Frequency, HolidayRule, Session, Timetable
from kommanmap.domain.hours.slots import BERLIN, berlin, midnight
from tests.hours_judge.asking import CLOSED, OPEN, QUARTER, NoJudge, Span, ask, quarters

CALENDAR = nrw_calendar()
FIRST, LAST = date(2026, 12, 21), date(2027, 1, 8)
"""Christmas holidays, with three public holidays inside, and term on both sides; 2026 has 53 weeks."""
SPAN: Span = (midnight(FIRST), midnight(LAST + timedelta(days=1)))
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda number: FIRST + timedelta(days=number))
TIMES = {
    "across each other": ((time(10), time(12)), (time(11), time(14))),
    "one within the night of the other": ((time(22), time(2)), (time(20), time(23))),
    "a night and a morning": ((time(22), time(2)), (time(0), time(3))),
}
PAIRS = [
    tuple(
        Session(
            weekdays=tuple(range(7)),
            start=start,
            end=end,
            public_holidays=public_holiday,
            school_holidays=school_holiday,
        )
        for (start, end), (public_holiday, school_holiday) in zip(times, rules, strict=True)
    )
    for times in TIMES.values()
    for rules in product(product(HolidayRule, HolidayRule), repeat=2)
]

clock_times = st.builds(time, st.sampled_from((0, 1, 9, 10, 11, 12, 20, 22, 23)), st.sampled_from((0, 30)))
exceptions = st.builds(DateException, DAYS, st.sampled_from(ExceptionKind))
sessions = st.builds(
    Session,
    freq=st.sampled_from((Frequency.WEEKLY, Frequency.WEEKLY, Frequency.MONTHLY)),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(tuple),
    nth=st.sets(st.sampled_from((1, 2, 3, 4, 5, -1, -2)), min_size=1, max_size=2).map(tuple),
    interval=st.sampled_from((1, 1, 2)),
    anchor=DAYS,
    start=clock_times,
    end=clock_times,
    public_holidays=st.sampled_from(HolidayRule),
    school_holidays=st.sampled_from(HolidayRule),
    exceptions=st.lists(exceptions, max_size=2).map(tuple),
).filter(lambda session: session.start != session.end)


def of_engine(timetable: Iterable[Session]) -> bytes:
    """Our states, quarter by quarter."""
    found = opening_changes(Timetable(tuple(timetable)), FIRST, LAST, CALENDAR)
    changes = [*found, (SPAN[1], Opening.CLOSED)]
    return quarters(
        SPAN,
        [
            (begin, after, state is Opening.UNKNOWN)
            for (begin, state), (after, _) in pairwise(changes)
            if state is not Opening.CLOSED
        ],
    )


def of_python_engine(expression: str) -> bytes:
    """Those of `opening-hours-py`."""
    week = timedelta(days=7)
    engine = OpeningHours(expand_holidays(expression, CALENDAR, FIRST - week, LAST + week), timezone=BERLIN)
    end = berlin(SPAN[1])
    found = engine.intervals(berlin(SPAN[0]), end)
    return quarters(
        SPAN,
        [
            (begin.timestamp(), min(until or end, end).timestamp(), state == TheirState.UNKNOWN)
            for begin, until, state, _ in found
            if state != TheirState.CLOSED
        ],
    )


def denied(expression: str, theirs: bytes, ours: bytes) -> list[str]:
    """Instants at which one says open and the other closed."""
    return [
        f"{expression}: {berlin(SPAN[0] + at * QUARTER)}: theirs {one}, ours {other}"
        for at, (one, other) in enumerate(zip(theirs, ours, strict=True))
        if {one, other} == {OPEN, CLOSED}
    ]


def asked_of_npm(expressions: Sequence[str]) -> list[bytes]:
    """Its states. Where it is not installed, a test that asks is skipped, and in CI it fails."""
    try:
        answers = ask(expressions, [SPAN])
    except NoJudge as reason:
        if os.environ.get("CI", "").lower() in {"true", "1"}:
            raise
        pytest.skip(f"{reason}.")
    assert [answer for answer in answers if isinstance(answer, dict)] == []
    return [quarters(SPAN, answer[0]) for answer in answers if not isinstance(answer, dict)]


def test_no_two_holiday_rules_deny_each_other_for_npm() -> None:
    expressions = [to_osm(pair) for pair in PAIRS]
    assert len(expressions) == 81 * len(TIMES)
    answers = zip(expressions, asked_of_npm(expressions), PAIRS, strict=True)
    assert [line for expression, theirs, pair in answers for line in denied(expression, theirs, of_engine(pair))] == []


@settings(max_examples=50, deadline=None)
@given(st.lists(sessions, min_size=2, max_size=3))
def test_overlapping_sessions_do_not_deny_each_other(overlapping: list[Session]) -> None:
    expression = to_osm(overlapping)
    assert denied(expression, of_python_engine(expression), of_engine(overlapping)) == []


def test_what_two_overlapping_sessions_say_comes_back() -> None:
    for pair in PAIRS:
        reading = from_osm(to_osm(pair))
        assert not reading.left_over, to_osm(pair)
        assert of_engine(reading.sessions) == of_engine(pair), to_osm(pair)


def test_where_the_grammar_has_no_order_it_says_that_nobody_knows() -> None:
    mondays = Session(weekdays=(0,), start=time(10), end=time(12))
    in_term = Session(
        weekdays=(0,),
        start=time(11),
        end=time(14),
        public_holidays=HolidayRule.OPEN,
        school_holidays=HolidayRule.CLOSED,
    )
    assert to_osm([mondays, in_term]) == (
        'Mo 11:00-14:00; SH off, Mo 10:00-12:00; PH off, PH Mo 11:00-14:00 unknown "nicht in den Schulferien"'
    )
