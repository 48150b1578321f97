"""Typed text → a clean line and its segments, at the signs that people put between the parts of an address.

Knows signs only, no words of any language except the regions that stand in brackets behind the name of a town.
"""

import re
import unicodedata
from typing import NamedTuple

from kommanmap.domain.folding import plain
from kommanmap.domain.rules import latin_digits

LONGEST_TEXT = 600
"""Characters that are read as an address. What stands behind them is kept, not understood."""

_ODD = re.compile(r"[^ -~ÄÖÜäöüßé–]")
_SPACES = re.compile("  +")
_FRACTIONS = {"½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 ", "º": "°"}
_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SILENT_KINDS = ("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Zs")

_REGION = (
    r"(?:Rhld|Rheinl|Rheinland|Westf|Westfalen|Ruhr|Sieg|Sauerland|Siegerland|Niederrhein|Ndrrh|Rhein|Lippe|Eifel|Nordeifel|Erft"
    r"|Münsterland|Oberberg)"
)
_TOWN_BRACKET = re.compile(rf" ?\((?P<region>{_REGION}\.?)\)", re.IGNORECASE)
_OPENED, _CLOSED = "\x01", "\x02"
_BACK = str.maketrans({_OPENED: "(", _CLOSED: ")"})

_SIGNS = re.compile(
    r"\s*(?:(?P<hard>[;\n])|[,|·•\t]|(?P<opened>[(\[])|(?P<closed>[)\]])"
    r"|(?<=[^\W\d_]{2})(?<![Nn]r):(?=\ [^\d ])| [-–—]+ (?!\d{1,4}(?!\d)|[A-Za-z](?!\w)))\s*"
)


class Segment(NamedTuple):
    """A stretch between two signs. `hard`: a semicolon or line break stands before it."""

    text: str
    hard: bool = False
    in_brackets: bool = False


def clean(text: str) -> str:
    """The text with Latin digits, spaces for control characters and pictures, nothing invisible, and "½" as "1/2"."""
    if not _ODD.search(text):
        return _SPACES.sub(" ", text) if "  " in text else text
    for sign, spelled in _FRACTIONS.items():
        text = text.replace(sign, spelled)
    return _SPACES.sub(" ", "".join(map(_visible, latin_digits(plain(text)))))


def _visible(sign: str) -> str:
    if sign in _LINE_BREAKS:
        return "\n"
    if sign != "°" and unicodedata.category(sign) in _SILENT_KINDS:
        return "\t" if sign == "\t" else " "
    return "-" if sign in "‐‑‒−" else sign


def segments(line: str) -> list[Segment]:
    """The stretches of a clean text between commas, brackets, semicolons, line breaks and dashes with spaces.

    The bracket that belongs to the name of a town stays in it: "Wetter (Ruhr)".
    """
    shielded = "(" in line and _TOWN_BRACKET.search(line) is not None
    if shielded:
        line = _TOWN_BRACKET.sub(rf" {_OPENED}\g<region>{_CLOSED}", line)
    found = []
    start, hard, depth = 0, False, 0
    for sign in _SIGNS.finditer(line):
        if sign.start() > start:
            found.append(Segment(line[start : sign.start()].strip(), hard, depth > 0))
            hard = False
        start = sign.end()
        if sign["hard"]:
            hard, depth = True, 0
        elif sign["opened"]:
            depth = 1
        elif sign["closed"]:
            depth = 0
    if start < len(line):
        found.append(Segment(line[start:].strip(), hard, depth > 0))
    if shielded:
        found = [segment._replace(text=segment.text.translate(_BACK)) for segment in found]
    return [segment for segment in found if segment.text]
