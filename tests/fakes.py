"""Honest stand-ins for the edges: they do what the real ones may do, from memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderUnavailable

from kommanmap.domain.errors import Unavailable
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.answers import GeocodeAnswer
from kommanmap.geocoding.providers.adapter import parsed
from kommanmap.geocoding.providers.inquiry import Finding, NotAnswered, Question
from kommanmap.tile_source import TileAddress


@dataclass
class NoTiles:
    """A tile server that cannot be reached."""

    def fetch(self, address: TileAddress) -> bytes:
        """Never answers."""
        raise Unavailable(f"no tile server in tests (asked for {address})")


@dataclass
class TilesFromMemory:
    """A tile server that answers with what the test put there, and remembers what it was asked."""

    tiles: dict[TileAddress, bytes] = field(default_factory=dict)
    asked: list[TileAddress] = field(default_factory=list)

    def fetch(self, address: TileAddress) -> bytes:
        """The tile, or the error of a server that has none."""
        self.asked.append(address)
        try:
            return self.tiles[address]
        except KeyError:
            raise Unavailable(f"no tile at {address}") from None


RECORDED = Path(__file__).parent / "recorded"
"""Answers of geocoding services in the shape that their documents describe, for an invented street in Burbach."""


class SilentAdapter(BaseSyncAdapter):
    """A network without any geocoder."""

    def __init__(self, *, proxies: object = None, ssl_context: object = None) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """Never answers."""
        raise GeocoderUnavailable("no geocoder in tests")

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Never answers."""
        raise GeocoderUnavailable("no geocoder in tests")


@dataclass(frozen=True)
class Reply:
    """What a server answers with."""

    text: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def recorded(cls, name: str, status: int = 200, **headers: str) -> "Reply":
        """A recorded answer: "nominatim/house.json"."""
        return cls((RECORDED / name).read_text(encoding="utf-8"), status, headers)


class RecordedAdapter(BaseSyncAdapter):
    """A geocoding server that answers from memory, reply after reply (the last one again and again).

    Hand it in as the adapter factory. It remembers what it was asked: address, headers, time-out.
    """

    def __init__(self, *replies: Reply | Exception) -> None:
        super().__init__(proxies=None, ssl_context=None)
        self.replies = list(replies)
        self.asked: list[tuple[str, Mapping[str, str], float]] = []

    def __call__(self, *, proxies: object, ssl_context: object) -> "RecordedAdapter":
        """geopy makes its adapter by calling the class."""
        return self

    @property
    def urls(self) -> list[str]:
        """What was asked, readable."""
        return [unquote_plus(url) for url, _, _ in self.asked]

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """The next reply, parsed as the real adapter does."""
        return parsed(self.get_text(url, timeout=timeout, headers=headers))

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The next reply."""
        self.asked.append((url, headers, timeout))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        if not 200 <= reply.status < 300:
            raise AdapterHTTPError("", status_code=reply.status, headers=reply.headers, text=reply.text)
        return reply.text


@dataclass
class MovingClock:
    """A clock that moves when somebody sleeps or a test says so."""

    instant: datetime

    def now(self) -> datetime:
        """The instant that was reached."""
        return self.instant

    def move(self, **by: float) -> None:
        """Go on: `move(minutes=5)`."""
        self.instant += timedelta(**by)

    def sleep(self, seconds: float) -> None:
        """Sleep without waiting."""
        self.move(seconds=seconds)


@dataclass
class KnownAddresses:
    """Our own addresses, reduced to one answer."""

    answer: GeocodeAnswer

    def locate(self, query: str | Address, *, limit: int = 10, ags: str = "") -> GeocodeAnswer:
        """Always the same."""
        return self.answer


@dataclass
class OutsideService:
    """A geocoding service that gives reply after reply (the last one again and again) and remembers its questions."""

    replies: list[tuple[Finding, ...] | NotAnswered]
    name: str = "service"
    label: str = "Dienst"
    source: str = "Dienst (© niemand)"
    server: str = "https://service.example"
    per_second: float = 5
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> tuple[Finding, ...]:
        """The next reply."""
        self.asked.append(question)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, NotAnswered):
            raise reply
        return reply
