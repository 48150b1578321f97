"""Accounts in somebody's reach: of the state coordination all, of a centre those who work for it or for its places.

Changes nothing. To be seen is one thing; who may be changed is said by `manages`: nobody beyond one's own reach.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import selectinload

from kommanmap.domain.errors import NotFound
from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import Role
from kommanmap.models import Centre, MeetingPoint, User, UserCentre, UserPoint
from kommanmap.queries.reach import centres_within, points_within

PER_PAGE = 50
FORGOTTEN_HOST = "@konto.invalid"
"""End of the address of an account whose person has been forgotten; no mail goes there (RFC 2606)."""

MOST_PLACES = 300
"""Places to choose from on one page."""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A part of the list; `page` counts from 1."""

    people: tuple[User, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


def is_known() -> ColumnElement[bool]:
    """Accounts of somebody: not of those who have been forgotten."""
    return ~User.email.endswith(FORGOTTEN_HOST)


def _within(asking: Staff) -> ColumnElement[bool]:
    if asking.scope.everything:
        return true()
    works = select(UserCentre.user_id).where(UserCentre.centre_id.in_(asking.scope.centre_ids))
    places = points_within(asking.scope).with_only_columns(MeetingPoint.id).order_by(None)
    keeps = select(UserPoint.user_id).where(UserPoint.point_id.in_(places))
    return or_(
        (User.role == Role.CENTRE) & User.id.in_(works),
        (User.role == Role.CARRIER) & User.id.in_(keeps),
    )


def people_within(asking: Staff) -> Select[Any]:
    """Everybody in reach, by mail address."""
    return (
        select(User)
        .where(_within(asking), is_known())
        .order_by(User.email)
        .options(selectinload(User.centres), selectinload(User.points))
    )


def people_page(session: DatabaseSession, asking: Staff, *, text: str, page: int) -> PeoplePage:
    """The page asked for, or the last one there is. text: a part of name or mail address."""
    wanted = people_within(asking)
    if text:
        wanted = wanted.where(
            or_(User.email.contains(text.lower(), autoescape=True), User.name.icontains(text, autoescape=True))
        )
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    page = min(max(1, page), max(1, -(-total // PER_PAGE)))
    found = session.scalars(wanted.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return PeoplePage(tuple(found.unique()), total, page)


def person_within(session: DatabaseSession, asking: Staff, number: int) -> User:
    """One account in reach.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    found = session.scalars(people_within(asking).where(User.id == number)).unique().one_or_none()
    if found is None:
        raise NotFound(str(number))
    return found


def manages(session: DatabaseSession, asking: Staff, user: User) -> bool:
    """Whether somebody may change an account: another one, and all that it reaches lies within their own reach."""
    if user.id == asking.user_id:
        return False
    if asking.scope.everything:
        return True
    if user.role is Role.STATE:
        return False
    own_places = set(session.scalars(points_within(asking.scope).with_only_columns(MeetingPoint.id)))
    centres, places = {row.centre_id for row in user.centres}, {row.point_id for row in user.points}
    return centres <= asking.scope.centre_ids and places <= own_places


def centre_choices(session: DatabaseSession, asking: Staff) -> Sequence[Centre]:
    """The centres that somebody may give to others."""
    return session.scalars(centres_within(asking.scope)).all()


def place_choices(session: DatabaseSession, asking: Staff, centre: str) -> Sequence[MeetingPoint]:
    """The places of a centre (its slug) that somebody may give to others; "" for all of one's own centres."""
    wanted = points_within(asking.scope).options(selectinload(MeetingPoint.municipality))
    if asking.scope.everything and not centre:
        return ()
    if centre:
        wanted = wanted.join(MeetingPoint.municipality).join(Centre).where(Centre.slug == centre)
    return session.scalars(wanted.order_by(MeetingPoint.name, MeetingPoint.id).limit(MOST_PLACES)).all()


def names_of_places(session: DatabaseSession, user: User) -> Sequence[MeetingPoint]:
    """The places that a carrier keeps."""
    wanted = select(MeetingPoint).join(UserPoint, UserPoint.point_id == MeetingPoint.id)
    return session.scalars(wanted.where(UserPoint.user_id == user.id).order_by(MeetingPoint.name)).all()
