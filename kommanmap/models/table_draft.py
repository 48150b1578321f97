"""A table that somebody at work has uploaded and not yet taken over: its rows, what they would do, what was chosen."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.models.base import Base, UtcDateTime


class TableDraft(Base):
    """One upload of one person. `name` stands in its address and is random.

    `rows` is what was read from the file, `lines` what each row would do as it was shown last, `answers` what a person
    has said to lines that asked, `left_out` the lines that shall not be taken over, `batches` the names of what was
    taken over so far.
    """

    __tablename__ = "table_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(36), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    uploaded_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    rows: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    left_out: Mapped[list[int]] = mapped_column(JSON)
    batches: Mapped[list[str]] = mapped_column(JSON)
