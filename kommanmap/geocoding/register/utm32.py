"""ETRS89 / UTM zone 32N (EPSG:25832) → WGS 84 in plain Python. Knows numbers only.

Krüger's series (1912) in the third flattening n up to n⁴: below a micrometre anywhere near the zone. ETRS89 and
WGS 84 are taken as equal, as PROJ does. The projection is conformal: one complex number carries a point through it.
"""

import cmath
import math
from collections.abc import Callable

FALSE_EASTING = 500_000.0
CENTRAL_MERIDIAN = 9.0
ZONE_PREFIX = 32_000_000.0
"""What EPSG:4647 adds to each easting: 32349925.060 instead of 349925.060."""

_SCALE = 0.9996
_N = (1 / 298.257222101) / (2 - 1 / 298.257222101)
_RADIUS = 6_378_137.0 / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161_280,
)
"""From the plane to the conformal sphere."""
_DELTA = (
    2 * _N - 2 * _N**2 / 3 - 2 * _N**3 + 116 * _N**4 / 45,
    7 * _N**2 / 3 - 8 * _N**3 / 5 - 227 * _N**4 / 45,
    56 * _N**3 / 15 - 136 * _N**4 / 35,
    4279 * _N**4 / 630,
)
"""From conformal to geodetic latitude."""

Converter = Callable[[float, float], tuple[float, float]]
"""(easting, northing) in metres → (latitude, longitude) in degrees."""


def converter() -> Converter:
    """A conversion for millions of points: everything that is always the same lies ready, no name is looked up twice.

    Eastings are those of EPSG:25832, without zone prefix.
    """
    b1, b2, b3, b4 = _nested(_BETA)
    d1, d2, d3, d4 = _nested(_DELTA)
    origin, meridian = FALSE_EASTING, CENTRAL_MERIDIAN
    to_plane, to_degrees = 1 / (_SCALE * _RADIUS), 180 / math.pi
    complex_sin, complex_cos, artanh = cmath.sin, cmath.cos, cmath.atanh
    sin, cos, sinh, arctan = math.sin, math.cos, math.sinh, math.atan

    def convert(east: float, north: float) -> tuple[float, float]:
        z = complex(north, east - origin) * to_plane
        twice = z + z
        c = complex_cos(twice)
        c += c
        w = artanh(complex_sin(z - complex_sin(twice) * (b1 + c * (b2 + c * (b3 + c * b4)))))
        conformal = arctan(sinh(w.real))
        angle = conformal + conformal
        k = cos(angle)
        k += k
        latitude = conformal + sin(angle) * (d1 + k * (d2 + k * (d3 + k * d4)))
        return latitude * to_degrees, meridian + w.imag * to_degrees

    return convert


def to_wgs84(east: float, north: float) -> tuple[float, float]:
    """(latitude, longitude) in degrees of a point in metres; an easting of EPSG:4647 may carry its zone's prefix."""
    return _convert(east - ZONE_PREFIX if east > ZONE_PREFIX else east, north)


def _nested(series: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Σ sⱼ·sin(jx) = sin(x)·(a + c·(b + c·(c₃ + c·c₄))) with c = 2·cos(x): the factors of that nested form."""
    s1, s2, s3, s4 = series
    return s1 - s3, s2 - 2 * s4, s3, s4


_convert = converter()
