"""The map of a page, composed by folium and rendered to one script that is served as a file of our own.

The only module that imports folium (0.15 s, once per process). folium gets addresses, numbers and interface texts,
never a word that an editor typed: its text parameters execute `${…}`. The points come from an
address and are drawn by `static/js/map/`. Same options, same bytes: so the script can be cached by ETag.
"""

import html
import re
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template
from folium.utilities import JsCode

from kommanmap.domain.languages import Language
from kommanmap.domain.values import NRW_BOUNDS, BoundingBox
from kommanmap.i18n import direction
from kommanmap.presenters.map_texts import MapTexts, map_texts

LOWEST_ZOOM, HIGHEST_ZOOM = 6, 18
MUNICIPALITIES_FROM_ZOOM = 9.5
ROOM_AROUND_DEGREES = 0.9
"""How far beyond the state one can push the map."""

BOUNDARY_ATTRIBUTION = "© GeoBasis-DE / BKG"
MOST_KEPT_SCRIPTS = 128
_OWN_ADDRESS = re.compile(r"/(?!/)[^\\\s]*")
_CONTAINER = re.compile(r"map_[a-z0-9_]{1,40}")

_CLUSTER = "vendor/leaflet.markercluster-1.5.3"
STYLES = ("vendor/leaflet-1.9.4/leaflet.css", f"{_CLUSTER}/MarkerCluster.css", "css/map.css")
OWN_SCRIPT = "js/map.js"
"""The sum of `static/js/map/parts/`, as `views.assets` delivers it."""

PMTILES_SCRIPT = "vendor/protomaps-leaflet-5.1.0/protomaps-leaflet.js"


class BaseLayer(StrEnum):
    """What lies under the points; the values of the setting `base_layer`."""

    BOUNDARIES = "boundaries"
    BASEMAP = "basemap"
    PMTILES = "pmtiles"


CLOSEST_FIT = {BaseLayer.BOUNDARIES: 11, BaseLayer.BASEMAP: 14, BaseLayer.PMTILES: 14}
"""How near the map comes by itself: bare boundaries show nothing more when nearer than this."""

HIGHEST_ZOOM_OF = {BaseLayer.BOUNDARIES: 15, BaseLayer.BASEMAP: HIGHEST_ZOOM, BaseLayer.PMTILES: HIGHEST_ZOOM}


def scripts(base_layer: BaseLayer) -> tuple[str, ...]:
    """Static files to load, in this order, before the map script; the PMTiles reader only where it is used."""
    extra = (PMTILES_SCRIPT,) if base_layer is BaseLayer.PMTILES else ()
    return ("vendor/leaflet-1.9.4/leaflet.js", f"{_CLUSTER}/leaflet.markercluster.js", *extra, OWN_SCRIPT)


@dataclass(frozen=True, slots=True)
class MapOptions:
    """One map. Addresses begin with `/`: nothing is ever loaded from another host.

    `fit_points`: show all points once they are there, else keep `view`. `tiles_url`: `/…/{z}/{x}/{y}.png` or the
    PMTiles file. Which place stands out is no option: the page says it (data-map-focus), so that pages share a script.
    """

    language: str
    direction: str
    texts: MapTexts
    points_url: str
    centres_url: str
    municipalities_url: str
    base_layer: BaseLayer = BaseLayer.BOUNDARIES
    tiles_url: str = ""
    base_attribution: str = ""
    view: BoundingBox = field(default=NRW_BOUNDS)
    fit_points: bool = True
    highlight_centre: str = ""
    highlight_municipality: str = ""
    container: str = "map_kommanmap"

    def __post_init__(self) -> None:
        """Refuse what could lead elsewhere or end a string of the script."""
        addresses = [self.points_url, self.centres_url, self.municipalities_url]
        if self.base_layer is not BaseLayer.BOUNDARIES:
            addresses.append(self.tiles_url)
        for address in addresses:
            if not _OWN_ADDRESS.fullmatch(address):
                raise ValueError(f"not an address of this site: {address!r}")
        if not _CONTAINER.fullmatch(self.container):
            raise ValueError(f"not a name for a map: {self.container!r}")


