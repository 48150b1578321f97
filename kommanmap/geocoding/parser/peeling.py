"""What stands at the edges of a street or building without any sign between: "Rathaus Markt", "siegen hauptstr".

Only known towns and kinds of buildings are taken off, and only where a name is left.
"""

from typing import NamedTuple

from kommanmap.geocoding.parser.place_phrases import Kind, Part, TownNames, known_leading_places, trailing_town
from kommanmap.geocoding.parser.street_words import (
    bare,
    building_end,
    is_adjective,
    is_function_word,
    is_street_type,
    looks_like_a_street,
)

MOST_TOWN_WORDS = 5


class Peeled(NamedTuple):
    """What is left of a text, and the places that were taken off."""

    left: str
    places: tuple[Part, ...] = ()


def without_leading_town(street: str, towns: TownNames) -> Peeled:
    """`"dortmund hörde hauptstr"` → the street, town and part of town. "Gescher Damm" stays whole."""
    words = street.split()
    if not words or is_function_word(words[0]):
        return Peeled(street)
    for count in range(min(len(words) - 1, MOST_TOWN_WORDS), 0, -1):
        named, left = " ".join(words[:count]), words[count:]
        if not _is_a_name(left):
            continue
        if towns.is_town(named):
            return Peeled(" ".join(left), (Part(Kind.TOWN, named),))
        if looks_like_a_street(left) and (count == 1 or towns.is_district(named)):
            places, further = known_leading_places(named, towns)
            if len(places) == 2 and not further:
                return Peeled(" ".join(left), tuple(places))
    return Peeled(street)


def without_trailing_town(text: str, towns: TownNames) -> Peeled:
    """`"Hauptstraße Siegen"` → both. "Im Hagen" stays whole."""
    left, town = trailing_town(text, towns)
    words = left.split()
    if not town or not words or is_function_word(words[-1]) or is_adjective(words[-1]):
        return Peeled(text)
    return Peeled(left, (Part(Kind.TOWN, town),))


def without_any_town(street: str, towns: TownNames) -> Peeled:
    """A street without a number, and the town at either end of it."""
    found = without_trailing_town(street, towns)
    return found if found.places else without_leading_town(street, towns)


def building_and_street(text: str) -> tuple[str, str]:
    """`"Gemeindezentrum Königswall"` → both; "" for no building."""
    words = text.split()
    end = building_end(words)
    return " ".join(words[:end]), " ".join(words[end:])


def _is_a_name(words: list[str]) -> bool:
    """Whether words can be a street by themselves."""
    if len(words) == 1:
        return not is_street_type(bare(words[0])) and not is_function_word(words[0])
    return not all(is_function_word(word) for word in words)
