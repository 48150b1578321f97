"""Accounts that have been disabled for long lose everything that says who it was. Histories keep role and number.

Knows no page. Flushes only.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.models import OutboxMail, SavedDraft, TableDraft, User
from kommanmap.queries.people import FORGOTTEN_HOST, is_known
from kommanmap.services import account_links, login_sessions, second_factor
from kommanmap.services.login_sessions import staff_of
from kommanmap.services.security_events import EventKind, note

FORGET_AFTER = timedelta(days=90)
MOST_AT_ONCE = 200


def forget_disabled(session: DatabaseSession, *, now: datetime) -> int:
    """Anonymise accounts disabled for 90 days; give how many. The number stays, so that histories stay true."""
    long_ago = (User.is_disabled.is_(True), User.disabled_utc <= now - FORGET_AFTER, is_known())
    found = session.scalars(select(User).where(*long_ago).order_by(User.id).limit(MOST_AT_ONCE)).all()
    for user in found:
        _forget(session, user, now)
    return len(found)


def _forget(session: DatabaseSession, user: User, now: datetime) -> None:
    actor, before = staff_of(user).actor, user.email
    session.execute(delete(OutboxMail).where(func.lower(OutboxMail.to) == before))
    for table in (SavedDraft, TableDraft):
        session.execute(delete(table).where(table.user_id == user.id))
    second_factor.remove_everything(session, user=user)
    login_sessions.end_all(session, user_id=user.id)
    account_links.cancel(session, user_id=user.id)
    user.centres.clear()
    user.points.clear()
    user.email, user.name, user.password_hash = f"konto-{user.id}{FORGOTTEN_HOST}", "", ""
    user.last_login_utc = None
    note(session, kind=EventKind.FORGOTTEN, now=now, actor="job", user_id=user.id, details={"account": actor})
