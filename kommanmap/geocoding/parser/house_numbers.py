"""House numbers inside a text: where one stands, and what it means. Knows nothing of streets or towns.

The official file counts each house once, as digits and an addition ("12", "a"). People write several at once; then the
first is the house, and all of it is kept in one spelling.
"""

import re

from kommanmap.geocoding.addresses import HouseNumber

_LETTER = r"(?:[A-Za-z](?!\w))"
_ONE = rf"(?!0)\d{{1,4}}(?!\d)(?:\ ?{_LETTER}|(?!\w))(?:\ 1/2(?!\w))?"
_LINK = r"(?:\ ?[-–—/+&]\ ?|\ (?:bis|und|u\.)\ )"
_NUMBERS = rf"{_ONE}(?:{_LINK}(?:{_ONE}|{_LETTER}))*"

_SIGN = r"(?:Haus-?\ ?(?:nummer|nr\b)|H(?:aus)?[.-]?\ ?Nr\b|Nr\b|Nummer\b|No\b)[.:]*\ ?"
_START = r"(?:(?<![\w,/§#-])(?<!\d\.)|(?:(?<=str)|(?<=stra[sß]e)|(?<=strasse))(?=\d))"
FOUND = re.compile(rf"{_START}(?P<sign>{_SIGN})?(?P<number>{_NUMBERS})(?!\.?\w|\.\ ?[^\W\d_])", re.IGNORECASE)
"""A house number with the word that may announce it. "17. Juni" and "1. Etage" are none."""

ALONE = re.compile(_NUMBERS)

_FIRST = re.compile(r"(?P<digits>\d+)(?: ?(?P<letter>[A-Za-z](?!\w)))?(?: (?P<half>1/2)(?!\w))?")
_LINKS = re.compile(_LINK)
_SPELLED = {"bis": "-", "und": "+", "u.": "+", "&": "+", "–": "-", "—": "-"}


def house_number(written: str) -> HouseNumber:
    """What a house number says.

    >>> house_number("12 A").typed, house_number("3 a-c").addition, house_number("12 bis 14").typed
    ('12a', 'a', '12-14')
    """
    first = _FIRST.match(written)
    if first is None:
        raise ValueError(f"not a house number: {written!r}")
    addition = first["half"] or (first["letter"] or "").lower()
    if written.isdigit():
        return HouseNumber(int(written), "", written, written)
    head, tail = written[: first.end()], written[first.end() :]
    joined = _LINKS.sub(lambda link: _SPELLED.get(sign := link.group().strip(), sign), tail)
    typed = head.replace(" 1/2", "\0").replace(" ", "").replace("\0", " 1/2") + joined.replace(" ", "")
    return HouseNumber(int(first["digits"]), addition, typed.lower(), written)
