"""The contract of the Nominatim provider against a real server: `make test-nominatim` starts one and runs this.

Not named like a test, so that nothing else collects it: it needs PostgreSQL, PostGIS and osm2pgsql.
"""

import os
from pathlib import Path

import pytest

from kommanmap.config import Config
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.answers import Outcome
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.providers.adapter import CarefulAdapter
from kommanmap.geocoding.providers.inquiry import NotAnswered, Question, Trouble
from kommanmap.geocoding.providers.nominatim import NominatimProvider
from tests import geocoder_contract as contract

URL = os.environ["KOMMANMAP_TEST_NOMINATIM_URL"]


@pytest.fixture(scope="module")
def nominatim(tmp_path_factory: pytest.TempPathFactory) -> NominatimProvider:
    folder: Path = tmp_path_factory.mktemp("instance")
    return NominatimProvider(Config.load(folder, {"nominatim_url": URL, "geocoder_seconds": 30}), CarefulAdapter)


@pytest.mark.parametrize("address", [contract.HOUSE, contract.ABBREVIATED], ids=["in full", "abbreviated"])
def test_a_house_is_found(nominatim: NominatimProvider, address: Address) -> None:
    contract.finds_the_house(nominatim, address)


def test_a_number_that_is_missing_is_the_street(nominatim: NominatimProvider) -> None:
    assert contract.located(nominatim, contract.NO_SUCH_HOUSE).meant, "the street is there"
    contract.finds_no_more_than_the_street(nominatim)


def test_a_street_that_is_missing_is_nothing_and_no_error(nominatim: NominatimProvider) -> None:
    contract.finds_nothing(nominatim)


def test_a_house_in_another_state_is_seen_and_not_believed(nominatim: NominatimProvider) -> None:
    assert contract.located(nominatim, contract.OTHER_STATE).findings, "the server knows it"
    contract.believes_nothing_from_another_state(nominatim)


def test_every_part_of_the_address_is_told(nominatim: NominatimProvider) -> None:
    [finding] = nominatim.ask(Question("Mispelweg", "1", "57299", "Burbach"))
    assert (finding.street, finding.house_number, finding.postcode) == ("Mispelweg", "1", "57299")
    assert "Burbach" in finding.places
    assert finding.state == "Nordrhein-Westfalen"


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE place; --", "\U0001f3e0", "%00", "x" * 3000, "&q=Berlin", "\\", "[1:2]"]
)
def test_odd_questions_are_answered_with_nothing(nominatim: NominatimProvider, text: str) -> None:
    assert nominatim.ask(Question(text[:200], "1", "", "Burbach")) == ()


def test_the_chain_takes_the_house_that_our_addresses_lack(nominatim: NominatimProvider) -> None:
    chain = Chain(LocalGeocoder(), [nominatim])
    for typed in ("Holunderstr. 12a, 57299 Burbach", "holunderstrasse 12 A burbach"):
        answer = chain.locate(typed)
        assert answer.outcome is Outcome.FOUND, typed
        assert answer.best is not None
        assert answer.best.position.distance_km(contract.HERE) < 0.05
        assert answer.best.accuracy.value == "house"
    nothing = chain.locate("Quittenstraße 5, Burbach")
    assert nothing.best is not None
    assert nothing.best.accuracy.value in {"postcode", "municipality"}


def test_a_path_that_is_not_there_is_no_answer(nominatim: NominatimProvider, tmp_path: Path) -> None:
    wrong = NominatimProvider(Config.load(tmp_path, {"nominatim_url": f"{URL}/nowhere"}), CarefulAdapter)
    with pytest.raises(NotAnswered) as caught:
        wrong.ask(Question("Mispelweg", "1", "57299", "Burbach"))
    assert caught.value.trouble is Trouble.SERVER_ERROR


def test_typed_house_numbers_are_compared_as_people_write_them(nominatim: NominatimProvider) -> None:
    for number in (HouseNumber(12, "", "12-14"), HouseNumber(12, "", "12")):
        address = Address(street="Holunder Straße", house_number=number, town="Burbach")
        [judgement, *_] = contract.located(nominatim, address).meant
        assert judgement.candidate.house_number == "12"
