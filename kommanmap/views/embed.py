"""Pages made to be framed by other sites: list, map, both, one place. Never a cookie; only these may be framed."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kommanmap.domain.embedding import EmbedView
from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.vocabulary import LISTED_STATUSES, Status
from kommanmap.extensions import db
from kommanmap.i18n import gettext
from kommanmap.presenters.areas import PublicCentre, public_centre
from kommanmap.presenters.map_apps import geo_uri, osm_url
from kommanmap.presenters.place_hours import place_hours
from kommanmap.queries.records import centre_by_slug, point_by_slug
from kommanmap.views.access import public
from kommanmap.views.current import minute
from kommanmap.views.delivery import cached_page
from kommanmap.views.embed_question import CENTRE, EmbedQuestion, frame, options_asked, read_question, shell
from kommanmap.views.links import PageLinks, absolute, with_words
from kommanmap.views.map_start import map_start
from kommanmap.views.shown import present

embed = Blueprint("embed", __name__, url_prefix="/embed")


@embed.get("/liste")
@public
@cached_page(by_minute=True)
def point_list() -> ResponseReturnValue:
    """The list of places in a frame."""
    return _places(EmbedView.LIST)


@embed.get("/karte")
@public
@cached_page(by_minute=True)
def point_map() -> ResponseReturnValue:
    """The map of places in a frame; the list waits folded for those who cannot use it."""
    return _places(EmbedView.MAP)


@embed.get("/beides")
@public
@cached_page(by_minute=True)
def map_and_list() -> ResponseReturnValue:
    """The map of places in a frame with the list below it."""
    return _places(EmbedView.BOTH)


@embed.get("/treffpunkt/<slug>")
@public
@cached_page(by_minute=True)
def point(slug: str) -> ResponseReturnValue:
    """One place in a frame. What has closed says so and leads to what there is now."""
    options = options_asked(request.args)
    row = point_by_slug(db.session(), slug)
    if row is None or row.status not in LISTED_STATUSES:
        closed = row is not None and row.status is Status.CLOSED
        title = gettext("Diesen Treffpunkt gibt es nicht mehr") if closed else gettext("Treffpunkt nicht gefunden")
        page = render_template("embed/nothing.html", **shell(options, title, absolute(with_words("public.points", []))))
        return page, 410 if closed else 404
    place, at = present(row), minute()
    around = [("gemeinde", place.town.slug)]
    return render_template(
        "embed/point.html",
        **shell(options, place.name, absolute(place.url)),
        point=place,
        hours=place_hours(place.timetable, at, nrw_calendar()),
        overdue=place.is_overdue(at.astimezone(BERLIN).date()),
        report_url=with_words("reports.report", [], slug=slug),
        geo_uri=geo_uri(place),
        osm_url=osm_url(place),
        map_start=map_start(around, focus=place.id, autostart=options.map_at_once) if place.position else None,
    )


@embed.after_request
def for_everybody(answer: Response) -> Response:
    """Pages that isolate themselves may frame it too; it holds nothing that is not public."""
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _places(view: EmbedView) -> ResponseReturnValue:
    question = read_question()
    if question.unknown:
        title = gettext("Dieses Gebiet kennen wir nicht: %(name)s", name=question.unknown)
        found = shell(question.options, title, absolute(with_words("public.points", [])))
        return render_template("embed/nothing.html", **found), 404
    listing = question.listing
    starts = view is not EmbedView.LIST and listing.found.total > 0
    return render_template(
        "embed/places.html",
        **frame(question),
        view=view,
        centre=_centre_of(question) if not listing.found.total else None,
        map_start=map_start(listing.query.to_args(), autostart=question.options.map_at_once) if starts else None,
    )


def _centre_of(question: EmbedQuestion) -> PublicCentre | None:
    """Whom to ask where a centre has no place yet."""
    for slug in question.listing.query.get(CENTRE):
        row = centre_by_slug(db.session(), slug)
        return public_centre(row, PageLinks()) if row is not None else None
    return None
