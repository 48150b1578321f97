"""Addresses of pages, for presenters (which know no request)."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from kommanmap.views.current import config


class PageLinks:
    """Site-relative addresses in the language of the page."""

    def point(self, slug: str) -> str:
        """Page of a meeting point."""
        return url_for("public.point", slug=slug)

    def centre(self, slug: str) -> str:
        """Page of a centre."""
        return url_for("areas.centre", slug=slug)

    def town(self, slug: str) -> str:
        """Page of a municipality."""
        return url_for("areas.town", slug=slug)


def site_origin() -> str:
    """`https://host` of this site: as configured, else as asked (only trusted hosts get this far)."""
    return config().public_url.rstrip("/") or request.host_url.rstrip("/")


def absolute(path: str) -> str:
    """A site-relative address made absolute."""
    return site_origin() + path


def with_words(endpoint: str, words: Sequence[tuple[str, str]], **values: Any) -> str:
    """The address of an endpoint with query words, which may repeat."""
    path = url_for(endpoint, **values)
    return f"{path}?{urlencode(words)}" if words else path
