"""A question → the options of its map. Only slugs, keys and addresses of ours get into them."""

from flask import request, url_for

from kommanmap.i18n import current_language
from kommanmap.maps import BaseLayer, MapOptions, options_for
from kommanmap.tile_source import BASEMAP_ATTRIBUTION
from kommanmap.views.assets import asset
from kommanmap.views.current import config, index
from kommanmap.views.links import with_words
from kommanmap.views.listing import Listing


def map_options(listing: Listing) -> MapOptions:
    """The map of the places of a question; the area asked for stands out."""
    settings, query = config(), listing.query
    layer = BaseLayer(settings.base_layer)
    tiles_url, attribution = "", ""
    if layer is BaseLayer.BASEMAP:
        tiles_url, attribution = f"{request.script_root}/kacheln/{{z}}/{{x}}/{{y}}.png", BASEMAP_ATTRIBUTION
    elif layer is BaseLayer.PMTILES:
        tiles_url, attribution = url_for("tiles.pmtiles"), settings.pmtiles_attribution
    words = [(key, value) for key, value in query.to_args() if key != "seite"]
    centres, towns = query.get("zentrum"), query.get("gemeinde")
    town = index().gazetteer.town(towns[0]) if len(towns) == 1 else None
    return options_for(
        current_language(),
        points_url=with_words("map_pages.map_points", words),
        centres_url=asset("geo/centres.topo.json"),
        municipalities_url=asset("geo/municipalities.topo.json"),
        base_layer=layer,
        tiles_url=tiles_url,
        base_attribution=attribution,
        highlight_centre=centres[0] if len(centres) == 1 else "",
        highlight_municipality=town.ags if town else "",
    )
