"""One segment of a typed address → its parts, each with what it is. Does not yet know what stands in other segments.

First what shows itself by signs (postcode, box, c/o, ways in), then house numbers, then words. What no rule knows is
UNKNOWN; the whole of the address decides about it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kommanmap.geocoding.addresses import HouseNumber
from kommanmap.geocoding.parser.address_text import Segment
from kommanmap.geocoding.parser.house_numbers import ALONE, FOUND, house_number
from kommanmap.geocoding.parser.place_phrases import Kind, Part, TownNames, leading_places, place_parts
from kommanmap.geocoding.parser.street_words import (
    bare,
    ends_like_a_street,
    is_function_word,
    is_label,
    looks_like_a_street,
    street_start,
)

_POSTCODE = re.compile(
    r"(?<![\w./-])(?:(?:D|DE)\ ?-?\ ?(?P<german>\d{5})(?!\d)|(?P<plain>\d{5})(?!\d)"
    r"|(?P<land>NL|BE?|LU?|FR?|AT?|CH|PL|CZ|DK)\ ?-\ ?(?P<foreign>\d{4,5}(?:\ ?[A-Z]{2}(?!\w))?)(?!\w))(?!-\d)"
)
_PLACE_ALONE = re.compile(r"(?:(?:D-)?(?P<postcode>\d{5}) )?(?P<town>[^\W\d_][^\d.]*)")
_STREET_ALONE = re.compile(r"(?P<street>[^\W\d_](?:[^\W\d_]|[-.'])*) (?P<number>(?!0)\d{1,4}(?: ?[A-Za-z])?)")
_BOX = re.compile(
    r"(?<!\w)(?:Postfach|Postf\.|PF)[.:]? ?(?P<box>(?:\d{1,3} ){1,3}\d{2,3}(?!\d)|\d{1,6}(?!\d))", re.IGNORECASE
)
_CONTACT = re.compile(
    r"(?<!\w)(?:(?:Tel|Telefon|Fon|Fax|Telefax|Mobil|Handy|E-?Mail|Internet|Web)(?:[.:]|(?= ?[\d+(])).*"
    r"|(?:https?://|www\.)\S+|[^\s@]{1,64}@\S+|(?:\+49|0[1-9])[\d/ -]{6,})",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(
    r"(?:(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)s?|(?:Mo|Di|Mi|Do|Fr|Sa|So)\b(?:\.|$))(?: |$)"
    r"|(?:Adresse|Anschrift|Ort|Stra(?:ß|ss)e|PLZ|Postleitzahl|Wo|Tel|Telefon|Fax|E-?Mail|Internet|Kontakt)(?:$|: ?)",
    re.IGNORECASE,
)
"""Days before an address, and the names of fields, which stand before a colon."""

_CARE_OF = r"(?:c ?/ ?o|z\. ?H(?:d|dn)?\.|zu Händen|p\. ?A\.|per Adresse)(?!\w)[: ]*"
_FLOORS = (
    r"(?:(?:im|in der|in) )?(?:\d{1,2}\. ?(?:OG|UG|Etage|Stock|Stockwerk|Obergeschoss|Untergeschoss|Geschoss)"
    r"|(?-i:EG|UG|OG|DG)|(?<=\d )(?:eg|ug|og|dg)|Erdgeschoss|Untergeschoss|Obergeschoss|Dachgeschoss|Souterrain"
    r"|(?:Raum|Zimmer|Etage|Stockwerk|Aufgang|Eingang|Hauseingang) (?:\d{1,3}[a-z]?|[A-Z]|\d+\.\d+)"
    r"|Hinterhof|Innenhof|Hinterhaus|Vorderhaus|Seitenflügel|Rückgebäude)(?![\w-])"
)
_HOUSES = r"(?:Haus|Gebäude|Geb\.|Block|Halle|Trakt|Tor|Baracke|Container) (?:\d{1,3}[a-z]?|[A-Z])(?![\w-])"
_WAYS = (
    r"(?:(?:am|im|beim|an der|der|durch den|über den|den|schräg|in der) )?"
    r"(?:(?:Haupt|Neben|Hinter|Seiten|Hof|Haus)?(?:eingang|zugang|einfahrt|zufahrt)|Ecke|gegenüber|Nähe|unweit|Durchgang)"
    r"(?![\w-])(?! ?\d)(?=.)"
)
_CUE = re.compile(
    rf"(?<![\w-])(?:(?P<care>{_CARE_OF})|(?P<room>{_FLOORS})|(?P<house>{_HOUSES})|(?P<way>{_WAYS}))", re.IGNORECASE
)
_JOINED = re.compile(r"(?:und|sowie|oder|u\.|bzw\.?|&) ", re.IGNORECASE)
_BREAK = re.compile(r" (?:/|und|u\.|sowie|oder|bzw\.?|&) ")
_DIGIT = re.compile(r"\d")
_EDGES = " ,;:/-–—|&+\t"


def parts_of(segment: Segment, towns: TownNames) -> list[Part]:
    """The parts of a segment in their order."""
    text = segment.text
    plain = _plain_parts(text, towns)
    if plain:
        if segment.hard or segment.in_brackets:
            first, *further = (part._replace(in_brackets=segment.in_brackets) for part in plain)
            return [first._replace(begins=segment.hard), *further]
        return plain
    found: list[Part] = []
    joined = _JOINED.match(text)
    if joined:
        text = text[joined.end() :]
    begins = segment.hard or joined is not None
    for venue in _venues(text):
        for part in _without_contact(venue, towns):
            found.append(Part(part.kind, part.text, part.number, begins, segment.in_brackets))
            begins = False
        begins = True
    return found


def _plain_parts(text: str, towns: TownNames) -> list[Part]:
    """What most segments are, read at once because no other reading is possible: "57299 Burbach", "Gassenweg 28"."""
    street = _STREET_ALONE.fullmatch(text)
    if street:
        if ends_like_a_street(bare(street["street"])):
            return [Part(Kind.STREET, street["street"], house_number(street["number"]))]
        return []
    place = _PLACE_ALONE.fullmatch(text)
    if not place or not towns.is_town(place["town"]):
        return []
    town = Part(Kind.TOWN, place["town"])
    return [Part(Kind.POSTCODE, place["postcode"]), town] if place["postcode"] else [town]


def _venues(text: str) -> list[str]:
    """Split where "und" or a slash stands between two streets, not between two numbers or two names."""
    pieces = []
    start = 0
    for sign in _BREAK.finditer(text):
        left, right = text[start : sign.start()], text[sign.end() :]
        if _has_number(left) and not right[:1].isdigit():
            breaks = sign.group() == " / " or _has_number(right)
        else:
            breaks = sign.group() == " / " and all(looks_like_a_street(side.split()) for side in (left, right) if side)
        if breaks:
            pieces.append(left)
            start = sign.end()
    pieces.append(text[start:])
    return pieces


def _without_contact(text: str, towns: TownNames) -> Iterator[Part]:
    """Telephone numbers and web addresses are kept, but not read: their digits are neither postcodes nor houses."""
    beside = _NO_PLACE.match(text)
    if beside:
        yield Part(Kind.LEFT_OVER, beside.group().strip())
        text = text[beside.end() :]
    contact = _CONTACT.search(text)
    if contact is None:
        yield from _around_boxes(text, towns)
        return
    yield from _around_boxes(text[: contact.start()], towns)
    yield Part(Kind.LEFT_OVER, contact.group().strip())
    yield from _around_boxes(text[contact.end() :], towns)


def _has_number(text: str) -> bool:
    return _DIGIT.search(text) is not None and any(_is_house_number(found, text) for found in FOUND.finditer(text))


def _around_boxes(text: str, towns: TownNames) -> Iterator[Part]:
    start = 0
    for box in _BOX.finditer(text):
        yield from _around_postcodes(text[start : box.start()], towns)
        yield Part(Kind.PO_BOX, box["box"])
        start = box.end()
    yield from _around_postcodes(text[start:], towns)


def _around_postcodes(text: str, towns: TownNames) -> Iterator[Part]:
    start, after = 0, False
    for found in _POSTCODE.finditer(text):
        yield from _phrase(text[start : found.start()], towns, after_postcode=after)
        if found["land"]:
            yield Part(Kind.ELSEWHERE, found["land"])
        yield Part(Kind.POSTCODE, found["german"] or found["plain"] or found["foreign"])
        start, after = found.end(), True
    yield from _phrase(text[start:], towns, after_postcode=after)


def _phrase(text: str, towns: TownNames, *, after_postcode: bool) -> Iterator[Part]:
    """A stretch without postcodes: what stands before a cue, the cue, what stands after it."""
    start = 0
    for cue in _CUE.finditer(text):
        before = text[start : cue.start()].strip(_EDGES).lstrip(". ")
        if not _is_meant(cue, before):
            continue
        yield from _piece(before, towns, after_postcode=after_postcode and not start)
        if cue["care"]:
            yield from _care_of(text[cue.end() :].strip(_EDGES), towns)
            return
        if cue["way"]:
            yield Part(Kind.WAY_IN, text[cue.start() :].strip(_EDGES))
            return
        yield Part(Kind.BUILDING if cue["house"] else Kind.WAY_IN, cue.group())
        start = cue.end()
    yield from _piece(text[start:].strip(_EDGES).lstrip(". "), towns, after_postcode=after_postcode and not start)


def _is_meant(cue: re.Match[str], before: str) -> bool:
    """Whether words of a way in are meant as such: "Kölner Tor 5" and "Lange Ecke" are streets."""
    if cue["room"] or cue["care"] or not before:
        return True
    if cue["house"]:
        return _has_number(before)
    return "ecke" not in cue.group().lower() or _has_number(before) or ends_like_a_street(bare(before.split()[-1]))


def _care_of(text: str, towns: TownNames) -> Iterator[Part]:
    numbered = _split_at_number(text)
    if numbered is None:
        if text:
            yield Part(Kind.CARE_OF, text)
        return
    words = numbered.head.split()
    start = street_start(words)
    if start:
        yield Part(Kind.CARE_OF, " ".join(words[:start]))
    yield Part(Kind.STREET, " ".join(words[start:]), numbered.number)
    yield from place_parts(numbered.tail, towns)


class _Numbered(NamedTuple):
    head: str
    number: HouseNumber
    tail: str


def _split_at_number(text: str) -> _Numbered | None:
    """Street, number, and what follows: the number behind "Nr.", else behind a type of street, else the last."""
    if not _DIGIT.search(text):
        return None
    best: re.Match[str] | None = None
    for found in FOUND.finditer(text):
        if not _is_house_number(found, text):
            continue
        if found["sign"]:
            best = found
            break
        if best is None or not ends_like_a_street(bare(text[: best.start()].split()[-1])):
            best = found
    if best is None:
        return None
    head = text[: best.start()].strip(_EDGES)
    return _Numbered(head, house_number(best["number"]), text[best.end() :].strip(_EDGES))


def _is_house_number(found: re.Match[str], text: str) -> bool:
    words = text[: found.start()].split()
    if not words:
        return False
    return bool(found["sign"]) or not (is_label(words) or is_function_word(words[-1]))


def _piece(text: str, towns: TownNames, *, after_postcode: bool = False) -> Iterator[Part]:
    if not text:
        return
    numbered = _split_at_number(text)
    if numbered is None:
        yield from _unnumbered(text, towns, after_postcode=after_postcode)
        return
    head = numbered.head
    if after_postcode:
        places, rest = leading_places(head, towns)
        if not rest and len(places) > 1:  # a part of town with a house number behind it is a street
            rest = places.pop().text
        if rest:
            yield from places
            head = rest
    yield Part(Kind.STREET, head, numbered.number)
    yield from place_parts(numbered.tail, towns)


def _unnumbered(text: str, towns: TownNames, *, after_postcode: bool) -> Iterator[Part]:
    alone = FOUND.fullmatch(text)
    if alone:
        yield Part(Kind.NUMBER, text, house_number(alone["number"]))
        return
    reversed_order = ALONE.match(text)
    if reversed_order and looks_like_a_street(words := text[reversed_order.end() :].split() or ["."]):
        yield Part(Kind.STREET, " ".join(words), house_number(reversed_order.group().strip()))
        return
    if not after_postcode:
        yield from place_parts(text, towns)
        return
    places, rest = leading_places(text, towns)
    yield from places
    yield from place_parts(rest, towns)
