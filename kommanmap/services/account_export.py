"""Everything that is kept about one person at work, for that person. Without secrets. Changes nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.vocabulary import Role
from kommanmap.models import (
    Centre,
    Change,
    LoginSession,
    MeetingPoint,
    OutboxMail,
    Passkey,
    SavedDraft,
    SecurityEvent,
    TableDraft,
    User,
    UserCentre,
    UserPoint,
)
from kommanmap.services.second_factor import recovery_codes_left


def exported(session: DatabaseSession, *, user: User) -> dict[str, Any]:
    """As JSON can hold it. What others wrote, such as the places themselves, is not about the person."""
    return {
        "account": _account(session, user),
        "centres": _texts(session, select(Centre.slug).join(UserCentre).where(UserCentre.user_id == user.id)),
        "places": _texts(session, select(MeetingPoint.public_id).join(UserPoint).where(UserPoint.user_id == user.id)),
        "sessions": [
            {"browser": row.browser, "begun": _at(row.created_utc), "last_used": _at(row.seen_utc)}
            for row in session.scalars(select(LoginSession).where(LoginSession.user_id == user.id))
        ],
        "passkeys": [
            {"name": row.name, "set_up": _at(row.created_utc), "last_used": _at(row.last_used_utc)}
            for row in session.scalars(select(Passkey).where(Passkey.user_id == user.id))
        ],
        "unsaved_texts": [
            {"form": row.form_key, "saved": _at(row.saved_utc), "words": row.words}
            for row in session.scalars(select(SavedDraft).where(SavedDraft.user_id == user.id))
        ],
        "tables": [
            {"file": row.file_name, "uploaded": _at(row.uploaded_utc)}
            for row in session.scalars(select(TableDraft).where(TableDraft.user_id == user.id))
        ],
        "letters": [
            {"kind": row.kind.value, "subject": row.subject, "asked": _at(row.asked_utc), "ended": _at(row.ended_utc)}
            for row in session.scalars(select(OutboxMail).where(OutboxMail.to == user.email).order_by(OutboxMail.id))
        ],
        "security_events": _events(session, user),
        "changes": _changes(session, user),
    }


def _account(session: DatabaseSession, user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role.value,
        "created": _at(user.created_utc),
        "last_login": _at(user.last_login_utc),
        "disabled": _at(user.disabled_utc),
        "has_authenticator_app": bool(user.totp_secret),
        "recovery_codes_left": recovery_codes_left(session, user),
    }


def _names(user: User) -> Sequence[str]:
    """How histories have called this account, in whichever role it was."""
    return [f"{role.value}:{user.id}" for role in Role]


def _events(session: DatabaseSession, user: User) -> list[dict[str, Any]]:
    about = or_(SecurityEvent.user_id == user.id, SecurityEvent.actor.in_(_names(user)))
    rows = session.scalars(select(SecurityEvent).where(about).order_by(SecurityEvent.id))
    return [{"at": _at(row.at_utc), "what": row.kind, "by": row.actor, "details": row.details} for row in rows]


def _changes(session: DatabaseSession, user: User) -> list[dict[str, Any]]:
    wanted = (
        select(Change, MeetingPoint.public_id)
        .join(MeetingPoint, MeetingPoint.id == Change.point_id)
        .where(Change.actor.in_(_names(user)))
        .order_by(Change.id)
    )
    return [
        {"at": _at(row.at_utc), "place": place, "kind": row.kind.value, "fields": sorted(row.fields)}
        for row, place in session.execute(wanted)
    ]


def _texts(session: DatabaseSession, wanted: Any) -> list[str]:
    return sorted(session.scalars(wanted))


def _at(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat()
