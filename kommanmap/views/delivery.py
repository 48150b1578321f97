"""How an answer leaves: security headers, one compression per finished page, ETag, and a bounded page cache.

A page depends on its address, the host and the data version, some on the minute, none on the reader; so finished pages
are kept per process until the data version (or the minute) moves, compressed once, and answered with 304 to whoever has
them already.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

import brotli
from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from kommanmap.config import Config
from kommanmap.queries.filters import MINUTE_WORDS
from kommanmap.views import streams
from kommanmap.views.current import config, edges, index, minute
from kommanmap.views.negotiation import prefers_page

P = ParamSpec("P")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors {ancestors}"
)
EMBEDS, ANYBODY = "embed", "*"
FRAMES_EMBEDS, FRAMING = "embed_generator.page", "frame-src 'self'; "
"""The one page that holds a frame: it shows an embed of our own."""

COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/atom+xml",
    "application/geo+json",
    "application/gpx+xml",
    "application/problem+json",
    "application/vnd.google-earth.kml+xml",
    "application/vnd.oai.openapi+json",
    "application/rdf+xml",
    "application/opensearchdescription+xml",
    "application/xml",
    "image/svg+xml",
    "text/javascript",
)
PAGES, FILES = "kommanmap.page_cache", "kommanmap.file_cache"
"""The two shelves of finished answers, in `app.extensions`."""

SMALLEST_COMPRESSED = 500
ETAG_BYTES = 12
ONE_MINUTE = 60
BROTLI_QUALITY = 6
"""Within 3 % of the best quality for our pages at a tenth of its time."""


@dataclass
class Finished:
    """A finished answer; the compressed forms are made when first asked for. minute: the only one it is right in."""

    body: bytes
    status: int
    headers: list[tuple[str, str]]
    etag: str
    minute: datetime | None = None
    compressed: dict[str, bytes] = field(default_factory=dict)

    def encoded(self, encoding: str) -> bytes:
        """The body in `br`, `gzip` or `identity`."""
        if encoding == "identity":
            return self.body
        if encoding not in self.compressed:
            make = brotli.compress if encoding == "br" else gzip.compress
            option = {"quality": BROTLI_QUALITY} if encoding == "br" else {"compresslevel": 6, "mtime": 0}
            self.compressed[encoding] = make(self.body, **option)
        return self.compressed[encoding]

    @property
    def size(self) -> int:
        """Bytes this entry may come to hold: the page, its compressed form (a quarter of it), what is around them."""
        return len(self.body) * 5 // 4 + 1000


class PageCache:
    """Finished answers of one data version, least recently asked ones dropped first. Safe between threads."""

    def __init__(self, largest_bytes: int) -> None:
        self._largest = largest_bytes
        self._lock = threading.Lock()
        self._pages: OrderedDict[tuple[str, ...], Finished] = OrderedDict()
        self._turns: dict[tuple[str, ...], tuple[threading.Lock, int]] = {}
        self._size = 0
        self._version: object = None

    @contextmanager
    def making(self, key: tuple[str, ...]) -> Iterator[None]:
        """One thread makes a page, others that want the same wait for it instead of making it again."""
        with self._lock:
            turn, waiting = self._turns.get(key, (threading.Lock(), 0))
            self._turns[key] = (turn, waiting + 1)
        try:
            with turn:
                yield
        finally:
            with self._lock:
                turn, waiting = self._turns[key]
                if waiting > 1:
                    self._turns[key] = (turn, waiting - 1)
                else:
                    del self._turns[key]

    def get(self, key: tuple[str, ...], version: object, now: datetime | None = None) -> Finished | None:
        """The page made for this key under this data version and, where it depends on that, in this minute."""
        with self._lock:
            if version != self._version:
                return None
            page = self._pages.get(key)
            if page is None or page.minute != now:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, ...], version: object, page: Finished) -> None:
        """Keep a page; a new version empties the cache."""
        if page.size > self._largest // 2:
            return
        with self._lock:
            if version != self._version:
                self._pages.clear()
                self._size, self._version = 0, version
            old = self._pages.pop(key, None)
            self._size += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._size > self._largest:
                _, dropped = self._pages.popitem(last=False)
                self._size -= dropped.size


def cached_page(
    max_age: int = ONE_MINUTE, *, shelf: str = PAGES, by_minute: bool = False, by_accept: bool = False
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, Response]]:
    """For views that depend on address, host and data version only. `max_age`: seconds browsers may keep it.

    `shelf`: which cache keeps it; data files have their own, because making one costs a hundred pages. `by_minute`: the
    page says what is open, so it also depends on `current.minute()`; so does every answer to a filter that asks for the
    time, whatever the view. `by_accept`: people get a page and programs get JSON under the same address.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> Response:
            timely = by_minute or not MINUTE_WORDS.isdisjoint(request.args)
            cache: PageCache = current_app.extensions[shelf]
            key = (request.host_url, request.full_path, *(("page",) if by_accept and prefers_page() else ()))
            version, now = index().stamp, minute() if timely else None
            page = cache.get(key, version, now)
            if page is None:
                with cache.making(key):
                    page = cache.get(key, version, now)
                    if page is None:
                        answer = make_response(view(*args, **kwargs))
                        if answer.status_code != HTTPStatus.OK:
                            return answer
                        if answer.is_streamed:
                            return _in_turn(answer, key, version, now, max_age)
                        if timely:  # the data are older than what is said of them
                            answer.headers.pop("Last-Modified", None)
                        page = replace(_finished(answer), minute=now)
                        cache.put(key, version, page)
            answer = deliver(page, max_age=min(max_age, _seconds_left()) if timely else max_age, stale=not timely)
            if by_accept:
                answer.vary.add("Accept")
            return answer

        return wrapper

    return decorate


