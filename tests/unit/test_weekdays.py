"""Weekdays in opening times: every wording of the example places, read by eye, and the traps."""

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from kommanmap.domain.vocabulary import Weekday
from kommanmap.domain.weekdays import weekdays_named


def _by_eye() -> dict[str, str]:
    with (Path(__file__).parent / "demo_weekdays.csv").open(encoding="utf-8", newline="") as file:
        return {row["words"]: row["days"] for row in csv.DictReader(file)}


BY_EYE = _by_eye()
"""Every wording of the example places that names a day, dated ones too."""

TRAPS = {
    "Mo-Fr 9-12 Uhr": "mo di mi do fr",
    "Mo., Mi. und Fr. 9 bis 12 Uhr": "mo mi fr",
    "Mo–Do, Sa 9-12": "mo di mi do sa",
    "Di + Do: 10-12": "di do",
    "donnerstagsmorgens": "do",
    "Samstag bis Montag": "mo sa so",
    "Montag bis Freitag 9–12 Uhr, Mittwoch geschlossen": "mo di do fr",
    "Montags bis mittwochs: 14 bis 16.30 Uhr / Freitags: geschlossen": "mo di mi",
    "täglich 9-17 Uhr": "mo di mi do fr sa so",
    "täglich außer sonntags": "mo di mi do fr sa",
    "montags außer an Feiertagen": "mo",
    "Jeden Sonntag außer am 24.12.": "so",
    "dienstags nicht in den Ferien": "di",
    "Montag, 14.00 bis 16.00 Uhr": "mo",
    "Mittwoch 10.30 - 12.00": "mi",
    "Samstag, 10.9. ab 15 Uhr": "",
    "Fr. Müller kocht": "",
    "so lange es hell ist": "",
    "Sonntagsfrühstück nach Absprache": "",
    "vorher Freitagmorgen, jetzt donnerstags": "do",
    "": "",
}


def days(words: str) -> frozenset[Weekday]:
    """Codes in one string → weekdays."""
    return frozenset(Weekday(code) for code in words.split())


@pytest.mark.parametrize(("words", "named"), BY_EYE.items())
def test_real_opening_times_are_read_as_a_person_reads_them(words: str, named: str) -> None:
    assert weekdays_named(words) == days(named)


@pytest.mark.parametrize(("words", "named"), TRAPS.items())
def test_traps_are_seen(words: str, named: str) -> None:
    assert weekdays_named(words) == days(named)


def test_no_wording_of_the_example_places_is_missing_from_the_table() -> None:
    with (files("kommanmap") / "reference/demo/treffpunkte.csv").open(encoding="utf-8", newline="") as file:
        written = {row["opening_times_as_written"] for row in csv.DictReader(file)}
    others = written - BY_EYE.keys()
    assert BY_EYE.keys() <= written
    assert not any(weekdays_named(words) for words in others)
    assert not any(day in words.lower() for words in others for day in ("montag", "dienstag", "mittwoch", "donnerst"))


def test_very_long_texts_are_read_quickly() -> None:
    assert weekdays_named("montags, " * 200_000) == days("mo")
    assert weekdays_named("Mo, " * 200_000) <= days("mo")
