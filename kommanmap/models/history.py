"""What changed, and the one number that tells every process that something public did."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, event
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.domain.history_chain import FIRST, Entry
from kommanmap.domain.vocabulary import ChangeKind
from kommanmap.models.base import Base, UtcDateTime, enum_column


class Change(Base):
    """One entry of a point's history: who (role or command, never an address), when, before → after per field.

    Written once, never altered. hash: over the entry before and this one (`domain.history_chain`).
    """

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind))
    actor: Mapped[str] = mapped_column(String(120))
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    batch: Mapped[str] = mapped_column(String(36), default="", index=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64), default=FIRST, server_default=FIRST)

    @property
    def entry(self) -> Entry:
        """What it says, as the chain takes it."""
        return Entry(self.point_id, self.kind, self.actor, self.at_utc, self.batch, self.fields)


class HistoryIsWritten(Exception):
    """Something tried to alter or remove an entry of the history."""


@event.listens_for(Change, "before_update")
@event.listens_for(Change, "before_delete")
def _refuse(_mapper: Any, _connection: Any, change: Change) -> None:
    raise HistoryIsWritten(f"change {change.id}")


class DataVersion(Base):
    """One row. `version` rises in the same transaction as any public change; `reference` with centres and towns.

    history_hash: of the newest entry of the history, so that its end cannot go missing.
    """

    __tablename__ = "data_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=0)
    reference: Mapped[int] = mapped_column(Integer, default=0)
    changed_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    history_hash: Mapped[str] = mapped_column(String(64), default=FIRST, server_default=FIRST)
