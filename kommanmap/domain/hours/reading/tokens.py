"""Typed text → tokens. Knows letters, digits and marks, nothing of what they mean."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kommanmap.domain.folding import plain


class Kind(StrEnum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters, a run of digits or one mark. key: how it is compared. glued: no space before it."""

    kind: Kind
    text: str
    key: str
    start: int
    end: int
    glued: bool

    @property
    def number(self) -> int | None:
        """The value of digits that can be a day, an hour or a year; None for everything else."""
        return int(self.text) if self.kind is Kind.NUMBER and len(self.text) <= 4 else None


_TOKEN = re.compile(r"(?P<number>\d+)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<mark>[^\w\s]|_|\n)")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_SAME_LENGTH = {**_DASHES, ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n", ord("‚"): ","}
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "à": "a", "á": "a", "’": "'"}
)


_RAISED = re.compile("(?<=\\d)(?:°°|[⁰¹³⁴][⁰⁵])")
_BETWEEN_FIGURES = re.compile(r"(?<=\d)~(?=\d)|(?<=\d )~(?= ?\d)")
"""Elsewhere the sign stands for "about"."""
_FIGURES = str.maketrans("°⁰¹³⁴⁵", "001345")


def _lowered(match: re.Match[str]) -> str:
    """ "10⁰⁰" is 10:00."""
    return ":" + match.group().translate(_FIGURES)


def clean(text: str) -> str:
    """One kind of dash, space and digit; nothing invisible. What the tokens' positions count in."""
    text = _BETWEEN_FIGURES.sub("-", _RAISED.sub(_lowered, text))
    composed = plain(text.replace("\r\n", "\n")).translate(_SAME_LENGTH)
    if composed.isascii():
        return composed
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in composed)


def word_key(word: str) -> str:
    """How two spellings of a word are compared: "Öffnungszeiten", "OEFFNUNGSZEITEN"; "Café", "Cafe"."""
    return word.lower().translate(_LETTERS)


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a cleaned text."""
    found: list[Token] = []
    last_end = 0
    for match in _TOKEN.finditer(text):
        kind = Kind(str(match.lastgroup))
        words = match.group()
        glued = match.start() == last_end and match.start() > 0
        found.append(Token(kind, words, word_key(words), match.start(), match.end(), glued))
        last_end = match.end()
    return tuple(found)


def joined_words(tokens: tuple[Token, ...], at: int, after: int) -> str:
    """The tokens of a place as they were typed, with one space where there was any."""
    return "".join(
        ("" if token.glued or number == 0 else " ") + token.text for number, token in enumerate(tokens[at:after])
    )


def word_keys(words: str) -> frozenset[str]:
    """The keys of words (or marks) with spaces between them."""
    return frozenset(map(word_key, words.split(" ")))


_JOINTS = word_keys(", und u + & / sowie")


def after_joint(tokens: tuple[Token, ...], at: int, *, without: str = "") -> int:
    """The place after a comma, "und", "u.", or two of them; the same place where none stands. without: marks that
    join nothing here."""
    step = at
    while step < len(tokens) and step - at < 4 and tokens[step].key in _JOINTS and tokens[step].key not in without:
        dotted = tokens[step].key == "u" and step + 1 < len(tokens) and tokens[step + 1].key == "."
        step += 2 if dotted else 1
    return step
