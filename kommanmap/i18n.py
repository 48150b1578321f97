"""Which language speaks now, its texts, and what CLDR knows about it. German is the language of the message ids.

Texts are looked up here and not through Flask-Babel, which asks for the locale anew at each of a page's hundred texts
(1 ms a page); its filters for dates and numbers are used in templates.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.support import Translations
from flask import Flask, g, has_request_context
from flask_babel.speaklater import LazyString

from kommanmap.domain.languages import DEFAULT_LANGUAGE, LANGUAGE_BY_CODE, Language

CATALOGUES = Path(__file__).resolve().parent / "translations"

_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)


def current_language() -> Language:
    """The language of the page being made; German outside a request."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    return g.get("language", DEFAULT_LANGUAGE) if has_request_context() else DEFAULT_LANGUAGE


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak another language for a while, for files and letters in a language that is not the page's."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def _catalogue(language: Language) -> NullTranslations:
    """The texts of a language; German has none and answers with the message ids."""
    return Translations.load(str(CATALOGUES), [language.locale])


def gettext(message: str, **values: Any) -> str:
    """The message in the language of the page, with `%(name)s` filled in."""
    text = _catalogue(current_language()).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The form that fits `num`, with `%(num)d` and other values filled in."""
    return _catalogue(current_language()).ngettext(singular, plural, num) % {"num": num, **values}


def lazy_gettext(message: str, **values: Any) -> LazyString:
    """A text that is translated whenever it is shown, for lists that are made at import time."""
    return LazyString(gettext, message, **values)


def locale_selector() -> str:
    """For the date and number filters of Flask-Babel: the language stands in the path, never in a cookie."""
    return current_language().locale


def install_texts(app: Flask) -> None:
    """Let templates translate: `_("…")` and `ngettext(…)`."""
    texts: Any = app.jinja_env  # jinja2.ext.i18n adds the method
    texts.install_gettext_callables(
        lambda message: _catalogue(current_language()).gettext(message),
        lambda singular, plural, num: _catalogue(current_language()).ngettext(singular, plural, num),
        newstyle=True,
    )


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


def long_date(day: date) -> str:
    """A date written out in the language of the page, with Latin digits."""
    return format_date(day, "long", locale=current_language().locale)
