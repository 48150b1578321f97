"""The engine agrees with the bare definition of opening times, for any timetable at any instant."""

from datetime import UTC, date, datetime
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kommanmap.domain.hours.opening import Opening, next_openings, next_slots, opening_changes, state
from kommanmap.domain.hours.session import Timetable
from kommanmap.domain.hours.slots import BERLIN, berlin, midnight, slots
from tests.unit.hours import by_definition
from tests.unit.hours.by_definition import CALENDAR, DAY, certain_sessions, days, instants, steps, timetables

QUICK = settings(max_examples=50, deadline=None)
certain_timetables = st.builds(Timetable, st.lists(certain_sessions, min_size=1, max_size=3).map(tuple))


@QUICK
@given(timetables, instants)
def test_the_state_is_that_of_the_definition(timetable: Timetable, at: datetime) -> None:
    assert state(timetable, at, CALENDAR).opening is by_definition.opening(timetable, at)


@QUICK
@given(timetables, instants)
def test_until_is_the_first_instant_with_another_answer(timetable: Timetable, at: datetime) -> None:
    found = state(timetable, at, CALENDAR)
    for later in steps(at, 4 * 24 * 3):
        if found.until is not None and later.timestamp() >= found.until.timestamp():
            break
        assert by_definition.opening(timetable, later) is found.opening
    if found.until is not None:
        assert found.until.timestamp() > at.timestamp()
        assert by_definition.opening(timetable, found.until) is not found.opening


@QUICK
@given(certain_timetables, instants)
def test_next_is_the_first_instant_at_which_open_turns_true(timetable: Timetable, at: datetime) -> None:
    assume(at.year < 2029)
    turns = []
    before = by_definition.opening(timetable, at)
    for later in steps(at, 4 * 24 * 9):
        answer = by_definition.opening(timetable, later)
        if answer is Opening.OPEN and before is Opening.CLOSED:
            turns.append(later.timestamp())
        before = answer
    found = next_openings(timetable, at, CALENDAR, count=200, days=12)
    assert [item.start.timestamp() for item in found if item.start <= later] == turns
    for item in found:
        if item.end is None:
            assert item.slots[-1].start.timestamp() > item.start.timestamp() + 13 * 86_400
            continue
        assert by_definition.opening(timetable, item.end) is Opening.CLOSED
        before_its_end = item.end.astimezone(UTC) - by_definition.QUARTER
        assert by_definition.opening(timetable, before_its_end) is Opening.OPEN


@QUICK
@given(timetables, days)
def test_the_changes_of_some_days_are_those_of_the_state(timetable: Timetable, first: date) -> None:
    last = first + DAY * 2
    changes = list(opening_changes(timetable, first, last, CALENDAR))
    assert changes[0][0] == midnight(first)
    assert all(one[0] < other[0] and one[1] is not other[1] for one, other in pairwise(changes))
    expected = []
    at = datetime.fromtimestamp(midnight(first), UTC)
    while at.timestamp() < midnight(last + DAY):
        answer = by_definition.opening(timetable, at)
        if not expected or expected[-1][1] is not answer:
            expected.append((int(at.timestamp()), answer))
        at += by_definition.QUARTER
    assert changes == expected


@QUICK
@given(timetables, instants)
def test_next_slots_are_the_first_of_all_that_begin_later(timetable: Timetable, at: datetime) -> None:
    today = at.astimezone(BERLIN).date()
    found = next_slots(timetable, at, CALENDAR, count=1000, days=30)
    later = [
        slot for slot in slots(timetable, today, today + DAY * 30, CALENDAR) if slot.start.timestamp() > at.timestamp()
    ]
    assert [slot for slot in found if slot.has_clock] == [slot for slot in later if slot.has_clock]
    assert next_slots(timetable, at, CALENDAR, count=2, days=30) == found[:2]
    without_clock = {(slot.day, slot.session) for slot in found if not slot.has_clock}
    assert {(slot.day, slot.session) for slot in later if not slot.has_clock} <= without_clock
    assert all(day >= today for day, _session in without_clock)


@QUICK
@given(timetables, days)
def test_slots_belong_to_their_starting_day_and_stand_in_order(timetable: Timetable, day: date) -> None:
    found = slots(timetable, day, day + DAY * 6, CALENDAR)
    assert all(day <= slot.day <= day + DAY * 6 for slot in found)
    assert [slot.start for slot in found] == sorted(slot.start for slot in found)
    assert all(slot.end is None or slot.end.timestamp() > slot.start.timestamp() for slot in found)
    each = [slot for number in range(7) for slot in slots(timetable, day + DAY * number, day + DAY * number, CALENDAR)]
    assert found == each


@QUICK
@given(st.integers(0, 2**32))
def test_seconds_and_wall_time_name_the_same_instant(seconds: int) -> None:
    assert berlin(seconds).timestamp() == seconds
