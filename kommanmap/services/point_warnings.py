"""Keeps what does not fit together about a point, for staff. None of it is public, so no data version rises.

There are two topics, each found by its own checks at its own time; finding one anew leaves the other alone.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.problems import Problem
from kommanmap.models import PointWarning

_AT_ONCE = 400


class Topic(StrEnum):
    """What a warning is about."""

    PLACE = "place"
    """Address, municipality and pin."""
    TIMES = "times"


def on_topic(found: Iterable[Problem], topic: Topic) -> tuple[Problem, ...]:
    """Those about the topic, in their order."""
    return tuple(each for each in found if _topic(each.field) is topic)


def warnings_of(
    session: DatabaseSession, point_ids: Iterable[int], *, topic: Topic | None = None
) -> dict[int, tuple[Problem, ...]]:
    """Point id → its warnings (all, or those about a topic), worst first; points without any are missing."""
    found: dict[int, tuple[Problem, ...]] = {}
    for row in _rows(session, sorted(set(point_ids)), topic):
        found[row.point_id] = (*found.get(row.point_id, ()), _problem(row))
    return found


def add_warnings(session: DatabaseSession, *, point_id: int, found: Iterable[Problem], now: datetime) -> None:
    """Write the warnings of a point that has none."""
    session.add_all(_row(point_id, each, now) for each in found)


def replace_warnings(
    session: DatabaseSession, *, point_id: int, found: Sequence[Problem], now: datetime, topic: Topic
) -> bool:
    """Make these a point's warnings about the topic; what was known before keeps its time. Says if anything changed."""
    stored = _rows(session, [point_id], topic)
    if [_problem(row) for row in stored] == list(found):
        return False
    since = {(row.code, row.field): row.found_utc for row in stored}
    for row in stored:
        session.delete(row)
    session.flush()
    session.add_all(_row(point_id, each, since.get((each.code, each.field), now)) for each in found)
    session.flush()
    return True


def _row(point_id: int, found: Problem, since: datetime) -> PointWarning:
    return PointWarning(
        point_id=point_id, code=found.code, field=found.field, params=dict(found.params), found_utc=since
    )


def _rows(session: DatabaseSession, ids: Sequence[int], topic: Topic | None) -> list[PointWarning]:
    rows: list[PointWarning] = []
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        rows += session.scalars(select(PointWarning).where(PointWarning.point_id.in_(part)).order_by(PointWarning.id))
    return [row for row in rows if topic is None or _topic(row.field) is topic]


def _topic(field: str) -> Topic:
    return Topic.TIMES if field == "times" else Topic.PLACE


def _problem(row: PointWarning) -> Problem:
    return Problem(row.field, row.code, dict(row.params))
