"""How geocoding services are reached, against a server on this machine that misbehaves as told."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kommanmap.config import Config
from kommanmap.geocoding.providers.adapter import LARGEST_ANSWER_BYTES, CarefulAdapter
from kommanmap.geocoding.providers.inquiry import NotAnswered, Question, Trouble
from kommanmap.geocoding.providers.nominatim import NominatimProvider
from tests.fakes import RECORDED

QUESTION = Question("Holunderstraße", "12a", "57299", "Burbach")
HOUSE = (RECORDED / "nominatim" / "house.json").read_bytes()
Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class GeocodingServer:
    """Answers as told, remembers what it was asked."""

    url: str
    act: Act
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def send(body: bytes, status: int = 200, **headers: str) -> Act:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def drip(handler: BaseHTTPRequestHandler) -> None:
    """An answer, a byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for byte in HOUSE:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


def flood(handler: BaseHTTPRequestHandler) -> None:
    """More than anybody needs."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(4 * LARGEST_ANSWER_BYTES // 65_536):
            handler.wfile.write(b" " * 65_536)
    except OSError:
        return


@pytest.fixture
def server() -> Iterator[GeocodingServer]:
    told = GeocodingServer("", send(HOUSE))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.requests.append((self.path, dict(self.headers)))
            told.act(self)

        def log_message(self, *_args: object) -> None:
            return

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
    told.url = f"http://127.0.0.1:{listening.server_port}"
    yield told
    listening.shutdown()
    listening.server_close()


def provider(url: str) -> NominatimProvider:
    settings = {"nominatim_url": url, "operator_email": "karte@stadt.example", "geocoder_seconds": 1}
    return NominatimProvider(Config.load(Path("/nowhere"), settings), CarefulAdapter)


def test_a_question_is_one_request_that_says_who_asks_and_nothing_else(server: GeocodingServer) -> None:
    [finding] = provider(server.url).ask(QUESTION)
    assert finding.house_number == "12a"
    [(path, headers)] = server.requests
    assert path.startswith("/search?street=12a+Holunderstra%C3%9Fe&postalcode=57299&city=Burbach&")
    assert set(headers) <= {"Accept-Encoding", "Host", "User-Agent", "Connection"}
    assert headers["User-Agent"] == "KommAnMap/0.1 (karte@stadt.example)"


@pytest.mark.parametrize(
    ("act", "trouble"),
    [
        (send(b"", 302, Location="http://127.0.0.1:9/"), Trouble.SERVER_ERROR),
        (send(b"", 301, Location="/search/"), Trouble.SERVER_ERROR),
        (send(b"", 307, Location="file:///etc/passwd"), Trouble.SERVER_ERROR),
        (flood, Trouble.BAD_ANSWER),
        (send(b"<!DOCTYPE html><h1>Wartung</h1>"), Trouble.BAD_ANSWER),
        (send(gzip.compress(HOUSE), Content_Encoding="gzip"), Trouble.BAD_ANSWER),
        (send(b"\xff\xfe[\x00]\x00"), Trouble.BAD_ANSWER),
        (send(b"[" * 200_000), Trouble.BAD_ANSWER),
        (send(b'[{"lat": NaN}]'), Trouble.BAD_ANSWER),
        (send(b"1" * 10_000), Trouble.BAD_ANSWER),
        (send(b"down" * 100_000, 503), Trouble.SERVER_ERROR),
        (lambda handler: handler.connection.close(), Trouble.UNREACHABLE),
    ],
    ids=["elsewhere", "on the same host", "a file", "too long", "a page", "packed", "not UTF-8", "deep", "NaN",
         "a number", "error with a long page", "no answer"],
)  # fmt: skip
def test_whatever_a_server_does_ends_as_not_answered(server: GeocodingServer, act: Act, trouble: Trouble) -> None:
    server.act = act
    with pytest.raises(NotAnswered) as caught:
        provider(server.url).ask(QUESTION)
    assert caught.value.trouble is trouble
    assert len(server.requests) == 1, "nothing is followed and nothing is tried again"


@pytest.mark.slow_on_purpose
@pytest.mark.parametrize("act", [drip, lambda _handler: time.sleep(1.3)], ids=["drips", "sleeps"])
def test_a_slow_server_is_given_up(server: GeocodingServer, act: Act) -> None:
    """The shortest time-out that the settings allow is a second."""
    server.act = act
    began = time.monotonic()
    with pytest.raises(NotAnswered) as caught:
        provider(server.url).ask(QUESTION)
    assert caught.value.trouble is Trouble.TIMED_OUT
    assert time.monotonic() - began < 1.9


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NotAnswered) as caught:
        provider(f"http://127.0.0.1:{port}").ask(QUESTION)
    assert caught.value.trouble is Trouble.UNREACHABLE


def test_the_wish_to_be_left_alone_arrives(server: GeocodingServer) -> None:
    server.act = send(b"slow down", 429, Retry_After="90")
    with pytest.raises(NotAnswered) as caught:
        provider(server.url).ask(QUESTION)
    assert (caught.value.trouble, caught.value.retry_after) == (Trouble.TOO_MANY, 90)


def test_no_error_repeats_what_was_asked(server: GeocodingServer) -> None:
    for act in (send(b"", 500), send(b"x"), lambda handler: handler.connection.close()):
        server.act = act
        with pytest.raises(NotAnswered) as caught:
            provider(server.url).ask(QUESTION)
        error: BaseException | None = caught.value
        while error is not None:
            assert "Holunder" not in repr(error)
            error = error.__cause__


def test_a_byte_order_mark_does_not_disturb(server: GeocodingServer) -> None:
    server.act = send(b"\xef\xbb\xbf" + HOUSE)
    assert len(provider(server.url).ask(QUESTION)) == len(json.loads(HOUSE))
