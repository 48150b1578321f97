"""What changed, and the one number that tells every process that something public did."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.domain.vocabulary import ChangeKind
from kommanmap.models.base import Base, UtcDateTime, enum_column


class Change(Base):
    """One entry of a point's history: who (role or command, never an address), when, before → after per field."""

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind))
    actor: Mapped[str] = mapped_column(String(120))
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    batch: Mapped[str] = mapped_column(String(36), default="", index=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)


class DataVersion(Base):
    """One row. `version` rises in the same transaction as any public change; `reference` with centres and towns."""

    __tablename__ = "data_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=0)
    reference: Mapped[int] = mapped_column(Integer, default=0)
    changed_utc: Mapped[datetime] = mapped_column(UtcDateTime)
