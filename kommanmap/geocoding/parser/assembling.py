"""Parts of a typed address → an `Address`. Decides what only the whole can tell: which unknown word is the town.

Knows kinds of parts and names of towns; the text itself is read before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.parser.peeling import (
    building_and_street,
    without_any_town,
    without_leading_town,
    without_trailing_town,
)
from kommanmap.geocoding.parser.place_phrases import Kind, Part, TownNames
from kommanmap.geocoding.parser.street_words import (
    begins_like_a_street,
    is_building_word,
    is_relative,
    looks_like_a_street,
)
from kommanmap.geocoding.parser.typed_coordinates import FoundCoordinates

_LISTS = {
    Kind.DISTRICT: "district",
    Kind.BUILDING: "building",
    Kind.CARE_OF: "care_of",
    Kind.WAY_IN: "way_in",
    Kind.PO_BOX: "po_box",
    Kind.ELSEWHERE: "elsewhere",
    Kind.REGION: "region",
}
_LETTERS = re.compile(r"[^\W\d_]{2}")
_CORNER = re.compile(r"(?:an der )?ecke (?P<first>[^/]+?) ?(?:/| und |$)", re.IGNORECASE)
LONGEST_NAME = 50
AT_THE_END = 1_000
MOST_SLIPS = 3
"""So many words are compared with all towns: each costs a hundred times what the rest does."""

LONGEST_UNKNOWN_DISTRICT = 2
"""Words that may be a part of town only because of where they stand."""


@dataclass(slots=True)
class _Venue:
    """What is known so far; the lists by name of their field."""

    street: str = ""
    number: HouseNumber | None = None
    postcode: str = ""
    town: str = ""
    lists: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)

    def add(self, name: str, text: str, at: int) -> None:
        """Another text of a field, and where in the order it stands; what is there already is not repeated."""
        texts = self.lists.setdefault(name, [])
        if text and all(text != other for _, other in texts):
            texts.append((at, text))

    def text(self, name: str) -> str:
        """The texts of a field in their order."""
        texts = self.lists.get(name)
        return "" if texts is None else ", ".join(text for _, text in sorted(texts))


def assembled(
    parts: Sequence[Part], *, coordinates: FoundCoordinates | None, rest: Sequence[str], towns: TownNames
) -> Address:
    """One address of these parts; `rest` is kept behind what they leave over."""
    venue = _Venue()
    parts = _with_numbers(parts)
    street_at = _main_street(parts)
    town_at = _main_town(parts, towns)
    unknown = []
    for at, part in enumerate(parts):
        if at == street_at:
            venue.street, venue.number = part.text, part.number
        elif at == town_at:
            venue.town = part.text
        elif part.kind in _LISTS:
            venue.add(_LISTS[part.kind], part.text, at)
        elif part.kind is Kind.POSTCODE and venue.postcode in ("", part.text):
            venue.postcode = part.text
        elif part.kind is Kind.UNKNOWN:
            unknown.append(at)
        else:
            _further(venue, part, at, towns)
    if unknown:
        _place_unknown(venue, parts, unknown, street_at, towns)
    _peel(venue, towns)
    if venue.street and not venue.town:
        _misspelled_town(venue, towns)
    if not venue.street:
        _street_said_otherwise(venue, parts, towns)
    return Address(
        street=venue.street,
        house_number=venue.number,
        postcode=venue.postcode,
        town=venue.town,
        **{name: venue.text(name) for name in venue.lists},  # type: ignore[arg-type]  # names of text fields
        coordinates=coordinates.place if coordinates else None,
        rest=(*(text for text in venue.rest if text.casefold() != venue.town.casefold()), *rest),
    )


def _with_numbers(parts: Sequence[Part]) -> list[Part]:
    """Numbers that stand alone, joined with the street before them: "Poststraße, 40", "Markt 3, 5"."""
    if all(part.kind is not Kind.NUMBER for part in parts):
        return list(parts)
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        if part.kind is not Kind.NUMBER or part.number is None:
            joined.append(part)
        elif before and before.kind in (Kind.STREET, Kind.UNKNOWN) and not before.number:
            joined[-1] = before._replace(kind=Kind.STREET, number=part.number)
        elif before and before.kind is Kind.STREET and before.number:
            joined[-1] = before._replace(number=_both(before.number, part.number))
        else:
            joined.append(part._replace(kind=Kind.LEFT_OVER, number=None))
    return joined


def _both(first: HouseNumber, second: HouseNumber) -> HouseNumber:
    return replace(first, typed=f"{first.typed}+{second.typed}", written=f"{first.written}, {second.written}")


def _main_street(parts: Sequence[Part]) -> int:
    """Where the street of the address stands: one with a number before one without; -1 for none."""
    best, best_rank = -1, 0
    for at, part in enumerate(parts):
        if part.kind is Kind.STREET:
            rank = 4 * (part.number is not None) + 2 * (not part.in_brackets) + 1
            if not part.number and is_relative(part.text.split()):
                rank = 1
            if rank > best_rank:
                best, best_rank = at, rank
    return best


def _main_town(parts: Sequence[Part], towns: TownNames) -> int:
    """Where the town stands: behind a postcode before any other, a whole before its part; -1 for none."""
    found = [at for at, part in enumerate(parts) if part.kind is Kind.TOWN]
    if len(found) < 2:
        return found[0] if found else -1
    for at in found:
        if at and parts[at - 1].kind is Kind.POSTCODE:
            return at
    first, second = found[0], found[1]
    return second if towns.is_district(f"{parts[second].text}-{parts[first].text}") else first


def _further(venue: _Venue, part: Part, at: int, towns: TownNames) -> None:
    """A second street, town or postcode."""
    if part.kind is Kind.TOWN:
        if towns.is_district(part.text):
            venue.add("district", part.text, at)
        else:
            venue.rest.append(part.text)
    elif part.kind is Kind.STREET and not part.number and _says_the_way(part):
        venue.add("way_in", part.text, at)
    else:
        venue.rest.append(f"{part.text} {part.number.written}" if part.number else part.text)


def _says_the_way(street: Part) -> bool:
    """A second street: in brackets, behind a slash, or one that begins like "am Markt"."""
    return street.in_brackets or street.begins or begins_like_a_street(street.text.split()[0])


def _place_unknown(venue: _Venue, parts: Sequence[Part], unknown: list[int], street_at: int, towns: TownNames) -> None:
    """Unknown words by where they stand: behind the street the town, before it a building, alone the street itself."""
    open_ended = [at for at in unknown if at > street_at >= 0 and not parts[at].in_brackets]
    if not venue.town and open_ended and _may_be_a_name(parts[open_ended[-1]].text):
        venue.town = parts[open_ended[-1]].text
        unknown = [at for at in unknown if at != open_ended[-1]]
    for at in unknown:
        text = parts[at].text
        if parts[at].in_brackets:
            in_town = at > 0 and parts[at - 1].kind in (Kind.TOWN, Kind.DISTRICT, Kind.POSTCODE)
            venue.add("district" if in_town and _may_be_a_name(text) else "building", text, at)
        elif not venue.town and at in unknown[:MOST_SLIPS] and _may_be_a_name(text) and towns.is_nearly_a_town(text):
            venue.town = text
        elif not venue.street and _LETTERS.search(text):
            venue.street = text
        elif at < street_at:
            venue.add("building", text, at)
        elif not venue.lists.get("district") and len(text.split()) <= LONGEST_UNKNOWN_DISTRICT and _may_be_a_name(text):
            venue.add("district", text, at)
        else:
            venue.rest.append(text)


def _may_be_a_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and text[0].isalpha() and not any(sign.isdigit() for sign in text)


def _misspelled_town(venue: _Venue, towns: TownNames) -> None:
    """A town with a slip in it may look like a building or a street: "Bregheim", "Epelkamp"."""
    buildings = venue.lists.get("building", [])
    for text in (*venue.rest[-MOST_SLIPS:], *(text for _, text in buildings[-MOST_SLIPS:])):
        if text.count(" ") < LONGEST_UNKNOWN_DISTRICT and _may_be_a_name(text) and towns.is_nearly_a_town(text):
            venue.town = text
            buildings[:] = [entry for entry in buildings if entry[1] != text]
            return


def _street_said_otherwise(venue: _Venue, parts: Sequence[Part], towns: TownNames) -> None:
    """That of "Ecke Hauptstr./Kirchweg", and that of "Hagelkreuz, Erkelenz": no part of this town is called so."""
    for _, way in venue.lists.get("way_in", ()):
        corner = _CORNER.match(way)
        if corner and looks_like_a_street(corner["first"].split()):
            venue.street = corner["first"]
            return
    districts = [part.text for part in parts if part.kind is Kind.DISTRICT and not is_building_word(part.text)]
    if not venue.town or len(districts) != 1 or towns.is_district(f"{venue.town}-{districts[0]}"):
        return
    if towns.is_district(districts[0]):
        venue.lists["district"] = [entry for entry in venue.lists["district"] if entry[1] != districts[0]]
        venue.street = districts[0]


def _peel(venue: _Venue, towns: TownNames) -> None:
    """What stands at the edges of the street without any sign: the town before or behind it, a building before it."""
    if not venue.town:
        found = without_leading_town(venue.street, towns) if venue.number else without_any_town(venue.street, towns)
        venue.street = found.left
        for name in ("building", "way_in", "care_of"):
            texts = venue.lists.get(name)
            if texts and not found.places:
                at, text = texts[-1]
                found = without_trailing_town(text, towns)
                texts[-1] = (at, found.left)
        for place in found.places:
            if place.kind is Kind.TOWN:
                venue.town = place.text
            else:
                venue.add(_LISTS[place.kind], place.text, AT_THE_END)
    building, venue.street = building_and_street(venue.street)
    if building:
        venue.add("building", building, AT_THE_END)
