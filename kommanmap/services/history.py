"""Going back: one field, one version, or everything that was done in one go. Writes new history, never old.

Fields that belong together (an address with its pin, times with their rows) go back together.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft
from kommanmap.domain.errors import NotFound
from kommanmap.domain.merging import TIMES, with_group
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import ChangeKind
from kommanmap.models import Change, MeetingPoint
from kommanmap.services import points
from kommanmap.services.history_replay import taken_back
from kommanmap.services.history_undoing import last_said, without
from kommanmap.services.point_times import TimesReader, berlin_day

AT_ONCE = 200
"""Places that are read in one go."""


@dataclass(frozen=True, slots=True)
class Undone:
    """batch: the name of what was done now. kept: place and fields that somebody has changed since, left alone."""

    batch: str
    points: int
    kept: tuple[tuple[MeetingPoint, tuple[str, ...]], ...]


def draft_at(session: DatabaseSession, *, point: MeetingPoint, change_id: int) -> PointDraft:
    """What the place said right after this change: the present, with every later change taken back.

    Raises:
        NotFound: it is no change of this place.
    """
    changes = _history(session, [point.id])[point.id]
    later = [change for change in changes if change.id > change_id]
    if all(change.id != change_id for change in changes):
        raise NotFound(str(change_id))
    return taken_back(points.draft_of(point), later)


def restore(
    session: DatabaseSession,
    *,
    point: MeetingPoint,
    change_id: int,
    field: str = "",
    actor: str,
    now: datetime,
    expected_version: int,
) -> None:
    """The place says again what it said right after this change, in everything or in one field and what goes with it.

    Raises:
        NotFound: it is no change of this place, or it holds no such field.
        Conflict: somebody else was faster. InvalidDraft: what it said then breaks a rule of today.
    """
    then, present = draft_at(session, point=point, change_id=change_id), points.draft_of(point)
    if field:
        if field not in DRAFT_FIELDS:
            raise NotFound(field)
        then = with_group(present, then, field)
    points.update(
        session, point=point, draft=then, actor=actor, now=now, expected_version=expected_version,
        time_warnings=_doubts(present, then, TimesReader(berlin_day(now))), kind=ChangeKind.RESTORED,
    )  # fmt: skip


def undo_batch(
    session: DatabaseSession, *, changes: Sequence[Change], reason: str, actor: str, now: datetime
) -> Undone:
    """Take back everything that was done in one go; what a person has changed since stays and is named.

    A place that came into being then is closed with the reason, and only if nobody has touched it since. A place that
    says again what it said before is as old again as it was: files for readers are the same, byte for byte.
    What breaks a rule of today stays and is named, too.
    """
    batch = points.open_batch(session, now=now)
    times, (undone,) = TimesReader(berlin_day(now)), {change.batch for change in changes}
    kept, done = [], 0
    for point, history in _with_history(session, list(dict.fromkeys(change.point_id for change in changes))):
        present = points.draft_of(point)
        back = without(present, history, undone, reason=reason)
        left = back.left
        try:
            done += bool(
                points.update(
                    session, point=point, draft=back.draft, actor=actor, now=now, batch=batch, kind=ChangeKind.UNDONE,
                    time_warnings=_doubts(present, back.draft, times),
                    updated_utc=last_said(present, history, undone, back.draft),
                )
            )  # fmt: skip
        except InvalidDraft as error:
            left = (*left, *sorted({problem.field for problem in error.found if problem.field in DRAFT_FIELDS}))
        if left:
            kept.append((point, left))
    session.flush()
    return Undone(batch.name, done, tuple(kept))


def _doubts(before: PointDraft, after: PointDraft, times: TimesReader) -> Sequence[Problem] | None:
    """What to know about times that come back: their words are read anew, unless a person had set the rows by hand."""
    if all(getattr(before, name) == getattr(after, name) for name in TIMES):
        return None
    verdict = times.read(after.times)
    return verdict.warnings if verdict.on(after) == after else ()


def _with_history(session: DatabaseSession, ids: Sequence[int]) -> Iterator[tuple[MeetingPoint, list[Change]]]:
    """Each place as it is stored now, whatever this transaction has seen of it, with all its changes in their order."""
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        wanted = select(MeetingPoint).where(MeetingPoint.id.in_(part)).options(*points.WHOLE)
        stored = session.scalars(wanted.order_by(MeetingPoint.id), execution_options={"populate_existing": True}).all()
        histories = _history(session, part)
        for point in stored:
            yield point, histories[point.id]


def _history(session: DatabaseSession, ids: Sequence[int]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = defaultdict(list)
    for change in session.scalars(select(Change).where(Change.point_id.in_(ids)).order_by(Change.id)):
        found[change.point_id].append(change)
    return found
