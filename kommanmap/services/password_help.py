"""Somebody has lost a password and asks for a link by mail. Nobody learns by it whether an account exists.

For an address without an account the same is done as for one with, and taken back at once. Knows no page and no words
of a letter. Flushes only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.models import MailKind, User
from kommanmap.models.accounts import TokenKind
from kommanmap.services import account_links
from kommanmap.services.outbox import post
from kommanmap.services.security_events import EventKind, note

NOBODY = 0
"""A number that no account has."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written: one line, and the text with the link."""

    subject: str
    text: str


Compose = Callable[[str, TokenKind], Letter]
"""A link's token and kind → the letter."""


def ask(session: DatabaseSession, *, email: str, compose: Compose, now: datetime) -> None:
    """Write a letter to the owner of an account: for a new password, or with the invitation not yet taken up."""
    user = session.scalars(select(User).where(User.email == email, User.is_disabled.is_(False))).one_or_none()
    kind = TokenKind.INVITATION if user is not None and not user.password_hash else TokenKind.RESET
    attempt = session.begin_nested()
    token = _nobodys_link(session, now) if user is None else account_links.make(session, user=user, kind=kind, now=now)
    letter = compose(token, kind)
    note(session, kind=EventKind.RESET_ASKED, now=now, user_id=None if user is None else user.id)
    mail_kind = MailKind.PASSWORD_RESET if kind is TokenKind.RESET else MailKind.INVITATION
    post(session, kind=mail_kind, to=email, subject=letter.subject, text=letter.text, now=now)
    if user is None:
        attempt.rollback()
    else:
        attempt.commit()


def _nobodys_link(session: DatabaseSession, now: datetime) -> str:
    """As much work as a link, for nobody; an entry in its place, which is taken back with the rest."""
    account_links.cancel(session, user_id=NOBODY)
    note(session, kind=EventKind.RESET_ASKED, now=now)
    return account_links.new_token()
