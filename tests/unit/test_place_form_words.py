"""What stands in the form of a place says everything that a session or a place can say, and says it back."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.drafts import DRAFT_FIELDS
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
    YearlySeason,
)
from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.vocabulary import Audience, Registration
from kommanmap.forms.day_texts import (
    nth_words,
    read_clock,
    read_day,
    read_exception,
    read_nth,
    read_season,
)
from kommanmap.forms.field_labels import FIELD_LABELS
from kommanmap.forms.sessions import session_words, typed_sessions
from kommanmap.forms.words import LONGEST_IN_ALL, Words, words_of_form, words_of_plain
from kommanmap.services.duplicates import similar_names

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
CLOCKS = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
NOTES = st.text("abc äöü()/,.-", max_size=12).map(str.strip)


@st.composite
def exceptions(draw: st.DrawFn) -> DateException:
    """Cancelled or extra, the latter perhaps at a time of its own."""
    if draw(st.booleans()):
        return DateException(draw(DAYS), ExceptionKind.CANCELLED, note=draw(NOTES))
    start = draw(st.none() | CLOCKS)
    end = draw(st.none() | CLOCKS) if start else None
    return DateException(draw(DAYS), ExceptionKind.EXTRA, start, end, draw(NOTES))


SEASONS = st.builds(YearlySeason, *[st.tuples(st.integers(1, 12), st.integers(1, 28)) for _ in range(2)])
SESSIONS = st.builds(
    Session,
    freq=st.sampled_from(Frequency),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(tuple),
    nth=st.sets(st.sampled_from([1, 2, 3, 4, 5, -1, -2, -3])).map(tuple),
    interval=st.integers(1, 52),
    anchor=st.none() | DAYS,
    dates=st.sets(DAYS, max_size=4).map(tuple),
    start=st.none() | CLOCKS,
    end=st.none() | CLOCKS,
    part=st.none() | st.sampled_from(PartOfDay),
    first=st.none() | DAYS,
    last=st.none() | DAYS,
    season=st.none() | SEASONS,
    public_holidays=st.sampled_from(HolidayRule),
    school_holidays=st.sampled_from(HolidayRule),
    exceptions=st.lists(exceptions(), max_size=3).map(tuple),
    audiences=st.sets(st.sampled_from(Audience)).map(tuple),
    languages=st.sets(st.sampled_from(SPOKEN_LANGUAGES)).map(tuple),
    registration=st.sampled_from(Registration),
    note=NOTES,
)


@settings(max_examples=50, deadline=None)
@given(st.lists(SESSIONS, max_size=3))
def test_rows_say_all_of_a_session(sessions: list[Session]) -> None:
    typed = typed_sessions(words_of_plain(Words(session_words(sessions)).plain()))
    assert list(typed.sessions) == sessions
    assert all(problem.field.endswith("-row") for problem in typed.problems)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24.12.2026", date(2026, 12, 24)),
        (" 1. 2. 26 ", date(2026, 2, 1)),
        ("٢٤.١٢.٢٠٢٦", date(2026, 12, 24)),
        ("2026-12-24", date(2026, 12, 24)),
        ("31.2.2026", None),
        ("morgen", None),
    ],
)
def test_days_are_read_as_they_are_typed(typed: str, meant: date | None) -> None:
    assert read_day(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("15", time(15)), ("9.30 Uhr", time(9, 30)), ("24:00", time()), ("25", None), ("15:70", None), ("früh", None)],
)
def test_clock_times_are_read_as_they_are_typed(typed: str, meant: time | None) -> None:
    assert read_clock(typed) == meant


def test_other_words_of_a_row_are_read_or_refused() -> None:
    assert read_nth("1. und 3., letzter") == (1, 3, -1)
    assert read_nth("vorletzter") == read_nth(nth_words((-2,))) == (-2,)
    assert read_nth("manchmal") is None
    assert read_season("1.10. bis 31.3.") == YearlySeason((10, 1), (3, 31))
    assert read_season("im Winter") is None
    assert read_exception("24.12.2026 entfällt") == DateException(date(2026, 12, 24), ExceptionKind.CANCELLED)
    assert read_exception("vielleicht") is None


def test_a_form_is_kept_up_to_a_limit_and_without_what_is_no_content() -> None:
    words = words_of_form(
        [("a", ["1\r\n2"]), ("token", ["x"]), ("b", ["y" * LONGEST_IN_ALL])], besides=frozenset({"token"})
    )
    assert words.fields == {"a": ("1\n2",)}
    assert words_of_plain("nonsense").fields == {}


def test_every_field_of_a_place_has_a_name() -> None:
    assert set(DRAFT_FIELDS) <= set(FIELD_LABELS)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Café Zuflucht", "Cafe Zuflucht", True),
        ("Café Zuflucht", "Zuflucht Café e. V.", True),
        ("Begegnungscafé am Markt", "Begegnungscafe Am Markt 2", True),
        ("Café", "Café International Siegen", False),
        ("Nähcafé", "Sprachtreff", False),
        ("", "", False),
    ],
)
def test_names_are_alike_in_other_words(one: str, other: str, alike: bool) -> None:
    assert similar_names(one, other) is alike
