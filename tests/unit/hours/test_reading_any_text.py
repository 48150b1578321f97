"""Whatever is typed: nothing breaks, and `complete` is said only of sessions that can be lived by."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.hours.plain import plain_session, session_of
from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.reader import read_hours
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.reading.tokens import clean, tokens_of
from kommanmap.domain.hours.session import Frequency, ReadingStatus
from tests.unit.hours.reading_in_short import read
from tests.unit.hours.test_reading_complete import CASES

PIECES = [
    *sorted({piece for text, _ in CASES for piece in text.split()}),
    *["außer", "nicht", "und", "oder", "bis", "-", "/", ";", "(", ")", "30.2.", "25:00", "24.12.2026", "²", "ä", "𝟙"],
    "\n",
]


def check(reading: Reading) -> None:
    """What holds for every reading."""
    assert all(session_of(plain_session(session)) == session for session in reading.sessions)
    assert (reading.status is ReadingStatus.NONE) == (not reading.sessions)
    if reading.status is ReadingStatus.COMPLETE:
        assert (reading.left_over, reading.questions) == ((), ())
        assert (reading.contradictions, reading.problems) == ((), ())
        for session in reading.sessions:
            assert session.start is not None
            assert session.dates if session.freq is Frequency.DATES else session.weekdays
            assert session.nth if session.freq is Frequency.MONTHLY else not session.nth
            assert not session.needs_anchor


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
@settings(max_examples=50, deadline=None)
def test_words_of_times_in_any_order(text: str) -> None:
    check(read(text))


@given(st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_letters(text: str) -> None:
    check(read(text))


def test_no_word_gets_lost_or_turns_a_reading_complete() -> None:
    """A word that nobody knows, put anywhere between others, is left over, and nothing is complete any more."""
    for number, (text, _) in enumerate(CASES):
        words = text.split(" ")
        words.insert(number % (len(words) + 1), "Xylofant")
        reading = read(" ".join(words))
        assert reading.status is not ReadingStatus.COMPLETE, text
        assert "Xylofant" in " ".join(reading.left_over), text


def test_the_day_of_reading_changes_nothing_but_what_is_over() -> None:
    early = read_hours("Samstag, 9.5.2026, 10-12 Uhr", today=date(2026, 5, 9))
    late = read("Samstag, 9.5.2026, 10-12 Uhr")
    assert (early.status, late.status) == (ReadingStatus.COMPLETE, ReadingStatus.PARTIAL)
    assert early.sessions == late.sessions


def test_tokens_know_where_they_stand() -> None:
    text = clean("Mo\u00a0–\u200bFr:\u2009١٥Uhr")
    assert [token.text for token in tokens_of(text)] == ["Mo", "-", "Fr", ":", "15", "Uhr"]
    assert [token.glued for token in tokens_of(text)] == [False, False, True, True, False, True]
    assert all(text[token.start : token.end] == token.text for token in tokens_of(text))


def test_the_longest_wording_wins_and_of_two_the_first() -> None:
    lexicon = Lexicon([("in der zeit", "time"), ("in [der] zeit|ferien von", "from"), ("in der zeit von", "late")])
    assert lexicon.longest(tokens_of("In der Zeit von"), 0) == ("from", 4)
    assert lexicon.longest(tokens_of("in der Zeit bis"), 0) == ("time", 3)
    assert lexicon.longest(tokens_of("in der"), 0) is None
