"""Town, district and postcode of an address → the municipalities that may be meant. Looks up no street.

The gazetteer knows the names; here they are weighed against each other: a postcode settles which of several towns a
name means, a district which town, and what contradicts itself is kept as several guesses and said.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kommanmap.domain.folding import is_foreign, key
from kommanmap.domain.problems import Problem
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.places import Certainty, Place, PlaceKind
from kommanmap.geocoding.search.outside import is_outside, may_be_inside

MOST_GUESSES = 6
SECOND_MEANING = 0.5
"""The doubt of a name that first means another place, or that only sounds as it was typed."""

_PART_OF_TOWN = 0.5
"""More doubt where a misspelt name would be that of a district: there are 5,000, and everything is near one of them."""

_BEGINNING = 1.5
_LONG_NAME = 8
_SHORTEST_BEGINNING = 4
_TAKEN = (PlaceKind.MUNICIPALITY, PlaceKind.CENTRE, PlaceKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The municipalities that may be meant (AGS → doubt: 0 as typed, 1 for each slip), likeliest first.

    `postcode` is the typed one if the state has it, `settled` whether it and the town agree. `outside`: the address
    lies in another state. `named`: a town, district or postcode was typed, whether or not it is known.
    """

    guesses: dict[str, float]
    postcode: Place | None = None
    settled: bool = False
    outside: bool = False
    named: bool = True
    warnings: tuple[Problem, ...] = ()


def whereabouts(address: Address, gazetteer: Gazetteer, *, ags: str = "") -> Whereabouts:
    """What an address says about its municipality; `ags` is the one of the record that it comes from, if any."""
    named = bool(address.town or address.district or address.postcode)
    guesses = _by_name(address, gazetteer)
    postcode = gazetteer.postcodes.get(address.postcode)
    if _is_outside(address, gazetteer, guesses, postcode):
        return Whereabouts({}, outside=True)
    warnings = []
    settled = False
    if postcode is not None:
        both = {town: guesses[town] for town in guesses if town in postcode.ags}
        settled = bool(both)
        if not both and address.town:
            warnings.append(_contradiction(address, guesses, postcode, gazetteer))
        guesses = both or _either(guesses, postcode)
    elif address.postcode:
        warnings.append(Problem("postcode", "postcode_unknown", {"postcode": address.postcode}))
    if not guesses and address.town:
        warnings.append(Problem("ags", "town_unknown", {"typed": address.town}))
    if ags in gazetteer.towns_by_ags and (ags in guesses or not guesses):
        guesses = {ags: guesses.get(ags, 0.0)}
    return Whereabouts(guesses, postcode, settled, False, named, tuple(warnings))


def _by_name(address: Address, gazetteer: Gazetteer) -> dict[str, float]:
    """The municipalities that town and district name."""
    town, district = address.town, address.district
    if not town:
        return meanings(gazetteer, district)
    guesses = meanings(gazetteer, town)
    if district:
        parts = _exact(gazetteer, district) or meanings(gazetteer, district)
        together = {ags: doubt for ags, doubt in guesses.items() if ags in parts}
        guesses = together or _exact(gazetteer, f"{town} {district}") or guesses or parts
    return guesses


def meanings(gazetteer: Gazetteer, name: str) -> dict[str, float]:
    """AGS → doubt of all that a name may mean, likeliest first: as typed, as it sounds, with a slip, its beginning."""
    folded = key(name)
    if not folded:
        return {}
    guesses = _exact(gazetteer, name)
    if guesses or is_outside(folded):
        return guesses
    doubts: dict[str, float] = {}
    for place in (*gazetteer.spelled_alike(folded), *gazetteer.slipped(folded)):
        alike = place.certainty is Certainty.SPELLING
        doubt = SECOND_MEANING if alike else _slips(folded, place)
        _note(doubts, gazetteer, (place,), doubt + (_PART_OF_TOWN if place.kind is PlaceKind.DISTRICT else 0.0))
    _note_slips(doubts, gazetteer, name)
    if not doubts and len(folded) >= _SHORTEST_BEGINNING:
        begun = [place for place in gazetteer.beginning(folded) if place.kind is PlaceKind.MUNICIPALITY]
        _note(doubts, gazetteer, begun, _BEGINNING)
    if not doubts and is_foreign(name):
        _note(doubts, gazetteer, gazetteer.sounding(name, 2), 1.0)
    return dict(sorted(doubts.items(), key=lambda entry: entry[1])[:MOST_GUESSES])


