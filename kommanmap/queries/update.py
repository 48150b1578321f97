"""Bring an index up to date: read only what changed, or build anew when that is simpler.

Every read of points carries the data version at which a row last changed. The base segment stays as it is; all rows
that changed after it form the tail, read again as a whole each time (at most `MOST_CHANGED`), so an update never
changes anything that a thread may be reading. Knows no requests.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, String, func, select, type_coerce

from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.geocoding.names.places import Streets
from kommanmap.models import DataVersion, MeetingPoint
from kommanmap.queries.bits import from_ids
from kommanmap.queries.build import LISTED, read_segment
from kommanmap.queries.index import PointIndex
from kommanmap.queries.read_gazetteer import read_gazetteer

MOST_CHANGED = 2_000
"""With more changed points than this the index is built anew."""


@dataclass(frozen=True, slots=True)
class Version:
    """What the DataVersion row says; both 0 in an empty database."""

    version: int
    reference: int


def read_version(connection: Connection) -> Version:
    """The newest version that is committed."""
    row = connection.execute(select(DataVersion.version, DataVersion.reference)).first()
    return Version(row.version, row.reference) if row else Version(0, 0)


def build_index(connection: Connection, streets: Streets | None = None) -> PointIndex:
    """Everything anew. The version is read first: what commits meanwhile is read again by the next update."""
    version = read_version(connection)
    gazetteer = read_gazetteer(connection)
    if streets is not None:
        gazetteer = gazetteer.with_streets(streets)
    base = read_segment(connection, gazetteer)
    return PointIndex(version.version, version.reference, version.version, gazetteer, base)


def updated(index: PointIndex, connection: Connection) -> PointIndex | None:
    """The index at the newest version; None when too much changed and it must be built anew."""
    version = read_version(connection)
    if version == Version(index.version, index.reference):
        return index
    if version.reference != index.reference or version.version < index.version:
        return None
    status = type_coerce(MeetingPoint.status, String)
    changed = connection.execute(
        select(MeetingPoint.id, status).where(MeetingPoint.data_version > index.base_version).limit(MOST_CHANGED + 1)
    ).all()
    if len(changed) > MOST_CHANGED:
        return None
    base = index.base
    documents = [document for point_id, _ in changed if (document := base.document(point_id)) is not None]
    listed = [point_id for point_id, state in changed if state in LISTED_STATUSES]
    tail = read_segment(connection, index.gazetteer, only=listed) if listed else None
    new = PointIndex(
        version.version,
        version.reference,
        index.base_version,
        index.gazetteer,
        base,
        tail,
        from_ids(documents, base.size),
    )
    complete = new.listed_count == _listed(connection)
    return new if complete or read_version(connection) != version else None


def _listed(connection: Connection) -> int:
    """How many points the tables list: differs from the index only if rows were deleted by hand."""
    return connection.execute(select(func.count()).select_from(MeetingPoint).where(LISTED)).scalar_one()
