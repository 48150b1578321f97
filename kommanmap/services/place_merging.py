"""Two records of one place become one. Both histories stay: the given-up one is closed and names the kept one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft, differences
from kommanmap.domain.merging import GROUPS
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import ChangeKind, Status
from kommanmap.models import MeetingPoint
from kommanmap.services import points

BOTH = frozenset({"texts", "offers", "audiences", "languages"})
"""Of these one may take what either says."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Of both places, as the person saw them."""

    kept: int
    given_up: int


def differing_groups(kept: PointDraft, other: PointDraft) -> tuple[str, ...]:
    """First field of each group in which two places differ; their status is no question here."""
    found = differences(kept, other)
    return tuple(group[0] for group in GROUPS if group[0] != "status" and any(name in found for name in group))


def merged_draft(
    kept: PointDraft, other: PointDraft, *, from_other: frozenset[str], both: frozenset[str]
) -> PointDraft:
    """The kept place with the groups that are better in the other one."""
    draft = kept
    for group in GROUPS:
        if group[0] in from_other and group[0] != "status":
            draft = replace(draft, **{name: getattr(other, name) for name in group})
    for name in BOTH & both:
        values: tuple[Any, ...] = (*getattr(other, name), *getattr(kept, name))
        joined: dict[str, Any] = {name: tuple(dict(values).items()) if name == "texts" else values}
        draft = replace(draft, **joined)
    return draft


def merge(
    session: DatabaseSession,
    *,
    kept: MeetingPoint,
    given_up: MeetingPoint,
    draft: PointDraft,
    actor: str,
    now: datetime,
    versions: Versions,
    reason: str,
) -> None:
    """The kept place says what the draft says; the other one is closed with the kept one as its successor.

    Raises:
        InvalidDraft: a rule is broken, or both are one, or the kept one is closed.
        Conflict: somebody has changed one of them meanwhile.
    """
    if kept.id == given_up.id or kept.status is Status.CLOSED:
        raise InvalidDraft([Problem("successor", "own_successor")])
    points.update(
        session, point=kept, draft=draft, actor=actor, now=now, expected_version=versions.kept, kind=ChangeKind.MERGED
    )
    points.retire(
        session, point=given_up, actor=actor, now=now, reason=reason, successor=kept,
        expected_version=versions.given_up,
    )  # fmt: skip
