"""Coordinates typed where an address was asked for: decimal degrees, degrees and minutes, degrees, minutes, seconds."""

import re
from typing import NamedTuple

from kommanmap.domain.values import Coordinates

_MAYBE = re.compile(r"\d[.,]\d{3}|\d ?°|^[^\w]*\d{1,2}[.,]\d+[^\w]+\d{1,2}[.,]\d+[^\w]*$")
_SIDE = r"(?:[NSEOW](?![a-z])|Nord|Ost|Süd|West|lat(?:itude)?|lon(?:gitude)?|lng|Breite|Länge|B(?![a-z])|L(?![a-z]))"
_ANGLE = (
    rf"(?P<before{{0}}>{_SIDE}\.?\ ?[:=]?\ ?)?(?P<minus{{0}}>[-+])?"
    rf"(?P<degrees{{0}}>\d{{{{1,3}}}}(?:[.,]\d{{{{1,15}}}})?)(?!\d)\ ?°?\ ?"
    rf"(?:(?<=[°\ ])(?P<minutes{{0}}>\d{{{{1,2}}}}(?:[.,]\d{{{{1,15}}}})?)\ ?['′’]\ ?)?"
    rf"(?:(?P<seconds{{0}}>\d{{{{1,2}}}}(?:[.,]\d{{{{1,15}}}})?)\ ?(?:['′’]{{{{2}}}}|[\"″”])\ ?)?"
    rf"(?(before{{0}})|(?P<after{{0}}>{_SIDE})?)"
)
_PAIR = re.compile(
    rf"(?:geo:|@)?(?<![\w.,+-]){_ANGLE.format(1)}(?:[,;/&]\ ?|\ )\ ?{_ANGLE.format(2)}(?![\w.,]\d|\d)", re.IGNORECASE
)
_FEWEST_DECIMALS = 3
_EAST_WEST = ("e", "o", "w", "lo", "ln", "lä", "l")


class FoundCoordinates(NamedTuple):
    """Where coordinates stand in a text, and what they say."""

    place: Coordinates
    start: int
    end: int


def coordinates_in(line: str) -> FoundCoordinates | None:
    """The first pair of coordinates in a clean text. A lone "50,7 8,1" counts only where nothing else stands.

    Latitude comes first unless the letters say otherwise; a pair that lies nowhere on earth is none.
    """
    if not _MAYBE.search(line):
        return None
    for found in _PAIR.finditer(line):
        lat, lon = _angle(found, 1), _angle(found, 2)
        if not (_is_exact(found) or (line[: found.start()] + line[found.end() :]).strip(" .,;()") == ""):
            continue
        if _is_east_west(found, 1):
            lat, lon = lon, lat
        try:
            return FoundCoordinates(Coordinates(lat, lon), found.start(), found.end())
        except ValueError:
            continue
    return None


def _angle(found: re.Match[str], number: int) -> float:
    value = sum(
        float((found[f"{part}{number}"] or "0").replace(",", ".")) / size
        for part, size in (("degrees", 1), ("minutes", 60), ("seconds", 3600))
    )
    side = (found[f"after{number}"] or found[f"before{number}"] or "").lower()
    negative = found[f"minus{number}"] == "-" or side[:1] in ("w", "s")
    return -value if negative else value


def _is_east_west(found: re.Match[str], number: int) -> bool:
    side = (found[f"after{number}"] or found[f"before{number}"] or "").lower()
    return side.startswith(_EAST_WEST) and not side.startswith("la")


def _is_exact(found: re.Match[str]) -> bool:
    """Whether this is written as only coordinates are: with degree signs or many decimals."""
    if "°" in found.group():
        return True
    parts = [re.split("[.,]", found[f"degrees{number}"]) for number in (1, 2)]
    return all(len(part) > 1 and len(part[1]) >= _FEWEST_DECIMALS for part in parts)
