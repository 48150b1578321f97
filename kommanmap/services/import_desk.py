"""Somebody at work imports a table and is there to be asked: whose places these are, and what a row really means.

The command line imports without a desk: it may do everything, and nobody answers it.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.staff import Scope
from kommanmap.domain.vocabulary import CheckedBy
from kommanmap.models import MeetingPoint, Municipality
from kommanmap.services import points
from kommanmap.services.duplicates import likely_same
from kommanmap.services.edit_merge import Merged, draft_in_version, merge_drafts, with_stored
from kommanmap.services.import_columns import CLEARED
from kommanmap.services.import_plan import Candidate, RowAction, RowPlan
from kommanmap.services.place_table import ID, VERSION, edits, texts_of

_VERSION = re.compile(r"[0-9]{1,9}")

NEW, FROM_FILE, AS_STORED = "neu", "datei", "gespeichert"
"""Answers to a row that asks; the public id of a place is one, too."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who imports: the places in reach, the role that a check is written down for, and answers by line of the file."""

    scope: Scope
    role: CheckedBy
    answers: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """The place that a row of our own table speaks of. base: what the table said when it was written; None where
    nobody knows that version any more."""

    point: MeetingPoint
    base: PointDraft | None


class DeskWork:
    """Everything that a desk has to do with rows, with what it needs of the tables read once."""

    def __init__(self, session: DatabaseSession, desk: Desk, columns: frozenset[str]) -> None:
        self.desk = desk
        self._session = session
        self._columns = columns
        towns = session.execute(select(Municipality.ags, Municipality.centre_id, Municipality.name)).all()
        self._centres = {ags: centre_id for ags, centre_id, _name in towns}
        self._names = {ags: name for ags, _centre_id, name in towns}

    def may_add(self, ags: str) -> bool:
        """Whether places of this municipality are in reach."""
        return self.desk.scope.reaches(centre_id=self._centres[ags], point_id=None)

    def reaches(self, point: MeetingPoint) -> bool:
        """Whether a place is in reach."""
        return self.desk.scope.reaches(centre_id=self._centres[point.ags], point_id=point.id)

    def seen(self, point: MeetingPoint | None, cells: Mapping[str, str]) -> Seen | None:
        """What a row of our own table (it names id and version) was written from."""
        typed = cells.get(VERSION, "")
        if point is None or not self.reaches(point) or not _VERSION.fullmatch(typed):
            return None
        present, version = points.draft_of(point), int(typed)
        if version == point.version:
            return Seen(point, present)
        return Seen(point, draft_in_version(self._session, point, present, version))

    def reduced(self, cells: dict[str, str], seen: Seen) -> dict[str, str]:
        """Only what somebody has changed in the row, and where the place lies."""
        base = seen.base or points.draft_of(seen.point)
        changed = edits(cells, texts_of(base, town=self._names[base.ags]), self._columns, CLEARED)
        if "ags" not in changed and "town" not in changed:
            changed["ags"] = base.ags
        return {ID: cells[ID], **changed}

    def merged(self, line: int, seen: Seen, mine: PointDraft) -> tuple[Merged, str]:
        """The row's draft beside what others have changed since, and the answer to a clash ("" if there is none)."""
        merged = merge_drafts(seen.base, mine, points.draft_of(seen.point))
        answer = self.desk.answers.get(line, "")
        if answer == AS_STORED:
            merged = replace(merged, draft=with_stored(merged.draft, merged.theirs, merged.clashes))
        return merged, answer if answer in (FROM_FILE, AS_STORED) else ""

    def checked(self, draft: PointDraft, before: PointDraft | None) -> PointDraft:
        """Who checked a place that was checked anew: a row cannot say that for others."""
        if draft.last_checked_on is None or (before and before.last_checked_on == draft.last_checked_on):
            return draft
        return replace(draft, last_checked_by=self.desk.role)

    def asked(self, plan: RowPlan) -> RowPlan:
        """A new row that may mean a place that is known already asks, unless it has been answered."""
        if plan.draft is None or self.desk.answers.get(plan.line) == NEW:
            return plan
        found = likely_same(self._session, draft=plan.draft, scope=self.desk.scope)
        candidates = tuple(Candidate(each.public_id, each.name, each.address) for each in found if each.in_reach)
        return replace(plan, action=RowAction.ASKS, candidates=candidates) if candidates else plan


def unknown_id(key: str) -> Problem | None:
    """An id of ours that leads to no place in reach must not become a new one in silence."""
    try:
        uuid.UUID(key)
    except ValueError:
        return None
    return Problem("id", "id_not_here", {"id": key})
