"""What a page says of a place at an instant: the badge and its next hours, today, the coming days, schema.org."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import Opening, state
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
    Timetable,
)
from kommanmap.domain.hours.slots import BERLIN
from kommanmap.presenters.clock_texts import span_text
from kommanmap.presenters.json_ld_hours import opening_hours
from kommanmap.presenters.opening import Look, badge, badge_of, steps
from kommanmap.presenters.place_hours import place_hours
from tests.unit.hours.test_sentences import sessions

CALENDAR = nrw_calendar()
THURSDAYS = Session(weekdays=(3,), start=time(14), end=time(16))
OPEN_END = Session(weekdays=(3,), start=time(16))
AFTERNOON = Session(weekdays=(3,), part=PartOfDay.AFTERNOON)
WEEKLESS = Session(weekdays=(3,), interval=2, start=time(14), end=time(16))
NIGHT = Session(weekdays=(3,), start=time(20), end=time(2))


def at(text: str) -> datetime:
    """Wall time in Berlin; 26 November 2026 is a Thursday in term time."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("moment", "timetable", "look", "text"),
    [
        ("2026-11-26T14:00", Timetable((THURSDAYS,)), Look.OPEN, "Jetzt geöffnet bis 16 Uhr"),
        ("2026-11-26T15:59", Timetable((THURSDAYS,), complete=False), Look.OPEN, "Jetzt geöffnet bis 16 Uhr"),
        ("2026-11-26T13:59", Timetable((THURSDAYS,)), Look.LATER, "Öffnet heute um 14 Uhr"),
        ("2026-11-25T23:59", Timetable((THURSDAYS,)), Look.LATER, "Öffnet morgen um 14 Uhr"),
        ("2026-11-26T16:00", Timetable((THURSDAYS,)), Look.LATER, "Öffnet am 3. Dezember um 14 Uhr"),
        ("2026-11-27T00:00", Timetable((THURSDAYS,)), Look.LATER, "Öffnet Do um 14 Uhr"),
        ("2026-11-25T12:00", Timetable((THURSDAYS,), complete=False), Look.LATER,
         "Nächste bekannte Zeit: morgen, 14 Uhr"),
        ("2026-11-26T15:00", Timetable((THURSDAYS, OPEN_END)), Look.OPEN, "Jetzt geöffnet, mindestens bis 16 Uhr"),
        ("2026-11-26T18:30", Timetable((OPEN_END,)), Look.ASK, "Seit 16 Uhr geöffnet, Ende nicht bekannt"),
        ("2026-11-27T01:00", Timetable((NIGHT,)), Look.OPEN, "Jetzt geöffnet bis 2 Uhr"),
        ("2026-11-26T09:00", Timetable((AFTERNOON,), complete=False), Look.ASK,
         "Heute Nachmittag, Uhrzeit bitte erfragen"),
        ("2026-11-26T15:00", Timetable((AFTERNOON,), complete=False), Look.ASK,
         "Heute Nachmittag, Uhrzeit bitte erfragen"),
        (
            "2026-11-24T15:00", Timetable((AFTERNOON,), complete=False), Look.ASK,
            "Nächste bekannte Zeit: Do, Uhrzeit bitte erfragen",
        ),
        ("2026-11-26T15:00", Timetable((WEEKLESS,), complete=False), Look.ASK,
         "Vielleicht jetzt geöffnet, bitte erfragen"),
        ("2026-11-26T17:00", Timetable((WEEKLESS,), complete=False), Look.ASK, "Zeiten bitte erfragen"),
        ("2026-11-26T15:00", Timetable(complete=False), Look.ASK, "Zeiten bitte erfragen"),
        ("2026-11-26T15:00", Timetable((THURSDAYS,), paused=True), Look.PAUSE, "Macht gerade Pause"),
        (
            "2026-11-26T15:00", Timetable((THURSDAYS,), paused=True, paused_until=date(2026, 11, 30)), Look.PAUSE,
            "Geschlossen bis 30. November 2026",
        ),
        (
            "2026-12-03T15:00", Timetable((THURSDAYS,), paused=True, paused_until=date(2026, 11, 30)), Look.OPEN,
            "Jetzt geöffnet bis 16 Uhr",
        ),
        ("2026-11-26T15:00", Timetable((Session(weekdays=(3,), start=time(9), end=time(10), last=date(2026, 1, 1)),)),
         Look.LATER, "Zurzeit geschlossen"),
        ("2026-11-26T15:00", Timetable((Session(weekdays=tuple(range(7)), start=time(), end=time(),
         public_holidays=HolidayRule.OPEN),)), Look.OPEN, "Jetzt geöffnet"),
        ("2026-11-26T15:00", Timetable((Session(weekdays=tuple(range(7)), start=time(), end=time()),)), Look.OPEN,
         "Jetzt geöffnet bis 24. Dezember 24 Uhr"),
        ("2026-12-22T15:00", Timetable((Session(weekdays=tuple(range(7)), start=time(), end=time()),)), Look.OPEN,
         "Jetzt geöffnet bis Do 24 Uhr"),
    ],
)  # fmt: skip
def test_the_badge_says_what_is_known(moment: str, timetable: Timetable, look: Look, text: str) -> None:
    found = badge(timetable, at(moment), CALENDAR)
    assert (found.look, found.text) == (look, text)


