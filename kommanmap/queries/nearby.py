"""The places around a place. Asks the index only."""

from heapq import merge
from itertools import islice

from kommanmap.queries.index import PointIndex
from kommanmap.queries.paging import Hit


def nearby(index: PointIndex, point_id: int, limit: int = 5, within_km: float = 25) -> tuple[Hit, ...]:
    """The listed places nearest to one of them, nearest first; () if it is not listed.

    Distances from or to a place whose position is not public are measured from its town but not said.
    """
    document = index.document(point_id)
    if document is None:
        return ()
    origin = index.position(document)
    others = index.within(origin, within_km) & index.alive & ~(1 << document)
    parts = index.parts(others)
    streams = [index.nearest_first(origin, order, sides) for order, sides in enumerate(parts) if any(sides)]
    vague_start = index.is_vague(document)
    return tuple(
        Hit(index.point_id(other), None if vague_start or index.is_vague(other) else km)
        for km, other in islice(merge(*streams), limit)
    )
