"""`kommanmap links check|status`: whether the web addresses of the places still answer. Off until it is turned on."""

import click
from sqlalchemy import func, select

from kommanmap.cli.installation import edges, installed_app, say_json, settings
from kommanmap.cli.refusals import RefusingGroup
from kommanmap.database import reading_only
from kommanmap.domain.errors import BadConfiguration
from kommanmap.extensions import db
from kommanmap.models import LinkCheck
from kommanmap.services.link_check import MOST_AT_ONCE, check_due
from kommanmap.web_probe import LinkState


@click.group(cls=RefusingGroup)
def links() -> None:
    """Ob die Webadressen der Treffpunkte noch antworten."""


@links.command()
@click.option(
    "--most", default=MOST_AT_ONCE, type=click.IntRange(1, 5000), show_default=True, help="Höchstens so viele."
)
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def check(most: int, as_json: bool) -> None:
    """Nachsehen, was an der Reihe ist. Läuft die Seite mit kommanmap run, geschieht das von selbst."""
    with installed_app() as app:
        if not settings(app).check_links:
            raise BadConfiguration("set check_links = true: without it no web address is asked")
        found = check_due(db.engine, probe=edges(app).links, clock=edges(app).clock, most=most)
    if as_json:
        say_json({"places": found.places, **{state.value: found.states.get(state, 0) for state in LinkState}})
    else:
        click.echo(f"{found.places} Treffpunkte angesehen.")
        _say(found.states)


@links.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def status(as_json: bool) -> None:
    """Sagen, was beim letzten Nachsehen herauskam."""
    with installed_app() as app, reading_only():
        rows = db.session.execute(select(LinkCheck.state, func.count()).group_by(LinkCheck.state)).all()
        on = settings(app).check_links
    counts = {row[0]: row[1] for row in rows}
    if as_json:
        say_json({"on": on, **{state.value: counts.get(state, 0) for state in LinkState}})
    else:
        click.echo("Es wird nachgesehen." if on else "Es wird nicht nachgesehen (check_links).")
        _say(counts)


def _say(counts: dict[LinkState, int]) -> None:
    words = {
        LinkState.ANSWERS: "antworten",
        LinkState.GONE: "sagen, dass es die Seite nicht gibt",
        LinkState.FAILS: "antworten nicht",
        LinkState.REFUSED: "sind keine öffentlichen Webadressen",
    }
    for state, text in words.items():
        click.echo(f"  {counts.get(state, 0)} {text}")
