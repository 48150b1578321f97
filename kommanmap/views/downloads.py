"""Open data files: the same question as the list, or one place, in every format of FORMATS."""

from collections.abc import Collection
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, g, request, stream_with_context, url_for

from kommanmap.domain.languages import DEFAULT_LANGUAGE, LANGUAGE_BY_CODE, Language
from kommanmap.domain.licences import licence_of
from kommanmap.domain.vocabulary import LISTED_STATUSES, Status
from kommanmap.extensions import db
from kommanmap.formats import FORMAT_BY_EXTENSION, Dataset, Format
from kommanmap.presenters.notes import note_text
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.filters import FILTERS
from kommanmap.queries.records import data_changed_utc, examples_among, point_by_slug
from kommanmap.views.access import public
from kommanmap.views.cross_origin import readable_anywhere
from kommanmap.views.current import config, index
from kommanmap.views.delivery import FILES, cached_page
from kommanmap.views.links import absolute
from kommanmap.views.listing import Listing, ask
from kommanmap.views.shown import PointsInTurn, present, public_points

downloads = Blueprint("downloads", __name__, url_prefix="/daten")
readable_anywhere(downloads)

OWN_WORDS = ("lang",)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Before that no change can have been; a header could not say it."""

MOST_KEPT = 4_000
"""Files of more places are not kept, but made while they are sent."""


@downloads.get("/treffpunkte.<extension>")
@public
@cached_page(shelf=FILES)
def points(extension: str) -> Response:
    """All places that the query words find, as a file."""
    writer = _writer(extension)
    g.language = _language()
    listing = ask(ignore=OWN_WORDS)
    ids = listing.found.point_ids()
    dataset = _dataset(
        tuple(public_points(ids)) if len(ids) <= MOST_KEPT else PointsInTurn(ids),
        title=f"{config().site_name}: Ankommenstreffpunkte in Nordrhein-Westfalen",
        notes=tuple(note_text(note) for note in listing.notes),
        asked=_asked(listing),
        examples=examples_among(db.session(), ids),
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
    g.language = _language()
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
    shown: Collection[PublicPoint],
    *,
    title: str,
    notes: tuple[str, ...] = (),
    asked: tuple[str, ...] = (),
    examples: bool | None = None,
) -> Dataset:
    return Dataset(
        points=shown,
        as_of_utc=data_changed_utc(db.session()),
        title=title,
        home=absolute(url_for("public.start", language=_language())),
        notes=notes,
        absolute=absolute,
        asked=asked,
        licence=licence_of(config().data_licence),
        address=absolute(request.full_path.rstrip("?")),
        examples=examples,
    )


def _file(writer: Format, dataset: Dataset, name: str) -> Response:
    kept = len(dataset.points) <= MOST_KEPT
    body = writer.write(dataset) if kept else stream_with_context(writer.parts(dataset))
    answer = Response(body, content_type=writer.media_type)
    answer.last_modified = max(dataset.as_of_utc, BEGINNING)
    if writer.attachment:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
