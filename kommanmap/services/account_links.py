"""Links by mail that open an account: an invitation, a new password. Kept as a hash, good once, for a short time.

Knows no address of a page and sends nothing. Flushes only.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import joinedload

from kommanmap.models import AccountToken, User
from kommanmap.models.accounts import TokenKind
from kommanmap.services.login_sessions import TOKEN_BYTES, token_hash

LIFE = {
    TokenKind.INVITATION: timedelta(days=7),
    TokenKind.RESET: timedelta(hours=1),
    TokenKind.ADDRESS: timedelta(hours=24),
}


def new_token() -> str:
    """256 random bits, as they stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def make(session: DatabaseSession, *, user: User, kind: TokenKind, now: datetime, new_email: str = "") -> str:
    """A new link's token, which is kept nowhere; the person's earlier links are worth nothing from now on."""
    cancel(session, user_id=user.id)
    token = new_token()
    session.add(
        AccountToken(
            user_id=user.id, kind=kind, token_hash=token_hash(token), created_utc=now, expires_utc=now + LIFE[kind],
            new_email=new_email,
        )
    )  # fmt: skip
    session.flush()
    return token


def user_of(session: DatabaseSession, *, token: str, kind: TokenKind, now: datetime) -> User | None:
    """Whose link this is, while it is good and the account is not disabled."""
    found = living(session, token=token, kind=kind, now=now)
    return None if found is None else found.user


def living(session: DatabaseSession, *, token: str, kind: TokenKind, now: datetime) -> AccountToken | None:
    """The link itself, while it is good and the account is not disabled."""
    wanted = (
        select(AccountToken)
        .options(joinedload(AccountToken.user))
        .where(AccountToken.token_hash == token_hash(token), AccountToken.kind == kind)
        .where(AccountToken.used_utc.is_(None), AccountToken.expires_utc > now)
    )
    found = session.scalars(wanted).unique().one_or_none()
    return None if found is None or found.user.is_disabled else found


def use_up(session: DatabaseSession, *, token: str, now: datetime) -> bool:
    """Take the link; False where somebody else was quicker."""
    unused = (AccountToken.token_hash == token_hash(token), AccountToken.used_utc.is_(None))
    taken = session.execute(update(AccountToken).where(*unused).values(used_utc=now))
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an update has it


def cancel(session: DatabaseSession, *, user_id: int) -> None:
    """No link of this person is good any more."""
    session.execute(delete(AccountToken).where(AccountToken.user_id == user_id))
