"""Our engine against two others, `opening_hours` of npm and `opening-hours-py`, every quarter of an hour that matters.

Our reading of an expression, the expression itself and the expression that we write from our reading must all be open,
closed and unknown at the same instants.
"""

import os
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, pairwise

import pytest
from opening_hours import OpeningHours
from opening_hours import State as TheirState

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import Opening, opening_changes
from kommanmap.domain.hours.osm_holidays import expand_holidays
from kommanmap.domain.hours.osm_read import from_osm
from kommanmap.domain.hours.osm_write import to_osm
from kommanmap.domain.hours.session import Timetable
from kommanmap.domain.hours.slots import BERLIN, berlin, midnight
from tests.hours_judge.asking import OPEN, QUARTER, UNKNOWN, Interval, NoJudge, Span, ask, quarters, telling_weeks
from tests.hours_judge.expressions import EXPRESSIONS

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)
CALENDAR = nrw_calendar()
OVER_MIDNIGHT_IN_SPRING = (date(2026, 3, 30), date(2027, 3, 29), date(2028, 3, 27), date(2029, 3, 26))
"""The Mondays after the change to summer time: until 01:00, npm asks for what began on Saturday, not on Sunday."""
CLOCK_BACK = (date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29), date(2029, 10, 28))
"""02:00 comes twice. For npm and us an end is the first of them, for the engine for Python the second."""
OPEN_END = re.compile(r"\d\d:\d\d\+")
FALLBACK = "||"

States = tuple[int, int]
"""Theirs and ours."""
Known = Callable[[str, datetime, States], bool]


@pytest.fixture(scope="module")
def weeks() -> list[Span]:
    """The weeks of four years in which engines differ if they differ at all."""
    return list(telling_weeks(CALENDAR, FIRST, LAST))


@pytest.fixture(scope="module")
def rewritten() -> list[str]:
    """What we write from what we read."""
    readings = [from_osm(expression) for expression in EXPRESSIONS]
    return [to_osm(reading.sessions, complete=reading.complete) for reading in readings]


def asked_of_npm(expressions: Sequence[str], weeks: Sequence[Span]) -> list[list[list[Interval]] | dict[str, str]]:
    """Its answers. Where it is not installed, a test that asks is skipped, and in CI it fails."""
    try:
        return ask(expressions, weeks)
    except NoJudge as reason:
        if os.environ.get("CI", "").lower() in {"true", "1"}:
            raise
        pytest.skip(f"{reason}.")


def known_weeks(expression: str, weeks: Sequence[Span]) -> list[Span]:
    """Where school holidays are asked about, only the weeks for which they are published."""
    if "SH" not in expression:
        return list(weeks)
    return [week for week in weeks if berlin(week[1]).date() <= CALENDAR.last_school]


def ours(expression: str, weeks: Sequence[Span]) -> dict[Span, bytes]:
    """Our states of an expression, week by week."""
    reading = from_osm(expression)
    assert reading.left_over == ()
    timetable = Timetable(reading.sessions, complete=reading.complete)
    found: dict[Span, bytes] = {}
    for week in weeks:
        first, last = berlin(week[0]).date(), berlin(week[1]).date() - timedelta(days=1)
        changes = [*opening_changes(timetable, first, last, CALENDAR), (week[1], Opening.CLOSED)]
        intervals = [
            (begin, after, state is Opening.UNKNOWN)
            for (begin, state), (after, _) in pairwise(changes)
            if state is not Opening.CLOSED
        ]
        found[week] = quarters(week, intervals)
    return found


def differences(
    expression: str, expected: dict[Span, bytes], answers: Sequence[Sequence[Interval]], known: Known
) -> list[str]:
    """Instants at which the other engine says something else, but for what is known of it."""
    found: list[str] = []
    for week, intervals in zip(expected, answers, strict=True):
        theirs = quarters(week, intervals)
        if theirs == expected[week]:
            continue
        for at, (one, other) in enumerate(zip(theirs, expected[week], strict=True)):
            instant = berlin(week[0] + at * QUARTER)
            if one != other and not known(expression, instant, (one, other)):
                found.append(f"{expression}: {instant}: theirs {one}, ours {other}")
    return found


def npm_faults(expression: str, instant: datetime, _states: States) -> bool:
    """What npm gets wrong."""
    over_midnight = any(
        session.start and session.end and session.end < session.start for session in from_osm(expression).sessions
    )
    return over_midnight and instant.date() in OVER_MIDNIGHT_IN_SPRING and instant.hour < 1


def python_faults(expression: str, instant: datetime, states: States) -> bool:
    """What the engine for Python does otherwise: it takes an open end for open until midnight."""
    open_end = OPEN_END.search(expression) is not None and states == (OPEN, UNKNOWN)
    return open_end or (instant.date() in CLOCK_BACK and instant.hour == 2)


def test_there_are_enough_expressions_and_weeks(weeks: list[Span]) -> None:
    assert len(set(EXPRESSIONS)) >= 40
    assert len(weeks) >= 60


def test_the_npm_engine_agrees_with_ours_on_what_we_read_and_what_we_write(
    weeks: list[Span], rewritten: list[str]
) -> None:
    answers = asked_of_npm([*EXPRESSIONS, *rewritten], weeks)
    found: list[str] = []
    for expression, asked, answer in zip(EXPRESSIONS * 2, chain(EXPRESSIONS, rewritten), answers, strict=True):
        assert not isinstance(answer, dict), (asked, answer)
        expected = ours(expression, known_weeks(expression, weeks))
        found += differences(asked, expected, answer[: len(expected)], npm_faults)
    assert found == []


def test_the_engine_for_python_agrees_with_ours_when_holidays_are_written_out(
    weeks: list[Span], rewritten: list[str]
) -> None:
    found: list[str] = []
    for expression, written in zip(EXPRESSIONS, rewritten, strict=True):
        if FALLBACK in expression:
            continue  # It lets a fallback win over a rule before it, against the specification.
        asked = expand_holidays(written, CALENDAR, FIRST - timedelta(days=7), LAST + timedelta(days=7))
        expected = ours(expression, known_weeks(expression, weeks))
        found += differences(asked, expected, by_python_engine(asked, list(expected)), python_faults)
    assert found == []


def by_python_engine(expression: str, weeks: Sequence[Span]) -> list[list[Interval]]:
    """The intervals of `opening-hours-py`."""
    engine = OpeningHours(expression, timezone=BERLIN)
    return [
        [
            (begin.timestamp(), min(end or berlin(week[1]), berlin(week[1])).timestamp(), state == TheirState.UNKNOWN)
            for begin, end, state, _ in engine.intervals(berlin(week[0]), berlin(week[1]))
            if state != TheirState.CLOSED
        ]
        for week in weeks
    ]


def test_npm_has_the_fault_for_which_it_is_excused() -> None:
    monday = (midnight(date(2027, 3, 29)), midnight(date(2027, 3, 30)))
    (answer,) = asked_of_npm(["Sa 22:00-05:00"], [monday])
    assert answer == [[[monday[0], monday[0] + 3600, False]]]
