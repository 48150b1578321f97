"""How words are made comparable for search: one folding for everything that is typed or stored.

Stands under the index, the gazetteer and the topic words; knows nothing of places, tables or URLs. Folding is
lossy on purpose ("Mülheim", "Muelheim", "MULHEIM" and the decomposed form all give "mulheim") and never meant to
be shown.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import chain

from anyascii import anyascii

MAX_TOKEN = 40
"""Longer runs of letters are cut: no German compound that a person types is longer."""

MOST_REMEMBERED = 8_000
MOST_REMEMBERED_LETTERS = 60
MOST_REMEMBERED_IN_BUILD = 120_000
"""Bounds of the memory of folded words, so that nobody can fill it."""

_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
"""Combining marks, tatweel, Arabic vowel signs, soft hyphen, zero-width and direction characters."""

_INVISIBLE = re.compile(f"[{_MARKS}]+")
_AT_IN_WORD = re.compile(r"(?<=\w)@(?=\w+(?![\w.]))")  # "C@fé" is a café, "post@ort.de" is not
_WORD = re.compile(rf"[\w\-{_MARKS}]+")
_PART = re.compile(r"[^\W_]+")

_UE = re.compile("(?<![aeq])ue")  # not in neue, Bauer, Quelle

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
    "am an auch auf bei beim das der die dem den des ein eine es fur gibt im in ist mit nahe oder sich sind und vom "
    "von zu zum zur "
    "a and at by for from in near of on or the to with в во на для и або за у та بالقرب من في و قرب"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Folded words that say nothing about a place; neither kept in the index nor looked for beside other words."""


def plain(text: str) -> str:
    """The text composed (ü is one letter) and without anything invisible, still with its separators."""
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def _fold_part(part: str) -> str:
    """One run of letters and digits → its token. "ae", "oe", "ue" go first: the ü of "Legüen" is no "ue"."""
    token = part.casefold().replace("ae", "a").replace("oe", "o")
    if "ue" in token:
        token = _UE.sub("u", token)
    if not token.isascii():
        token = _INVISIBLE.sub("", unicodedata.normalize("NFKD", token)).translate(_LETTERS)
        token = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in token)
    if token.endswith("str") and len(token) > 5:
        token += "asse"
    return _ABBREVIATIONS.get(token, token)[:MAX_TOKEN]


class _Folded(dict[str, tuple[str, ...]]):
    """Words as they stand in a text → their tokens. Words repeat, so a dictionary answers nearly always."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        tokens = tuple(_fold_part(part) for part in _PART.findall(plain(word)))
        if len(word) <= MOST_REMEMBERED_LETTERS:
            self[word] = tokens
        return tokens


_FOLDED = _Folded()


def _words(text: str) -> list[str]:
    return _WORD.findall(_AT_IN_WORD.sub("a", text) if "@" in text else text)


def fold(text: str) -> tuple[str, ...]:
    """The tokens of a text in their order: "Straße Mülheim-Süd 5a" → strasse, mulheim, sud, 5a."""
    return tuple(token for word in _words(text) for token in _FOLDED[word])


class IndexFolding(dict[str, tuple[str, ...]]):
    """Folds texts for an index while it is built: no stop words, hyphenated words also as one.

    Words repeat, so each (with what sticks to it) is folded once and remembered; drop the object after the build.

    >>> sorted(IndexFolding().tokens("Sprach-Café im Bürgerhaus"))
    ['burgerhaus', 'cafe', 'sprach', 'sprachcafe']
    """

    def __missing__(self, typed: str) -> tuple[str, ...]:
        tokens: list[str] = []
        for word in _words(typed):
            parts = [_fold_part(part) for part in _PART.findall(plain(word))]
            tokens += [part for part in parts if part not in STOP_WORDS]
            if len(parts) > 1:
                tokens.append("".join(parts)[:MAX_TOKEN])
        if len(self) >= MOST_REMEMBERED_IN_BUILD:
            self.clear()
        self[typed] = tuple(tokens)
        return self[typed]

    def tokens(self, text: str) -> set[str]:
        """The tokens under which a text is found."""
        return set(chain.from_iterable(map(self.__getitem__, text.split())))


def key(text: str) -> str:
    """All tokens as one word: "Hochsauerland Kreis" and "Hochsauerlandkreis" meet."""
    return "".join(fold(text))


_LENGTHENING_H = re.compile("(?<=[aeiouy])h(?=[^aeiouy]|$)")  # Mühle, Mule
_DOUBLED = re.compile(r"(.)(?=\1)")
_SOUND_ALIKE = (
    ("ph", "f"), ("v", "f"), ("th", "t"), ("dt", "t"), ("ck", "k"), ("ch", "\0"), ("c", "k"), ("\0", "ch"), ("q", "k"),
    ("tz", "z"), ("ei", "ai"), ("ey", "ai"), ("ay", "ai"), ("y", "i"),
)  # fmt: skip


@lru_cache(maxsize=4_000)
def coarse(folded: str) -> str:
    """A folded key as it sounds in German: "muhlheim" and "mulheim", "strase" and "strasse" meet."""
    folded = _LENGTHENING_H.sub("", folded)
    for letters, sound in _SOUND_ALIKE:
        folded = folded.replace(letters, sound)
    return _DOUBLED.sub("", folded)


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
