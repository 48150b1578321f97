"""Streets of one name in a town: told apart by marks, umlauts, postcodes and districts, or offered all."""

import pytest

from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.register.index_file import E7, Houses, IndexOrigin, IndexWriter
from kommanmap.geocoding.register.street_keys import mark_of, street_key, without_mark
from tests.address_samples import KOELN, SIEGEN

ORIGIN = IndexOrigin(source="Probe", licence="dl-de/zero-2-0", imported_at_utc="2026-03-18T10:00:00+00:00")
STREETS = (
    # municipality, name, latitude, longitude, last number; the file has neither postcodes nor districts
    (SIEGEN, "Gartenstraße", 50.9255, 7.9960, 20),
    (SIEGEN, "Gartenstraße", 50.8425, 7.9930, 20),
    (SIEGEN, "Wiesenweg", 50.8770, 8.0500, 20),
    (SIEGEN, "Wiesenweg", 50.8772, 8.0400, 20),
    (SIEGEN, "Feldweg", 50.8770, 8.0500, 9),
    (SIEGEN, "Feldweg", 50.87701, 8.05001, 9),
    (SIEGEN, "Bruckweg", 50.8800, 8.0200, 9),
    (SIEGEN, "Brückweg", 50.8900, 8.0200, 9),
    (SIEGEN, "Straße 101", 50.8850, 8.0250, 9),
    (SIEGEN, "Joseph-von-Eichendorff-Straße", 50.8860, 8.0260, 9),
    (KOELN, "Kirchstr.", 50.9300, 7.0000, 9),
    (KOELN, "Kirchstr. Zü", 50.8700, 7.0400, 9),
    (KOELN, "(HER) Almastraße", 50.9400, 6.9500, 9),
)


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory, index_files: None) -> LocalGeocoder:
    path = tmp_path_factory.mktemp("alike") / "addresses.sqlite3"
    with IndexWriter(path, ORIGIN) as writer:
        for key, (ags, name, lat, lon, last) in enumerate(STREETS):
            houses = Houses()
            for number in range(1, last + 1):
                houses.add(number, 0, round(lat * E7), round((lon + number * 0.0002) * E7))
            writer.add_street(ags=ags, key=str(key), name=name, houses=houses)
        writer.finish()
    return LocalGeocoder(path)


def streets(answer: GeocodeAnswer) -> list[str]:
    return [candidate.street for candidate in answer]


def test_a_postcode_decides_by_where_it_lies_when_the_file_has_none(alike: LocalGeocoder) -> None:
    north = alike.locate("Gartenstraße 5, 57078 Siegen")
    south = alike.locate("Gartenstraße 5, 57080 Siegen")
    assert (north.outcome, south.outcome) == (Outcome.FOUND, Outcome.FOUND)
    assert (north.candidates[0].position.lat, south.candidates[0].position.lat) == (50.9255, 50.8425)
    assert (north.candidates[0].postcode, south.candidates[0].postcode) == ("57078", "57080")


def test_it_decides_nothing_where_both_lie_near(alike: LocalGeocoder) -> None:
    assert alike.locate("Wiesenweg 5, 57074 Siegen").outcome is Outcome.AMBIGUOUS


def test_what_would_read_the_same_is_told_apart(alike: LocalGeocoder) -> None:
    labels = [candidate.label for candidate in alike.locate("Gartenstraße 5, Siegen")]
    assert labels == ["Gartenstraße 5, Siegen (≈ 57078)", "Gartenstraße 5, Siegen (≈ 57080)"]
    near = [candidate.label for candidate in alike.locate("Wiesenweg 5, Siegen")]
    assert len(set(near)) == 2


def test_one_house_that_the_file_has_twice_is_one(alike: LocalGeocoder) -> None:
    answer = alike.locate("Feldweg 5, Siegen")
    assert (answer.outcome, len(answer.candidates)) == (Outcome.FOUND, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Brückweg 5", "Brückweg"), ("Brueckweg 5", "Brückweg"), ("Bruckweg 5", "Bruckweg"), ("BRUCKWEG 5", "Bruckweg")],
)
def test_umlauts_tell_two_names_apart_when_they_are_typed(alike: LocalGeocoder, typed: str, meant: str) -> None:
    answer = alike.locate(f"{typed}, Siegen")
    assert (answer.outcome, streets(answer)) == (Outcome.FOUND, [meant])


def test_a_number_may_belong_to_the_name(alike: LocalGeocoder) -> None:
    answer = alike.locate("Straße 101, Siegen")
    assert (answer.outcome, streets(answer)[0]) == (Outcome.FOUND, "Straße 101")


@pytest.mark.parametrize("typed", ["J.-v.-Eichendorff-Str. 5", "Jos. v. Eichend. Str. 5"])
def test_words_cut_short_with_a_full_stop_are_understood(alike: LocalGeocoder, typed: str) -> None:
    answer = alike.locate(f"{typed}, Siegen")
    assert (answer.outcome, streets(answer)) == (Outcome.FOUND, ["Joseph-von-Eichendorff-Straße"])


def test_marks_of_the_register_need_not_be_typed(alike: LocalGeocoder) -> None:
    both = alike.locate("Kirchstraße 5, Köln")
    assert (both.outcome, set(streets(both))) == (Outcome.AMBIGUOUS, {"Kirchstr.", "Kirchstr. Zü"})
    assert streets(alike.locate("Almastraße 5, Köln")) == ["(HER) Almastraße"]


@pytest.mark.parametrize("typed", ["Kirchstr. Zü 5, Köln", "Kirchstraße 5, Köln-Zündorf"])
def test_marks_and_districts_that_are_typed_decide(alike: LocalGeocoder, typed: str) -> None:
    answer = alike.locate(typed)
    assert (answer.outcome, streets(answer)[0]) == (Outcome.FOUND, "Kirchstr. Zü")


@pytest.mark.parametrize(
    ("name", "bare", "mark"),
    [
        ("Hauptstr. Zü", "Hauptstr.", "zu"),
        ("(HER) Almastraße", "Almastraße", "her"),
        ("Kirchstraße (neu)", "Kirchstraße", "neu"),
        ("In der Au", "In der Au", ""),
        ("An der B 64", "An der B 64", ""),
        ("(neu)", "(neu)", ""),
    ],
)
def test_marks_are_no_part_of_the_name(name: str, bare: str, mark: str) -> None:
    assert (without_mark(name), mark_of(name)) == (bare, mark)
    assert street_key(name) == street_key(bare)
