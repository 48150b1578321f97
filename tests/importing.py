"""What the tests of the import share: preview, carry out, and the short form of what a row answers."""

import re
from collections import Counter
from typing import Any

from flask import Flask, has_app_context
from sqlalchemy import func, select, update

from kommanmap.domain.tables import Table
from kommanmap.extensions import db
from kommanmap.formats import FORMATS
from kommanmap.models import DataVersion, MeetingPoint
from kommanmap.services import points_import
from kommanmap.services.import_plan import ImportPlan, RowPlan
from tests.apps import NOW

RISING = re.compile(rb"SEQUENCE:\d+")
"""When any data changed last, and how often a place did, which tells calendars to take what is newer."""


def preview(table: Table) -> ImportPlan:
    return points_import.preview(db.session(), table=table, source="test", now=NOW)


def carry_out(table: Table, **options: Any) -> ImportPlan:
    plan = preview(table)
    points_import.apply(db.session(), plan=plan, actor="tests", now=NOW, **options)
    db.session.commit()
    return plan


def only_row(table: Table) -> RowPlan:
    (row,) = preview(table).rows
    return row


def codes(row: RowPlan) -> tuple[list[str], list[str]]:
    return [problem.code for problem in row.problems], [note.code for note in row.notes]


def counts(plan: ImportPlan) -> dict[str, int]:
    return {action.value: number for action, number in Counter(row.action for row in plan.rows).items()}


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(MeetingPoint)) or 0


def public_files(app: Flask) -> dict[str, bytes]:
    """Every format, without what rises with every change: when the data changed last, and the count in a calendar."""
    if has_app_context():
        db.session.commit()  # whoever asks may hold the lock
    with app.app_context():
        db.session.execute(update(DataVersion).values(changed_utc=NOW))
        db.session.commit()
    app.extensions["kommanmap.index"].refresh()
    client = app.test_client()
    return {
        each.extension: RISING.sub(b"", client.get(f"/daten/treffpunkte.{each.extension}").data) for each in FORMATS
    }
