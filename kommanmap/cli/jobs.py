"""`kommanmap jobs run|status`: what waits because a service did not answer. The work is done by the services."""

from typing import Any

import click
from flask import Flask

from kommanmap.cli.installation import edges, geocoder, installed_app, say_json, settings
from kommanmap.cli.refusals import RefusingGroup
from kommanmap.extensions import db
from kommanmap.services.geocoder_memory import states
from kommanmap.services.geocoders import chain_for
from kommanmap.services.job_handlers import PATIENCE_SECONDS, handlers
from kommanmap.services.jobs import JobsReport, run_due_jobs, status


@click.group(cls=RefusingGroup)
def jobs() -> None:
    """Aufgaben, die warten, weil ein Dienst nicht geantwortet hat."""


@jobs.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def run(as_json: bool) -> None:
    """Alles versuchen, was an der Reihe ist. Läuft die Seite mit kommanmap run, geschieht das von selbst."""
    with installed_app() as app:
        report = _run(app)
        waiting = status(db.engine, now=edges(app).clock.now()).waiting
    if as_json:
        say_json({"done": report.done, "again": len(report.again), "errors": list(report.again), "waiting": waiting})
    else:
        click.echo(f"{report.done} erledigt, {len(report.again)} später noch einmal, {waiting} warten.")


def _run(app: Flask) -> JobsReport:
    clock = edges(app).clock
    chain = chain_for(settings(app), edges(app), db.engine, local=geocoder(app).local, patience=PATIENCE_SECONDS)
    return run_due_jobs(db.engine, handlers=handlers(db.engine, chain=chain, clock=clock), clock=clock)


@jobs.command("status")
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def show_status(as_json: bool) -> None:
    """Sagen, was wartet, warum, und wie es den Diensten geht."""
    with installed_app() as app:
        answer = _status(app)
    if as_json:
        say_json(answer)
        return
    click.echo(f"{answer['waiting']} Aufgaben warten, {answer['due']} sind an der Reihe, {answer['under_way']} laufen.")
    for code, count in answer["errors"].items():
        click.echo(f"  {count} zuletzt ohne Antwort: {code}")
    for service in answer["services"]:
        rests = f", Ruhe bis {service['rests_until']}" if service["rests_until"] else ""
        click.echo(f"  {service['name']}: {service['failures']} Fehler in Folge{rests}")


def _status(app: Flask) -> dict[str, Any]:
    now = edges(app).clock.now()
    found = status(db.engine, now=now)
    return {
        "waiting": found.waiting,
        "due": found.due,
        "under_way": found.under_way,
        "next_try": found.next_try_utc.isoformat() if found.next_try_utc else None,
        "errors": dict(found.errors),
        "services": [
            {
                "name": name,
                "failures": state.failures,
                "rests_until": rest.isoformat() if (rest := state.rests_until_utc) and rest > now else None,
                "last_error": state.last_error,
            }
            for name, state in states(db.engine).items()
        ],
    }
