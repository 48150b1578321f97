"""Whether what an outside service found is the address that was typed, and how exact it is. Asks nobody.

Nothing a service says is believed without a look: it must lie in North Rhine-Westphalia, on the typed street, near the
town it claims; a place in another town or postcode than typed is a proposal and never an answer.
"""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from kommanmap.domain.folding import key
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.answers import Candidate
from kommanmap.geocoding.boundaries import TOLERANCE_M, distance_outside_m, in_nrw
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.places import Place, PlaceKind, Town
from kommanmap.geocoding.providers.inquiry import Finding
from kommanmap.geocoding.register.street_keys import street_key
from kommanmap.geocoding.search.whereabouts import whereabouts

LEAST_LIKENESS = 0.8
"""Of the names of two streets; services that forgive errors also answer with streets that only look alike."""

FARTHEST_OUTSIDE_TOWN_M = 1000.0
"""From the border of the town that a finding claims: more than our borders may be wrong, less than a mistake."""

_OUR_STATE = frozenset({"nordrheinwestfalen", "northrhinewestphalia", "nrw", "nw", "denw"})
_NUMBER = re.compile(r"(\d{1,5}) ?([a-z]?)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A finding as a candidate, and whether it agrees with the town and postcode that were typed."""

    candidate: Candidate
    fits: bool


class Judge:
    """Compares findings with one address; `ags` is the municipality of the record it comes from, if any."""

    def __init__(self, gazetteer: Gazetteer, address: Address, *, ags: str = "") -> None:
        self._gazetteer = gazetteer
        self._address = address
        self._where = whereabouts(address, gazetteer, ags=ags)
        least = min(self._where.guesses.values(), default=0.0)
        self.expected = frozenset(town for town, doubt in self._where.guesses.items() if doubt == least)
        """The municipalities that the address names; empty where it names none that is known."""

    @property
    def town(self) -> str:
        """The right name of the one town that is meant, "" where that is not certain."""
        towns = [self._gazetteer.towns_by_ags[ags].name for ags in self.expected]
        return towns[0] if len(towns) == 1 else ""

    def judged(self, finding: Finding, source: str) -> Judgement | None:
        """None: it is not the typed street, or not in the state."""
        likeness = self._likeness(finding.street)
        town = self._town_of(finding)
        if likeness < LEAST_LIKENESS or town is None or not _in_our_state(finding, town):
            return None
        return Judgement(self._candidate(finding, town, source, likeness), self._fits(finding, town))

    def _likeness(self, street: str) -> float:
        return float(OSA.normalized_similarity(street_key(self._address.street), street_key(street))) if street else 0.0

    def _town_of(self, finding: Finding) -> Town | None:
        """The municipality that a finding claims to lie in: by key, by name, by postcode, by district."""
        if finding.ags:
            return self._gazetteer.towns_by_ags.get(finding.ags)
        named = [place for name in finding.places for place in self._gazetteer.exact(key(name))]
        postcode = self._gazetteer.postcodes.get(finding.postcode)
        for places in (_of(named, PlaceKind.MUNICIPALITY), [postcode] if postcode else [], named):
            keys = [ags for place in places for ags in place.ags]
            if keys:
                return self._gazetteer.towns_by_ags[next((ags for ags in keys if ags in self.expected), keys[0])]
        return None

    def _fits(self, finding: Finding, town: Town) -> bool:
        typed = self._address.postcode
        if finding.postcode and typed in self._gazetteer.postcodes and typed != finding.postcode:
            return False
        if self.expected:
            return town.ags in self.expected
        names = {key(name) for name in (self._address.town, self._address.district) if name}
        return not self._where.named or bool(names & {key(name) for name in (town.name, *finding.places)})

    def _candidate(self, finding: Finding, town: Town, source: str, likeness: float) -> Candidate:
        accuracy = _accuracy(finding, self._address.house_number)
        number = finding.house_number if accuracy is not Accuracy.STREET else ""
        line = (f"{finding.street} {number}".strip(), f"{finding.postcode} {town.name}".strip())
        return Candidate(
            label=", ".join(line),
            position=finding.position,
            accuracy=accuracy,
            source=source,
            ags=town.ags,
            municipality=town.name,
            centre=town.centre_slug,
            postcode=finding.postcode if finding.postcode in self._gazetteer.postcodes else "",
            street=finding.street,
            house_number=number,
            likeness=round(likeness, 3),
        )


def _of(places: list[Place], kind: PlaceKind) -> list[Place]:
    return [place for place in places if place.kind is kind]


def _in_our_state(finding: Finding, town: Town) -> bool:
    if finding.state and key(finding.state) not in _OUR_STATE:
        return False
    near = distance_outside_m(town.ags, finding.position) <= FARTHEST_OUTSIDE_TOWN_M
    return near and in_nrw(finding.position, tolerance_m=TOLERANCE_M)


def _accuracy(finding: Finding, typed: HouseNumber | None) -> Accuracy:
    """A house only if it is the typed one: some services answer with a neighbour and do not say so."""
    if typed is None or not _is_among(typed, finding.house_number):
        return Accuracy.STREET
    return Accuracy.NEAREST_HOUSE if finding.estimated else Accuracy.HOUSE


def _is_among(typed: HouseNumber, numbers: str) -> bool:
    """Whether a house number as a map writes it ("12", "12 A", "12-14", "12;14") names the typed house."""
    if key(numbers) == key(f"{typed.number}{typed.addition}"):
        return True
    found = [(int(digits), letter) for digits, letter in _NUMBER.findall(numbers.casefold())]
    return (typed.number, typed.addition) in found
