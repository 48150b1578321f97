"""What other sites load or take in besides frames: the element's script, its colours, a piece of HTML for includes."""

import json

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kommanmap.domain.languages import LANGUAGES
from kommanmap.i18n import gettext, speaking
from kommanmap.views.access import public
from kommanmap.views.assets import ASSETS
from kommanmap.views.delivery import cached_page
from kommanmap.views.embed_question import options_asked, read_question, title_of
from kommanmap.views.embed_style import style_sheet
from kommanmap.views.links import absolute, with_words
from kommanmap.views.shown import public_points

embed_code = Blueprint("embed_code", __name__, url_prefix="/embed")

SCRIPT = "js/embed/komman-map.js"
SLOT = "__TEXTS__"
ONE_HOUR = 3600


@embed_code.get("/kommanmap.js")
@public
@cached_page(max_age=ONE_HOUR)
def script() -> Response:
    """The element `<komman-map>`, under an address that stays for ever."""
    texts = {}
    for language in LANGUAGES:
        with speaking(language):
            texts[language.code] = gettext("Die Treffpunkte lassen sich gerade nicht laden. Nutzen Sie diesen Link:")
    code = ASSETS[SCRIPT].finished.body.decode().replace(SLOT, json.dumps(texts, ensure_ascii=True), 1)
    answer = Response(code, content_type="text/javascript; charset=utf-8")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@embed_code.get("/farben.css")
@public
@cached_page(max_age=ONE_HOUR)
def style() -> Response:
    """Our variables in the colours of the site around."""
    return Response(style_sheet(options_asked(request.args)), content_type="text/css; charset=utf-8")


@embed_code.get("/treffpunkte.html")
@public
@cached_page(by_minute=True)
def fragment() -> ResponseReturnValue:
    """The list as a piece of HTML without style or script, for a server that includes it in a page of its own."""
    question = read_question()
    if question.unknown:
        return _nobody_knows(question.unknown)
    listing = question.listing
    shown = [hit.point_id for group in listing.page.groups for hit in group.hits]
    return render_template(
        "embed/fragment.html",
        title=title_of(listing.query),
        places=[(place, absolute(place.url)) for place in public_points(shown)],
        total=listing.found.total,
        full_url=absolute(with_words("public.points", listing.query.to_args())),
    )


def _nobody_knows(name: str) -> ResponseReturnValue:
    title = gettext("Dieses Gebiet kennen wir nicht: %(name)s", name=name)
    full_url = absolute(with_words("public.points", []))
    return render_template("embed/fragment.html", title=title, places=[], total=0, full_url=full_url), 404
