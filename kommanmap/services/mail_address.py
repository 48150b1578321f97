"""Somebody's own mail address becomes another: asked for by its owner, true when the new mailbox has been read.

Knows no page and no words of a letter. Flushes only.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import NotFound
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.models import LoginSession, User
from kommanmap.models.accounts import TokenKind
from kommanmap.services import account_links
from kommanmap.services.login_sessions import staff_of
from kommanmap.services.security_events import EventKind, note


def ask(session: DatabaseSession, *, login: LoginSession, email: str, now: datetime) -> str:
    """The token of a link for the new address; until somebody opens it, nothing changes.

    Raises:
        InvalidDraft: it is the address of an account already.
    """
    user = login.user
    if _is_taken(session, email):
        raise InvalidDraft([Problem("email", "address_in_use")])
    note(session, kind=EventKind.ADDRESS_ASKED, now=now, actor=staff_of(user).actor, user_id=user.id)
    return account_links.make(session, user=user, kind=TokenKind.ADDRESS, now=now, new_email=email)


def asked_for(session: DatabaseSession, *, token: str, now: datetime) -> str:
    """The new address behind a link; "" where the link is not good any more."""
    found = account_links.living(session, token=token, kind=TokenKind.ADDRESS, now=now)
    return "" if found is None else found.new_email


def confirm(session: DatabaseSession, *, token: str, now: datetime) -> tuple[User, str]:
    """The new mailbox has been read: sign-in and letters go by it from now on. Gives the account and its old address.

    Raises:
        NotFound: the link is not good any more, or the address has become somebody else's.
    """
    link = account_links.living(session, token=token, kind=TokenKind.ADDRESS, now=now)
    if link is None or _is_taken(session, link.new_email) or not account_links.use_up(session, token=token, now=now):
        raise NotFound("link")
    user, before = link.user, link.user.email
    user.email = link.new_email
    note(session, kind=EventKind.ADDRESS_CHANGED, now=now, actor=staff_of(user).actor, user_id=user.id)
    account_links.cancel(session, user_id=user.id)
    return user, before


def _is_taken(session: DatabaseSession, email: str) -> bool:
    return session.scalar(select(User.id).where(User.email == email)) is not None
