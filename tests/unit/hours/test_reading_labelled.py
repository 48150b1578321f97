"""The reader against what people understood: `tests/data/hours.jsonl`, and wordings invented before it knew them."""

import csv
from functools import cache
from pathlib import Path

import pytest

import kommanmap
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.session import ReadingStatus
from tests.labelled_hours import Labelled, agrees, labelled, shown, unasked, wrongly_complete
from tests.unit.hours.reading_in_short import read

DEMO = Path(kommanmap.__file__).parent / "reference" / "demo" / "treffpunkte.csv"
FILES = ("hours.jsonl", "hours_unseen.jsonl")
CHECKED = "c-"
FEWEST_CHECKED = 190
FEWEST_LINES = {"hours.jsonl": 148, "hours_unseen.jsonl": 150}


@cache
def readings(name: str) -> tuple[tuple[Labelled, Reading], ...]:
    """Every line of a file with what the reader makes of it."""
    return tuple((label, read(label.text)) for label in labelled(name))


def measured(name: str) -> tuple[tuple[Labelled, Reading], ...]:
    """The lines that were labelled before anybody looked at what the reader makes of them."""
    return tuple(pair for pair in readings(name) if not pair[0].id.startswith(CHECKED))


def test_what_was_checked_by_eye_stays_as_it_is() -> None:
    pairs = [pair for pair in readings("hours_unseen.jsonl") if pair[0].id.startswith(CHECKED)]
    assert len(pairs) >= FEWEST_CHECKED
    differing = [
        shown(*pair) for pair in pairs if not agrees(*pair) or pair[0].status is not pair[1].status or unasked(*pair)
    ]
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_read_as_complete_that_a_person_reads_otherwise(name: str) -> None:
    wrong = [shown(label, reading) for label, reading in readings(name) if wrongly_complete(label, reading)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", FILES)
def test_sessions_agree_where_day_and_clock_time_are_said(name: str) -> None:
    pairs = [pair for pair in measured(name) if pair[0].states_day_and_time]
    differing = [shown(*pair) for pair in pairs if not agrees(*pair)]
    assert len(differing) <= 0.05 * len(pairs), f"{len(differing)} of {len(pairs)}\n" + "\n".join(differing)


@pytest.mark.parametrize("name", FILES)
def test_what_says_everything_is_read_completely(name: str) -> None:
    whole = [pair for pair in measured(name) if pair[0].status is ReadingStatus.COMPLETE]
    doubted = [shown(*pair) for pair in whole if pair[1].status is not ReadingStatus.COMPLETE]
    assert len(doubted) <= 0.05 * len(whole), f"{len(doubted)} of {len(whole)}\n" + "\n".join(doubted)


@pytest.mark.parametrize("name", FILES)
def test_what_a_person_would_ask_about_sessions_is_asked(name: str) -> None:
    partial = [pair for pair in measured(name) if pair[0].status is ReadingStatus.PARTIAL]
    pairs = [pair for pair in partial if pair[0].questions or pair[0].contradictions]
    silent = [f"{shown(*pair)}\n  not asked {unasked(*pair)}" for pair in pairs if unasked(*pair)]
    assert len(silent) <= 0.05 * len(pairs), f"{len(silent)} of {len(pairs)}\n" + "\n".join(silent)


@pytest.mark.parametrize("name", FILES)
def test_what_cannot_be_is_named(name: str) -> None:
    for label, reading in readings(name):
        assert bool(label.problems) == bool(reading.problems), shown(label, reading)


@pytest.mark.parametrize("name", FILES)
def test_words_that_no_session_holds_are_left_over_or_asked(name: str) -> None:
    silent = [
        shown(label, reading)
        for label, reading in readings(name)
        if label.left_over and not (reading.left_over or reading.questions or reading.problems)
    ]
    assert not silent, "\n".join(silent)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("Kleiderkammer Mi 9-11 Uhr, Café Mi 14-17 Uhr", ["Kleiderkammer", ""]),
        ("Chor: Mo 19-21 Uhr; Café: Di 15-17 Uhr", ["Chor", ""]),
        ("Di 9-11 Uhr im Pfarrsaal, Do 14-16 Uhr im Gemeindehaus", ["im Pfarrsaal", "im Gemeindehaus"]),
        ("Mo 10-12 Uhr Beratung, Mi 10-12 Uhr", ["Beratung", ""]),
    ],
)
def test_a_name_or_room_stays_with_its_session(text: str, notes: list[str]) -> None:
    assert [session.note for session in read(text).sessions] == notes


@pytest.mark.parametrize("name", FILES)
def test_the_file_has_as_many_wordings_as_it_should(name: str) -> None:
    lines = labelled(name)
    assert len(lines) >= FEWEST_LINES[name]
    assert len({line.id for line in lines}) == len(lines)


def test_the_times_of_every_real_place_are_labelled() -> None:
    with DEMO.open(encoding="utf-8-sig", newline="") as file:
        written = {row["opening_times_as_written"] for row in csv.DictReader(file)}
    assert {words for words in written if words.strip()} <= {line.text for line in labelled("hours.jsonl")}