@lru_cache(maxsize=MOST_KEPT_SCRIPTS)
def map_script(options: MapOptions) -> str:
    """The JavaScript that draws the map into the element named `options.container`."""
    chart = _map(options)
    _Frame(options).add_to(chart)
    base = _base_layer(options)
    if base is not None:
        base.add_to(chart)
    _Boundaries(options).add_to(chart)
    _Points(options).add_to(chart)
    root: Any = chart.get_root()
    root.render()
    lines = (line.strip() for line in root.script.render().splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _map(options: MapOptions) -> folium.Map:
    """The bare map: no tiles, no foreign links, a name that does not change from one rendering to the next."""
    box = options.view
    moves: Any = JsCode("kommanmap.motion")
    chart = folium.Map(
        location=((box.south + box.north) / 2, (box.west + box.east) / 2),
        zoom_start=8,
        tiles=None,
        zoom_control=False,
        minZoom=LOWEST_ZOOM,
        maxZoom=HIGHEST_ZOOM_OF[options.base_layer],
        zoomSnap=1 if options.base_layer is BaseLayer.BASEMAP else 0.25,
        maxBounds=_corners(NRW_BOUNDS, ROOM_AROUND_DEGREES),
        attributionControl=False,
        scrollWheelZoom=False,
        zoomAnimation=moves,
        # Leaflet leaves a fading popup in the document: two dialogs at once for a screen reader.
        fadeAnimation=False,
        markerZoomAnimation=moves,
        inertia=moves,
    )
    # folium keeps these lists on the class: fresh ones here leave other users of the process alone.
    chart.default_js, chart.default_css = [], []
    chart._id = options.container.removeprefix("map_")
    view = folium.FitBounds(_corners(box))
    # A running zoom would end after the points have moved the map to themselves, and move it back.
    view.options["animate"] = False
    _named(view, "view").add_to(chart)
    return chart


def _base_layer(options: MapOptions) -> folium.TileLayer | None:
    if options.base_layer is BaseLayer.BASEMAP:
        return _RasterTiles(options)
    if options.base_layer is BaseLayer.PMTILES:
        return _VectorTiles(options)
    return None


def _named(element: Element, name: str) -> Element:
    """folium names elements at random; a fixed name keeps the script the same."""
    element._id = name
    return element


def _corners(box: BoundingBox, margin: float = 0.0) -> list[list[float]]:
    low, high = (box.south - margin, box.west - margin), (box.north + margin, box.east + margin)
    return [[round(value, 6) for value in corner] for corner in (low, high)]


class _Own(MacroElement):
    """An element of ours: calls one function of `static/js/map/` with plain data."""

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "kommanmap.{{ this.call }}({{ this._parent.get_name() }}, {{ this.settings|tojson }});\n"
        "{% endmacro %}"
    )

    def __init__(self, call: str, settings: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = call
        self._id = "own"
        self.call = call
        self.settings = settings


class _Frame(_Own):
    """What surrounds the map: its name, controls, notes, texts."""

    def __init__(self, options: MapOptions) -> None:
        texts = {key: dict(value) if isinstance(value, tuple) else value for key, value in _texts(options)}
        super().__init__(
            "frame",
            {
                "language": options.language,
                "direction": options.direction,
                "texts": texts,
                "base": options.base_layer.value,
                "attribution": BOUNDARY_ATTRIBUTION,
            },
        )


class _Boundaries(_Own):
    """Centres at once, municipalities once the reader has come near."""

    def __init__(self, options: MapOptions) -> None:
        super().__init__(
            "boundaries",
            {
                "centres": options.centres_url,
                "municipalities": options.municipalities_url,
                "municipalitiesFrom": MUNICIPALITIES_FROM_ZOOM,
                "highlightCentre": options.highlight_centre,
                "highlightMunicipality": options.highlight_municipality,
                "labels": options.base_layer is BaseLayer.BOUNDARIES,
            },
        )


class _Points(_Own):
    """The places, from their address."""

    def __init__(self, options: MapOptions) -> None:
        super().__init__(
            "points",
            {
                "url": options.points_url,
                "fit": options.fit_points,
                "near": CLOSEST_FIT[options.base_layer],
            },
        )


class _RasterTiles(folium.TileLayer):
    """basemap.de through our own tile cache. folium's defaults (foreign tiles, HTML attribution) stay out."""

    def __init__(self, options: MapOptions) -> None:
        super().__init__(
            tiles=options.tiles_url,
            # Leaflet reads an attribution as HTML; the operator's is text.
            attr=html.escape(options.base_attribution) or " ",
            min_zoom=LOWEST_ZOOM,
            max_zoom=HIGHEST_ZOOM,
            name="base",
            control=False,
            no_wrap=True,
            bounds=_corners(NRW_BOUNDS),
            class_name="km-tiles",
        )
        _named(self, "base")

    def render(self, **kwargs: Any) -> Any:
        """Add the layer to the map and let the frame watch it for failures."""
        _Watch(self.get_name()).add_to(self)
        return super().render(**kwargs)  # type: ignore[no-untyped-call]


class _VectorTiles(_RasterTiles):
    """A PMTiles file drawn by protomaps-leaflet, light or dark as the reader's system asks."""

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "var {{ this.get_name() }} = kommanmap.pmtiles({{ this.tiles|tojson }}, {{ this.own|tojson }});\n"
        "{% endmacro %}"
    )

    def __init__(self, options: MapOptions) -> None:
        super().__init__(options)
        self.own = {
            "attribution": self.options["attribution"],
            "bounds": _corners(NRW_BOUNDS),
            "lang": options.language,
            "maxZoom": HIGHEST_ZOOM,
        }


class _Watch(MacroElement):
    """Tells the frame about a tile layer, so that missing tiles become a note."""

    _template = Template("{% macro script(this, kwargs) %}\nkommanmap.watchTiles({{ this.layer }});\n{% endmacro %}")

    def __init__(self, layer: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id, self.layer = "watch", "base", layer


def _texts(options: MapOptions) -> list[tuple[str, Any]]:
    """Texts under the names that JavaScript uses."""
    return [
        (re.sub(r"_(\w)", lambda match: match[1].upper(), key), value) for key, value in asdict(options.texts).items()
    ]


def options_for(language: Language, **settings: Any) -> MapOptions:
    """Options in the language of the page; `settings` are the remaining fields of `MapOptions`."""
    return MapOptions(language=language.code, direction=direction(language), texts=map_texts(language), **settings)
