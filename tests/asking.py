"""An address that our own addresses know only by its town, a service that knows the house, and a chain of both."""

from kommanmap.domain.problems import Problem
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer, Outcome
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.providers.inquiry import Finding, NotAnswered, Provider
from kommanmap.geocoding.providers.memory import ProcessMemory
from tests.fakes import KnownAddresses, MovingClock, OutsideService

BURBACH = "05970008"
ADDRESS = Address(street="Holunderstr.", house_number=HouseNumber(12, "a", "12a"), postcode="57299", town="Burbach")
TOWN_ONLY = Candidate("Burbach", Coordinates(50.7415, 8.1019), Accuracy.MUNICIPALITY, "Gemeinde", BURBACH, "Burbach")
HERE = Finding(
    Coordinates(50.74412, 8.08623), "Holunderstraße", "12 A", "57299", ("Burbach",), "Nordrhein-Westfalen"
)  # fmt: skip
NO_ADDRESSES = Problem("street", "no_address_index")


def service(*replies: tuple[Finding, ...] | NotAnswered, **more: object) -> OutsideService:
    """A service with these replies; without any it knows the house."""
    return OutsideService(list(replies) or [(HERE,)], **more)


def coarse(outcome: Outcome = Outcome.FOUND, *candidates: Candidate, address: Address = ADDRESS) -> GeocodeAnswer:
    """What our own addresses say where no address file is imported."""
    return GeocodeAnswer(outcome, candidates or (TOWN_ONLY,), address, (NO_ADDRESSES,))


def chain(clock: MovingClock, *services: Provider, known: GeocodeAnswer | None = None) -> Chain:
    """Our own answer first, then these services; nobody really sleeps."""
    return Chain(KnownAddresses(known or coarse()), services, ProcessMemory(clock), clock=clock, sleep=clock.sleep)
