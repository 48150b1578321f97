"""Which municipality a postcode serves, from positions, boundaries and place names."""

from collections.abc import Mapping, Sequence

from reference.boundaries import Boundaries, MunicipalityFinder
from reference.tables import Row

POSTCODE_FIELDS = ("postcode", "ags", "lat", "lon", "main")

BY_HAND = {"52156": "05334020"}
"""Monschau: the position lies a few metres beyond the border, in Belgian territory."""

LEFT_OUT = {"33333"}
"""A company in Gütersloh; not on the state's list of 864 delivery areas."""


def build_postcodes(
    positions: Mapping[str, tuple[float, float]],
    names: Mapping[str, Sequence[str]],
    municipalities: Sequence[Row],
    boundaries: Boundaries,
) -> list[Row]:
    """One row for each postcode and municipality it serves; `main` is the one the position lies in."""
    by_name = {plain_name(row["name"]): row["ags"] for row in municipalities}
    finder = MunicipalityFinder(boundaries)
    rows: list[Row] = []
    for postcode, (lat, lon) in sorted(positions.items()):
        ags = BY_HAND.get(postcode) or finder.find((lon, lat))
        if ags is None or postcode in LEFT_OUT:
            continue
        served = [by_name[place] for place in map(plain_name, names[postcode]) if place in by_name]
        if ags not in served:
            raise SystemExit(f"{postcode}: position in {ags}, but its places are {', '.join(names[postcode])}")
        for each in sorted(served, key=lambda key: (key != ags, key)):
            main = "yes" if each == ags else "no"
            rows.append({"postcode": postcode, "ags": each, "lat": f"{lat:.5f}", "lon": f"{lon:.5f}", "main": main})
    return rows


def plain_name(name: str) -> str:
    """Without the addition: `Halle (Westf.)` and `Halle (Westfalen)` are both `Halle`."""
    return name.split(" (")[0].split("/")[0]
