"""What the public sent about places: letters that wait for a person. Holds no address and no name of a sender."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kommanmap.domain.suggestions import RefusalReason, ReportKind, SuggestionKind, SuggestionStatus
from kommanmap.models.area import Municipality
from kommanmap.models.base import Base, UtcDateTime, enum_column
from kommanmap.models.point import MeetingPoint


class Suggestion(Base):
    """One letter. Its words (`fields`, `message`, `question`, `reply`) are erased after `KEPT_DAYS`.

    `code_hash` is the SHA-256 of the receipt code. `point_id`: the place it is about, or that was made of it. `reason`
    is what staff say to the sender when they decide, besides the fixed `refusal`.
    """

    __tablename__ = "suggestion"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[SuggestionKind] = mapped_column(enum_column(SuggestionKind))
    report_kind: Mapped[ReportKind | None] = mapped_column(enum_column(ReportKind))
    status: Mapped[SuggestionStatus] = mapped_column(enum_column(SuggestionStatus), index=True)
    language: Mapped[str] = mapped_column(String(10))
    ags: Mapped[str] = mapped_column(ForeignKey("municipality.ags"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), index=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    message: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    times_sent: Mapped[int] = mapped_column(Integer, default=1)
    question: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    refusal: Mapped[RefusalReason | None] = mapped_column(enum_column(RefusalReason))
    reason: Mapped[str] = mapped_column(Text, default="")
    sent_utc: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    decided_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    erased_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as a plain dict

    point: Mapped[MeetingPoint | None] = relationship()
    municipality: Mapped[Municipality] = relationship()
