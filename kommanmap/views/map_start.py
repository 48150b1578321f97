"""What a page needs to let the map start on tap: addresses of code, styles and points."""

from dataclasses import dataclass

from kommanmap.maps import STYLES, BaseLayer, scripts
from kommanmap.views.assets import asset
from kommanmap.views.current import config
from kommanmap.views.links import with_words


@dataclass(frozen=True, slots=True)
class MapStart:
    """For `components/map.html`. `focus` is the public id of the place to open."""

    style_urls: tuple[str, ...]
    script_urls: tuple[str, ...]
    map_script_url: str
    points_url: str
    focus: str
    autostart: bool


def map_start(words: list[tuple[str, str]], *, focus: str = "", autostart: bool = False) -> MapStart:
    """The map of a query's places."""
    query = [(key, value) for key, value in words if key != "seite"]
    return MapStart(
        style_urls=tuple(asset(name) for name in STYLES),
        script_urls=tuple(asset(name) for name in scripts(BaseLayer(config().base_layer))),
        map_script_url=with_words("map_pages.map_script", query),
        points_url=with_words("map_pages.map_points", query),
        focus=focus,
        autostart=autostart,
    )
