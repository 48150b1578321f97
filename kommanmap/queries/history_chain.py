"""Whether the history is what was written: every entry, in its order, against the hash it holds. Changes nothing."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from kommanmap.domain.history_chain import FIRST, Entry, link
from kommanmap.models import Change, DataVersion

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Examined:
    """entries: how many fit. broken_at: id of the first that does not, 0 where the end is missing, else None."""

    entries: int
    broken_at: int | None = None


def examine_history(connection: Connection) -> Examined:
    """Read the whole history once, `AT_ONCE` entries at a time."""
    columns = (Change.point_id, Change.kind, Change.actor, Change.at_utc, Change.batch, Change.fields)
    wanted = select(Change.id, Change.hash, *columns).order_by(Change.id)
    last, seen = FIRST, 0
    with connection.execute(wanted, execution_options={"yield_per": AT_ONCE}) as rows:
        for number, found, *said in rows:
            if found != link(last, Entry(*said)):
                return Examined(seen, number)
            last, seen = found, seen + 1
    kept = connection.execute(select(DataVersion.history_hash)).scalar_one_or_none() or FIRST
    return Examined(seen) if kept == last else Examined(seen, 0)
