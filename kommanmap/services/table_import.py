"""An uploaded table is looked at and taken over: each row as it was shown, or not at all. Flushes, never commits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.staff import Scope, Staff
from kommanmap.domain.vocabulary import CheckedBy
from kommanmap.geocoding.chain import Chain
from kommanmap.models import Centre, TableDraft
from kommanmap.services import data_version, points_import, table_drafts
from kommanmap.services.import_desk import Desk
from kommanmap.services.import_plan import ImportPlan, RowAction
from kommanmap.services.points_import import Steps
from kommanmap.services.security_events import EventKind, note

_TAKEN = "taken"
TAKEN_OVER = (RowAction.NEW, RowAction.CHANGED)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """batch: the name of what was done, "" where nothing was. moved: rows that would no longer do what was shown."""

    batch: str
    created: int
    updated: int
    moved: int


def planned(
    session: DatabaseSession, *, draft: TableDraft, staff: Staff, now: datetime, chain: Chain
) -> Steps[ImportPlan]:
    """What each row would do now, with the answers given so far. Writes nothing.

    Raises:
        UnreadableTable: the header lacks what no row can do without.
    """
    return points_import.preview_steps(
        session,
        table=table_drafts.table_of(draft),
        source=_source(session, staff.scope),
        now=now,
        chain=chain,
        desk=Desk(staff.scope, CheckedBy(staff.role.value), _answers(draft.answers)),
    )


def take_over(
    session: DatabaseSession, *, draft: TableDraft, staff: Staff, now: datetime, chain: Chain
) -> Steps[TakenOver]:
    """Write every row that was shown as new or changed, was not left out, and would still do the same.

    Others stay, with what they would do now.
    """
    data_version.lock(session, now=now)
    plan = yield from planned(session, draft=draft, staff=staff, now=now, chain=chain)
    shown = {line["line"]: line for line in draft.lines}
    left_out = set(draft.left_out)
    wanted = [row for row in plan.rows if row.action in TAKEN_OVER and row.line not in left_out]
    firm = [row for row in wanted if table_drafts.same_outcome(shown.get(row.line), table_drafts.plain_line(row))]
    order = replace(plan, rows=tuple(firm))
    applied = yield from points_import.apply_steps(session, plan=order, actor=staff.actor, now=now)
    done = {row.line for row in firm}
    rows = tuple(replace(row, action=RowAction.UNCHANGED, changes={}) if row.line in done else row for row in plan.rows)
    table_drafts.show(draft, replace(plan, rows=rows))
    if applied.batch:
        draft.batches = [*draft.batches, applied.batch]
        details = {"created": applied.created, "updated": applied.updated}
        note(session, kind=EventKind.IMPORTED, now=now, actor=staff.actor, user_id=staff.user_id, details=details)
    expected = [line for number, line in shown.items() if line["action"] in TAKEN_OVER and number not in left_out]
    taken = TakenOver(applied.batch, applied.created, applied.updated, len(expected) - len(firm))
    draft.about = {**draft.about, _TAKEN: asdict(taken)}
    session.flush()
    return taken


def last_taken_over(draft: TableDraft) -> TakenOver | None:
    """What was written last from this table."""
    kept = draft.about.get(_TAKEN)
    return TakenOver(**kept) if kept else None


def _answers(kept: Mapping[str, str]) -> dict[int, str]:
    return {int(line): word for line, word in kept.items()}


def _source(session: DatabaseSession, scope: Scope) -> str:
    """Whose list it is: the own ids of a file mean the same place for all who work for the same centres."""
    if scope.everything:
        return "land"
    slugs = session.scalars(select(Centre.slug).where(Centre.id.in_(scope.centre_ids)).order_by(Centre.slug))
    return "zentrum " + " ".join(slugs)
