"""Our own addresses first, then outside services: who is asked, what is believed, which outcome it makes."""

from dataclasses import replace

import pytest

from kommanmap.domain.problems import Problem
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.providers.inquiry import Finding, NotAnswered, Question, Trouble
from tests.apps import NOW
from tests.asking import ADDRESS, BURBACH, HERE, NO_ADDRESSES, TOWN_ONLY, chain, coarse, service
from tests.fakes import MovingClock


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(NOW)


def test_a_house_that_our_addresses_lack_comes_from_the_service(clock: MovingClock) -> None:
    other = service()
    answer = chain(clock, other).locate("Holunderstr. 12a, 57299 Burbach")
    assert answer.outcome is Outcome.FOUND
    best = answer.best
    assert best is not None
    assert (best.accuracy, best.ags, best.centre) == (Accuracy.HOUSE, BURBACH, "siegen-wittgenstein")
    assert best.label == "Holunderstraße 12 A, 57299 Burbach"
    assert best.source == "Dienst (© niemand), abgefragt 2026-03-18"
    assert answer.warnings == (), "that no addresses are imported no longer matters for this one"
    assert other.asked == [Question("Holunderstraße", "12a", "57299", "Burbach")]


HOUSE = replace(TOWN_ONLY, accuracy=Accuracy.HOUSE)
STREET = replace(TOWN_ONLY, accuracy=Accuracy.STREET)


@pytest.mark.parametrize(
    "known",
    [
        coarse(Outcome.FOUND, HOUSE),
        coarse(Outcome.FOUND, replace(TOWN_ONLY, accuracy=Accuracy.MANUAL)),
        coarse(Outcome.AMBIGUOUS, STREET, STREET),
        coarse(Outcome.FOUND, STREET, address=replace(ADDRESS, house_number=None)),
        coarse(address=replace(ADDRESS, street="", house_number=None)),
        coarse(address=Address(po_box="1234", town="Burbach")),
        coarse(address=Address(street="Holunderstr.", house_number=HouseNumber(1))),
        coarse(address=replace(ADDRESS, elsewhere="Hessen")),
        GeocodeAnswer(Outcome.NOTHING, (), ADDRESS, (Problem("", "outside_nrw"),)),
    ],
    ids=["house", "coordinates", "ambiguous", "street was all", "no street", "box", "no town", "elsewhere", "outside"],
)
def test_nobody_is_asked_for_what_cannot_get_better(clock: MovingClock, known: GeocodeAnswer) -> None:
    other = service()
    assert chain(clock, other, known=known).locate("…") == known
    assert other.asked == []


@pytest.mark.parametrize("known", [coarse(Outcome.FOUND, replace(STREET, accuracy=Accuracy.NEAREST_HOUSE)),
                                   GeocodeAnswer(Outcome.NOTHING, (), ADDRESS, (NO_ADDRESSES,))])  # fmt: skip
def test_a_neighbour_or_nothing_is_worth_asking(clock: MovingClock, known: GeocodeAnswer) -> None:
    assert chain(clock, service(), known=known).locate("…").outcome is Outcome.FOUND


def test_nothing_personal_leaves(clock: MovingClock) -> None:
    address = replace(ADDRESS, building="Haus Beispiel", care_of="c/o Frau Beispiel", way_in="Hof", rest=("Tel. 1",))
    other = service()
    chain(clock, other, known=coarse(address=address)).locate("…")
    assert other.asked == [Question("Holunderstraße", "12a", "57299", "Burbach")]


def test_nothing_there_goes_on_to_the_next(clock: MovingClock) -> None:
    first, second = service((), name="first"), service(name="second")
    assert chain(clock, first, second).locate("…").outcome is Outcome.FOUND
    assert len(first.asked) == len(second.asked) == 1


def test_nothing_anywhere_leaves_what_we_know(clock: MovingClock) -> None:
    assert chain(clock, service(())).locate("…") == coarse()


def test_who_cannot_be_asked_makes_it_unavailable_and_keeps_what_we_know(clock: MovingClock) -> None:
    silent = service(NotAnswered(Trouble.TIMED_OUT), name="silent")
    answer = chain(clock, silent, service((), name="other")).locate("…")
    assert answer.outcome is Outcome.UNAVAILABLE
    assert answer.candidates == (TOWN_ONLY,)
    assert answer.warnings[-1].code == "geocoder_unavailable"
    assert answer.warnings[-1].params == {"services": "Dienst", "troubles": "timed_out"}


