"""Street name → the keys under which it is filed and looked for; the same for writer and reader of an index.

Stands on `domain.folding`; knows neither files nor towns.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from kommanmap.domain.folding import coarse, fold, key
from kommanmap.geocoding.register.phonetics import cologne_phonetics

LONGEST_KEY = 80

_ONE_WORD = {
    "doktor": "dr", "professor": "prof",
    "pfr": "pfarrer", "bgm": "burgermeister", "burgerm": "burgermeister", "frh": "freiherr", "frhr": "freiherr",
    "v": "von", "vom": "von", "geschw": "geschwister", "gebr": "gebruder",
    "gr": "grosse", "grosser": "grosse", "grosses": "grosse", "grossen": "grosse",
    "kl": "kleine", "kleiner": "kleine", "kleines": "kleine", "kleinen": "kleine",
}  # fmt: skip
"""Words of street names that are written short and long, and in several endings: one of each is kept."""


_MARK = re.compile(
    r"\s*\((?P<bracket>[^)]*)\)\s*|(?P<kind>str\.?|straße|weg|platz|allee|gasse|ring) (?P<letters>[^\W\d_]{2})$",
    re.IGNORECASE,
)
"""What registers add to tell streets of one name apart, and nobody writes: "Hauptstr. Zü" (Zündorf), "Weg (neu)"."""


class StreetKeys(NamedTuple):
    """What one name is compared by, from strict to lenient."""

    folded: str
    coarse: str
    sound: str


def without_mark(name: str) -> str:
    """A name without what a register added to tell it from others; the name itself where nothing else would be left."""
    if "(" not in name and name[-3:-2] != " ":
        return name
    return _MARK.sub(lambda mark: mark["kind"] or " ", name).strip() or name


def mark_of(name: str) -> str:
    """What a register added, folded: "zu" in "Hauptstr. Zü"; "" for nearly all names."""
    found = _MARK.search(name) if without_mark(name) != name else None
    return key(found["bracket"] or found["letters"] or "") if found else ""


@lru_cache(maxsize=4_000)
def street_key(name: str) -> str:
    """A street name folded to one word, its abbreviations too: "Dr.-Meyer-Str." and "Doktor-Meyer-Straße" meet."""
    words = [_ONE_WORD.get(word, word) for word in fold(without_mark(name))]
    if len(words) > 1 and words[-1] == "sankt":  # "Dürener St." is no saint
        words[-1] = "strasse"
    return "".join(words)[:LONGEST_KEY]


def street_keys(name: str) -> StreetKeys:
    """All keys of a name."""
    folded = street_key(name)
    return StreetKeys(folded, coarse(folded), cologne_phonetics(folded))
