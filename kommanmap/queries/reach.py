"""Which rows somebody reaches: the one place where a scope becomes SQL. What is out of reach does not exist (404)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import NotFound
from kommanmap.domain.staff import Scope
from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.models import Centre, MeetingPoint, Municipality


def within(scope: Scope) -> ColumnElement[bool]:
    """A condition on MeetingPoint: it is in reach."""
    if scope.everything:
        return true()
    ways = []
    if scope.centre_ids:
        towns = select(Municipality.ags).where(Municipality.centre_id.in_(scope.centre_ids))
        ways.append(MeetingPoint.ags.in_(towns))
    if scope.point_ids:
        ways.append(MeetingPoint.id.in_(scope.point_ids))
    return or_(*ways) if ways else false()


def points_within(scope: Scope) -> Select[MeetingPoint]:
    """All places in reach, closed and draft ones too; add conditions, order and options."""
    return select(MeetingPoint).where(within(scope))


def point_within(session: DatabaseSession, scope: Scope, public_id: str, *options: Any) -> MeetingPoint:
    """One place by its public id.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    found = session.scalars(points_within(scope).where(MeetingPoint.public_id == public_id).options(*options))
    point = found.one_or_none()
    if point is None:
        raise NotFound(public_id)
    return point


def centres_within(scope: Scope) -> Select[Centre]:
    """The centres whose places are in reach as a whole."""
    wanted = select(Centre).order_by(Centre.name)
    return wanted if scope.everything else wanted.where(Centre.id.in_(scope.centre_ids))


def towns_within(scope: Scope) -> Select[Municipality]:
    """The municipalities to which somebody may add a place."""
    wanted = select(Municipality).order_by(Municipality.name)
    return wanted if scope.everything else wanted.where(Municipality.centre_id.in_(scope.centre_ids))


def towns_without_place(scope: Scope) -> Select[Municipality]:
    """Those of `towns_within` that have no place that readers find."""
    served = select(MeetingPoint.ags).where(MeetingPoint.status.in_(LISTED_STATUSES))
    return towns_within(scope).where(Municipality.ags.not_in(served))
