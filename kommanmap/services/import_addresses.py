"""Cells that hold an address or parts of one → a cell per field. What was not understood is kept and said.

A cell of its own is never overridden by what stands in another. Knows cells, no table and no draft.
"""

from dataclasses import dataclass

from kommanmap.domain.problems import Problem
from kommanmap.domain.word_keys import word_key
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.parser.parsing import TownNames, parse
from kommanmap.services.import_columns import CLEARED

_TOWN_CELLS = ("town", "ags", "postcode_and_town", "whole_address")


@dataclass(frozen=True, slots=True)
class AddressCells:
    """The cells of a row without those that held several parts at once."""

    cells: dict[str, str]
    notes: tuple[Problem, ...] = ()


def address_cells(cells: dict[str, str], names: TownNames) -> AddressCells:
    """Take the address of a row apart where it does not stand in cells of its own."""
    parts = dict(cells)
    notes: list[Problem] = []
    town_is_said = any(parts.get(name, CLEARED) != CLEARED for name in _TOWN_CELLS)
    if "whole_address" in parts:
        notes += _whole_address(parts, parts.pop("whole_address"), names)
    if "postcode_and_town" in parts:
        _postcode_and_town(parts, parts.pop("postcode_and_town"), names)
    if "street_and_number" in parts:
        _fill(parts, "street", parts.pop("street_and_number"))
    if "house_number" not in parts and parts.get("street", CLEARED) != CLEARED and "whole_address" not in cells:
        _street_and_number(parts, parts["street"], names, town_is_said=town_is_said)
    return AddressCells(parts, tuple(notes))


def _whole_address(parts: dict[str, str], typed: str, names: TownNames) -> list[Problem]:
    """Every part that was found; what is none stands with the way in, where an editor sees it."""
    if not _is_readable(typed):
        _fill(parts, "street", typed)
        return []
    address = parse(typed, towns=names)
    texts = _texts(address)
    if not texts and address.is_empty:
        _fill(parts, "street", typed)
        return []
    for name, text in texts.items():
        _fill(parts, name, text)
    _fill(parts, "town", address.town or address.district)
    if address.coordinates:
        _fill(parts, "lat", str(address.coordinates.lat))
        _fill(parts, "lon", str(address.coordinates.lon))
    left = "; ".join(_left_over(address))
    if not left:
        return []
    said = parts.get("way_in", CLEARED)
    parts["way_in"] = left if said == CLEARED else f"{said}; {left}"
    return [Problem("way_in", "address_part_kept", {"typed": typed, "rest": left})]


def _postcode_and_town(parts: dict[str, str], typed: str, names: TownNames) -> None:
    """Postcode and town; all that is no postcode is the name of the town."""
    address = parse(typed, towns=names)
    if not address.postcode or address.street or address.house_number or _left_over(address):
        _fill(parts, "town", typed)
        return
    _fill(parts, "postcode", address.postcode)
    _fill(parts, "town", address.town or address.district)
    if address.town:
        _fill(parts, "district", address.district)


def _street_and_number(parts: dict[str, str], typed: str, names: TownNames, *, town_is_said: bool) -> None:
    """The number behind a street and what else stands there. Stays whole where anything in it is not certain."""
    if not _is_readable(typed):
        return
    address = parse(typed, towns=None if town_is_said else names)
    found = _texts(address)
    if not address.street or len(found) == 1 or _left_over(address):
        return
    town = address.town
    if town_is_said and town and word_key(town) != word_key(parts.get("town", "")):
        if not names.is_district(town):
            return
        found["district"], town = town, ""
    if all(name == "street" or parts.get(name, text) == text for name, text in found.items()):
        parts |= found
        _fill(parts, "town", town)


def _texts(address: Address) -> dict[str, str]:
    """Field → text of the parts that a record keeps, as they were typed."""
    care_of = f"c/o {address.care_of}" if address.care_of else ""
    texts = {
        "street": address.street,
        "house_number": address.house_number.written if address.house_number else "",
        "postcode": address.postcode,
        "district": address.district if address.town else "",
        "building": ", ".join(text for text in (address.building, care_of) if text),
        "way_in": address.way_in,
    }
    return {name: text for name, text in texts.items() if text}


def _left_over(address: Address) -> list[str]:
    box = f"Postfach {address.po_box}" if address.po_box else ""
    return [text for text in (*address.rest, box, address.elsewhere) if text]


def _is_readable(typed: str) -> bool:
    """Whether a cell holds nothing invisible: signs that turn or hide text are refused by the rules, not read."""
    return "".join(typed.split()).isprintable()


def _fill(parts: dict[str, str], name: str, text: str) -> None:
    """A part found in another cell never overrides a cell of its own."""
    if text and not parts.get(name):
        parts[name] = text
