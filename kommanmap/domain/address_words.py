"""Addresses that stand in one cell, taken apart only where no other reading is likely. Knows no list of streets."""

import re
from dataclasses import dataclass

_ONE_NUMBER = r"\d{1,4}(?: ?[a-zA-Z])?"
_NUMBER = rf"{_ONE_NUMBER}(?: ?[-–/+&] ?(?:{_ONE_NUMBER}|[a-zA-Z]))*"
_STREET_AND_NUMBER = re.compile(rf"(?P<street>.*[^\W\d_]\.?),? +(?P<number>{_NUMBER})")
_POSTCODE_AND_TOWN = re.compile(r"(?:D-? ?)?(?P<postcode>\d{5})[ ,]+(?P<town>[^\d\s].*)")
_ONLY_POSTCODE = re.compile(r"(?:D-? ?)?(?P<postcode>\d{5})")
_NOT_A_STREET = re.compile(
    r"(?:^|[\s-])(?:[A-Z]|Bus|Linie|Halle|Haus|Raum|Zimmer|Tor|Gebäude|Block|Schacht|Zeche|Etage|Stock|Postfach"
    r"|Bundesstraße|Autobahn|Stand|Ausfahrt|Bezirk|Stadtbezirk)\.?$",
    re.IGNORECASE,
)
"""Words before a number that is no house number: "Schacht 1/2", "An der B 54", "Haus 3"."""

LONGEST_LINE = 240


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The parts that were certain; `street` keeps everything where nothing was."""

    street: str = ""
    house_number: str = ""
    postcode: str = ""
    town: str = ""


def street_and_number(text: str) -> AddressParts:
    """`"Kirchstraße 10 a"` → street and number; anything unlike that stays whole in `street`."""
    words = text.strip()
    match = _STREET_AND_NUMBER.fullmatch(words) if len(words) <= LONGEST_LINE else None
    if match is None or _NOT_A_STREET.search(match["street"]):
        return AddressParts(street=words)
    return AddressParts(street=match["street"].strip(), house_number=match["number"])


def postcode_and_town(text: str) -> AddressParts:
    """`"57299 Burbach"` → both; text without a postcode is a town."""
    words = text.strip()
    match = _POSTCODE_AND_TOWN.fullmatch(words)
    if match:
        return AddressParts(postcode=match["postcode"], town=match["town"].strip())
    only = _ONLY_POSTCODE.fullmatch(words)
    return AddressParts(postcode=only["postcode"]) if only else AddressParts(town=words)


def whole_address(text: str) -> AddressParts:
    """`"Gassenweg 28, 57299 Burbach"` → four parts; without a postcode after a comma only street and number."""
    lines = [part.strip() for part in re.split(r"[,;\n]+", text) if part.strip()]
    last = _POSTCODE_AND_TOWN.fullmatch(lines[-1]) if len(lines) > 1 else None
    if last is None:
        return street_and_number(text)
    first = street_and_number(", ".join(lines[:-1]))
    return AddressParts(first.street, first.house_number, last["postcode"], last["town"].strip())
