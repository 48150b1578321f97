"""The app of this installation, and whether its database is ready. What every command begins with."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask

from kommanmap import create_app
from kommanmap.cli.refusals import Refusal
from kommanmap.config import Config
from kommanmap.database import current_revision, head_revision
from kommanmap.edges import Edges
from kommanmap.extensions import db
from kommanmap.geocoding.chain import Chain

SETUP_FIRST = "Bitte zuerst ausführen: kommanmap setup"


@contextmanager
def installed_app() -> Iterator[Flask]:
    """The app with its context and a database in the newest state.

    Raises:
        Refusal: the database is not set up, or older or newer than this version.
    """
    app = create_app()
    with app.app_context():
        require_schema()
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def require_schema() -> None:
    """Refuse to work on a database that is not in the state of this version."""
    revision = current_revision(db.engine)
    if revision is None:
        raise Refusal(f"Die Datenbank ist noch nicht eingerichtet. {SETUP_FIRST}")
    if revision != head_revision():
        raise Refusal(f"Die Datenbank steht auf {revision}, diese Version braucht {head_revision()}. {SETUP_FIRST}")


def settings(app: Flask) -> Config:
    """The settings of the installation."""
    config: Config = app.extensions["kommanmap.config"]
    return config


def edges(app: Flask) -> Edges:
    """Clock and the other edges."""
    bundle: Edges = app.extensions["kommanmap.edges"]
    return bundle


def geocoder(app: Flask) -> Chain:
    """Addresses → places."""
    chain: Chain = app.extensions["kommanmap.geocoder"]
    return chain


def say_json(answer: Any) -> None:
    """One JSON document on stdout, readable for people too."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
