"""Pages made to be framed by other sites: list or map of a centre, a municipality or any query. No cookie, ever."""

from flask import Blueprint, render_template, request

from kommanmap.i18n import gettext
from kommanmap.views.access import public
from kommanmap.views.current import index
from kommanmap.views.delivery import cached_page
from kommanmap.views.links import absolute, with_words
from kommanmap.views.listing import Listing, ask, context
from kommanmap.views.map_start import map_start

embed = Blueprint("embed", __name__, url_prefix="/embed")

OWN_WORDS = ("lang",)
"""Query words of the embed itself, not of the question."""


@embed.get("/liste")
@public
@cached_page(by_minute=True)
def point_list() -> str:
    """The list of places in a frame."""
    listing = ask(ignore=OWN_WORDS)
    return render_template("embed/list.html", **_frame(listing), **context(request.path, listing))


@embed.get("/karte")
@public
@cached_page(by_minute=True)
def point_map() -> str:
    """The map of places in a frame, with the list below for those who cannot use it."""
    listing = ask(ignore=OWN_WORDS)
    return render_template(
        "embed/map.html",
        **_frame(listing),
        **context(request.path, listing),
        map_start=map_start(listing.query.to_args()),
    )


def _frame(listing: Listing) -> dict[str, object]:
    return {
        "embed_title": _title(listing),
        "full_url": absolute(with_words("public.points", listing.query.to_args())),
    }


def _title(listing: Listing) -> str:
    gazetteer = index().gazetteer
    for slug in listing.query.get("zentrum"):
        return gettext("Treffpunkte: %(name)s", name=gazetteer.centres[slug].name)
    for slug in listing.query.get("gemeinde"):
        town = gazetteer.town(slug)
        if town is not None:
            return gettext("Treffpunkte: %(name)s", name=town.name)
    return gettext("Treffpunkte")
