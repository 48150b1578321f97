"""What the checks say about nonsense in a session, about overlaps, and about statements that contradict each other."""

from datetime import date, time

import pytest

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.checks import contradictions, overlaps, session_problems
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
    YearlySeason,
)
from kommanmap.domain.vocabulary import Audience
from kommanmap.problem_texts import problem_text

TODAY = date(2026, 11, 22)
TUESDAY = Session(weekdays=(1,), start=time(15), end=time(17))


def monthly(*nth: int, first: date | None = None, last: date | None = None) -> Session:
    return Session(freq=Frequency.MONTHLY, weekdays=(1,), nth=nth, start=time(15), end=time(17), first=first, last=last)


@pytest.mark.parametrize(
    ("session", "codes"),
    [
        (TUESDAY, []),
        (Session(weekdays=(1,), start=time(22), end=time(2)), []),
        (Session(weekdays=(1,), start=time(), end=time()), []),
        (Session(weekdays=(1,), start=time(15), end=time(15)), ["session_time_end_is_start"]),
        (Session(start=time(15)), ["session_weekday_missing"]),
        (Session(weekdays=(1, 7)), ["session_weekday_impossible"]),
        (Session(weekdays=(1,), interval=2), ["session_anchor_missing"]),
        (Session(weekdays=(1,), interval=2, anchor=TODAY), []),
        (Session(weekdays=(1,), interval=0), ["session_interval_impossible"]),
        (Session(freq=Frequency.MONTHLY, weekdays=(1,)), ["session_nth_missing"]),
        (monthly(1, 5, -5), []),
        (monthly(0, 6, -6), ["session_nth_impossible"] * 3),
        (Session(freq=Frequency.DATES), ["session_dates_missing"]),
        (Session(freq=Frequency.DATES, exceptions=(DateException(TODAY, ExceptionKind.EXTRA),)), []),
        (Session(freq=Frequency.DATES, dates=(date(2026, 11, 1),)), ["session_dates_over"]),
        (Session(freq=Frequency.DATES, dates=(date(2026, 11, 1), TODAY)), []),
        (Session(weekdays=(1,), last=date(2026, 11, 21)), ["session_season_over"]),
        (Session(weekdays=(1,), last=TODAY), []),
        (
            Session(weekdays=(1,), last=date(2026, 9, 1), exceptions=(DateException(TODAY, ExceptionKind.EXTRA),)),
            [],
        ),
        (
            Session(weekdays=(1,), first=date(2027, 6, 1), last=date(2027, 5, 1)),
            ["session_season_ends_before_start"],
        ),
        (
            Session(freq=Frequency.DATES, dates=(date(2027, 6, 2),), last=date(2027, 6, 1)),
            ["session_date_outside_season"],
        ),
        (Session(weekdays=(1,), season=YearlySeason((2, 29), (2, 30))), ["session_day_impossible"]),
    ],
)
def test_each_piece_of_nonsense_has_its_name(session: Session, codes: list[str]) -> None:
    assert [problem.code for problem in session_problems(session, today=TODAY)] == codes


def test_only_who_gives_a_day_hears_what_is_over() -> None:
    assert list(session_problems(Session(weekdays=(1,), last=date(2020, 1, 1)))) == []


def test_the_sentences_name_what_is_wrong() -> None:
    session = monthly(6, first=date(2027, 6, 1), last=date(2027, 5, 1))
    assert [problem_text(problem) for problem in session_problems(session)] == [
        "Einen 6. Wochentag im Monat gibt es nicht.",
        "Der Zeitraum endet am 01.05.2027, vor seinem Beginn am 01.06.2027.",
    ]


