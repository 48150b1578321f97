"""What a filter answers, and what a typed place covers. Between the index and the filters."""

from dataclasses import dataclass
from enum import StrEnum

from kommanmap.domain.topics import TopicKind
from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.names.places import Place, PlaceKind
from kommanmap.queries.index import PointIndex

RADII_KM = (1, 2, 5, 10, 25, 50)
"""Kilometres that can be chosen."""

DEFAULT_RADIUS = 10


class UnclearPlace(StrEnum):
    """A name that more than one place in the town bears."""

    STREET = "unclear_street"


@dataclass(frozen=True, slots=True)
class Understood:
    """As what (a part of) a typed text was read. `certain` is False after a slip or by sound only."""

    kind: PlaceKind | TopicKind | UnclearPlace
    label: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Matched:
    """The places that a filter lets through.

    ranks: sets to list before the rest, best first. origin: where distances are measured from. places: what was meant,
    for advice. others: further meanings. ignored: words that nothing here knows. certain: nothing was guessed.
    """

    bits: int
    ranks: tuple[int, ...] = ()
    origin: Coordinates | None = None
    understood: tuple[Understood, ...] = ()
    places: tuple[Place, ...] = ()
    others: tuple[Place, ...] = ()
    ignored: tuple[str, ...] = ()
    certain: bool = True
    elsewhere: int = -1
    rest: str = ""
    is_whole: bool = False


def in_place(index: PointIndex, place: Place) -> int:
    """The listed places inside a municipality, a postcode's municipalities or a centre's area."""
    if place.kind is PlaceKind.CENTRE:
        return index.in_centre(index.gazetteer.centres[place.centre_slug].order)
    found = 0
    for ags in place.ags:
        found |= index.in_town(ags)
    return found


def around(index: PointIndex, place: Place, km: int | None) -> Matched:
    """A circle around a place; for a town without a radius all of it and what lies near it."""
    if place.position is None:
        return Matched(in_place(index, place), places=(place,))
    circle = index.within(place.position, km or DEFAULT_RADIUS)
    bits = circle if km or place.kind is PlaceKind.POSTCODE else circle | in_place(index, place)
    return Matched(bits, origin=place.position, places=(place,))
