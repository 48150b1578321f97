"""A few pages of its own for the tests of the map, so that they can let tiles and points fail.

Serves the real static files and the real script; the places are the package's examples.
"""

import csv
import struct
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, render_template_string, request, send_file

from kommanmap import maps
from kommanmap.domain.languages import LANGUAGE_BY_CODE, Language
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.extensions import babel
from kommanmap.formats.map_points import write_map_points
from kommanmap.i18n import direction, speaking
from kommanmap.presenters.public_point import PlaceLink, PublicPoint
from kommanmap.views.assets import ASSETS
from tests.samples_of_points import public_point

PACKAGE = Path(maps.__file__).resolve().parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
ACCURACIES = {"street": Accuracy.STREET, "town": Accuracy.MUNICIPALITY, "house": Accuracy.HOUSE}
HOSTILE_NAME = '${alert(1)}</script><img src=x onerror="document.title=1">\u202egpj.exe'

PAGE = """<!doctype html>
<html lang="{{ language }}" dir="{{ direction }}"><head><meta charset="utf-8"><title>Karte</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/css/site.css"><link rel="stylesheet" href="/page.css"></head><body>
<main class="both"><h1>Treffpunkte</h1>
<div class="map" data-map {{ "data-map-autostart" if autostart }} data-map-focus="{{ focus }}"
 data-map-scripts='{{ scripts|tojson }}'
 data-map-styles='{{ styles|tojson }}' data-map-script="/karte.js?{{ words }}"
 data-map-points="/karte.json?{{ words }}">
<button type="button" data-map-start hidden>Karte zeigen</button></div>
<div class="list">{% for p in points %}<section>
<article class="card" data-point="{{ p.id }}"><h2><a href="{{ p.url }}">{{ p.name }}</a></h2></article>
</section>{% endfor %}</div></main>
<script type="module" src="/page.js"></script></body></html>"""

