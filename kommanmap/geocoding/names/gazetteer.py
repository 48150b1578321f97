"""Typed text → places: towns, postcodes, districts, centres, in any spelling. Built from the reference tables.

Immutable and part of every index snapshot. Knows nothing of meeting points or URLs. Names are compared as keys
(`domain.folding.key`): all words folded and joined.
"""

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from anyascii import anyascii
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import extract

from kommanmap.domain.folding import coarse, fold, is_foreign, key, skeleton
from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.names.places import CentreEntry, Certainty, Place, PlaceKind, Streets, Town
from kommanmap.geocoding.names.spelling import Spelling

LONGEST_NAME = 6
"""Words in the longest name that is looked for inside a query."""

SHORTEST_WITH_SLIP = 3
SHORTEST_WITH_DISTRICTS = 5
TWO_SLIPS_FROM = 9
MOST_SWALLOWED = 3
"""A text that loses more letters than this by sounding alike ("qqqqq") is no name with a slip."""

_ENOUGH_LIKE = 0.8
_POSTCODE = re.compile(r"\d{5}")
_KIND_RANK = {kind: rank for rank, kind in enumerate(PlaceKind)}


class Gazetteer:
    """Every name that means a place.

    centres, towns: by slug, in the order of lists. postcodes: 5 digits → Place.
    """

    def __init__(
        self,
        *,
        centres: Sequence[CentreEntry],
        towns: Sequence[Town],
        names: Sequence[tuple[str, Place]],
        postcodes: Mapping[str, Place],
    ) -> None:
        self.centres: dict[str, CentreEntry] = {centre.slug: centre for centre in centres}
        self.towns: dict[str, Town] = {town.slug: town for town in towns}
        self.towns_by_ags: dict[str, Town] = {town.ags: town for town in towns}
        self.postcodes: dict[str, Place] = dict(postcodes)
        self._town_places = {place.ags[0]: place for _, place in names if place.kind is PlaceKind.MUNICIPALITY}
        self._by_key: dict[str, tuple[Place, ...]] = _grouped((key(name), place) for name, place in names)
        self._by_coarse = _grouped((coarse(word), place) for word, places in self._by_key.items() for place in places)
        self._coarse_spelling = Spelling(word for word in self._by_coarse if not is_foreign(word))
        self._spelling = Spelling(word for word in self._by_key if not is_foreign(word))
        self._bones = _grouped(
            (skeleton(word), place)
            for word in self._spelling.forwards
            for place in self._by_key[word]
            if place.kind is PlaceKind.MUNICIPALITY
        )
        self._bones.pop("", None)
        self.streets: Streets | None = None

    def with_streets(self, streets: Streets) -> "Gazetteer":
        """The same names, and streets as well."""
        richer = copy.copy(self)
        richer.streets = streets
        return richer

    def street(self, text: str) -> tuple[Place, ...]:
        """What a text names as a street or house: nothing, one, or several that cannot be told apart."""
        return self.streets.find(text) if self.streets else ()

    def town(self, text: str) -> Town | None:
        """The municipality with this slug or AGS."""
        return self.towns.get(text) or self.towns_by_ags.get(text)

    def is_town(self, text: str) -> bool:
        """Whether a text is the name of a municipality, in any known spelling."""
        found = self._by_key.get(key(text))
        return found is not None and found[0].kind is PlaceKind.MUNICIPALITY

    def is_district(self, text: str) -> bool:
        """Whether a text is the name of a part of some municipality, whatever else it may mean."""
        return any(place.kind is PlaceKind.DISTRICT for place in self._by_key.get(key(text), ()))

    def is_nearly_a_town(self, text: str) -> bool:
        """Whether a text is the name of a municipality with a slip in it."""
        folded = key(text)
        literal = "".join(filter(str.isalnum, text.casefold()))  # the "ae" of "Paerborn" is no ä
        found = self.spelled_alike(folded) + self.slipped(folded)
        if literal != folded:
            found += self.slipped(literal)
        return any(place.kind is PlaceKind.MUNICIPALITY for place in found)

    def place_of(self, slug: str) -> Place:
        """A municipality as a place. Raises KeyError for an unknown slug."""
        return self._town_places[self.towns[slug].ags]

    def exact(self, folded: str) -> tuple[Place, ...]:
        """What a key means; a town hides districts of the same name elsewhere (see `others`)."""
        found = self._by_key.get(folded, ())
        if found and found[0].kind is PlaceKind.MUNICIPALITY and found[0].is_called(folded):
            return found[:1]
        return tuple(place for place in found if place.kind is found[0].kind)

    def others(self, folded: str) -> tuple[Place, ...]:
        """The less likely meanings of a key: the Mülheim that is a part of Köln."""
        return self._by_key.get(folded, ())[len(self.exact(folded)) :]

    def spelled_alike(self, folded: str) -> tuple[Place, ...]:
        """What sounds the same in German: "Muhlheim", "Duseldorf"."""
        if len(folded) < SHORTEST_WITH_SLIP:
            return ()
        return _certain(self._by_coarse.get(coarse(folded), ()), Certainty.SPELLING)

    def slipped(self, folded: str) -> tuple[Place, ...]:
        """Places whose name is one slip away (two for long names), nearest and likeliest first."""
        if len(folded) < SHORTEST_WITH_SLIP:
            return ()
        most = 2 if len(folded) >= TWO_SLIPS_FROM else 1
        found = self._within_slips(folded, self._spelling, self._by_key, most)
        if not found or found[0].kind is PlaceKind.DISTRICT:
            sounds = coarse(folded)
            if len(folded) - len(sounds) > MOST_SWALLOWED:
                return _unique(found)
            found += self._within_slips(sounds, self._coarse_spelling, self._by_coarse, 1)
        return _unique(found)

    def _within_slips(
        self, folded: str, names: Spelling, places: Mapping[str, tuple[Place, ...]], most: int
    ) -> tuple[Place, ...]:
        """Short words may only be towns: among 5000 districts every three letters are near something."""
        short = len(folded) < SHORTEST_WITH_DISTRICTS
        ranked = [
            (
                (
                    _KIND_RANK[place.kind],
                    distance,
                    not place.is_called(name),
                    not name.startswith(folded),
                    name[0] != folded[0],
                    name,
                ),
                place,
            )
            for distance, name in names.near(folded, most)
            for place in places[name]
            if not short or (place.kind is PlaceKind.MUNICIPALITY and place.is_called(name))
        ]
        return _certain(_in_order(ranked), Certainty.SLIP)

    def beginning(self, folded: str, limit: int = 8) -> tuple[Place, ...]:
        """Places whose name begins so, towns first, short names first."""
        if not folded:
            return ()
        begun = [self._spelling.forwards[at] for at in self._spelling.starting(folded)]
        ranked = [((_KIND_RANK[place.kind], len(name), name), place) for name in begun for place in self._by_key[name]]
        return _certain(_in_order(ranked), Certainty.BEGINNING)[:limit]

    def sounding(self, text: str, limit: int = 5) -> tuple[Place, ...]:
        """Places whose consonants are alike, for foreign scripts and as the last resort."""
        bones = skeleton(text)
        if len(bones) < 2:
            return ()
        hits = extract(bones, list(self._bones), scorer=JaroWinkler.similarity, score_cutoff=_ENOUGH_LIKE, limit=24)
        typed = key(anyascii(text))
        ranked = [
            ((-alike, _KIND_RANK[place.kind], -JaroWinkler.similarity(typed, key(place.label))), place)
            for found, _, _ in hits
            if (alike := OSA.normalized_similarity(bones, found)) >= _ENOUGH_LIKE or is_foreign(text)
            for place in self._bones[found]
        ]
        return _certain(_in_order(ranked), Certainty.SOUND)[:limit]

    def resolve(self, text: str, limit: int = 8) -> tuple[Place, ...]:
        """Every meaning of a text that is meant as a place, best first."""
        town = self.town(text.strip())
        if town is not None:
            return self.exact(key(town.name))
        folded = key(text)
        if not folded:
            return ()
        postcode = _POSTCODE.search(" ".join(fold(text)))
        if postcode and postcode.group() in self.postcodes:
            return (self.postcodes[postcode.group()],)
        found = self.exact(folded) + self.others(folded)
        if not found:
            found = self.spelled_alike(folded) + self.slipped(folded) + self.beginning(folded)
        if not found:
            found = self.sounding(text)
        return _unique(found)[:limit]

    def suggest(self, text: str, limit: int = 8) -> tuple[Place, ...]:
        """Places to offer while somebody types, best first."""
        folded = key(text)
        if not folded:
            return ()
        if folded.isdigit():
            codes = (code for code in self.postcodes if code.startswith(folded))
            return tuple(self.postcodes[code] for code in sorted(codes)[:limit])
        nearly = tuple(place for place in self.slipped(folded) if place.kind is PlaceKind.MUNICIPALITY)
        return _unique(
            (*self.exact(folded), *self.others(folded), *self.spelled_alike(folded))
            + self.beginning(folded, limit)
            + nearly
            + (self.resolve(text) if is_foreign(text) else ())
        )[:limit]

    def by_distance(self, origin: Coordinates) -> list[tuple[float, Town]]:
        """All municipalities with their distance in kilometres, nearest first."""
        measured = ((origin.distance_km(town.position), town) for town in self.towns.values())
        return sorted(measured, key=lambda entry: (entry[0], entry[1].name))


def _grouped(entries: Iterable[tuple[str, Place]]) -> dict[str, tuple[Place, ...]]:
    """Keys with their places, the likeliest kind first, each meaning once."""
    groups: dict[str, dict[tuple[PlaceKind, str], Place]] = {}
    for word, place in entries:
        groups.setdefault(word, {}).setdefault((place.kind, place.label), place)
    return {
        word: tuple(places.values())
        if len(places) == 1
        else _in_order([((_KIND_RANK[place.kind], not place.is_called(word)), place) for place in places.values()])
        for word, places in groups.items()
    }


def _in_order(ranked: Iterable[tuple[tuple[object, ...], Place]]) -> tuple[Place, ...]:
    """The places by rank, equal ones by label."""
    return tuple(place for _, place in sorted(ranked, key=lambda entry: (*entry[0], entry[1].label)))


def _certain(places: Iterable[Place], certainty: Certainty) -> tuple[Place, ...]:
    return _unique(replace(place, certainty=certainty) for place in places)


def _unique(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each meaning once, in order."""
    seen: dict[tuple[PlaceKind, str], Place] = {}
    for place in places:
        seen.setdefault((place.kind, place.label), place)
    return tuple(seen.values())
