"""Rows of a table → what an import would do with each: matched, read, compared with what is stored. Writes nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft, differences
from kommanmap.domain.problems import Problem
from kommanmap.domain.tables import Table
from kommanmap.domain.word_keys import word_key
from kommanmap.geocoding.chain import Chain
from kommanmap.models import MeetingPoint
from kommanmap.services import points
from kommanmap.services.import_columns import CLEARED, Columns, cells_of
from kommanmap.services.import_desk import AS_STORED, DeskWork, Seen, unknown_id
from kommanmap.services.import_plan import RowAction, RowPlan
from kommanmap.services.import_rows import PlacedRow, ReadRow, place_row, read_row
from kommanmap.services.import_stored import MADE_ID, StoredPlaces, address_key
from kommanmap.services.point_times import TimesReader
from kommanmap.services.town_lookup import TownLookup

LONGEST_ID = 100

Placed = tuple[int, PlacedRow, str, Seen | None]
"""Line, what the row says and where it lies, its id, and the place of our own table that it was."""


def placed_rows(
    session: DatabaseSession, table: Table, columns: Columns, lookup: TownLookup, source: str, work: DeskWork | None
) -> Iterator[Placed]:
    said = [(row, cells) for row in table.rows if (cells := cells_of(row, columns)) or row.surplus]
    ours = StoredPlaces(session, source, [cells.get("id", "") for _row, cells in said]) if work else None
    for row, cells in said:
        seen = None
        if work and ours:
            answer = work.desk.answers.get(row.line, "")
            cells = {**cells, "id": answer} if unknown_id(answer) else cells
            seen = work.seen(ours.by_public_id.get(cells.get("id", "")), cells)
            cells = work.reduced(cells, seen) if seen else cells
        found = place_row(cells, lookup)
        if row.surplus:
            found = _with_problem(found, Problem("", "too_many_cells", {"cells": row.surplus}))
        yield row.line, found, _external_id(found), seen


class Planner:
    """Rows → what happens to each, in their order."""

    def __init__(self, stored: StoredPlaces, chain: Chain, times: TimesReader, work: DeskWork | None) -> None:
        self._stored, self._chain, self._times, self._work = stored, chain, times, work

    def planned(self, placed: list[Placed]) -> Iterator[RowPlan]:
        seen: dict[str, int] = {}
        addresses = dict(self._stored.addresses)
        for line, row, key, before in placed:
            if key in seen and row.town is not None:
                row = _with_problem(row, Problem("", "twice_in_file", {"line": seen[key]}))
            elif key:
                seen[key] = line
            plan = self._plan(line, row, key, before)
            if self._work and plan.action is RowAction.NEW:
                plan = self._work.asked(plan)
            if plan.draft is not None:
                address = address_key(plan.draft.ags, plan.draft.street, plan.draft.house_number)
                if plan.action is RowAction.NEW and address in addresses:
                    note = Problem("", "same_address", {"name": addresses[address]})
                    plan = replace(plan, notes=(*plan.notes, note))
                if address:
                    addresses.setdefault(address, plan.name)
            yield plan

    def _plan(self, line: int, row: PlacedRow, key: str, seen: Seen | None) -> RowPlan:
        name = row.cells.get("name") or (seen.point.name if seen else "")
        refused = RowPlan(line, RowAction.REFUSED, name, *_names(row), problems=row.problems, notes=row.notes)
        if row.town is None or row.problems:
            return refused
        point = self._stored.find(key)
        problem = self._not_here(row.town.ags, key, point)
        if problem is not None:
            return replace(refused, problems=(problem,), notes=())
        before = points.draft_of(point) if point is not None else None
        base = seen.base if seen and seen.base else before
        read = read_row(row, stored=base, chain=self._chain, times=self._times)
        problems = read.problems
        if point is not None and seen is None and _other_place(point, read):
            problems = (*problems, Problem("id", "id_of_other_place", {"id": key, "name": point.name}))
        if problems:
            return replace(refused, problems=problems, notes=read.notes)
        draft = self._work.checked(read.draft, base) if self._work else read.draft
        plan = RowPlan(
            line, RowAction.NEW, draft.name, *_names(row), notes=read.notes, warnings=read.warnings, draft=draft,
            external_id=key, answer=read.answer, times=read.times,
        )  # fmt: skip
        if point is None or before is None:
            return plan
        if seen and self._work and seen.base != before:
            plan = self._beside_others(plan, seen, draft)
        return _compared(plan, point, before)

    def _not_here(self, ags: str, key: str, point: MeetingPoint | None) -> Problem | None:
        """Places of others are not named and not said to exist."""
        if self._work is None:
            return None
        if point is None or not self._work.reaches(point):
            unknown = unknown_id(key)
            if unknown or point is not None:
                return unknown or Problem("id", "id_not_here", {"id": key})
        return None if self._work.may_add(ags) else Problem("ags", "town_of_others")

    def _beside_others(self, plan: RowPlan, seen: Seen, mine: PointDraft) -> RowPlan:
        """The row was written from an older version of the place."""
        assert self._work is not None  # noqa: S101 - only a desk knows versions
        merged, answer = self._work.merged(plan.line, seen, mine)
        taken = (*merged.taken_over, *(merged.clashes if answer == AS_STORED else ()))
        clashes = () if answer else merged.clashes
        return replace(plan, draft=merged.draft, clashes=clashes, taken_over=taken)


def _compared(plan: RowPlan, point: MeetingPoint, before: PointDraft) -> RowPlan:
    assert plan.draft is not None  # noqa: S101 - a row that is compared has been read
    changes = differences(before, plan.draft)
    action = RowAction.CHANGED if changes else RowAction.UNCHANGED
    action = RowAction.CLASHES if plan.clashes else action
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
    return MADE_ID + hashlib.sha256("\n".join(map(word_key, said)).encode()).hexdigest()[:32]
