"""What browsers, probes and search engines ask for: static files, health, robots, sitemap, favicon."""

import shutil
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as WerkzeugResponse

from kommanmap.database import current_revision, head_revision
from kommanmap.domain.languages import LANGUAGES
from kommanmap.extensions import db
from kommanmap.i18n import best_language
from kommanmap.queries.sitemap import sitemap_slugs
from kommanmap.views.access import public
from kommanmap.views.assets import ASSETS
from kommanmap.views.current import config, index
from kommanmap.views.delivery import cached_page, deliver
from kommanmap.views.links import absolute

site = Blueprint("site", __name__)

ONE_YEAR = 31_536_000
SITEMAP_PAGES = (
    "public.start", "public.points", "areas.centres", "map_pages.map_page", "coverage.page", "open_data.page",
    "embed_generator.page", "reports.suggest", "public.imprint", "public.privacy", "public.accessibility",
)  # fmt: skip
ENTRIES_PER_SITEMAP = 3_000
"""Pages in one file, each in every language; a file may hold 50,000 addresses."""

PART = "teil"
LEAST_FREE_SHARE = 0.05
"""A disk fuller than this is about to refuse the next change."""


@site.get("/")
@public
def root() -> WerkzeugResponse:
    """To the start page in the language the browser asks for."""
    language = best_language([(tag, quality) for tag, quality in request.accept_languages])
    answer = redirect(url_for("public.start", language=language))
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "private, max-age=0"
    return answer


@site.get("/static/<path:name>")
@public
def static_file(name: str) -> ResponseReturnValue:
    """A file of the package; with its tag in the address it never changes."""
    asset = ASSETS.get(name)
    if asset is None:
        abort(404)
    tagged = request.args.get("v") == asset.finished.etag
    return deliver(asset.finished, max_age=ONE_YEAR if tagged else 300, immutable=tagged)


@site.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """For browsers that ask without reading the page."""
    return deliver(ASSETS["img/favicon.svg"].finished, max_age=86_400)


@site.get("/healthz")
@public
def healthz() -> Response:
    """The process answers. Asks nothing else."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@site.get("/readyz")
@public
def readyz() -> tuple[dict[str, object], int]:
    """Database reachable, schema at head, disk not full; 503 with the reasons otherwise."""
    problems = []
    try:
        if current_revision(db.engine) != head_revision():
            problems.append("schema is not up to date: run `kommanmap setup`")
        elif not index().gazetteer.centres:
            problems.append("no centres: run `kommanmap setup`")
    except SQLAlchemyError:
        problems.append("database does not answer")
    disk = shutil.disk_usage(config().instance)
    if disk.free / disk.total < LEAST_FREE_SHARE:
        problems.append("disk is nearly full")
    return {"ready": not problems, "problems": problems}, 503 if problems else 200


@site.get("/robots.txt")
@public
@cached_page(max_age=3600)
def robots() -> Response:
    """Everything may be found except embeds and filtered lists, which repeat the rest."""
    lines = ["User-agent: *", "Disallow: /embed/", "Disallow: /*/treffpunkte?", f"Sitemap: {absolute('/sitemap.xml')}"]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@site.get("/sitemap.xml")
@public
@cached_page(max_age=3600)
def sitemap() -> Response:
    """Every public page in every language, each naming its translations; an index of parts where one is too long."""
    pages = _pages()
    parts = -(-len(pages) // ENTRIES_PER_SITEMAP)
    if parts > 1 and PART not in request.args:
        addresses = [absolute(f"{url_for('site.sitemap')}?{PART}={number}") for number in range(1, parts + 1)]
        return _xml(render_template("site/sitemap_index.xml", addresses=addresses))
    number = request.args.get(PART, 1, type=int)
    if not 1 <= number <= max(1, parts):
        abort(404)
    start = (number - 1) * ENTRIES_PER_SITEMAP
    entries = [
        {
            "lastmod": day,
            "versions": [
                (language.code, absolute(url_for(endpoint, language=language, **values))) for language in LANGUAGES
            ],
        }
        for endpoint, values, day in pages[start : start + ENTRIES_PER_SITEMAP]
    ]
    return _xml(render_template("site/sitemap.xml", entries=entries))


def _pages() -> list[tuple[str, dict[str, Any], str]]:
    """Endpoint, its values, day of the last change."""
    pages: list[tuple[str, dict[str, Any], str]] = [(endpoint, {}, "") for endpoint in SITEMAP_PAGES]
    slugs = sitemap_slugs(db.session())
    pages += [("areas.centre", {"slug": slug}, "") for slug in slugs.centres]
    pages += [("areas.town", {"slug": slug}, "") for slug in slugs.towns]
    pages += [("public.point", {"slug": slug}, day) for slug, day in slugs.points]
    return pages


def _xml(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")
