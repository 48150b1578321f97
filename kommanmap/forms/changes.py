"""Entries of the history in words: who (in which role), when, and each field before and after. For staff only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel.speaklater import LazyString

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, draft_value
from kommanmap.domain.vocabulary import Role
from kommanmap.forms.field_labels import field_label, field_words
from kommanmap.i18n import gettext, lazy_gettext
from kommanmap.labels import label
from kommanmap.models import Change

ROLE_NAMES: Mapping[Role, LazyString] = {
    Role.STATE: lazy_gettext("Land"),
    Role.CENTRE: lazy_gettext("Zentrum"),
    Role.CARRIER: lazy_gettext("Träger"),
}
LONGEST = 400
UNSAID = frozenset({"times_status", "position_source"})
"""Bookkeeping: what it says stands in the fields beside it."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field before and after, in words."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One entry of the history."""

    id: int
    kind: str
    actor: str
    at_utc: datetime
    batch: str
    fields: tuple[FieldLine, ...]


def change_lines(changes: Iterable[Change]) -> list[ChangeLine]:
    """In the order given."""
    return [_line(change) for change in changes]


def actor_text(actor: str) -> str:
    """The role and the number of the account (`centre:17`), or what else made the change."""
    role, _, number = actor.partition(":")
    if role in set(Role):
        if not number:  # by a link from a letter, without an account
            return str(ROLE_NAMES[Role(role)])
        return gettext("%(role)s, Konto %(number)s", role=ROLE_NAMES[Role(role)], number=number)
    return actor


def _line(change: Change) -> ChangeLine:
    return ChangeLine(
        id=change.id,
        kind=label(change.kind),
        actor=actor_text(change.actor),
        at_utc=change.at_utc,
        batch=change.batch,
        fields=field_lines(change.fields),
    )


def field_lines(fields: Mapping[str, Sequence[object]]) -> tuple[FieldLine, ...]:
    """Field → (before, after) in plain values, in words; without what is bookkeeping."""
    return tuple(_field(name, *values) for name, values in fields.items() if name not in UNSAID)


def _field(name: str, before: object, after: object) -> FieldLine:
    return FieldLine(name, field_label(name), _words(name, before), _words(name, after))


def _words(name: str, plain: object) -> str:
    if plain is None:
        return ""
    try:
        value = (
            field_words(PointDraft(**{name: draft_value(name, plain)}), name) if name in DRAFT_FIELDS else str(plain)
        )
    except (ValueError, KeyError, TypeError):
        value = str(plain)
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