@pytest.mark.parametrize(
    "other",
    [
        Session(weekdays=(1,), start=time(16), end=time(18)),
        Session(weekdays=(1,), start=time(15), end=time(17), interval=2),
        Session(weekdays=(1,), start=time(15), end=time(17), interval=2, anchor=date(2026, 11, 23)),
        monthly(1, 3),
        Session(weekdays=(1,), start=time(15), end=time(17), school_holidays=HolidayRule.CLOSED),
        Session(weekdays=(0, 1, 2), start=time(15), end=time(19)),
        Session(freq=Frequency.DATES, dates=(date(2026, 12, 1),), start=time(16), end=time(18)),
        Session(weekdays=(1,), start=time(9), end=time(16)),
        Session(weekdays=(1,), start=time(16)),
        Session(weekdays=(1,), part=PartOfDay.AFTERNOON),
    ],
)
def test_two_statements_about_one_time_contradict_each_other(other: Session) -> None:
    wednesday = Session(weekdays=(2,), start=time(20), end=time(21))
    found = list(contradictions((TUESDAY, wednesday, other)))
    assert [(problem.code, dict(problem.params)) for problem in found] == [
        ("sessions_contradict", {"first": 1, "second": 3})
    ]
    assert problem_text(found[0]).startswith("Die 1. und die 3. Angabe")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TUESDAY, TUESDAY),
        (TUESDAY, Session(weekdays=(1,), start=time(17), end=time(19))),
        (TUESDAY, Session(weekdays=(2,), start=time(15), end=time(18))),
        (TUESDAY, Session(weekdays=(1,), start=time(16), end=time(18), audiences=(Audience.WOMEN,))),
        (TUESDAY, Session(weekdays=(1,), start=time(16), end=time(18), languages=("ar",))),
        (TUESDAY, Session(weekdays=(1,), start=time(16), end=time(18), note="Sprachkurs")),
        (TUESDAY, Session(freq=Frequency.DATES, dates=(date(2026, 12, 1),), start=time(15), end=time(17))),
        (TUESDAY, Session(freq=Frequency.DATES, dates=(date(2026, 12, 2),), start=time(16), end=time(17))),
        (monthly(1), Session(weekdays=(1,), part=PartOfDay.MORNING)),
        (
            monthly(1),
            Session(freq=Frequency.MONTHLY, weekdays=(1,), nth=(2,), start=time(16), end=time(18)),
        ),
        (monthly(4), monthly(-1)),
        (
            Session(weekdays=(1,), start=time(15), end=time(17), school_holidays=HolidayRule.CLOSED),
            Session(weekdays=(1,), start=time(10), end=time(18), school_holidays=HolidayRule.ONLY),
        ),
        (
            Session(weekdays=(1,), start=time(15), end=time(17), last=date(2026, 12, 31)),
            Session(weekdays=(1,), start=time(16), end=time(18), first=date(2027, 1, 1)),
        ),
        (
            Session(weekdays=(1,), start=time(15), end=time(17), interval=2, anchor=date(2026, 11, 23)),
            Session(weekdays=(1,), start=time(16), end=time(18), interval=2, anchor=date(2026, 11, 30)),
        ),
        (
            Session(weekdays=(1,), start=time(15), end=time(17), season=YearlySeason((4, 1), (9, 30))),
            Session(weekdays=(1,), start=time(14), end=time(16), season=YearlySeason((10, 1), (3, 31))),
        ),
    ],
)
def test_what_may_both_be_true_is_no_contradiction(one: Session, other: Session) -> None:
    assert list(contradictions((one, other))) == []
    assert list(contradictions((other, one))) == []


def test_overlaps_are_found_once_and_where_they_first_happen() -> None:
    women = Session(weekdays=(1,), start=time(16), end=time(18), audiences=(Audience.WOMEN,))
    night = Session(weekdays=(0,), start=time(22), end=time(15, 30))
    [first, second] = overlaps((TUESDAY, women, night), date(2026, 11, 23), date(2026, 12, 31), nrw_calendar())
    assert (first.earlier.session, first.later.session, first.later.day) == (night, TUESDAY, date(2026, 11, 24))
    assert (second.earlier.session, second.later.session, second.later.day) == (TUESDAY, women, date(2026, 11, 24))


def test_sessions_that_only_touch_do_not_overlap() -> None:
    after = Session(weekdays=(1,), start=time(17), end=time(19))
    assert overlaps((TUESDAY, after), date(2026, 11, 23), date(2026, 12, 31), nrw_calendar()) == ()
