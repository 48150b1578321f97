"""Colours of other people's websites: reading them, and whether text can be read in them. Knows no page and no setting.

Contrast as WCAG 2.2 counts it. A pair that cannot be read has a nearest one that can: the same hue, lighter or darker.
"""

import re
from dataclasses import dataclass

READABLE = 4.5
"""Contrast that text of any size needs (WCAG 2.2, 1.4.3)."""

SEEN = 3.0
"""Contrast that edges and marks need (1.4.11)."""

STEPS = 200
"""So finely the way to black or white is walked."""

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE | re.ASCII)
_LINEAR_BELOW, _LINEAR_BY = 0.04045, 12.92
_WEIGHTS = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, slots=True, order=True)
class Colour:
    """Red, green and blue from 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def code(self) -> str:
        """Six digits, as they stand in an address."""
        return f"{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def css(self) -> str:
        """As a style sheet writes it."""
        return f"#{self.code}"

    @property
    def luminance(self) -> float:
        """From 0 (black) to 1 (white)."""
        parts = (self.red / 255, self.green / 255, self.blue / 255)
        linear = (part / _LINEAR_BY if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


def read_colour(text: str) -> Colour | None:
    """`#0b5b58`, `0b5b58` or `#abc`; None for everything else."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1] if len(found[1]) > len("abc") else "".join(digit * 2 for digit in found[1])
    return Colour(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the one."""
    pairs = ((one.red, other.red), (one.green, other.green), (one.blue, other.blue))
    return Colour(*(round(mine + (theirs - mine) * share) for mine, theirs in pairs))


def best_on(ground: Colour) -> Colour:
    """Black or white, whichever is read better there; one of them always is."""
    return max(WHITE, BLACK, key=lambda colour: contrast(colour, ground))


def nearest_readable(colour: Colour, ground: Colour, least: float = READABLE) -> Colour:
    """The colour itself where it can be read on the ground; else the nearest one on its way to black or to white."""
    for step in range(STEPS + 1):
        ways = (mixed(colour, end, step / STEPS) for end in (BLACK, WHITE))
        good = [way for way in ways if contrast(way, ground) >= least]
        if good:
            return max(good, key=lambda way: contrast(way, ground))
    return best_on(ground)
