"""Which town is meant: nothing is chosen silently, nothing is moved to another town, other states are told so."""

import pytest

from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.search.whereabouts import meanings
from tests.address_samples import KOELN, KREUZTAL, MUELHEIM, SIEGEN


def codes(answer: GeocodeAnswer) -> list[str]:
    return [warning.code for warning in answer.warnings]


def towns(answer: GeocodeAnswer) -> list[str]:
    return [candidate.ags for candidate in answer]


def test_two_streets_of_one_name_in_a_town_tie(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Talstraße 5, Siegen")
    assert (answer.outcome, answer.best) == (Outcome.AMBIGUOUS, None)
    assert [candidate.label for candidate in answer] == [
        "Talstraße 5, 57078 Siegen-Geisweid",
        "Talstraße 5, 57080 Siegen-Eiserfeld",
    ]


def test_without_a_number_they_tie_as_well(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Talstraße, Siegen")
    assert (answer.outcome, len(answer.candidates)) == (Outcome.AMBIGUOUS, 2)


@pytest.mark.parametrize(
    ("typed", "district"),
    [
        ("Talstraße 5, 57080 Siegen", "Eiserfeld"),
        ("Talstraße 5, 57078 Siegen", "Geisweid"),
        ("Talstraße 5, 57080", "Eiserfeld"),
        ("Talstraße 5, Siegen-Geisweid", "Geisweid"),
        ("Talstraße 5, Geisweid", "Geisweid"),
        ("Talstraße 14a, Siegen", "Eiserfeld"),
        ("Talstraße 18, Siegen", "Geisweid"),
    ],
)
def test_postcode_district_or_number_may_decide_and_it_is_said(
    geocoder: LocalGeocoder, typed: str, district: str
) -> None:
    answer = geocoder.locate(typed)
    assert (answer.outcome, codes(answer)) == (Outcome.FOUND, ["street_more_than_once"])
    assert answer.candidates[0].label.endswith(f"Siegen-{district}")
    assert len(answer.candidates) == 2


def test_a_postcode_that_contradicts_the_number_decides_nothing(geocoder: LocalGeocoder) -> None:
    assert geocoder.locate("Talstraße 14a, 57078 Siegen").outcome is Outcome.AMBIGUOUS


def test_a_name_in_several_towns_ties_however_few_have_the_number(geocoder: LocalGeocoder) -> None:
    for typed in ("Hauptstraße 5", "Hauptstraße 88", "Hauptstraße"):
        answer = geocoder.locate(typed)
        assert answer.outcome is Outcome.AMBIGUOUS
        assert set(towns(answer)) == {KOELN, SIEGEN, KREUZTAL}
    assert towns(geocoder.locate("Hauptstraße 88"))[0] == KOELN


def test_at_most_so_many_are_offered(geocoder: LocalGeocoder) -> None:
    assert len(geocoder.locate("Hauptstraße 5", limit=2).candidates) == 2


def test_a_name_that_only_one_town_has_needs_no_town(geocoder: LocalGeocoder) -> None:
    for typed in ("Blessenstätte 3", "blessenstaette 3", "Blesenstätte 3"):
        answer = geocoder.locate(typed)
        assert (answer.outcome, [candidate.label for candidate in answer]) == (
            Outcome.FOUND,
            ["Blessenstätte 3, Gütersloh"],
        )


def test_the_record_s_municipality_fills_in_a_missing_town(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Hauptstraße 5", ags=KREUZTAL)
    assert (answer.outcome, towns(answer)) == (Outcome.FOUND, [KREUZTAL])
    assert towns(geocoder.locate("Hauptstraße 5, Siegen", ags=KREUZTAL)) == [SIEGEN]


@pytest.mark.parametrize("town", ["Siegn", "Sieegn", "Sigen", "Ziegen", "siegem"])
def test_a_slip_in_the_town_is_understood_and_said(geocoder: LocalGeocoder, town: str) -> None:
    answer = geocoder.locate(f"Sandstraße 5, {town}")
    assert (answer.outcome, towns(answer), codes(answer)) == (Outcome.FOUND, [SIEGEN], ["town_read_as"])


def test_a_postcode_says_which_town_a_misspelt_one_is(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Hauptstraße 5, 57223 Kroiztal")
    assert (answer.outcome, towns(answer)) == (Outcome.FOUND, [KREUZTAL])


def test_of_similar_towns_that_with_the_street_is_meant(geocoder: LocalGeocoder) -> None:
    """ "Wettern" is one slip from Wetter and nearly Wettringen; only Wetter has a Kaiserstraße here."""
    answer = geocoder.locate("Kaiserstraße 5, Wettern")
    assert (answer.outcome, answer.candidates[0].municipality) == (Outcome.FOUND, "Wetter (Ruhr)")


def test_a_slip_inside_an_umlaut_counts_once() -> None:
    gazetteer = shipped_gazetteer()
    names = {typed: next(iter(meanings(gazetteer, typed))) for typed in ("Mgers", "aResfeld", "Bünoe", "Straelin")}
    assert {gazetteer.towns_by_ags[ags].name for ags in names.values()} == {"Moers", "Raesfeld", "Bünde", "Straelen"}


def test_the_second_meaning_of_a_town_s_name_is_tried(geocoder: LocalGeocoder) -> None:
    """Mülheim is the town on the Ruhr, but also a part of Köln."""
    assert towns(geocoder.locate("Mühlenstraße 3, Mülheim")) == [MUELHEIM]
    answer = geocoder.locate("Venloer Straße 3, Mülheim")
    assert (answer.outcome, towns(answer), codes(answer)) == (
        Outcome.AMBIGUOUS,
        [KOELN, MUELHEIM],
        ["street_in_other_town"],
    )
    assert answer.candidates[1].accuracy is Accuracy.MUNICIPALITY


def test_a_street_of_another_town_is_proposed_and_not_moved_to(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Leystraße 5, 57250 Netphen")
    best = answer.best
    assert best is not None
    assert (best.accuracy, best.municipality, best.postcode) == (Accuracy.POSTCODE, "Netphen", "57250")
    assert codes(answer) == ["street_in_other_town"]
    assert answer.warnings[0].params["towns"] == "Kreuztal"
    assert answer.candidates[1].label == "Leystraße 5, 57223 Kreuztal"


def test_of_a_street_in_several_other_towns_the_nearest_comes_first(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Hauptstraße 5, Netphen")
    assert [candidate.municipality for candidate in answer] == ["Netphen", "Kreuztal", "Siegen", "Köln"]
    assert answer.warnings[0].params["towns"] == "Kreuztal, Siegen, Köln"


def test_town_and_postcode_that_contradict_each_other_are_both_tried(geocoder: LocalGeocoder) -> None:
    both = geocoder.locate("Hauptstraße 5, 57223 Siegen")
    assert (both.outcome, set(towns(both)), codes(both)) == (
        Outcome.AMBIGUOUS,
        {SIEGEN, KREUZTAL},
        ["postcode_of_other_town"],
    )
    one = geocoder.locate("Sandstraße 5, 57223 Siegen")
    assert (one.outcome, towns(one)) == (Outcome.FOUND, [SIEGEN])
    assert codes(one) == ["postcode_of_other_town", "postcode_differs"]
    other = geocoder.locate("Leystraße 5, 57223 Siegen")
    assert (other.outcome, towns(other), codes(other)) == (Outcome.FOUND, [KREUZTAL], ["postcode_of_other_town"])


def test_a_postcode_of_another_street_is_said(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Sandstraße 5, 57080 Siegen")
    assert (answer.outcome, codes(answer)) == (Outcome.FOUND, ["postcode_differs"])


def test_an_unlisted_postcode_of_the_region_is_said_and_the_town_counts(geocoder: LocalGeocoder) -> None:
    for code in ("57071", "57999"):
        answer = geocoder.locate(f"Sandstraße 5, {code} Siegen")
        assert (answer.outcome, towns(answer)) == (Outcome.FOUND, [SIEGEN])
        assert "postcode_unknown" in codes(answer)


@pytest.mark.parametrize(
    "typed",
    [
        "Hauptstraße 5, 10115 Berlin",
        "Hauptstraße 5, München",
        "Hauptstraße 5, 80331",
        "Hauptstr. 5, Hannover",
        "Bahnhofstr. 5, 66538 Neunkirchen",
        "Marktplatz 1, Kassel, Hessen",
        "Kerkstraat 5, Venlo, Niederlande",
        "28195 Bremen",
        "52.52, 13.405",
    ],
)
def test_an_address_in_another_state_is_told_so(geocoder: LocalGeocoder, typed: str) -> None:
    answer = geocoder.locate(typed)
    assert (answer.outcome, answer.candidates, codes(answer)) == (Outcome.NOTHING, (), ["outside_nrw"])


def test_an_unknown_town_is_nowhere_but_the_street_is_proposed(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Leystraße 5, Xyzhausendorf")
    assert (answer.outcome, answer.candidates) == (Outcome.NOTHING, ())
    assert codes(answer) == ["town_unknown", "street_in_other_town"]


def test_a_name_that_two_towns_have_as_a_district_ties(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Holthausen")
    assert (answer.outcome, len(answer.candidates) > 1) == (Outcome.AMBIGUOUS, True)


def test_a_box_is_no_place(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("Postfach 10 12 34, 57072 Siegen")
    assert (answer.outcome, codes(answer)) == (Outcome.NOTHING, ["po_box"])


def test_coordinates_are_taken_as_they_are(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("50.87901, 8.02421")
    best = answer.best
    assert best is not None
    assert (best.position.lat, best.position.lon) == (50.87901, 8.02421)
    assert (best.accuracy, best.label, best.ags) == (Accuracy.MANUAL, "Sandstraße 21, 57072 Siegen", SIEGEN)


def test_coordinates_the_wrong_way_round_are_turned_and_it_is_said(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("8.02421, 50.87901")
    assert (answer.outcome, codes(answer)) == (Outcome.FOUND, ["lat_lon_swapped"])
    assert answer.candidates[0].position.lat == 50.87901


def test_coordinates_far_from_any_house_have_no_address(geocoder: LocalGeocoder) -> None:
    answer = geocoder.locate("51.700000, 8.700000")
    assert (answer.outcome, answer.candidates[0].label) == (Outcome.FOUND, "51.700000, 8.700000")
    assert answer.candidates[0].street == ""
