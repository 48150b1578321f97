"""What is to be done later, because something outside did not answer. Knows neither what a job does nor who runs it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.models.base import Base, UtcDateTime, enum_column


class JobKind(StrEnum):
    """What a job does."""

    GEOCODE_POINT = "geocode_point"


class Job(Base):
    """One thing to do for one point, once: asking again for the same renews `asked_utc` and makes no second row.

    `lease` names who is at it, until `leased_until_utc`; "" and None when nobody is. `attempts` failed, the last with
    the code `last_error`.
    """

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("kind", "point_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[JobKind] = mapped_column(enum_column(JobKind))
    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), index=True)
    asked_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_utc: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(String(60), default="")
    lease: Mapped[str] = mapped_column(String(36), default="")
    leased_until_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
