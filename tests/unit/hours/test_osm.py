"""Single sessions and what they are called in OpenStreetMap, and what foreign expressions mean for us."""

from datetime import date, datetime, time
from typing import Any

import pytest
from opening_hours import OpeningHours

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.osm_holidays import expand_holidays
from kommanmap.domain.hours.osm_read import from_osm
from kommanmap.domain.hours.osm_write import to_osm
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
)
from kommanmap.domain.vocabulary import Audience, Registration

FRIDAYS: dict[str, Any] = {"weekdays": (4,), "start": time(17), "end": time(19)}
SECOND_AND_FOURTH = Session(freq=Frequency.MONTHLY, nth=(2, 4), **FRIDAYS)
EVERY_SECOND_WEEK = (
    "2024 Dec 30-2027 Jan 03 week 2-53/2 Fr 17:00-19:00, 2027 Jan 04-2033 Jan 02 week 1-53/2 Fr 17:00-19:00, "
    '2033 Jan 03-2099 Dec 31 Fr 17:00-19:00 unknown "alle 2 Wochen"; PH off'
)
CANCELLED = DateException(date(2026, 12, 11), ExceptionKind.CANCELLED, note="Karneval")
EXTRA = DateException(date(2026, 12, 24), ExceptionKind.EXTRA, time(10), time(12))


@pytest.mark.parametrize(
    ("session", "expression"),
    [
        (Session(**FRIDAYS), "Fr 17:00-19:00; PH off"),
        (Session(**FRIDAYS, public_holidays=HolidayRule.OPEN), "Fr 17:00-19:00"),
        (Session(**FRIDAYS, school_holidays=HolidayRule.CLOSED), "Fr 17:00-19:00; SH off; PH off"),
        (Session(**FRIDAYS, school_holidays=HolidayRule.ONLY), "SH Fr 17:00-19:00; PH off"),
        (Session(**FRIDAYS, public_holidays=HolidayRule.ONLY), "PH Fr 17:00-19:00"),
        (SECOND_AND_FOURTH, "Fr[2,4] 17:00-19:00; PH off"),
        (Session(**FRIDAYS, interval=2, anchor=date(2026, 11, 27)), EVERY_SECOND_WEEK),
        (Session(**FRIDAYS, interval=2), 'Fr 17:00-19:00 unknown "alle 2 Wochen"; PH off'),
        (Session(weekdays=(4,), start=time(16)), "Fr 16:00+; PH off"),
        (
            Session(weekdays=(4,), part=PartOfDay.AFTERNOON),
            'Fr 11:00-19:00 unknown "nachmittags"; PH off',
        ),
        (Session(weekdays=(4,)), 'Fr unknown "Uhrzeit erfragen"; PH off'),
        (Session(weekdays=(4,), start=time(22), end=time(2)), "Fr 22:00-02:00; PH Fr 22:00-02:00 off"),
        (Session(weekdays=(4,), start=time(10), end=time(0)), "Fr 10:00-24:00; PH off"),
        (
            Session(**FRIDAYS, exceptions=(CANCELLED, EXTRA)),
            'Fr 17:00-19:00; 2026 Dec 11 off "Karneval"; PH off, 2026 Dec 24 10:00-12:00',
        ),
        (
            Session(**FRIDAYS, first=date(2026, 11, 1), last=date(2027, 3, 31)),
            "2026 Nov 01-2027 Mar 31 Fr 17:00-19:00; PH off",
        ),
        (
            Session(freq=Frequency.DATES, dates=(date(2026, 12, 6),), start=time(15), end=time(18)),
            "2026 Dec 06 15:00-18:00",
        ),
        (
            Session(
                **FRIDAYS,
                audiences=(Audience.WOMEN,),
                languages=("ar", "fa"),
                registration=Registration.NEEDED,
                note='im "Klöneck"',
            ),
            "Fr 17:00-19:00 open \"Zielgruppe: frauen; Sprachen: ar, fa; Anmeldung nötig; im 'Klöneck'\"; PH off",
        ),
    ],
)
def test_a_session_has_its_expression(session: Session, expression: str) -> None:
    assert to_osm([session]) == expression


def test_no_session_is_no_expression_and_one_that_never_takes_place_is_closed() -> None:
    assert to_osm([]) == ""
    assert to_osm([Session(weekdays=())]) == "off"
    assert to_osm([Session(weekdays=(), exceptions=(EXTRA,))]) == "2026 Dec 24 10:00-12:00"


def test_what_is_in_doubt_is_unknown_and_closed_stays_closed() -> None:
    doubted = to_osm((Session(**FRIDAYS),), complete=False, doubtful=True)
    assert doubted == 'Fr 17:00-19:00 unknown; PH off || unknown "weitere Zeiten möglich"'
    judge = OpeningHours(expand_holidays(doubted, nrw_calendar(), date(2026, 1, 1), date(2026, 12, 31)))
    assert judge.is_unknown(datetime.combine(date(2026, 11, 27), time(18)))


