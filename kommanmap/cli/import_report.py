"""What an import would do or has done, for people and for programs. Says every row that needs a look."""

from typing import Any

import click

from kommanmap.cli.pin_words import ACCURACY_WORDS, OF_ALL_ADDRESSES, counted, pin_json, problem_json, warning_json
from kommanmap.cli.time_words import STATUS_WORDS, sentences_of, times_json, times_lines
from kommanmap.domain.problems import Problem
from kommanmap.domain.tables import Table
from kommanmap.problem_texts import problem_text
from kommanmap.services.geocoding import should_be_tried_again
from kommanmap.services.import_plan import ImportPlan, RowAction, RowPlan

_SIGNS = {RowAction.NEW: "+", RowAction.CHANGED: "~", RowAction.UNCHANGED: "=", RowAction.REFUSED: "!"}
LONGEST_VALUE = 60

_SAID_BETTER = {
    "postcode_of_other_town": "postcode_not_of_town",
    "postcode_unknown": "postcode_not_in_nrw",
}
"""Notes that a warning of the same row repeats with a proposal."""


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
        "warnings": plan.with_warnings,
        "pins": {accuracy.value: count for accuracy, count in plan.accuracies.items()},
        "times": {status.value: count for status, count in plan.times_read.items()},
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
        "problems": [problem_json(problem) for problem in row.problems],
        "notes": [problem_json(note) for note in row.notes],
        "changes": {field: list(values) for field, values in row.changes.items()},
        "warnings": [warning_json(warning) for warning in row.warnings],
        "geocoding": row.answer.outcome.value if row.answer else None,
        "pin": pin_json(row.draft) if row.draft else None,
        "times": times_json(row),
    }


def say_report(plan: ImportPlan, table: Table, *, dry_run: bool, applied: bool) -> None:
    """The report for people: rows that need a look, then the sums."""
    for row in plan.rows:
        if row.action is not RowAction.UNCHANGED or row.problems or row.notes or row.warnings:
            _say_row(row)
    if plan.unknown_columns:
        click.echo(f"Nicht übernommene Spalten: {', '.join(plan.unknown_columns)}")
    if plan.personal_columns:
        click.echo(f"Nicht übernommen, weil persönlich: {', '.join(plan.personal_columns)}")
    if table.unread:
        click.echo(f"Nicht gelesene Tabellenblätter: {', '.join(table.unread)}")
    if plan.kept_as_text:
        click.echo(f"{len(plan.kept_as_text)} Angebote bleiben Text, den kein Filter findet (siehe --json).")
    _say_pins(plan)
    if plan.times_read:
        click.echo(f"Zeiten: {counted(plan.times_read, STATUS_WORDS)}.")
    sums = (
        f"{len(plan.rows)} Zeilen: {plan.count(RowAction.NEW)} neu, {plan.count(RowAction.CHANGED)} geändert, "
        f"{plan.count(RowAction.UNCHANGED)} unverändert, {plan.count(RowAction.REFUSED)} abgelehnt, "
        f"{plan.with_notes} mit Hinweis, {plan.with_warnings} mit Warnung"
    )
    changes = plan.count(RowAction.NEW) + plan.count(RowAction.CHANGED)
    done = ("Übernommen" if changes else "Nichts zu ändern") if applied else "Nichts geschrieben"
    click.echo(f"{sums}. {'Nur geprüft' if dry_run else done}.")


def _say_pins(plan: ImportPlan) -> None:
    """How exactly the pins are known, and what would make them more exact."""
    answers = [(row.draft, row.answer) for row in plan.rows if row.draft and row.answer]
    if plan.accuracies:
        click.echo(f"Punkte: {counted(plan.accuracies, ACCURACY_WORDS)}.")
    for warning in {warning.code: warning for _, answer in answers for warning in answer.warnings}.values():
        if warning.code in OF_ALL_ADDRESSES:
            click.echo(problem_text(warning))
    waiting = sum(should_be_tried_again(draft, answer) for draft, answer in answers)
    if waiting:
        click.echo(f"{waiting} Adressen werden nach dem Übernehmen bei den Diensten nachgefragt (kommanmap jobs run).")


def _say_row(row: RowPlan) -> None:
    place = f" ({row.municipality})" if row.municipality else ""
    pin = f", Punkt: {ACCURACY_WORDS[row.draft.position_accuracy]}" if row.draft else ""
    click.echo(f"{_SIGNS[row.action]} Zeile {row.line}: {_shown(row.name)}{place}{pin}")
    for problem in row.problems:
        click.echo(f"    abgelehnt: {_with_field(problem)}")
    for field, (before, after) in row.changes.items():
        if field == "sessions":
            before, after = sentences_of(before), sentences_of(after)
        click.echo(f"    {field}: {_shown(before)} -> {_shown(after)}")
    for depth, line in enumerate(times_lines(row)):
        click.echo(f"    {'  ' if depth else ''}{_printable(line)}")
    warned = {warning.code for warning in row.warnings}
    for note in row.notes:
        if _SAID_BETTER.get(note.code) not in warned:
            click.echo(f"    Hinweis: {_with_field(note)}")
    for warning in row.warnings:
        click.echo(f"    Warnung: {_with_field(warning)}")


def _with_field(problem: Problem) -> str:
    text = _printable(problem_text(problem))
    return f"{problem.field}: {text}" if problem.field else text


def _shown(value: Any) -> str:
    text = _printable("; ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value))
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _printable(text: str) -> str:
    """A terminal obeys control characters; a file must not speak to it."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)
