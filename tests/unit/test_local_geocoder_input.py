"""Whatever is typed gives an answer, quickly, and never an error; and what is offered while somebody types."""

import time

import pytest

from kommanmap.geocoding.answers import Outcome
from kommanmap.geocoding.local import LocalGeocoder
from tests.address_samples import KOELN, KREUZTAL, SIEGEN

BAD_INPUT = {
    "empty": "",
    "blanks": " \t\n ",
    "signs": ",;.-/\\|()[]{}<>!?*+~#'\"`´^°§$%&=@€",
    "emoji": "🏠🚀 👩‍👩‍👧‍👦 Sandstraße 🏡",
    "only emoji": "💥" * 50,
    "nul and control characters": "Sand\x00straße\x07 5\x1b[31m, \x7fSiegen\r\n",
    "sql": "'; DROP TABLE street; -- 5, Siegen",
    "sql like": "%_%_% 5, Siegen' OR '1'='1",
    "fts": '"haupt*" NEAR/3 (siegen) AND NOT köln ^ : - 5',
    "regex": r"(a+)+$ [[:alpha:]] \d{9} .* Str. 5",
    "format": "{0} %(x)s %s ${y} {{7*7}} 5, Siegen",
    "lone surrogate": "Sandstraße \ud800 5, Siegen",
    "right to left": "شارع ٥، زيغن \u202eSiegen",
    "cyrillic": "Главная улица 5, Зиген",
    "digits": "1" * 60,
    "many numbers": "1 2 3 4 5 6 7 8 9 10 11 12 13",
    "huge number": "Sandstraße 99999999999999999999, Siegen",
    "number too large for the file": "Sandstraße 70000, Siegen",
    "negative": "Sandstraße -5, Siegen",
    "coordinates of nowhere": "999.999, 999.999",
    "not a number": "nan, inf",
    "10 kB of letters": "a" * 10_000,
    "10 kB of words": "Straße " * 1_500,
    "10 kB of dots": "A." * 5_000,
    "10 kB of commas": "Siegen," * 1_500,
    "10 kB of umlauts": "ä" * 10_000,
    "10 kB of blanks": "Sandstraße" + " " * 10_000 + "5, Siegen",
}


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_every_input_gives_an_answer(geocoder: LocalGeocoder, text: str) -> None:
    begun = time.perf_counter()
    answer = geocoder.locate(text)
    suggestions = geocoder.suggest(text)
    assert time.perf_counter() - begun < 1
    assert answer.outcome in Outcome
    assert (answer.outcome is Outcome.NOTHING) == (not answer.candidates)
    assert len(answer.candidates) > 1 or answer.outcome is not Outcome.AMBIGUOUS
    assert answer.outcome is not Outcome.NOTHING or answer.warnings
    assert len(suggestions) <= 8


@pytest.mark.parametrize(
    "text", ["Sandstraße 5 🏡, Siegen", "Sand\u00adstraße\u200b 5,\x00 Siegen", "SANDSTRASSE 5 SIEGEN"]
)
def test_signs_that_mean_nothing_do_no_harm(geocoder: LocalGeocoder, text: str) -> None:
    assert [candidate.label for candidate in geocoder.locate(text)] == ["Sandstraße 5, 57072 Siegen"]


def offered(geocoder: LocalGeocoder, text: str, **options: object) -> list[str]:
    return [candidate.label for candidate in geocoder.suggest(text, **options)]


def test_streets_are_offered_while_somebody_types(geocoder: LocalGeocoder) -> None:
    for text in ("San", "sand", "Sandst", "Sandstr", "Sandstr.", "Sandstraß", "Sandstraße"):
        assert offered(geocoder, text)[:1] == ["Sandstraße, 57072 Siegen"]


def test_the_record_s_own_municipality_comes_first(geocoder: LocalGeocoder) -> None:
    assert offered(geocoder, "Haupt", ags=KREUZTAL)[0] == "Hauptstraße, 57223 Kreuztal"
    assert offered(geocoder, "Haupt", ags=KOELN)[0] == "Hauptstr., 50996 Köln"
    assert len(offered(geocoder, "Haupt")) == 3


def test_a_town_behind_the_street_narrows(geocoder: LocalGeocoder) -> None:
    for text in ("Haupt, Sie", "Hauptstr 5, Siegen", "hauptstraße siegen", "Hauptstr. 5 57080"):
        assert {candidate.ags for candidate in geocoder.suggest(text)} == {SIEGEN}


def test_houses_are_offered_once_a_number_is_there(geocoder: LocalGeocoder) -> None:
    assert offered(geocoder, "Sandstr. 12") == [
        "Sandstraße 12, 57072 Siegen",
        "Sandstraße 12a, 57072 Siegen",
        "Sandstraße 12b, 57072 Siegen",
    ]
    assert offered(geocoder, "Leystr. 1") == ["Leystraße 1, 57223 Kreuztal", "Leystraße 10, 57223 Kreuztal"]
    assert offered(geocoder, "Leystr. 99") == ["Leystraße, 57223 Kreuztal"]


def test_words_cut_short_are_offered_too(geocoder: LocalGeocoder) -> None:
    assert offered(geocoder, "An St") == ["An St. Magdalenen, 50676 Köln"]
    assert offered(geocoder, "Sankt Jo") == ["St.-Johann-Straße, 57074 Siegen"]


def test_where_no_street_begins_so_towns_are_offered(geocoder: LocalGeocoder) -> None:
    assert offered(geocoder, "Bielef")[:1] == ["Bielefeld"]
    assert offered(geocoder, "5707")[0] == "57072 Siegen"
    assert offered(LocalGeocoder(), "Netph") == ["Netphen"]


def test_no_more_are_offered_than_asked_for(geocoder: LocalGeocoder) -> None:
    assert len(offered(geocoder, "Haupt", limit=2)) == 2
