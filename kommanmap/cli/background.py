"""The thread of a serving process that does what is due. Looks now and then, cheaply; ends with its process in order.

Started after a fork, one in each process: leases keep them from doing the same twice. It speaks to the log only when
something is wrong, and never says an address.
"""

import logging
import random
import threading
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.cli.installation import edges, geocoder, settings
from kommanmap.extensions import db
from kommanmap.services.geocoders import chain_for
from kommanmap.services.job_handlers import PATIENCE_SECONDS, handlers
from kommanmap.services.jobs import Interrupted, is_anything_due, run_due_jobs
from kommanmap.services.report_limits import forget as forget_limits
from kommanmap.services.suggestions import erase_old

LOOK_SECONDS = 30.0
"""Between two looks, give or take a half, so that processes do not look together."""

FORGET_EVERY = timedelta(hours=1)
"""Between two looks for words of the public that have been kept long enough."""

END_SECONDS = 10.0
"""How long the end of a process waits for a job under way: two time-outs of a service."""

_log = logging.getLogger(__name__)


class JobThread:
    """Does jobs until it is told to stop."""

    def __init__(self, app: Flask, look_seconds: float = LOOK_SECONDS) -> None:
        self._look_seconds = look_seconds
        self._stop = threading.Event()
        self._forgot_utc: datetime | None = None
        self._clock = edges(app).clock
        with app.app_context():
            self._engine: Engine = db.engine
        chain = chain_for(
            settings(app),
            edges(app),
            self._engine,
            local=geocoder(app).local,
            patience=PATIENCE_SECONDS,
            sleep=self._pause,
        )
        self._handlers = handlers(self._engine, chain=chain, clock=self._clock)
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin; the first look comes a little later."""
        self._thread.start()

    def stop(self, wait_seconds: float = END_SECONDS) -> None:
        """End after the request that is under way. What takes longer is left to its lease."""
        self._stop.set()
        self._thread.join(wait_seconds)

    def _run(self) -> None:
        while not self._stop.wait(self._look_seconds * random.uniform(0.5, 1.5)):  # noqa: S311 - spreads, hides nothing
            try:
                self._forget()
                if is_anything_due(self._engine, now=self._clock.now()):
                    run_due_jobs(self._engine, handlers=self._handlers, clock=self._clock)
            except Interrupted:
                return
            except SQLAlchemyError as error:
                _log.warning("jobs: the database does not answer (%s), trying again", type(error).__name__)

    def _forget(self) -> None:
        """Erase the words of old letters of the public, now and then."""
        now = self._clock.now()
        if self._forgot_utc is None or now - self._forgot_utc >= FORGET_EVERY:
            with DatabaseSession(self._engine) as session, session.begin():
                erase_old(session, now=now)
                forget_limits(session, now=now)
            self._forgot_utc = now

    def _pause(self, seconds: float) -> None:
        """Wait for a turn.

        Raises:
            Interrupted: the process ends meanwhile.
        """
        if self._stop.wait(seconds):
            raise Interrupted