timetables = st.builds(
    Timetable,
    st.lists(sessions, max_size=3).map(tuple),
    complete=st.booleans(),
    doubtful=st.booleans(),
    paused=st.booleans(),
    paused_until=st.none() | st.dates(date(2026, 1, 1), date(2029, 12, 31)),
)
minutes = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(BERLIN))  # noqa: DTZ001 - no zone is what hypothesis wants here


@settings(max_examples=50, deadline=None)
@given(timetable=timetables, moment=minutes)
def test_a_badge_never_says_more_than_the_engine(timetable: Timetable, moment: datetime) -> None:
    said = badge(timetable, moment, CALENDAR)
    known = state(timetable, moment, CALENDAR).opening
    assert (said.look is Look.OPEN) == (known is Opening.OPEN)
    if known is Opening.UNKNOWN:
        assert not said.text.startswith(("Geschlossen", "Zurzeit geschlossen", "Öffnet"))


@settings(max_examples=60, deadline=None)
@given(timetable=timetables, moment=minutes, hours=st.integers(0, 47))
def test_what_a_page_says_later_is_what_the_server_would_say_then(
    timetable: Timetable, moment: datetime, hours: int
) -> None:
    """The steps of a day, asked for one of its instants, say what the badge of that instant says."""
    later = datetime.fromtimestamp(moment.timestamp() + hours * 3600, BERLIN)
    planned = steps(timetable, moment.date(), CALENDAR)
    now = badge_of(planned, int(moment.timestamp()))
    if (later.date() - moment.date()).days <= 1:
        due = [step for step in now.later if step.at <= later.timestamp()]
        said = (due[-1].look, due[-1].text) if due else (now.look, now.text)
        fresh = badge(timetable, later, CALENDAR)
        assert said == (fresh.look, fresh.text)


def test_steps_begin_with_the_day_and_end_with_a_wish_to_reload() -> None:
    planned = steps(Timetable((THURSDAYS,)), date(2026, 11, 26), CALENDAR)
    assert [step.look for step in planned] == [Look.LATER, Look.OPEN, Look.LATER, Look.LATER, Look.ASK]
    assert planned[0].at == int(at("2026-11-26T00:00").timestamp())
    assert planned[-1].at == int(at("2026-11-28T00:00").timestamp())
    assert planned[-1].text == "Bitte die Seite neu laden"
    assert badge_of(planned, int(at("2026-11-26T14:00").timestamp())).plan[0] == (
        int(at("2026-11-26T16:00").timestamp()), "later", "Öffnet am 3. Dezember um 14 Uhr",
    )  # fmt: skip


@pytest.mark.parametrize("timetable", [Timetable(complete=False), Timetable((THURSDAYS,), paused=True)])
def test_what_never_changes_brings_no_steps_along(timetable: Timetable) -> None:
    assert badge(timetable, at("2026-11-26T15:00"), CALENDAR).later == ()


