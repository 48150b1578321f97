"""Open data files: the same question as the list, in every format of FORMATS."""

from flask import Blueprint, Response, abort, g, url_for

from kommanmap.domain.languages import DEFAULT_LANGUAGE
from kommanmap.extensions import db
from kommanmap.formats import FORMAT_BY_EXTENSION, Dataset
from kommanmap.presenters.notes import note_text
from kommanmap.queries.records import data_changed_utc
from kommanmap.views.access import public
from kommanmap.views.current import config
from kommanmap.views.delivery import FILES, cached_page
from kommanmap.views.links import absolute
from kommanmap.views.listing import ask
from kommanmap.views.shown import public_points

downloads = Blueprint("downloads", __name__, url_prefix="/daten")

OWN_WORDS = ("lang",)


@downloads.get("/treffpunkte.<extension>")
@public
@cached_page(shelf=FILES)
def points(extension: str) -> Response:
    """All places that the query words find, as a file."""
    writer = FORMAT_BY_EXTENSION.get(extension)
    if writer is None:
        abort(404)
    listing = ask(ignore=OWN_WORDS)
    dataset = Dataset(
        points=tuple(public_points(listing.found.point_ids())),
        as_of_utc=data_changed_utc(db.session()),
        title=f"{config().site_name}: Ankommenstreffpunkte in Nordrhein-Westfalen",
        home=absolute(url_for("public.start", language=g.get("language", DEFAULT_LANGUAGE))),
        notes=tuple(note_text(note) for note in listing.notes),
        absolute=absolute,
    )
    answer = Response(writer.write(dataset), content_type=writer.media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if writer.attachment:
        answer.headers["Content-Disposition"] = f'attachment; filename="treffpunkte.{extension}"'
    return answer
