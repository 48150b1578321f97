"""Small immutable values that cross borders."""

import math
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of the GRS 80 ellipsoid, kilometres."""


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A WGS 84 position in decimal degrees, latitude first."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"not a position on earth: {self.lat}, {self.lon}")

    def distance_km(self, other: "Coordinates") -> float:
        """Great-circle distance in kilometres (haversine; error under 0.5 % of the ellipsoid)."""
        phi1, phi2 = math.radians(self.lat), math.radians(other.lat)
        half_phi = (phi2 - phi1) / 2
        half_lambda = math.radians(other.lon - self.lon) / 2
        a = math.sin(half_phi) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lambda) ** 2
        return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(a)))


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """West, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, place: Coordinates) -> bool:
        """Whether the position lies inside or on the edge."""
        return self.south <= place.lat <= self.north and self.west <= place.lon <= self.east


NRW_BOUNDS = BoundingBox(west=5.86, south=50.32, east=9.47, north=52.54)
"""North Rhine-Westphalia with a small margin; a pin outside is refused."""
