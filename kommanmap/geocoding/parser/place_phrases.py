"""Stretches of an address without any number → town, part of town, building, street, or unknown. By names and words."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple, Protocol

from kommanmap.geocoding.addresses import HouseNumber
from kommanmap.geocoding.parser.street_words import (
    DISTRICT_TITLES,
    TOWN_TITLES,
    bare,
    is_adjective,
    is_building_word,
    is_elsewhere,
    is_function_word,
    is_region,
    is_region_of_a_town,
    is_street_type,
    looks_like_a_street,
    street_start,
)


class TownNames(Protocol):
    """Who knows the names of towns; the gazetteer does."""

    def is_town(self, text: str) -> bool:
        """Whether a text is the name of a municipality, in any known spelling."""

    def is_district(self, text: str) -> bool:
        """Whether a text is the name of a part of some municipality, whatever else it may mean."""

    def is_nearly_a_town(self, text: str) -> bool:
        """Whether a text is the name of a municipality with a slip in it."""


class NoTownNames:
    """Knows no town: only the shape of an address counts then."""

    def is_town(self, text: str) -> bool:
        """Never."""
        return False

    def is_district(self, text: str) -> bool:
        """Never."""
        return False

    def is_nearly_a_town(self, text: str) -> bool:
        """Never."""
        return False


class Kind(Enum):
    """What a part is. A `STREET` may have a number; a `NUMBER` waits for the street before it. `LEFT_OVER` is known to
    be no part of an address (a telephone number), of `UNKNOWN` only the whole can tell.
    """

    STREET = auto()
    NUMBER = auto()
    POSTCODE = auto()
    TOWN = auto()
    DISTRICT = auto()
    BUILDING = auto()
    CARE_OF = auto()
    WAY_IN = auto()
    PO_BOX = auto()
    ELSEWHERE = auto()
    REGION = auto()
    LEFT_OVER = auto()
    UNKNOWN = auto()


class Part(NamedTuple):
    """A part with its text. `begins`: a semicolon or a word like "sowie" stands before it."""

    kind: Kind
    text: str
    number: HouseNumber | None = None
    begins: bool = False
    in_brackets: bool = False


_EDGE = re.compile(r" ?[-/–] ?| ")
_SHORTENED = re.compile(r"(?:westf|rhld|rheinl|ndrrh|rh)\.$", re.IGNORECASE)
MOST_EDGES = 8
"""Words and hyphens that the longest name of a town with its part may have."""

LONGEST_DISTRICT = 4
"""Words."""


def place_parts(text: str, towns: TownNames) -> Iterator[Part]:
    """What a stretch without a house number names; the parts in their order."""
    if not text:
        return
    if towns.is_town(text):
        yield Part(Kind.TOWN, text if _SHORTENED.search(text) else text.rstrip("."))
        return
    words = text.split()
    titled = _titled(words, towns) or _country_or_region(text, words, towns)
    if titled:
        yield from titled
        return
    if not looks_like_a_street(words) or towns.is_district(text):
        places, rest = known_leading_places(text, towns)
        if places:
            yield from places
            yield from place_parts(rest, towns)
            return
    yield from _by_words(text, words, towns)


def _by_words(text: str, words: list[str], towns: TownNames) -> Iterator[Part]:
    before, town = trailing_town(text, towns)
    if looks_like_a_street(words) or looks_like_a_street(before.split()):
        yield Part(Kind.STREET, text)
    elif towns.is_district(text):
        yield Part(Kind.DISTRICT, text)
    elif town and towns.is_district(before):
        yield Part(Kind.DISTRICT, before)
        yield Part(Kind.TOWN, town)
    elif any(is_building_word(word) for word in before.split()):
        yield Part(Kind.BUILDING, text)
    else:
        yield Part(Kind.UNKNOWN, text)


def _titled(words: list[str], towns: TownNames) -> list[Part]:
    """A name behind what it is: "Stadt Siegen", "Ortsteil Sevelen"."""
    if len(words) < 2:
        return []
    title, named = bare(words[0]), " ".join(words[1:])
    if title in TOWN_TITLES and towns.is_town(named):
        return [Part(Kind.REGION, words[0]), Part(Kind.TOWN, named)]
    if title not in DISTRICT_TITLES:
        return []
    named, town = trailing_town(named, towns)
    return [Part(Kind.DISTRICT, named), *([Part(Kind.TOWN, town)] if town else [])]


def _country_or_region(text: str, words: list[str], towns: TownNames) -> list[Part]:
    if is_elsewhere(text):
        return [Part(Kind.ELSEWHERE, text)]
    if is_region(text):
        return [Part(Kind.REGION, text.strip("()"))]
    if len(words) > 1 and is_elsewhere(words[-1]):
        return [*place_parts(" ".join(words[:-1]), towns), Part(Kind.ELSEWHERE, words[-1])]
    return []


def leading_places(text: str, towns: TownNames) -> tuple[list[Part], str]:
    """Town and part of town at the beginning of what stands behind a postcode, and what follows them."""
    if towns.is_town(text):
        return [Part(Kind.TOWN, text)], ""
    places, rest = known_leading_places(text, towns)
    if places or not text:
        return places, rest
    words = text.split()
    known = _titled(words, towns) or _country_or_region(text, words, towns)
    if known:
        return known, ""
    start = street_start(words) if looks_like_a_street(words) else len(words)
    if start == 0:
        return [], text
    named = " ".join(words[:start])
    kind = Kind.DISTRICT if towns.is_district(named) else Kind.TOWN
    return [Part(kind, named)], " ".join(words[start:])


def known_leading_places(text: str, towns: TownNames) -> tuple[list[Part], str]:
    """A known town at the beginning with its part behind a hyphen or space; nothing where none is known."""
    edges = list(_EDGE.finditer(text))[:MOST_EDGES]
    if edges and is_function_word(text[: edges[0].start()]):  # "In den Gärten" has nothing to do with Inden
        return [], text
    for edge in reversed(edges):
        if towns.is_town(text[: edge.start()]):
            town = Part(Kind.TOWN, text[: edge.start()])
            beside, rest = _beside_a_town(text[edge.end() :], town.text, towns, glued=edge.group() != " ")
            return [town, *beside], rest
    return [], text


def _beside_a_town(text: str, town: str, towns: TownNames, *, glued: bool) -> tuple[list[Part], str]:
    """The part of town that stands behind a town, and the rest."""
    words = text.split()
    if is_region_of_a_town(text):
        return [Part(Kind.REGION, text.strip("()"))], ""
    if not words or is_elsewhere(text):
        return [], text
    if towns.is_district(text) and not is_adjective(words[0]):
        return [Part(Kind.DISTRICT, text)], ""
    for count in range(min(len(words) - 1, LONGEST_DISTRICT), 0, -1):
        named, following = " ".join(words[:count]), words[count:]
        if is_region_of_a_town(named):
            return [Part(Kind.REGION, named.strip("()"))], " ".join(following)
        known = towns.is_district(f"{town}-{named}") and not is_street_type(bare(following[0]))
        if known or (glued and count == 1 and looks_like_a_street(following)):
            return [Part(Kind.DISTRICT, named)], " ".join(following)
    if is_street_like(words) or len(words) > LONGEST_DISTRICT:
        return [], text
    return [Part(Kind.DISTRICT, text)], ""


def is_street_like(words: list[str]) -> bool:
    """Whether words behind the name of a town are no part of it: a street or a building."""
    return looks_like_a_street(words) or any(is_building_word(word) for word in words) or is_elsewhere(words[-1])


def trailing_town(text: str, towns: TownNames) -> tuple[str, str]:
    """A text without the known town at its end, and the town; the text and "" where none is known."""
    edges = [at for at, sign in enumerate(text) if sign == " "][-MOST_EDGES:]
    for at in edges:
        if towns.is_town(text[at + 1 :]):
            return text[:at].rstrip(), text[at + 1 :]
    return text, ""
