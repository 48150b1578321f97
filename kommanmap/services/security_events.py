"""What happened around accounts and rights, for those who have to look into it. Flushes only.

An entry holds a number of an account and plain words, never a name, an address, a password or a token.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.models import SecurityEvent

KEPT = timedelta(days=365)


class EventKind(StrEnum):
    """What is written down."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SECOND_FACTOR_FAILED = "second_factor_failed"
    THROTTLED = "throttled"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    INVITED = "invited"
    INVITATION_TAKEN = "invitation_taken"
    RESET_ASKED = "reset_asked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    ADDRESS_ASKED = "address_asked"
    ADDRESS_CHANGED = "address_changed"
    FORGOTTEN = "forgotten"
    RECOVERY_CODE_USED = "recovery_code_used"
    RIGHTS_CHANGED = "rights_changed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    DENIED = "denied"
    EXPORTED = "exported"
    IMPORTED = "imported"


def note(
    session: DatabaseSession,
    *,
    kind: EventKind,
    now: datetime,
    actor: str = "",
    user_id: int | None = None,
    details: Mapping[str, str | int] | None = None,
) -> None:
    """Write one event down. actor: who did it ("state:3"); user_id: whose account it is about."""
    event = SecurityEvent(kind=kind.value, at_utc=now, actor=actor, user_id=user_id, details=dict(details or {}))
    session.add(event)
    session.flush()


def forget_old(session: DatabaseSession, *, now: datetime) -> None:
    """Delete what has been kept long enough."""
    session.execute(delete(SecurityEvent).where(SecurityEvent.at_utc <= now - KEPT))
