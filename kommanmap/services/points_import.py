"""A table of meeting points → preview of what would change → the change itself, all rows or none.

A row is known again by its id column (our public id, or the file's own id within `source`), else by name, town,
street and source address together, so that the second import of a file changes nothing.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import differences
from kommanmap.domain.errors import Conflict
from kommanmap.domain.problems import InvalidDraft, Problem, UnreadableTable
from kommanmap.domain.tables import Table
from kommanmap.domain.word_keys import word_key
from kommanmap.geocoding.chain import Chain
from kommanmap.models import JobKind, MeetingPoint, Municipality
from kommanmap.services import jobs, points
from kommanmap.services.geocoding import should_be_tried_again, without_addresses
from kommanmap.services.import_columns import CLEARED, cells_of, columns_of
from kommanmap.services.import_plan import AppliedImport, ImportPlan, RowAction, RowPlan
from kommanmap.services.import_rows import PlacedRow, ReadRow, place_row, read_row
from kommanmap.services.import_words import phrases_kept_as_text
from kommanmap.services.point_times import TimesReader, berlin_day
from kommanmap.services.point_warnings import Topic, on_topic
from kommanmap.services.town_lookup import TownLookup

LONGEST_SOURCE = 60
LONGEST_ID = 100
_MADE_ID = "row-"
"""Begins the ids that are made from what a row says; they mean the same place in every list."""

_BATCH = 400


def preview(
    session: DatabaseSession,
    *,
    table: Table,
    source: str,
    now: datetime,
    is_example: bool = False,
    chain: Chain | None = None,
) -> ImportPlan:
    """What importing the table under the name `source` would do. Writes nothing, and asks no outside service.

    now: says which dates in the rows are past. chain: finds addresses; without it pins stand in the middle of their
    postcode or town.

    Raises:
        UnreadableTable: the header lacks what no row can do without, or the reference data are not loaded.
    """
    columns = columns_of(table)
    lookup = TownLookup(session)
    if not lookup:
        raise UnreadableTable("no_reference_data")
    placed: list[tuple[int, PlacedRow, str]] = []
    for row in table.rows:
        cells = cells_of(row, columns)
        if not cells and not row.surplus:
            continue
        found = place_row(cells, lookup)
        if row.surplus:
            found = _with_problem(found, Problem("", "too_many_cells", {"cells": row.surplus}))
        placed.append((row.line, found, _external_id(found)))
    stored = _Stored(session, source[:LONGEST_SOURCE], [key for _line, _row, key in placed])
    rows = tuple(_planned(placed, stored, chain or without_addresses(), TimesReader(berlin_day(now))))
    kept = Counter(words for row in rows if row.draft for words in phrases_kept_as_text(row.draft))
    return ImportPlan(
        source[:LONGEST_SOURCE], is_example, rows, columns.unknown, columns.personal, dict(kept.most_common())
    )


def apply(
    session: DatabaseSession, *, plan: ImportPlan, actor: str, now: datetime, skip_refused: bool = False
) -> AppliedImport:
    """Carry the plan out within the caller's transaction: all rows, or all that are not refused.

    Raises:
        InvalidDraft: the plan holds refused rows and `skip_refused` is not set. Nothing is written.
        Conflict: a place of the plan has changed since the preview; look at it again.
    """
    refused = [row for row in plan.rows if row.action is RowAction.REFUSED]
    if refused and not skip_refused:
        raise InvalidDraft(problem for row in refused for problem in row.problems)
    new = [row for row in plan.rows if row.action is RowAction.NEW]
    changed = [row for row in plan.rows if row.action is RowAction.CHANGED]
    if not new and not changed:
        return AppliedImport("", 0, 0, len(refused))
    batch = points.open_batch(session, now=now)
    towns = session.scalars(select(Municipality)).all()  # held, so that each row finds its town without asking
    if _Stored(session, plan.source, [row.external_id for row in new]).by_external_id:
        raise Conflict("another import has brought the same places meanwhile")
    for row in new:
        assert row.draft is not None  # noqa: S101 - only refused rows have none
        point = points.create(
            session, draft=row.draft, actor=actor, now=now, batch=batch,
            warnings=on_topic(row.warnings, Topic.PLACE), time_warnings=on_topic(row.warnings, Topic.TIMES),
            source=plan.source, external_id=row.external_id, is_example=plan.is_example,
        )  # fmt: skip
        _ask_later(session, row, point.id, now)
    for row in changed:
        stored = session.get(MeetingPoint, row.point_id)
        if stored is None or row.draft is None:
            raise Conflict(f"line {row.line}: the place is gone")
        points.update(
            session, point=stored, draft=row.draft, actor=actor, now=now, batch=batch,
            warnings=on_topic(row.warnings, Topic.PLACE),
            time_warnings=on_topic(row.warnings, Topic.TIMES) if row.times else None,
            expected_version=row.point_version,
        )  # fmt: skip
        _ask_later(session, row, stored.id, now)
    session.flush()
    del towns
    return AppliedImport(batch.name, len(new), len(changed), len(refused))


def _ask_later(session: DatabaseSession, row: RowPlan, point_id: int, now: datetime) -> None:
    """Services are not asked while a table is read and written; a job does it for what they might know better."""
    if row.draft is not None and should_be_tried_again(row.draft, row.answer):
        jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point_id, now=now)


class _Stored:
    """The places that a file may speak of, loaded in a few statements."""

    def __init__(self, session: DatabaseSession, source: str, keys: Iterable[str]) -> None:
        self.source = source
        self.by_external_id: dict[str, MeetingPoint] = {}
        self.by_public_id: dict[str, MeetingPoint] = {}
        wanted = sorted(set(filter(None, keys)))
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            whole = select(MeetingPoint).options(*points.WHOLE)
            of_any_list = and_(MeetingPoint.external_id.startswith(_MADE_ID), MeetingPoint.source != source)
            others = whole.where(MeetingPoint.external_id.in_(part), of_any_list).order_by(MeetingPoint.id.desc())
            ours = whole.where(MeetingPoint.source == source, MeetingPoint.external_id.in_(part))
            for statement in (others, ours):
                self.by_external_id |= {str(point.external_id): point for point in session.scalars(statement)}
            public = whole.where(MeetingPoint.public_id.in_(part))
            self.by_public_id |= {point.public_id: point for point in session.scalars(public)}
        self.addresses: dict[tuple[str, str, str], str] = {
            key: name
            for ags, street, number, name in session.execute(
                select(MeetingPoint.ags, MeetingPoint.street, MeetingPoint.house_number, MeetingPoint.name)
            )
            if (key := _address_key(ags, street, number))
        }

    def find(self, key: str) -> MeetingPoint | None:
        return self.by_public_id.get(key) or self.by_external_id.get(key)


def _planned(
    placed: list[tuple[int, PlacedRow, str]], stored: _Stored, chain: Chain, times: TimesReader
) -> Iterator[RowPlan]:
    seen: dict[str, int] = {}
    addresses = dict(stored.addresses)
    for line, row, key in placed:
        if key in seen and row.town is not None:
            row = _with_problem(row, Problem("", "twice_in_file", {"line": seen[key]}))
        elif key:
            seen[key] = line
        plan = _plan(line, row, key, stored, chain, times)
        if plan.draft is not None:
            address = _address_key(plan.draft.ags, plan.draft.street, plan.draft.house_number)
            if plan.action is RowAction.NEW and address in addresses:
                note = Problem("", "same_address", {"name": addresses[address]})
                plan = replace(plan, notes=(*plan.notes, note))
            if address:
                addresses.setdefault(address, plan.name)
        yield plan


def _plan(line: int, row: PlacedRow, key: str, stored: _Stored, chain: Chain, times: TimesReader) -> RowPlan:
    name = row.cells.get("name", "")
    if row.town is None or row.problems:
        return RowPlan(line, RowAction.REFUSED, name, *_names(row), problems=row.problems, notes=row.notes)
    point = stored.find(key)
    before = points.draft_of(point) if point is not None else None
    read = read_row(row, stored=before, chain=chain, times=times)
    problems = read.problems
    if point is not None and _other_place(point, read):
        problems = (*problems, Problem("id", "id_of_other_place", {"id": key, "name": point.name}))
    if problems:
        return RowPlan(line, RowAction.REFUSED, name, *_names(row), problems=problems, notes=read.notes)
    plan = RowPlan(
        line,
        RowAction.NEW,
        read.draft.name,
        *_names(row),
        notes=read.notes,
        warnings=read.warnings,
        draft=read.draft,
        external_id=key,
        answer=read.answer,
        times=read.times,
    )
    if point is None or before is None:
        return plan
    changes = differences(before, read.draft)
    action = RowAction.CHANGED if changes else RowAction.UNCHANGED
    return replace(plan, action=action, changes=changes, point_id=point.id, point_version=point.version)


def _names(row: PlacedRow) -> tuple[str, str, str]:
    return (row.town.name, row.town.ags, row.town.centre_name) if row.town else (row.cells.get("town", ""), "", "")


def _other_place(point: MeetingPoint, read: ReadRow) -> bool:
    """An id that leads to a place of another name in another town belongs to another list."""
    return point.ags != read.draft.ags and word_key(point.name) != word_key(read.draft.name)


def _with_problem(row: PlacedRow, problem: Problem) -> PlacedRow:
    return PlacedRow(row.cells, row.town, (*row.problems, problem), row.notes)


def _external_id(row: PlacedRow) -> str:
    """What makes the row the same row next time; "" where its town is unknown."""
    given = row.cells.get("id", CLEARED)
    if given != CLEARED:
        return given if len(given) <= LONGEST_ID else hashlib.sha256(given.encode()).hexdigest()
    if row.town is None:
        return ""
    said = (row.cells.get("name", ""), row.town.ags, row.cells.get("street", ""), row.cells.get("source_url", ""))
    return _MADE_ID + hashlib.sha256("\n".join(map(word_key, said)).encode()).hexdigest()[:32]


def _address_key(ags: str, street: str, number: str) -> tuple[str, str, str] | None:
    words = word_key(street.replace("str.", "straße").replace("Str.", "Straße"))
    return (ags, words, word_key(number)) if words and number else None