def test_sessions_with_different_holiday_rules_stand_in_an_order_in_which_none_wipes_out_another() -> None:
    term_only = Session(weekdays=(0,), start=time(10), end=time(12), school_holidays=HolidayRule.CLOSED)
    always = Session(weekdays=(1,), start=time(10), end=time(12), public_holidays=HolidayRule.OPEN)
    assert to_osm([always, Session(**FRIDAYS), term_only]) == (
        "Mo 10:00-12:00; SH off, Fr 17:00-19:00; PH off, Tu 10:00-12:00"
    )


def test_one_of_two_at_the_same_time_can_be_cancelled_alone() -> None:
    other = Session(**FRIDAYS, audiences=(Audience.WOMEN,))
    expression = to_osm([other, Session(**FRIDAYS, exceptions=(CANCELLED,))])
    assert expression.startswith(
        'Fr 17:00-19:00 open "Zielgruppe: frauen", Fr 17:00-19:00; 2026 Dec 11 17:00-19:00 off'
    )
    assert '2026 Dec 11 17:00-19:00 open "Zielgruppe: frauen"' in expression


def test_an_expression_without_a_word_about_holidays_is_open_on_holidays() -> None:
    (session,) = from_osm("Mo-Fr 09:00-17:00").sessions
    assert (session.public_holidays, session.school_holidays) == (HolidayRule.OPEN, HolidayRule.OPEN)


def test_a_later_rule_takes_its_days_from_an_earlier_one() -> None:
    reading = from_osm("Mo-Fr 09:00-17:00; We 09:00-12:00; Fr off; Mo[1] off")
    assert {(s.weekdays, s.nth, s.end) for s in reading.sessions} == {
        ((0,), (2, 3, 4, 5), time(17)),
        ((1, 3), (), time(17)),
        ((2,), (), time(12)),
    }
    assert reading.complete


@pytest.mark.parametrize(
    ("expression", "left_over", "code"),
    [
        ("Mo 10:00-12:00; sunrise-sunset", "sunrise-sunset", "osm_unreadable"),
        ("Mo 10:00-12:00; Di 9-17 Uhr", "Di 9-17 Uhr", "osm_unreadable"),
        ("Mo 10:00-12:00; Tu 25:00-26:00", "Tu 25:00-26:00", "osm_unreadable"),
        ("Mo 10:00-12:00; Feb 30 off", "Feb 30 off", "osm_unreadable"),
        ("Mo 10:00-12:00; Tu[6] 10:00-12:00", "Tu[6] 10:00-12:00", "osm_unreadable"),
        ("Mo 10:00-12:00; week 1-53/2 Tu 10:00-12:00", "week 1-53/2 Tu 10:00-12:00", "osm_not_held"),
        ('Mo 10:00-12:00; Tu 10:00-12:00 "nach Vereinbarung"', "Tu 10:00-12:00 unknown", "osm_not_held"),
        ('Mo 10:00-12:00 || unknown "bitte anrufen"', 'unknown "bitte anrufen"', "osm_not_held"),
        ('Mo 10:00-12:00; Tu 10:00-12:00 "offen', '"offen', "osm_unreadable"),
    ],
)
def test_what_sessions_cannot_hold_is_left_over_in_its_words(expression: str, left_over: str, code: str) -> None:
    reading = from_osm(expression)
    assert Session(weekdays=(0,), start=time(10), end=time(12), public_holidays=HolidayRule.OPEN) in reading.sessions
    assert left_over in " ".join(reading.left_over)
    assert {problem.code for problem in reading.problems} == {code}
    assert not reading.complete


@pytest.mark.parametrize(
    "text", ["", ";;", "||", '"', "Mo" * 15_000, "PH off", "off", 'unknown "bis 99:99"', "🙂 Mo 1"]
)
def test_nothing_that_somebody_types_breaks_the_reader(text: str) -> None:
    assert from_osm(text).sessions == ()


def test_holidays_are_written_out_for_programs_that_know_none() -> None:
    expression = "Mo-Fr 10:00-12:00; SH off; PH off, PH,Sa 14:00-16:00"
    expanded = expand_holidays(expression, nrw_calendar(), date(2026, 12, 1), date(2026, 12, 31))
    assert expanded == (
        "Mo-Fr 10:00-12:00; 2026 Dec 23-2026 Dec 31 off; 2026 Dec 25-2026 Dec 26 off, "
        "2026 Dec 25-2026 Dec 26 14:00-16:00, Sa 14:00-16:00"
    )
    assert OpeningHours(expanded).is_open is not None


def test_what_is_no_expression_is_not_written_out() -> None:
    with pytest.raises(ValueError, match="Montags"):
        expand_holidays("Montags 10 Uhr", nrw_calendar(), date(2026, 1, 1), date(2026, 12, 31))
