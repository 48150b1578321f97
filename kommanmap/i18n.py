"""Which language speaks now, and what CLDR knows about it. German is the language of the message ids."""

from datetime import date
from functools import cache

from babel import Locale
from flask import g, has_request_context
from flask_babel import force_locale, format_date, gettext, lazy_gettext, ngettext

from kommanmap.domain.languages import DEFAULT_LANGUAGE, LANGUAGE_BY_CODE, Language

__all__ = [
    "best_language",
    "current_language",
    "direction",
    "force_locale",
    "gettext",
    "language_own_name",
    "lazy_gettext",
    "locale_selector",
    "long_date",
    "ngettext",
    "spoken_language_name",
]


def current_language() -> Language:
    """The language of the page being made; German outside a request."""
    if has_request_context():
        return g.get("language", DEFAULT_LANGUAGE)  # type: ignore[no-any-return]
    return DEFAULT_LANGUAGE


def locale_selector() -> str:
    """For Flask-Babel: the locale comes from the path, never from a cookie or a header."""
    return current_language().locale


def best_language(accept_languages: list[tuple[str, float]]) -> Language:
    """The interface language that fits an Accept-Language list (tag, quality), best first; German if none does."""
    for tag, quality in accept_languages:
        if quality <= 0:
            continue
        language = LANGUAGE_BY_CODE.get(tag.split("-")[0].lower())
        if language is not None:
            return language
    return DEFAULT_LANGUAGE


@cache
def direction(language: Language) -> str:
    """`ltr` or `rtl`, from CLDR."""
    return "rtl" if Locale.parse(language.locale).text_direction == "rtl" else "ltr"


# CLDR (as Babel ships it) knows Dari only as Persian of Afghanistan.
_CLDR_ALIASES = {"prs": "fa_AF"}


@cache
def _language_name(code: str, locale: str) -> str:
    names = Locale.parse(locale).languages
    return names.get(_CLDR_ALIASES.get(code, code)) or names.get(code) or Locale.parse("de").languages.get(code) or code


def spoken_language_name(code: str) -> str:
    """The name of a spoken language in the language of the page, e.g. `uk` → „Ukrainisch“."""
    return _language_name(code, current_language().locale)


@cache
def language_own_name(code: str) -> str:
    """What its speakers call a language; the code itself where CLDR does not know."""
    listed = LANGUAGE_BY_CODE.get(code)
    if listed is not None:
        return listed.own_name
    try:
        locale = Locale.parse(_CLDR_ALIASES.get(code, code))
    except ValueError:
        return code
    return locale.get_display_name(locale) or code


def long_date(day: date) -> str:
    """A date written out in the language of the page, with Latin digits."""
    return format_date(day, "long")
