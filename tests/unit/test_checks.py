"""What does not fit together about a place is said, with a proposal; what fits is left in peace."""

from dataclasses import replace
from typing import Any

import pytest

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.checks import distance_text, warnings_about
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.problem_texts import problem_text
from kommanmap.services.point_addresses import address_of
from tests.address_samples import BURBACH, KOELN, SIEGEN, sample_position, sample_street

SANDSTRASSE_12 = sample_position(sample_street(SIEGEN, "Sandstraße"), 12)
METRE = 1 / 111_195
"""In degrees of latitude."""


def place(**fields: Any) -> PointDraft:
    """A place whose parts all fit: a house in Siegen."""
    lat, lon = SANDSTRASSE_12
    draft = PointDraft(
        name="Treff", ags=SIEGEN, street="Sandstraße", house_number="12", postcode="57072",
        lat=lat, lon=lon, position_accuracy=Accuracy.MANUAL,
    )  # fmt: skip
    return replace(draft, **fields)


def found(draft: PointDraft, geocoder: LocalGeocoder | None = None) -> list[Problem]:
    """The warnings, with an answer of the geocoder if one is given; every sentence can be said."""
    answer = geocoder.locate(address_of(draft), ags=draft.ags) if geocoder else None
    warnings = list(warnings_about(draft, answer=answer))
    assert all(problem_text(warning) for warning in warnings)
    return warnings


def codes(draft: PointDraft, geocoder: LocalGeocoder | None = None) -> list[str]:
    return [warning.code for warning in found(draft, geocoder)]


def test_what_fits_together_is_left_in_peace(geocoder: LocalGeocoder) -> None:
    assert (codes(place()), codes(place(), geocoder)) == ([], [])
    assert codes(place(lat=None, lon=None, position_accuracy=None)) == []
    assert codes(place(postcode="")) == []


def test_a_pin_in_another_town_is_said_with_the_town_it_lies_in() -> None:
    burbach = shipped_gazetteer().towns_by_ags[BURBACH].position
    (warning,) = found(place(lat=burbach.lat, lon=burbach.lon))
    assert (warning.field, warning.code) == ("lat", "pin_outside_town")
    assert (warning.params["place"], warning.params["proposed_ags"]) == ("Burbach", BURBACH)
    assert problem_text(warning).startswith("Der Punkt liegt 9 km außerhalb von Siegen, in Burbach. Bitte")


def test_the_address_is_proposed_for_a_pin_outside(geocoder: LocalGeocoder) -> None:
    burbach = shipped_gazetteer().towns_by_ags[BURBACH].position
    (warning,) = found(place(lat=burbach.lat, lon=burbach.lon), geocoder)
    assert float(str(warning.params["proposed_lat"])) == pytest.approx(SANDSTRASSE_12[0])
    assert float(str(warning.params["proposed_lon"])) == pytest.approx(SANDSTRASSE_12[1])


def test_a_pin_beyond_the_state_is_said() -> None:
    (warning,) = found(place(lat=50.72, lon=8.29))  # in Hesse
    assert (warning.code, warning.params["town"]) == ("pin_outside_nrw", "Siegen")
    assert "proposed_ags" not in warning.params


def test_a_pin_just_beyond_a_border_is_within_what_the_map_can_be_wrong_by() -> None:
    """Walking south from Siegen: quiet at the border, said 300 m further on."""
    siegen = shipped_gazetteer().towns_by_ags[SIEGEN].position
    steps = [siegen.lat - step * 50 * METRE for step in range(400)]
    said = [lat for lat in steps if codes(place(lat=lat, lon=siegen.lon))]
    assert said
    first = found(place(lat=said[0], lon=siegen.lon))[0]
    assert 250 < int(first.params["metres"]) < 301


def test_a_middle_of_a_postcode_that_serves_two_towns_is_no_pin_outside() -> None:
    names = shipped_gazetteer()
    shared = {code: area for code, area in names.postcodes.items() if len(area.ags) > 1}
    assert len(shared) == 7
    for code, area in shared.items():
        assert area.position is not None
        middle = {"lat": area.position.lat, "lon": area.position.lon, "postcode": code}
        for ags in area.ags:
            assert codes(place(ags=ags, position_accuracy=Accuracy.POSTCODE, **middle)) == []
        assert codes(place(ags=area.ags[1], position_accuracy=Accuracy.MANUAL, **middle)) == ["pin_outside_town"]


@pytest.mark.parametrize(
    ("accuracy", "metres", "said"),
    [
        (Accuracy.MANUAL, 140, []),
        (Accuracy.MANUAL, 170, ["pin_far_from_address"]),
        (Accuracy.HOUSE, 170, ["pin_far_from_address"]),
        (Accuracy.STREET, 1400, []),
        (Accuracy.STREET, 1600, ["pin_far_from_address"]),
        (Accuracy.POSTCODE, 3000, []),
        (Accuracy.MUNICIPALITY, 3000, []),
    ],
)
def test_how_far_is_too_far_depends_on_what_the_pin_claims(
    geocoder: LocalGeocoder, accuracy: Accuracy, metres: int, said: list[str]
) -> None:
    moved = place(lat=SANDSTRASSE_12[0] + metres * METRE, position_accuracy=accuracy)
    assert codes(moved, geocoder) == said


