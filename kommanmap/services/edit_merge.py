"""Somebody saves a form that was made of an older version: the history says what that version was. Writes nothing."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft
from kommanmap.domain.merging import differing, merge, with_group
from kommanmap.models import Change, MeetingPoint
from kommanmap.services.history_replay import taken_back
from kommanmap.services.points import draft_of


@dataclass(frozen=True, slots=True)
class Merged:
    """draft: mine, with what only the others changed. clashes: the groups (by their first field) that both changed, in
    which the draft says mine. taken_over: the groups that come from the others. theirs: what is stored."""

    draft: PointDraft
    theirs: PointDraft
    clashes: tuple[str, ...]
    taken_over: tuple[str, ...]


def merge_with_stored(session: DatabaseSession, *, point: MeetingPoint, mine: PointDraft, seen_version: int) -> Merged:
    """mine: what somebody wants to save who saw the place in `seen_version`."""
    theirs = draft_of(point)
    return merge_drafts(draft_in_version(session, point, theirs, seen_version), mine, theirs)


def merge_drafts(base: PointDraft | None, mine: PointDraft, theirs: PointDraft) -> Merged:
    """base: what mine was made of; None: nobody knows it any more, so whatever differs is for a person to decide."""
    if base is None:
        return Merged(mine, theirs, tuple(group[0] for group in differing(mine, theirs)), ())
    merged = merge(base=base, mine=mine, theirs=theirs)
    return Merged(merged.draft, theirs, merged.clashes, merged.taken_over)


def with_stored(mine: PointDraft, theirs: PointDraft, groups: tuple[str, ...]) -> PointDraft:
    """Mine, but the named groups as they are stored."""
    for first in groups:
        mine = with_group(mine, theirs, first) if first in DRAFT_FIELDS else mine
    return mine


def draft_in_version(
    session: DatabaseSession, point: MeetingPoint, present: PointDraft, version: int
) -> PointDraft | None:
    """What a place said in a version. Each change is a version, and the other way round; if not, nobody can say."""
    changes = session.scalars(select(Change).where(Change.point_id == point.id).order_by(Change.id)).all()
    if len(changes) != point.version or not 0 < version <= point.version:
        return None
    return taken_back(present, changes[version:])
