"""oEmbed 1.0: editors that know it turn an address of ours into a frame. Only our own addresses; never a cookie."""

from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, jsonify, make_response, request

from kommanmap.config import Config
from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.extensions import db
from kommanmap.i18n import speaking
from kommanmap.queries.point_query import read_query
from kommanmap.queries.records import point_by_slug
from kommanmap.views.access import public
from kommanmap.views.current import config, index
from kommanmap.views.delivery import cached_page
from kommanmap.views.embed_question import title_of
from kommanmap.views.embed_snippet import HEIGHT_PX, EmbedSnippet, iframe, snippet_of_places, snippet_of_point
from kommanmap.views.links import site_origin
from kommanmap.views.own_address import OwnAddress, own_address

oembed = Blueprint("oembed", __name__)

WIDTH_PX = 800
LEAST_PX = 100
ONE_HOUR = 3600
NOT_IMPLEMENTED = 501

Said = dict[str, str | int]


@oembed.get("/oembed")
@public
@cached_page(max_age=ONE_HOUR)
def answer() -> Response:
    """`url`, `format` (json or xml), `maxwidth`, `maxheight`, as oEmbed asks."""
    wanted = request.args.get("format", "json")
    if wanted not in ("json", "xml"):
        abort(NOT_IMPLEMENTED)
    found = own_address(request.args.get("url", ""))
    if found is None:
        abort(404)
    with speaking(found.language):
        title, snippet = _snippet(found)
    said = _said(title, snippet, config())
    return make_response(jsonify(said)) if wanted == "json" else _xml(said)


def _snippet(found: OwnAddress) -> tuple[str, EmbedSnippet]:
    if found.slug:
        row = point_by_slug(db.session(), found.slug)
        if row is None or row.status not in LISTED_STATUSES:
            abort(404)
        return row.name, snippet_of_point(row.slug, found.options, row.name)
    query, _notes = read_query(found.question, index().gazetteer)
    title = title_of(query)
    return title, snippet_of_places(found.view, list(found.question), found.options, title)


def _said(title: str, snippet: EmbedSnippet, settings: Config) -> Said:
    width = min(WIDTH_PX, _most("maxwidth", WIDTH_PX))
    height = min(HEIGHT_PX, _most("maxheight", HEIGHT_PX))
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": settings.site_name,
        "provider_url": site_origin(),
        "cache_age": ONE_HOUR,
        "width": width,
        "height": height,
        "html": iframe(snippet.embed_url, title, height).replace('width="100%"', f'width="{width}"'),
    }


def _most(word: str, usual: int) -> int:
    """A limit of the asker; what is no number limits nothing."""
    text = request.args.get(word, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(10**5)) else usual
    return max(LEAST_PX, number)


def _xml(said: Said) -> Response:
    lines = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in said.items())
    text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{lines}</oembed>\n'
    return Response(text, content_type="text/xml; charset=utf-8")
