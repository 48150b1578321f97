"""`kommanmap reports status|forget`: letters of the public that wait, and the end of their words after ninety days."""

import click
from sqlalchemy import func, select

from kommanmap.cli.installation import edges, installed_app, say_json
from kommanmap.cli.refusals import RefusingGroup
from kommanmap.database import reading_only
from kommanmap.domain.suggestions import KEPT_DAYS, WAITING
from kommanmap.extensions import db
from kommanmap.models import Suggestion
from kommanmap.services.report_limits import forget as forget_limits
from kommanmap.services.suggestions import erase_old


@click.group(cls=RefusingGroup)
def reports() -> None:
    """Was Leserinnen und Leser gemeldet und vorgeschlagen haben."""


@reports.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def status(as_json: bool) -> None:
    """Sagen, wie viele Meldungen warten und seit wann. Keine Texte."""
    with installed_app(), reading_only():
        waiting = select(func.count(Suggestion.id), func.min(Suggestion.sent_utc))
        count, oldest = db.session.execute(waiting.where(Suggestion.status.in_(WAITING))).one()
    if as_json:
        say_json({"waiting": count, "oldest": oldest.isoformat() if oldest else None})
    elif oldest:
        click.echo(f"{count} Meldungen warten, die älteste seit {oldest:%d.%m.%Y}.")
    else:
        click.echo("Keine Meldung wartet.")


@reports.command()
def forget() -> None:
    """Die Texte alter Meldungen löschen. Läuft die Seite mit kommanmap run, geschieht das von selbst."""
    with installed_app() as app:
        now = edges(app).clock.now()
        forget_limits(db.session(), now=now)
        erased = erase_old(db.session(), now=now)
        db.session.commit()
    click.echo(f"Texte von {erased} Meldungen gelöscht, die älter als {KEPT_DAYS} Tage sind.")
