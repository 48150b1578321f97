"""What people do with their own accounts: take an invitation up, set a password, look at and end their sessions.

Knows no page; signing in is `services.sign_in`, other people's accounts are `services.people`. Flushes only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import NotFound
from kommanmap.domain.password_rules import SHORTEST_ALONE, SHORTEST_WITH_SECOND_FACTOR, PasswordRules
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.models import Centre, LoginSession, MeetingPoint, Municipality, RecoveryCode, User, UserCentre, UserPoint
from kommanmap.models.accounts import TokenKind
from kommanmap.services import account_links, login_sessions, second_factor
from kommanmap.services.login_sessions import staff_of
from kommanmap.services.passwords import common_passwords
from kommanmap.services.security_events import EventKind, note

MOST_SESSIONS_SHOWN = 50


def password_rules(*, factor_required: bool, site_name: str, has_factor: bool = False) -> PasswordRules:
    """The rules of this installation: shorter where a second factor is asked for besides."""
    shortest = SHORTEST_WITH_SECOND_FACTOR if factor_required or has_factor else SHORTEST_ALONE
    rules = PasswordRules(shortest, common_passwords())
    return replace(rules, words=rules.words | set(site_name.casefold().split()))


def password_problems(session: DatabaseSession, user: User, password: str, rules: PasswordRules) -> tuple[Problem, ...]:
    """What speaks against a new password of this person."""
    return tuple(rules.problems(password, about=[user.email, user.name, *_towns(session, user)]))


def take_link(
    session: DatabaseSession, *, token: str, kind: TokenKind, password_hash: str, name: str | None, now: datetime
) -> User:
    """The person behind a link has set a password: the link is used up, every session of before ends.

    Raises:
        NotFound: the link is not good any more.
    """
    user = account_links.user_of(session, token=token, kind=kind, now=now)
    if user is None or not account_links.use_up(session, token=token, now=now):
        raise NotFound("link")
    account_links.cancel(session, user_id=user.id)
    user.password_hash = password_hash
    if name is not None:
        user.name = name
    login_sessions.end_all(session, user_id=user.id)
    event = EventKind.INVITATION_TAKEN if kind is TokenKind.INVITATION else EventKind.PASSWORD_CHANGED
    note(session, kind=event, now=now, actor=staff_of(user).actor, user_id=user.id)
    return user


def change_password(session: DatabaseSession, *, login: LoginSession, password_hash: str, now: datetime) -> None:
    """A new password; every other session of the person ends, and links by mail with them."""
    user = login.user
    user.password_hash = password_hash
    account_links.cancel(session, user_id=user.id)
    factor_changed(session, login=login, now=now, kind=EventKind.PASSWORD_CHANGED)


def factor_changed(
    session: DatabaseSession,
    *,
    login: LoginSession,
    now: datetime,
    kind: EventKind = EventKind.SECOND_FACTOR_CHANGED,
) -> None:
    """How the person proves who they are is another from now on: their other sessions end."""
    login_sessions.end_all(session, user_id=login.user_id, besides=login)
    note(session, kind=kind, now=now, actor=staff_of(login.user).actor, user_id=login.user_id)


def proved(session: DatabaseSession, *, login: LoginSession, now: datetime) -> None:
    """Within a session the person has shown once more who they are."""
    login.fresh_utc = now
    session.flush()


def rename(session: DatabaseSession, *, user: User, name: str) -> None:
    """What the person wants to be called."""
    user.name = name
    session.flush()


def remove_app(session: DatabaseSession, *, login: LoginSession, factor_required: bool, now: datetime) -> None:
    """Do without the authenticator app.

    Raises:
        InvalidDraft: it is the only second factor, and one is required.
    """
    user = login.user
    passkeys = second_factor.passkey_count(session, user)
    if factor_required and not passkeys:
        raise InvalidDraft([Problem("", "last_factor")])
    second_factor.remove_app(session, user=user)
    if not passkeys:
        _drop_recovery_codes(session, user)
    factor_changed(session, login=login, now=now)


def open_sessions(session: DatabaseSession, user: User, *, now: datetime) -> Sequence[LoginSession]:
    """The living, complete sessions of a person, the latest used first."""
    wanted = (
        select(LoginSession)
        .where(LoginSession.user_id == user.id, LoginSession.second_factor_utc.is_not(None))
        .order_by(LoginSession.seen_utc.desc(), LoginSession.id.desc())
        .limit(MOST_SESSIONS_SHOWN)
    )
    return [found for found in session.scalars(wanted) if login_sessions.is_alive(found, now=now)]


def end_session(session: DatabaseSession, *, user: User, number: int, now: datetime) -> None:
    """End one of a person's own sessions.

    Raises:
        NotFound: the person has no such session.
    """
    wanted = select(LoginSession).where(LoginSession.id == number, LoginSession.user_id == user.id)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound("session")
    login_sessions.end(session, login=found)
    note(session, kind=EventKind.SESSIONS_ENDED, now=now, actor=staff_of(user).actor, user_id=user.id)


def end_others(session: DatabaseSession, *, login: LoginSession, now: datetime) -> int:
    """End all sessions of a person but this one; give how many."""
    count = login_sessions.end_all(session, user_id=login.user_id, besides=login)
    note(
        session, kind=EventKind.SESSIONS_ENDED, now=now, actor=staff_of(login.user).actor, user_id=login.user_id,
        details={"count": count},
    )  # fmt: skip
    return count


def _drop_recovery_codes(session: DatabaseSession, user: User) -> None:
    for code in session.scalars(select(RecoveryCode).where(RecoveryCode.user_id == user.id)):
        session.delete(code)
    session.flush()


def _towns(session: DatabaseSession, user: User) -> Iterable[str]:
    """Names of the centres and places that a person works for: the first things that somebody would guess."""
    centres = select(Centre.name).join(UserCentre, UserCentre.centre_id == Centre.id)
    towns = (
        select(Municipality.name)
        .join(MeetingPoint, MeetingPoint.ags == Municipality.ags)
        .join(UserPoint, UserPoint.point_id == MeetingPoint.id)
    )
    yield from session.scalars(centres.where(UserCentre.user_id == user.id))
    yield from session.scalars(towns.where(UserPoint.user_id == user.id).distinct())
