"""The history read backwards and forwards: what a place said at any time. Writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, draft_value
from kommanmap.models import Change


def values_of(change: Change, side: int) -> dict[str, Any]:
    """The fields of a draft that this change named, as they were before (0) or after (1) it."""
    return {name: draft_value(name, values[side]) for name, values in change.fields.items() if name in DRAFT_FIELDS}


def taken_back(present: PointDraft, changes: Sequence[Change]) -> PointDraft:
    """What the place said before these changes, the last ones of its history in their order."""
    for change in reversed(changes):
        present = replace(present, **values_of(change, 0))
    return present


def replayed(changes: Iterable[Change]) -> PointDraft:
    """What a place says after all its changes, from the first on."""
    draft = PointDraft()
    for change in changes:
        draft = replace(draft, **values_of(change, 1))
    return draft
