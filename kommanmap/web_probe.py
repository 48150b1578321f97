"""Edge: whether a web address that somebody typed still answers. Goes to public servers only and believes nothing.

The name is looked up once, every address it has is judged, and the connection goes to one that was judged: a name that
changes its mind in between (rebinding) gains nothing. No redirect is followed, only the head of an answer is read, and
all of it has one deadline. Knows neither Flask nor tables.
"""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote, urlsplit

USER_AGENT = "KommAnMap/0.1 (looks now and then whether the links of a public directory still work)"
LONGEST_SECONDS = 5.0
LARGEST_HEAD_BYTES = 64 * 1024
"""Far below the 256 KiB that an answer may have: its text is never read."""

PORTS = {"http": 80, "https": 443}
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)(?: |\r?\n)")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)
_PATH_SAFE = "/%:@!$&'()*+,;=~-._?"

_NOT_FOR_US = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
"""IANA's special-purpose addresses; of IPv6 only 2000::/3 is asked at all."""

_GLOBAL_V6 = ipaddress.ip_network("2000::/3")

Resolve = Callable[[str, int], Sequence[str]]
Judge = Callable[[str, int], bool]


class LinkState(StrEnum):
    """What came of asking."""

    ANSWERS = "answers"
    GONE = "gone"
    """The server says that there is no such page."""
    FAILS = "fails"
    """No answer in time, no such name, or an error of the server."""
    REFUSED = "refused"
    """Not asked: it is no public web address."""


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """status: what the server said, None without an answer."""

    state: LinkState
    status: int | None = None


class LinkProbe(Protocol):
    """Looks whether a web address answers."""

    def look(self, url: str) -> LinkAnswer:
        """Never raises: whatever goes wrong is an answer too."""


def is_public(address: str, port: int) -> bool:
    """Whether an address (as text) belongs to the open internet and the port is one of the web."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    special = any(parsed in network for network in _NOT_FOR_US if network.version == parsed.version)
    if special or port not in PORTS.values():
        return False
    return parsed in _GLOBAL_V6 if parsed.version == 6 else parsed.is_global


def look_up(host: str, port: int) -> Sequence[str]:
    """Every address of a name."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def host_of(url: str) -> str:
    """The host of an address in lower case, "" for none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


class HttpLinkProbe:
    """HTTP and HTTPS by the standard library, past every proxy. `resolve` and `judge` are handed in by tests only."""

    def __init__(
        self, *, resolve: Resolve = look_up, judge: Judge = is_public, seconds: float = LONGEST_SECONDS
    ) -> None:
        self._resolve = resolve
        self._judge = judge
        self._seconds = seconds

    def look(self, url: str) -> LinkAnswer:
        """One GET, of whose answer the head is read."""
        target = _target(url)
        if target is None:
            return LinkAnswer(LinkState.REFUSED)
        try:
            addresses = self._resolve(target.host, target.port)
        except (OSError, UnicodeError):
            return LinkAnswer(LinkState.FAILS)
        if not addresses or not all(self._judge(address, target.port) for address in addresses):
            return LinkAnswer(LinkState.REFUSED)
        try:
            return _judged(self._ask(target, addresses[0]))
        except (OSError, ValueError):
            return LinkAnswer(LinkState.FAILS)

    def _ask(self, target: "_Target", address: str) -> int:
        deadline = time.monotonic() + self._seconds
        with socket.create_connection((address, target.port), timeout=self._seconds) as plain:
            plain.settimeout(_left(deadline))
            if not target.secure:
                return _status(plain, target, deadline)
            with _tls().wrap_socket(plain, server_hostname=target.host) as secured:
                return _status(secured, target, deadline)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Made when the first address asks for it: reading the certificates of the system takes as long as ten pages."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class _Target:
    host: str
    port: int
    secure: bool
    path: str


def _target(url: str) -> _Target | None:
    """Where a typed address leads; None for what is not plainly `http(s)://name[:port][/path]`."""
    if not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = host_of(url).encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in PORTS or "@" in parts.netloc or not _is_plain_host(host):
        return None
    path = quote(parts.path or "/", safe=_PATH_SAFE) + (
        f"?{quote(parts.query, safe=_PATH_SAFE)}" if parts.query else ""
    )
    return _Target(host, port, parts.scheme == "https", path)


def _is_plain_host(host: str) -> bool:
    """A name with a dot, or an address as it is usually written; `2130706433`, `0x7f.1` and `localhost` are neither."""
    labels = host.split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.ip_address(host)) == host
        except ValueError:
            return False
    return len(host) <= 253 and len(labels) > 1 and all(map(_LABEL.fullmatch, labels))


def _status(connection: socket.socket, target: _Target, deadline: float) -> int:
    """The number of the answer.

    Raises:
        ValueError: what came is no answer of a web server.
    """
    host = f"[{target.host}]" if ":" in target.host else target.host
    shown = host if target.port in PORTS.values() else f"{host}:{target.port}"
    connection.sendall(
        f"GET {target.path} HTTP/1.1\r\nHost: {shown}\r\nUser-Agent: {USER_AGENT}\r\nAccept: text/html, */*;q=0.1\r\n"
        "Connection: close\r\n\r\n".encode("ascii")
    )
    head = b""
    while b"\n" not in head and len(head) <= LARGEST_HEAD_BYTES:
        connection.settimeout(_left(deadline))
        block = connection.recv(4096)
        if not block:
            break
        head += block
    line = _STATUS_LINE.match(head)
    if line is None:
        raise ValueError("no answer of a web server")
    return int(line[1])


def _left(deadline: float) -> float:
    """Seconds until the deadline.

    Raises:
        TimeoutError: it is over.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _judged(status: int) -> LinkAnswer:
    """A page behind a sign-in, or one that robots may not read, is there; a redirect says that somebody is at home."""
    if status in (404, 410):
        return LinkAnswer(LinkState.GONE, status)
    return LinkAnswer(LinkState.FAILS if status >= 500 else LinkState.ANSWERS, status)
