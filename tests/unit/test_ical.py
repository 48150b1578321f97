"""The calendar file: two parsers read it, and what they make of it is what the engine says."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from icalendar import Calendar, Event

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.session import Frequency, HolidayRule, Session, Timetable, YearlySeason
from kommanmap.domain.hours.slots import BERLIN, slots
from kommanmap.domain.languages import LANGUAGE_BY_CODE
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.formats.base import Dataset
from kommanmap.formats.ical import FORMAT
from kommanmap.formats.ical_text import folded, text
from kommanmap.i18n import speaking
from kommanmap.presenters.public_point import PublicPoint
from tests.samples_of_points import public_point

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
AT, TO = time(16), time(18)
WEEKLY = Session(weekdays=(2,), start=AT, end=TO)
ARABIC = "مقهى اللغة للنساء في بيت الجيران، كل يوم أربعاء: قهوة وشاي ومحادثة بالألمانية"
HOSTILE = (
    "a\r\nEND:VEVENT\r\nBEGIN:VALARM",
    "a;b,c\\n\\;\\,:\"'",
    "x\nATTACH:https://boese.example",
    "\u2028BEGIN:VEVENT\u2029\x85END:VCALENDAR\x0b\x0c\x1c",
    "\x00\x07\x1b[31m\x7f",
    "\ud800 halb",
    "\u202eumgedreht",
    "😀" * 60,
    "\\" * 200,
    "=1+1",
    " \t ",
)
SESSIONS = {
    "weekly": WEEKLY,
    "several days": Session(weekdays=(0, 3, 6), start=time(9, 30), end=time(12)),
    "over midnight": Session(weekdays=(5,), start=time(22), end=time(1, 30)),
    "until midnight": Session(weekdays=(5,), start=time(22), end=time(0)),
    "open end": Session(weekdays=(5,), start=time(14, 30)),
    "fortnightly": Session(weekdays=(2,), interval=2, anchor=date(2026, 1, 14), start=AT, end=TO),
    "second and fourth": Session(freq=Frequency.MONTHLY, weekdays=(4,), nth=(2, 4), start=AT, end=TO),
    "last": Session(freq=Frequency.MONTHLY, weekdays=(3,), nth=(-1,), start=AT, end=TO),
    "not in school holidays": replace(WEEKLY, school_holidays=HolidayRule.CLOSED),
    "only in school holidays": replace(WEEKLY, school_holidays=HolidayRule.ONLY),
    "on public holidays, too": replace(WEEKLY, public_holidays=HolidayRule.OPEN),
    "winter": replace(WEEKLY, season=YearlySeason((11, 11), (3, 3))),
    "a season": replace(WEEKLY, first=date(2026, 4, 2), last=date(2026, 11, 4)),
    "dates": Session(freq=Frequency.DATES, dates=(date(2026, 5, 1), date(2027, 2, 2)), start=AT, end=TO),
    "early on Sunday": Session(weekdays=(6,), start=time(0, 30), end=time(5)),
}


def place(*sessions: Session, number: int = 1, **changes: Any) -> PublicPoint:
    timetable = Timetable(sessions, **{key: changes.pop(key) for key in ("paused", "paused_until") if key in changes})
    return public_point(number, timetable=timetable, **changes)


def written(*points: PublicPoint, **changes: Any) -> bytes:
    values: dict[str, Any] = {
        "points": points, "as_of_utc": NOW, "title": "Treffpunkte", "home": "http://localhost/de/", "notes": (),
        "absolute": lambda path: f"http://localhost{path}",
    }  # fmt: skip
    return FORMAT.write(Dataset(**{**values, **changes}))


def events(*points: PublicPoint) -> list[Event]:
    return Calendar.from_ical(written(*points)).walk("VEVENT")


def only_event(point: PublicPoint) -> Event:
    (event,) = events(point)
    return event


def begins(body: bytes, first: date, last: date) -> Iterator[datetime]:
    """When vobject and dateutil say that something begins."""
    from_here, to_here = datetime.combine(first, time()), datetime.combine(last, time.max)
    for event in vobject.readOne(body.decode()).contents.get("vevent", []):
        start = event.dtstart.value
        rules = event.getrruleset(addRDate=True)
        found = [start] if rules is None else rules
        for moment in found:
            wall = moment.replace(tzinfo=None)
            if wall > to_here:
                break
            if wall >= from_here:
                yield wall


@pytest.mark.parametrize("name", SESSIONS)
class TestTimes:
    def test_programs_see_what_the_engine_says(self, name: str) -> None:
        point = place(SESSIONS[name])
        first, last = date(2026, 1, 1), date(2027, 12, 31)
        said = [slot.start.replace(tzinfo=None) for slot in slots(point.timetable, first, last, nrw_calendar())]
        assert said
        assert sorted(begins(written(point), first, last)) == said

    def test_the_first_time_is_one_of_the_engine_with_its_end(self, name: str) -> None:
        point = place(SESSIONS[name])
        for event in events(point):
            start = event["DTSTART"].dt
            (slot,) = slots(point.timetable, start.date(), start.date(), nrw_calendar())
            assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
            assert start.timestamp() == slot.start.timestamp()
            if slot.end is None:
                assert "DTEND" not in event
                assert "Das Ende ist nicht bekannt." in event["DESCRIPTION"]
            else:
                assert event["DTEND"].dt.timestamp() == slot.end.timestamp()

    def test_the_rule_ends_in_utc_with_a_time_that_takes_place(self, name: str) -> None:
        point = place(SESSIONS[name])
        for event in events(point):
            for until in event.get("RRULE", {}).get("UNTIL", []):
                assert until.tzinfo is UTC or until.utcoffset() == timedelta(0)
                on = until.astimezone(BERLIN)
                assert [slot.start for slot in slots(point.timetable, on.date(), on.date(), nrw_calendar())] == [on]


class TestEvent:
    def test_it_says_what_where_and_since_when(self) -> None:
        event = only_event(place(WEEKLY, updated_utc=NOW, version=4))
        assert event["SUMMARY"] == "Treffpunkt 1"
        assert event["LOCATION"] == "Gassenweg 28, 57299 Burbach"
        assert event["URL"] == "http://localhost/de/treffpunkte/ort-1"
        assert event["GEO"].to_ical() == "50.74644;8.08429"
        assert event["STATUS"] == "CONFIRMED"
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == NOW
        assert event["SEQUENCE"] == 3
        assert "Mittwoch 16 bis 19 Uhr" in event["DESCRIPTION"]

    def test_it_begins_with_a_plain_sentence(self) -> None:
        session = Session(
            freq=Frequency.MONTHLY, weekdays=(4,), nth=(2, 4), start=time(17), end=time(19), note="Eingang im Hof"
        )
        lines = only_event(place(session))["DESCRIPTION"].split("\n")
        assert lines[:2] == ["Jeden 2. und 4. Freitag im Monat, 17–19 Uhr", "Eingang im Hof"]
        with speaking(LANGUAGE_BY_CODE["ar"]):
            in_arabic = only_event(place(session))["DESCRIPTION"].split("\n")[0]
        assert "Freitag" not in in_arabic
        assert "17" in in_arabic

    def test_its_id_outlives_changes_and_is_its_own(self) -> None:
        before, after = (
            only_event(place(session, name=name, updated_utc=changed))
            for session, name, changed in (
                (WEEKLY, "Alt", NOW),
                (WEEKLY.at(time(9), None), "Neu", NOW.replace(month=6)),
            )
        )
        assert before["UID"] == after["UID"]
        found = [event["UID"] for number in (1, 2) for event in events(place(*SESSIONS.values(), number=number))]
        assert len(set(found)) == len(found)

    def test_a_hidden_or_coarse_pin_is_not_in_it(self) -> None:
        assert "GEO" not in only_event(place(WEEKLY, position=None, accuracy=None))
        assert "GEO" not in only_event(place(WEEKLY, accuracy=Accuracy.MUNICIPALITY))
        assert "GEO" in only_event(place(WEEKLY, accuracy=Accuracy.HOUSE))

    def test_it_says_how_far_holidays_are_known(self) -> None:
        last = nrw_calendar().last_school
        closed = only_event(place(SESSIONS["not in school holidays"]))["DESCRIPTION"]
        assert f"eingetragen bis {last.day}. August {last.year}" in closed
        assert "eingetragen bis" not in only_event(place(SESSIONS["on public holidays, too"]))["DESCRIPTION"]

    def test_it_says_that_it_may_not_be_all(self) -> None:
        some = place(WEEKLY)
        assert "Vielleicht gibt es noch andere Zeiten." not in only_event(some)["DESCRIPTION"]
        unsure = replace(some, timetable=replace(some.timetable, complete=False))
        assert "Vielleicht gibt es noch andere Zeiten." in only_event(unsure)["DESCRIPTION"]

    def test_it_speaks_the_language_that_is_asked_for(self) -> None:
        with speaking(LANGUAGE_BY_CODE["ar"]):
            event = only_event(place(WEEKLY, is_example=True))
        assert "Beispiel" not in event["DESCRIPTION"]


class TestNothingToSay:
    def test_a_paused_place_has_no_events(self) -> None:
        assert events(place(WEEKLY, paused=True, status=Status.PAUSED)) == []

    def test_a_pause_with_an_end_is_kept(self) -> None:
        event = only_event(place(WEEKLY, paused=True, paused_until=date(2026, 8, 31), status=Status.PAUSED))
        assert event["DTSTART"].dt.date() == date(2026, 9, 2)

    def test_what_is_not_certain_is_left_out_and_counted(self) -> None:
        unsure = Session(weekdays=(2,)), Session(weekdays=(2,), interval=2, start=AT, end=TO)
        calendar = Calendar.from_ical(written(place(*unsure), place(number=2), place(WEEKLY, number=3)))
        assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")] == ["Treffpunkt 3"]
        assert "Für 2 Treffpunkte sind keine festen Termine bekannt." in calendar["DESCRIPTION"]

    def test_no_places_give_a_calendar_that_both_parsers_take(self) -> None:
        calendar = Calendar.from_ical(written())
        assert calendar.walk("VEVENT") == []
        assert vobject.readOne(written().decode()).version.value == "2.0"


class TestCalendar:
    def test_it_says_what_the_standards_ask_for(self) -> None:
        calendar = Calendar.from_ical(written(place(WEEKLY)))
        assert calendar["VERSION"] == "2.0"
        assert "KommAnMap" in calendar["PRODID"]
        assert calendar["REFRESH-INTERVAL"].dt == timedelta(days=1)
        assert calendar.errors == []
        (zone,) = calendar.walk("VTIMEZONE")
        assert zone["TZID"] == "Europe/Berlin"

    def test_its_clock_is_that_of_berlin(self) -> None:
        (zone,) = Calendar.from_ical(written(place(WEEKLY))).walk("VTIMEZONE")
        ours = zone.to_tz(lookup_tzid=False)
        for month in range(1, 13):
            noon = datetime(2027, month, 28, 12, tzinfo=BERLIN)
            assert noon.replace(tzinfo=ours).utcoffset() == noon.utcoffset()

    def test_its_name_is_what_was_asked_for(self) -> None:
        assert Calendar.from_ical(written())["X-WR-CALNAME"] == "Treffpunkte"
        asked = Calendar.from_ical(written(asked=("Siegen", "Frauen")))
        assert str(asked["X-WR-CALNAME"]) == str(asked["NAME"]) == r"Treffpunkte: Siegen\, Frauen"  # read as it stands

    def test_the_same_data_give_the_same_bytes(self) -> None:
        points = [place(session, number=number) for number, session in enumerate(SESSIONS.values(), start=1)]
        assert written(*points) == written(*points)

    def test_it_is_one_of_the_formats(self) -> None:
        assert FORMAT.media_type == "text/calendar; charset=utf-8"


class TestLines:
    @pytest.mark.parametrize("value", HOSTILE)
    def test_typed_texts_stay_texts(self, value: str) -> None:
        session = replace(WEEKLY, note=value)
        point = place(session, name=value, times=(value,), is_example=False)
        body = written(point, title=value, notes=(value,), asked=(value,))
        calendar = Calendar.from_ical(body)
        assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
        (event,) = calendar.walk("VEVENT")
        assert sorted(event.keys()) == sorted(only_event(place(WEEKLY)).keys())
        assert set(vobject.readOne(body.decode()).contents) >= {"vevent", "vtimezone", "version"}
        assert len(vobject.readOne(body.decode()).contents["vevent"]) == 1

    @pytest.mark.parametrize("value", [ARABIC, "a;b,c\\d\ne", "Straße", "😀" * 60, "\\n;"])
    def test_texts_come_back_to_the_letter_from_both_parsers(self, value: str) -> None:
        body = written(place(WEEKLY, name=value))
        assert Calendar.from_ical(body).walk("VEVENT")[0]["SUMMARY"] == value
        assert vobject.readOne(body.decode()).vevent.summary.value == value

    def test_no_line_is_longer_than_75_octets_nor_cut_inside_a_character(self) -> None:
        points = [
            place(session, number=number, name=ARABIC, times=(ARABIC * 3, "😀" * 90))
            for number, session in enumerate(SESSIONS.values(), start=1)
        ]
        body = written(*points)
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", body)
        lines = body.removesuffix(b"\r\n").split(b"\r\n")
        assert max(map(len, lines)) == 75
        assert all(line.decode().strip() for line in lines)

    @pytest.mark.parametrize("length", [74, 75, 76, 148, 149, 150, 223])
    @pytest.mark.parametrize("sign", ["a", "ä", "ع", "😀"])
    def test_folding_loses_nothing(self, length: int, sign: str) -> None:
        line = (sign * length)[:length]
        pieces = folded(line).split("\r\n ")
        assert "".join(pieces) == line
        assert len(pieces[0].encode()) <= 75
        assert all(0 < len(piece.encode()) <= 74 for piece in pieces[1:])

    def test_control_characters_are_gone(self) -> None:
        assert text("a\x00b\x1bc\td") == "abc\td"
        assert text("a\r\nb\rc\u2028d") == "a\\nb\\nc\\nd"
