"""Closes the network to the suite: a test may speak to its own machine and to nobody else."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

REMEDY = (
    "Tests speak to this machine only. Hand the code an edge that answers from memory "
    "(Edges(...) for create_app), or serve the answer from a thread on 127.0.0.1."
)


class NetworkIsClosed(RuntimeError):
    """A test tried to leave the machine."""


def is_local(address: Any) -> bool:
    """Whether a socket address stays on this machine (Unix sockets are file names)."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.split("%", 1)[0]).is_loopback
    except ValueError:
        return False


@contextmanager
def closed_network(*, loopback: bool = True) -> Iterator[None]:
    """While it lasts, connecting elsewhere (or anywhere, with `loopback=False`) raises `NetworkIsClosed`."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    real_lookup = socket.getaddrinfo

    def guarded(name: str) -> Any:
        def call(sock: socket.socket, *args: Any) -> Any:
            address = args[-1] if name == "sendto" else args[0]
            if not (loopback and is_local(address)):
                raise NetworkIsClosed(f"{name} to {address!r}. {REMEDY}")
            return real[name](sock, *args)

        return call

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not (loopback and is_local((name or "",))):
            raise NetworkIsClosed(f"looking up {name!r}. {REMEDY}")
        return real_lookup(host, *args, **kwargs)

    for name in real:
        setattr(socket.socket, name, guarded(name))
    socket.getaddrinfo = lookup
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(socket.socket, name, function)
        socket.getaddrinfo = real_lookup
