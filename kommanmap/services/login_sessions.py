"""Signed-in browsers: begin, find again, end. Knows neither cookies nor passwords. `now` is an argument; flushes only.

Figures: an unused session ends after 30 minutes, every session after 12 hours (ASVS 5.0, 7.3.1 and 7.3.2); who last
proved who they are less than 15 minutes ago need not do it again before a sensitive change (7.5.1).
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import joinedload

from kommanmap.domain.staff import Scope, Staff
from kommanmap.domain.vocabulary import Role
from kommanmap.models import LoginSession, User

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=15)
TOKEN_BYTES = 32
EVERYTHING = Scope(everything=True)
"""What the state coordination reaches."""
SEEN_STEP = timedelta(minutes=1)
"""A session's last use is kept this coarsely, so that reading pages hardly ever writes."""


def token_hash(token: str) -> str:
    """What is kept of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: DatabaseSession, *, user: User, now: datetime, browser: str = "", complete: bool = False) -> str:
    """A new session; give its token, which is kept nowhere. complete: no second factor is wanted any more."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        LoginSession(
            user_id=user.id, token_hash=token_hash(token), created_utc=now, seen_utc=now, fresh_utc=now,
            second_factor_utc=now if complete else None, browser=browser,
        )
    )  # fmt: skip
    session.flush()
    return token


def find(session: DatabaseSession, *, token: str, now: datetime) -> LoginSession | None:
    """The living session of a token, of an account that is not disabled; complete or not."""
    wanted = (
        select(LoginSession).options(joinedload(LoginSession.user)).where(LoginSession.token_hash == token_hash(token))
    )
    found = session.scalars(wanted).unique().one_or_none()
    if found is None or found.user.is_disabled or not is_alive(found, now=now):
        return None
    return found


def is_alive(login: LoginSession, *, now: datetime) -> bool:
    """Whether it is neither idle for too long nor too old."""
    return now - login.seen_utc < IDLE and now - login.created_utc < LONGEST


def ends_utc(login: LoginSession) -> datetime:
    """When it ends if it is not used any more."""
    return min(login.seen_utc + IDLE, login.created_utc + LONGEST)


def is_fresh(login: LoginSession, *, now: datetime) -> bool:
    """Whether the person proved lately who they are."""
    return now - login.fresh_utc < FRESH


def wants_touch(login: LoginSession, *, now: datetime) -> bool:
    """Whether its last use has to be written down."""
    return now - login.seen_utc >= SEEN_STEP


def touch(session: DatabaseSession, *, login: LoginSession, now: datetime) -> None:
    """It was used."""
    login.seen_utc = now
    session.flush()


def end(session: DatabaseSession, *, login: LoginSession) -> None:
    """Sign this browser out."""
    session.delete(login)
    session.flush()


def end_all(session: DatabaseSession, *, user_id: int, besides: LoginSession | None = None) -> int:
    """Sign out every browser of a person, but for one; give how many."""
    wanted = delete(LoginSession).where(LoginSession.user_id == user_id)
    if besides is not None:
        wanted = wanted.where(LoginSession.id != besides.id)
    return int(session.execute(wanted).rowcount)  # type: ignore[attr-defined]  # a delete has it


def forget_old(session: DatabaseSession, *, now: datetime) -> int:
    """Delete what has ended; give how many."""
    ended = or_(LoginSession.seen_utc <= now - IDLE, LoginSession.created_utc <= now - LONGEST)
    return int(session.execute(delete(LoginSession).where(ended)).rowcount)  # type: ignore[attr-defined]  # as above


def staff_of(user: User) -> Staff:
    """The account as everything below the views sees it, with its rights of this moment."""
    scope = Scope(
        everything=user.role is Role.STATE,
        centre_ids=frozenset(row.centre_id for row in user.centres) if user.role is Role.CENTRE else frozenset(),
        point_ids=frozenset(row.point_id for row in user.points) if user.role is Role.CARRIER else frozenset(),
    )
    return Staff(user_id=user.id, role=user.role, scope=scope, name=user.name)
