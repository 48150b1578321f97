"""`kommanmap setup`: folder, settings with a fresh secret, schema, reference data. Harmless to repeat."""

import re
import secrets
from pathlib import Path

import click

from kommanmap import create_app
from kommanmap.cli.installation import edges, say_json
from kommanmap.config import Config
from kommanmap.database import current_revision, head_revision, upgrade
from kommanmap.extensions import db
from kommanmap.services.point_times import TimesRead, read_stored_times
from kommanmap.services.reference import LoadedReference, load_reference

_NO_SECRET = re.compile(r"""^[ \t]*secret_key[ \t]*=[ \t]*(?:""|'')[ \t]*$""", re.MULTILINE)
ACTOR = "kommanmap setup"
_CHECKOUT = Path(__file__).resolve().parents[2]
_SHORT_SETTINGS = """\
# Settings of this installation. Every one may also come from the environment as KOMMANMAP_<NAME>, which wins.

# Signs what must not be forged. At least 32 characters.
secret_key = ""

# Host names of the site; anything else is refused. A leading dot admits subdomains.
# trusted_hosts = ["localhost", "127.0.0.1", "[::1]"]
"""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def setup(as_json: bool) -> None:
    """Die Installation einrichten: Einstellungen, Datenbank, Gemeinden. Schadet auch ein zweites Mal nicht."""
    config = Config.load()
    config.instance.mkdir(parents=True, exist_ok=True)
    wrote_settings = write_settings(config)
    app = create_app()
    with app.app_context():
        before = current_revision(db.engine)
        if before != head_revision():
            upgrade(app)
        now = edges(app).clock.now()
        loaded = load_reference(db.session(), now=now)
        db.session.commit()
        db.session.remove()
        read = read_stored_times(db.engine, actor=ACTOR, now=now)
        db.engine.dispose()
    if as_json:
        say_json(_answer(config, wrote_settings, before, loaded, read))
    else:
        _say(config, wrote_settings, before, loaded, read)


def write_settings(config: Config) -> bool:
    """Write config.toml if it is missing, and a fresh secret where none is set; tell whether anything was written."""
    path = config.instance / "config.toml"
    if config.secret_key and path.exists():
        return False
    text = path.read_text(encoding="utf-8") if path.exists() else _example(config.instance)
    fresh = f'secret_key = "{secrets.token_urlsafe(48)}"'
    written = text
    if not config.secret_key:
        written = _NO_SECRET.sub(fresh, text, count=1)
        if written == text:
            written = f"{fresh}\n{text}"
    path.touch(mode=0o600)
    path.write_text(written, encoding="utf-8")
    return True


def _example(instance: Path) -> str:
    """The example settings of the folder or of the checkout; a few lines where neither is there."""
    for folder in (instance, _CHECKOUT / "instance"):
        example = folder / "config.toml.example"
        if example.is_file():
            return example.read_text(encoding="utf-8")
    return _SHORT_SETTINGS


def _answer(
    config: Config, wrote_settings: bool, before: str | None, loaded: LoadedReference, read: TimesRead
) -> dict[str, object]:
    return {
        "instance": str(config.instance),
        "wrote_settings": wrote_settings,
        "schema_before": before,
        "schema": head_revision(),
        "centres": loaded.centres,
        "municipalities": loaded.municipalities,
        "aliases": loaded.aliases,
        "postcodes": loaded.postcodes,
        "reference_changes": loaded.changes,
        "times_read": read.places,
        "times_complete": read.complete,
        "times_kept_back": read.kept_back,
    }


def _say(config: Config, wrote_settings: bool, before: str | None, loaded: LoadedReference, read: TimesRead) -> None:
    settings = "mit neuem Schlüssel geschrieben" if wrote_settings else "sind da"
    schema = "ist aktuell" if before == head_revision() else f"auf {head_revision()} gebracht"
    news = "unverändert" if not loaded.changes else f"{loaded.changes} Einträge geändert"
    click.echo(f"Einstellungen {settings}: {config.instance / 'config.toml'}")
    click.echo(f"Datenbank {schema}")
    click.echo(
        f"{loaded.centres} Integrationszentren, {loaded.municipalities} Gemeinden, "
        f"{loaded.postcodes} Postleitzahlen, {loaded.aliases} weitere Namen: {news}"
    )
    if read.places:
        click.echo(f"Zeiten von {read.places} Orten gelesen, {read.complete} davon ganz verstanden")
    if read.kept_back:
        click.echo(f"{read.kept_back} Orte verstoßen gegen eine Regel; ihre Zeiten bleiben ungelesen")
