"""The parts of one text → the parts of each venue that it names. Knows kinds of parts, no words."""

from collections.abc import Sequence
from itertools import pairwise

from kommanmap.geocoding.parser.place_phrases import Kind, Part

_TOWN_KINDS = (Kind.POSTCODE, Kind.TOWN, Kind.DISTRICT, Kind.REGION, Kind.ELSEWHERE)
_IN_FRONT = (Kind.BUILDING, Kind.CARE_OF, Kind.LEFT_OVER)


def venues(parts: Sequence[Part]) -> list[list[Part]]:
    """As many groups as there are streets with numbers, at least one. A town that is said once holds for all."""
    streets = [at for at, part in enumerate(parts) if part.number and part.kind is Kind.STREET and not part.in_brackets]
    if len(streets) < 2:
        return [list(parts)]
    leads = bool(_places(parts[: streets[0]]))
    edges = [0, *(_edge(parts, first, second, leads=leads) for first, second in pairwise(streets)), len(parts)]
    groups = [list(parts[start:end]) for start, end in pairwise(edges)]
    said = [_places(group) for group in groups]
    for at, group in enumerate(groups):
        if not said[at]:
            nearest = next((places for places in (*said[at:], *reversed(said[:at])) if places), [])
            group += nearest
    return groups


def in_words(parts: Sequence[Part]) -> str:
    """Parts as a line of text."""
    return ", ".join(
        f"{part.text} {part.number.written}" if part.number and part.kind is Kind.STREET else part.text
        for part in parts
    )


def _places(parts: Sequence[Part]) -> list[Part]:
    """The parts that say in which town; an unknown word behind the street may be one."""
    if any(part.kind in (Kind.POSTCODE, Kind.TOWN) for part in parts):
        return [part for part in parts if part.kind in _TOWN_KINDS]
    numbered = next((at for at, part in enumerate(parts) if part.number), len(parts))
    return [part for part in parts[numbered:] if part.kind in (Kind.UNKNOWN, Kind.DISTRICT) and not part.in_brackets]


def _edge(parts: Sequence[Part], first: int, second: int, *, leads: bool) -> int:
    """Where between two streets the second venue begins: at a semicolon, else so that towns stand as in the first.

    leads: the town of the first venue stands before its street.
    """
    for at in range(first + 1, second + 1):
        between = parts[at:second]
        only_places = between and all(part.kind in (*_TOWN_KINDS, Kind.UNKNOWN) for part in between)
        if parts[at].begins and (leads or not only_places):
            return at
    if leads:
        return next((at for at in range(first + 1, second) if parts[at].kind in _TOWN_KINDS), second)
    edge = second
    while edge > first + 1 and parts[edge - 1].kind in _IN_FRONT:
        edge -= 1
    return edge
