"""Centres and towns: who serves an area, its places, and where there are none yet."""

from flask import Blueprint, abort, render_template, url_for

from kommanmap.extensions import db
from kommanmap.i18n import gettext
from kommanmap.presenters.areas import public_centre, regions, town_rows
from kommanmap.presenters.link_preview import area_preview
from kommanmap.presenters.points import centre_link, town_link
from kommanmap.queries.coverage import coverage
from kommanmap.queries.records import all_centres, centre_by_slug, town_by_slug
from kommanmap.views.access import public
from kommanmap.views.calendar_links import calendar_of_list
from kommanmap.views.current import index
from kommanmap.views.delivery import cached_page
from kommanmap.views.embed_snippet import embed_snippet, generator_url
from kommanmap.views.language import speaks_languages
from kommanmap.views.links import PageLinks, picture_url
from kommanmap.views.listing import ask, context
from kommanmap.views.map_start import map_start

areas = Blueprint("areas", __name__, url_prefix="/<language:language>")
speaks_languages(areas)


@areas.get("/zentren")
@public
@cached_page()
def centres() -> str:
    """The 54 centres by Regierungsbezirk."""
    return render_template(
        "public/centres.html", regions=regions(all_centres(db.session()), coverage(index()), PageLinks())
    )


@areas.get("/zentren/<slug>")
@public
@cached_page(by_minute=True)
def centre(slug: str) -> str:
    """A centre: contact, its municipalities, its places, its white spots."""
    row = centre_by_slug(db.session(), slug)
    if row is None:
        abort(404)
    words = (("zentrum", slug),)
    listing = ask(extra=words, ignore=("zentrum",))
    towns = town_rows(row, coverage(index()), PageLinks())
    return render_template(
        "public/centre.html",
        **context(url_for("areas.centre", slug=slug), listing),
        centre=public_centre(row, PageLinks()),
        municipalities=towns,
        without_places=[town for town in towns if town.count == 0],
        map_start=map_start(list(words)),
        list_url=url_for("public.points", zentrum=slug),
        calendar=calendar_of_list(words),
        embed_snippet=embed_snippet("zentrum", slug, row.name),
        generator_url=generator_url(list(words)),
        preview=area_preview(row.name, row.name, listing.found.total, picture_url("centre", slug)),
    )


@areas.get("/orte/<slug>")
@public
@cached_page(by_minute=True)
def town(slug: str) -> str:
    """A municipality: its places, else the nearest ones and its centre."""
    row = town_by_slug(db.session(), slug)
    if row is None:
        abort(404)
    words = (("gemeinde", slug),)
    listing = ask(extra=words, ignore=("gemeinde",))
    links = PageLinks()
    return render_template(
        "public/town.html",
        **context(url_for("areas.town", slug=slug), listing),
        town=town_link(row, links),
        kreis=row.kreis,
        centre=centre_link(row.centre, links),
        map_start=map_start(list(words)),
        around_url=url_for("public.points", ort=slug, umkreis=25),
        embed_snippet=embed_snippet("gemeinde", slug, row.name),
        generator_url=generator_url(list(words)),
        preview=area_preview(
            gettext("Treffpunkte in %(town)s", town=row.name), row.name, listing.found.total, picture_url("town", slug)
        ),
    )
