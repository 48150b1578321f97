"""`kommanmap run`: serves the site until it is stopped. gunicorn where processes can fork, waitress elsewhere.

The app is made before the workers fork, so that they share its memory; what must not be shared (database connections,
the index and its threads) is made in each worker afterwards. No server writes an access log: it would hold addresses.
"""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import click
import waitress
from flask import Flask

from kommanmap import create_app
from kommanmap.cli.background import JobThread
from kommanmap.cli.installation import SETUP_FIRST, require_schema, settings
from kommanmap.cli.refusals import Refusal
from kommanmap.extensions import db

try:
    from gunicorn.app.base import BaseApplication
except ImportError:  # Windows
    BaseApplication = None

MOST_WORKERS = 4
THREADS = 4
WAITRESS_THREADS = 8
REQUEST_SECONDS = 30
GRACEFUL_SECONDS = 15
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 - read, not bound


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse, an der gelauscht wird.")
@click.option("--port", type=click.IntRange(1, 65535), help="Vorgabe: Einstellung port, sonst 8000.")
@click.option("--workers", type=click.IntRange(1, 64), help="Prozesse. Vorgabe: nach der Zahl der Kerne.")
@click.option(
    "--log-requests/--no-log-requests",
    default=True,
    show_default=True,
    help="Eine Zeile je Anfrage auf stderr, ohne Adressen und Suchwörter.",
)
def run(host: str, port: int | None, workers: int | None, log_requests: bool) -> None:
    """Die Seite ausliefern, bis Strg-C oder SIGTERM kommt."""
    if log_requests:
        logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
        logging.getLogger("alembic").setLevel(logging.WARNING)  # it announces itself at every look at the schema
        logging.getLogger("geopy").setLevel(logging.WARNING)  # it would repeat what services say about an address
    app = create_app()
    chosen = port or settings(app).port
    if not settings(app).secret_key:
        raise Refusal(f"Es fehlt der Schlüssel secret_key. {SETUP_FIRST}")
    with app.app_context():
        require_schema()
        db.session.remove()
        db.engine.dispose()
    _refuse_taken_port(host, chosen)
    if BaseApplication is not None and hasattr(os, "fork"):
        _Gunicorn(app, gunicorn_options(host, chosen, workers or worker_count(), _announcer(host, chosen))).run()
    else:
        _serve_with_threads(app, host, chosen)


def worker_count() -> int:
    """One more than the cores this process may use, at most `MOST_WORKERS`: each holds an index of its own."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_WORKERS, cores + 1)


def warm(app: Flask) -> None:
    """Build the index of this process, so that the first reader does not wait for it."""
    with app.app_context():
        app.extensions["kommanmap.index"].get()


def _serve_with_threads(app: Flask, host: str, port: int) -> None:
    """One process with threads, for systems that cannot fork."""
    warm(app)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))  # waitress ends in order on SystemExit
    server = waitress.create_server(app, host=host, port=port, threads=WAITRESS_THREADS, ident=None)
    jobs = JobThread(app)
    jobs.start()
    _announcer(host, port)()
    try:
        server.run()
    finally:
        jobs.stop()


def gunicorn_options(host: str, port: int, workers: int, announce: Callable[[], None]) -> dict[str, Any]:
    """Settings of the server; each differs from gunicorn's default for the reason beside it."""

    def post_fork(server: Any, worker: Any) -> None:
        with server.app.wsgi().app_context():
            db.engine.dispose(close=False)  # connections of the parent are not ours to close

    def post_worker_init(worker: Any) -> None:
        warm(worker.wsgi)
        worker.jobs = JobThread(worker.wsgi)
        worker.jobs.start()
        if worker.age == 1:
            announce()

    def worker_exit(server: Any, worker: Any) -> None:
        if hasattr(worker, "jobs"):  # it may end before it has begun
            worker.jobs.stop()

    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "preload_app": True,
        "timeout": REQUEST_SECONDS,
        "graceful_timeout": GRACEFUL_SECONDS,
        "accesslog": None,  # would hold visitors' addresses
        "loglevel": "warning",  # one line of ours says that it runs
        "limit_request_line": 8190,  # all filters at once make a long address
        "forwarded_allow_ips": "",  # X-Forwarded-* is read by us, and only with `proxies` set
        "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112 - heartbeat off the disk
        "control_socket_disable": True,  # nobody here speaks to it
        "post_fork": post_fork,
        "post_worker_init": post_worker_init,
        "worker_exit": worker_exit,
    }


def _announcer(host: str, port: int) -> Callable[[], None]:
    shown = ANYWHERE.get(host, f"[{host}]" if ":" in host else host)

    def announce() -> None:
        click.echo(f"KommAnMap läuft: http://{shown}:{port}/ (Ende mit Strg-C)")
        sys.stdout.flush()

    return announce


def _refuse_taken_port(host: str, port: int) -> None:
    """Say at once what the server would only say after several tries."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(f"An {host}:{port} kann nicht gelauscht werden: {error.strerror or error}") from error
        except OverflowError as error:
            raise Refusal(f"{host} ist keine Adresse.") from error


if BaseApplication is not None:

    class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """gunicorn around an app that is there already, without its command line."""

        def __init__(self, app: Flask, options: dict[str, Any]) -> None:
            self._app = app
            self._options = options
            super().__init__()

        def load_config(self) -> None:
            """Take our settings; those that this gunicorn does not know yet are left out."""
            for name, value in self._options.items():
                if name in self.cfg.settings and value is not None:
                    self.cfg.set(name, value)

        def load(self) -> Flask:
            """The app."""
            return self._app
