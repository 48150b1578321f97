"""The one row that tells every process that something public has changed. Bumped in the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.history_chain import FIRST
from kommanmap.models import DataVersion

_THE_ROW = 1


@dataclass(frozen=True, slots=True)
class Versions:
    """Where the data stand: `version` rises with every change, `reference` with centres, towns and postcodes."""

    version: int
    reference: int
    changed_utc: datetime | None


def versions(session: DatabaseSession) -> Versions:
    """The present numbers; zeros before the first change."""
    row = session.get(DataVersion, _THE_ROW)
    return Versions(row.version, row.reference, row.changed_utc) if row else Versions(0, 0, None)


def lock(session: DatabaseSession, *, now: datetime) -> DataVersion:
    """The row, held until the transaction ends: whoever else wants to change data waits here.

    Taken before reading what a change depends on, it makes writers one after the other on every database (SQLite has
    the whole file locked by then).
    """
    session.flush()  # the row is read anew below: what hangs on it must be written first
    row = session.get(DataVersion, _THE_ROW, with_for_update=True, populate_existing=True)
    if row is None:
        row = DataVersion(id=_THE_ROW, version=0, reference=0, changed_utc=now, history_hash=FIRST)
        session.add(row)
        session.flush()
    return row


def held(session: DatabaseSession) -> DataVersion:
    """The row that `lock` took in this transaction."""
    return session.get_one(DataVersion, _THE_ROW)


def bump(session: DatabaseSession, *, now: datetime, reference: bool = False) -> int:
    """Raise the version (and `reference` if asked) and give the new one."""
    row = lock(session, now=now)
    row.version += 1
    row.reference += 1 if reference else 0
    row.changed_utc = now
    session.flush()
    return row.version
