"""What every page knows: its language, its translations, the site, the assets, whether it shows historical examples."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from kommanmap.domain.languages import LANGUAGES, Language
from kommanmap.i18n import current_language, direction, language_own_name
from kommanmap.labels import language_name
from kommanmap.views.assets import asset
from kommanmap.views.current import config, index
from kommanmap.views.links import absolute


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site as every page names it."""

    name: str
    operator: str
    operator_address: str
    operator_email: str
    operator_phone: str
    privacy_contact: str
    supervisory_authority: str
    home_url: str
    list_url: str
    map_url: str
    centres_url: str
    imprint_url: str
    privacy_url: str
    accessibility_url: str


def init_app(app: Flask) -> None:
    """Give templates their common words."""

    @app.context_processor
    def common() -> dict[str, Any]:
        language = current_language()
        return {
            "language": language,
            "languages": LANGUAGES,
            "direction": direction(language),
            "site": site_view(),
            "asset": asset,
            "alternates": alternates(),
            "page_url": absolute(request.path),
            "example_notice": shows_examples(),
            "language_name": language_name,
            "language_own_name": language_own_name,
        }


def site_view() -> SiteView:
    """Names from the settings, addresses in the language of the page."""
    settings = config()
    return SiteView(
        name=settings.site_name,
        operator=settings.operator,
        operator_address=settings.operator_address,
        operator_email=settings.operator_email,
        operator_phone=settings.operator_phone,
        privacy_contact=settings.privacy_contact,
        supervisory_authority=settings.supervisory_authority,
        home_url=url_for("public.start"),
        list_url=url_for("public.points"),
        map_url=url_for("map_pages.map_page"),
        centres_url=url_for("areas.centres"),
        imprint_url=url_for("public.imprint"),
        privacy_url=url_for("public.privacy"),
        accessibility_url=url_for("public.accessibility"),
    )


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
