"""The real source of tiles, against a server on this machine that misbehaves as told."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kommanmap.domain.errors import Unavailable
from kommanmap.tile_source import BASEMAP_URL, LARGEST_TILE_BYTES, PNG_SIGNATURE, HttpTileSource, TileAddress

KOELN = TileAddress(10, 531, 342)
PNG = PNG_SIGNATURE + b"a picture"


@dataclass
class TileServer:
    """A tile server that misbehaves as told."""

    url: str
    answer: Callable[[BaseHTTPRequestHandler], None]
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def tile_server() -> Iterator[TileServer]:
    told = TileServer("", send(PNG))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.requests.append((self.path, dict(self.headers)))
            told.answer(self)

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_port}/{{z}}/{{y}}/{{x}}.png"
    yield told
    server.shutdown()
    server.server_close()


def send(
    body: bytes, kind: str = "image/png", status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A tile, a byte at a time."""
    handler.send_response(200)
    handler.send_header("Content-Type", "image/png")
    handler.end_headers()
    try:
        for byte in PNG * 4:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def test_the_source_asks_for_row_before_column_and_tells_nothing_about_the_reader(tile_server: TileServer) -> None:
    assert HttpTileSource(tile_server.url).fetch(KOELN) == PNG
    [(path, headers)] = tile_server.requests
    assert path == "/10/342/531.png"
    assert set(headers) <= {"Accept-Encoding", "Host", "User-Agent", "Accept", "Connection"}
    assert headers["User-Agent"].startswith("KommAnMap/")


def test_the_host_of_the_tiles_is_fixed() -> None:
    assert BASEMAP_URL.startswith("https://sgx.geodatenzentrum.de/")


@pytest.mark.parametrize(
    "answer",
    [
        send(PNG, kind="text/html"),
        send(b"<svg onload=alert(1)>", kind="image/png"),
        send(PNG_SIGNATURE + b"x" * LARGEST_TILE_BYTES),
        send(PNG, status=500),
        send(b"", status=302, Location="http://127.0.0.1:9/secret.png"),
        lambda handler: handler.connection.close(),
    ],
    ids=["wrong type", "lying type", "too large", "error", "redirect", "no answer"],
)
def test_the_source_believes_nothing_that_is_not_a_tile(
    tile_server: TileServer, answer: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    tile_server.answer = answer
    with pytest.raises(Unavailable):
        HttpTileSource(tile_server.url).fetch(KOELN)
    assert len(tile_server.requests) == 1


@pytest.mark.parametrize("answer", [drip, lambda _handler: time.sleep(1.0)], ids=["drips", "sleeps"])
def test_the_source_gives_up_on_a_slow_server(
    tile_server: TileServer, answer: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    tile_server.answer = answer
    began = time.monotonic()
    with pytest.raises(Unavailable):
        HttpTileSource(tile_server.url, timeout_seconds=0.3).fetch(KOELN)
    assert time.monotonic() - began < 0.9
