"""What an import would do or has done, for people and for programs. Says every row that needs a look."""

from typing import Any

import click

from kommanmap.domain.problems import Problem
from kommanmap.domain.tables import Table
from kommanmap.problem_texts import problem_text
from kommanmap.services.import_plan import ImportPlan, RowAction, RowPlan

_SIGNS = {RowAction.NEW: "+", RowAction.CHANGED: "~", RowAction.UNCHANGED: "=", RowAction.REFUSED: "!"}
LONGEST_VALUE = 60


def json_report(plan: ImportPlan, table: Table, *, file: str, dry_run: bool, applied: bool) -> dict[str, Any]:
    """The report with stable keys; `before` and `after` are plain values."""
    return {
        "file": file,
        "dry_run": dry_run,
        "applied": applied,
        "rows": len(plan.rows),
        "new": plan.count(RowAction.NEW),
        "changed": plan.count(RowAction.CHANGED),
        "unchanged": plan.count(RowAction.UNCHANGED),
        "refused": plan.count(RowAction.REFUSED),
        "notes": plan.with_notes,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "unknown_columns": list(plan.unknown_columns),
        "personal_columns": list(plan.personal_columns),
        "unread_sheets": list(table.unread),
        "kept_as_text": dict(plan.kept_as_text),
        "report": [_row(row) for row in plan.rows],
    }


def _row(row: RowPlan) -> dict[str, Any]:
    return {
        "line": row.line,
        "action": row.action.value,
        "name": row.name,
        "municipality": row.municipality,
        "ags": row.ags,
        "centre": row.centre,
        "problems": [_problem(problem) for problem in row.problems],
        "notes": [_problem(note) for note in row.notes],
        "changes": {field: list(values) for field, values in row.changes.items()},
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {"field": problem.field, "code": problem.code, "text": problem_text(problem)}


def say_report(plan: ImportPlan, table: Table, *, dry_run: bool, applied: bool) -> None:
    """The report for people: rows that need a look, then the sums."""
    for row in plan.rows:
        if row.action is not RowAction.UNCHANGED or row.problems or row.notes:
            _say_row(row)
    if plan.unknown_columns:
        click.echo(f"Nicht übernommene Spalten: {', '.join(plan.unknown_columns)}")
    if plan.personal_columns:
        click.echo(f"Nicht übernommen, weil persönlich: {', '.join(plan.personal_columns)}")
    if table.unread:
        click.echo(f"Nicht gelesene Tabellenblätter: {', '.join(table.unread)}")
    if plan.kept_as_text:
        click.echo(f"{len(plan.kept_as_text)} Angebote bleiben Text, den kein Filter findet (siehe --json).")
    sums = (
        f"{len(plan.rows)} Zeilen: {plan.count(RowAction.NEW)} neu, {plan.count(RowAction.CHANGED)} geändert, "
        f"{plan.count(RowAction.UNCHANGED)} unverändert, {plan.count(RowAction.REFUSED)} abgelehnt, "
        f"{plan.with_notes} mit Hinweis"
    )
    changes = plan.count(RowAction.NEW) + plan.count(RowAction.CHANGED)
    done = ("Übernommen" if changes else "Nichts zu ändern") if applied else "Nichts geschrieben"
    click.echo(f"{sums}. {'Nur geprüft' if dry_run else done}.")


def _say_row(row: RowPlan) -> None:
    place = f" ({row.municipality})" if row.municipality else ""
    click.echo(f"{_SIGNS[row.action]} Zeile {row.line}: {_shown(row.name)}{place}")
    for problem in row.problems:
        click.echo(f"    abgelehnt: {_with_field(problem)}")
    for field, (before, after) in row.changes.items():
        click.echo(f"    {field}: {_shown(before)} -> {_shown(after)}")
    for note in row.notes:
        click.echo(f"    Hinweis: {_with_field(note)}")


def _with_field(problem: Problem) -> str:
    text = _printable(problem_text(problem))
    return f"{problem.field}: {text}" if problem.field else text


def _shown(value: Any) -> str:
    text = _printable("; ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value))
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _printable(text: str) -> str:
    """A terminal obeys control characters; a file must not speak to it."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)
