"""The steps of signing in: password → second factor → a new session. Knows neither cookies nor pages. Flushes only."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.models import LoginSession, User
from kommanmap.services import login_sessions, second_factor
from kommanmap.services.login_sessions import staff_of
from kommanmap.services.passwords import Passwords
from kommanmap.services.security_events import EventKind, note


class NextStep(Enum):
    """What is still missing."""

    NOTHING = auto()
    PROVE = auto()
    """The second factor, which the person has."""
    SET_UP = auto()
    """A second factor, which the person has not."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who belongs to a mail address; without an account that may sign in: None and "" (nobody sees a difference)."""

    user_id: int | None = None
    password_hash: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A new session: its token for the cookie, and what is still missing."""

    token: str
    step: NextStep


def known(session: DatabaseSession, email: str) -> Known:
    """The account of a mail address."""
    user = session.scalars(select(User).where(User.email == email)).one_or_none()
    if user is None or user.is_disabled or not user.password_hash:
        return Known()
    return Known(user.id, user.password_hash)


def rehashed(passwords: Passwords, person: Known, password: str) -> str:
    """A newer hash of a right password, "" where the stored one is of today."""
    return passwords.hashed(password) if passwords.is_outdated(person.password_hash) else ""


def begin(
    session: DatabaseSession, *, user: User, now: datetime, browser: str, factor_required: bool, new_hash: str = ""
) -> Begun:
    """The password was right: a session that wants the second factor next, or is complete where none is needed."""
    if new_hash:
        user.password_hash = new_hash
    step = next_step(session, user, factor_required=factor_required)
    token = login_sessions.begin(session, user=user, now=now, browser=browser, complete=step is NextStep.NOTHING)
    if step is NextStep.NOTHING:
        _signed_in(session, user, now)
    return Begun(token, step)


def next_step(session: DatabaseSession, user: User, *, factor_required: bool) -> NextStep:
    """What an account asks for after the password."""
    if second_factor.has_any(session, user):
        return NextStep.PROVE
    return NextStep.SET_UP if factor_required else NextStep.NOTHING


def complete(session: DatabaseSession, *, login: LoginSession, now: datetime) -> str:
    """The second factor was right: a session with a new token takes the place of the half one."""
    user, browser = login.user, login.browser
    login_sessions.end(session, login=login)
    token = login_sessions.begin(session, user=user, now=now, browser=browser, complete=True)
    _signed_in(session, user, now)
    return token


def _signed_in(session: DatabaseSession, user: User, now: datetime) -> None:
    user.last_login_utc = now
    note(session, kind=EventKind.SIGNED_IN, now=now, actor=staff_of(user).actor, user_id=user.id)
