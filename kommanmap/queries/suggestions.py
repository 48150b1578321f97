"""Letters of the public: what waits for somebody, page by page, and the one behind a receipt code. Changes nothing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import joinedload

from kommanmap.domain.errors import NotFound
from kommanmap.domain.staff import Scope
from kommanmap.domain.suggestions import WAITING, receipt_hash
from kommanmap.models import MeetingPoint, Suggestion
from kommanmap.queries.reach import points_within, towns_within

PER_PAGE = 25
_WITH_PLACE = (
    joinedload(Suggestion.point).joinedload(MeetingPoint.municipality),
    joinedload(Suggestion.municipality),
)


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A part of a list of letters; `page` counts from 1."""

    letters: tuple[Suggestion, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


def in_reach(scope: Scope) -> ColumnElement[bool]:
    """A condition on Suggestion: about a place in reach, or about a new one in a municipality in reach."""
    if scope.everything:
        return true()
    about_place = Suggestion.point_id.in_(points_within(scope).with_only_columns(MeetingPoint.id))
    towns = towns_within(scope).order_by(None).subquery()
    return or_(about_place, and_(Suggestion.point_id.is_(None), Suggestion.ags.in_(select(towns.c.ags))))


def open_within(scope: Scope) -> Select[Any]:
    """Letters in reach that wait for a decision, the oldest first."""
    return (
        select(Suggestion)
        .where(in_reach(scope), Suggestion.status.in_(WAITING))
        .order_by(Suggestion.sent_utc, Suggestion.id)
    )


def decided_within(scope: Scope) -> Select[Any]:
    """Letters in reach that are decided, the newest first."""
    return (
        select(Suggestion)
        .where(in_reach(scope), Suggestion.status.not_in(WAITING))
        .order_by(Suggestion.decided_utc.desc(), Suggestion.id.desc())
    )


def letter_page(session: DatabaseSession, wanted: Select[Any], page: int) -> LetterPage:
    """The page asked for, or the last one there is."""
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    last = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), last)
    found = session.scalars(wanted.options(*_WITH_PLACE).limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return LetterPage(tuple(found.unique()), total, page)


def letter_within(session: DatabaseSession, scope: Scope, number: int) -> Suggestion:
    """One letter in reach.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    wanted = select(Suggestion).where(Suggestion.id == number, in_reach(scope)).options(*_WITH_PLACE)
    found = session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound(str(number))
    return found


def letter_by_code(session: DatabaseSession, code: str) -> Suggestion | None:
    """The letter whose receipt code this is, however it was typed."""
    wanted = select(Suggestion).where(Suggestion.code_hash == receipt_hash(code)).options(*_WITH_PLACE)
    return session.scalars(wanted).unique().one_or_none()
