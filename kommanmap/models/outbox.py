"""Letters that wait for a mail server, and that they went. Their words are erased as soon as they are gone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.models.base import Base, UtcDateTime, enum_column


class MailKind(StrEnum):
    """Why a letter is written."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a kind of letter
    ACCOUNT_NOTICE = "account_notice"
    REMINDER = "reminder"


class MailState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """The server refused its address, or none took it for days."""


class OutboxMail(Base):
    """One letter to one address. `number` tells it apart for mail servers, too.

    `lease`, `attempts`, `last_error` are as with a job. `text` is "" as soon as the letter waits no longer: it may hold
    a link that opens something.
    """

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[MailKind] = mapped_column(enum_column(MailKind))
    state: Mapped[MailState] = mapped_column(enum_column(MailState), index=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    asked_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_utc: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(String(60), default="")
    lease: Mapped[str] = mapped_column(String(36), default="")
    leased_until_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
