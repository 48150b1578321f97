"""What all outside services have in common: a class of geopy inside, its errors told apart, its answers read with care.

A service is a subclass with two methods: how to ask, and what one item of the answer says.
"""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import AdapterHTTPError, get_retry_after
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.location import Location

from kommanmap.config import Config
from kommanmap.domain.values import NRW_BOUNDS, Coordinates
from kommanmap.geocoding.providers.adapter import AdapterFactory
from kommanmap.geocoding.providers.inquiry import (
    MOST_FINDINGS,
    Finding,
    NotAnswered,
    Question,
    Trouble,
    position_of,
    tidy,
)

NRW_CORNERS = [(NRW_BOUNDS.south, NRW_BOUNDS.west), (NRW_BOUNDS.north, NRW_BOUNDS.east)]
"""The bounding box as geopy takes it."""

_NO_ANSWER_OF_THAT_SHAPE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    OverflowError,
    UserWarning,  # of geopy, about impossible latitudes, where warnings are errors
)
_BY_STATUS = {401: Trouble.REFUSED, 402: Trouble.TOO_MANY, 403: Trouble.REFUSED, 408: Trouble.TIMED_OUT}
_BY_ERROR: tuple[tuple[type[Exception], Trouble], ...] = (
    (GeocoderQuotaExceeded, Trouble.TOO_MANY),
    (GeocoderAuthenticationFailure, Trouble.REFUSED),
    (GeocoderInsufficientPrivileges, Trouble.REFUSED),
    (GeocoderTimedOut, Trouble.TIMED_OUT),
    (GeocoderUnavailable, Trouble.UNREACHABLE),
    (GeocoderParseError, Trouble.BAD_ANSWER),
    (GeocoderQueryError, Trouble.BAD_QUESTION),
    (GeocoderServiceError, Trouble.SERVER_ERROR),
    (Exception, Trouble.BAD_ANSWER),
)


class GeopyProvider(ABC):
    """One outside service behind a class of geopy; see `inquiry.Provider` for the attributes."""

    name: str
    label: str
    source: str

    def __init__(self, *, server: str, per_second: float) -> None:
        self.server = server
        self.per_second = per_second

    def ask(self, question: Question) -> tuple[Finding, ...]:
        """Ask once; nothing is tried again here.

        Raises:
            NotAnswered: whatever goes wrong, also with the answer.
        """
        try:
            locations: Iterable[Location] = self._locations(question) or ()
            findings = [self._finding(table(location.raw)) for location in locations]
        except GeocoderServiceError as error:
            raise not_answered(error) from error
        except _NO_ANSWER_OF_THAT_SHAPE as error:
            raise NotAnswered(Trouble.BAD_ANSWER) from error
        return tuple(findings[:MOST_FINDINGS])

    @abstractmethod
    def _locations(self, question: Question) -> list[Location] | None:
        """What geopy's class gives for the question."""

    @abstractmethod
    def _finding(self, raw: Mapping[str, Any]) -> Finding:
        """One item of the answer as it came: geopy would make a place on earth of any two numbers."""


def not_answered(error: Exception) -> NotAnswered:
    """What an error of geopy means for us, with the wish of the service to be left alone where it has one."""
    http = error.__cause__ if isinstance(error.__cause__, AdapterHTTPError) else None
    if http is None:
        return NotAnswered(next(trouble for kind, trouble in _BY_ERROR if isinstance(error, kind)))
    retry_after: float | None = None
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        retry_after = get_retry_after(http.headers)
    return NotAnswered(trouble_of_status(http.status_code, error), retry_after)


def trouble_of_status(status: int, error: Exception) -> Trouble:
    """What an HTTP status means; geopy calls some of the server's failures a time-out."""
    if status >= 500 or status < 400:  # below: a redirect, which is not followed
        return Trouble.SERVER_ERROR
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return next(trouble for kind, trouble in _BY_ERROR if isinstance(error, kind))


def words(said: Mapping[str, Any], *names: str) -> Iterable[str]:
    """Those of these fields that hold something, each value once."""
    return dict.fromkeys(text for name in names if (text := tidy(said.get(name))))


def table(value: object) -> Mapping[str, Any]:
    """A JSON object.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, Mapping):
        raise TypeError("not an object")
    return value


def position_of_feature(feature: Mapping[str, Any]) -> Coordinates:
    """Where a GeoJSON feature says it is: longitude first.

    Raises:
        ValueError, TypeError, KeyError: it does not say.
    """
    lon, lat = feature["geometry"]["coordinates"][:2]
    return position_of(lat, lon)


def geopy_settings(config: Config, url: str, adapter: AdapterFactory) -> dict[str, Any]:
    """How geopy's class for a server at `url` is made: where, how long, under which name."""
    parts = urlsplit(url)
    return {
        "domain": (parts.netloc + parts.path).rstrip("/"),
        "scheme": parts.scheme,
        "timeout": config.geocoder_seconds,
        "user_agent": user_agent(config),
        "adapter_factory": adapter,
    }


def user_agent(config: Config) -> str:
    """Who asks: the program, the site, and whom to write to. Nothing about the person who typed."""
    contact = "; ".join(filter(None, (config.public_url, config.operator_email)))
    said = f"KommAnMap/0.1 ({contact or 'directory of meeting points in North Rhine-Westphalia'})"
    return "".join(letter for letter in said if letter.isascii() and letter.isprintable())
