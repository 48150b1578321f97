"""Tables of a day: which documents are open when, by the engine's answers."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kommanmap.domain.hours.session import DateException, ExceptionKind, PartOfDay, Session, Timetable
from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.vocabulary import OpenWhen
from kommanmap.queries import open_times
from kommanmap.queries.bits import positions
from kommanmap.queries.open_times import OpenTimes

WEDNESDAY = date(2026, 3, 18)


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


def of(*sessions: Session) -> OpenTimes:
    """Document i has session i."""
    rules = tuple(Timetable((session,)) for session in sessions)
    return OpenTimes(len(rules), rules, [{number: [number] for number in range(len(rules))}])


def found(table: OpenTimes, when: OpenWhen, at: datetime) -> list[int]:
    """The documents of the one layer."""
    (bits,) = table.open_at(when, at)
    return positions(bits)


def test_open_now_begins_and_ends_to_the_minute() -> None:
    table = of(Session(weekdays=(2,), start=time(16), end=time(19)), Session(weekdays=(2,), start=time(16)))
    assert found(table, OpenWhen.NOW, berlin(18, 15, 59)) == []
    assert found(table, OpenWhen.NOW, berlin(18, 16)) == [0], "an end that nobody knows is not taken for open"
    assert found(table, OpenWhen.NOW, berlin(18, 18, 59)) == [0]
    assert found(table, OpenWhen.NOW, berlin(18, 19)) == []


def test_a_night_belongs_to_both_days() -> None:
    table = of(Session(weekdays=(2,), start=time(22), end=time(1)))
    assert found(table, OpenWhen.NOW, berlin(18, 23, 59)) == [0]
    assert found(table, OpenWhen.NOW, berlin(19, 0)) == [0]
    assert found(table, OpenWhen.TODAY, berlin(19, 0, 59)) == [0]
    assert found(table, OpenWhen.NOW, berlin(19, 1)) == []
    assert found(table, OpenWhen.TODAY, berlin(19, 1)) == []


def test_today_is_what_is_not_over_yet() -> None:
    table = of(
        Session(weekdays=(2,), start=time(9), end=time(11)),
        Session(weekdays=(2,), start=time(17), end=time(19)),
        Session(weekdays=(2,), part=PartOfDay.AFTERNOON),
        Session(weekdays=(3,), start=time(9), end=time(11)),
        Session(weekdays=(2,), start=time(9), end=time(20), interval=2),
    )
    assert found(table, OpenWhen.TODAY, berlin(18, 8)) == [0, 1, 2]
    assert found(table, OpenWhen.TODAY, berlin(18, 11)) == [1, 2]
    assert found(table, OpenWhen.TODAY, berlin(18, 19)) == []
    assert found(table, OpenWhen.EVENING, berlin(18, 8)) == [1]
    assert found(table, OpenWhen.EVENING, berlin(18, 19)) == []


def test_the_weekend_is_this_one_and_what_is_left_of_it() -> None:
    table = of(
        Session(weekdays=(5,), start=time(10), end=time(12)),
        Session(weekdays=(6,), start=time(10), end=time(12)),
        Session(weekdays=(4,), start=time(22), end=time(2)),
        Session(weekdays=(6,), start=time(23), end=time(2)),
    )
    assert found(table, OpenWhen.WEEKEND, berlin(18, 9)) == [0, 1, 3]
    assert found(table, OpenWhen.WEEKEND, berlin(20, 23)) == [0, 1, 3]
    assert found(table, OpenWhen.WEEKEND, berlin(21, 1)) == [0, 1, 2, 3]
    assert found(table, OpenWhen.WEEKEND, berlin(21, 13)) == [1, 3]
    assert found(table, OpenWhen.WEEKEND, berlin(22, 12)) == [3]
    assert found(table, OpenWhen.WEEKEND, berlin(23, 1)) == [0, 1, 3], "on Monday the next weekend is meant"


def test_the_night_of_the_clock_change_has_its_real_length() -> None:
    table = of(Session(weekdays=(5,), start=time(22), end=time(4)))
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert found(table, OpenWhen.NOW, before) == [0]
    assert found(table, OpenWhen.NOW, before + timedelta(minutes=89)) == [0]
    assert found(table, OpenWhen.NOW, before + timedelta(minutes=90)) == [], "04:00 comes an hour early"


def test_an_extra_date_beside_the_rule_does_not_take_a_document_out_again() -> None:
    extra = DateException(WEDNESDAY, ExceptionKind.EXTRA, time(17), time(21))
    table = of(Session(weekdays=(2,), start=time(16), end=time(19), exceptions=(extra,)))
    for hour, is_open in ((15, False), (16, True), (18, True), (20, True), (21, False)):
        assert found(table, OpenWhen.NOW, berlin(18, hour)) == ([0] if is_open else [])


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_the_calendar_are_no_error(at: datetime) -> None:
    table = of(Session(weekdays=(2,), start=time(16), end=time(19)))
    assert all(isinstance(found(table, when, at), list) for when in OpenWhen)


def test_a_day_is_worked_out_once_and_few_days_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    table = of(Session(weekdays=(2,), start=time(16), end=time(19)))
    asked: list[date] = []
    windows = open_times.windows

    def counted(rule: Timetable, first: date, *more: object) -> object:
        asked.append(first)
        return windows(rule, first, *more)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(open_times, "windows", counted)
    for hour in range(24):
        for when in OpenWhen:
            table.open_at(when, berlin(18, hour))
    assert len(asked) == 1
    for day in range(1, 20):
        table.open_at(OpenWhen.NOW, berlin(day, 12))
    assert len(table._tables) <= open_times.MOST_DAYS
