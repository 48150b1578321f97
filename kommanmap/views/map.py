"""The live map: its page beside the list, its script (composed by folium, no editor's words in it), its points."""

from flask import Blueprint, Response, render_template, url_for

from kommanmap.formats.map_points import write_map_points
from kommanmap.maps import map_script as compose
from kommanmap.views.access import public
from kommanmap.views.delivery import FILES, cached_page
from kommanmap.views.language import speaks_languages
from kommanmap.views.listing import ask, context
from kommanmap.views.map_options import map_options
from kommanmap.views.map_start import map_start
from kommanmap.views.shown import public_points

map_pages = Blueprint("map_pages", __name__, url_prefix="/<language:language>")
speaks_languages(map_pages)


@map_pages.get("/karte")
@public
@cached_page(by_minute=True)
def map_page() -> str:
    """The map at once, beside the list of the same places."""
    listing = ask()
    path = url_for("map_pages.map_page")
    return render_template(
        "public/map.html",
        **context(path, listing),
        search_url=path,
        list_url=url_for("public.points"),
        map_start=map_start(listing.query.to_args(), autostart=True),
    )


@map_pages.get("/karte.js")
@public
@cached_page()
def map_script() -> Response:
    """The script that draws the map of a query's places."""
    return Response(compose(map_options(ask())), content_type="text/javascript; charset=utf-8")


@map_pages.get("/karte.json")
@public
@cached_page(shelf=FILES)
def map_points() -> Response:
    """The places of a query as the map reads them."""
    points = public_points(ask().found.point_ids())
    return Response(write_map_points(points), content_type="application/json")
