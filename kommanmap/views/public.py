"""The reader's way: start page, list, place page, the address for a driver, legal pages."""

from datetime import date

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.vocabulary import LISTED_STATUSES, Status
from kommanmap.extensions import db
from kommanmap.formats import FORMATS
from kommanmap.i18n import gettext
from kommanmap.presenters.areas import regions
from kommanmap.presenters.json_ld import place_json_ld
from kommanmap.presenters.json_ld_hours import opening_hours
from kommanmap.presenters.link_preview import area_preview, message, place_preview
from kommanmap.presenters.map_apps import geo_uri, osm_url
from kommanmap.presenters.opening import badge
from kommanmap.presenters.place_hours import place_hours
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.coverage import coverage
from kommanmap.queries.nearby import nearby
from kommanmap.queries.records import PointRecord, all_centres, point_by_slug, points_by_ids
from kommanmap.views.access import public as anybody
from kommanmap.views.calendar_links import calendar_of_list, calendar_of_place
from kommanmap.views.current import config, index, minute
from kommanmap.views.delivery import cached_page
from kommanmap.views.language import speaks_languages
from kommanmap.views.links import PageLinks, absolute, picture_url, with_words
from kommanmap.views.listing import ask, context
from kommanmap.views.map_start import map_start
from kommanmap.views.missed import note_misses
from kommanmap.views.open_form import day_token, visit_form
from kommanmap.views.shown import card_views, present

public = Blueprint("public", __name__, url_prefix="/<language:language>")
speaks_languages(public)

NEIGHBOURS = 4


@public.get("/")
@anybody
@cached_page()
def start() -> str:
    """One search field, near me, the centres by region, what this is."""
    snapshot = index()
    return render_template(
        "public/start.html",
        regions=regions(all_centres(db.session()), coverage(snapshot), PageLinks()),
        total_points=snapshot.listed_count,
        search_url=url_for("public.points"),
        nearby_url=url_for("map_pages.map_points"),
        preview=area_preview(
            gettext("Hier treffen Sie Menschen"), "Nordrhein-Westfalen", snapshot.listed_count, picture_url("state")
        ),
    )


@public.get("/treffpunkte")
@anybody
@cached_page(by_minute=True)
def points() -> str:
    """The list: grouped by centre, filtered by the query words."""
    listing = ask()
    note_misses(listing)
    path = url_for("public.points")
    words = listing.query.to_args()
    return render_template(
        "public/points.html",
        **context(path, listing),
        search_url=path,
        map_start=map_start(words),
        calendar=calendar_of_list(words),
        downloads=[(item.label, with_words("downloads.points", words, extension=item.extension)) for item in FORMATS],
    )


@public.get("/treffpunkte/<slug>")
@anybody
@cached_page(by_minute=True)
def point(slug: str) -> ResponseReturnValue:
    """Everything the public may know about a place; 410 with a way on for a retired one."""
    row = listed_point(slug)
    if row.status is Status.CLOSED:
        return gone(row)
    place, at = present(row), minute()
    today = at.astimezone(BERLIN).date()
    hours = place_hours(place.timetable, at, nrw_calendar())
    opening = opening_hours(place.timetable, today, nrw_calendar())
    return render_template(
        "public/point.html",
        point=place,
        neighbours=card_views(nearby(index(), row.id, limit=NEIGHBOURS)),
        report_url=url_for("reports.report", slug=slug),
        visit_url=url_for("visits.was_there", slug=slug),
        visit_token=day_token(visit_form(slug)),
        driver_url=url_for("public.driver", slug=slug),
        geo_uri=geo_uri(place),
        osm_url=osm_url(place),
        calendar=calendar_of_place(place),
        overdue=place.is_overdue(today),
        hours=hours,
        preview=place_preview(place, hours, today, picture_url("point", slug)),
        message_text=message(place, hours, today, absolute(place.url)),
        json_ld=Markup(place_json_ld(place, absolute, opening)),  # noqa: S704 - escaped by json_ld itself
        map_start=map_start([("gemeinde", place.town.slug)], focus=place.id) if place.position else None,
    )


@public.get("/treffpunkte/<slug>/adresse")
@anybody
@cached_page()
def driver(slug: str) -> ResponseReturnValue:
    """The address in large German letters, to show to a driver."""
    row = listed_point(slug)
    if row.status is Status.CLOSED:
        return gone(row)
    return render_template("public/driver.html", point=present(row))


@public.get("/impressum")
@anybody
@cached_page(max_age=3600)
def imprint() -> str:
    """Who runs this site."""
    return _legal("imprint")


@public.get("/datenschutz")
@anybody
@cached_page(max_age=3600)
def privacy() -> str:
    """What is stored about readers: nothing."""
    return _legal("privacy")


@public.get("/barrierefreiheit")
@anybody
@cached_page(max_age=3600)
def accessibility() -> str:
    """The accessibility statement."""
    return _legal("accessibility")


@public.get("/muster")
@anybody
@cached_page()
def patterns() -> str:
    """Every component with sample content, for those who build pages."""
    return render_template("public/patterns.html", map_start=map_start([]))


def _legal(kind: str) -> str:
    reviewed = config().accessibility_reviewed_on
    return render_template(
        "public/legal.html", kind=kind, reviewed_on=date.fromisoformat(reviewed) if reviewed else None
    )


def listed_point(slug: str) -> PointRecord:
    """A place that is or was public; drafts answer as if they were not there."""
    row = point_by_slug(db.session(), slug)
    if row is None or row.status not in (*LISTED_STATUSES, Status.CLOSED):
        abort(404)
    return row


def gone(row: PointRecord) -> ResponseReturnValue:
    """410 for a place that has closed: its successor and what else there is in town."""
    successor: PublicPoint | None = None
    for record in points_by_ids(db.session(), [row.successor_id] if row.successor_id else []):
        successor = present(record) if record.status in LISTED_STATUSES else None
    town = index().gazetteer.towns_by_ags[row.ags]
    links = PageLinks()
    listing = ask(extra=(("ort", town.slug),), ignore=tuple(request.args))
    found = context(url_for("public.points"), listing)
    page = render_template(
        "public/gone.html",
        name=row.name,
        reason=row.status_reason,
        successor=successor,
        successor_badge=badge(successor.timetable, minute(), nrw_calendar()) if successor else None,
        groups=found["groups"],
        town_url=links.town(town.slug),
        town_name=town.name,
        search_url=url_for("public.points"),
    )
    return page, 410