def _in_turn(answer: Response, key: tuple[str, ...], version: str, now: datetime | None, max_age: int) -> Response:
    """An answer that is too large to be kept."""
    if now is not None:
        answer.headers.pop("Last-Modified", None)
        max_age = min(max_age, _seconds_left())
    tag = hashlib.sha256("\n".join((*key, version, str(now))).encode("utf-8", "replace")).hexdigest()
    encoding = _encoding(answer.headers.get("Content-Type", ""), SMALLEST_COMPRESSED)
    return streams.send_in_turn(answer, encoding=encoding, tag=tag[: ETAG_BYTES * 2], max_age=max_age)


def _seconds_left() -> int:
    """Until the next minute; at least one, so that nobody asks twice for the end of a minute."""
    return max(1, ONE_MINUTE - int((edges().clock.now() - minute()).total_seconds()))


def _finished(answer: Response) -> Finished:
    body = answer.get_data()
    headers = [(name, value) for name, value in answer.headers if name.lower() != "content-length"]
    etag = hashlib.sha256(body).hexdigest()[: ETAG_BYTES * 2]
    return Finished(body=body, status=answer.status_code, headers=headers, etag=etag)


def deliver(page: Finished, *, max_age: int, immutable: bool = False, stale: bool = True) -> Response:
    """An answer to this request from a finished page: right encoding, ETag, 304 where the reader has it.

    stale: whether browsers may show it once more, for some minutes, while they ask for a newer one.
    """
    content_type = dict(page.headers).get("Content-Type", "")
    encoding = _encoding(content_type, len(page.body))
    answer = Response(page.encoded(encoding), status=page.status, headers=page.headers)
    if encoding != "identity":
        answer.headers["Content-Encoding"] = encoding
    answer.headers["Vary"] = "Accept-Encoding"
    answer.set_etag(page.etag if encoding == "identity" else f"{page.etag}-{encoding}")
    then = "immutable" if immutable else "stale-while-revalidate=600" if stale else "must-revalidate"
    answer.headers["Cache-Control"] = f"public, max-age={max_age}, {then}"
    g.delivered = True
    answer.make_conditional(request)
    return answer


def _encoding(content_type: str, length: int) -> str:
    if length < SMALLEST_COMPRESSED or not content_type.startswith(COMPRESSIBLE):
        return "identity"
    accepted = request.accept_encodings
    return next((name for name in ("br", "gzip") if accepted[name] > 0), "identity")


def security_headers(answer: Response, *, framed_by: str, settings: Config) -> None:
    """The policy of every answer; `framed_by` is the CSP source list of those who may frame it."""
    headers = answer.headers
    policy = CONTENT_SECURITY_POLICY.format(ancestors=framed_by)
    headers["Content-Security-Policy"] = FRAMING + policy if request.endpoint == FRAMES_EMBEDS else policy
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "strict-origin"
    headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
    if framed_by == "'none'":
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.is_secure and settings.public_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"


def init_app(app: Flask) -> None:
    """Create the caches and finish every answer of the app."""
    room = config(app).page_cache_mb * 1024 * 1024
    app.extensions[FILES] = PageCache(room // 3)
    app.extensions[PAGES] = PageCache(room - room // 3)
    streams.init_app(app)

    @app.after_request
    def finish(answer: Response) -> Response:
        settings = config()
        security_headers(answer, framed_by=_framed_by(settings), settings=settings)
        if not g.get("delivered"):
            answer = _compress_once(answer)
        return answer


def _framed_by(settings: Config) -> str:
    """Who may frame the answer to this request: embeds whoever the operator lists, and our own page of snippets."""
    if request.blueprint != EMBEDS or not settings.embed_hosts:
        return "'none'"
    return "*" if ANYBODY in settings.embed_hosts else " ".join(("'self'", *settings.embed_hosts))


def _compress_once(answer: Response) -> Response:
    """Answers outside the cache (errors, redirects, probes) are compressed where that helps, and not stored."""
    answer.headers.setdefault("Cache-Control", "no-store")
    if answer.is_streamed or answer.direct_passthrough or answer.headers.get("Content-Encoding"):
        return answer
    page = _finished(answer)
    encoding = _encoding(answer.headers.get("Content-Type", ""), len(page.body))
    if encoding != "identity":
        answer.set_data(page.encoded(encoding))
        answer.headers["Content-Encoding"] = encoding
    answer.vary.add("Accept-Encoding")
    return answer
