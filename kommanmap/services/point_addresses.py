"""The address of a draft: as a question to a geocoder, and as what makes two addresses the same house. Asks nobody."""

from dataclasses import replace

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.rules import SINGLE_LINE_LIMITS
from kommanmap.domain.word_keys import word_key
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.parser.house_numbers import house_number
from kommanmap.geocoding.parser.parsing import parse

ADDRESS_FIELDS = ("ags", "street", "house_number", "postcode")
_IN_NAMES = " .-'’"
"""What stands in names of streets besides letters; where there is more, a cell may hold more than the name."""


def address_of(draft: PointDraft, *, gazetteer: Gazetteer | None = None) -> Address:
    """What to ask for. Its town is that of the draft, so a postcode that belongs to another one is left out.

    A street cell that was not taken apart ("Hauptstr. 5, Eingang im Hof") is read here; the draft keeps it as it is.
    """
    names = gazetteer or shipped_gazetteer()
    town = names.towns_by_ags.get(draft.ags)
    postcode = names.postcodes.get(draft.postcode)
    base = Address(
        town=town.name if town else "",
        district=draft.district[: SINGLE_LINE_LIMITS["district"]],
        postcode=draft.postcode if postcode and draft.ags in postcode.ags else "",
    )
    if not draft.street or any(len(getattr(draft, name)) > SINGLE_LINE_LIMITS[name] for name in ADDRESS_FIELDS):
        return base
    number = _number(draft.house_number)
    is_a_name = all(sign.isalpha() or sign in _IN_NAMES for sign in draft.street)
    if number or (is_a_name and not draft.house_number):
        return replace(base, street=draft.street, house_number=number)
    read = parse(f"{draft.street} {draft.house_number}".strip())
    if is_a_name or not (read.street or read.po_box):
        return replace(base, street=draft.street, house_number=read.house_number)
    return replace(base, street=read.street, house_number=read.house_number, po_box=read.po_box)


def _number(cell: str) -> HouseNumber | None:
    try:
        return house_number(cell) if cell else None
    except ValueError:
        return None


def same_address(one: PointDraft, other: PointDraft) -> bool:
    """Whether two drafts name the same house: "10 a" and "10a", "Hauptstr." and "Hauptstraße" are the same."""
    return _key(one) == _key(other)


def _key(draft: PointDraft) -> tuple[str, ...]:
    return tuple(word_key(getattr(draft, name)).replace(" ", "").replace("strasse", "str") for name in ADDRESS_FIELDS)
