"""How words are made comparable for search: one folding for everything that is typed or stored.

Stands under the index, the gazetteer and the topic words; knows nothing of places, tables or URLs. Folding is
lossy on purpose ("Mülheim", "Muelheim", "MULHEIM" and the decomposed form all give "mulheim") and never meant to
be shown.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

MAX_TOKEN = 40
"""Longer runs of letters are cut: no German compound that a person types is longer."""

_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+"
)
"""Combining marks, tatweel, Arabic vowel signs, soft hyphen, zero-width and direction characters."""

_AT_IN_WORD = re.compile(r"(?<=\w)@(?=\w+(?![\w.]))")  # "C@fé" is a café, "post@ort.de" is not
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

_LETTERS = str.maketrans(
    {
        "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "t", "ð": "d",
        "ک": "ك", "ی": "ي", "ى": "ي", "ې": "ي", "ے": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه",
        "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ۆ": "و", "ێ": "ي",
    }
)  # fmt: skip
"""Letters that decomposition leaves alone; Arabic kaf, yeh, heh in their Persian, Urdu and Kurdish shapes."""

_ABBREVIATIONS = {"str": "strasse", "st": "sankt", "pl": "platz"}

_STOP_WORDS = (
    "am an auf bei beim das der die dem den des ein eine fur im in mit nahe oder und vom von zu zum zur "
    "a and at by for from in near of on or the to with в во на для и або за у та بالقرب من في و قرب"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Folded words that say nothing about a place when other words are there too."""


@lru_cache(maxsize=60_000)
def _fold_word(word: str) -> str:
    """One word without marks and separators → its token."""
    token = word.casefold()
    if not token.isascii():
        token = unicodedata.normalize("NFKD", token)
        token = _INVISIBLE.sub("", token).translate(_LETTERS)
        token = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in token)
    token = token.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    if token.endswith("str") and len(token) > 5:
        token += "asse"
    return _ABBREVIATIONS.get(token, token)[:MAX_TOKEN]


@lru_cache(maxsize=60_000)
def _fold_compound(word: str) -> tuple[str, ...]:
    """ "Sprach-Café" → sprach, cafe, and for the index also sprachcafe."""
    parts = tuple(_fold_word(part) for part in word.split("-"))
    return parts if len(parts) == 1 else (*parts, "".join(parts)[:MAX_TOKEN])


def plain(text: str) -> str:
    """The text decomposed and without anything invisible, still with its separators."""
    if text.isascii():
        return _AT_IN_WORD.sub("a", text) if "@" in text else text
    return _AT_IN_WORD.sub("a", _INVISIBLE.sub("", unicodedata.normalize("NFKD", text)))


def fold(text: str) -> tuple[str, ...]:
    """The tokens of a text in their order: "Straße Mülheim-Süd 5a" → strasse, mulheim, sud, 5a."""
    return tuple(_fold_word(part) for word in _WORD.findall(plain(text)) for part in word.split("-"))


def fold_for_index(text: str) -> set[str]:
    """The tokens under which a text is found, hyphenated words also as one."""
    found: set[str] = set()
    for word in _WORD.findall(plain(text)):
        found.update(_fold_compound(word))
    return found


def key(text: str) -> str:
    """All tokens as one word: "Hochsauerland Kreis" and "Hochsauerlandkreis" meet."""
    return "".join(fold(text))


_COARSE = (
    (re.compile("(?<=[aeiouy])h(?=[^aeiouy]|$)"), ""),  # Mühle, Mule
    (re.compile("ph|v"), "f"),
    (re.compile("th|dt"), "t"),
    (re.compile("ck|c(?!h)|q"), "k"),
    (re.compile("tz|z"), "z"),
    (re.compile("ei|ai|ey|ay"), "ai"),
    (re.compile("y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=4_000)
def coarse(folded: str) -> str:
    """A folded key as it sounds in German: "muhlheim" and "mulheim", "strase" and "strasse" meet."""
    for pattern, replacement in _COARSE:
        folded = pattern.sub(replacement, folded)
    return folded


def is_foreign(text: str) -> bool:
    """Whether the text has letters outside the Latin script."""
    return any(ord(char) > 0x24F and char.isalpha() and not "\u1e00" <= char <= "\u1eff" for char in text)


_ARABIC = re.compile("[\u0600-\u06ff]")
_SOUNDS = (
    (re.compile("sch|sh|tsch|ch"), "s"),
    (re.compile("kh"), "h"),
    (re.compile("ph|v"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ck|q|c"), "k"),
    (re.compile("gh"), "g"),
    (re.compile("ts|tz|z"), "s"),
    (re.compile("x"), "ks"),
    (re.compile("p"), "b"),
    (re.compile("j|y"), "y"),
)


@lru_cache(maxsize=8_000)
def skeleton(text: str) -> str:
    """The consonants that a name keeps in any script: "Düsseldorf", "Дюссельдорф", "دوسلدورف" → dsldrf.

    Consonants that sound alike are merged, vowels and doubled letters dropped (rules: standards for foreign
    spellings, measured on 569 place names). Arabic writes long vowels with w and y, so these go too there.
    """
    arabic = bool(_ARABIC.search(text))
    latin = "".join(re.findall("[a-z]+", anyascii(" ".join(fold(text))).lower()))
    for pattern, replacement in _SOUNDS:
        latin = pattern.sub(replacement, latin)
    latin = re.sub("[wy]", "", latin) if arabic else latin.replace("w", "f")
    bones = re.sub("[aeiouyh]", "", latin)
    return re.sub(r"(.)\1+", r"\1", bones)


def sort_key(name: str) -> tuple[str, str]:
    """German dictionary order (DIN 5007-1): umlauts as their vowel, ß as ss, case last."""
    lowered = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss"))
    if not lowered.isascii():
        lowered = _INVISIBLE.sub("", lowered)
    return lowered, name
