"""The language of a page stands in its path. Turns the path's word into `g.language` and writes it into addresses."""

from typing import Any

from flask import Blueprint, Flask, g, request
from werkzeug.routing import BaseConverter

from kommanmap.domain.languages import LANGUAGE_BY_CODE, Language
from kommanmap.i18n import best_language, current_language


class LanguageConverter(BaseConverter):
    """`<language:language>`: a code from LANGUAGES."""

    regex = "|".join(sorted(LANGUAGE_BY_CODE))

    def to_python(self, value: str) -> Language:
        """The language of a code; the pattern admits no other."""
        return LANGUAGE_BY_CODE[value]

    def to_url(self, value: Any) -> str:
        """The code of a language."""
        return value.code if isinstance(value, Language) else str(value)


def init_app(app: Flask) -> None:
    """Register the converter; must come before any route that uses it."""
    app.url_map.converters["language"] = LanguageConverter

    @app.before_request
    def choose_language() -> None:
        if "language" not in g:
            g.language = asked_language()


def speaks_languages(blueprint: Blueprint) -> None:
    """For a blueprint under `/<language:language>`: views get no language argument, addresses need none."""

    @blueprint.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None and "language" in values:
            g.language = values.pop("language")

    @blueprint.url_defaults
    def give(_endpoint: str, values: dict[str, Any]) -> None:
        values.setdefault("language", current_language())


def asked_language() -> Language:
    """For pages without a language in their path: the first path segment, `?lang=`, then Accept-Language."""
    for word in (request.path.strip("/").split("/", 1)[0], request.args.get("lang", "")):
        if word in LANGUAGE_BY_CODE:
            return LANGUAGE_BY_CODE[word]
    return best_language([(tag, quality) for tag, quality in request.accept_languages])