class TestPlaceHours:
    """The place's page."""

    def test_today_comes_first_then_the_next_two_times(self) -> None:
        found = place_hours(Timetable((THURSDAYS, OPEN_END)), at("2026-11-26T10:07"), CALENDAR)
        assert (found.as_of.text, found.as_of.iso) == ("10:07", "2026-11-26T10:07+01:00")
        assert found.today.name == "Donnerstag, 26. November"
        assert [line.text for line in found.today.lines] == ["14–16 Uhr", "ab 16 Uhr, Ende nicht bekannt"]
        assert found.next == (
            "Donnerstag, 26. November, ab 14 Uhr, Ende nicht bekannt",
            "Donnerstag, 3. Dezember, ab 14 Uhr, Ende nicht bekannt",
        )
        assert found.until == int(at("2026-11-27T00:00").timestamp())

    def test_fourteen_days_are_named_with_their_holidays(self) -> None:
        found = place_hours(Timetable((THURSDAYS,)), at("2026-12-20T10:00"), CALENDAR)
        assert len(found.days) == 14
        christmas = next(day for day in found.days if day.day == date(2026, 12, 25))
        assert christmas.short == "Fr, 25. Dez."
        assert christmas.holidays == ("Erster Weihnachtstag", "Weihnachtsferien")
        assert christmas.silence == "geschlossen"
        assert [day.day for day in found.days if day.is_on] == [date(2026, 12, 24), date(2026, 12, 31)]

    def test_a_holiday_that_changes_today_is_told(self) -> None:
        found = place_hours(
            Timetable((Session(weekdays=(4,), start=time(9), end=time(11)),)), at("2026-12-25T08:00"), CALENDAR
        )
        assert found.notice == "Erster Weihnachtstag: Heute fällt aus: 9–11 Uhr."
        assert [(line.text, line.is_off) for line in found.today.lines] == [("9–11 Uhr", True)]
        assert not found.today.is_on

    def test_school_holidays_that_change_today_are_told_and_how_long_they_are_known(self) -> None:
        session = Session(weekdays=(3,), start=time(9), end=time(11), school_holidays=HolidayRule.CLOSED)
        found = place_hours(Timetable((session,)), at("2026-12-24T08:00"), CALENDAR)
        assert found.notice == "Weihnachtsferien: Heute fällt aus: 9–11 Uhr."
        assert found.rules[-1].startswith("Die Schulferien sind bekannt bis")

    def test_a_holiday_that_changes_nothing_is_no_news(self) -> None:
        assert place_hours(Timetable((THURSDAYS,)), at("2026-12-25T08:00"), CALENDAR).notice == ""

    def test_a_place_whose_times_are_not_all_known_is_never_said_to_be_closed(self) -> None:
        found = place_hours(Timetable((THURSDAYS,), complete=False), at("2026-12-25T08:00"), CALENDAR)
        said = [
            found.now.text,
            *(day.silence for day in found.days),
            *(line.text for day in found.days for line in day.lines),
        ]
        assert not any("eschlossen" in text for text in said)

    def test_single_days_that_differ_are_told_until_they_are_over(self) -> None:
        cancelled = DateException(date(2026, 12, 3), ExceptionKind.CANCELLED)
        session = Session(weekdays=(3,), start=time(14), end=time(16), exceptions=(cancelled,))
        before = place_hours(Timetable((session,)), at("2026-12-03T23:00"), CALENDAR)
        after = place_hours(Timetable((session,)), at("2026-12-04T00:00"), CALENDAR)
        assert [change.text for change in before.changes] == ["fällt aus am 3. Dezember 2026"]
        assert before.notice == "Heute fällt aus: 14–16 Uhr."
        assert after.changes == ()

    @pytest.mark.parametrize(
        ("until", "ahead"),
        [
            (date(2026, 11, 30), ("Donnerstag, 3. Dezember, 14–16 Uhr", "Donnerstag, 10. Dezember, 14–16 Uhr")),
            (None, ()),
        ],
    )
    def test_a_pause_with_an_end_tells_what_follows(self, until: date | None, ahead: tuple[str, ...]) -> None:
        timetable = Timetable((THURSDAYS,), paused=True, paused_until=until)
        assert place_hours(timetable, at("2026-11-25T08:00"), CALENDAR).next == ahead

    def test_what_is_over_is_marked(self) -> None:
        old = Session(freq=Frequency.DATES, dates=(date(2026, 5, 9),))
        season = Session(weekdays=(3,), start=time(9), last=date(2026, 11, 25))
        found = place_hours(Timetable((THURSDAYS, old, season)), at("2026-11-26T08:00"), CALENDAR)
        assert found.over == (False, True, True)

    def test_uncertain_days_are_said_to_be_uncertain(self) -> None:
        found = place_hours(Timetable((WEEKLESS,), complete=False), at("2026-11-26T08:00"), CALENDAR)
        assert found.today.lines[0].text == "vielleicht 14–16 Uhr, bitte erfragen"
        assert found.next[0] == "Donnerstag, 26. November, vielleicht 14–16 Uhr, bitte erfragen"


