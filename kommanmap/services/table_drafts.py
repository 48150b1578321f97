"""Uploaded tables: kept until they are taken over, shown, answered, forgotten. Knows no form and no page."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft, differences
from kommanmap.domain.errors import NotFound
from kommanmap.domain.problems import Problem
from kommanmap.domain.tables import Row, Table
from kommanmap.models import TableDraft
from kommanmap.services.import_columns import columns_of
from kommanmap.services.import_plan import ImportPlan, RowAction, RowPlan

MOST_DRAFTS = 3
"""Of one person; the oldest make room."""
KEPT = timedelta(days=14)
LONGEST_NAME = 200
MOST_SHEETS_NAMED = 10

Line = dict[str, Any]
"""A row as it was shown: plain values, in no language."""


def keep(session: DatabaseSession, *, user_id: int, file_name: str, table: Table, now: datetime) -> TableDraft:
    """A new upload; nothing has been looked at yet.

    Raises:
        UnreadableTable: the header lacks what no row can do without.
    """
    columns_of(table)
    draft = TableDraft(
        name=str(uuid.uuid4()),
        user_id=user_id,
        file_name=file_name[:LONGEST_NAME],
        uploaded_utc=now,
        rows=_plain_table(table),
        lines=[],
        about={},
        answers={},
        left_out=[],
        batches=[],
    )
    session.add(draft)
    session.flush()
    newest = select(TableDraft.id).where(TableDraft.user_id == user_id).order_by(TableDraft.id.desc())
    session.execute(delete(TableDraft).where(TableDraft.id.in_(session.scalars(newest).all()[MOST_DRAFTS:])))
    return draft


def find(session: DatabaseSession, *, user_id: int, name: str) -> TableDraft:
    """One's own upload.

    Raises:
        NotFound: there is none of this name, or it is somebody else's.
    """
    wanted = select(TableDraft).where(TableDraft.name == name, TableDraft.user_id == user_id)
    draft = session.scalars(wanted).one_or_none()
    if draft is None:
        raise NotFound(name)
    return draft


def of_person(session: DatabaseSession, *, user_id: int) -> list[TableDraft]:
    """One's uploads, the newest first."""
    return list(session.scalars(select(TableDraft).where(TableDraft.user_id == user_id).order_by(TableDraft.id.desc())))


def forget(session: DatabaseSession, *, draft: TableDraft) -> None:
    """Nobody wants it any more."""
    session.delete(draft)
    session.flush()


def forget_old(session: DatabaseSession, *, now: datetime) -> None:
    """Nobody came back for them; what was in their files is not kept longer than that."""
    session.execute(delete(TableDraft).where(TableDraft.uploaded_utc < now - KEPT))


def table_of(draft: TableDraft) -> Table:
    """The table as it was read from the file."""
    kept = draft.rows
    rows = tuple(Row(line, tuple(cells), surplus) for line, cells, surplus in kept["rows"])
    return Table(tuple(kept["header"]), rows, kept["encoding"], kept["delimiter"], tuple(kept["unread"]))


def show(draft: TableDraft, plan: ImportPlan) -> None:
    """Keep what each row would do, as it is shown from now on."""
    draft.lines = [plain_line(row) for row in plan.rows]
    draft.about = {"unknown": list(plan.unknown_columns), "personal": list(plan.personal_columns)}


def answer(draft: TableDraft, *, shown: Iterable[int], chosen: Iterable[int], answers: Mapping[int, str]) -> bool:
    """What a person said about the lines they saw: which to take over, and what those mean that asked.

    Says whether an answer is new, so that the rows have to be looked at again.
    """
    seen, wanted = set(shown), set(chosen)
    draft.left_out = sorted((set(draft.left_out) - seen) | (seen - wanted))
    said = {**draft.answers, **{str(line): word for line, word in answers.items()}}
    merged = {line: word for line, word in said.items() if word}
    changed = merged != draft.answers
    draft.answers = merged
    return changed


def plain_line(row: RowPlan) -> Line:
    """A row as it is kept and shown."""
    changes = row.changes
    if row.action in (RowAction.NEW, RowAction.ASKS) and row.draft is not None:
        changes = differences(PointDraft(), row.draft)
    return {
        "line": row.line,
        "action": row.action.value,
        "name": row.name,
        "town": row.municipality,
        "version": row.point_version,
        "problems": _plain_problems(row.problems),
        "doubts": _plain_problems((*row.warnings, *row.notes)),
        "changes": {field: list(values) for field, values in changes.items()},
        "candidates": [asdict(each) for each in row.candidates],
        "clashes": list(row.clashes),
    }


def same_outcome(one: Line | None, other: Line) -> bool:
    """Whether a row would still do what was shown."""
    return one is not None and all(one[key] == other[key] for key in ("action", "changes", "version"))


def _plain_problems(found: Iterable[Problem]) -> list[list[Any]]:
    return [
        [
            each.field,
            each.code,
            {key: value if isinstance(value, int) else str(value) for key, value in each.params.items()},
        ]
        for each in found
    ]


def problem_of(plain: list[Any]) -> Problem:
    """What a kept line says, as a problem again."""
    field, code, params = plain
    return Problem(field, code, params)


def _plain_table(table: Table) -> dict[str, Any]:
    return {
        "header": list(table.header),
        "rows": [[row.line, list(row.cells), row.surplus] for row in table.rows],
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "unread": list(table.unread[:MOST_SHEETS_NAMED]),
    }
