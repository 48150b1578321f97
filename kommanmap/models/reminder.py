"""Carriers that were asked by mail whether their places are still right, and what visitors said on their own."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kommanmap.models.base import Base, UtcDateTime, enum_column
from kommanmap.models.point import MeetingPoint


class ReminderAnswer(StrEnum):
    """What a carrier says about a place; the values stand in addresses."""

    RIGHT = "stimmt"
    CHANGED = "aendern"
    CLOSED = "geschlossen"


class Reminder(Base):
    """One letter to one mailbox. Of the word in its links only the hash is kept; the address stands nowhere here."""

    __tablename__ = "reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id", ondelete="CASCADE"), index=True)
    sent_utc: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    expires_utc: Mapped[datetime] = mapped_column(UtcDateTime)

    places: Mapped[list["ReminderPlace"]] = relationship(
        back_populates="reminder", cascade="all, delete-orphan", order_by="ReminderPlace.number"
    )


class ReminderPlace(Base):
    """A place in such a letter, by its number there. It is answered once."""

    __tablename__ = "reminder_place"
    __table_args__ = (UniqueConstraint("reminder_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), index=True)
    answer: Mapped[ReminderAnswer | None] = mapped_column(enum_column(ReminderAnswer))
    answered_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reminder: Mapped[Reminder] = relationship(back_populates="places")
    point: Mapped[MeetingPoint] = relationship()


class VisitHint(Base):
    """The last day on which a visitor said that a place is as it stands here, and on how many days one did."""

    __tablename__ = "visit_hint"

    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), primary_key=True)
    last_on: Mapped[date] = mapped_column(Date)
    days: Mapped[int] = mapped_column(Integer)