def _note_slips(doubts: dict[str, float], gazetteer: Gazetteer, name: str) -> None:
    """Municipalities whose name as it is written is near: folding makes two slips of one in "Moers" or "Straelen"."""
    written = name.lower()
    most = 1 if len(written) < _LONG_NAME else 2
    towns = list(gazetteer.towns.values())
    names = [town.name.lower() for town in towns]
    for _, slips, at in extract(written, names, scorer=OSA.distance, score_cutoff=most, limit=MOST_GUESSES):
        ags = towns[at].ags
        doubts[ags] = min(doubts.get(ags, math.inf), float(slips))


def _exact(gazetteer: Gazetteer, name: str) -> dict[str, float]:
    folded = key(name)
    guesses: dict[str, float] = {}
    _note(guesses, gazetteer, gazetteer.exact(folded), 0.0)
    _note(guesses, gazetteer, gazetteer.others(folded), SECOND_MEANING)
    return guesses


def _note(guesses: dict[str, float], gazetteer: Gazetteer, places: Iterable[Place], doubt: float) -> None:
    """Add the municipalities of places; a centre stands for all that it serves."""
    for place in places:
        if place.kind not in _TAKEN:
            continue
        served = (town.ags for town in gazetteer.towns.values() if town.centre_slug == place.centre_slug)
        for ags in place.ags or (served if not guesses else ()):
            guesses[ags] = min(guesses.get(ags, doubt), doubt)


def _slips(folded: str, place: Place) -> float:
    return float(min(OSA.distance(folded, name) for name in place.keys or {key(place.label)}))


def _either(guesses: dict[str, float], postcode: Place) -> dict[str, float]:
    """Town and postcode contradict each other: both are tried, what was only guessed after the postcode."""
    return dict(sorted((dict.fromkeys(postcode.ags, 0.0) | guesses).items(), key=lambda entry: entry[1]))


def _contradiction(address: Address, guesses: dict[str, float], postcode: Place, gazetteer: Gazetteer) -> Problem:
    if not guesses or min(guesses.values()) > SECOND_MEANING:
        return Problem("ags", "town_unknown", {"typed": address.town})
    towns = ", ".join(gazetteer.towns_by_ags[ags].name for ags in postcode.ags)
    values = {"postcode": postcode.term, "towns": towns, "town": address.town}
    return Problem("postcode", "postcode_of_other_town", values)


def _is_outside(address: Address, gazetteer: Gazetteer, guesses: dict[str, float], postcode: Place | None) -> bool:
    """Whether the address names another state or country, a postcode of one, or a well-known town there."""
    if address.elsewhere:
        return True
    if postcode is not None:
        return False
    if len(address.postcode) == 5 and not may_be_inside(address.postcode, gazetteer.postcodes):
        return not _is_slip_of(address.postcode, guesses, gazetteer)
    return not address.district and is_outside(key(address.town))


def _is_slip_of(postcode: str, guesses: dict[str, float], gazetteer: Gazetteer) -> bool:
    """Whether a postcode begins like one of the town that is named beside it, or is one digit away from it."""
    certain = {ags for ags, doubt in guesses.items() if doubt == 0}
    return any(
        code.startswith(postcode[:2]) or OSA.distance(postcode, code, score_cutoff=1) <= 1
        for code, place in gazetteer.postcodes.items()
        if certain.intersection(place.ags)
    )
