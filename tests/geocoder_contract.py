"""What every outside geocoder has to do, asked of recorded answers in the suite and of a real server on demand."""

from dataclasses import dataclass, field

from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.providers.inquiry import Provider, Question
from kommanmap.geocoding.providers.judging import Judge, Judgement

BURBACH = "05970008"
HERE = Coordinates(50.74412, 8.08623)
"""Where the invented house stands."""

HOUSE = Address(street="Holunderstraße", house_number=HouseNumber(12, "a", "12a"), postcode="57299", town="Burbach")
ABBREVIATED = Address(street="Holunderstr.", house_number=HouseNumber(12, "a", "12a"), town="burbach")
NO_SUCH_HOUSE = Address(street="Holunderstraße", house_number=HouseNumber(99, "", "99"), town="Burbach")
NO_SUCH_STREET = Address(street="Quittenstraße", house_number=HouseNumber(1, "", "1"), town="Burbach")
OTHER_STATE = Address(street="Holunderstraße", house_number=HouseNumber(12, "a", "12a"), town="Herdorf")


@dataclass
class Located:
    """What came of asking for one address."""

    findings: int
    meant: list[Judgement] = field(default_factory=list)


def located(provider: Provider, address: Address) -> Located:
    """Ask a service for an address, as the chain does."""
    judge = Judge(shipped_gazetteer(), address)
    findings = provider.ask(Question.of(address, judge.town))
    judged = (judge.judged(finding, provider.source) for finding in findings)
    return Located(len(findings), [judgement for judgement in judged if judgement is not None])


def finds_the_house(provider: Provider, address: Address) -> None:
    """The house, with all that belongs to it."""
    best = located(provider, address).meant[0]
    candidate = best.candidate
    assert best.fits
    assert candidate.accuracy is Accuracy.HOUSE
    assert candidate.position.distance_km(HERE) < 0.05
    assert (candidate.ags, candidate.municipality, candidate.centre) == (BURBACH, "Burbach", "siegen-wittgenstein")
    assert (candidate.street, candidate.postcode) == ("Holunderstraße", "57299")
    assert candidate.house_number.replace(" ", "") == "12a"
    assert candidate.source


def finds_no_more_than_the_street(provider: Provider) -> None:
    """A number that is not there is never another house."""
    meant = located(provider, NO_SUCH_HOUSE).meant
    assert all(judgement.candidate.accuracy is Accuracy.STREET for judgement in meant)


def finds_nothing(provider: Provider) -> None:
    """Nothing there is an answer, not an error."""
    assert located(provider, NO_SUCH_STREET).meant == []


def believes_nothing_from_another_state(provider: Provider) -> None:
    """A house beyond the border is none of ours."""
    assert located(provider, OTHER_STATE).meant == []
