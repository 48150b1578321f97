"""The local geocoder: from the very house down to the middle of the town, each said as what it is."""

from pathlib import Path

import pytest

from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.local import LocalGeocoder
from tests.address_samples import GUETERSLOH, KOELN, SIEGEN, sample_position, sample_street

HOUSE, NEAREST, STREET = Accuracy.HOUSE, Accuracy.NEAREST_HOUSE, Accuracy.STREET


def codes(answer: GeocodeAnswer) -> list[str]:
    return [warning.code for warning in answer.warnings]


def labels(answer: GeocodeAnswer) -> list[str]:
    return [candidate.label for candidate in answer]


def test_an_address_is_found_at_its_house(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Kirchstr. 10a, Gütersloh")
    best = answer.best
    assert (answer.outcome, codes(answer)) == (Outcome.FOUND, [])
    assert best is not None
    assert (best.label, best.accuracy, best.likeness) == ("Kirchstraße 10a, Gütersloh", HOUSE, 1.0)
    assert (best.ags, best.municipality, best.centre) == (GUETERSLOH, "Gütersloh", "guetersloh")
    assert (best.street, best.house_number, best.postcode) == ("Kirchstraße", "10a", "")
    assert best.source == "Probe-Hauskoordinaten, Stand 2026-01-01"
    lat, lon = sample_position(sample_street(GUETERSLOH, "Kirchstraße"), 10)
    assert (best.position.lat, best.position.lon) == pytest.approx((lat, lon), abs=1e-7)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Sandstraße 12a, 57072 Siegen", "Sandstraße 12a, 57072 Siegen"),
        ("sandstrasse 12 A 57072 siegen", "Sandstraße 12a, 57072 Siegen"),
        ("Sandstr 12a, Siegen", "Sandstraße 12a, 57072 Siegen"),
        ("Muehlenstrasse 3, Koeln", "Mühlenstr. 3, 51143 Köln"),
        ("Muhlenstr. 3, Koln", "Mühlenstr. 3, 51143 Köln"),
        ("Sankt Johann Str. 7, Siegen", "St.-Johann-Straße 7, 57074 Siegen"),
        ("Doktor-Ernst-Str. 2, Siegen", "Dr.-Ernst-Straße 2, 57076 Siegen"),
        ("Hagener Straße 7, Siegen", "Hagener Str. 7, 57076 Siegen"),
        ("Alter Markt 5, Köln", "Alter Markt 5, 50667 Köln"),
        ("57072 Siegen, An der Alche 3", "An der Alche 3, 57072 Siegen"),
    ],
)
def test_spellings_that_mean_the_same_lead_to_the_same_house(geocoder: LocalGeocoder, typed: str, label: str) -> None:
    answer = geocoder.locate(typed)
    assert (answer.outcome, labels(answer), codes(answer)) == (Outcome.FOUND, [label], [])
    assert answer.candidates[0].likeness == 1.0


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Fenloer Str. 10, Köln", "Venloer Str. 10, 50823 Köln"),
        ("Venlöer Str. 10, Köln", "Venloer Str. 10, 50823 Köln"),
        ("Koblenser Straße 10, Siegen", "Koblenzer Straße 10, 57072 Siegen"),
        ("Kolbenzer Straße 10, Siegen", "Koblenzer Straße 10, 57072 Siegen"),
        ("Marburger Srtaße 8, Kreuztal", "Marburger Straße 8, 57223 Kreuztal"),
        ("Marburger Sr. 8, Kreuztal", "Marburger Straße 8, 57223 Kreuztal"),
        ("Marburger 8, Kreuztal", "Marburger Straße 8, 57223 Kreuztal"),
        ("Nass. Str. 3, Burbach", "Nassauische Straße 3, 57299 Burbach"),
        ("Prinzipallmarckt 3, Münster", "Prinzipalmarkt 3, 48143 Münster"),
    ],
)
def test_a_slip_in_the_street_is_understood_and_said(geocoder: LocalGeocoder, typed: str, label: str) -> None:
    answer = geocoder.locate(typed)
    assert (answer.outcome, labels(answer)[:1], codes(answer)) == (Outcome.FOUND, [label], ["street_read_as"])
    assert answer.candidates[0].likeness < 1.0


