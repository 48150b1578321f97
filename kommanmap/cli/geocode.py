"""`kommanmap geocode`: where an address lies, for one address or a file of them. Reads only, changes nothing."""

import json
import sys
from collections.abc import Iterator
from typing import IO, Any

import click
from flask import Flask

from kommanmap import create_app
from kommanmap.cli.installation import geocoder, require_schema, say_json, settings
from kommanmap.cli.pin_words import problem_json
from kommanmap.extensions import db
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer, Outcome
from kommanmap.labels import label
from kommanmap.problem_texts import problem_text

_OUTCOMES = {
    Outcome.FOUND: "Gefunden",
    Outcome.AMBIGUOUS: "Nicht eindeutig, bitte genauer angeben",
    Outcome.NOTHING: "Nichts gefunden",
    Outcome.UNAVAILABLE: "Ein Dienst antwortet nicht, bitte später noch einmal",
}


@click.command()
@click.argument("text", required=False)
@click.option("--batch", type=click.File("rb"), metavar="DATEI", help="Eine Adresse je Zeile, „-“ liest stdin.")
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON (mit --batch immer, ein Objekt je Zeile).")
def geocode(text: str | None, batch: IO[bytes] | None, as_json: bool) -> None:
    """Sagen, wo eine Adresse liegt: kommanmap geocode "Kirchstr. 10a, Gütersloh"."""
    if (text is None) == (batch is None):
        raise click.UsageError("Bitte eine Adresse oder --batch DATEI angeben.")
    app = create_app()
    with app.app_context():
        if settings(app).geocoders:  # outside services are remembered in the database
            require_schema()
        try:
            if batch is not None:
                _say_lines(app, batch)
            elif as_json:
                say_json(answer_json(geocoder(app).locate(text or "")))
            else:
                _say(geocoder(app).locate(text or ""))
        finally:
            db.session.remove()
            db.engine.dispose()


def answer_json(answer: GeocodeAnswer) -> dict[str, Any]:
    """The answer with stable keys; position and parts are those of the best candidate, null where there is none."""
    best = answer.best
    others = [candidate for candidate in answer.candidates if candidate is not best]
    return {
        "status": answer.outcome.value,
        **_parts(best),
        "warnings": [problem_json(warning) for warning in answer.warnings],
        "candidates": [
            {"status": Outcome.FOUND.value, **_parts(candidate), "warnings": [], "candidates": []}
            for candidate in others
        ],
    }


def _parts(candidate: Candidate | None) -> dict[str, Any]:
    if candidate is None:
        names = ("lat", "lon", "accuracy", "ags", "municipality", "centre", "postcode", "street", "house_number")
        return dict.fromkeys((*names, "source"))
    return {
        "lat": round(candidate.position.lat, 7),
        "lon": round(candidate.position.lon, 7),
        "accuracy": candidate.accuracy.value,
        "ags": candidate.ags,
        "municipality": candidate.municipality,
        "centre": candidate.centre,
        "postcode": candidate.postcode,
        "street": candidate.street,
        "house_number": candidate.house_number,
        "source": candidate.source,
    }


def _say_lines(app: Flask, file: IO[bytes]) -> None:
    """One JSON object per line that came in, at once, so that both ends can be pipes."""
    for line in _lines(file):
        click.echo(json.dumps(answer_json(geocoder(app).locate(line)), ensure_ascii=False))
        sys.stdout.flush()


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Lines as text; those that are no UTF-8 are read as what Windows programs write."""
    for number, raw in enumerate(file):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 0 else raw
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            yield line.decode("cp1252", errors="replace").rstrip("\r\n")


def _say(answer: GeocodeAnswer) -> None:
    best = answer.best
    click.echo(f"{_OUTCOMES[answer.outcome]}{':' if answer.candidates else '.'}")
    for candidate in answer.candidates:
        sign = "*" if candidate is best else "-"
        place = f"{candidate.position.lat:.6f} {candidate.position.lon:.6f}"
        click.echo(f" {sign} {candidate.label}  {place}  ({label(candidate.accuracy)}; {candidate.source})")
    for warning in answer.warnings:
        click.echo(f"   {problem_text(warning)}")