PAGE_CSS = """
body { margin: 0; font-family: system-ui, sans-serif; background: var(--paper); color: var(--ink); }
main { padding: 1rem; } .card { padding: .5rem; border: 1px solid var(--line); margin-block: .4rem; }
.card h2 { font-size: 1rem; margin: 0; }
@media (min-width: 60rem) {
  .both { display: grid; grid-template-columns: 24rem 1fr; gap: 1rem; } h1 { grid-column: 1 / -1; }
  .map { order: 2; } .list { block-size: 40rem; overflow-y: auto; }
}"""

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def example_points(language: Language) -> list[PublicPoint]:
    """The package's example places, with a few made special: hostile, paused, hidden, on one spot."""
    table = (PACKAGE / "reference" / "demo" / "treffpunkte.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    points = [_point(number, row, language) for number, row in enumerate(rows) if row["lat"]]
    points[3] = replace(points[3], name=HOSTILE_NAME, times=("</script>",), accuracy=Accuracy.HOUSE)
    points[5] = replace(points[5], status=Status.PAUSED, status_label="Macht Pause")
    points[7] = replace(points[7], position=None, accuracy=None)
    return points


def _point(number: int, row: dict[str, str], language: Language) -> PublicPoint:
    town = PlaceLink(row["ags"], row["ags"], row["municipality"], f"/{language.code}/orte/{row['ags']}")
    accuracy = ACCURACIES.get(row["coord_accuracy"], Accuracy.MUNICIPALITY)
    return public_point(
        number,
        name=row["name"],
        url=f"/{language.code}/treffpunkte/ort-{number}",
        town=town,
        accuracy=accuracy,
        position=Coordinates(float(row["lat"]), float(row["lon"])),
        times=(row["opening_times_as_written"],) if row["opening_times_as_written"] else (),
    )


def one_tile_archive() -> bytes:
    """A PMTiles file (version 3, nothing compressed) with one tile, all land, for zoom 0 and 1."""

    def field(number: int, body: bytes) -> bytes:
        return bytes([number << 3 | 2, len(body)]) + body

    square = bytes([9, 0, 0, 26, 128, 64, 0, 0, 128, 64, 255, 63, 0, 15])
    tile = field(3, b"\x78\x02" + field(1, b"earth") + field(2, b"\x18\x03" + field(4, square)) + b"\x28\x80\x20")
    directory = bytes([1, 0, 5, len(tile), 1])  # the five tiles of zoom 0 and 1
    spans = [(127, len(directory)), (127 + len(directory), 2), (0, 0), (129 + len(directory), len(tile))]
    header = b"PMTiles\x03" + b"".join(struct.pack("<QQ", *span) for span in spans)
    header += struct.pack("<QQQ", 5, 1, 1) + bytes([1, 1, 1, 1, 0, 1])
    return header.ljust(127, b"\0") + directory + b"{}" + tile


def make_map_site() -> Flask:
    """The app. Query words: `lang`, `base`, `auto`, `near` (town), `centre`, `focus`, `fail=points|tiles|geo|code`."""
    app = Flask("map_site", static_folder=None)
    babel.init_app(app, default_locale="de", default_translation_directories=str(PACKAGE / "translations"))
    app.add_url_rule("/", view_func=page)
    app.add_url_rule("/page.js", view_func=page_js)
    app.add_url_rule("/page.css", view_func=lambda: Response(PAGE_CSS, content_type="text/css"), endpoint="css")
    app.add_url_rule("/karte.js", view_func=map_js)
    app.add_url_rule("/karte.json", view_func=points_json)
    app.add_url_rule("/kacheln/<how>/<int:z>/<int:x>/<int:y>.png", view_func=tile)
    app.add_url_rule("/kacheln/karte.pmtiles", view_func=pmtiles)
    app.add_url_rule("/static/<path:name>", view_func=static_file)
    app.add_url_rule("/favicon.ico", view_func=lambda: Response(status=204), endpoint="favicon")

    @app.after_request
    def policy(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    return app


def word(name: str) -> str:
    return request.args.get(name, "")


def language() -> Language:
    return LANGUAGE_BY_CODE[word("lang") or "de"]


def base() -> maps.BaseLayer:
    return maps.BaseLayer(word("base") or "boundaries")


def shown() -> list[PublicPoint]:
    return [point for point in example_points(language()) if word("near") in point.town.name]


def page() -> str:
    files = [f"/static/{name}" for name in maps.scripts(base())]
    if word("fail") == "code":
        files[0] = "/gone.js"
    return render_template_string(
        PAGE,
        language=language().code,
        direction=direction(language()),
        autostart="auto" in request.args,
        scripts=files,
        styles=[f"/static/{name}" for name in maps.STYLES],
        words=request.query_string.decode(),
        points=shown(),
        focus=word("focus"),
    )


def page_js() -> Response:
    code = 'import start from "/static/js/map/map-start.js"; document.querySelectorAll("[data-map]").forEach(start);'
    return Response(code, content_type="text/javascript")


def map_js() -> Response:
    fail, words = word("fail"), request.query_string.decode()
    tiles = f"/kacheln/karte.pmtiles?fail={fail}"
    if base() is maps.BaseLayer.BASEMAP:
        tiles = f"/kacheln/{fail or 'ok'}/{{z}}/{{x}}/{{y}}.png"
    with speaking(language()):
        options = maps.options_for(
            language(),
            points_url="/gone.json" if fail == "points" else f"/karte.json?{words}",
            centres_url="/gone.json" if fail == "geo" else "/static/geo/centres.topo.json",
            municipalities_url="/static/geo/municipalities.topo.json",
            base_layer=base(),
            tiles_url=tiles,
            base_attribution="© Kartenamt <b>",
            highlight_centre=word("centre"),
        )
    return Response(maps.map_script(options), content_type="text/javascript; charset=utf-8")


def points_json() -> Response:
    return Response(write_map_points(shown()), content_type="application/json")


def tile(how: str, z: int, x: int, y: int) -> Response:
    return Response(status=502) if how == "tiles" else Response(PIXEL, content_type="image/png")


def pmtiles() -> Response:
    if word("fail"):
        return Response(status=404)
    return send_file(BytesIO(one_tile_archive()), "application/vnd.pmtiles", conditional=True, etag=False)


def static_file(name: str) -> Response:
    finished = ASSETS[name].finished
    return Response(finished.body, headers=finished.headers)
