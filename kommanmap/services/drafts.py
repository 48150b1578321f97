"""Unsaved texts of people at work: kept, found again, forgotten. Knows no form; what it keeps are plain values."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.models import SavedDraft, User

MOST_DRAFTS = 20
"""Of one person; the oldest make room."""

KEPT = timedelta(days=60)
NEW = "neu-"
"""How the keys of places begin that do not exist yet."""


def keep(session: DatabaseSession, *, user_id: int, key: str, words: dict[str, Any], now: datetime) -> None:
    """Keep this text in place of what was kept under the key; an account that is closed keeps nothing."""
    user = session.get(User, user_id)
    if user is None or user.is_disabled:
        return
    known = find(session, user_id=user_id, key=key)
    if known is None:
        known = SavedDraft(user_id=user_id, form_key=key)
        session.add(known)
    known.words, known.saved_utc = words, now
    session.flush()
    newest = select(SavedDraft.id).where(SavedDraft.user_id == user_id)
    kept = session.scalars(newest.order_by(SavedDraft.saved_utc.desc(), SavedDraft.id.desc())).all()
    old = delete(SavedDraft).where(SavedDraft.id.in_(kept[MOST_DRAFTS:]))
    session.execute(old)
    session.execute(delete(SavedDraft).where(SavedDraft.saved_utc < now - KEPT))


def find(session: DatabaseSession, *, user_id: int, key: str) -> SavedDraft | None:
    """The unsaved text of a form."""
    wanted = select(SavedDraft).where(SavedDraft.user_id == user_id, SavedDraft.form_key == key)
    return session.scalars(wanted).one_or_none()


def unfinished(session: DatabaseSession, *, user_id: int) -> list[SavedDraft]:
    """The places that somebody has begun to enter, the newest first."""
    wanted = select(SavedDraft).where(SavedDraft.user_id == user_id, SavedDraft.form_key.startswith(NEW))
    return list(session.scalars(wanted.order_by(SavedDraft.saved_utc.desc(), SavedDraft.id.desc())))


def forget(session: DatabaseSession, *, user_id: int, key: str) -> None:
    """It is saved, or nobody wants it any more."""
    session.execute(delete(SavedDraft).where(SavedDraft.user_id == user_id, SavedDraft.form_key == key))
