"""`kommanmap points geocode`: looks up the addresses of stored places anew. The work is done by the service."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import click
from flask import Flask

from kommanmap.cli.installation import edges, geocoder, installed_app, say_json
from kommanmap.cli.pin_words import ACCURACY_WORDS, OF_ALL_ADDRESSES, OUTCOME_WORDS, counted, pin_json, warning_json
from kommanmap.cli.refusals import Refusal
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.extensions import db
from kommanmap.geocoding.answers import Outcome
from kommanmap.problem_texts import problem_text
from kommanmap.services.geocoding import GeocodedPoint, NotWritten, Selection, geocode_points, selected

ACTOR = "kommanmap points geocode"

_REFUSED_WORDS = {
    NotWritten.CHANGED_MEANWHILE: "inzwischen geändert, nichts geschrieben",
    NotWritten.BREAKS_A_RULE: "die gespeicherten Angaben verletzen eine Regel, nichts geschrieben",
}


@dataclass
class _Sums:
    """What has been done so far, also when somebody stops in between."""

    seen: list[GeocodedPoint] = field(default_factory=list)
    interrupted: bool = False

    def moved(self) -> int:
        return sum(point.moves and point.not_written is None for point in self.seen)

    def outcomes(self) -> dict[Outcome, int]:
        counts = Counter(point.answer.outcome for point in self.seen)
        return {outcome: counts[outcome] for outcome in Outcome}

    def accuracies(self) -> dict[Accuracy | None, int]:
        counts = Counter(point.after.position_accuracy for point in self.seen)
        return {accuracy: counts[accuracy] for accuracy in (*Accuracy, None)}


@click.command("geocode")
@click.option("--all", "everything", is_flag=True, help="Alle Treffpunkte, auch die mit genauem Punkt.")
@click.option("--missing", is_flag=True, help="Nur die, deren Punkt höchstens die Postleitzahl zeigt.")
@click.option("--dry-run", is_flag=True, help="Nur zeigen, was sich ändern würde; fragt auch keinen Dienst.")
@click.option("--json", "as_json", is_flag=True, help="Bericht als JSON.")
def geocode_stored_points(everything: bool, missing: bool, dry_run: bool, as_json: bool) -> None:
    """Adressen gespeicherter Treffpunkte neu suchen und ihre Punkte verbessern.

    Vorgabe: alle, deren Punkt nicht das Haus zeigt. Von Hand gesetzte Punkte bleiben, genauere werden nie durch
    ungenauere ersetzt. Strg-C hört nach dem letzten ganzen Schritt auf; ein zweiter Lauf macht dort weiter.
    """
    if everything and missing:
        raise click.UsageError("--all und --missing schließen sich aus.")
    which = Selection.ALL if everything else Selection.MISSING if missing else Selection.INEXACT
    sums = _Sums()
    with installed_app() as app:
        try:
            for point in _geocoded(app, which, dry_run):
                sums.seen.append(point)
                if not as_json:
                    _say_point(point)
        except KeyboardInterrupt:  # what was not written by then is rolled back
            sums.interrupted = True
    if as_json:
        say_json(_report(sums, dry_run))
    else:
        _say_sums(sums, dry_run)
    if sums.interrupted:
        raise Refusal("Abgebrochen. Was bis dahin geschrieben war, bleibt; ein zweiter Lauf macht weiter.")


def _geocoded(app: Flask, which: Selection, dry_run: bool) -> Iterator[GeocodedPoint]:
    return geocode_points(
        db.engine,
        ids=selected(db.engine, which),
        chain=geocoder(app),
        actor=ACTOR,
        now=edges(app).clock.now(),
        dry_run=dry_run,
    )


def _report(sums: _Sums, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "interrupted": sums.interrupted,
        "points": len(sums.seen),
        "changed": sums.moved(),
        **{outcome.value: count for outcome, count in sums.outcomes().items()},
        "warnings": sum(bool(point.warnings) for point in sums.seen),
        "report": [_point_json(point) for point in sums.seen],
    }


def _point_json(point: GeocodedPoint) -> dict[str, Any]:
    return {
        "slug": point.slug,
        "name": point.after.name,
        "municipality": point.town,
        "ags": point.after.ags,
        "status": point.answer.outcome.value,
        "changed": point.moves and point.not_written is None,
        "not_written": point.not_written.value if point.not_written else None,
        "before": pin_json(point.before),
        "after": pin_json(point.after if point.not_written is None else point.before),
        "moved_metres": _moved_metres(point),
        "warnings": [warning_json(warning) for warning in point.warnings],
    }


def _moved_metres(point: GeocodedPoint) -> int | None:
    """Metres from the pin before to the one after; None where there was none."""
    before, after = point.before, point.after
    if before.lat is None or before.lon is None or after.lat is None or after.lon is None:
        return None
    return round(Coordinates(before.lat, before.lon).distance_km(Coordinates(after.lat, after.lon)) * 1000)


def _say_point(point: GeocodedPoint) -> None:
    """One place, if anything about it needs a look."""
    waits = point.answer.outcome is Outcome.UNAVAILABLE
    if not (point.moves or point.warnings or point.not_written or waits):
        return
    before, after = (ACCURACY_WORDS[draft.position_accuracy] for draft in (point.before, point.after))
    verdict = OUTCOME_WORDS[point.answer.outcome]
    if point.not_written:
        verdict = _REFUSED_WORDS[point.not_written]
    metres = _moved_metres(point)
    change = f"{before} -> {after}, {metres} m" if point.moves and metres is not None else f"{before} -> {after}"
    click.echo(f"{'~' if point.moves else '='} {point.after.name} ({point.town}): {change}; {verdict}")
    for warning in point.warnings:
        click.echo(f"    Warnung: {problem_text(warning)}")
    sys.stdout.flush()


def _say_sums(sums: _Sums, dry_run: bool) -> None:
    moved, warned = sums.moved(), sum(bool(point.warnings) for point in sums.seen)
    if sums.seen:
        click.echo(f"Punkte: {counted(sums.accuracies(), ACCURACY_WORDS)}.")
        click.echo(f"Adressen: {counted(sums.outcomes(), OUTCOME_WORDS)}.")
    remarks = {warning.code: warning for point in sums.seen for warning in point.answer.warnings}
    for code in OF_ALL_ADDRESSES:
        if code in remarks:
            click.echo(problem_text(remarks[code]))
    done = "Nur geprüft" if dry_run else "Geschrieben" if moved else "Nichts zu ändern"
    click.echo(f"{len(sums.seen)} Treffpunkte: {moved} Punkte verbessert, {warned} mit Warnung. {done}.")
