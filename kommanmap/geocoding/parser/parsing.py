"""What somebody typed as an address → its typed parts. Knows shapes, words and names of towns, no list of streets.

Text → segments (`address_text`) → parts (`address_parts`, `place_phrases`) → one or several addresses (`assembling`).
Whatever was typed is somewhere in the answer; nothing is looked up, corrected or guessed.
"""

from collections.abc import Sequence

from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.parser.address_parts import parts_of
from kommanmap.geocoding.parser.address_text import LONGEST_TEXT, clean, segments
from kommanmap.geocoding.parser.assembling import assembled
from kommanmap.geocoding.parser.place_phrases import NoTownNames, Part, TownNames
from kommanmap.geocoding.parser.typed_coordinates import FoundCoordinates, coordinates_in
from kommanmap.geocoding.parser.venues import in_words, venues

__all__ = ["TownNames", "parse", "parse_all"]

_NO_NAMES = NoTownNames()


def parse(text: str, *, towns: TownNames | None = None) -> Address:
    """The first address in a text, in parts; further addresses stand in its `rest`. Takes any text, never raises.

    towns: who knows the names of towns; without it only the shape of the text counts.

    >>> address = parse("Kirchstr. 10 a, 33330 Gütersloh")
    >>> address.street, address.number_text, address.postcode, address.town
    ('Kirchstr.', '10a', '33330', 'Gütersloh')
    """
    groups, coordinates, tail = _read(text, towns or _NO_NAMES)
    others = tuple(words for group in groups[1:] if (words := in_words(group)))
    return assembled(groups[0], coordinates=coordinates, rest=(*others, *tail), towns=towns or _NO_NAMES)


def parse_all(text: str, *, towns: TownNames | None = None) -> tuple[Address, ...]:
    """Every address in a text, at least one: "Markt 3 und Kirchweg 5, Siegen" are two, both in Siegen."""
    names = towns or _NO_NAMES
    groups, coordinates, tail = _read(text, names)
    last = len(groups) - 1
    return tuple(
        assembled(group, coordinates=coordinates if at == 0 else None, rest=tail if at == last else (), towns=names)
        for at, group in enumerate(groups)
    )


def _read(text: str, towns: TownNames) -> tuple[Sequence[Sequence[Part]], FoundCoordinates | None, tuple[str, ...]]:
    """The parts of each venue, coordinates, and what stands behind the longest address that anybody types."""
    line = clean(text)
    tail: tuple[str, ...] = ()
    if len(line) > LONGEST_TEXT:
        line, further = _cut(line)
        tail = (further,)
    coordinates = coordinates_in(line)
    if coordinates:
        line = f"{line[: coordinates.start]};{line[coordinates.end :]}"
    parts = [part for segment in segments(line) for part in parts_of(segment, towns)]
    return venues(parts), coordinates, tail


def _cut(line: str) -> tuple[str, str]:
    """A long text in two, between words."""
    edge = max(line.rfind(sign, 0, LONGEST_TEXT) for sign in " ,;\n")
    return (line[:edge], line[edge:].strip()) if edge > 0 else ("", line)
