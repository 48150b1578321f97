"""Fills the template databases the way an installation is filled: migrations, reference data, the import."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from kommanmap.clock import FixedClock
from kommanmap.database import upgrade
from kommanmap.extensions import db
from kommanmap.formats.tables import read_table
from kommanmap.services.points_import import apply, preview
from kommanmap.services.reference import load_reference, reference_folder
from tests.apps import end, make_app
from tests.databases import Contents

FILLED_UTC = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def fill(database_url: str, contents: Contents) -> None:
    """Bring a database from the contents before to these."""
    with tempfile.TemporaryDirectory() as instance:
        app = make_app(database_url, Path(instance), FixedClock(FILLED_UTC))
        try:
            _fill(app, contents)
        finally:
            end(app)


def _fill(app: Flask, contents: Contents) -> None:
    if contents is Contents.REFERENCE:
        upgrade(app)
    with app.app_context():
        if contents is Contents.REFERENCE:
            load_reference(db.session, now=FILLED_UTC)
        else:
            _load_demo()
        db.session.commit()


def _load_demo() -> None:
    """The example places through the import that staff use."""
    with (reference_folder() / "demo" / "treffpunkte.csv").open("rb") as file:
        table = read_table(file)
    plan = preview(db.session, table=table, source="demo", is_example=True)
    apply(db.session, plan=plan, actor="tests", now=FILLED_UTC)
