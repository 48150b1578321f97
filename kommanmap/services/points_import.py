"""A table of meeting points → preview of what would change → the change itself, all rows or none.

A row is known again by its id column (our public id, or the file's own id within `source`), else by name, town,
street and source address together, so that the second import of a file changes nothing.
"""

from collections import Counter
from collections.abc import Generator
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import Conflict
from kommanmap.domain.merging import group_of
from kommanmap.domain.problems import InvalidDraft, UnreadableTable
from kommanmap.domain.tables import Table
from kommanmap.geocoding.chain import Chain
from kommanmap.models import JobKind, MeetingPoint, Municipality
from kommanmap.services import jobs, points
from kommanmap.services.geocoding import should_be_tried_again, without_addresses
from kommanmap.services.import_columns import columns_of
from kommanmap.services.import_desk import Desk, DeskWork
from kommanmap.services.import_plan import AppliedImport, ImportPlan, RowAction, RowPlan
from kommanmap.services.import_planner import Planner, placed_rows
from kommanmap.services.import_stored import StoredPlaces
from kommanmap.services.import_words import phrases_kept_as_text
from kommanmap.services.point_times import TimesReader, berlin_day
from kommanmap.services.point_warnings import Topic, on_topic
from kommanmap.services.town_lookup import TownLookup

LONGEST_SOURCE = 60

Result = TypeVar("Result")
Steps = Generator[int, None, Result]
"""Yields how many rows are done, for whoever shows it, and returns the result."""


def preview(
    session: DatabaseSession,
    *,
    table: Table,
    source: str,
    now: datetime,
    is_example: bool = False,
    chain: Chain | None = None,
    desk: Desk | None = None,
) -> ImportPlan:
    """What importing the table under the name `source` would do. Writes nothing, and asks no outside service.

    now: says which dates in the rows are past. chain: finds addresses; without it pins stand in the middle of their
    postcode or town. desk: who imports and can be asked; None: the command line, which may do everything.

    Raises:
        UnreadableTable: the header lacks what no row can do without, or the reference data are not loaded.
    """
    steps = preview_steps(session, table=table, source=source, now=now, is_example=is_example, chain=chain, desk=desk)
    return _result(steps)


def preview_steps(
    session: DatabaseSession,
    *,
    table: Table,
    source: str,
    now: datetime,
    is_example: bool = False,
    chain: Chain | None = None,
    desk: Desk | None = None,
) -> Steps[ImportPlan]:
    """`preview`, row by row."""
    columns = columns_of(table)
    lookup = TownLookup(session)
    if not lookup:
        raise UnreadableTable("no_reference_data")
    source = source[:LONGEST_SOURCE]
    work = DeskWork(session, desk, frozenset(columns.positions)) if desk else None
    placed = list(placed_rows(session, table, columns, lookup, source, work))
    stored = StoredPlaces(session, source, [key for _line, _row, key, _seen in placed])
    planner = Planner(stored, chain or without_addresses(), TimesReader(berlin_day(now)), work)
    rows = []
    for row in planner.planned(placed):
        rows.append(row)
        yield len(rows)
    kept = Counter(words for row in rows if row.draft for words in phrases_kept_as_text(row.draft))
    return ImportPlan(source, is_example, tuple(rows), columns.unknown, columns.personal, dict(kept.most_common()))


def apply(
    session: DatabaseSession, *, plan: ImportPlan, actor: str, now: datetime, skip_refused: bool = False
) -> AppliedImport:
    """Carry the plan out within the caller's transaction: all rows, or all that are not refused.

    Rows that ask or clash are left alone like unchanged ones: nobody has answered them.

    Raises:
        InvalidDraft: the plan holds refused rows and `skip_refused` is not set. Nothing is written.
        Conflict: a place of the plan has changed since the preview; look at it again.
    """
    return _result(apply_steps(session, plan=plan, actor=actor, now=now, skip_refused=skip_refused))


def apply_steps(
    session: DatabaseSession, *, plan: ImportPlan, actor: str, now: datetime, skip_refused: bool = False
) -> Steps[AppliedImport]:
    """`apply`, row by row."""
    refused = [row for row in plan.rows if row.action is RowAction.REFUSED]
    if refused and not skip_refused:
        raise InvalidDraft(problem for row in refused for problem in row.problems)
    new = [row for row in plan.rows if row.action is RowAction.NEW]
    changed = [row for row in plan.rows if row.action is RowAction.CHANGED]
    if not new and not changed:
        return AppliedImport("", 0, 0, len(refused))
    batch = points.open_batch(session, now=now)
    towns = session.scalars(select(Municipality)).all()  # held, so that each row finds its town without asking
    if StoredPlaces(session, plan.source, [row.external_id for row in new]).by_external_id:
        raise Conflict("another import has brought the same places meanwhile")
    for done, row in enumerate((*new, *changed), start=1):
        if row.action is RowAction.NEW:
            _create(session, row, plan, batch=batch, actor=actor, now=now)
        else:
            _update(session, row, batch=batch, actor=actor, now=now)
        yield done
    session.flush()
    del towns
    return AppliedImport(batch.name, len(new), len(changed), len(refused))


def _create(
    session: DatabaseSession, row: RowPlan, plan: ImportPlan, *, batch: points.Batch, actor: str, now: datetime
) -> None:
    assert row.draft is not None  # noqa: S101 - only refused rows have none
    point = points.create(
        session, draft=row.draft, actor=actor, now=now, batch=batch,
        warnings=on_topic(row.warnings, Topic.PLACE), time_warnings=on_topic(row.warnings, Topic.TIMES),
        source=plan.source, external_id=row.external_id, is_example=plan.is_example,
    )  # fmt: skip
    _ask_later(session, row, point.id, now)


def _update(session: DatabaseSession, row: RowPlan, *, batch: points.Batch, actor: str, now: datetime) -> None:
    stored = session.get(MeetingPoint, row.point_id)
    if stored is None or row.draft is None:
        raise Conflict(f"line {row.line}: the place is gone")
    of_others = {field for first in row.taken_over for field in group_of(first)}
    points.update(
        session, point=stored, draft=row.draft, actor=actor, now=now, batch=batch,
        warnings=None if "ags" in of_others else on_topic(row.warnings, Topic.PLACE),
        time_warnings=on_topic(row.warnings, Topic.TIMES) if row.times and "times" not in of_others else None,
        expected_version=row.point_version,
    )  # fmt: skip
    _ask_later(session, row, stored.id, now)


def _result(steps: Steps[Result]) -> Result:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


def _ask_later(session: DatabaseSession, row: RowPlan, point_id: int, now: datetime) -> None:
    """Services are not asked while a table is read and written; a job does it for what they might know better."""
    if row.draft is not None and should_be_tried_again(row.draft, row.answer):
        jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point_id, now=now)
