"""The page for webmasters: choose what to show, see it, copy the code. A form that works by GET alone."""

import io
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, render_template, request, url_for

from kommanmap.domain.embedding import ACCENT, GROUND, INK, LOOK, PARTS, EmbedView, Look, Part
from kommanmap.extensions import db
from kommanmap.i18n import gettext, speaking
from kommanmap.presenters.embed_texts import look_text, part_text, privacy_paragraph, view_text
from kommanmap.problem_texts import problem_text
from kommanmap.queries.point_query import read_query
from kommanmap.queries.records import all_centres, point_by_slug
from kommanmap.views.access import public
from kommanmap.views.current import config, index
from kommanmap.views.delivery import cached_page
from kommanmap.views.embed_choice import ADDRESS, EmbedChoice, read_choice
from kommanmap.views.embed_question import CENTRE, TOWN, title_of
from kommanmap.views.embed_snippet import EmbedSnippet, snippet_of_places, snippet_of_point
from kommanmap.views.language import speaks_languages
from kommanmap.views.links import absolute, site_origin, with_words

embed_generator = Blueprint("embed_generator", __name__, url_prefix="/<language:language>")
speaks_languages(embed_generator)

QR_MODULE = 6
ANYBODY = "*"


@embed_generator.get("/einbetten")
@public
@cached_page()
def page() -> str:
    """Form, preview, code."""
    choice = _choice()
    snippet = None if choice.problems else _snippet(choice)
    settings = config()
    return render_template(
        "public/embedding.html",
        choice=choice,
        problems={problem.field: problem_text(problem) for problem in choice.problems},
        better=_better(choice),
        centres=all_centres(db.session()),
        towns=[town.name for town in index().gazetteer.towns.values()],
        views=[(view.value, view_text(view)) for view in EmbedView],
        parts=[(part.value, part_text(part)) for part in Part],
        looks=[(look.value, look_text(look)) for look in Look],
        labels=_labels(),
        snippet=snippet,
        preview_url=_path(snippet.embed_url) if snippet else "",
        qr_url=with_words("embed_generator.qr", list(request.args.items(multi=True))) if snippet else "",
        privacy=privacy_paragraph(
            settings.site_name, site_origin(), settings.operator, absolute(url_for("public.privacy")),
            map_at_once=choice.options.map_at_once,
        ),
        only_hosts=() if ANYBODY in settings.embed_hosts else settings.embed_hosts,
    )  # fmt: skip


@embed_generator.get("/einbetten/qr.svg")
@public
@cached_page()
def qr() -> Response:
    """A picture to print: the way to the same places on the whole site."""
    choice = _choice()
    snippet = _snippet(choice)
    picture = io.BytesIO()
    segno.make_qr(snippet.link_url).save(picture, kind="svg", scale=QR_MODULE, dark="#000", light="#fff")
    answer = Response(picture.getvalue(), content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="treffpunkte-qr.svg"'
    return answer


def _choice() -> EmbedChoice:
    """What is asked for."""
    return read_choice(list(request.args.items(multi=True)), index().gazetteer)


def _snippet(choice: EmbedChoice) -> EmbedSnippet:
    with speaking(choice.language):
        if choice.slug:
            row = point_by_slug(db.session(), choice.slug)
            name = row.name if row is not None else gettext("Treffpunkt")
            return snippet_of_point(choice.slug, choice.options, name, choice.height)
        query, _notes = read_query(choice.question, index().gazetteer)
        return snippet_of_places(choice.view, list(choice.question), choice.options, title_of(query), choice.height)


def _better(choice: EmbedChoice) -> dict[str, str]:
    """For each colour that cannot be read: the same page with the nearest one that can."""
    words = list(request.args.items(multi=True))
    return {
        problem.field: with_words(
            "embed_generator.page",
            [(word, str(problem.params["code"]) if word == problem.field else value) for word, value in words],
        )
        for problem in choice.problems
        if "code" in problem.params
    }


def _labels() -> dict[str, str]:
    return {
        TOWN: gettext("Stadt oder Gemeinde"),
        CENTRE: gettext("Integrationszentrum"),
        ADDRESS: gettext("Adresse einer Seite von hier"),
        ACCENT: gettext("Farbe für Links und Knöpfe"),
        GROUND: gettext("Farbe für den Hintergrund"),
        INK: gettext("Farbe für Text"),
        LOOK: gettext("Hell oder dunkel"),
        PARTS: gettext("Was soll zu sehen sein?"),
    }


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
