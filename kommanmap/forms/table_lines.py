"""Rows of an uploaded table in words: what each would do, why not, what it asks. Knows no request."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from kommanmap.forms.changes import FieldLine, field_lines
from kommanmap.forms.field_labels import FIELD_LABELS, field_label
from kommanmap.i18n import lazy_gettext
from kommanmap.models import TableDraft
from kommanmap.problem_texts import problem_text
from kommanmap.services.import_desk import AS_STORED, FROM_FILE, NEW
from kommanmap.services.import_plan import RowAction
from kommanmap.services.table_drafts import Line, problem_of
from kommanmap.services.table_import import TAKEN_OVER

PER_PAGE = 50

ACTIONS: Mapping[str, LazyString] = {
    RowAction.ASKS.value: lazy_gettext("mit Frage"),
    RowAction.CLASHES.value: lazy_gettext("auch von anderen geändert"),
    RowAction.REFUSED.value: lazy_gettext("abgelehnt"),
    RowAction.NEW.value: lazy_gettext("neu"),
    RowAction.CHANGED.value: lazy_gettext("geändert"),
    RowAction.UNCHANGED.value: lazy_gettext("unverändert"),
}
"""What may happen to a row, what needs a person first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a row that asks."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """One row. problems: why it is refused; doubts: what else to know; ticked: it shall be taken over."""

    line: int
    action: str
    action_label: str
    name: str
    town: str
    problems: tuple[str, ...]
    doubts: tuple[str, ...]
    fields: tuple[FieldLine, ...]
    clashes: tuple[str, ...]
    choices: tuple[Choice, ...]
    can_be_taken: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of rows. counts: (action, its label, how many), only those there are; only: the action shown, "" for all
    that are not unchanged; to_take: rows that would be taken over now; unknown, personal: columns that are left out."""

    lines: tuple[LineView, ...]
    counts: tuple[tuple[str, str, int], ...]
    only: str
    page: int
    pages: int
    to_take: int
    unknown: tuple[str, ...]
    personal: tuple[str, ...]
    unread: tuple[str, ...]


def preview_of(draft: TableDraft, only: str, page: int) -> Preview:
    """The page asked for, or the last one there is."""
    counted = Counter(line["action"] for line in draft.lines)
    rank = {action: number for number, action in enumerate(ACTIONS)}
    shown = [
        line
        for line in draft.lines
        if (line["action"] == only if only else line["action"] != RowAction.UNCHANGED.value)
    ]
    shown.sort(key=lambda line: rank[line["action"]])
    pages = max(1, -(-len(shown) // PER_PAGE))
    page = min(max(1, page), pages)
    left_out = frozenset(draft.left_out)
    takeable = [line for line in draft.lines if line["action"] in TAKEN_OVER and line["line"] not in left_out]
    return Preview(
        lines=tuple(
            _view(line, draft.answers.get(str(line["line"]), ""), line["line"] not in left_out)
            for line in shown[(page - 1) * PER_PAGE : page * PER_PAGE]
        ),
        counts=tuple((action, str(text), counted[action]) for action, text in ACTIONS.items() if counted[action]),
        only=only,
        page=page,
        pages=pages,
        to_take=len(takeable),
        unknown=tuple(draft.about.get("unknown", ())),
        personal=tuple(draft.about.get("personal", ())),
        unread=tuple(draft.rows["unread"]),
    )


def _view(line: Line, answer: str, ticked: bool) -> LineView:
    return LineView(
        line=line["line"],
        action=line["action"],
        action_label=str(ACTIONS[line["action"]]),
        name=line["name"],
        town=line["town"],
        problems=tuple(_said(each) for each in line["problems"]),
        doubts=tuple(dict.fromkeys(_said(each) for each in line["doubts"])),
        fields=field_lines(line["changes"]),
        clashes=tuple(field_label(name) for name in line["clashes"]),
        choices=_choices(line, answer),
        can_be_taken=line["action"] in TAKEN_OVER,
        ticked=ticked,
    )


def _said(plain: Sequence[object]) -> str:
    problem = problem_of(list(plain))
    text = problem_text(problem)
    return f"{field_label(problem.field)}: {text}" if problem.field in FIELD_LABELS else text


def _choices(line: Line, answer: str) -> tuple[Choice, ...]:
    if line["action"] == RowAction.CLASHES.value:
        words = [
            (FROM_FILE, lazy_gettext("wie in der Datei")),
            (AS_STORED, lazy_gettext("wie es jetzt gespeichert ist")),
        ]
    elif line["action"] == RowAction.ASKS.value:
        known = [(each["public_id"], f"{each['name']}, {each['address']}") for each in line["candidates"]]
        words = [*known, (NEW, lazy_gettext("ein neuer Treffpunkt"))]
    else:
        return ()
    return tuple(Choice(value, str(label), value == answer) for value, label in words)
