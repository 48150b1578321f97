"""`kommanmap addresses import|status`: the official address file becomes our own index, and what the index holds.

Needs the folder of the installation and no database. The work is done by `geocoding.register.address_import`.
"""

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kommanmap.cli.installation import say_json
from kommanmap.cli.refusals import Refusal, RefusingGroup
from kommanmap.clock import SystemClock
from kommanmap.config import Config
from kommanmap.domain.errors import UnreadableFile
from kommanmap.geocoding.register.address_import import ImportReport, Progress, Stage, import_addresses
from kommanmap.geocoding.register.address_rows import BadLine
from kommanmap.geocoding.register.index_file import IndexOrigin
from kommanmap.geocoding.register.index_reader import BrokenAddressIndex, IndexReader, NoAddressIndex
from kommanmap.problem_texts import problem_text, refusal_text

WHERE_FROM = (
    "Geobasis NRW gibt die Gebäudereferenzen (gebref) kostenlos heraus, Lizenz dl-de/zero-2-0. Auf opengeodata.nrw.de "
    "unter Geobasis, Liegenschaftskataster, Gebäudereferenzen die Datei gebref_EPSG25832_ASCII.zip (rund 100 MB) "
    "holen, dann: kommanmap addresses import gebref_EPSG25832_ASCII.zip"
)
_STAGES = {
    Stage.POSTCODES: "Postleitzahlen lesen",
    Stage.ADDRESSES: "Adressen lesen",
    Stage.WRITING: "Straßen schreiben",
}
FEWER_IS_ODD = 0.9
"""A release with fewer than so many of the addresses there were is worth a second look."""

_SECONDS_BETWEEN = 0.2
_STEPS_WITHOUT_TERMINAL = 4


@click.group(cls=RefusingGroup)
def addresses() -> None:
    """Amtliche Adressen einlesen und nachsehen, welche da sind."""


@addresses.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--postcodes",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Zweite Datei mit Objektkennung und Postleitzahl, denn gebref hat keine Postleitzahlen.",
)
@click.option("--json", "as_json", is_flag=True, help="Bericht als JSON.")
def import_file(file: Path, postcodes: Path | None, as_json: bool) -> None:
    """FILE einlesen: Gebäudereferenzen NRW (gebref) oder HK-DE, als ZIP oder Text.

    Die neuen Adressen treten erst an die Stelle der bisherigen, wenn alles gelesen ist. Die Website läuft weiter.
    """
    target = Config.load().address_index
    before = _houses_in(target)
    show = _ProgressLine()
    kept = " Die bisherigen Adressen bleiben." if target.exists() else ""
    try:
        report = import_addresses(file, target, postcodes=postcodes, now=SystemClock().now(), progress=show)
    except UnreadableFile as error:
        raise Refusal(refusal_text(error) + kept) from error
    except KeyboardInterrupt as error:
        raise Refusal("Abgebrochen." + kept) from error
    finally:
        show.end()
    if as_json:
        say_json({**report_json(report), "houses_before": before})
    else:
        _say_report(report)
    if report.origin.houses < before * FEWER_IS_ODD:
        click.echo(f"Vorher waren es {_count(before)} Adressen. Ist die Datei vollständig?", err=True)


@addresses.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def status(as_json: bool) -> None:
    """Sagen, welche Adressen eingelesen sind, von wann und woher."""
    path = Config.load().address_index
    try:
        origin = origin_of(path)
    except BrokenAddressIndex as error:
        if as_json:
            say_json({"imported": False, "path": str(path), "problem": str(error), "hint": WHERE_FROM})
        raise Refusal(f"Die eingelesenen Adressen sind nicht zu gebrauchen ({error}). Bitte neu einlesen.") from error
    if as_json:
        facts = facts_json(origin, path) if origin else {"path": str(path), "hint": WHERE_FROM}
        say_json({"imported": origin is not None, **facts})
    elif origin:
        _say_origin(origin, path.stat().st_size)
    else:
        click.echo("Es sind keine Adressen eingelesen; gefunden werden nur Gemeinden, Ortsteile und Postleitzahlen.")
        click.echo(WHERE_FROM)