def test_a_guess_that_is_far_from_what_was_typed_is_left_to_a_person(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Xeystrasse 3, Kreuztal")
    assert (answer.outcome, answer.best, codes(answer)) == (Outcome.AMBIGUOUS, None, ["street_similar"])
    assert [candidate.accuracy for candidate in answer] == [HOUSE, Accuracy.MUNICIPALITY]


def test_names_that_differ_by_one_letter_tie(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Bxrgstraße 3, Siegen")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert {candidate.street for candidate in answer} >= {"Bergstraße", "Burgstraße"}


def test_a_name_that_is_spelled_right_is_no_slip_of_another(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Burgstraße 3, Siegen")
    assert (answer.outcome, labels(answer)) == (Outcome.FOUND, ["Burgstraße 3, 57072 Siegen"])


@pytest.mark.parametrize(
    ("number", "nearest"),
    [("45", "39"), ("52", "60"), ("7b", "7")],
)
def test_a_missing_number_gives_the_nearest_one_on_its_side(geocoder: LocalGeocoder, number: str, nearest: str) -> None:
    answer = geocoder.locate(f"Koblenzer Straße {number}, Siegen")
    best = answer.candidates[0]
    assert (answer.outcome, best.accuracy, best.house_number) == (Outcome.FOUND, NEAREST, nearest)
    assert codes(answer) == ["house_number_missing"]
    assert dict(answer.warnings[0].params) == {"street": "Koblenzer Straße", "number": number, "nearest": nearest}


def test_a_number_far_from_all_others_is_only_a_place_in_the_street(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Koblenzer Straße 999, Siegen")
    best = answer.candidates[0]
    assert (answer.outcome, best.accuracy, best.house_number) == (Outcome.FOUND, STREET, "")
    assert best.label == "Koblenzer Straße, 57072 Siegen"
    assert [(warning.code, warning.params["nearest"]) for warning in answer.warnings] == [
        ("house_number_missing", "149")
    ]


def test_across_the_street_is_taken_where_the_own_side_is_far(geocoder: LocalGeocoder) -> None:
    """Missing are 11 … 19: the 20 is nearer to 19 than the 21 only by the count, the 10 to 11 by far."""
    assert geocoder.locate("Hagener Str. 19, Siegen").candidates[0].house_number == "21"
    assert geocoder.locate("Hagener Str. 11, Siegen").candidates[0].house_number == "9"


@pytest.mark.parametrize("typed", ["12-14", "12/14", "12 bis 14", "12 + 14"])
def test_of_several_numbers_the_first_is_the_house(geocoder: LocalGeocoder, typed: str) -> None:
    answer = geocoder.locate(f"Burgstr. {typed}, Siegen")
    assert (answer.candidates[0].house_number, answer.candidates[0].accuracy) == ("12", HOUSE)


def test_without_a_number_the_street_is_the_answer(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Prinzipalmarkt, Münster")
    best = answer.best
    assert best is not None
    assert (best.accuracy, best.house_number, best.label) == (STREET, "", "Prinzipalmarkt, 48143 Münster")
    assert best.position.lon == pytest.approx(7.628 + 23 * 0.0002, abs=0.0003)


@pytest.mark.parametrize(
    ("typed", "accuracy", "label"),
    [
        ("57072 Siegen", Accuracy.POSTCODE, "57072 Siegen"),
        ("57072", Accuracy.POSTCODE, "57072 Siegen"),
        ("Siegen", Accuracy.MUNICIPALITY, "Siegen"),
        ("Weidenau", Accuracy.MUNICIPALITY, "Siegen"),
        ("Wetter (Ruhr)", Accuracy.MUNICIPALITY, "Wetter (Ruhr)"),
    ],
)
def test_without_a_street_the_place_is_the_answer(
    geocoder: LocalGeocoder, typed: str, accuracy: Accuracy, label: str
) -> None:
    answer = geocoder.locate(typed)
    assert (answer.outcome, labels(answer), codes(answer)) == (Outcome.FOUND, [label], [])
    assert answer.candidates[0].accuracy is accuracy


def test_an_unknown_street_gives_the_town_and_says_so(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Zyxwvutgasse 5, 57072 Siegen")
    best = answer.best
    assert best is not None
    assert (best.accuracy, best.postcode, codes(answer)) == (Accuracy.POSTCODE, "57072", ["street_unknown"])
    assert best.likeness < 0.5


def test_typed_parts_are_taken_as_well_as_text(geocoder: LocalGeocoder) -> None:
    address = Address(street="Venloer Str.", house_number=HouseNumber(151, "a", "151a"), town="Köln")
    answer = geocoder.locate(address)
    assert (answer.address, answer.candidates[0].ags) == (address, KOELN)
    assert answer.candidates[0].house_number == "151a"


def test_a_building_that_is_a_street_is_looked_for_as_one(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate(Address(building="Neumarkt", town="Netphen"))
    assert (answer.candidates[0].street, answer.candidates[0].accuracy) == ("Neumarkt", STREET)


def test_without_an_index_the_answer_is_coarse_and_says_what_to_import(tmp_path: Path) -> None:
    for geocoder in (LocalGeocoder(), LocalGeocoder(tmp_path / "none.sqlite3")):
        answer = geocoder.locate("Sandstraße 12, 57072 Siegen")
        assert (answer.outcome, labels(answer), codes(answer)) == (
            Outcome.FOUND,
            ["57072 Siegen"],
            ["no_address_index"],
        )
        assert geocoder.stamp == ""
        nowhere = geocoder.locate("Sandstraße 12")
        assert (nowhere.outcome, codes(nowhere)) == (Outcome.NOTHING, ["no_address_index"])


@pytest.mark.usefixtures("index_files")
def test_a_broken_index_leaves_the_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(b"SQLite format 3\0" + bytes(4000))
    broken = LocalGeocoder(path)
    answer = broken.locate("Sandstraße 12, 57072 Siegen")
    assert (answer.outcome, labels(answer), codes(answer)) == (
        Outcome.FOUND,
        ["57072 Siegen"],
        ["address_index_broken"],
    )
    assert broken.suggest("Siegen")[0].ags == SIEGEN
