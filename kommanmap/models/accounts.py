"""Who may sign in, and everything that proves it. Secrets are kept as hashes; what has no use any more is deleted.

Knows nothing of requests, figures or rules: those are in `services.accounts`.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kommanmap.domain.vocabulary import Role
from kommanmap.models.base import Base, UtcDateTime, enum_column


class User(Base):
    """One account. `email` in lower case; "" for a password means: the invitation has not been taken up."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[Role] = mapped_column(enum_column(Role))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    """Base32; "" while no authenticator app is set up."""
    totp_last_step: Mapped[int] = mapped_column(Integer, default=0)
    """The time step of the last code that was taken: each counts once."""
    is_disabled: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="is_disabled"), default=False)
    created_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_login_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)

    centres: Mapped[list["UserCentre"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    points: Mapped[list["UserPoint"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class UserCentre(Base):
    """A centre that somebody in the role *centre* works for."""

    __tablename__ = "user_centre"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id", ondelete="CASCADE"), primary_key=True, index=True)


class UserPoint(Base):
    """A place that somebody in the role *carrier* keeps."""

    __tablename__ = "user_point"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    point_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_point.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class LoginSession(Base):
    """A signed-in browser. The cookie holds a random token, this row its SHA-256.

    `second_factor_utc` None: the password was right, the second factor is still missing. `fresh_utc`: when the person
    last proved who they are, for changes that ask for it anew.
    """

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    second_factor_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fresh_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(60), default="")
    """Family and system, coarse ("Firefox, Windows"), so that people know their own sessions again."""
    challenge: Mapped[str] = mapped_column(String(120), default="")
    """Of a passkey ceremony under way; used once."""

    user: Mapped[User] = relationship()


class TokenKind(StrEnum):
    """What an account link is good for."""

    INVITATION = "invitation"
    RESET = "reset"
    ADDRESS = "address"
    """Another mail address, which shows with this link that it is read."""


class AccountToken(Base):
    """A link by mail: 128 random bits or more, kept as SHA-256, good once and for a short time."""

    __tablename__ = "account_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[TokenKind] = mapped_column(enum_column(TokenKind))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    used_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    new_email: Mapped[str] = mapped_column(String(200), default="")
    """Of an address link: the address that takes the place of the account's."""

    user: Mapped[User] = relationship()


class RecoveryCode(Base):
    """A way in when the second factor is lost; kept as SHA-256 of a random code, good once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Base):
    """A WebAuthn credential. `sign_count` must never go back."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2000))
    sign_count: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(60), default="")
    created_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attempt(Base):
    """One try against a limit: `bucket` says whose and what ("login:user:17"), never an address or a name."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(120), index=True)
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class SecurityEvent(Base):
    """What happened around accounts and rights: who, what, when. Never a password, a token or an address."""

    __tablename__ = "security_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(120), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
