"""When a pin moves: never one set by hand, never to something coarser, never to another town."""

from dataclasses import replace
from typing import Any

import pytest

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer, Outcome
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.search.candidates import POSTCODE_SOURCE, TOWN_SOURCE
from kommanmap.services.pins import pin_of, placed
from tests.address_samples import KREUZTAL, SIEGEN

SOURCE = "Hauskoordinaten, Stand 2026-01-01"
HOUSE = Coordinates(50.8790, 8.0224)


def answered(accuracy: Accuracy = Accuracy.HOUSE, position: Coordinates = HOUSE, **fields: Any) -> GeocodeAnswer:
    """An answer with one certain candidate in Siegen."""
    candidate = Candidate("Sandstraße 12, 57072 Siegen", position, accuracy, SOURCE, ags=SIEGEN)
    return GeocodeAnswer(Outcome.FOUND, (replace(candidate, **fields),))


def place(accuracy: Accuracy | None, **fields: Any) -> PointDraft:
    pin = {} if accuracy is None else {"lat": 50.87, "lon": 8.02, "position_accuracy": accuracy}
    return PointDraft(name="Treff", ags=SIEGEN, street="Sandstraße", house_number="12", **pin, **fields)


def moves(draft: PointDraft, answer: GeocodeAnswer) -> bool:
    return pin_of(placed(draft, answer)) != pin_of(draft)


FINE = [Accuracy.HOUSE, Accuracy.NEAREST_HOUSE, Accuracy.STREET]


@pytest.mark.parametrize("stored", list(Accuracy))
@pytest.mark.parametrize("found", FINE)
def test_a_pin_moves_only_to_something_finer(stored: Accuracy, found: Accuracy) -> None:
    order = list(Accuracy)
    assert moves(place(stored), answered(found)) == (order.index(found) < order.index(stored))


@pytest.mark.parametrize("found", list(Accuracy))
def test_a_pin_set_by_hand_never_moves(found: Accuracy) -> None:
    draft = place(Accuracy.MANUAL)
    assert placed(draft, answered(found)) == draft
    assert placed(replace(draft, street="Burgstraße"), answered(found), before=draft).lat == draft.lat


def test_what_lies_in_another_town_is_never_taken() -> None:
    assert not moves(place(Accuracy.MUNICIPALITY), answered(ags=KREUZTAL))
    assert placed(place(None), answered(ags=KREUZTAL)).position_source == TOWN_SOURCE


@pytest.mark.parametrize("outcome", [Outcome.AMBIGUOUS, Outcome.NOTHING, Outcome.UNAVAILABLE])
def test_no_certain_answer_changes_nothing_and_leaves_no_place_without_a_pin(outcome: Outcome) -> None:
    candidates = () if outcome is Outcome.NOTHING else answered().candidates * 2
    if outcome is Outcome.UNAVAILABLE:
        candidates = answered(Accuracy.MUNICIPALITY).candidates
    answer = GeocodeAnswer(outcome, candidates)
    for stored in (Accuracy.HOUSE, Accuracy.STREET, Accuracy.MUNICIPALITY):
        assert not moves(place(stored), answer)
    assert placed(place(None), answer).position_accuracy is Accuracy.MUNICIPALITY
    assert placed(place(None, postcode="57072"), answer).position_source == POSTCODE_SOURCE


def test_a_pin_that_belongs_to_another_address_does_not_count() -> None:
    before = place(Accuracy.HOUSE)
    after = replace(before, street="Burgstraße")
    moved = placed(after, answered(Accuracy.STREET), before=before)
    assert (moved.position_accuracy, moved.lat) == (Accuracy.STREET, HOUSE.lat)
    spelled = replace(before, street="Sandstr.", house_number="12 ")
    assert placed(spelled, answered(Accuracy.STREET), before=before) == spelled
    own_pin = replace(after, lat=50.871)
    assert placed(own_pin, answered(Accuracy.STREET), before=before) == own_pin, "set together with the address"


@pytest.mark.parametrize(
    ("source", "metres", "moved"),
    [
        ("Hauskoordinaten, Stand 2025-07-01", 20, True),
        ("Hauskoordinaten, Stand 2025-07-01", 0, False),
        ("Hauskoordinaten, Stand 2026-01-01", 20, True),
        ("Vom Kreis gemessen", 20, False),
        ("", 20, False),
    ],
)
def test_a_newer_file_of_the_same_source_moves_its_own_houses(source: str, metres: int, moved: bool) -> None:
    stored = replace(place(Accuracy.HOUSE, position_source=source), lat=HOUSE.lat + metres / 111_195, lon=HOUSE.lon)
    assert moves(stored, answered()) is moved


def test_without_an_address_a_place_stands_in_the_middle_of_postcode_or_town() -> None:
    town = shipped_gazetteer().towns_by_ags[SIEGEN]
    bare = placed(PointDraft(name="Treff", ags=SIEGEN), GeocodeAnswer(Outcome.NOTHING))
    assert (bare.lat, bare.lon) == (town.position.lat, town.position.lon)
    foreign = placed(PointDraft(name="Treff", ags=SIEGEN, postcode="50667"), GeocodeAnswer(Outcome.NOTHING))
    assert foreign.position_accuracy is Accuracy.MUNICIPALITY, "that postcode is not in Siegen"
    unknown = PointDraft(name="Treff", ags="05999999")
    assert placed(unknown, GeocodeAnswer(Outcome.NOTHING)) == unknown
