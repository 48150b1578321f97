"""The migrations: they make what the models say, on both databases, and go down and up again with data in them."""

import pytest
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, inspect, select

from kommanmap.database import MIGRATIONS, current_revision, differences_to_models, downgrade, head_revision, upgrade
from kommanmap.extensions import db
from kommanmap.models import MeetingPoint


def revisions() -> list[str]:
    """Every migration, newest first."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]


def columns(app: Flask) -> dict[str, list[str]]:
    """Table → its columns with their types."""
    with app.app_context():
        seen = inspect(db.engine)
        return {
            table: sorted(
                f"{column['name']} {column['type']} {column['nullable']}" for column in seen.get_columns(table)
            )
            for table in seen.get_table_names()
        }


def test_migrations_form_one_line() -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1, "Two migrations follow the same one. Chain them."


def test_the_name_of_a_migration_begins_with_its_day() -> None:
    for revision in revisions():
        assert revision[:10].count("_") == 2, f"{revision}: name it like 2026_11_22_what_it_does"
        assert revision[:4].isdigit()


@pytest.mark.both_databases
def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    with app.app_context():
        assert current_revision(db.engine) == head_revision()
        assert differences_to_models(db.engine) == []


@pytest.mark.both_databases
def test_every_migration_goes_down_and_up_again_with_data(demo_app: Flask) -> None:
    before = columns(demo_app)
    with demo_app.app_context():
        assert db.session.scalar(select(func.count(MeetingPoint.id))) == 101
        db.session.remove()
    for older in [*revisions()[1:], "base"]:
        downgrade(demo_app, older)
    with demo_app.app_context():
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    for revision in reversed(revisions()):
        upgrade(demo_app, revision)
    assert columns(demo_app) == before
    with demo_app.app_context():
        assert differences_to_models(db.engine) == []


@pytest.mark.both_databases
def test_upgrading_twice_is_harmless(demo_app: Flask) -> None:
    upgrade(demo_app)
    with demo_app.app_context():
        assert db.session.scalar(select(func.count(MeetingPoint.id))) == 101
