"""What somebody at work has typed and not yet saved: one form of one person. Never public, never history."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.models.base import Base, UtcDateTime


class SavedDraft(Base):
    """`form_key` is the public id of the place, or a random word for a place that does not exist yet."""

    __tablename__ = "saved_draft"
    __table_args__ = (UniqueConstraint("user_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    form_key: Mapped[str] = mapped_column(String(60))
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_utc: Mapped[datetime] = mapped_column(UtcDateTime)
