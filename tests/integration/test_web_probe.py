"""Whom the checker of links asks, and whom it never asks (T37). Servers are of this machine."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

from kommanmap.web_probe import HttpLinkProbe, LinkAnswer, LinkState, is_public

REFUSED = LinkAnswer(LinkState.REFUSED)
HOST = "stadt.example"
Answer = Callable[[socket.socket], None]


@contextmanager
def server(answer: Answer) -> Iterator[tuple[int, list[bytes]]]:
    """A server for one connection; its port, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def serve() -> None:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(65_536))
                with suppress(OSError):  # the checker may have gone
                    answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], asked
        listening.close()
        thread.join(5)


def says(text: str) -> Answer:
    return lambda connection: connection.sendall(text.encode())


def here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def probe(seconds: float = 2.0) -> HttpLinkProbe:
    """One that is allowed to ask this machine."""
    return HttpLinkProbe(resolve=here, judge=lambda address, _port: address == "127.0.0.1", seconds=seconds)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("200 OK", LinkState.ANSWERS),
        ("301 Moved\r\nLocation: http://127.0.0.1/secret", LinkState.ANSWERS),
        ("403 Forbidden", LinkState.ANSWERS),
        ("404 Not Found", LinkState.GONE),
        ("410 Gone", LinkState.GONE),
        ("500 Error", LinkState.FAILS),
    ],
)
def test_an_answer_is_judged_by_its_number_and_no_redirect_is_followed(status: str, state: LinkState) -> None:
    with server(says(f"HTTP/1.1 {status}\r\n\r\nhello")) as (port, asked):
        answer = probe().look(f"http://{HOST}:{port}/treff ä?x=1&y=ü".replace(" ", "%20"))
    assert answer == LinkAnswer(state, int(status[:3]))
    assert len(asked) == 1
    head = asked[0].decode("ascii")
    assert head.startswith("GET /treff%20%C3%A4?x=1&y=%C3%BC HTTP/1.1\r\nHost: stadt.example:")
    assert "Cookie" not in head


@pytest.mark.parametrize("text", ["SSH-2.0-OpenSSH_9.2\r\n", "", "HTTP/1.1 abc\r\n\r\n", "x" * 70_000])
def test_what_is_no_web_server_fails(text: str) -> None:
    with server(says(text)) as (port, _):
        assert probe().look(f"http://{HOST}:{port}/") == LinkAnswer(LinkState.FAILS)


def test_a_server_that_drips_is_given_up_in_time() -> None:
    def drip(connection: socket.socket) -> None:
        for _ in range(40):
            connection.sendall(b"H")
            time.sleep(0.05)

    began = time.monotonic()
    with server(drip) as (port, _):
        assert probe(0.3).look(f"http://{HOST}:{port}/") == LinkAnswer(LinkState.FAILS)
        assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://127.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://[::ffff:7f00:1]/", "http://localhost/",
        "http://①②⑦.0.0.1/", "http://intranet/", "http://10.1.2.3/", "http://192.168.1.1/", "http://169.254.169.254/",
        "http://172.16.0.1/", "http://100.64.0.1/", "http://0.0.0.0/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://[64:ff9b::a00:1]/", "http://[2002:a00:1::]/", "http://[2001::1]/", "http://224.0.0.1/",
        "http://93.184.215.14:22/", "http://stadt.example:8080/", "ftp://stadt.example/", "file:///etc/passwd",
        "javascript:alert(1)", "gopher://stadt.example/", "http://user:secret@stadt.example/", "http:///x", "http://",
        "http://stadt.example\\@127.0.0.1/", "http://stadt.example/\r\nHost: x", "http://stadt.example/a b",
        "http://[::1", "http://stadt.example:99999/", "http://-x.example/", "//stadt.example/", "",
    ],
)  # fmt: skip
def test_nobody_but_public_web_servers_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """T37."""

    def connect(*_args: object, **_options: object) -> None:
        raise AssertionError("it was asked")

    def resolve(host: str, _port: int) -> Sequence[str]:
        return [host if host[0].isdigit() or ":" in host else "93.184.215.14"]

    monkeypatch.setattr(socket, "create_connection", connect)
    assert HttpLinkProbe(resolve=resolve).look(url) == REFUSED


def test_a_name_with_one_address_inside_is_not_asked_at_all_and_looked_up_once() -> None:
    looks: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        looks.append(host)
        return ["93.184.215.14", "10.0.0.7"] if len(looks) == 1 else ["127.0.0.1"]

    assert HttpLinkProbe(resolve=rebinding).look("http://stadt.example/") == REFUSED
    assert looks == ["stadt.example"]


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], **_options: object) -> None:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    checker = HttpLinkProbe(resolve=lambda _host, _port: ["93.184.215.14", "2606:2800:21f::1"])
    assert checker.look("https://Stadt.Example./x#y") == LinkAnswer(LinkState.FAILS)
    assert asked == [("93.184.215.14", 443)]


def test_no_such_name_is_a_failure() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror

    assert HttpLinkProbe(resolve=unknown).look("https://gibt-es-nicht.example/") == LinkAnswer(LinkState.FAILS)


def test_addresses_of_the_open_internet_are_public_on_ports_of_the_web_only() -> None:
    assert is_public("93.184.215.14", 443)
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c", 80)
    assert not any(
        is_public(address, 443) for address in ("::", "::ffff:93.184.215.14", "fe80::1%eth0", "x", "3fff::1")
    )
    assert not is_public("93.184.215.14", 25)
