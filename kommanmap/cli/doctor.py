"""`kommanmap doctor`: what an operator should know about this installation. Reads only."""

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import click
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from kommanmap import create_app
from kommanmap.cli.addresses import origin_of
from kommanmap.cli.installation import SETUP_FIRST, say_json, settings
from kommanmap.cli.refusals import Refusal
from kommanmap.clock import SystemClock
from kommanmap.config import Config
from kommanmap.database import current_revision, head_revision, reading_connection, sqlite_journal_mode
from kommanmap.domain.errors import BadConfiguration
from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.extensions import db
from kommanmap.geocoding.register.index_reader import BrokenAddressIndex
from kommanmap.models import Centre, MeetingPoint, Municipality, MunicipalityAlias, PostcodeArea
from kommanmap.queries.history_chain import examine_history
from kommanmap.services.data_version import versions
from kommanmap.services.point_times import berlin_day

OLDEST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 200 * 2**20
SHORTEST_OUTLOOK = timedelta(days=183)
"""How far ahead school holidays have to be known: calendars that people subscribed to reach half a year."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: `ok` is False where something has to be done, which `detail` says."""

    name: str
    ok: bool
    detail: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def doctor(as_json: bool) -> None:
    """Prüfen, ob diese Installation gesund ist."""
    checks, facts = _examined()
    healthy = all(check.ok for check in checks)
    if as_json:
        say_json({"ok": healthy, "checks": [asdict(check) for check in checks], **facts})
    else:
        for check in checks:
            click.echo(f"{'ok  ' if check.ok else 'FEHL'} {check.name}: {check.detail}")
        for status, count in facts.get("points", {}).items():
            click.echo(f"     {status}: {count}")
    if not healthy:
        raise Refusal("; ".join(f"{check.name}: {check.detail}" for check in checks if not check.ok))


def _examined() -> tuple[list[Check], dict[str, Any]]:
    checks = [_python()]
    try:
        app = create_app()
    except BadConfiguration as error:
        return [*checks, Check("settings", False, str(error))], {}
    with app.app_context():
        config = settings(app)
        checks += _installation(config)
        try:
            found = list(_database(app))
            facts = _counts() if all(check.ok for check in found) else {}
            found += [_history()] if facts else []
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            found, facts = [Check("database", False, reason)], {}
        finally:
            db.session.remove()
            db.engine.dispose()
    return [*checks, *found, *_contents(facts)], facts


def _python() -> Check:
    return Check("python", sys.version_info >= OLDEST_PYTHON, platform.python_version())


def _installation(config: Config) -> Iterator[Check]:
    writable = os.access(config.instance, os.W_OK)
    yield Check("instance", writable, str(config.instance) if writable else f"{config.instance} ist nicht beschreibbar")
    yield Check("secret_key", bool(config.secret_key), "gesetzt" if config.secret_key else f"fehlt. {SETUP_FIRST}")
    free = shutil.disk_usage(config.instance).free
    yield Check("disk", free >= LEAST_FREE_BYTES, f"{free // 2**20} MiB frei")
    yield _addresses(config)
    yield _school_holidays()


def _addresses(config: Config) -> Check:
    """None at all is sound: then only towns and postcodes are found."""
    try:
        origin = origin_of(config.address_index)
    except BrokenAddressIndex as error:
        return Check("addresses", False, f"{error}. Bitte neu einlesen: kommanmap addresses import")
    if origin is None:
        return Check("addresses", True, "keine eingelesen (kommanmap addresses status sagt, woher)")
    return Check("addresses", True, f"{origin.houses} vom {origin.as_of or 'unbekannten Tag'}, {origin.source}")


def _school_holidays() -> Check:
    """Beyond their last known day no session that minds them is certain."""
    last = nrw_calendar().last_school
    known = f"bekannt bis {last:%d.%m.%Y}"
    if last - berlin_day(SystemClock().now()) < SHORTEST_OUTLOOK:
        return Check("school_holidays", False, f"nur {known}. Bitte erneuern: pip install --upgrade holidays")
    return Check("school_holidays", True, known)


def _database(app: Flask) -> Iterator[Check]:
    engine = db.engine
    yield Check("database", True, engine.url.render_as_string(hide_password=True))
    if engine.dialect.name == "sqlite":
        with reading_connection(engine) as connection:
            mode = str(connection.execute(text("PRAGMA journal_mode")).scalar()).upper()
        expected = sqlite_journal_mode()
        yield Check("sqlite", True, sqlite3.sqlite_version)
        yield Check("journal_mode", mode == expected, mode if mode == expected else f"{mode} statt {expected}")
    else:
        with reading_connection(engine) as connection:
            yield Check("server", True, str(connection.execute(text("SHOW server_version")).scalar()))
    revision, head = current_revision(engine), head_revision()
    detail = revision if revision == head else f"{revision or 'nicht eingerichtet'} statt {head}. {SETUP_FIRST}"
    yield Check("schema", revision == head, str(detail))


def _counts() -> dict[str, Any]:
    with reading_connection(db.engine) as connection:

        def count(table: Any) -> int:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

        by_status = connection.execute(select(MeetingPoint.status, func.count()).group_by(MeetingPoint.status))
        by_reading = connection.execute(
            select(MeetingPoint.times_status, func.count()).group_by(MeetingPoint.times_status)
        )
        examples = select(func.count()).select_from(MeetingPoint).where(MeetingPoint.is_example)
        facts = {
            "centres": count(Centre),
            "municipalities": count(Municipality),
            "aliases": count(MunicipalityAlias),
            "postcodes": count(PostcodeArea),
            "points": {status.value: number for status, number in by_status},
            "times": {status.value: number for status, number in by_reading},
            "examples": int(connection.execute(examples).scalar_one()),
        }
    stand = versions(db.session())
    return {**facts, "data_version": stand.version, "reference_version": stand.reference}


def _history() -> Check:
    """Nobody has altered, removed or slipped in an entry."""
    with reading_connection(db.engine) as connection:
        seen = examine_history(connection)
    if seen.broken_at is None:
        return Check("history", True, f"{seen.entries} Einträge, keiner nachträglich verändert")
    where = f"ab Eintrag {seen.broken_at}" if seen.broken_at else "am Ende fehlt etwas"
    return Check("history", False, f"nachträglich verändert, {where}. Bitte mit einer Sicherung vergleichen")


def _contents(facts: dict[str, Any]) -> Iterator[Check]:
    if facts:
        there = facts["municipalities"] > 0 and facts["centres"] > 0
        yield Check(
            "reference",
            there,
            f"{facts['centres']} Zentren, {facts['municipalities']} Gemeinden" if there else f"fehlt. {SETUP_FIRST}",
        )