class TestSchemaOrg:
    """No more than the page says."""

    def test_a_weekly_session_is_stated_for_the_days_of_the_view(self) -> None:
        (found,) = opening_hours(Timetable((THURSDAYS,)), date(2026, 11, 23), CALENDAR)
        assert found == {
            "@type": "OpeningHoursSpecification", "dayOfWeek": ["https://schema.org/Thursday"], "opens": "14:00",
            "closes": "16:00", "validFrom": "2026-11-23", "validThrough": "2026-12-06",
        }  # fmt: skip

    def test_a_holiday_leaves_only_the_other_date(self) -> None:
        (found,) = opening_hours(
            Timetable((Session(weekdays=(4,), start=time(9), end=time(11)),)), date(2026, 12, 14), CALENDAR
        )
        assert (found["validFrom"], found["validThrough"]) == ("2026-12-18", "2026-12-18")
        assert "dayOfWeek" not in found

    @pytest.mark.parametrize("session", [OPEN_END, AFTERNOON, WEEKLESS])
    def test_what_is_not_certain_is_left_out(self, session: Session) -> None:
        assert opening_hours(Timetable((session,), complete=False), date(2026, 11, 23), CALENDAR) == []

    def test_a_pause_states_nothing(self) -> None:
        assert opening_hours(Timetable((THURSDAYS,), paused=True), date(2026, 11, 23), CALENDAR) == []

    @settings(max_examples=50, deadline=None)
    @given(timetable=timetables, today=st.dates(date(2026, 1, 1), date(2029, 1, 1)))
    def test_every_statement_stands_on_the_page_too(self, timetable: Timetable, today: date) -> None:
        shown = place_hours(timetable, datetime.combine(today, time(8), BERLIN), CALENDAR)
        on_page = {view.day: [line.text for line in view.lines if not line.is_off] for view in shown.days}
        for stated in opening_hours(timetable, today, CALENDAR):
            opens, closes = time.fromisoformat(stated["opens"]), time.fromisoformat(stated["closes"])
            said = "rund um die Uhr" if closes == time(23, 59) and opens == time() else span_text(opens, closes)
            names = {name.rpartition("/")[2] for name in stated.get("dayOfWeek", ())}
            first, last = date.fromisoformat(stated["validFrom"]), date.fromisoformat(stated["validThrough"])
            meant = [day for day in on_page if first <= day <= last and (not names or f"{day:%A}" in names)]
            assert meant
            assert all(any(text.startswith(said) for text in on_page[day]) for day in meant)

    @settings(max_examples=50, deadline=None)
    @given(timetable=timetables, today=st.dates(date(2026, 1, 1), date(2029, 1, 1)))
    def test_every_statement_is_true_of_the_engine(self, timetable: Timetable, today: date) -> None:
        for stated in opening_hours(timetable, today, CALENDAR):
            day, last = date.fromisoformat(stated["validFrom"]), date.fromisoformat(stated["validThrough"])
            opens = time.fromisoformat(stated["opens"])
            names = {name.rpartition("/")[2] for name in stated.get("dayOfWeek", ())}
            while day <= last:
                if not names or f"{day:%A}" in names:
                    moment = datetime.combine(day, opens, BERLIN)
                    exists = moment.timestamp() == datetime.fromtimestamp(moment.timestamp(), BERLIN).timestamp()
                    assert exists
                    assert state(timetable, moment, CALENDAR).opening is Opening.OPEN
                day += timedelta(days=1)
