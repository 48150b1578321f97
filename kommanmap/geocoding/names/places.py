"""What a typed place can mean: the values that the gazetteer answers with. Knows no tables."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kommanmap.domain.values import Coordinates


class PlaceKind(StrEnum):
    """As what a text was understood, the likeliest meaning of a name first."""

    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"
    CENTRE = "centre"
    DISTRICT = "district"
    STREET = "street"


class Certainty(StrEnum):
    """How a text led to its place, best first."""

    EXACT = "exact"
    SPELLING = "spelling"
    BEGINNING = "beginning"
    SLIP = "slip"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class CentreEntry:
    """A centre as search knows it; `order` is its place in every list."""

    slug: str
    name: str
    order: int


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality as search knows it."""

    ags: str
    slug: str
    name: str
    centre_slug: str
    position: Coordinates


@dataclass(frozen=True, slots=True)
class Place:
    """One meaning of a typed text.

    `label` is what to show, `term` what to type to get exactly this, `ags` the municipalities meant (none for a
    centre, two for seven of the postcodes), `position` the middle of it (None for a centre).
    """

    kind: PlaceKind
    label: str
    term: str
    ags: tuple[str, ...]
    centre_slug: str
    position: Coordinates | None
    certainty: Certainty = Certainty.EXACT
    keys: frozenset[str] = frozenset()
    """The folded official name, also without its bracket; empty for postcodes and centres."""

    def is_called(self, folded: str) -> bool:
        """Whether a folded text is the official name itself and not an alias."""
        return folded in self.keys


class Streets(Protocol):
    """Knows streets and houses, where an address file was imported."""

    @property
    def stamp(self) -> str:
        """Names the address file in use; "" without one."""

    def find(self, text: str) -> tuple[Place, ...]:
        """The streets or houses that a text names, () where it names none; several where it does not say which."""
