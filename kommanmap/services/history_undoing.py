"""What of a place to take back when a batch is undone, and what to leave because a person has changed it since.

Plain decisions over the entries of one place; writes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, draft_value, plain_value
from kommanmap.domain.merging import GROUPS, STATUS, group_of
from kommanmap.domain.vocabulary import ChangeKind, Status
from kommanmap.models import Change
from kommanmap.services.geocoding import ACTOR as GEOCODER
from kommanmap.services.history_replay import values_of

AUTOMATIC = frozenset({GEOCODER, "kommanmap setup", "kommanmap points geocode"})
"""Who finds pins and reads times by itself: what they do after a change goes back with it."""

_MAKING = frozenset({ChangeKind.CREATED, ChangeKind.SUGGESTED})
"""What the first entry of a place may be; it touches all its fields, those it left empty too."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """draft: what the place shall say. left: fields of the batch that stay, and those of their groups that somebody has
    changed since."""

    draft: PointDraft
    left: tuple[str, ...]


def without(present: PointDraft, changes: Sequence[Change], batch: str, *, reason: str) -> TakenBack:
    """changes: the whole history of the place, in its order. reason: why a place is closed that the batch has made."""
    made = bool(changes) and changes[0].batch == batch and changes[0].kind in _MAKING
    trace = _Trace({group[0] for group in GROUPS} if made else set())
    for change in changes:
        trace.follow(change, own=change.batch == batch)
    if made:
        return _unmade(present, trace, reason)
    back: dict[str, Any] = {}
    left: list[str] = []
    for group in GROUPS:
        names = [name for name in group if trace.differs(name, present)]
        if not names:
            continue
        if trace.is_left(group):
            left += [name for name in group if name in names or name in trace.held]
        else:
            back |= {name: draft_value(name, trace.origin[name]) for name in names}
    return TakenBack(replace(present, **back), tuple(left))


def last_said(present: PointDraft, changes: Sequence[Change], batch: str, wanted: PointDraft) -> datetime | None:
    """When the place began to say what it says again now, before the batch; None: it never said that."""
    draft, passed = present, False
    for change in reversed(changes):
        own = change.batch == batch
        if passed and not own and change.kind is not ChangeKind.UNDONE and draft == wanted:
            return change.at_utc
        passed = passed or own
        draft = replace(draft, **values_of(change, 0))
    return None


class _Trace:
    """Follows every field from the first change of the batch on.

    origin: what it said before, while what it says comes from the batch. held: what it said when a person changed it.
    touched: groups that the batch has changed.
    """

    def __init__(self, touched: set[str]) -> None:
        self.origin: dict[str, Any] = {}
        self.held: dict[str, Any] = {}
        self.touched = touched

    def follow(self, change: Change, *, own: bool) -> None:
        """The next change of the place."""
        for name, (before, after) in change.fields.items():
            if name not in DRAFT_FIELDS:
                continue
            first = group_of(name)[0]
            if own:
                self._begin(first)
                self.origin.setdefault(name, before)
            elif first in self.touched:
                self._follow_other(change, name, before, after)

    def _begin(self, first: str) -> None:
        """The batch writes over what a person has written: that is where it goes back to from here on."""
        if self.is_left(group_of(first)):
            for name in group_of(first):
                self.origin.pop(name, None)
                self.held.pop(name, None)
        self.touched.add(first)

    def _follow_other(self, change: Change, name: str, before: Any, after: Any) -> None:
        if name in self.held:
            if change.kind is ChangeKind.UNDONE and self.held[name] == after:
                del self.held[name]
        elif change.actor in AUTOMATIC and not self.is_left(group_of(name)):
            self.origin.setdefault(name, before)
        else:
            self.held[name] = before

    def is_left(self, group: Iterable[str]) -> bool:
        """Whether a person has changed something of this group since."""
        return any(name in self.held for name in group)

    def differs(self, name: str, present: PointDraft) -> bool:
        """Whether taking it back would change what the place says."""
        if name not in self.origin:
            return False
        origin = plain_value(draft_value(name, self.origin[name]))
        return bool(plain_value(getattr(present, name)) != origin)


def _unmade(present: PointDraft, trace: _Trace, reason: str) -> TakenBack:
    """Nothing is deleted: the place is closed, unless somebody has cared for it since."""
    if present.status is Status.CLOSED:
        return TakenBack(present, ())
    if trace.held:
        return TakenBack(present, tuple(name for name in DRAFT_FIELDS if name in trace.held))
    closed = replace(present, **{name: getattr(PointDraft(), name) for name in STATUS})
    return TakenBack(replace(closed, status=Status.CLOSED, status_reason=reason), ())
