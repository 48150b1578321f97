"""What all processes know about outside geocoders: their answers, whose turn it is, and which of them rests.

Holds addresses of houses as they were asked for, and nothing about who asked.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.models.base import Base, UtcDateTime


class GeocoderAnswer(Base):
    """What a service answered to one question; `findings` is empty where it knows nothing. Goes at `expires_utc`.

    `key` is a hash of service and question, `question` the folded address for whoever looks into the table.
    """

    __tablename__ = "geocoder_answer"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    service: Mapped[str] = mapped_column(String(20))
    question: Mapped[str] = mapped_column(String(300))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    asked_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_utc: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class GeocoderService(Base):
    """One outside service: when the next request may leave, and until when it is left alone after failures."""

    __tablename__ = "geocoder_service"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    next_turn_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    rests_until_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(String(60), default="")
