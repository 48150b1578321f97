"""Edge: the tile server of basemap.de. Fetches one tile from a fixed host and believes nothing it sends.

Knows neither Flask nor the disk. What leaves is a tile number and our own name: nothing about the reader.
"""

import math
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import IO, Protocol

from kommanmap.domain.errors import Unavailable
from kommanmap.domain.values import NRW_BOUNDS

BASEMAP_URL = (
    "https://sgx.geodatenzentrum.de/wmts_basemapde/tile/1.0.0/de_basemapde_web_raster_farbe"
    "/default/GLOBAL_WEBMERCATOR/{z}/{y}/{x}.png"
)
"""basemap.de Web Raster, colour (open, no key; CC BY 4.0). Row before column."""

BASEMAP_ATTRIBUTION = "© GeoBasis-DE / BKG, CC BY 4.0"
USER_AGENT = "KommAnMap/0.1 (tile cache of a public directory; one request per tile and month)"

LOWEST_ZOOM, HIGHEST_ZOOM = 6, 18
LARGEST_TILE_BYTES = 300_000
TIMEOUT_SECONDS = 5.0
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SMALL_INTEGER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class TileAddress:
    """Zoom, column and row of a Web Mercator tile (XYZ numbering)."""

    z: int
    x: int
    y: int

    @classmethod
    def read(cls, z: str, x: str, y: str) -> "TileAddress | None":
        """The address of a tile that shows a part of NRW within the zoom limits, else None."""
        if not all(SMALL_INTEGER.fullmatch(word) and word.isascii() for word in (z, x, y)):
            return None
        address = cls(int(z), int(x), int(y))
        return address if address.shows_nrw() else None

    def shows_nrw(self) -> bool:
        """Whether the tile touches the bounding box of the state and its zoom is one we serve."""
        if not LOWEST_ZOOM <= self.z <= HIGHEST_ZOOM:
            return False
        west, north = _tile_of(NRW_BOUNDS.north, NRW_BOUNDS.west, self.z)
        east, south = _tile_of(NRW_BOUNDS.south, NRW_BOUNDS.east, self.z)
        return west <= self.x <= east and north <= self.y <= south


class TileSource(Protocol):
    """Gives PNG tiles."""

    def fetch(self, address: TileAddress) -> bytes:
        """The PNG of a tile.

        Raises:
            Unavailable: no answer in time, or one that is not a tile.
        """


class HttpTileSource:
    """basemap.de over HTTPS."""

    def __init__(self, url: str = BASEMAP_URL, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._url = url
        self._timeout = timeout_seconds
        self._opener = urllib.request.build_opener(_NoRedirect)

    def fetch(self, address: TileAddress) -> bytes:
        """Ask for one tile; the whole answer must be there within the timeout."""
        url = self._url.format(z=address.z, x=address.x, y=address.y)
        # The address is the constant above with three checked integers: nothing a reader wrote.
        question = urllib.request.Request(url, headers={"User-Agent": USER_AGENT, "Accept": "image/png"})  # noqa: S310
        deadline = time.monotonic() + self._timeout
        try:
            with self._opener.open(question, timeout=self._timeout) as answer:
                if answer.headers.get_content_type() != "image/png":
                    raise Unavailable("the tile server sent something other than a PNG")
                content = _read_until(answer, deadline)
        except (urllib.error.URLError, HTTPException, OSError) as error:
            raise Unavailable(f"the tile server did not answer: {error}") from error
        return checked_tile(content)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would lead away from the fixed host; it ends as an error."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


def checked_tile(content: bytes) -> bytes:
    """The same bytes if they look like a PNG of sensible size.

    Raises:
        Unavailable: they do not.
    """
    if not content.startswith(PNG_SIGNATURE) or len(content) > LARGEST_TILE_BYTES:
        raise Unavailable("the tile server sent something other than a tile")
    return content


def _read_until(answer: IO[bytes], deadline: float) -> bytes:
    """At most one byte more than a tile may have; a server that drips is given up at the deadline."""
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST_TILE_BYTES:
        # read1 gives what is there: read would wait for a full block, however slowly it drips.
        part = answer.read1(16_384)  # type: ignore[attr-defined]
        if not part:
            break
        parts.append(part)
        size += len(part)
        if time.monotonic() > deadline:
            raise Unavailable("the tile server is too slow")
    return b"".join(parts)


def _tile_of(lat: float, lon: float, z: int) -> tuple[int, int]:
    """Column and row of the tile a position lies in (Web Mercator, EPSG:3857)."""
    phi = math.radians(lat)
    x = (lon + 180) / 360
    y = (1 - math.asinh(math.tan(phi)) / math.pi) / 2
    return int(x * 2**z), int(y * 2**z)
