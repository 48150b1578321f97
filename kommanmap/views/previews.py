"""The pictures that messengers show of a link: of a place, a centre, a town, of the whole state."""

from collections.abc import Iterable

from flask import Blueprint, Response, abort, request

from kommanmap.domain.vocabulary import Status
from kommanmap.extensions import db
from kommanmap.formats.preview_picture import MEDIA_TYPE, Scene, picture
from kommanmap.presenters.link_preview import shown_pins
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.records import centre_by_slug, town_by_slug
from kommanmap.views.access import public
from kommanmap.views.delivery import FILES, cached_page
from kommanmap.views.listing import ask
from kommanmap.views.public import listed_point
from kommanmap.views.shown import present, public_points

previews = Blueprint("previews", __name__, url_prefix="/bild")

ONE_HOUR = 3600


@previews.get("/nrw.png")
@public
@cached_page(ONE_HOUR, shelf=FILES)
def state() -> Response:
    """Where in the state there are places."""
    return _picture((), _found())


@previews.get("/treffpunkt/<slug>.png")
@public
@cached_page(ONE_HOUR, shelf=FILES)
def point(slug: str) -> Response:
    """Where a place lies; without a pin where the public may not know it."""
    row = listed_point(slug)
    if row.status is Status.CLOSED:
        abort(404)
    place = present(row)
    return _picture((place.town.key,), [place])


@previews.get("/zentrum/<slug>.png")
@public
@cached_page(ONE_HOUR, shelf=FILES)
def centre(slug: str) -> Response:
    """The area of a centre with its places."""
    row = centre_by_slug(db.session(), slug)
    if row is None:
        abort(404)
    areas = sorted(town.ags for town in row.municipalities)
    return _picture(areas, _found(("zentrum", slug)))


@previews.get("/ort/<slug>.png")
@public
@cached_page(ONE_HOUR, shelf=FILES)
def town(slug: str) -> Response:
    """The area of a municipality with its places."""
    row = town_by_slug(db.session(), slug)
    if row is None:
        abort(404)
    return _picture((row.ags,), _found(("gemeinde", slug)))


def _found(*words: tuple[str, str]) -> list[PublicPoint]:
    """A picture has one address: whatever words somebody adds to it count for nothing."""
    return public_points(ask(extra=words, ignore=tuple(request.args)).found.point_ids())


def _picture(areas: Iterable[str], places: Iterable[PublicPoint]) -> Response:
    return Response(picture(Scene(tuple(areas), shown_pins(places))), content_type=MEDIA_TYPE)
