"""The filters over text and area: q, ort, plz, umkreis, zentrum, gemeinde. Listed in `filters`."""

import re
from collections.abc import Sequence

from kommanmap.domain.folding import fold, key, plain
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.places import Certainty, Place, PlaceKind
from kommanmap.i18n import gettext, lazy_gettext
from kommanmap.queries.filter import Asked, Choice, Sorted, TypedFilter, sorted_out, united
from kommanmap.queries.index import PointIndex
from kommanmap.queries.matched import RADII_KM, Matched, around
from kommanmap.queries.reading import read_text

LONGEST_TEXT = 200
_KILOMETRES = re.compile(r"(\d{1,3})\s*(?:km)?", re.IGNORECASE)
_SURE = frozenset({Certainty.EXACT, Certainty.SPELLING, Certainty.SLIP, Certainty.SOUND})


class TextFilter(TypedFilter):
    """The one search field: town, postcode, district, centre, name or topic."""

    word = "q"
    label = lazy_gettext("Suche")

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """Any text with a letter or digit; control characters out, blanks joined, cut at 200 characters."""
        cleaned = [(_tidy(value), value) for value in values]
        good = tuple(text for text, _ in cleaned if fold(text))
        return good, tuple(value for text, value in cleaned if not fold(text))

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """See `reading`. A radius belongs to the place typed here if there is no other place word."""
        if self.word not in asked:
            return None
        elsewhere = "ort" in asked or "plz" in asked
        return read_text(index, asked[self.word][0], None if elsewhere else _radius(asked))

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """What was typed."""
        return gettext("Suche: %(text)s", text=value)


class PlaceFilter(TypedFilter):
    """A town, with what lies around it, nearest first."""

    word = "ort"
    label = lazy_gettext("Ort")

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """Name in any spelling, AGS or slug → the municipality's slug; a postcode stays one; streets as labelled."""
        read = [(_town_word(value, gazetteer), value) for value in values]
        return tuple(word for word, _ in read if word), tuple(value for word, value in read if not word)

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """The circle around the town; without a radius the whole town and 10 km."""
        if self.word not in asked:
            return None
        place = _place_of(asked[self.word][0], index.gazetteer)
        return around(index, place, _radius(asked)) if place else None

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The town's name."""
        town = gazetteer.town(value)
        return town.name if town else value


class PostcodeFilter(TypedFilter):
    """A postcode, with what lies around it, nearest first."""

    word = "plz"
    label = lazy_gettext("Postleitzahl")

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """Five digits of any script, known in NRW."""
        read = [("".join(fold(value[:LONGEST_TEXT])), value) for value in values]
        return (
            tuple(code for code, _ in read if code in gazetteer.postcodes),
            tuple(value for code, value in read if code not in gazetteer.postcodes),
        )

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """The circle around the middle of the postcode."""
        if self.word not in asked:
            return None
        return around(index, index.gazetteer.postcodes[asked[self.word][0]], _radius(asked))

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """Postcode and town."""
        return gazetteer.postcodes[value].label if value in gazetteer.postcodes else value


class RadiusFilter(TypedFilter):
    """How far around a place (in `ort`, `plz` or `q`); alone it says nothing."""

    word = "umkreis"
    label = lazy_gettext("Umkreis")

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """One of the radii, in digits of any script, "km" allowed."""
        allowed = {str(km) for km in RADII_KM}
        read = [(_number(value), value) for value in values]
        return (
            tuple(number for number, _ in read if number in allowed),
            tuple(value for number, value in read if number not in allowed),
        )

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """The places apply it."""
        return None

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The radius in words."""
        return gettext("Umkreis %(km)s km", km=value)


class CentreFilter:
    """The Kommunales Integrationszentrum that serves the place."""

    word = "zentrum"
    label = lazy_gettext("Integrationszentrum")
    multiple = True

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """Slugs."""
        return sorted_out(values, gazetteer.centres)

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """All places of the centres."""
        centres = index.gazetteer.centres
        return united(index.in_centre(centres[slug].order) for slug in asked.get(self.word, ()))

    def choices(self, index: PointIndex, found: int, asked: Asked) -> tuple[Choice, ...]:
        """The centres with places."""
        parts = index.parts(found)
        counted = (
            (slug, sum(side.bit_count() for side in parts[centre.order]))
            for slug, centre in index.gazetteer.centres.items()
        )
        return tuple(Choice(slug, count) for slug, count in counted if count)

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The centre's name."""
        return gazetteer.centres[value].name


class MunicipalityFilter:
    """Exactly one municipality, without what lies around it."""

    word = "gemeinde"
    label = lazy_gettext("Stadt oder Gemeinde")
    multiple = True
    most_centres = 3

    def parse(self, values: Sequence[str], gazetteer: Gazetteer) -> Sorted:
        """Slug or AGS → slug."""
        read = [(gazetteer.town(plain(value).strip().lower()), value) for value in values]
        return (
            tuple(town.slug for town, _ in read if town),
            tuple(value for town, value in read if not town),
        )

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """All places of the municipalities; the one asked for is what advice goes by."""
        places = [index.gazetteer.place_of(slug) for slug in asked.get(self.word, ())]
        found = united(index.in_town(place.ags[0]) for place in places)
        return Matched(found.bits, places=tuple(places)) if found else None

    def choices(self, index: PointIndex, found: int, asked: Asked) -> tuple[Choice, ...]:
        """The towns with places, once the places belong to a few centres only; 396 would be no choice."""
        parts = index.parts(found)
        if sum(any(sides) for sides in parts) > self.most_centres:
            return ()
        counts = index.town_counts(parts)
        towns = index.gazetteer.towns
        return tuple(Choice(slug, counts[town.ags]) for slug, town in towns.items() if town.ags in counts)

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The town's name."""
        return gazetteer.towns[value].name


def _radius(asked: Asked) -> int | None:
    return int(asked["umkreis"][0]) if "umkreis" in asked else None


def _number(value: str) -> str:
    """ "٢٥ km" → "25"; "" if anything else stands there."""
    match = _KILOMETRES.fullmatch(plain(value[:20]).strip())
    return "".join(fold(match[1])) if match else ""


def _tidy(value: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(printable.split())[:LONGEST_TEXT].strip()


def _town_word(value: str, gazetteer: Gazetteer) -> str:
    """The best meaning that is a town, a postcode or a street, as a canonical value; "" if there is none.

    A street counts before the postcode that stands in it and before what merely sounds like a town.
    """
    text = _tidy(value)
    streets = () if gazetteer.exact(key(text)) or gazetteer.town(text) else gazetteer.street(text)
    if len(streets) == 1:
        return streets[0].term
    for place in gazetteer.resolve(text):
        if place.certainty not in _SURE:
            continue
        if place.kind is PlaceKind.POSTCODE:
            return place.term
        if place.ags:
            return gazetteer.towns_by_ags[place.ags[0]].slug
    return ""


def _place_of(value: str, gazetteer: Gazetteer) -> Place | None:
    """What a canonical value means; None where the address file was taken away meanwhile."""
    if value in gazetteer.postcodes:
        return gazetteer.postcodes[value]
    if value in gazetteer.towns:
        return gazetteer.place_of(value)
    return next(iter(gazetteer.street(value)), None)
