"""Whatever is typed: no crash, no certainty out of nothing, the text is kept, and every message names words of it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.hours.reading.reader import LONGEST_READ, MOST_SESSIONS, read_hours
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.session import ReadingStatus
from tests.unit.hours.reading_in_short import TODAY, codes, read

NOT_TIMES = [
    "every Monday from 3 to 5 pm",
    "Tuesdays and Thursdays, 10 am to noon",
    "chaque mardi de 15h à 17h",
    "her pazartesi saat 15 ile 17 arası",
    "كل يوم جمعة من الساعة 15 حتى 17",
    "щосереди з 15 до 17",
    "每周一15点至17点",
    "https://example.org/zeiten?tag=1",
    "'; DROP TABLE session; --",
    "<script>alert('Mo 10-12 Uhr')</script>",
    "10",
    "0",
    "-",
    "–––",
    "2026",
    "\u200f\u202e15-17",
]
LONG = {
    "words": "bla " * 5_000,
    "days": "montags und " * 1_700,
    "times": "10-12 Uhr, " * 1_800,
    "sessions": "Mo 10-12 Uhr; " * 1_400,
    "other sessions": "; ".join(f"Mo {hour % 24}:{hour % 60:02}-23:59 Uhr" for hour in range(900)),
    "brackets": "(" * 20_000,
    "digits": "1" * 20_000,
    "dots": "1." * 10_000,
    "no spaces": "Montag" * 3_400,
    "lines": "\n" * 20_000,
}
PIECES = """Mo|Di|Mittwoch|donnerstags|Freitag-|Sa/So|jeden|1.|2. und letzten|im Monat|von|bis|10|12:30|25|17.00 Uhr|h|-
–|,|;|(|)|außer|nicht|in den Ferien|an Feiertagen|nur für Frauen|alle 14 Tage|ab 3.5.2027|30.2.|Mai|geschlossen|auch|/|:
+|nach Vereinbarung|einmal
oder|bisher|halb|werktags|täglich|nachmittags|Anmeldung|Arabisch|sonst|vom 1.3. bis 5.3.2027"""
WORDS = st.sampled_from([word for line in PIECES.splitlines() for word in line.split("|")])


def checked(text: str) -> Reading:
    """The reading, whose promises hold for every text."""
    reading = read(text)
    assert reading.text == text
    assert (reading.status is ReadingStatus.NONE) == (not reading.sessions)
    unsettled = reading.left_over or reading.questions or reading.contradictions or reading.problems
    if reading.status is ReadingStatus.COMPLETE:
        assert not unsettled
        assert all(session.start and (session.weekdays or session.dates) for session in reading.sessions)
        assert not any(session.needs_anchor for session in reading.sessions)
    elif any(sign.isprintable() and not sign.isspace() for sign in text):
        assert unsettled
    assert all(problem.params["words"] for problem in (*reading.questions, *reading.contradictions, *reading.problems))
    assert len(reading.sessions) <= MOST_SESSIONS
    return reading


@pytest.mark.parametrize("text", NOT_TIMES)
def test_what_is_not_german_words_about_times_gives_no_certainty(text: str) -> None:
    assert checked(text).status is not ReadingStatus.COMPLETE


@pytest.mark.parametrize("name", LONG)
def test_a_text_of_twenty_kilobytes_is_kept_and_never_certain(name: str) -> None:
    reading = checked(LONG[name])
    assert len(reading.text) > LONGEST_READ
    assert reading.status is not ReadingStatus.COMPLETE


def test_what_follows_a_certain_beginning_is_said_to_be_unread() -> None:
    reading = checked("Mo 10-12 Uhr. " + "Das Haus liegt schön. " * 1_000)
    assert reading.status is ReadingStatus.PARTIAL
    assert "too_long" in codes(reading)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mo 10-12 Uhr, Mi 25:00-26:00 Uhr", "25:00"),
        ("Mo 10-12 Uhr, Mi 17-16 Uhr", "17-16 Uhr"),
        ("Mo 10-12 Uhr und am 30. Februar 2027 15-17 Uhr", "30. Februar 2027"),
        ("Mo 10-12 Uhr, jeden 6. Freitag im Monat 15-17 Uhr", "6."),
    ],
)
def test_one_impossible_time_leaves_the_others_and_is_named(text: str, words: str) -> None:
    reading = checked(text)
    assert [session.weekdays for session in reading.sessions if session.start][:1] == [(0,)]
    assert any(words in str(problem.params["words"]) for problem in reading.problems)


def test_an_end_before_the_start_is_only_plausible_at_night() -> None:
    assert checked("freitags 22-1 Uhr").status is ReadingStatus.COMPLETE
    assert codes(checked("freitags 17-16 Uhr")) >= {"end_before_start"}


def test_a_season_that_is_over_is_asked_about() -> None:
    text = "dienstags 15-17 Uhr vom 1.2.2027 bis 30.4.2027"
    assert checked(text).status is ReadingStatus.COMPLETE
    assert read_hours(text, today=date(2027, 5, 1)).status is ReadingStatus.PARTIAL


def test_two_sessions_that_contradict_each_other_are_named() -> None:
    reading = checked("montags 10-12 Uhr, montags 11-13 Uhr")
    assert len(reading.contradictions) == 1
    assert "11" in str(reading.contradictions[0].params["words"])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_any_characters_are_read_without_a_crash(text: str) -> None:
    checked(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_words_about_times_in_any_order_are_read_without_a_crash(text: str) -> None:
    first = checked(text)
    assert read_hours(text, today=TODAY) == first
