"""What the pages are measured against: a bare Flask app that renders Jinja pages of the same size and sends a file.

No database, no search, no translation, no counting: the records lie in memory, and the templates are written the
usual way, with a filter form, an address per card, lists and conditions. What is missing to the size of our page is
plain text.
Served with the same settings as `kommanmap run`:

    python -m bench.anchor PORT SETTINGS.json
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, render_template, send_file
from gunicorn.app.base import BaseApplication

from kommanmap.cli.running import gunicorn_options, worker_count

CARDS = 50
FACETS, CHOICES = 6, 14
NEAR = 4
HERE = Path(__file__).resolve().parent
NAMES = ("Sprachcafé am Markt", "Café International", "Treffpunkt Brücke", "Offene Tür", "Willkommenstreff")
TOWNS = ("Siegen", "Mülheim an der Ruhr", "Köln", "Hagen", "Bad Berleburg")
OFFERS = ("Deutsch lernen", "Leute treffen", "Hilfe mit Briefen und Formularen", "Für Kinder")
LANGUAGES = ("Deutsch", "Arabisch", "Ukrainisch")
FACTS = (("Ohne Stufen", "ja"), ("Toilette", "nicht bekannt"), ("Kosten", "kostenlos"), ("Anmeldung", "nicht nötig"))
SENTENCE = "Wir trinken Kaffee, sprechen Deutsch und helfen bei Briefen. "


@dataclass(frozen=True)
class Record:
    """What a card and a page show."""

    number: int
    name: str
    street: str
    postcode: str
    town: str
    lat: float
    lon: float
    paused: bool
    times: tuple[str, ...]
    languages: tuple[str, ...]
    offers: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = FACTS


@dataclass(frozen=True)
class Choice:
    """A box of the filter form."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A group of boxes."""

    word: str
    label: str
    choices: tuple[Choice, ...]


def record(number: int) -> Record:
    """A place that does not exist."""
    return Record(
        number=number,
        name=f"{NAMES[number % len(NAMES)]} {number}",
        street=f"Hauptstraße {number}",
        postcode=f"5{number % 10_000:04}",
        town=TOWNS[number % len(TOWNS)],
        lat=50.5 + number / 1000,
        lon=7.5 + number / 1000,
        paused=number % 10 == 0,
        times=("dienstags von 15 bis 18 Uhr", "jeden 1. Samstag im Monat")[: 1 + number % 2],
        languages=LANGUAGES[: number % 4],
        offers=OFFERS[: 2 + number % 3],
    )


def facets() -> list[Facet]:
    """A filter form as large as ours."""
    return [
        Facet(
            f"filter{group}",
            f"Filter {group}",
            tuple(Choice(f"wert{row}", f"Auswahl {row}", row * 7, row == group) for row in range(CHOICES)),
        )
        for group in range(FACETS)
    ]


def create_anchor(sizes: dict[str, int], file: Path) -> Flask:
    """The app: `/list` and `/place/<number>` as large as `sizes` says, `/file` sends the file."""
    app = Flask("bench.anchor", template_folder=str(HERE / "templates"), static_folder=None)
    form = facets()
    filler = {"list": "", "place": ""}

    def list_page() -> str:
        places = [record(number) for number in range(CARDS)]
        title = "Treffpunkte"
        return render_template("anchor_list.html", title=title, facets=form, places=places, filler=filler["list"])

    def place_page(number: int) -> str:
        near = [record(number + step) for step in range(1, NEAR + 1)]
        shown = record(number)
        return render_template("anchor_place.html", title=shown.name, place=shown, near=near, filler=filler["place"])

    app.add_url_rule("/list", "list", list_page)
    app.add_url_rule("/place/<int:number>", "place", place_page)
    app.add_url_rule("/file", "file", lambda: send_file(file, mimetype="application/geo+json"))
    with app.test_request_context():
        for kind, page in (("list", list_page()), ("place", place_page(1))):
            missing = max(0, sizes[kind] - len(page.encode()))
            filler[kind] = (SENTENCE * (missing // len(SENTENCE) + 1))[:missing]
    return app


class AnchorServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with the settings of `kommanmap run`, without the hooks that need its database."""

    def __init__(self, app: Flask, port: int) -> None:
        self._app = app
        self._options = gunicorn_options("127.0.0.1", port, worker_count(), lambda: None)
        for hook in ("post_fork", "post_worker_init"):
            self._options.pop(hook, None)
        super().__init__()

    def load_config(self) -> None:
        """Take the settings that this gunicorn knows."""
        for name, value in self._options.items():
            if name in self.cfg.settings and value is not None:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app."""
        return self._app


def main() -> None:
    """Serve until stopped."""
    port, told = int(sys.argv[1]), Path(sys.argv[2])
    settings: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    AnchorServer(create_anchor(settings["sizes"], Path(settings["file"])), port).run()


if __name__ == "__main__":
    main()
