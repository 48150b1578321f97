"""What does not fit together about a point, found by comparing its parts. Knows no sentence and no rule."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.models.base import Base, UtcDateTime


class PointWarning(Base):
    """One doubt about one point: `domain.problems.Problem` as a row. A check replaces all of a point's at once.

    `params` fill the sentence and hold the proposal; `found_utc` is when the doubt was first found.
    """

    __tablename__ = "point_warning"

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    field: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    found_utc: Mapped[datetime] = mapped_column(UtcDateTime)
