"""What every page knows: its language, its translations, the site, the assets, whether it shows historical examples."""

from typing import Any

from flask import Flask, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import SecurityError

from kommanmap.domain.languages import LANGUAGES, Language
from kommanmap.extensions import db
from kommanmap.i18n import current_language, direction, language_own_name
from kommanmap.labels import language_name
from kommanmap.queries.examples import ExampleYears, example_years
from kommanmap.views.assets import asset
from kommanmap.views.current import config, index
from kommanmap.views.links import absolute


def init_app(app: Flask) -> None:
    """Give templates their common words."""

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
            "examples": examples(),
            "language_name": language_name,
            "language_own_name": language_own_name,
        }


def _host_is_ours() -> bool:
    """False for a request under a refused host name: no address may be built from that."""
    try:
        return bool(request.host)
    except SecurityError:
        return False


def examples() -> ExampleYears | None:
    """The years of the historical examples on show; an error page must come out without a database too."""
    try:
        return example_years(db.session()) if index().example_count else None
    except SQLAlchemyError:
        return None


def alternates() -> list[tuple[Language, str]]:
    """This page in every language, query words kept; for pages without a language, the start pages."""
    endpoint, values = request.endpoint, dict(request.view_args or {})
    if request.blueprint not in ("public", "areas", "map_pages") or endpoint is None:
        endpoint, values = "public.start", {}
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string and values is not None else ""
    keep = query if endpoint == request.endpoint else ""
    return [(language, url_for(endpoint, **{**values, "language": language}) + keep) for language in LANGUAGES]
