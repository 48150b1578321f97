"""UTM zone 32 becomes degrees: checked against published points and, over all of the state, against PROJ."""

import math

import pytest
from pyproj import Transformer

from kommanmap.geocoding.register.utm32 import converter, to_wgs84

METRES_PER_DEGREE = 111_320.0
GIGS_5101 = (
    (-5.0, 60.0, 232704.966, 1127751.264),
    (-5.0, 49.0, 180586.020, -95662.911),
    (-4.0, 60.0, 288455.816, 1125643.213),
    (-3.0, 60.0, 344223.662, 1124378.512),
    (-2.0, 49.0, 400000.000, -100000.000),
    (1.0, 60.0, 567295.034, 1127751.264),
    (3.0, 49.0, 765648.501, -87944.740),
)
"""Longitude, latitude, easting, northing: rows of the published test of the transverse Mercator projection
(IOGP, GIGS test 5101 part 1, JHS formulas), given to the millimetre."""
GIGS_SCALE, GIGS_MERIDIAN, GIGS_FALSE_EASTING, GIGS_EQUATOR = 0.9996012717, -2.0, 400_000.0, -5527462.686
"""Its own map grid; all such grids are the same but for scale and shift."""


def apart(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two near points."""
    east = (lon - other_lon) * METRES_PER_DEGREE * math.cos(math.radians(lat))
    return math.hypot((lat - other_lat) * METRES_PER_DEGREE, east)


@pytest.mark.parametrize(("lon", "lat", "east", "north"), GIGS_5101)
def test_published_control_points_come_out_to_two_millimetres(
    lon: float, lat: float, east: float, north: float
) -> None:
    ratio = 0.9996 / GIGS_SCALE
    as_zone_32 = ((east - GIGS_FALSE_EASTING) * ratio + 500_000.0, (north - GIGS_EQUATOR) * ratio)
    assert apart(*to_wgs84(*as_zone_32), lat, lon - GIGS_MERIDIAN + 9.0) < 0.002


def test_an_address_lies_where_its_publisher_shows_it() -> None:
    assert apart(*to_wgs84(365471.472, 5721550.800), 51.62887123, 7.05633275) < 0.001


def test_all_of_the_state_agrees_with_proj_to_a_micrometre() -> None:
    proj = Transformer.from_crs(25832, 4326)
    places = [(east, north) for east in range(270_000, 545_000, 9_173) for north in range(5_570_000, 5_830_000, 9_173)]
    theirs = zip(*proj.transform([east for east, _ in places], [north for _, north in places]), strict=True)
    convert = converter()
    worst = max(
        apart(*convert(float(east), float(north)), *known) for (east, north), known in zip(places, theirs, strict=True)
    )
    assert len(places) > 800
    assert worst < 1e-6


def test_an_easting_may_carry_the_prefix_of_its_zone() -> None:
    assert apart(*to_wgs84(32365471.472, 5721550.800), *to_wgs84(365471.472, 5721550.800)) < 1e-6
