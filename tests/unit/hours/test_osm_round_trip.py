"""Sessions → `opening_hours` → sessions: what comes back is open, closed and unknown at the same instants."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import opening_changes
from kommanmap.domain.hours.osm_read import from_osm
from kommanmap.domain.hours.osm_write import to_osm
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
from kommanmap.domain.vocabulary import Audience, Registration

FIRST, LAST = date(2026, 9, 1), date(2028, 2, 29)
CALENDAR = nrw_calendar()

days = st.integers(0, 500).map(lambda number: date(2026, 9, 15) + timedelta(days=number))
month_days = st.tuples(st.integers(1, 12), st.integers(1, 28))
seasons = st.builds(YearlySeason, month_days, month_days).filter(
    lambda season: (season.last[0] - season.first[0]) % 12 not in {0, 11}
)
exceptions = st.builds(
    DateException,
    days,
    st.sampled_from(ExceptionKind),
    note=st.sampled_from(("", "Karneval", 'im "Klöneck"; hinten')),
)
plain_sessions = st.builds(
    Session,
    freq=st.sampled_from((Frequency.WEEKLY, Frequency.WEEKLY, Frequency.MONTHLY)),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(tuple),
    nth=st.sets(st.sampled_from((1, 2, 3, 4, 5, -1, -2)), min_size=1, max_size=3).map(tuple),
    public_holidays=st.sampled_from(HolidayRule),
    school_holidays=st.sampled_from((HolidayRule.OPEN, HolidayRule.CLOSED)),
    audiences=st.sets(st.sampled_from(Audience), max_size=2).map(tuple),
    languages=st.sets(st.sampled_from(("ar", "fa", "ku-Arab", "uk")), max_size=2).map(tuple),
    registration=st.sampled_from(Registration),
    note=st.sampled_from(("", "Eingang über den Hof; 2. Tür", "bis 18:00", "open; Mo 10:00 || off")),
    season=st.none() | seasons,
).map(lambda session: session if session.freq is Frequency.MONTHLY else replace(session, nth=()))
"""What the grammar holds to the letter, but for its clock times."""
all_sessions = st.builds(
    lambda session, changes: replace(session, **changes),
    plain_sessions,
    st.fixed_dictionaries(
        {},
        optional={
            "first": days,
            "last": days.map(lambda day: day + timedelta(days=100)),
            "exceptions": st.lists(exceptions, max_size=3).map(tuple),
            "school_holidays": st.sampled_from(HolidayRule),
        },
    ),
)
counted_sessions = st.builds(
    lambda session, interval, anchor: replace(
        session, freq=Frequency.WEEKLY, nth=(), season=None, interval=interval, anchor=anchor
    ),
    all_sessions,
    st.integers(2, 5),
    days.filter(lambda day: day.year < 2028),
)
"""Weeks are written out from the year before the anchor's on."""
dated_sessions = st.builds(
    lambda session, dates: replace(session, freq=Frequency.DATES, weekdays=(), nth=(), dates=dates, season=None),
    all_sessions,
    st.lists(days, min_size=1, max_size=4).map(tuple),
)
quarters = st.integers(0, 11)


def timed(sessions: list[Session], shifts: list[tuple[int, int]]) -> tuple[Session, ...]:
    """The sessions one after the other on their days, three hours each at most."""
    found = []
    for number, (session, (one, other)) in enumerate(zip(sessions, shifts, strict=True)):
        begin = 7 * 60 + number * 180 + min(one, other) * 15
        end = 7 * 60 + number * 180 + max(one, other) * 15 + 15
        found.append(session.at(time(begin // 60, begin % 60), time(end // 60, end % 60)))
    return tuple(found)


def timetables(kinds: st.SearchStrategy[Session]) -> st.SearchStrategy[tuple[Session, ...]]:
    """Up to four sessions."""
    return st.integers(1, 4).flatmap(
        lambda count: st.builds(
            timed,
            st.lists(kinds, min_size=count, max_size=count),
            st.lists(st.tuples(quarters, quarters), min_size=count, max_size=count),
        )
    )


def changes(sessions: tuple[Session, ...]) -> list[tuple[int, str]]:
    """Every change of the answer in a year and a half."""
    return list(opening_changes(Timetable(sessions), FIRST, LAST, CALENDAR))


@settings(max_examples=50, deadline=None)
@given(timetables(plain_sessions))
def test_what_the_grammar_holds_comes_back_to_the_letter(sessions: tuple[Session, ...]) -> None:
    reading = from_osm(to_osm(sessions))
    assert reading.left_over == ()
    assert sorted(reading.sessions, key=repr) == sorted(sessions, key=repr)


@settings(max_examples=40, deadline=None)
@given(timetables(all_sessions | counted_sessions | dated_sessions))
def test_what_comes_back_is_open_at_the_same_instants(sessions: tuple[Session, ...]) -> None:
    reading = from_osm(to_osm(sessions))
    assert reading.left_over == ()
    assert changes(reading.sessions) == changes(sessions)


@settings(max_examples=40, deadline=None)
@given(
    timetables(all_sessions | dated_sessions),
    st.sampled_from(("no clock", "no end", "over midnight", "no anchor")),
    st.sampled_from(PartOfDay) | st.none(),
)
def test_what_is_not_known_comes_back_as_not_known(
    sessions: tuple[Session, ...], what: str, part: PartOfDay | None
) -> None:
    # Without hours of its own, what closes in school holidays only would close the hours of others with it.
    first, *others = (replace(session, school_holidays=HolidayRule.OPEN) for session in sessions)
    if what == "no clock":
        first = replace(first, start=None, end=None, part=part)
    elif what == "no end":
        first = replace(first, end=None)
    elif what == "over midnight":
        first = first.at(time(22), time(2))
    elif first.freq is not Frequency.DATES:
        first = replace(first, freq=Frequency.WEEKLY, nth=(), interval=2)
    reading = from_osm(to_osm((first, *others)))
    assert reading.left_over == ()
    assert changes(reading.sessions) == changes((first, *others))


@pytest.mark.parametrize("complete", [True, False])
def test_whether_these_are_all_times_comes_back(complete: bool) -> None:
    sessions = (Session(weekdays=(3,), start=time(14), end=time(16)),)
    reading = from_osm(to_osm(sessions, complete=complete))
    assert (reading.sessions, reading.complete) == (sessions, complete)


WORDS = (
    *(
        "Mo",
        "Tu-Fr",
        "Sa,Su",
        "PH",
        "SH",
        "PH,SH",
        "PH,Mo",
        "Fr[2,4]",
        "Th[-1]",
        "10:00-12:00",
        "22:00-02:00",
        "16:00+",
    ),
    *("24/7", "off", "open", "unknown", "week", "1-53/2", "2026", "2026+", "2027-2028", "Dec", "24", "Jan", "01", "-"),
    *(",", ";", "||", ":", "Oct-Mar", "easter", '"nur Frauen"', '"alle 2 Wochen"', '"nachmittags; bis 17:00"'),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_what_is_read_from_any_words_can_be_written_and_read_again(expression: str) -> None:
    sessions = from_osm(expression).sessions
    again = from_osm(to_osm(sessions))
    assert again.left_over == ()
