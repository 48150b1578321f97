"""Edge: how geopy's classes reach a server. One GET to the host in the settings, and nothing it sends is believed.

No redirect is followed, an answer has an end and a deadline, and no error repeats the address or key that was asked.
"""

import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from email.message import Message
from http.client import HTTPException
from typing import IO, Any

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

LARGEST_ANSWER_BYTES = 1_000_000
LARGEST_REFUSAL_BYTES = 10_000
_BLOCK = 65_536

AdapterFactory = Callable[..., BaseSyncAdapter]
"""Makes an adapter from `proxies` and `ssl_context`, as geopy asks for it."""


class CarefulAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """HTTP and HTTPS by the standard library; system proxies are honoured as everywhere in Python."""

    def __init__(self, *, proxies: Mapping[str, str] | None, ssl_context: ssl.SSLContext | None) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        handlers: list[Any] = [_NoRedirect, urllib.request.HTTPSHandler(context=ssl_context)]
        if proxies is not None:
            handlers.append(urllib.request.ProxyHandler(dict(proxies)))
        self._opener = urllib.request.build_opener(*handlers)

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """The answer, parsed."""
        return parsed(self.get_text(url, timeout=timeout, headers=headers))

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The answer as text; all of it must be there within `timeout` seconds."""
        if not url.startswith(("https://", "http://")):
            raise GeocoderServiceError("only http and https are asked")
        deadline = time.monotonic() + timeout
        try:
            question = urllib.request.Request(url, headers=dict(headers))  # noqa: S310 - the scheme is checked above
            with self._opener.open(question, timeout=timeout) as answer:
                return _decoded(_read(answer, deadline, LARGEST_ANSWER_BYTES))
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error, deadline) from None
        except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
            raise _failure(error) from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead anywhere, the key with it; it ends as an error."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


def parsed(text: str) -> Any:
    """JSON as the standard has it, without NaN and endless nesting.

    Raises:
        GeocoderParseError: it is something else, such as a web page.
    """
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise GeocoderParseError("the answer is not JSON") from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _read(answer: IO[bytes], deadline: float, most: int) -> bytes:
    """At most `most` bytes; a server that drips is given up at the deadline."""
    parts: list[bytes] = []
    size = 0
    # read1 gives what is there: read would wait for a full block, however slowly it drips.
    while part := answer.read1(_BLOCK):  # type: ignore[attr-defined]
        size += len(part)
        if size > most:
            raise GeocoderParseError("the answer is far too long")
        if time.monotonic() > deadline:
            raise GeocoderTimedOut("the answer did not come to its end in time")
        parts.append(part)
    return b"".join(parts)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GeocoderParseError("the answer is not UTF-8") from None


def _refusal(error: urllib.error.HTTPError, deadline: float) -> AdapterHTTPError:
    """What geopy wants for every status but success: the status, the headers, the beginning of the text."""
    try:
        text = _read(error, deadline, LARGEST_REFUSAL_BYTES).decode("utf-8", errors="replace")
    except (GeocoderServiceError, HTTPException, OSError):
        text = ""
    headers = {name.lower(): value for name, value in error.headers.items()}
    return AdapterHTTPError(f"status {error.code}", status_code=error.code, headers=headers, text=text)


def _failure(error: Exception) -> GeocoderServiceError:
    """Why no answer came. The words of the error are left out: they may repeat the address that was asked."""
    if isinstance(error, GeocoderServiceError):
        return error
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError) or isinstance(error, TimeoutError):
        return GeocoderTimedOut("no answer in time")
    if isinstance(error, OSError | HTTPException):
        return GeocoderUnavailable(f"no connection: {type(reason).__name__}")
    return GeocoderServiceError(f"the request cannot be sent: {type(error).__name__}")
