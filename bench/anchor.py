"""What the pages are measured against: a bare Flask app that renders Jinja pages of the same size and sends a file.

No database, no search, no translation, no counts: the records lie in memory, the template does what any list template
does. Served with the same settings as `kommanmap run`:

    python -m bench.anchor PORT SIZES.json
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
HERE = Path(__file__).resolve().parent
NAMES = ("Sprachcafé am Markt", "Café International", "Treffpunkt Brücke", "Offene Tür", "Willkommenstreff")
TOWNS = ("Siegen", "Mülheim an der Ruhr", "Köln", "Hagen", "Bad Berleburg")
OFFERS = ("Deutsch lernen", "Leute treffen", "Hilfe mit Briefen und Formularen", "Für Kinder")
SENTENCE = "Wir trinken Kaffee, sprechen Deutsch und helfen bei Briefen. "


@dataclass(frozen=True)
class Record:
    """What a card shows."""

    number: int
    name: str
    street: str
    postcode: str
    town: str
    times: tuple[str, ...]
    offers: tuple[str, ...]
    text: str


def records(count: int, text_length: int) -> list[Record]:
    """Places that do not exist, all with a text of the same length."""
    text = (SENTENCE * (text_length // len(SENTENCE) + 1))[:text_length]
    return [
        Record(
            number,
            f"{NAMES[number % len(NAMES)]} {number}",
            f"Hauptstraße {number}",
            f"5{number:04}",
            TOWNS[number % len(TOWNS)],
            ("dienstags von 15 bis 18 Uhr", "jeden 1. Samstag im Monat"),
            OFFERS[: 2 + number % 3],
            text,
        )
        for number in range(count)
    ]


def create_anchor(sizes: dict[str, int], file: Path) -> Flask:
    """The app: `/list` and `/place` as large as `sizes` says, `/file` sends the file."""
    app = Flask("bench.anchor", template_folder=str(HERE / "templates"), static_folder=None)
    shown: dict[str, tuple[list[Record], str]] = {}

    def page(kind: str) -> str:
        places, filler = shown[kind]
        return render_template("anchor.html", places=places, total=len(places), filler=filler)

    with app.test_request_context():
        for kind, count in (("list", CARDS), ("place", 1)):
            shown[kind] = (records(count, 0), "")
            missing = max(0, sizes[kind] - len(page(kind).encode()))
            shown[kind] = (records(count, missing // count), "")
            shown[kind] = (shown[kind][0], "x" * max(0, sizes[kind] - len(page(kind).encode())))

    app.add_url_rule("/list", "list", lambda: page("list"))
    app.add_url_rule("/place", "place", lambda: page("place"))
    app.add_url_rule("/file", "file", lambda: send_file(file, mimetype="application/geo+json"))
    return app


class AnchorServer(BaseApplication):  # type: ignore[misc]
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
