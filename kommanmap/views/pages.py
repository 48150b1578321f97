"""What every page knows: its language, its translations, the site, the assets, whether it shows historical examples."""

from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import SecurityError

from kommanmap.domain.languages import LANGUAGES, Language
from kommanmap.extensions import db
from kommanmap.i18n import current_language, direction, gettext
from kommanmap.labels import language_name
from kommanmap.queries.examples import ExampleYears, example_years
from kommanmap.views.assets import asset
from kommanmap.views.current import config, geocoder, index
from kommanmap.views.links import absolute, with_words
from kommanmap.views.own_address import AREA_WORDS

EMBEDDED_BY_ADDRESS = frozenset({"public.points", "public.point", "map_pages.map_page", *AREA_WORDS})


def init_app(app: Flask) -> None:
    """Give templates their common words."""
    app.jinja_env.globals["search_label"] = search_label  # components see globals only

    @app.context_processor
    def common() -> dict[str, Any]:
        language = current_language()
        without_addresses = {"language": language, "direction": direction(language), "site": config()}
        if not _host_is_ours():
            return without_addresses
        return {
            **without_addresses,
            "languages": LANGUAGES,
            "asset": asset,
            "alternates": alternates(),
            "page_url": absolute(request.path),
            "oembed_url": discovery(),
            "examples": examples(),
            "language_name": language_name,
        }


def discovery() -> str:
    """Where an editor that knows oEmbed asks for the frame of this page; "" where there is none."""
    if request.endpoint not in EMBEDDED_BY_ADDRESS:
        return ""
    words = request.query_string.decode("ascii", "replace")
    return absolute(with_words("oembed.answer", [("url", absolute(request.path) + (f"?{words}" if words else ""))]))


def search_label() -> str:
    """What the one search field takes: streets too, where an address file was imported."""
    if geocoder().local.stamp:
        return gettext("Ort, Straße, Postleitzahl oder Thema")
    return gettext("Ort, Postleitzahl oder Thema")


def _host_is_ours() -> bool:
    """False for a request under a refused host name: no address may be built from that."""
    try:
        return bool(request.host)
    except SecurityError:
        return False


def examples() -> ExampleYears | None:
    """The years of the historical examples on show; an error page must come out without a database too."""
    try:
        snapshot = index()
        known: dict[str, ExampleYears | None] = current_app.extensions.setdefault("kommanmap.examples", {})
        if snapshot.stamp not in known:
            known.clear()
            known[snapshot.stamp] = example_years(db.session()) if snapshot.example_count else None
        return known.get(snapshot.stamp)
    except SQLAlchemyError:
        return None


def alternates() -> list[tuple[Language, str]]:
    """This page in every language, query words kept; for pages without a language, the start pages."""
    spoken, rest = f"/{current_language().code}/", ""
    if request.path.startswith(spoken):
        query = request.query_string.decode("ascii", "replace")
        rest = quote(request.path.removeprefix(spoken)) + (f"?{query}" if query else "")
    return [(language, f"{request.script_root}/{language.code}/{rest}") for language in LANGUAGES]