def test_who_cannot_be_asked_does_not_matter_when_another_finds_it(clock: MovingClock) -> None:
    silent = service(NotAnswered(Trouble.UNREACHABLE), name="silent")
    assert chain(clock, silent, service(name="other")).locate("…").outcome is Outcome.FOUND


@pytest.mark.parametrize(
    "finding",
    [
        replace(HERE, state="Rheinland-Pfalz"),
        replace(HERE, state="Hessen", places=("Haiger",)),
        replace(HERE, state="", position=Coordinates(50.7770, 7.9560)),
        replace(HERE, position=Coordinates(52.52, 13.40)),
        replace(HERE, position=Coordinates(8.08623, 50.74412)),
        replace(HERE, position=Coordinates(51.9, 8.4)),
        replace(HERE, places=("Nirgendwo",), postcode=""),
        replace(HERE, ags="06532012"),
        replace(HERE, street="Quittenstraße"),
        replace(HERE, street=""),
    ],
    ids=[
        "other state",
        "neighbour",
        "beyond the border",
        "berlin",
        "swapped",
        "far away",
        "unknown town",
        "foreign key",
        "street",
        "none",
    ],
)
def test_what_is_not_this_address_in_our_state_is_nothing(clock: MovingClock, finding: Finding) -> None:
    assert chain(clock, service((finding,))).locate("…") == coarse()


@pytest.mark.parametrize(
    "finding",
    [replace(HERE, places=("Siegen",), postcode="57072", position=Coordinates(50.875, 8.02)),
     replace(HERE, postcode="57072")],
    ids=["other town", "other postcode"],
)  # fmt: skip
def test_a_house_in_another_town_is_a_proposal_and_no_silent_move(clock: MovingClock, finding: Finding) -> None:
    answer = chain(clock, service((finding,))).locate("…")
    assert answer.outcome is Outcome.FOUND
    assert answer.best == TOWN_ONLY
    assert answer.candidates[1].accuracy is Accuracy.HOUSE
    assert answer.warnings[-1].code == "service_knows_elsewhere"


def test_a_proposal_is_never_the_best_where_we_know_nothing(clock: MovingClock) -> None:
    elsewhere = replace(HERE, places=("Siegen",), postcode="57072", position=Coordinates(50.875, 8.02))
    known = GeocodeAnswer(Outcome.NOTHING, (), ADDRESS)
    answer = chain(clock, service((elsewhere,)), known=known).locate("…")
    assert (answer.outcome, answer.best) == (Outcome.NOTHING, None)
    assert answer.warnings[-1].params["label"] == "Holunderstraße 12 A, 57072 Siegen"


def test_a_town_that_nobody_here_knows_fits_if_the_service_calls_it_so(clock: MovingClock) -> None:
    hamlet = replace(ADDRESS, town="Kleinweiler an der Heller", postcode="")
    known = GeocodeAnswer(Outcome.NOTHING, (), hamlet)
    found = replace(HERE, places=("Burbach", "Kleinweiler an der Heller"))
    assert chain(clock, service((found,)), known=known).locate("…").outcome is Outcome.FOUND
    assert chain(clock, service((HERE,)), known=known).locate("…").outcome is Outcome.NOTHING


@pytest.mark.parametrize(
    ("numbers", "accuracy"),
    [("12a", "house"), ("12 A", "house"), ("12a-14", "house"), ("12;12a", "house"), ("12", "street"),
     ("112a", "street"), ("12ab", "street"), ("", "street")],
)  # fmt: skip
def test_a_house_is_only_the_one_that_was_typed(clock: MovingClock, numbers: str, accuracy: str) -> None:
    [candidate] = chain(clock, service((replace(HERE, house_number=numbers),))).locate("…").candidates
    assert candidate.accuracy.value == accuracy


def test_what_is_no_finer_than_ours_is_left_out(clock: MovingClock) -> None:
    known = coarse(Outcome.FOUND, STREET)
    assert chain(clock, service((replace(HERE, house_number=""),)), known=known).locate("…") == known


def test_a_street_does_not_end_the_search_for_the_house(clock: MovingClock) -> None:
    vague = service((replace(HERE, house_number=""),), name="vague")
    best = chain(clock, vague, service(name="exact")).locate("…").best
    assert best is not None
    assert best.accuracy is Accuracy.HOUSE


def test_the_same_house_in_two_places_is_ambiguous(clock: MovingClock) -> None:
    twin = replace(HERE, position=Coordinates(50.72, 8.11))
    near = replace(HERE, position=Coordinates(50.74413, 8.08624))
    answer = chain(clock, service((HERE, near, twin))).locate("…")
    assert (answer.outcome, answer.best, len(answer.candidates)) == (Outcome.AMBIGUOUS, None, 2)
