"""What every page knows: its language, its translations, the site, the assets, whether it shows historical examples."""

from typing import Any

from flask import Flask, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from kommanmap.domain.languages import LANGUAGES, Language
from kommanmap.i18n import current_language, direction, language_own_name
from kommanmap.labels import language_name
from kommanmap.views.assets import asset
from kommanmap.views.current import config, index
from kommanmap.views.links import absolute


def init_app(app: Flask) -> None:
    """Give templates their common words."""

    @app.context_processor
    def common() -> dict[str, Any]:
        language = current_language()
        return {
            "language": language,
            "languages": LANGUAGES,
            "direction": direction(language),
            "site": config(),
            "asset": asset,
            "alternates": alternates(),
            "page_url": absolute(request.path),
            "examples": shows_examples(),
            "language_name": language_name,
            "language_own_name": language_own_name,
        }


def shows_examples() -> bool:
    """Whether the directory holds historical examples; an error page must come out without a database too."""
    try:
        return index().example_count > 0
    except SQLAlchemyError:
        return False


def alternates() -> list[tuple[Language, str]]:
    """This page in every language, query words kept; for pages without a language, the start pages."""
    endpoint, values = request.endpoint, dict(request.view_args or {})
    if request.blueprint not in ("public", "areas", "map_pages") or endpoint is None:
        endpoint, values = "public.start", {}
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string and values is not None else ""
    keep = query if endpoint == request.endpoint else ""
    return [(language, url_for(endpoint, **{**values, "language": language}) + keep) for language in LANGUAGES]
