"""`kommanmap points import|export` and `kommanmap demo`: a file in, a file out. The work is done by the services."""

import sys
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from kommanmap.cli.demo import load_demo
from kommanmap.cli.geocode_points import geocode_stored_points
from kommanmap.cli.import_report import json_report, say_report
from kommanmap.cli.installation import edges, geocoder, installed_app, say_json, settings
from kommanmap.cli.refusals import Refusal, RefusingGroup
from kommanmap.database import reading_only
from kommanmap.domain.tables import Table
from kommanmap.extensions import db
from kommanmap.formats import FORMAT_BY_EXTENSION
from kommanmap.formats.tables import read_table_file
from kommanmap.models import MeetingPoint
from kommanmap.services import data_version, points_import
from kommanmap.services.import_plan import ImportPlan, RowAction

ACTOR = "kommanmap points import"
DEFAULT_SOURCE = "import"
_LOCAL_HOST = "localhost"


@click.group(cls=RefusingGroup)
def points() -> None:
    """Treffpunkte aus einer Datei holen, ihre Adressen suchen, in eine Datei schreiben."""


points.add_command(geocode_stored_points)


@points.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Nur zeigen, was sich ändern würde.")
@click.option("--json", "as_json", is_flag=True, help="Bericht als JSON.")
@click.option("--skip-refused", is_flag=True, help="Gute Zeilen übernehmen, auch wenn andere abgelehnt werden.")
@click.option(
    "--source",
    default=DEFAULT_SOURCE,
    show_default=True,
    help="Name der Liste. Kennungen einer Liste gelten nur in ihr; dieselbe Liste immer unter demselben Namen.",
)
def import_points(file: Path, dry_run: bool, as_json: bool, skip_refused: bool, source: str) -> None:
    """Treffpunkte aus FILE (CSV oder XLSX) übernehmen: alle Zeilen oder keine.

    Leere Zellen lassen Gespeichertes stehen, ein einzelner Bindestrich leert ein Feld.
    """
    table = read_table_file(file)
    with installed_app() as app:
        plan, applied = _import(app, table, source=source, dry_run=dry_run, skip_refused=skip_refused)
    if as_json:
        say_json(json_report(plan, table, file=str(file), dry_run=dry_run, applied=applied))
    else:
        say_report(plan, table, dry_run=dry_run, applied=applied)
    refused = plan.count(RowAction.REFUSED)
    if refused and not skip_refused:
        raise Refusal(f"{refused} Zeilen werden abgelehnt, nichts wurde geschrieben (siehe --skip-refused).")


def _import(app: Flask, table: Table, *, source: str, dry_run: bool, skip_refused: bool) -> tuple[ImportPlan, bool]:
    """The plan, and whether it was carried out. A real import holds the write lock from before its first look."""
    chain = geocoder(app)
    now = edges(app).clock.now()
    if dry_run:
        with reading_only():
            plan = points_import.preview(db.session(), table=table, source=source, now=now, chain=chain)
            db.session.rollback()
        return plan, False
    data_version.lock(db.session(), now=now)
    plan = points_import.preview(db.session(), table=table, source=source, now=now, chain=chain)
    if plan.count(RowAction.REFUSED) and not skip_refused:
        db.session.rollback()
        return plan, False
    points_import.apply(db.session(), plan=plan, actor=ACTOR, now=now, skip_refused=skip_refused)
    db.session.commit()
    return plan, True


@points.command("export")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "extension",
    type=click.Choice(sorted(FORMAT_BY_EXTENSION)),
    help="Vorgabe: Endung der Datei, sonst csv.",
)
def export_points(file: Path, extension: str | None) -> None:
    """Die öffentlichen Treffpunkte in FILE schreiben (- für die Standardausgabe): dieselbe Datei wie unter /daten/."""
    to_stdout = str(file) == "-"
    ending = file.suffix.removeprefix(".").lower()
    chosen = extension or (ending if ending in FORMAT_BY_EXTENSION else "csv")
    with installed_app() as app:
        hosts = [host.lstrip(".") for host in settings(app).trusted_hosts] or [_LOCAL_HOST]
        answer = app.test_client().get(f"/daten/treffpunkte.{chosen}", base_url=f"http://{hosts[0]}")
        if answer.status_code != 200:
            raise Refusal(f"Die Datei ließ sich nicht erzeugen (Antwort {answer.status_code}).")
    if to_stdout:
        sys.stdout.buffer.write(answer.data)
    else:
        file.write_bytes(answer.data)
        click.echo(f"Geschrieben: {file} ({len(answer.data)} Bytes)", err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def demo(as_json: bool) -> None:
    """101 historische Beispielorte laden. Schadet auch ein zweites Mal nicht."""
    with installed_app() as app:
        applied = load_demo(db.session(), now=edges(app).clock.now(), chain=geocoder(app))
        db.session.commit()
        examples = db.session.scalars(select(MeetingPoint.id).where(MeetingPoint.is_example)).all()
        answer = {"new": applied.created, "changed": applied.updated, "examples": len(examples)}
    if as_json:
        say_json(answer)
    else:
        click.echo(f"{answer['examples']} Beispielorte (neu: {answer['new']}, geändert: {answer['changed']})")
