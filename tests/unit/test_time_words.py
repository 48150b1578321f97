"""What the command line says about times is German that staff understand, not a grammar for programs."""

from datetime import time

from kommanmap.cli.time_words import in_words, sentences_of
from kommanmap.domain.hours.plain import plain_session
from kommanmap.domain.hours.session import HolidayRule, Session

TUESDAYS = Session(
    weekdays=(1,), start=time(15), end=time(18), school_holidays=HolidayRule.CLOSED, note="im Gemeindehaus"
)


def test_a_session_is_a_sentence_with_its_note() -> None:
    assert in_words(TUESDAYS) == "Jeden Dienstag, 15–18 Uhr; nicht in den Schulferien (im Gemeindehaus)"


def test_a_list_of_changes_holds_sentences() -> None:
    assert sentences_of([plain_session(Session(weekdays=(4,), start=time(16)))]) == [
        "Jeden Freitag, ab 16 Uhr, Ende nicht bekannt"
    ]