def origin_of(path: Path) -> IndexOrigin | None:
    """Where the addresses of an index come from; None without an index.

    Raises:
        BrokenAddressIndex: the file is damaged or of another version.
    """
    try:
        reader = IndexReader(path)
    except NoAddressIndex:
        return None
    try:
        return reader.origin
    finally:
        reader.close()


def _houses_in(path: Path) -> int:
    try:
        origin = origin_of(path)
    except BrokenAddressIndex:
        return 0
    return origin.houses if origin else 0


def facts_json(origin: IndexOrigin, path: Path) -> dict[str, Any]:
    """What an index says of itself, with stable keys."""
    return {"path": str(path), "size_bytes": path.stat().st_size, **asdict(origin)}


def report_json(report: ImportReport) -> dict[str, Any]:
    """What an import has done, with stable keys."""
    return {
        **facts_json(report.origin, report.target),
        "broken": [_bad_line_json(line) for line in report.bad_lines],
        "postcode_rows": report.pairs.rows,
        "postcode_broken_rows": report.pairs.broken,
        "postcode_broken": [_bad_line_json(line) for line in report.pairs.bad_lines],
        "seconds": round(report.seconds, 1),
    }


def _bad_line_json(bad: BadLine) -> dict[str, Any]:
    return {"line": bad.line, "code": bad.problem.code, "text": problem_text(bad.problem)}


def _say_report(report: ImportReport) -> None:
    for title, bad_lines in (("", report.bad_lines), ("Postleitzahlen, ", report.pairs.bad_lines)):
        for bad in bad_lines:
            click.echo(f"! {title}Zeile {bad.line}: {problem_text(bad.problem)}")
    _say_origin(report.origin, report.size_bytes)
    if report.pairs.broken:
        click.echo(f"Unbrauchbare Zeilen der Postleitzahlen: {_count(report.pairs.broken)}")
    click.echo(f"Fertig nach {report.seconds:.0f} s.")


def _say_origin(origin: IndexOrigin, size: int) -> None:
    click.echo(f"{_count(origin.houses)} Adressen in {_count(origin.streets)} Straßen ({size / 1e6:.0f} MB)")
    click.echo(f"Quelle: {origin.source}, Stand {origin.as_of or 'nicht angegeben'}, Lizenz: {origin.licence}")
    click.echo(f"Datei: {origin.file_name} ({origin.layout}), eingelesen {origin.imported_at_utc}")
    click.echo(f"SHA-256: {origin.sha256}")
    if origin.with_postcode:
        click.echo(f"Mit Postleitzahl: {_count(origin.with_postcode)}")
    if origin.left_out_rows:
        click.echo(f"Aus anderen Ländern, nicht übernommen: {_count(origin.left_out_rows)}")
    if origin.broken_rows:
        click.echo(f"Unbrauchbare Zeilen: {_count(origin.broken_rows)} von {_count(origin.rows)}")


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


class _ProgressLine:
    """On a terminal one line on stderr that changes, elsewhere a line at every quarter of a stage."""

    def __init__(self) -> None:
        self._on_terminal = sys.stderr.isatty()
        self._shown_at = 0.0
        self._shown: tuple[Stage, int] | None = None

    def __call__(self, progress: Progress) -> None:
        part = progress.done / progress.total if progress.total else 1.0
        if self._on_terminal:
            due = time.monotonic() - self._shown_at >= _SECONDS_BETWEEN or part >= 1
        else:
            step = (progress.stage, int(part * _STEPS_WITHOUT_TERMINAL))
            due, self._shown = step != self._shown, step
        if not due:
            return
        self._shown_at = time.monotonic()
        text = f"{_STAGES[progress.stage]}: {part:4.0%}, {_count(progress.rows)} Zeilen"
        click.echo(f"\r{text:<60}" if self._on_terminal else text, err=True, nl=not self._on_terminal)

    def end(self) -> None:
        """Leave the line that was written over."""
        if self._on_terminal and self._shown_at:
            click.echo(err=True)
