"""How many places each municipality has, and so where there are none. Asks the index only."""

from kommanmap.queries.index import PointIndex


def coverage(index: PointIndex) -> dict[str, int]:
    """Listed places by AGS, for every municipality in the order of names; 0 where there are none."""
    counts = index.town_counts(index.parts(index.alive))
    return {town.ags: counts.get(town.ags, 0) for town in index.gazetteer.towns.values()}
