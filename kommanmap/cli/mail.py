"""`kommanmap mail send|status`: letters that wait for a mail server. The work is done by the services."""

import click

from kommanmap.cli.installation import edges, installed_app, say_json, settings
from kommanmap.cli.refusals import RefusingGroup
from kommanmap.extensions import db
from kommanmap.models import MailState
from kommanmap.services import outbox


@click.group(cls=RefusingGroup)
def mail() -> None:
    """Briefe, die noch auf den Mailserver warten."""


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def send(as_json: bool) -> None:
    """Senden, was an der Reihe ist. Läuft die Seite mit kommanmap run, geschieht das von selbst."""
    with installed_app() as app:
        config = settings(app)
        done = outbox.deliver_due(
            db.engine, mailer=edges(app).mailer(config), sender=config.mail_sender, clock=edges(app).clock
        )
    if as_json:
        say_json({"sent": done.sent, "again": done.again, "failed": done.failed})
    else:
        click.echo(f"{done.sent} gesendet, {done.again} später noch einmal, {done.failed} nicht zustellbar.")


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def status(as_json: bool) -> None:
    """Sagen, was wartet und warum. Keine Adressen, keine Texte."""
    with installed_app():
        found = outbox.status(db.engine)
    if as_json:
        counts = {state.value: found.states.get(state, 0) for state in MailState}
        moments = {"oldest": found.oldest_utc, "next_try": found.next_try_utc}
        said = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
        say_json({**counts, **said, "errors": dict(found.errors)})
        return
    click.echo(
        f"{found.states.get(MailState.WAITING, 0)} warten, {found.states.get(MailState.SENT, 0)} gesendet, "
        f"{found.states.get(MailState.FAILED, 0)} nicht zustellbar."
    )
    for code, count in found.errors.items():
        click.echo(f"  {count} zuletzt ohne Erfolg: {code}")