@pytest.mark.parametrize(
    ("number", "metres", "said"),
    [
        ("12", 300, ["pin_far_from_address"]),
        ("999", 300, ["house_number_missing"]),
        ("999", 2000, ["pin_far_from_address", "house_number_missing"]),
        ("", 1300, []),
        ("", 2000, ["pin_far_from_address"]),
    ],
)
def test_how_far_is_too_far_depends_on_what_the_address_says(
    geocoder: LocalGeocoder, number: str, metres: int, said: list[str]
) -> None:
    known = geocoder.locate(f"Sandstraße {number}, Siegen").candidates[0].position
    pin = {"lat": known.lat + metres * METRE, "lon": known.lon}
    assert codes(place(house_number=number, **pin), geocoder) == said


def test_the_position_of_the_address_is_proposed(geocoder: LocalGeocoder) -> None:
    (warning,) = found(place(lat=SANDSTRASSE_12[0] + 400 * METRE), geocoder)
    assert (warning.params["address"], warning.params["distance"]) == ("Sandstraße 12, 57072 Siegen", "400 m")
    assert warning.params["proposed_lat"] == f"{SANDSTRASSE_12[0]:.7f}"
    assert warning.params["proposed_accuracy"] == "house"


def test_a_postcode_of_another_town_is_said_with_the_right_one() -> None:
    (warning,) = found(place(postcode="50667"))
    assert (warning.field, warning.code) == ("postcode", "postcode_not_of_town")
    assert (warning.params["towns"], warning.params["proposed_ags"]) == ("Köln", KOELN)
    assert warning.params["proposed_postcode"] == "57072", "the one whose middle is nearest to the pin"


def test_where_the_pin_shows_no_place_all_postcodes_of_the_town_are_proposed() -> None:
    (warning,) = found(place(postcode="50667", position_accuracy=Accuracy.MUNICIPALITY))
    assert warning.params["proposal"] == "57072, 57074, 57076, 57078, 57080"
    assert "proposed_postcode" not in warning.params
    (large,) = found(place(ags=KOELN, postcode="57072", lat=None, lon=None, position_accuracy=None))
    assert str(large.params["proposal"]).startswith("50667, 50668, ")
    assert str(large.params["proposal"]).endswith(" …")


def test_a_postcode_that_nobody_knows_is_said() -> None:
    (warning,) = found(place(postcode="99999"))
    assert (warning.code, warning.params["proposed_postcode"]) == ("postcode_not_in_nrw", "57072")


def test_the_postcode_of_the_house_is_stronger_than_the_nearest_one(geocoder: LocalGeocoder) -> None:
    (warning,) = found(place(postcode="57080"), geocoder)
    assert (warning.code, warning.params["proposed_postcode"]) == ("postcode_differs", "57072")
    (foreign,) = found(place(postcode="50667"), geocoder)
    assert (foreign.code, foreign.params["proposed_postcode"]) == ("postcode_not_of_town", "57072")


def test_a_street_that_is_only_elsewhere_is_said_and_nothing_of_the_missing_index(geocoder: LocalGeocoder) -> None:
    assert codes(place(street="Leystraße", house_number="3"), geocoder) == ["street_in_other_town"]
    assert codes(place(street="Nirgendwoweg"), geocoder) == ["street_unknown"]
    assert codes(place(street="Nirgendwoweg"), LocalGeocoder()) == []


def test_two_streets_of_one_name_are_said_unless_the_pin_says_which(geocoder: LocalGeocoder) -> None:
    tied = place(street="Talstraße", house_number="5", postcode="", position_accuracy=Accuracy.MUNICIPALITY)
    (warning,) = found(tied, geocoder)
    assert (warning.field, warning.code) == ("street", "address_ambiguous")
    assert warning.params["candidates"] == "Talstraße 5, 57078 Siegen-Geisweid; Talstraße 5, 57080 Siegen-Eiserfeld"
    positions = [tuple(map(float, pair.split())) for pair in str(warning.params["proposed_positions"]).split("; ")]
    assert len(positions) == 2
    lat, lon = positions[1]
    assert codes(replace(tied, lat=lat, lon=lon, position_accuracy=Accuracy.MANUAL), geocoder) == []
    assert codes(replace(tied, lat=lat + 0.01, lon=lon, position_accuracy=Accuracy.MANUAL), geocoder) == [
        "address_ambiguous"
    ]


def test_an_answer_without_candidates_and_an_unknown_town_are_no_stumbling_blocks() -> None:
    assert warnings_about(place(), answer=GeocodeAnswer(Outcome.NOTHING)) == ()
    assert warnings_about(place(), answer=GeocodeAnswer(Outcome.UNAVAILABLE)) == ()
    assert codes(place(ags="05999999")) == []
    assert codes(place(lat=200.0, lon=8.0)) == []


@pytest.mark.parametrize(
    ("metres", "said"), [(4, "0 m"), (356, "360 m"), (1440, "1400 m"), (1999, "2000 m"), (12_345, "12 km")]
)
def test_distances_read_the_same_in_every_language(metres: float, said: str) -> None:
    assert distance_text(metres) == said
