"""What a reader typed → the street or house that distances are measured from. Hangs in the gazetteer of the search.

Strict on purpose: a text is a street only if every word of it is explained as an address, because the same field takes
names and topics. Knows nothing of meeting points.
"""

from collections.abc import Iterator

from kommanmap.domain.folding import coarse, key
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.names.places import Certainty, Place, PlaceKind

ON_A_STREET = frozenset({Accuracy.HOUSE, Accuracy.NEAREST_HOUSE, Accuracy.STREET})
STREET_ENDINGS = tuple(
    coarse(ending)
    for ending in ("strasse", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "markt", "wall", "chaussee")
)
"""Endings as they sound, with which a word is meant as a street even when a letter is wrong."""

MOST_MEANINGS = 6
"""A name in more places than this says nothing without its town."""

SAME_STREET = 0.95
"""Likeness from which on the street is the typed one, if perhaps another house of it."""


class LocalStreets:
    """Streets of the imported address file."""

    def __init__(self, geocoder: LocalGeocoder) -> None:
        self._geocoder = geocoder

    @property
    def stamp(self) -> str:
        """Names the address file in use; "" without one."""
        return self._geocoder.stamp

    def find(self, text: str) -> tuple[Place, ...]:
        """The streets or houses that a text names; several where it does not say which, none where it names none."""
        if not self.stamp:
            return ()
        address = self._geocoder.parsed(text)
        if not _is_only_an_address(address):
            return ()
        answer = self._geocoder.locate(address, limit=MOST_MEANINGS + 1)
        places = tuple(_places(answer))
        return places if len(places) <= MOST_MEANINGS else ()


def _is_only_an_address(address: Address) -> bool:
    left_over = address.building or address.care_of or address.po_box or address.elsewhere or address.rest
    if not address.street or left_over or address.coordinates is not None:
        return False
    return bool(address.town or address.district or address.postcode) or _says_street(address.street)


def _says_street(name: str) -> bool:
    return coarse(key(name)).endswith(STREET_ENDINGS)


def _places(answer: GeocodeAnswer) -> Iterator[Place]:
    """The candidates that are meant: the best one, or all that tie."""
    meant = (answer.best,) if answer.best else answer.candidates
    named = _says_street(answer.address.street)
    for candidate in meant:
        if candidate.accuracy in ON_A_STREET and (candidate.likeness >= SAME_STREET or named):
            yield _place(candidate, answer.address)


def _place(candidate: Candidate, typed: Address) -> Place:
    """Named by the number that was typed, also where only a neighbour's position is known."""
    certainty = Certainty.EXACT if candidate.likeness >= SAME_STREET else Certainty.SLIP
    street = f"{candidate.street} {typed.number_text}".strip()
    label = f"{street}, {f'{candidate.postcode} {candidate.municipality}'.strip()}"
    return Place(
        PlaceKind.STREET,
        label,
        label,
        (candidate.ags,),
        candidate.centre,
        candidate.position,
        certainty,
    )
