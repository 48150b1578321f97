"""Other people's accounts: invite, change rights, disable, help back in. Who may do this to whom is checked here.

Knows no page and sends nothing; a link's token is given back once. Flushes only. Rights hold from the next request on,
because every request reads them anew.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import NotFound
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import Role
from kommanmap.models import Centre, MeetingPoint, User, UserCentre, UserPoint
from kommanmap.models.accounts import TokenKind
from kommanmap.queries.people import manages
from kommanmap.queries.reach import centres_within, points_within
from kommanmap.services import account_links, login_sessions, second_factor
from kommanmap.services.security_events import EventKind, note


@dataclass(frozen=True, slots=True)
class Rights:
    """A role, and what it is for: slugs of centres, public ids of places."""

    role: Role
    centres: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Invited:
    """An account that waits for its first password, and the token of the link that sets it."""

    user: User
    token: str
    is_new: bool


def invite(session: DatabaseSession, *, email: str, rights: Rights, actor: Staff, now: datetime) -> Invited:
    """Make an account, or renew the invitation of one that nobody has taken up.

    Raises:
        InvalidDraft: the address has an account already, or the rights are not the inviting person's to give.
    """
    chosen = _chosen(session, actor, rights)
    user = session.scalars(select(User).where(User.email == email)).one_or_none()
    is_new = user is None
    if user is None:
        user = User(email=email, role=rights.role, created_utc=now)
        session.add(user)
        session.flush()
    elif user.password_hash or user.is_disabled or not manages(session, actor, user):
        raise InvalidDraft([Problem("email", "address_in_use")])
    _give(session, user, rights.role, chosen)
    token = account_links.make(session, user=user, kind=TokenKind.INVITATION, now=now)
    note(session, kind=EventKind.INVITED, now=now, actor=actor.actor, user_id=user.id)
    return Invited(user, token, is_new)


def change_rights(session: DatabaseSession, *, user: User, rights: Rights, actor: Staff, now: datetime) -> None:
    """Another role, other centres or places; at work at the person's next click.

    Raises:
        InvalidDraft: not the acting person's to give, or nobody of the state coordination would be left.
        NotFound: the account is not theirs to change.
    """
    _require(session, actor, user)
    chosen = _chosen(session, actor, rights)
    if rights.role is not Role.STATE:
        _keep_a_coordinator(session, user)
    before = user.role
    _give(session, user, rights.role, chosen)
    note(
        session, kind=EventKind.RIGHTS_CHANGED, now=now, actor=actor.actor, user_id=user.id,
        details={"before": before.value, "after": rights.role.value},
    )  # fmt: skip


def disable(session: DatabaseSession, *, user: User, actor: Staff, now: datetime) -> None:
    """Out at once, from every browser; links by mail are worth nothing.

    Raises:
        InvalidDraft: nobody of the state coordination would be left.
        NotFound: the account is not theirs to change.
    """
    _require(session, actor, user)
    _keep_a_coordinator(session, user)
    user.is_disabled, user.disabled_utc = True, now
    login_sessions.end_all(session, user_id=user.id)
    account_links.cancel(session, user_id=user.id)
    note(session, kind=EventKind.DISABLED, now=now, actor=actor.actor, user_id=user.id)


def enable(session: DatabaseSession, *, user: User, actor: Staff, now: datetime) -> None:
    """In again, with the password and second factor of before.

    Raises:
        NotFound: the account is not theirs to change.
    """
    _require(session, actor, user)
    user.is_disabled, user.disabled_utc = False, None
    note(session, kind=EventKind.ENABLED, now=now, actor=actor.actor, user_id=user.id)


def new_link(session: DatabaseSession, *, user: User, actor: Staff, now: datetime) -> tuple[str, TokenKind]:
    """A link to hand over: the invitation again, or a new password for somebody who lost theirs.

    Raises:
        NotFound: the account is not theirs to change, or disabled.
    """
    _require(session, actor, user)
    if user.is_disabled:
        raise NotFound("person")
    kind = TokenKind.RESET if user.password_hash else TokenKind.INVITATION
    event = EventKind.RESET_ASKED if user.password_hash else EventKind.INVITED
    note(session, kind=event, now=now, actor=actor.actor, user_id=user.id)
    return account_links.make(session, user=user, kind=kind, now=now), kind


def reset_second_factor(session: DatabaseSession, *, user: User, actor: Staff, now: datetime) -> None:
    """The phone is lost: no second factor, no session; a new one is set up at the next sign-in.

    Raises:
        NotFound: the account is not theirs to change.
    """
    _require(session, actor, user)
    second_factor.remove_everything(session, user=user)
    login_sessions.end_all(session, user_id=user.id)
    note(session, kind=EventKind.SECOND_FACTOR_CHANGED, now=now, actor=actor.actor, user_id=user.id)


def end_sessions(session: DatabaseSession, *, user: User, actor: Staff, now: datetime) -> int:
    """Sign somebody out everywhere; give how many sessions that were.

    Raises:
        NotFound: the account is not theirs to change.
    """
    _require(session, actor, user)
    note(session, kind=EventKind.SESSIONS_ENDED, now=now, actor=actor.actor, user_id=user.id)
    return login_sessions.end_all(session, user_id=user.id)


def _require(session: DatabaseSession, actor: Staff, user: User) -> None:
    if not manages(session, actor, user):
        raise NotFound("person")


def _chosen(session: DatabaseSession, actor: Staff, rights: Rights) -> tuple[list[int], list[int]]:
    """The ids behind the chosen rights, of those only that the acting person may give."""
    if rights.role is Role.STATE:
        if not actor.scope.everything:
            raise InvalidDraft([Problem("role", "role_missing")])
        return [], []
    if rights.role is Role.CENTRE:
        wanted = centres_within(actor.scope).where(Centre.slug.in_(rights.centres)).order_by(None)
        centres = list(session.scalars(wanted.with_only_columns(Centre.id)))
        if not centres or len(centres) != len(rights.centres):
            raise InvalidDraft([Problem("centres", "centre_missing")])
        return centres, []
    wanted_places = points_within(actor.scope).where(MeetingPoint.public_id.in_(rights.places))
    places = list(session.scalars(wanted_places.with_only_columns(MeetingPoint.id)))
    if not places or len(places) != len(rights.places):
        raise InvalidDraft([Problem("places", "place_missing")])
    return [], places


def _give(session: DatabaseSession, user: User, role: Role, chosen: tuple[list[int], list[int]]) -> None:
    centres, places = chosen
    user.role = role
    user.centres.clear()
    user.points.clear()
    session.flush()
    user.centres.extend(UserCentre(centre_id=number) for number in centres)
    user.points.extend(UserPoint(point_id=number) for number in places)
    session.flush()


def _keep_a_coordinator(session: DatabaseSession, user: User) -> None:
    """Somebody who can still sign in must see all."""
    others = (User.role == Role.STATE, User.is_disabled.is_(False), User.password_hash != "", User.id != user.id)
    if user.role is Role.STATE and not session.scalar(select(func.count(User.id)).where(*others)):
        raise InvalidDraft([Problem("", "last_coordinator")])
