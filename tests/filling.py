"""Fills the template databases the way an installation is filled: migrations, reference data, the import."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from kommanmap.cli.demo import load_demo
from kommanmap.clock import FixedClock
from kommanmap.database import upgrade
from kommanmap.extensions import db
from kommanmap.services.reference import load_reference
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
            load_demo(db.session, now=FILLED_UTC)
        db.session.commit()
