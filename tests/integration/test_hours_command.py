"""`kommanmap hours`: the contract of its JSON, what it says of an instant, and what it refuses."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kommanmap.cli import commands

WOMEN = "Jeden 2. und 4. Freitag im Monat von 17:00 bis 19:00 Uhr, nur für Frauen; nicht in den Schulferien"


def call(*words: str, stdin: str = "") -> Result:
    """`kommanmap hours …`; a traceback is a failure."""
    result = CliRunner().invoke(commands, ["hours", *words], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def answer(*words: str, stdin: str = "") -> Any:
    result = call(*words, "--json", stdin=stdin)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_whole_notice_becomes_a_session_with_every_key_of_the_contract() -> None:
    said = answer(WOMEN)
    assert said["status"] == "complete"
    (session,) = said["sessions"]
    wanted = {
        "freq": "monthly",
        "weekdays": ["FR"],
        "nth": [2, 4],
        "interval": 1,
        "anchor": None,
        "start": "17:00",
        "end": "19:00",
        "from": None,
        "until": None,
        "public_holidays": "closed",
        "school_holidays": "closed",
        "audience": ["frauen"],
        "note": "",
    }
    assert {key: session[key] for key in wanted} == wanted
    assert said["osm"].startswith("Fr[2,4] 17:00-19:00")
    assert said["left_over"] == said["questions"] == said["contradictions"] == said["problems"] == []
    assert "open" not in said


@pytest.mark.parametrize(
    ("words", "at", "opening"),
    [
        (WOMEN, "2026-11-27T17:00", True),
        (WOMEN, "2026-11-27T19:00", False),
        (WOMEN, "2026-10-23T17:30", False),  # autumn holidays
        ("freitags ab 16 Uhr", "2026-11-27T16:30", None),
        ("freitags ab 16 Uhr", "2026-11-27T15:59", False),
        ("Alle 14 Tage freitags von 16 bis 18 Uhr", "2026-11-27T16:30", None),
        ("nach Vereinbarung", "2026-11-27T16:30", None),
        ("freitags 16-18 Uhr", "2026-11-27T15:30+00:00", True),  # half past four in Berlin
        ("freitags 16-18 Uhr", "2026-12-25T16:30", False),  # Christmas
        ("freitags 16-18 Uhr. Im Moment pausiert das Café", "2026-11-27T16:30", None),
        ("freitags 16-18 Uhr, am 27. November geschlossen", "2026-11-27T16:30", None),  # of which year?
        ("freitags 16-18 Uhr, freitags geschlossen", "2026-11-27T16:30", None),
        ("freitags 22-2 Uhr", "2026-11-28T01:30", True),
        ("samstags 22-3:30 Uhr", "2027-03-28T03:15", True),  # the clock went from two to three
    ],
)
def test_an_instant_is_open_closed_or_not_known(words: str, at: str, opening: bool | None) -> None:
    assert answer(words, "--at", at)["open"] is opening


def test_what_begins_next_is_told_for_so_many_days() -> None:
    said = answer(WOMEN, "--at", "2026-11-22T15:00", "--days", "30")
    assert [item["start"] for item in said["next"]] == ["2026-11-27T17:00:00+01:00", "2026-12-11T17:00:00+01:00"]
    assert said["next"][0]["end"] == "2026-11-27T19:00:00+01:00"
    assert answer(WOMEN, "--at", "2026-11-22T15:00", "--days", "3")["next"] == []


def test_a_time_without_a_clock_begins_on_a_date() -> None:
    said = answer("immer donnerstags nachmittags", "--at", "2026-11-22T15:00", "--days", "7")
    assert said["status"] == "partial"
    assert said["next"] == [{"start": "2026-11-26", "end": None, "certain": False}]


@pytest.mark.parametrize(
    "words",
    ["Mo 25:00-26:00 Uhr", "Mo 17-16 Uhr", "am 30. Februar 2027, 15-17 Uhr", "jeden 6. Freitag im Monat 15-17 Uhr"],
)
def test_what_cannot_be_is_named_with_its_words(words: str) -> None:
    said = answer(words)
    assert said["status"] != "complete"
    assert said["problems"]
    assert all(problem["text"].count("„") == 1 for problem in said["problems"])


def test_a_question_says_which_words_it_is_about() -> None:
    (question,) = answer("Alle 14 Tage mittwochs von 10 bis 12 Uhr")["questions"]
    assert question["code"] == "times_which_week"
    assert "Alle 14 Tage" in question["text"]


def test_people_read_sentences_and_what_is_not_understood() -> None:
    said = call("dienstags 15-17 Uhr im Pfarrsaal, nur für Frauen; Blabla").stdout
    assert said.startswith("Zum Teil verstanden.\n - Jeden Dienstag, 15–17 Uhr, nur für Frauen (im Pfarrsaal)")
    assert "Nicht verstanden: „Blabla“" in said


def test_people_read_german_words() -> None:
    said = call("dienstags 15-17 Uhr, danach Tanztee", "--at", "2026-11-24T15:30").stdout
    assert "24.11.2026 um 15:30 Uhr" in said
    assert "01.12.2026 15:00 bis 17:00" in said


def test_words_come_from_standard_input_too() -> None:
    assert answer("-", stdin="dienstags 15-17 Uhr\n")["status"] == "complete"


@pytest.mark.parametrize("at", ["gestern", "2026-13-01", ""])
def test_a_moment_that_is_none_is_wrong_usage(at: str) -> None:
    result = call("dienstags 15-17 Uhr", "--at", at)
    assert result.exit_code == 2
    assert "2026-11-22T15:00" in result.output


def test_nothing_to_read_is_refused() -> None:
    result = call("  ")
    assert result.exit_code == 1
    assert "Bitte die Zeiten angeben" in result.stderr


def test_without_words_or_with_too_many_days_it_is_wrong_usage() -> None:
    assert CliRunner().invoke(commands, ["hours"]).exit_code == 2
    assert call("dienstags 15-17 Uhr", "--days", "0").exit_code == 2


def test_a_long_text_is_answered_too() -> None:
    said = answer("-", stdin="dienstags 15-17 Uhr; " + "bla " * 5_000)
    assert said["status"] == "partial"
    assert said["problems"]


def test_the_end_of_all_time_is_no_traceback() -> None:
    assert answer("dienstags 15-17 Uhr", "--at", "9999-12-31T23:59", "--days", "366")["next"] == []
