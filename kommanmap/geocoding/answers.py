"""What a geocoder answers with: candidates, and whether they are certain, tied, none, or could not be asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kommanmap.domain.problems import Problem
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address


class Outcome(StrEnum):
    """Four answers that are never mixed up."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NOTHING = "nothing"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that an address may mean. `label` is the address in one line, `source` who says so, as of when.

    `likeness` says how much of the typed text agrees, 1.0 for all of it; candidates are ranked by it.
    """

    label: str
    position: Coordinates
    accuracy: Accuracy
    source: str
    ags: str = ""
    municipality: str = ""
    centre: str = ""
    """Slug of the centre that serves the municipality."""
    postcode: str = ""
    street: str = ""
    house_number: str = ""
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class GeocodeAnswer:
    """The outcome with its candidates, best first; `warnings` are codes of `kommanmap.problem_texts`.

    FOUND has one candidate that is meant (`best`), AMBIGUOUS at least two that tie, NOTHING none. UNAVAILABLE may hold
    what could be said without the service that did not answer, at coarse accuracy.
    """

    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()
    address: Address = field(default_factory=Address)
    warnings: tuple[Problem, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The candidate to use; None when a person has to choose or there is nothing."""
        return self.candidates[0] if self.candidates and self.outcome is not Outcome.AMBIGUOUS else None

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates)
