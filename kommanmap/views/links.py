"""Addresses of pages, for presenters (which know no request)."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from kommanmap.i18n import current_language
from kommanmap.views.current import config


class PageLinks:
    """Site-relative addresses in the language of the page.

    A page of fifty places has hundreds of them, so they are put together here and not by `url_for`, which takes ten
    times as long; a test compares the two.
    """

    def __init__(self) -> None:
        self._home = f"{request.script_root}/{current_language().code}"

    def point(self, slug: str) -> str:
        """Page of a meeting point."""
        return f"{self._home}/treffpunkte/{slug}"

    def centre(self, slug: str) -> str:
        """Page of a centre."""
        return f"{self._home}/zentren/{slug}"

    def town(self, slug: str) -> str:
        """Page of a municipality."""
        return f"{self._home}/orte/{slug}"


def site_origin() -> str:
    """`https://host` of this site: as configured, else as asked (only trusted hosts get this far)."""
    return config().public_url.rstrip("/") or request.host_url.rstrip("/")


def absolute(path: str) -> str:
    """A site-relative address made absolute."""
    return site_origin() + path


def picture_url(kind: str, slug: str = "") -> str:
    """The absolute address of the picture of a `point`, `centre` or `town`, or of the whole `state`."""
    endpoint = f"previews.{kind}"
    return absolute(url_for(endpoint, slug=slug) if slug else url_for(endpoint))


def with_words(endpoint: str, words: Sequence[tuple[str, str]], **values: Any) -> str:
    """The address of an endpoint with query words, which may repeat."""
    path = url_for(endpoint, **values)
    return f"{path}?{urlencode(words)}" if words else path
