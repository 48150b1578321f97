"""A position → the houses around it, nearest first. Knows the index, no names."""

import math
from typing import NamedTuple

from kommanmap.domain.values import EARTH_RADIUS_KM, Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.register.index_file import COLUMN_BITS, E7, HOUSE, cell_of
from kommanmap.geocoding.register.index_reader import IndexReader, Street
from kommanmap.geocoding.search.house_choice import HouseChoice

RINGS = (1, 3, 8, 20)
"""How many cells of about 280 metres are looked at on each side before giving up: 5.6 kilometres."""

CELL_KM = 0.27
"""The least width and height of a cell in the state."""


class Nearby(NamedTuple):
    """The nearest house of a street."""

    km: float
    street: Street
    choice: HouseChoice


def nearby(reader: IndexReader, position: Coordinates, *, limit: int = 1) -> list[Nearby]:
    """The nearest house of each of the nearest streets; none if nobody lives within about five kilometres."""
    lat, lon = round(position.lat * E7), round(position.lon * E7)
    middle = cell_of(lat, lon)
    found: list[tuple[float, tuple[int, ...], int, Street]] = []
    for ring in RINGS:
        streets: dict[int, Street] = {}
        for row in range(-ring, ring + 1):
            cell = middle + row * (1 << COLUMN_BITS)
            for street in reader.streets_in_cells(cell - ring, cell + ring):
                streets[street.id] = street
        found = sorted((*_nearest(street, lat, lon), street.id, street) for street in streets.values())
        if len(found) >= limit and found[limit - 1][0] <= ring * CELL_KM:
            break
    return [_described(reader, km, street, house) for km, house, _, street in found[:limit]]


def _nearest(street: Street, lat: int, lon: int) -> tuple[float, tuple[int, ...]]:
    """Kilometres to the nearest house of a street, on a plane that is true within a few kilometres."""
    narrowing = math.cos(math.radians(lat / E7)) ** 2
    squared, house = min(
        ((other[2] - lat) ** 2 + narrowing * (other[3] - lon) ** 2, other) for other in HOUSE.iter_unpack(street.packed)
    )
    return math.radians(math.sqrt(squared) / E7) * EARTH_RADIUS_KM, house


def _described(reader: IndexReader, km: float, street: Street, packed: tuple[int, ...]) -> Nearby:
    house = reader.unpacked(packed)
    return Nearby(km, street, HouseChoice(house, Accuracy.HOUSE, postcode=house.postcode))
