"""Open data files: the same question as the list, or one place, in every format of FORMATS."""

from flask import Blueprint, Response, abort, request, url_for

from kommanmap.domain.languages import DEFAULT_LANGUAGE, LANGUAGE_BY_CODE, Language
from kommanmap.domain.vocabulary import LISTED_STATUSES, Status
from kommanmap.extensions import db
from kommanmap.formats import FORMAT_BY_EXTENSION, Dataset, Format
from kommanmap.i18n import speaking
from kommanmap.presenters.notes import note_text
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.filters import FILTERS
from kommanmap.queries.records import data_changed_utc, point_by_slug
from kommanmap.views.access import public
from kommanmap.views.current import config, index
from kommanmap.views.delivery import FILES, cached_page
from kommanmap.views.links import absolute
from kommanmap.views.listing import Listing, ask
from kommanmap.views.shown import present, public_points

downloads = Blueprint("downloads", __name__, url_prefix="/daten")

OWN_WORDS = ("lang",)


@downloads.get("/treffpunkte.<extension>")
@public
@cached_page(shelf=FILES)
def points(extension: str) -> Response:
    """All places that the query words find, as a file."""
    writer = _writer(extension)
    with speaking(_language()):
        listing = ask(ignore=OWN_WORDS)
        dataset = _dataset(
            tuple(public_points(listing.found.point_ids())),
            title=f"{config().site_name}: Ankommenstreffpunkte in Nordrhein-Westfalen",
            notes=tuple(note_text(note) for note in listing.notes),
            asked=_asked(listing),
        )
        return _file(writer, dataset, f"treffpunkte.{extension}")


@downloads.get("/treffpunkt/<slug>.<extension>")
@public
@cached_page(shelf=FILES)
def point(slug: str, extension: str) -> Response:
    """One place as a file. A place that has closed gives an empty one, so that calendars let go of its events."""
    writer = _writer(extension)
    row = point_by_slug(db.session(), slug)
    if row is None or row.status not in (*LISTED_STATUSES, Status.CLOSED):
        abort(404)
    with speaking(_language()):
        shown = (present(row),) if row.status in LISTED_STATUSES else ()
        return _file(writer, _dataset(shown, title=row.name), f"{slug}.{extension}")


def _writer(extension: str) -> Format:
    writer = FORMAT_BY_EXTENSION.get(extension)
    if writer is None:
        abort(404)
    return writer


def _language() -> Language:
    """The one that `lang` names, else German: what a browser prefers must not decide what a kept file says."""
    return LANGUAGE_BY_CODE.get(request.args.get("lang", ""), DEFAULT_LANGUAGE)


def _asked(listing: Listing) -> tuple[str, ...]:
    """The filters in use, in words."""
    gazetteer = index().gazetteer
    return tuple(item.describe(value, gazetteer) for item in FILTERS for value in listing.query.get(item.word))


def _dataset(
    shown: tuple[PublicPoint, ...], *, title: str, notes: tuple[str, ...] = (), asked: tuple[str, ...] = ()
) -> Dataset:
    return Dataset(
        points=shown,
        as_of_utc=data_changed_utc(db.session()),
        title=title,
        home=absolute(url_for("public.start", language=_language())),
        notes=notes,
        absolute=absolute,
        asked=asked,
    )


def _file(writer: Format, dataset: Dataset, name: str) -> Response:
    answer = Response(writer.write(dataset), content_type=writer.media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if writer.attachment:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
