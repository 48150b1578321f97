"""Two people changed the same place: what of both can stand, and what a person must decide. Plain values, no table.

Fields that belong together (an address with its pin, times with their rows) are taken from one side or from the other,
but never mixed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft

PLACE = ("ags", "street", "house_number", "postcode", "district", "lat", "lon", "position_accuracy", "position_source")
TIMES = ("times", "times_status", "sessions")
STATUS = ("status", "status_reason", "paused_until")
GROUPS = (PLACE, TIMES, STATUS, *((name,) for name in DRAFT_FIELDS if name not in (*PLACE, *TIMES, *STATUS)))
"""What is decided together. The first field of a group stands for it."""

_GROUP_OF: Mapping[str, tuple[str, ...]] = MappingProxyType({name: group for group in GROUPS for name in group})


@dataclass(frozen=True, slots=True)
class Merged:
    """draft: mine, with what only the others changed. clashes: the groups (by their first field) that both changed to
    something else, in which the draft says mine. taken_over: the groups that come from the others."""

    draft: PointDraft
    clashes: tuple[str, ...]
    taken_over: tuple[str, ...]


def group_of(name: str) -> tuple[str, ...]:
    """All fields that are decided together with this one.

    Raises:
        KeyError: no draft has such a field.
    """
    return _GROUP_OF[name]


def merge(*, base: PointDraft, mine: PointDraft, theirs: PointDraft) -> Merged:
    """base: what both began with. Both are whole places; nothing of either is lost but in clashes."""
    draft, clashes, taken = mine, [], []
    for group in differing(mine, theirs):
        if not _differ(base, mine, group):
            draft = with_group(draft, theirs, group[0])
            taken.append(group[0])
        elif _differ(base, theirs, group):
            clashes.append(group[0])
    return Merged(draft, tuple(clashes), tuple(taken))


def differing(one: PointDraft, other: PointDraft) -> Iterator[tuple[str, ...]]:
    """The groups in which two drafts do not say the same."""
    return (group for group in GROUPS if _differ(one, other, group))


def with_group(draft: PointDraft, source: PointDraft, name: str) -> PointDraft:
    """The draft, with this field and all that belong to it as the source says."""
    return replace(draft, **{each: getattr(source, each) for each in group_of(name)})


def _differ(one: PointDraft, other: PointDraft, group: tuple[str, ...]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in group)
